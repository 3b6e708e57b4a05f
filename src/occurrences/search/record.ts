/**
 * How is a record shown? As GBIF's API shows it: names and keys of ranks in pairs, nulls left out, `issues`, `media` and the
 * other lists always there.
 */
import { COLUMN_RANKS, INTERPRETED_COLUMNS } from "../dataset/schema.ts";
import { gbifRegionOf, REGION_COLUMNS } from "../dictionaries/gbif-regions.ts";
import { extensionsShown, termShown, termUri } from "../reading/term-uris.ts";
import type { Row } from "./engine.ts";

/** A record as JSON has it. */
export type OccurrenceJson = Record<string, unknown>;

const LICENSES: Readonly<Record<string, string>> = {
  CC0_1_0: "http://creativecommons.org/publicdomain/zero/1.0/legalcode",
  CC_BY_4_0: "http://creativecommons.org/licenses/by/4.0/legalcode",
  CC_BY_NC_4_0: "http://creativecommons.org/licenses/by-nc/4.0/legalcode",
};

/** Columns that are shown under another name, in another form, or not at all. */
const SHOWN_ELSEWHERE = new Set([
  "gbifID",
  "issue",
  "media",
  "mediaType",
  "taxonKeys",
  "classifications",
  "license",
  "eventDateGte",
  "eventDateLte",
  "hasCoordinate",
  "hasGeospatialIssues",
  "repatriated",
  "recordedByID",
  "identifiedByID",
  "startAge",
  "endAge",
  "filename",
  "file_row_number",
  "rowNumber",
  "matchType",
  "confidence",
  "lastInterpreted",
  // Shown as elevation and depth.
  ...["minimumElevationInMeters", "maximumElevationInMeters", "minimumDepthInMeters", "maximumDepthInMeters"],
  ...COLUMN_RANKS.flatMap((rank) => [rank, `${rank}Key`]),
]);

/** Ranks that GBIF's records have; a name and its key come together or not at all. */
const SHOWN_RANKS = ["kingdom", "phylum", "class", "order", "family", "genus", "subgenus", "species"];

const OTHER_RANKS = new Set<string>(COLUMN_RANKS.filter((rank) => !SHOWN_RANKS.includes(rank)));

const RECORD_KEYS = ["taxonKey", "acceptedTaxonKey"];

/** What was published and understood under another name. */
const UNDERSTOOD = new Set([
  // Ranks that GBIF's records have not are shown as they were published.
  ...INTERPRETED_COLUMNS.map(({ name }) => name).filter((name) => !OTHER_RANKS.has(name)),
  ...["geodeticDatum", "verbatimLatitude", "verbatimLongitude", "verbatimCoordinates", "verbatimTaxonRank"],
  ...["associatedMedia", "coreId", "extensions", "filename"],
]);

/** Published columns of which {@link occurrenceOf} shows nothing. */
export const NEVER_SHOWN: readonly string[] = [...UNDERSTOOD].filter(
  (term) => term !== "gbifID" && term !== "extensions",
);

/**
 * The record of a row of the interpreted files.
 * @param published what its source wrote: terms that are not understood are shown as they are
 */
export function occurrenceOf(row: Row, published: Row = {}): OccurrenceJson {
  const record: OccurrenceJson = { key: Number(row["gbifID"]) };
  record["extensions"] = extensionsShown(parsed(published["extensions"], {}));
  for (const [column, value] of Object.entries(row)) {
    if (value === null || value === undefined || SHOWN_ELSEWHERE.has(column)) continue;
    if (Array.isArray(value)) {
      if (value.length > 0) record[column] = value.join("|");
    } else record[column] = RECORD_KEYS.includes(column) ? keyOf(String(value)) : value;
  }
  for (const rank of SHOWN_RANKS) {
    const [name, key] = [row[rank], row[`${rank}Key`]];
    if (name === null || name === undefined || key === null || key === undefined) continue;
    record[rank] = name;
    record[`${rank}Key`] = keyOf(String(key));
  }
  if (typeof record["decimalLatitude"] === "number") record["geodeticDatum"] = "WGS84";
  for (const [column, country] of REGION_COLUMNS) {
    const region = gbifRegionOf(String(row[country]));
    if (region !== undefined) record[column] = region;
  }
  const license = row["license"];
  record["license"] = typeof license === "string" ? (LICENSES[license] ?? license.toLowerCase()) : "unspecified";
  record["lastInterpreted"] = momentOf(row["lastInterpreted"]);
  record["lastParsed"] = record["lastInterpreted"];
  record["lastCrawled"] = record["lastInterpreted"];
  record["classifications"] = parsed(row["classifications"], {});
  record["issues"] = listOf(row["issue"]);
  record["media"] = parsed(row["media"], []);
  record["facts"] = [];
  record["relations"] = [];
  record["identifiers"] = typeof row["occurrenceID"] === "string" ? [{ identifier: row["occurrenceID"] }] : [];
  record["recordedByIDs"] = peopleOf(row["recordedByID"]);
  record["identifiedByIDs"] = peopleOf(row["identifiedByID"]);
  record["gadm"] = {};
  record["isSequenced"] = row["isSequenced"] === true;
  record["isInCluster"] = false;
  record["dnaSequenceID"] = [];
  record["gbifID"] = String(row["gbifID"]);
  for (const [term, value] of Object.entries(published)) {
    if (UNDERSTOOD.has(term) || typeof value !== "string") continue;
    const name = termShown(term);
    if (!(name in record)) record[name] = value;
  }
  return record;
}

/** A number where the key is one: rgbif joins on numbers. */
export function keyOf(key: string): string | number {
  return /^[1-9]\d{0,14}$/.test(key) ? Number(key) : key;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function parsed<T>(json: unknown, otherwise: T): T {
  return typeof json === "string" ? (JSON.parse(json) as T) : otherwise;
}

function peopleOf(value: unknown): { type: string; value: unknown }[] {
  return listOf(value).map((one) => ({ type: idType(String(one)), value: one }));
}

function idType(id: string): string {
  if (/orcid\.org/i.test(id)) return "ORCID";
  if (/wikidata\.org/i.test(id)) return "WIKIDATA";
  return /isni\.org/i.test(id) ? "ISNI" : "OTHER";
}

/** `"2025-07-08T19:30:29.940+00:00"` */
function momentOf(value: unknown): string | undefined {
  return value instanceof Date ? value.toISOString().replace("Z", "+00:00") : undefined;
}

const SHOWN_FIRST = [
  "key",
  "datasetKey",
  "publishingOrgKey",
  "publishingCountry",
  "lastCrawled",
  "lastParsed",
  "publishedByGbifRegion",
];
const SHOWN_BEFORE = new Set([...SHOWN_FIRST, "gbifID", "coreId", "extensions", "filename"]);

/** What the publisher wrote, under the URIs of the terms. @param record the record as it is shown */
export function verbatimOf(row: Row, record: OccurrenceJson): OccurrenceJson {
  const shown: OccurrenceJson = {};
  for (const member of SHOWN_FIRST) if (record[member] !== undefined) shown[member] = record[member];
  shown["extensions"] = extensionsShown(parsed(row["extensions"], {}));
  shown[termUri("gbifID")] = record["gbifID"];
  for (const [term, value] of Object.entries(row)) {
    if (value !== null && !SHOWN_BEFORE.has(term)) shown[termUri(term)] = value;
  }
  return shown;
}
