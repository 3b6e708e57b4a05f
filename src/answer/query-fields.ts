/**
 * Which parameter of a match does a member, column or query parameter mean?
 *
 * One table for everything that can be asked: GBIF's v2 names, the older v1 names, the names in GBIF's POST bodies,
 * and Darwin Core and ColDP column names. Case, spaces, `_`, `-` and prefixes such as `dwc:` do not matter.
 */

import { longNumberText } from "../tables/long-numbers.ts";
import { type MatchQuery, QUERY_RANKS } from "../taxonomy/match.ts";
import { Recent } from "./cache/recent.ts";

/** A field of {@link MatchQuery} that is true or false. */
type FlagField = "strict" | "verbose" | "details";

/** A field of {@link MatchQuery} that is text. */
export type QueryField = Exclude<keyof MatchQuery, "exclude" | FlagField>;

/** All fields of a query. */
export type AnyQueryField = keyof MatchQuery;

/** Fields that are text. */
export const QUERY_FIELDS = [
  "scientificName",
  "scientificNameAuthorship",
  "taxonRank",
  "verbatimTaxonRank",
  "genericName",
  "specificEpithet",
  "infraspecificEpithet",
  "nomenclaturalCode",
  "usageKey",
  "taxonID",
  "taxonConceptID",
  "scientificNameID",
  ...QUERY_RANKS,
] as const satisfies readonly QueryField[];

/** Other spellings, as {@link plainSpelling} leaves them. */
const OTHER_SPELLINGS: Readonly<Record<string, AnyQueryField>> = {
  name: "scientificName",
  namestring: "scientificName",
  verbatimname: "scientificName",
  verbatimscientificname: "scientificName",
  taxonname: "scientificName",
  taxon: "scientificName",
  authorship: "scientificNameAuthorship",
  author: "scientificNameAuthorship",
  authors: "scientificNameAuthorship",
  rank: "taxonRank",
  code: "nomenclaturalCode",
  clazz: "class",
  genericepithet: "genericName",
};

const FIELDS: ReadonlyMap<string, AnyQueryField> = new Map<string, AnyQueryField>([
  ...Object.entries(OTHER_SPELLINGS),
  ...([...QUERY_FIELDS, "exclude", "strict", "verbose", "details"] as const).map(
    (field) => [field.toLowerCase(), field] as const,
  ),
]);

/**
 * What names mean that were met lately; `null` for those that are none. Rows of a list have the same names again and again,
 * but clients choose them: longer ones are not kept.
 */
const known = new Recent<string, AnyQueryField | null>(1_000);
const LONGEST_KNOWN = 100;

/** The field that is meant, `undefined` when it is none: `"dwc:scientific_name"` → `"scientificName"`. */
export function queryField(name: string): AnyQueryField | undefined {
  const field = known.get(name);
  if (field !== undefined) return field ?? undefined;
  const found = FIELDS.get(plainSpelling(name));
  if (name.length <= LONGEST_KNOWN) known.set(name, found ?? null);
  return found;
}

/** True and false as clients write them (R sends TRUE, Python True); anything else is `undefined`. */
export function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  // A list or object has no text of its own, and asking for it may fail.
  if (typeof value === "object") return undefined;
  switch (String(value).trim().toLowerCase()) {
    case "true":
    case "1":
    case "yes":
      return true;
    case "false":
    case "0":
    case "no":
      return false;
    default:
      return undefined;
  }
}

/** A query that is being put together. */
export type QueryDraft = { -readonly [K in keyof MatchQuery]: MatchQuery[K] };

/**
 * A query from named values: query parameters, the members of a JSON object (with GBIF's nested `classification`), the
 * cells of a row. Unknown names and values that are no text are left out.
 */
export function queryOf(values: Readonly<Record<string, unknown>>, defaults?: MatchQuery): MatchQuery {
  const query: QueryDraft = { ...defaults };
  for (const name in values) takeMember(query, name, values[name]);
  return query;
}

/** Adds a named value to a query; false when the name means nothing in a query. See {@link queryOf}. */
export function takeMember(query: QueryDraft, name: string, value: unknown): boolean {
  // What most queries consist of: named here, it gives them all one shape.
  if (name === "scientificName" && typeof value === "string") {
    if (value !== "") query.scientificName = value;
    return true;
  }
  if (name === "classification") {
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      for (const [rank, taxon] of Object.entries(value)) takeField(query, queryField(rank), taxon);
    return true;
  }
  const field = queryField(name);
  // Lists have columns of that name, too, which say something else.
  if (field === "details" && booleanOf(value) === undefined) return false;
  takeField(query, field, value);
  return field !== undefined;
}

/** True for the field's own name; `"taxon"`, `"name"` and the like are names of other things, too. */
export function isOwnName(name: string): boolean {
  return queryField(name)?.toLowerCase() === plainSpelling(name);
}

/** True for a value that no field of this name can have: an object, or true, where a text is expected. */
export function isMisfit(name: string, value: unknown): boolean {
  if (typeof value === "string" || value === null || value === undefined || name === "classification") return false;
  const field = queryField(name);
  if (field === undefined || field === "strict" || field === "verbose" || field === "details") return false;
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.some((one) => typeof one === "boolean" || (isObject(one) && longNumberText(one) === undefined));
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function takeField(query: QueryDraft, field: AnyQueryField | undefined, value: unknown): void {
  if (field === undefined || value === null || value === undefined) return;
  if (field === "exclude") {
    const sent = longNumberText(value) ?? value;
    const keys = Array.isArray(sent) ? sent : typeof sent === "object" ? [] : String(sent).split(",");
    query.exclude = keys
      .map((key) => longNumberText(key) ?? key)
      .filter((key) => typeof key !== "object")
      .map((key) => String(key).trim());
  } else if (field === "strict" || field === "verbose" || field === "details") {
    const is = booleanOf(value);
    if (is !== undefined) query[field] = is;
  } else {
    const text = Array.isArray(value) ? value[0] : value;
    if (typeof text === "string") {
      if (text !== "") query[field] = text;
    } else if (typeof text === "number" || typeof text === "bigint") query[field] = String(text);
    else if (longNumberText(text) !== undefined) query[field] = longNumberText(text)!;
  }
}

function plainSpelling(name: string): string {
  return name
    .replace(/^.*[:/#]/, "")
    .replace(/[\s_.-]+/g, "")
    .toLowerCase();
}
