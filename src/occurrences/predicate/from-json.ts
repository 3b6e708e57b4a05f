/**
 * What does a predicate in GBIF's JSON ask for?
 *
 * `{"type":"and","predicates":[{"type":"equals","key":"COUNTRY","value":"DK"}, …]}`. Members are checked as GBIF does;
 * values may be texts, numbers or booleans.
 */
import { BinomenError } from "../../errors.ts";
import { inChecklist } from "./checklists.ts";
import { anyOf, valuesOf } from "./from-parameters.ts";
import { type Parameter, parameterNamed } from "./parameters.ts";
import { ALL, type Predicate } from "./predicate.ts";
import { readRegion } from "./regions.ts";
import { comparisonOf, invalid, nearTo, orderedComparison } from "./values.ts";
import type { Meanings } from "./vocabularies.ts";

/** Most leaves, each value of an `in` one (GBIF's limit). */
export const MOST_ITEMS = 101_000;
/** Most points of all regions together (GBIF's limit). */
const MOST_ALL_POINTS = 10_000;
/** A tree deeper than this is nobody's question. */
const MOST_DEPTH = 100;

/** Written as a request's JSON has it. */
type Written = Readonly<Record<string, unknown>>;

/**
 * Reads a tree; absent or `null` asks for everything.
 * @throws BinomenError OCCURRENCE_QUERY_INVALID, DOWNLOAD_TOO_COMPLEX
 */
export function predicateOf(json: unknown, meanings: Meanings): Predicate {
  return new PredicateReader(meanings).read(json);
}

class PredicateReader {
  readonly #meanings: Meanings;
  #items = 0;
  #points = 0;

  constructor(meanings: Meanings) {
    this.#meanings = meanings;
  }

  read(json: unknown, depth = 0): Predicate {
    if (json === undefined || json === null) return ALL;
    if (typeof json !== "object" || Array.isArray(json)) return invalid("A predicate is expected to be a JSON object");
    if (depth > MOST_DEPTH) return invalid(`The predicate is nested deeper than ${MOST_DEPTH}`);
    const written = json as Written;
    const type = written["type"];
    switch (type) {
      case "and":
      case "or": {
        const inner = written["predicates"];
        if (!Array.isArray(inner) || inner.length === 0) return invalid(`${type} needs a list of predicates`);
        return { type, predicates: inner.map((one) => this.read(one ?? invalid("A predicate is null"), depth + 1)) };
      }
      case "not":
        return { type, predicate: this.read(written["predicate"] ?? invalid("not needs a predicate"), depth + 1) };
      case "within": {
        const region = readRegion(this.#text(written, "geometry"), { anyWinding: true });
        this.#count(1, region.pointCount);
        return { type, region };
      }
      case "geoDistance":
        this.#count(1);
        return nearTo(
          this.#text(written, "latitude"),
          this.#text(written, "longitude"),
          this.#text(written, "distance"),
        );
      case "fullTextSearch":
        this.#count(1);
        return { type: "words", words: wordsOf(this.#text(written, "q" in written ? "q" : "value")) };
      case "isNull":
      case "isNotNull": {
        this.#count(1);
        const parameter = this.#parameter(written, "parameter" in written ? "parameter" : "key");
        if (parameter.kind === "geometry") return invalid("GEOMETRY cannot be null");
        return { type: type === "isNull" ? "is-null" : "is-not-null", parameter };
      }
      default:
        return this.#comparison(written, type);
    }
  }

  #comparison(written: Written, type: unknown): Predicate {
    const parameter = this.#parameter(written, "key");
    const matchCase = written["matchCase"] === true || written["matchCase"] === "true";
    switch (type) {
      case "equals":
        this.#count(1);
        if (parameter.kind === "geometry") return invalid("GEOMETRY is asked with within, not with equals");
        return comparisonOf(parameter, this.#text(written, "value"), this.#meanings, matchCase);
      case "in": {
        const values = written["values"];
        if (!Array.isArray(values) || values.length === 0) return invalid("in needs a list of values");
        this.#count(values.length);
        const texts = values.map((value) => textOf(value) ?? invalid(`Value ${JSON.stringify(value)} is not a text`));
        return anyOf(parameter, texts, this.#meanings, matchCase);
      }
      case "like": {
        this.#count(1);
        if (!LIKE_KINDS.has(parameter.kind))
          return invalid(
            `Only equals comparisons are allowed for search parameter ${parameter.key} of type ${parameter.kind}`,
          );
        const pattern = this.#text(written, "value");
        return { type, parameter, pattern, ...(matchCase && { matchCase }) };
      }
      case "lessThan":
      case "lessThanOrEquals":
      case "greaterThan":
      case "greaterThanOrEquals":
        this.#count(1);
        return orderedComparison(parameter, this.#text(written, "value"), type);
      case "range":
        return this.#range(parameter, written["value"]);
      default:
        return invalid(`Could not resolve type id '${String(type)}' as a predicate`);
    }
  }

  #range(parameter: Parameter, value: unknown): Predicate {
    if (typeof value !== "object" || value === null) return invalid("range needs an object of gte, gt, lte, lt");
    const names = { gte: "greaterThanOrEquals", gt: "greaterThan", lte: "lessThanOrEquals", lt: "lessThan" } as const;
    const ends = Object.entries(value as Written).map(([bound, end]) => {
      const than = names[bound as keyof typeof names] ?? invalid(`range has no bound ${bound}`);
      return orderedComparison(parameter, textOf(end) ?? invalid(`Value ${JSON.stringify(end)} is not a text`), than);
    });
    this.#count(ends.length);
    return ends.length === 0 ? invalid("range needs a bound") : { type: "and", predicates: ends };
  }

  #parameter(written: Written, member: string): Parameter {
    const name = written[member];
    if (typeof name !== "string") return invalid(`A predicate of type ${String(written["type"])} needs a ${member}`);
    const parameter = parameterNamed(name) ?? invalid(`Cannot parse ${name} into a known OccurrenceSearchParameter`);
    const checklist = written["checklistKey"];
    if (typeof checklist !== "string" || checklist === "") return parameter;
    return inChecklist(parameter, this.#meanings.checklist?.(checklist));
  }

  #text(written: Written, member: string): string {
    const text = textOf(written[member]);
    if (text === undefined || valuesOf(text).length === 0)
      return invalid(`A predicate of type ${String(written["type"])} needs a ${member}`);
    return text;
  }

  #count(items: number, points = 0): void {
    this.#items += items;
    this.#points += points;
    if (this.#items > MOST_ITEMS)
      throw new BinomenError("DOWNLOAD_TOO_COMPLEX", {
        problem: `The request contains ${this.#items} predicate items.  The maximum is ${MOST_ITEMS}.`,
      });
    if (this.#points > MOST_ALL_POINTS)
      throw new BinomenError("DOWNLOAD_TOO_COMPLEX", {
        problem: `The request contains ${this.#points} points.  The maximum is ${MOST_ALL_POINTS}.`,
      });
  }
}

const LIKE_KINDS = new Set(["text", "exactText", "taxonKey", "scientificName", "uuid"]);

function textOf(value: unknown): string | undefined {
  return typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : undefined;
}

/** The words of a search in full text, small letters without diacritics. No words ask for everything. */
export function wordsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .normalize("NFD")
        .replace(/\p{M}/gu, "")
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    ),
  ].filter((word) => word !== "");
}
