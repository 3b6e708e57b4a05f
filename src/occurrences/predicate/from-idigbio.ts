/**
 * What does a query of iDigBio (`rq`, `mq`) ask for?
 *
 * An object of fields, which hold together: `{"genus": ["acer", "quercus"], "geopoint": {"type": "exists"}}`. Texts are
 * compared in small letters. Scientific names are matched against the checklist first, so that synonyms are found, too; a
 * name that it does not know is looked for word by word.
 */
import { BinomenError } from "../../errors.ts";
import { wordsOf } from "./from-json.ts";
import { type IdigbioField, keyOfUuid, mediaOfUuid } from "./idigbio-fields.ts";
import { type Clause, placeOf, ShapeError } from "./idigbio-shapes.ts";
import type { Parameter } from "./parameters.ts";
import { periodOf } from "./periods.ts";
import { and, type Bounds, NOTHING, or, type Predicate } from "./predicate.ts";
import { taxaNamed } from "./values.ts";
import { enumerationOf, type Meanings } from "./vocabularies.ts";

/** What a query is read with. */
export interface IdigbioReading {
  /** `"records"` or `"mediarecords"`, for errors. */
  readonly index: string;
  readonly fields: ReadonlyMap<string, IdigbioField>;
  readonly meanings: Meanings;
  /** Values of a text column that are spelled almost like a text. */
  readonly similar: (parameter: Parameter, text: string, edits: number) => Promise<readonly string[]>;
}

/** Most values of all fields together. */
const MOST_VALUES = 10_000;
/** Parts that stars may cut the name of a field into. */
const MOST_STARS = 4;

/**
 * The predicate of a query; absent asks for everything.
 * @throws BinomenError IDIGBIO_TERM_UNKNOWN, IDIGBIO_QUERY_INVALID, OCCURRENCE_QUERY_INVALID
 */
export async function idigbioPredicate(query: Clause, reading: IdigbioReading): Promise<Predicate> {
  const names = Object.keys(query);
  checkFields(names, reading);
  const values = Object.values(query).reduce<number>((sum, one) => sum + (Array.isArray(one) ? one.length : 1), 0);
  if (values > MOST_VALUES) refuse(`more than ${MOST_VALUES} values are given`);
  const reader = new QueryReader(reading);
  const parts: Predicate[] = [];
  for (const name of names) parts.push(await reader.field(name, query[name]));
  return and(parts);
}

/**
 * Refuses names of fields that are not there, all at once, with names that are near.
 * @throws BinomenError IDIGBIO_TERM_UNKNOWN
 */
export function checkFields(
  names: readonly string[],
  { fields, index }: Pick<IdigbioReading, "fields" | "index">,
): void {
  const unknown = names.filter((name) => !name.includes("*") && name !== "data" && !fields.has(bareName(name)));
  if (unknown.length === 0) return;
  const near = Object.fromEntries(
    unknown.slice(0, 20).map((name) => [shortened(name), nearNames(name, [...fields.keys()])]),
  );
  throw new BinomenError("IDIGBIO_TERM_UNKNOWN", { index, terms: unknown.slice(0, 100).map(shortened), near });
}

