/**
 * A record as a document of a search engine, in the shape of GBIF's occurrence index.
 *
 * What is searched has the fields of `predicate/engine-fields.ts`; the record as the API shows it stands whole in `record`, which
 * is kept and not indexed.
 */
import { INTERPRETED_COLUMNS } from "../dataset/schema.ts";
import { gbifRegionOf, REGION_COLUMNS } from "../dictionaries/gbif-regions.ts";
import { CONCEPT_COLUMNS, engineField } from "../predicate/engine-fields.ts";
import { modifiedSql } from "../predicate/to-sql.ts";
import type { Row } from "../search/engine.ts";
import { occurrenceOf } from "../search/record.ts";
import { fullTextSql } from "../search/source.ts";

/** A document. */
export type EngineDocument = Record<string, unknown>;

/** Columns that stand elsewhere, or nowhere. */
const LEFT_OUT = new Set(["media", "classifications", "modified", "footprintWKT"]);
/** Characters of the folded text that are indexed: Lucene takes terms of 32,766 bytes. */
const LONGEST_TEXT = 8_000;

/**
 * The document of a row of the interpreted files.
 * @param given also with `fulltext` and `modifiedAt`, and with `verbatim` where what was published is kept, see `rowsSql`
 * @param checklist key of the dataset's first checklist, whose taxonomy stands in the columns
 */
export function documentOf(given: Row, checklist: string): EngineDocument {
  const { fulltext, modifiedAt, verbatim, ...row } = given;
  const document: EngineDocument = {};
  putOtherChecklists(document, row["classifications"], checklist);
  for (const { name, type } of INTERPRETED_COLUMNS) {
    const value = row[name];
    if (value === null || value === undefined || LEFT_OUT.has(name)) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    const kept = type === "timestamp" ? (value as Date).getTime() : type === "long" ? Number(value) : value;
    put(document, engineField(name, checklist), kept);
    if (CONCEPT_COLUMNS.has(name))
      put(document, engineField(name, checklist).replace(/\.concepts?$/, ".lineage"), kept);
  }
  for (const [column, country] of REGION_COLUMNS) {
    const region = gbifRegionOf(String(row[country]));
    if (region !== undefined) document[column] = region;
  }
  const [from, to] = [row["eventDateGte"], row["eventDateLte"]];
  if (from instanceof Date && to instanceof Date) {
    if (document["eventDate"] !== undefined) document["eventDateInterval"] = document["eventDate"];
    document["eventDate"] = { gte: from.getTime(), lte: to.getTime() };
    document["eventDateSingle"] = from.getTime();
  } else delete document["eventDate"];
  if (modifiedAt instanceof Date) document["modified"] = modifiedAt.getTime();
  const [lat, lon] = [row["decimalLatitude"], row["decimalLongitude"]];
  if (typeof lat === "number" && typeof lon === "number") {
    document["coordinates"] = { lat, lon };
    document["scoordinates"] = { type: "Point", coordinates: [lon, lat] };
  }
  document["yearMonthGbifIdSort"] = sortKey(row);
  if (typeof fulltext === "string") document["all"] = fulltext.slice(0, LONGEST_TEXT);
  const published = typeof verbatim === "string" ? (JSON.parse(verbatim) as Row) : undefined;
  document["record"] = occurrenceOf(row, published);
  if (published !== undefined) document["verbatim"] = published;
  return document;
}

/** SQL of the rows of a part, with all that a document takes. @param interpreted, verbatim tables of files */
export function rowsSql(interpreted: string, verbatim: string): string {
  return (
    `SELECT i.*, ${fullTextSql()} AS fulltext, ${modifiedSql("i.modified")} AS "modifiedAt", v.verbatim ` +
    `FROM ${interpreted} i LEFT JOIN (SELECT "gbifID", CAST(to_json(p) AS VARCHAR) AS verbatim FROM ${verbatim} p) v USING ("gbifID")`
  );
}

interface Taxon {
  readonly key?: unknown;
  readonly name?: unknown;
  readonly rank?: unknown;
}
interface Classification {
  readonly usage?: Taxon;
  readonly acceptedUsage?: Taxon;
  readonly taxonomicStatus?: unknown;
  readonly iucnRedListCategoryCode?: unknown;
  readonly classification?: readonly Taxon[];
  readonly issues?: readonly unknown[];
}

/** The taxonomy of the checklists beside the first, in the members that the first has from its columns. */
function putOtherChecklists(document: EngineDocument, json: unknown, first: string): void {
  if (typeof json !== "string") return;
  for (const [key, entry] of Object.entries(JSON.parse(json) as Record<string, Classification>)) {
    const { usage, acceptedUsage, classification = [], issues = [] } = entry;
    const member = (path: string, value: unknown) => {
      const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
      if (!isEmpty) put(document, `classifications.${key}.${path}`, value);
    };
    member("issues", issues);
    if (key === first) continue;
    member("usage.key", usage?.key);
    member("usage.name", usage?.name);
    member("acceptedUsage.key", acceptedUsage?.key);
    member("acceptedUsage.name", acceptedUsage?.name);
    member("status", entry.taxonomicStatus);
    member("iucnRedListCategoryCode", entry.iucnRedListCategoryCode);
    const keys = [...classification, usage, acceptedUsage].map((taxon) => taxon?.key);
    member("taxonKeys", [...new Set(keys.filter((one) => one !== undefined && one !== null))]);
    for (const { rank, name, key: taxonKey } of classification) {
      if (typeof rank !== "string") continue;
      member(`classification.${rank}`, name);
      member(`classificationKeys.${rank}`, taxonKey);
    }
  }
}

/** GBIF's keys fit into what is left beside year and month; of ours, which have 53 bits, the lower ones must do. */
const KEY_BITS = (1n << 44n) - 1n;

/** Newest year first, then month, then key; without a year last: one number of 63 bits, as digits. */
function sortKey(row: Row): string {
  const part = (value: unknown, otherwise: number) => BigInt(typeof value === "number" ? value : otherwise);
  const year = typeof row["year"] === "number" ? 9_999 - row["year"] : 10_000;
  return String(
    (part(year, 10_000) << 48n) + (part(row["month"], 13) << 44n) + (BigInt(Number(row["gbifID"])) & KEY_BITS),
  );
}

/** Sets a member by its path: `"a.b"`. */
function put(document: EngineDocument, path: string, value: unknown): void {
  const names = path.split(".");
  let at = document;
  for (const name of names.slice(0, -1)) {
    at[name] ??= {};
    at = at[name] as EngineDocument;
  }
  at[names.at(-1)!] = value;
}
