/** The documents of an archive: descriptor, metadata, citation, rights. */
import type { AttemptInfo } from "../dataset/attempts.ts";
import { type ExportColumn, MULTIMEDIA_COLUMNS, OCCURRENCE_COLUMNS, VERBATIM_COLUMNS } from "./columns.ts";

const LICENCES: Readonly<Record<string, string>> = {
  CC0_1_0: "http://creativecommons.org/publicdomain/zero/1.0/legalcode",
  CC_BY_4_0: "http://creativecommons.org/licenses/by/4.0/legalcode",
  CC_BY_NC_4_0: "http://creativecommons.org/licenses/by-nc/4.0/legalcode",
};

/** Columns with several values, which stand with semicolons between them. */
const LISTS: ReadonlySet<string> = new Set([
  "datasetID",
  "datasetName",
  "recordedBy",
  "recordedByID",
  "preparations",
  "associatedSequences",
  "otherCatalogNumbers",
  "samplingProtocol",
  "higherGeography",
  "georeferencedBy",
  "identifiedBy",
  "identifiedByID",
  "issue",
  "mediaType",
  "projectId",
  "typeStatus",
]);

/** A further table of an archive. */
export interface ArchiveTable {
  readonly rowType: string;
  readonly member: string;
  readonly columns: readonly ExportColumn[];
}

/** `meta.xml`: interpreted records as core, verbatim records and media as extensions, and further ones. */
export function metaXml(further: readonly ArchiveTable[] = []): string {
  const tables = further.map(({ rowType, member, columns }) => `${table("extension", rowType, member, columns)}\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="metadata.xml">
${table("core", "http://rs.tdwg.org/dwc/terms/Occurrence", "occurrence.txt", OCCURRENCE_COLUMNS)}
${table("extension", "http://rs.gbif.org/terms/1.0/Multimedia", "multimedia.txt", MULTIMEDIA_COLUMNS)}
${table("extension", "http://rs.tdwg.org/dwc/terms/Occurrence", "verbatim.txt", VERBATIM_COLUMNS)}
${tables.join("")}</archive>
`;
}

function table(kind: "core" | "extension", rowType: string, file: string, columns: readonly ExportColumn[]): string {
  const fields = columns.flatMap(({ name, term }, index) =>
    index === 0
      ? []
      : [
          `    <field index="${index}" term="${escaped(term)}"${kind === "core" && LISTS.has(name) ? ' delimitedBy=";"' : ""}/>`,
        ],
  );
  return `  <${kind} encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="${escaped(rowType)}">
    <files><location>${file}</location></files>
    <${kind === "core" ? "id" : "coreid"} index="0"/>
${kind === "core" ? `    <field index="0" term="${columns[0]!.term}"/>\n` : ""}${fields.join("\n")}
  </${kind}>`;
}

/** EML of the export. */
export function metadataXml(info: AttemptInfo): string {
  const title = escaped(info.title ?? info.source);
  const day = new Date(info.now).toISOString().slice(0, 10);
  const licence = LICENCES[info.options.datasetLicense ?? ""];
  return `<?xml version="1.0" encoding="UTF-8"?>
<eml:eml xmlns:eml="https://eml.ecoinformatics.org/eml-2.2.0" packageId="${escaped(info.checksum)}" system="binomen" scope="system" xml:lang="en">
  <dataset>
    <title>${title}</title>
    <creator><organizationName>${escaped(info.options.publishingOrgKey ?? "see the source")}</organizationName></creator>
    <pubDate>${day}</pubDate>
    <abstract><para>${info.records} occurrence records of ${title}, interpreted by binomen ${escaped(info.version)} against ${escaped(info.checklists.map(({ checklistKey, releaseId }) => `${checklistKey} (${releaseId})`).join(", ") || "no checklist")}.</para></abstract>
    <intellectualRights><para>${licence ? `<ulink url="${licence}"><citetitle>${licence}</citetitle></ulink>` : escaped(info.license ?? "The source states no licence.")}</para></intellectualRights>
    <contact><organizationName>${escaped(info.options.publishingOrgKey ?? "see the source")}</organizationName></contact>
  </dataset>
</eml:eml>
`;
}

/** `citations.txt`. */
export function citationsText(info: AttemptInfo): string {
  return `When using this data please use the following citation:\n\n${info.citation ?? info.title ?? info.source}. Interpreted by binomen ${info.version} on ${new Date(info.now).toISOString().slice(0, 10)}.\n`;
}

/** `rights.txt`. */
export function rightsText(info: AttemptInfo): string {
  const licence = LICENCES[info.options.datasetLicense ?? ""] ?? info.license ?? "not stated";
  return `Dataset: ${info.title ?? info.source}\nRights as supplied: ${licence}\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]!);
}