/** `"genus.keyword"` → `"genus"`, `"_id"` → `"uuid"` */
export function bareName(name: string): string {
  return name === "_id" ? "uuid" : name.replace(/\.(keyword|exact|fuzzy)$/, "");
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** Names that differ in letter case, or begin alike. */
function nearNames(name: string, all: readonly string[]): string[] {
  const lower = name.toLowerCase().replace(/^.*:/, "");
  if (lower.length < 3) return [];
  const same = all.filter((one) => one.toLowerCase() === lower);
  return (same.length > 0 ? same : all.filter((one) => one.startsWith(lower.slice(0, 4)))).slice(0, 5);
}

class QueryReader {
  readonly #reading: IdigbioReading;

  constructor(reading: IdigbioReading) {
    this.#reading = reading;
  }

  async field(name: string, given: unknown): Promise<Predicate> {
    if (isClause(given) && given["type"] === "fulltext") {
      if (typeof given["value"] !== "string") refuse("fulltext needs a text as value");
      return { type: "words", words: wordsOf(given["value"]) };
    }
    if (name.includes("*")) {
      const parts = name.split(/\*+/).map((part) => part.replace(/\W/g, "\\$&"));
      if (parts.length > MOST_STARS) return refuse(`more than ${MOST_STARS - 1} * in the name of a field`);
      const pattern = new RegExp(`^${parts.join(".*")}$`);
      const fields = [...this.#reading.fields.values()].filter(
        (one) => one.type === "string" && pattern.test(one.name),
      );
      const any = await Promise.all(fields.map((field) => this.#clause(field, given)));
      return any.length === 0 ? NOTHING : or(any);
    }
    if (name === "data") return refuse("data is searched with fulltext only");
    return this.#clause(this.#reading.fields.get(bareName(name))!, given);
  }

  async #clause(field: IdigbioField, given: unknown): Promise<Predicate> {
    if (!isClause(given)) return this.#terms(field, given);
    const { type } = given;
    if (type === undefined) return refuse("unable to get type");
    const { parameter } = field;
    switch (type) {
      case "exists":
      case "missing":
        return presence(field, type === "exists");
      case "range":
        return range(field, given);
      case "prefix": {
        const { value } = given;
        if (typeof value !== "string" && typeof value !== "number") return refuse("prefix needs a text as value");
        if (field.type !== "string" || field.name === "uuid") return refuse(`${field.name} is not a text`);
        return { type: "like", parameter: asText(parameter), pattern: `${literal(String(value))}*` };
      }
      case "exact":
      case "keyword":
        return this.#equals(field, given["text"] ?? given["value"]);
      case "fuzzy":
        return this.#fuzzy(field, given["text"] ?? given["value"]);
      default: {
        const place = typeof type === "string" && type.startsWith("geo_") ? this.#place(field, type, given) : undefined;
        return place ?? refuse("unable to parse type");
      }
    }
  }

  #place(field: IdigbioField, type: string, given: Clause): Predicate | undefined {
    if (field.type !== "geo_point") return refuse(`${field.name} is not a geo_point`);
    try {
      return placeOf(type, given);
    } catch (error) {
      if (error instanceof ShapeError) return refuse(error.message);
      throw error;
    }
  }

  #terms(field: IdigbioField, given: unknown): Predicate {
    if (field.name !== "scientificname") return this.#equals(field, given);
    return or(textsOf(given).map((name) => this.#named(field, name)));
  }

  #named({ parameter }: IdigbioField, name: string): Predicate {
    const taxa = taxaNamed(parameter, [name], this.#reading.meanings);
    if (taxa.type !== "none") return taxa;
    const words = name.trim().toLowerCase().split(/\s+/).filter(Boolean).map(literal);
    const patterns = (word: string) => [word, `${word} *`, `* ${word}`, `* ${word} *`];
    return and(
      words.map((word) => or(patterns(word).map((pattern): Predicate => ({ type: "like", parameter, pattern })))),
    );
  }

  #equals(field: IdigbioField, given: unknown): Predicate {
    const { parameter, name } = field;
    const texts = textsOf(given);
    if (name === "uuid" && this.#reading.index === "records") return keys(parameter, texts.map(keyOfUuid));
    if (name === "mediarecords")
      return keys(
        this.#reading.fields.get("uuid")!.parameter,
        texts.map((one) => mediaOfUuid(one)?.key),
      );
    if (name === "hasImage" || name === "hasMedia" || field.type === "boolean") return flag(field, texts);
    if (field.type === "geo_point") return refuse("geopoint is asked with a type");
    if (field.type === "date") return or(texts.map((text) => momentRange(field, { gte: text, lte: text })));
    if (field.type === "integer" || field.type === "float")
      return { type: "equals", parameter, values: texts.map((text) => numberOf(field, text)) };
    return this.#texts(field, texts);
  }

  #texts({ parameter, name }: IdigbioField, texts: readonly string[]): Predicate {
    const { country } = this.#reading.meanings;
    if (parameter.kind === "country") {
      const codes = texts.flatMap((text) => country(text) ?? []);
      const byCode = this.#reading.fields.get("countrycode")!.parameter;
      const known: Predicate = codes.length === 0 ? NOTHING : { type: "equals", parameter: byCode, values: codes };
      if (name === "countrycode") return known;
      const written: Predicate = { type: "equals", parameter: asText(parameter), values: texts };
      return codes.length === texts.length ? known : codes.length === 0 ? written : or([known, written]);
    }
    if (parameter.kind === "enumeration") {
      const values = texts.flatMap((text) => enumerationOf(parameter.key, text) ?? []);
      return values.length === 0 ? NOTHING : { type: "equals", parameter, values };
    }
    return texts.length === 0 ? NOTHING : { type: "equals", parameter: asText(parameter), values: texts };
  }

  async #fuzzy(field: IdigbioField, given: unknown): Promise<Predicate> {
    if (field.type !== "string" || field.name === "uuid") return refuse(`${field.name} is not a text`);
    const any: Predicate[] = [];
    for (const text of textsOf(given)) {
      if (field.name === "scientificname") any.push(this.#named(field, text));
      const edits = text.length < 3 ? 0 : text.length < 6 ? 1 : 2;
      const parameter = asText(field.parameter);
      const values = await this.#reading.similar(parameter, text.trim().toLowerCase(), edits);
      if (values.length > 0) any.push({ type: "equals", parameter, values });
    }
    return any.length === 0 ? NOTHING : or(any);
  }
}

/** Texts of which letter case says nothing, whatever GBIF's parameter is. */
function asText(parameter: Parameter): Parameter {
  return { ...parameter, kind: "text" };
}

function keys(parameter: Parameter, values: readonly (number | undefined)[]): Predicate {
  const known = values.filter((key) => key !== undefined);
  return known.length === 0 ? NOTHING : { type: "equals", parameter, values: known };
}

function presence(field: IdigbioField, isThere: boolean): Predicate {
  // Every record says whether it has media.
  if (field.name === "hasImage" || field.name === "hasMedia" || field.name === "uuid")
    return isThere ? { type: "all" } : NOTHING;
  return { type: isThere ? "is-not-null" : "is-null", parameter: field.parameter };
}

function flag({ name, parameter }: IdigbioField, texts: readonly string[]): Predicate {
  const wanted = texts.map((text) => {
    const lower = text.toLowerCase();
    return lower === "true" || lower === "false" ? lower === "true" : refuse(`${shortened(text)} is not a boolean`);
  });
  return or(
    [...new Set(wanted)].map((isTrue): Predicate => {
      if (name === "hasMedia") return { type: isTrue ? "is-not-null" : "is-null", parameter };
      if (name !== "hasImage") return { type: "equals", parameter, values: [isTrue] };
      const images: Predicate = {
        type: "equals",
        parameter: { ...parameter, kind: "exactText" },
        values: ["StillImage"],
      };
      return isTrue
        ? images
        : or([
            { type: "is-null", parameter },
            { type: "not", predicate: images },
          ]);
    }),
  );
}

function range(field: IdigbioField, given: Clause): Predicate {
  const bounds = Object.fromEntries(
    (["gte", "gt", "lte", "lt"] as const).flatMap((bound) =>
      given[bound] === undefined || given[bound] === null ? [] : [[bound, scalar(given[bound])]],
    ),
  );
  if (field.type === "date") return momentRange(field, bounds);
  if (field.type !== "integer" && field.type !== "float") return refuse(`${field.name} has no order for a range`);
  const numbers = Object.entries(bounds).map(([bound, text]) => [bound, numberOf(field, text)]);
  const { parameter } = field;
  if (numbers.length === 0) return { type: "is-not-null", parameter };
  return { type: "range", parameter, bounds: Object.fromEntries(numbers) as Bounds };
}

/** A bound is a moment, or a year, month or day, of which a lower bound takes the begin and an upper one the end. */
function momentRange({ parameter, name }: IdigbioField, given: Readonly<Record<string, string>>): Predicate {
  const bounds: { gte?: number; lt?: number; lte?: number; gt?: number } = {};
  for (const [bound, text] of Object.entries(given)) {
    const isMoment = text.includes("T");
    const moment = isMoment ? Date.parse(text) : Number.NaN;
    const period = isMoment ? { from: moment, before: moment } : periodOf(text);
    if (period === undefined || Number.isNaN(period.from)) return refuse(`${shortened(text)} is not a date of ${name}`);
    if (isMoment) bounds[bound as "gte"] = moment;
    else if (bound === "gte" || bound === "gt") bounds.gte = bound === "gte" ? period.from : period.before;
    else bounds.lt = bound === "lte" ? period.before : period.from;
  }
  return Object.keys(bounds).length === 0 ? { type: "is-not-null", parameter } : { type: "range", parameter, bounds };
}

function numberOf({ name }: IdigbioField, text: string): number {
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number)
    ? number
    : refuse(`${shortened(text)} is not a number of ${name}`);
}

function textsOf(given: unknown): string[] {
  return [...new Set((Array.isArray(given) ? given : [given]).map(scalar))];
}

function scalar(given: unknown): string {
  if (typeof given === "string" || typeof given === "number" || typeof given === "boolean") return String(given);
  return refuse("unable to parse value");
}

/** A text in a pattern, its own `*` and `?` as they are. */
function literal(text: string): string {
  return text.toLowerCase().replace(/[*?\\]/g, "\\$&");
}

function isClause(given: unknown): given is Clause {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

/** @throws BinomenError IDIGBIO_QUERY_INVALID always */
function refuse(problem: string): never {
  throw new BinomenError("IDIGBIO_QUERY_INVALID", { problem });
}
