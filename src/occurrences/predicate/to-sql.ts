/**
 * How is a predicate asked of DuckDB?
 *
 * Every value is bound, identifiers come from the table of parameters alone. A negated comparison never finds records
 * without a value, as in GBIF's engines: SQL's three-valued logic gives the same for single values, and lists are asked to
 * have an element.
 */
import { BinomenError } from "../../errors.ts";
import type { Ring } from "./indexed-ring.ts";
import type { Parameter } from "./parameters.ts";
import { type Bounds, leafCount, type Predicate, parametersOf, simplified, type Value } from "./predicate.ts";
import type { Region } from "./regions.ts";

/** A condition and the values of its `?`, in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/**
 * A bound value: `{ ms }` is a moment, and a shape the number under which the function `region_holds` knows it
 * while the query runs.
 */
export type SqlValue =
  | string
  | number
  | boolean
  | { readonly ms: number }
  | { readonly shape: Pick<Region, "polygons" | "lines"> };

/** Mean radius of the earth in metres, as Elasticsearch has it. */
const EARTH_RADIUS = 6_371_008.8;

/** Conditions that one question may have once equal ones are put together: the engine's time grows with their square. */
const MOST_LEAVES = 2_000;
/** More values than this are looked for in lists by laying the lists out. */
const FEW_VALUES = 16;

/**
 * The condition of a predicate.
 * @param records SQL of the table of interpreted records, where it is asked; many values of a list are found faster with it
 * @throws BinomenError DOWNLOAD_TOO_COMPLEX
 */
export function sqlOf(predicate: Predicate, records?: string): Sql {
  const simple = simplified(predicate);
  const leaves = leafCount(simple);
  if (leaves > MOST_LEAVES)
    throw new BinomenError("DOWNLOAD_TOO_COMPLEX", {
      problem: `The request contains ${leaves} conditions that differ in more than their value.  The maximum is ${MOST_LEAVES}.`,
    });
  const writer = new SqlWriter(records);
  return { text: writer.condition(simple), values: writer.values };
}

/** `"order"` → `"\"order\""` */
export function quoted(column: string): string {
  return `"${column.replaceAll('"', '""')}"`;
}

/** Dates of events are compared by their two ends: whether there is one, these say, as the interval of a search engine does. */
const HAS_EVENT_DATE = `("eventDateGte" IS NOT NULL AND "eventDateLte" IS NOT NULL)`;

/** The moment of a text of `modified`; null when it is not as precise as a day. */
export function modifiedSql(column: string): string {
  return `TRY_CAST(${column} AS TIMESTAMP)`;
}

class SqlWriter {
  readonly values: SqlValue[] = [];
  readonly #records: string | undefined;

  constructor(records: string | undefined) {
    this.#records = records;
  }

  condition(predicate: Predicate): string {
    switch (predicate.type) {
      case "all":
        return "TRUE";
      case "none":
        return "FALSE";
      case "and":
      case "or": {
        const inner = predicate.predicates.map((one) => `(${this.condition(one)})`);
        return inner.join(predicate.type === "and" ? " AND " : " OR ");
      }
      case "not":
        return this.#negation(predicate.predicate);
      case "within":
        return this.#within(predicate.region);
      case "near":
        return this.#near(predicate.latitude, predicate.longitude, predicate.metres);
      case "from":
        return (
          predicate.places.map((place) => `starts_with(filename, ${this.#bind(`${place}/`)})`).join(" OR ") || "FALSE"
        );
      case "words":
        return predicate.words.map((word) => `contains(fulltext, ${this.#bind(word)})`).join(" AND ") || "TRUE";
      default:
        return predicate.parameter.kind === "geologicalTime"
          ? this.#geologicalTime(predicate)
          : predicate.parameter.column === undefined
            ? predicate.type === "is-null"
              ? "TRUE"
              : "FALSE"
            : this.#comparison(predicate, predicate.parameter.column);
    }
  }

