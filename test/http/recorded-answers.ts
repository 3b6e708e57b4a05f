/**
 * Answers that GBIF's occurrence API gave to its clients, and a dataset of the records in them: what was recorded is published
 * once more, interpreted by us, and served under the keys that it had there.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSharedChecklists } from "../../src/occurrences/dataset/checklists.ts";
import { runAttempt } from "../../src/occurrences/dataset/run.ts";

/** A request and its answer. */
export interface Recorded {
  readonly source: string;
  readonly method: string;
  readonly url: string;
  readonly requestBody?: unknown;
  readonly status: number;
  readonly responseHeaders: { readonly "content-type"?: string | readonly string[] };
  readonly body: unknown;
}

type Json = Record<string, unknown>;

/** When the records are interpreted: dates behind it would be unlikely. */
const NOW = Date.UTC(2026, 10, 29);

const FILE = new URL("../../../shared/data/occurrence-api/recorded.jsonl", import.meta.url);

/** All that was recorded; empty where the file is not there. */
export function recordedAnswers(): Recorded[] {
  if (!existsSync(FILE)) return [];
  return readFileSync(FILE, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Recorded);
}

/** Each record that was answered, once, in the order of the keys. */
export function recordedRecords(answers: readonly Recorded[]): Json[] {
  const byKey = new Map<number, Json>();
  for (const { url, body } of answers) {
    const path = new URL(url).pathname;
    const found = /\/occurrence\/\d+$/.test(path)
      ? [body as Json]
      : path.endsWith("/occurrence/search")
        ? ((body as { results?: Json[] }).results ?? [])
        : [];
    for (const record of found) byKey.set(record["key"] as number, record);
  }
  return [...byKey.values()].sort((a, b) => Number(a["key"]) - Number(b["key"]));
}

const RANKS = ["kingdom", "phylum", "class", "order", "family", "genus", "species"];

interface Taxon {
  readonly key: string;
  readonly name: string;
  readonly rank: string;
  readonly code?: string;
}
interface Classification {
  readonly usage: Taxon;
  readonly acceptedUsage?: Taxon;
  readonly classification: readonly Taxon[];
}

/** The two checklists that GBIF matches against: its backbone, and the Catalogue of Life. */
export const CHECKLISTS = ["d7dddbf4-2cf0-4f39-9b2a-bb099caae36c", "7ddf754f-d193-4cc9-b351-99906754a03b"] as const;

/** What a record says of its taxon in a checklist; older answers have only the columns. */
function classificationOf(record: Json, checklist: string): Classification | undefined {
  const all = record["classifications"] as Record<string, Classification> | undefined;
  if (all !== undefined || checklist !== CHECKLISTS[0]) return all?.[checklist];
  const taxon = (key: unknown, name: unknown, rank: unknown) =>
    ({ key: String(key), name: String(name), rank: String(rank) }) as const;
  return {
    usage: taxon(record["taxonKey"], record["scientificName"], record["taxonRank"]),
    acceptedUsage: taxon(record["acceptedTaxonKey"], record["acceptedScientificName"], record["taxonRank"]),
    classification: RANKS.flatMap((rank) =>
      record[rank] === undefined ? [] : [taxon(record[`${rank}Key`], record[rank], rank)],
    ),
  };
}

/** The taxa of records as a checklist under the keys that they have. */
function checklistOf(records: readonly Json[], checklist: string): string {
  const rows = new Map<string, string[]>();
  for (const record of records) {
    const found = classificationOf(record, checklist);
    if (found === undefined) continue;
    const { usage, acceptedUsage = usage, classification } = found;
    let parent = "";
    for (const { key, name, rank } of classification) {
      if (!rows.has(key)) rows.set(key, [key, parent, "", name, rank.toLowerCase(), "accepted", ""]);
      parent = key;
    }
    for (const { key, name, rank, code = "" } of [acceptedUsage, usage]) {
      const known = rows.get(key);
      const isAccepted = key === acceptedUsage.key;
      // The name of a classification has no author.
      if (known !== undefined) {
        known[3] = name;
        known[6] = code;
      } else
        rows.set(key, [
          ...[key, isAccepted ? parent : "", isAccepted ? "" : acceptedUsage.key],
          ...[name, rank.toLowerCase(), isAccepted ? "accepted" : "synonym", code],
        ]);
    }
  }
  const header =
    "taxonID\tparentNameUsageID\tacceptedNameUsageID\tscientificName\ttaxonRank\ttaxonomicStatus\tnomenclaturalCode";
  return `${[header, ...[...rows.values()].map((row) => row.join("\t"))].join("\n")}\n`;
}

