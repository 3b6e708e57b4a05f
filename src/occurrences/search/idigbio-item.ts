/** How does iDigBio show a record, and a media record? Values in small letters, `geopoint` longitude first. */
import { createHash } from "node:crypto";
import type { Countries } from "../dictionaries/countries.ts";
import {
  dataTermOf,
  IDIGBIO_FIELDS,
  IDIGBIO_MEDIA_FIELDS,
  type IdigbioField,
  uuidOf,
  VERBATIM,
} from "../predicate/idigbio-fields.ts";
import { quoted } from "../predicate/to-sql.ts";
import type { Row } from "./engine.ts";

/** Which members of an item are wanted. */
export interface ItemFields {
  /** Names of fields, `data` and `data.…` among them; `undefined` asks for all. */
  readonly only: readonly string[] | undefined;
  readonly without: readonly string[];
}

/** True when a field is wanted: `"data.*"` and `"data"` speak of all that lies below. */
export function isWanted(name: string, { only, without }: ItemFields): boolean {
  const names = (list: readonly string[]) => list.some((one) => covers(one, name));
  return (only === undefined || names(only)) && !names(without);
}

function covers(pattern: string, name: string): boolean {
  if (pattern === "*" || pattern === name || name.startsWith(`${pattern}.`)) return true;
  return pattern.endsWith("*") && name.startsWith(pattern.slice(0, -1));
}

/** An item of `/v2/search/records`. @param verbatim what the source wrote, when it is wanted */
export function recordItem(row: Row, verbatim: Row | undefined, fields: ItemFields, countries: Countries) {
  const key = Number(row["gbifID"]);
  const data = Object.fromEntries(dataOf(verbatim).filter(([term]) => isWanted(`data.${term}`, fields)));
  const indexTerms: Record<string, unknown> = {};
  const both = verbatim === undefined ? row : { ...row, ...beside(verbatim) };
  for (const field of IDIGBIO_FIELDS) {
    if (!isWanted(field.name, fields)) continue;
    const value = shownValue(field, both, countries);
    if (value !== undefined) indexTerms[field.name] = value;
  }
  const id = row["occurrenceID"];
  const modified = row["lastInterpreted"];
  return {
    uuid: uuidOf(key),
    type: "records",
    etag: etagOf(`${key} ${modified instanceof Date ? modified.toISOString() : ""}`),
    version: Number(/attempt-(\d+)/.exec(String(row["filename"]))?.[1] ?? 1),
    data,
    recordIds: typeof id === "string" ? [id] : [],
    indexTerms,
  };
}

function beside(verbatim: Row): Row {
  return Object.fromEntries(Object.entries(verbatim).map(([column, value]) => [`${VERBATIM}${column}`, value]));
}

function dataOf(verbatim: Row | undefined): [string, unknown][] {
  return Object.entries(verbatim ?? {}).flatMap(([column, value]): [string, unknown][] =>
    value === null || ["gbifID", "coreId", "extensions", "filename"].includes(column)
      ? []
      : [[dataTermOf(column), value]],
  );
}

/** An item of `/v2/search/media`, from a row of `mediaSource`. */
export function mediaItem(row: Row, fields: ItemFields) {
  const indexTerms: Record<string, unknown> = {};
  for (const field of IDIGBIO_MEDIA_FIELDS) {
    const { column } = field.parameter;
    const value = column === undefined ? undefined : row[column];
    if (value === null || value === undefined || !isWanted(field.name, fields)) continue;
    indexTerms[field.name] = field.isListed ? [value] : value instanceof Date ? value.toISOString() : value;
  }
  const data = {
    "ac:accessURI": row["identifier"],
    ...Object.fromEntries(
      ["format", "type", "title", "creator", "license", "rightsHolder"].map((one) => [`dcterms:${one}`, row[one]]),
    ),
  };
  const shown = Object.entries(data).filter(([term, value]) => value !== null && isWanted(`data.${term}`, fields));
  return {
    uuid: String(row["uuid"]),
    type: "mediarecords",
    etag: etagOf(JSON.stringify(data)),
    version: 1,
    data: Object.fromEntries(shown),
    recordIds: [],
    indexTerms,
  };
}

function etagOf(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

function shownValue(field: IdigbioField, row: Row, countries: Countries): unknown {
  const { name, type, parameter, isListed } = field;
  const media = row["mediaType"];
  switch (name) {
    case "uuid":
      return uuidOf(Number(row["gbifID"]));
    case "geopoint": {
      const [lat, lon] = [row["decimalLatitude"], row["decimalLongitude"]];
      // ridigbio takes the two by their place.
      return typeof lat === "number" && typeof lon === "number" ? { lon, lat } : undefined;
    }
    case "hasMedia":
      return Array.isArray(media) && media.length > 0;
    case "hasImage":
      return Array.isArray(media) && media.includes("StillImage");
    case "mediarecords": {
      const count = typeof row["media"] === "string" ? (JSON.parse(row["media"]) as unknown[]).length : 0;
      return count === 0
        ? undefined
        : Array.from({ length: count }, (_, i) => mediaUuidOf(Number(row["gbifID"]), i + 1));
    }
    case "recordids":
      return typeof row["occurrenceID"] === "string" ? [row["occurrenceID"]] : undefined;
  }
  const value = parameter.column === undefined ? undefined : row[parameter.column];
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const texts = value.map((one) => String(one).toLowerCase());
    return texts.length === 0 ? undefined : isListed ? texts : texts.join(" | ");
  }
  if (value instanceof Date) return value.toISOString().replace("Z", "+00:00");
  return type === "string" ? shownText(field, String(value), countries) : value;
}

/** The UUID of a record's media, counted from 1. */
export function mediaUuidOf(key: number, at: number): string {
  return uuidOf(key).replace(/^62696e6f-6d65/, `6d656469-${at.toString(16).padStart(4, "0")}`);
}

/** The text of a field as it stands in a column, as iDigBio writes it: `"PRESERVED_SPECIMEN"` → `"preservedspecimen"`. */
export function shownText({ name, parameter }: IdigbioField, value: string, countries: Countries): string {
  const lower = value.toLowerCase();
  if (name === "countrycode") return countries.ofCode(value)?.iso3.toLowerCase() ?? lower;
  if (name === "basisofrecord") return lower.replaceAll("_", "");
  if (parameter.kind === "enumeration") return lower.replaceAll("_", " ");
  return name === "uuid" ? uuidOf(Number(value)) : lower;
}

/** SQL of a field's values, for grouping: a value or a list of them. */
export function groupSql({ name, type, parameter }: IdigbioField): { sql: string; isList: boolean } | undefined {
  const { column } = parameter;
  if (name === "geopoint" || name === "mediarecords" || type === "geo_point") return undefined;
  if (column === undefined) return { sql: "NULL::VARCHAR", isList: false };
  if (name === "hasMedia") return { sql: `coalesce(len("mediaType"), 0) > 0`, isList: false };
  if (name === "hasImage") return { sql: `coalesce(list_contains("mediaType", 'StillImage'), FALSE)`, isList: false };
  const at = quoted(column);
  if (parameter.isList) return { sql: `list_distinct(list_transform(${at}, e -> lower(e)))`, isList: true };
  if (type === "date") return { sql: `strftime(${at}, '%Y-%m-%d')`, isList: false };
  // Country codes are shown from the dictionary, which knows them in capitals.
  return { sql: type === "string" && name !== "countrycode" && name !== "uuid" ? `lower(${at})` : at, isList: false };
}
