/** What stands in a download beside its tables: whom to cite, whose rights to heed, what was asked of which records. */
import { metaXml } from "../export/documents.ts";
import type { ServedDataset } from "../search/datasets.ts";
import { type ContainedDataset, licenseUrl, strictestLicense } from "./contained.ts";
import type { DownloadRequest } from "./download-request.ts";
import type { ExtensionTable } from "./files/extensions.ts";

/** What documents tell of. */
export interface DownloadFacts {
  readonly key: string;
  readonly request: DownloadRequest;
  readonly created: number;
  readonly datasets: readonly ServedDataset[];
  readonly contained: readonly ContainedDataset[];
  readonly extensions: readonly ExtensionTable[];
  readonly version: string;
}

/** What goes with the tables of a zip. */
export interface Documents {
  /** Texts by the name of their member. */
  readonly members: Readonly<Record<string, string>>;
  /** Comment of the zip itself. */
  readonly comment: string;
}

/** Most bytes of the comment of a zip. */
const LONGEST_COMMENT = 65_000;

/**
 * Citation, rights, filter and release, for every format. A zip of one table has one member only, which programs rely on
 * (pandas reads such a zip as the table): there they are the comment of the zip, which `unzip -z` shows.
 */
export function documentsOf(facts: DownloadFacts): Documents {
  const { request } = facts;
  const texts = { "citations.txt": citations(facts), "rights.txt": rights(facts) };
  if (request.format === "SIMPLE_PARQUET")
    return { members: { ...texts, "request.json": filterOf(facts) }, comment: "" };
  if (request.format !== "DWCA") {
    const whole = Buffer.from([...Object.values(texts), filterOf(facts)].join("\n"));
    if (whole.length <= LONGEST_COMMENT) return { members: {}, comment: whole.toString() };
    const cut = whole
      .subarray(0, LONGEST_COMMENT)
      .toString()
      .replace(/\ufffd$/, "");
    return { members: {}, comment: `${cut}… (cut; all of it: /v1/occurrence/download/${facts.key})` };
  }
  const eml = facts.datasets.map((dataset, i) => [
    `dataset/${fileName(facts, dataset, i)}.xml`,
    datasetXml(facts, dataset),
  ]);
  const xml = { "meta.xml": metaXml(facts.extensions), "metadata.xml": metadataXml(facts), ...Object.fromEntries(eml) };
  return { members: { ...xml, ...texts }, comment: "" };
}

/** What was asked, of which records and names. */
function filterOf({ key, request, datasets, version }: DownloadFacts): string {
  const { format, predicate, checklistKey } = request;
  const attempts = datasets.map(({ name, attempt }) => `${name} ${attempt}`);
  const release = { attempts, checklists: releasesOf(datasets), binomen: version };
  return `${JSON.stringify({ key, format, predicate, ...(checklistKey && { checklistKey }), release })}\n`;
}

/** `"binomen (2 January 2026) Occurrence Download 0012150-260108223611665"` */
export function citationOf(created: number, where: string): string {
  const day = new Date(created).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return `binomen (${day}) Occurrence Download ${where}`;
}

function citations({ key, created, contained, version }: DownloadFacts): string {
  const one = [...new Set(contained.map(({ datasetCitation }) => datasetCitation))];
  const interpreted = `Interpreted by binomen ${version}.`;
  return `When using this data please cite the download and the datasets below, and heed the licences in rights.txt.

${citationOf(created, key)}. ${interpreted}

${one.map((citation) => `${citation}\n`).join("")}`;
}

function rights({ contained }: DownloadFacts): string {
  return contained
    .map(({ datasetTitle, datasetKey, licenses }) => {
      const title = datasetKey === undefined ? datasetTitle : `${datasetTitle} (${datasetKey})`;
      return `Dataset: ${title}\nRights as supplied: ${licenses.map(licenseUrl).join(", ")}\n`;
    })
    .join("\n");
}

function releasesOf(datasets: readonly ServedDataset[]): string {
  const checklists = datasets.flatMap(({ info }) =>
    info.checklists.map(({ checklistKey, releaseId }) => `${checklistKey} (${releaseId})`),
  );
  return [...new Set(checklists)].join(", ") || "no checklist";
}

function metadataXml(facts: DownloadFacts): string {
  const { key, request, created, contained, datasets, version } = facts;
  const filter = request.predicate === null ? "none: all records" : JSON.stringify(request.predicate);
  const license = strictestLicense(contained);
  const lines = [
    `Occurrence records that fit this filter: ${filter}.`,
    ...(request.checklistKey === undefined ? [] : [`Taxonomic columns: checklist ${request.checklistKey}.`]),
    ...contained.map(({ numberRecords, datasetTitle }) => `${numberRecords} records from ${datasetTitle}.`),
    `Attempts: ${datasets.map(({ name, attempt }) => `${name} ${attempt}`).join(", ")}. Interpreted by binomen ${version} against ${releasesOf(datasets)}.`,
  ];
  return eml(
    key,
    `Occurrence Download ${key}`,
    created,
    lines,
    license === "unspecified" ? "See rights.txt." : license,
  );
}

/** EML of one of the datasets. */
function datasetXml({ created, version }: DownloadFacts, { info, name, attempt }: ServedDataset): string {
  const lines = [
    `${info.records} records, of which a download holds those that fit its filter. ${name} ${attempt}, interpreted by binomen ${version}.`,
    ...(info.citation === undefined ? [] : [`Citation: ${info.citation}`]),
  ];
  const license = info.options.datasetLicense ?? info.license ?? "UNSPECIFIED";
  return eml(info.doi ?? info.checksum, titleOf(info), created, lines, licenseUrl(license));
}

function titleOf(info: ServedDataset["info"]): string {
  return info.title ?? info.source.split(/[\\/]/).at(-1)!;
}

function fileName({ contained }: DownloadFacts, { name, info }: ServedDataset, index: number): string {
  const keys = new Set(contained.filter(({ dataset }) => dataset === name).map(({ datasetKey }) => datasetKey));
  const key = info.options.datasetKey ?? (keys.size === 1 ? [...keys][0] : undefined);
  return (key ?? `${index}-${name}`).replace(/[^\w.-]/g, "_");
}

function eml(id: string, title: string, created: number, lines: readonly string[], license: string): string {
  const isUrl = /^https?:/.test(license);
  const text = escaped(license);
  return `<?xml version="1.0" encoding="UTF-8"?>
<eml:eml xmlns:eml="https://eml.ecoinformatics.org/eml-2.2.0" packageId="${escaped(id)}" system="binomen" scope="system" xml:lang="en">
  <dataset>
    <title>${escaped(title)}</title>
    <creator><organizationName>binomen</organizationName></creator>
    <pubDate>${new Date(created).toISOString().slice(0, 10)}</pubDate>
    <abstract>${lines.map((line) => `<para>${escaped(line)}</para>`).join("\n      ")}</abstract>
    <intellectualRights><para>${isUrl ? `<ulink url="${text}"><citetitle>${text}</citetitle></ulink>` : text}</para></intellectualRights>
    <contact><organizationName>binomen</organizationName></contact>
  </dataset>
</eml:eml>
`;
}

/** Text of XML; characters that XML cannot hold are left out. */
function escaped(text: string): string {
  return text
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]!);
}