/** What GBIF added to what was published. */
const DERIVED = new Set(
  (
    "key classifications taxonKey acceptedTaxonKey scientificNameAuthorship acceptedScientificName taxonomicStatus " +
    "gadm issues isSequenced media facts relations isInCluster protocol crawlId lastCrawled lastParsed lastInterpreted " +
    "identifiers gbifRegion publishedByGbifRegion iucnRedListCategory hostingOrganizationKey installationKey networkKeys " +
    "institutionKey collectionKey distanceFromCentroidInMeters dnaSequenceID nucleotideSequence _redacted elevation elevationAccuracy depth depthAccuracy " +
    "recordedByIDs identifiedByIDs " +
    RANKS.map((rank) => `${rank}Key`).join(" ")
  ).split(" "),
);

/** A record as its publisher may have written it. */
export function publishedOf(record: Json): Json {
  const entries = Object.entries(record).filter(([name]) => !DERIVED.has(name));
  const people = (name: string) =>
    (record[name] as { value: string }[]).map(({ value }) => value).join("|") || undefined;
  return {
    ...Object.fromEntries(entries),
    recordedByID: people("recordedByIDs"),
    identifiedByID: people("identifiedByIDs"),
    ...endsOf(record, "elevation", "ElevationInMeters"),
    ...endsOf(record, "depth", "DepthInMeters"),
    extensions: record["extensions"],
  };
}

/** What was published of records, by key, where it was recorded. */
function recordedVerbatim(answers: readonly Recorded[]): Map<number, Json> {
  const found = answers.filter(({ url }) => url.endsWith("/verbatim")).map(({ body }) => body as Json);
  return new Map(
    found.map((body) => [
      Number(body["key"]),
      {
        ...Object.fromEntries(Object.entries(body).filter(([name]) => name.startsWith("http"))),
        ...{ datasetKey: body["datasetKey"], publishingOrgKey: body["publishingOrgKey"] },
        ...{ publishingCountry: body["publishingCountry"], extensions: body["extensions"] },
      },
    ]),
  );
}

/** The two ends that a height and its accuracy were made from. */
function endsOf(record: Json, name: string, term: string): Json {
  const middle = record[name];
  if (typeof middle !== "number") return {};
  const accuracy = record[`${name}Accuracy`];
  if (typeof accuracy !== "number") return { [`minimum${term}`]: middle };
  return { [`minimum${term}`]: middle - accuracy, [`maximum${term}`]: middle + accuracy };
}

/**
 * Interprets the recorded records into a dataset of a folder.
 * @returns the folder of the dataset, and the checklists that it was matched against, each `"key=path"`
 */
export async function recordedDataset(
  answers: readonly Recorded[],
  folder: string,
): Promise<{ dataset: string; checklists: string[] }> {
  const records = recordedRecords(answers);
  const source = join(folder, "recorded.ndjson");
  const out = join(folder, "dataset");
  const verbatim = recordedVerbatim(answers);
  const published = records.map((record) => verbatim.get(record["key"] as number) ?? publishedOf(record));
  const others = [...verbatim].filter(([key]) => !records.some((record) => record["key"] === key));
  const rows = [...published, ...others.map(([, record]) => record)];
  writeFileSync(source, rows.map((record) => `${JSON.stringify(record)}\n`).join(""));
  const checklists = CHECKLISTS.map((key) => {
    const path = join(folder, `${key}.tsv`);
    writeFileSync(path, checklistOf(records, key));
    return `${key}=${path}`;
  });
  const shared = await openSharedChecklists(checklists, folder);
  await runAttempt({ source, out, checklists: shared, version: "test", now: NOW, workers: 1 });
  return { dataset: out, checklists };
}
