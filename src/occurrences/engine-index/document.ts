/**
 * A record as a document of a search engine, in the shape of GBIF's occurrence index.
 *
 * What is searched has the fields of `predicate/engine-fields.ts`; the record as the API shows it stands whole in `record`, which
 * is kept and not indexed.
 */
import { INTERPRETED_COLUMNS } from "../dataset/schema.ts";
import { CONCEPT_COLUMNS, engineField } from "../predicate/engine-fields.ts";
import type { Row } from "../search/engine.ts";
import { type OccurrenceJson, occurrenceOf } from "../search/record.ts";

/** A document. */
export type EngineDocument = Record<string, unknown>;

/** Columns that stand elsewhere, or nowhere. */
const LEFT_OUT = new Set(["media", "classifications", "eventDateGte", "eventDateLte", "modified", "footprintWKT"]);
/** Texts that `q` looks in, folded as `wordsOf` folds (`search/source.ts` has the same for SQL). */
const FULL_TEXT = [
  ...["scientificName", "acceptedScientificName", "kingdom", "phylum", "class", "order", "family", "genus", "species"],
  ...["locality", "stateProvince", "country", "waterBody", "catalogNumber", "occurrenceID", "recordNumber"],
  ...["institutionCode", "collectionCode", "verbatimScientificName", "eventDate", "basisOfRecord"],
  ...["recordedBy", "identifiedBy"],
];
/** Characters of the folded text that are indexed: Lucene takes terms of 32,766 bytes. */
const LONGEST_TEXT = 8_000;

/** The document of a row of the interpreted files. @param checklist key of the dataset's first checklist */
export function documentOf(row: Row, checklist: string): EngineDocument {
  const document: EngineDocument = {};
  for (const { name, type } of INTERPRETED_COLUMNS) {
    const value = row[name];
    if (value === null || value === undefined || LEFT_OUT.has(name)) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    const kept = type === "timestamp" ? (value as Date).getTime() : type === "long" ? Number(value) : value;
    put(document, engineField(name, checklist), kept);
    if (CONCEPT_COLUMNS.has(name))
      put(document, engineField(name, checklist).replace(/\.concepts?$/, ".lineage"), kept);
  }
  const [from, to] = [row["eventDateGte"], row["eventDateLte"]];
  if (from instanceof Date && to instanceof Date) {
    if (document["eventDate"] !== undefined) document["eventDateInterval"] = document["eventDate"];
    document["eventDate"] = { gte: from.getTime(), lte: to.getTime() };
    document["eventDateSingle"] = from.getTime();
  } else delete document["eventDate"];
  const modified = typeof row["modified"] === "string" ? Date.parse(row["modified"]) : Number.NaN;
  if (!Number.isNaN(modified)) document["modified"] = modified;
  const [lat, lon] = [row["decimalLatitude"], row["decimalLongitude"]];
  if (typeof lat === "number" && typeof lon === "number") {
    document["coordinates"] = { lat, lon };
    document["scoordinates"] = { type: "Point", coordinates: [lon, lat] };
  }
  document["yearMonthGbifIdSort"] = sortKey(row);
  const text = FULL_TEXT.flatMap((name) => row[name] ?? []).join(" ");
  document["all"] = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().slice(0, LONGEST_TEXT);
  document["record"] = shown(row);
  return document;
}

/** Newest year first, then month, then key; without a year last: one number of 63 bits, as digits. */
function sortKey(row: Row): string {
  const part = (value: unknown, otherwise: number) => BigInt(typeof value === "number" ? value : otherwise);
  const year = typeof row["year"] === "number" ? 9_999 - row["year"] : 10_000;
  return String((part(year, 10_000) << 48n) + (part(row["month"], 13) << 44n) + BigInt(Number(row["gbifID"])));
}

function shown(row: Row): OccurrenceJson {
  return occurrenceOf(row);
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