  /** NOT, and a value in every field that is spoken of. */
  #negation(predicate: Predicate): string {
    const condition = `NOT (${this.condition(predicate)})`;
    if (predicate.type === "is-null" || predicate.type === "is-not-null") return condition;
    const present = [...parametersOf(predicate)].map((parameter) => `(${this.#isPresent(parameter)})`);
    if (hasPlace(predicate)) present.push(`("decimalLatitude" IS NOT NULL)`);
    return [`(${condition})`, ...present].join(" AND ");
  }

  #isPresent({ column, isList, kind }: Parameter): string {
    if (kind === "geologicalTime") return `"startAge" IS NOT NULL`;
    if (column === undefined) return "FALSE";
    if (kind === "eventDate") return HAS_EVENT_DATE;
    return isList ? `len(${quoted(column)}) > 0` : `${quoted(column)} IS NOT NULL`;
  }

  #comparison(
    predicate: Exclude<
      Predicate,
      { type: "all" | "none" | "and" | "or" | "not" | "within" | "near" | "words" | "from" }
    >,
    name: string,
  ): string {
    const { parameter } = predicate;
    const column = quoted(name);
    switch (predicate.type) {
      case "is-null":
        if (parameter.kind === "eventDate") return `NOT ${HAS_EVENT_DATE}`;
        if (parameter.name === "modified") return `${modifiedSql(column)} IS NULL`;
        return parameter.isList ? `coalesce(len(${column}), 0) = 0` : `${column} IS NULL`;
      case "is-not-null":
        if (parameter.kind === "eventDate") return HAS_EVENT_DATE;
        if (parameter.name === "modified") return `${modifiedSql(column)} IS NOT NULL`;
        return parameter.isList ? `coalesce(len(${column}), 0) > 0` : `${column} IS NOT NULL`;
      case "equals":
        return this.#equals(parameter, name, predicate.values, predicate.matchCase === true);
      case "like":
        return this.#like(parameter, name, predicate.pattern, predicate.matchCase === true);
      case "range":
        return this.#range(parameter, column, predicate.bounds);
      case "within-period": {
        const { from, before } = predicate.period;
        const ends: string[] = [];
        if (from !== undefined) ends.push(`"eventDateGte" >= ${this.#bind({ ms: from })}`);
        if (before !== undefined) ends.push(`"eventDateLte" < ${this.#bind({ ms: before })}`);
        return ends.join(" AND ");
      }
      case "overlaps": {
        const { from, before } = predicate.period;
        const ends: string[] = [];
        if (from !== undefined) ends.push(`"eventDateLte" >= ${this.#bind({ ms: from })}`);
        if (before !== undefined) ends.push(`"eventDateGte" < ${this.#bind({ ms: before })}`);
        return ends.join(" AND ");
      }
    }
  }

  #equals(parameter: Parameter, name: string, values: readonly Value[], matchCase: boolean): string {
    if (name === "taxonKey") return this.#anyOf(quoted("taxonKeys"), values.map(String));
    const ignoresCase = parameter.kind === "text" && !matchCase;
    const given = ignoresCase ? values.map((value) => String(value).toLowerCase()) : values;
    if (parameter.isList) {
      const list = ignoresCase ? `list_transform(${quoted(name)}, e -> lower(e))` : quoted(name);
      return this.#anyOf(list, given.map(String));
    }
    const column = ignoresCase ? `lower(${quoted(name)})` : quoted(name);
    if (given.length === 1) return `${column} = ${this.#bind(given[0]!)}`;
    if (given.length > 200 && typeof given[0] === "string")
      return `${column} IN (SELECT unnest(${this.#list(given.map(String))}))`;
    if (given.length > 200 && typeof given[0] === "number")
      return `${column} IN (SELECT CAST(unnest(${this.#list(given.map(String))}) AS DOUBLE))`;
    return `${column} IN (${given.map((value) => this.#bind(value)).join(", ")})`;
  }

  /**
   * A list has one of the values. `list_has_any` takes 1.7 s for three values in a million lists, 11 s for a hundred;
   * a comparison for each of a few, or joining the values with the lists laid out, 0.6 s.
   */
  #anyOf(list: string, values: readonly string[]): string {
    if (values.length <= FEW_VALUES)
      return values.map((value) => `list_contains(${list}, ${this.#bind(value)})`).join(" OR ") || "FALSE";
    if (this.#records === undefined || /"(verbatim|checklist):/.test(list))
      return `list_has_any(${list}, ${this.#list(values)})`;
    const all = `SELECT "gbifID" AS id, unnest(${list}) AS e FROM ${this.#records}`;
    return `"gbifID" IN (SELECT id FROM (${all}) WHERE e IN (SELECT unnest(${this.#list(values)})))`;
  }

  #like(parameter: Parameter, name: string, pattern: string, matchCase: boolean): string {
    const escaped = pattern.replace(/\\([*?\\])|[\\%_*?]/g, (sign, literal?: string) =>
      literal !== undefined
        ? literal === "\\"
          ? "\\\\"
          : literal
        : sign === "*"
          ? "%"
          : sign === "?"
            ? "_"
            : `\\${sign}`,
    );
    const folded = matchCase ? escaped : escaped.toLowerCase();
    const fold = (text: string) => (matchCase ? text : `lower(${text})`);
    if (!parameter.isList) return `${fold(quoted(name))} LIKE ${this.#bind(folded)} ESCAPE '\\'`;
    return `len(list_filter(${quoted(name)}, e -> ${fold("e")} LIKE ${this.#bind(folded)} ESCAPE '\\')) > 0`;
  }

  #range(parameter: Parameter, column: string, bounds: Bounds): string {
    const isMoment = parameter.kind === "date";
    const at = parameter.name === "modified" ? modifiedSql(column) : column;
    const ends: string[] = [];
    for (const [bound, sign] of [
      ["gte", ">="],
      ["gt", ">"],
      ["lte", "<="],
      ["lt", "<"],
    ] as const) {
      const value = bounds[bound];
      if (value !== undefined) ends.push(`${at} ${sign} ${this.#bind(isMoment ? { ms: value } : value)}`);
    }
    return ends.join(" AND ") || "TRUE";
  }

  /** Ages in million years: the record's range, from old to young, lies within, or overlaps. */
  #geologicalTime(predicate: Predicate): string {
    if (predicate.type === "is-null") return `"startAge" IS NULL`;
    if (predicate.type === "is-not-null") return `"startAge" IS NOT NULL`;
    if (predicate.type !== "range") return "FALSE";
    const { gte, gt, lte, lt } = predicate.bounds;
    const ends: string[] = [];
    if (gte !== undefined) ends.push(`least("startAge", "endAge") >= ${this.#bind(gte)}`);
    if (lte !== undefined) ends.push(`greatest("startAge", "endAge") <= ${this.#bind(lte)}`);
    if (gt !== undefined) ends.push(`greatest("startAge", "endAge") > ${this.#bind(gt)}`);
    if (lt !== undefined) ends.push(`least("startAge", "endAge") < ${this.#bind(lt)}`);
    return ends.join(" AND ");
  }

  #near(latitude: number, longitude: number, metres: number): string {
    const degrees = (metres / EARTH_RADIUS) * (180 / Math.PI);
    const south = latitude - degrees;
    const north = latitude + degrees;
    const box = [`"decimalLatitude" BETWEEN ${this.#bind(south)} AND ${this.#bind(north)}`];
    // Near a pole, or far around, every longitude is near.
    if (south > -90 && north < 90) {
      const wide = degrees / Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180);
      const [west, east] = [longitude - wide, longitude + wide];
      if (wide < 180) {
        if (west < -180)
          box.push(`("decimalLongitude" <= ${this.#bind(east)} OR "decimalLongitude" >= ${this.#bind(west + 360)})`);
        else if (east > 180)
          box.push(`("decimalLongitude" >= ${this.#bind(west)} OR "decimalLongitude" <= ${this.#bind(east - 360)})`);
        else box.push(`"decimalLongitude" BETWEEN ${this.#bind(west)} AND ${this.#bind(east)}`);
      }
    }
    const haversine =
      `2 * ${EARTH_RADIUS} * asin(least(1, sqrt(pow(sin(radians("decimalLatitude" - ${this.#bind(latitude)}) / 2), 2) + ` +
      `cos(radians(${this.#bind(latitude)})) * cos(radians("decimalLatitude")) * ` +
      `pow(sin(radians("decimalLongitude" - ${this.#bind(longitude)}) / 2), 2))))`;
    return `${box.join(" AND ")} AND ${haversine} <= ${this.#bind(metres)}`;
  }

  /** Bounding boxes first, which files and row groups are skipped by; then the shape itself, boundaries included. */
  #within({ polygons, lines }: Region): string {
    const parts = polygons.map((rings) => {
      const box = this.#box(rings[0]!);
      return rings.length === 1 && isRectangle(rings[0]!)
        ? `(${box})`
        : `(${box} AND ${this.#holds({ polygons: [rings], lines: [] })})`;
    });
    for (const line of lines) parts.push(`(${this.#box(line)} AND ${this.#holds({ polygons: [], lines: [line] })})`);
    return parts.join(" OR ") || "FALSE";
  }

  #holds(shape: Pick<Region, "polygons" | "lines">): string {
    return `region_holds(${this.#bind({ shape })}, "decimalLongitude", "decimalLatitude")`;
  }

  #box(ring: Ring): string {
    const range = (column: string, values: readonly number[]) =>
      `${column} BETWEEN ${this.#bind(values.reduce((a, b) => Math.min(a, b)))} AND ${this.#bind(values.reduce((a, b) => Math.max(a, b)))}`;
    const latitudes = range(
      '"decimalLatitude"',
      ring.map(([, y]) => y),
    );
    return `${latitudes} AND ${range(
      '"decimalLongitude"',
      ring.map(([x]) => x),
    )}`;
  }

  /** A list of texts. It is bound as one JSON text: the engine's client takes 5 µs for each member of a list it is given. */
  #list(values: readonly string[]): string {
    return `from_json(${this.#bind(JSON.stringify(values))}, '["VARCHAR"]')`;
  }

  #bind(value: SqlValue): string {
    this.values.push(value);
    return "?";
  }
}

function hasPlace(predicate: Predicate): boolean {
  if (predicate.type === "and" || predicate.type === "or") return predicate.predicates.some(hasPlace);
  if (predicate.type === "not") return hasPlace(predicate.predicate);
  return predicate.type === "within" || predicate.type === "near";
}

function isRectangle(ring: Ring): boolean {
  return ring.length === 5 && ring.every(([x, y], i) => i === 0 || x === ring[i - 1]![0] || y === ring[i - 1]![1]);
}
