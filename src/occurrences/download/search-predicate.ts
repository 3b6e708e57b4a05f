/**
 * Which predicate asks for what the parameters of a search ask for?
 *
 * As GBIF converts them, but for its defects: a period stays a value (GBIF's range has a day too many, and comparisons of dates
 * find records that overlap, where a search finds those within), so a search and its download have the same records.
 */
import { type UrlParameters, valuesOf } from "../predicate/from-parameters.ts";
import { type Parameter, parameterNamed } from "../predicate/parameters.ts";

/** A predicate in GBIF's JSON. */
export type PredicateJson = Readonly<Record<string, unknown>>;

const RANGE = /^\s*(-?\d+(?:\.\d+)?|\*)\s*,\s*(-?\d+(?:\.\d+)?|\*)\s*$/;
const PERIODS = new Set(["date", "eventDate"]);

/** `null` when everything is asked for. Values are not checked here. */
export function predicateOfSearch(parameters: UrlParameters): PredicateJson | null {
  const given = new Map<Parameter, string[]>();
  for (const [name, value] of Object.entries(parameters)) {
    const parameter = parameterNamed(name);
    const values = valuesOf(value);
    if (parameter === undefined || parameter.kind === "checklist" || values.length === 0) continue;
    given.set(parameter, [...(given.get(parameter) ?? []), ...values]);
  }
  const matchCase = valuesOf(parameters["matchCase"]).at(0)?.toLowerCase() === "true";
  const all = [...given].map(([parameter, values]) => anyOf(parameter, values, matchCase));
  const words = valuesOf(parameters["q"]).at(0);
  if (words !== undefined) all.push({ type: "fullTextSearch", q: words });
  return all.length === 0 ? null : all.length === 1 ? all[0]! : { type: "and", predicates: all };
}

function anyOf(parameter: Parameter, values: readonly string[], matchCase: boolean): PredicateJson {
  const each = values.map((value) => one(parameter, value, matchCase));
  if (each.length === 1) return each[0]!;
  if (each.every(({ type }) => type === "equals"))
    return { type: "in", key: parameter.key, values: each.map(({ value }) => value), matchCase };
  return { type: "or", predicates: each };
}

function one({ key, kind }: Parameter, value: string, matchCase: boolean): PredicateJson {
  if (kind === "geometry") return { type: "within", geometry: value };
  if (value === "*") return { type: "isNotNull", parameter: key };
  if (kind === "geoDistance") {
    const [latitude, longitude, distance] = value.split(",").map((part) => part.trim());
    return { type: "geoDistance", latitude, longitude, distance };
  }
  const range = PERIODS.has(kind) ? null : RANGE.exec(value);
  if (range === null) return { type: "equals", key, value, matchCase };
  const [, from, to] = range;
  if (from === "*" && to === "*") return { type: "isNotNull", parameter: key };
  const ends = [
    ...(from === "*" ? [] : [{ type: "greaterThanOrEquals", key, value: from }]),
    ...(to === "*" ? [] : [{ type: "lessThanOrEquals", key, value: to }]),
  ];
  return ends.length === 1 ? ends[0]! : { type: "and", predicates: ends };
}

const COMPARISONS = new Set([
  ...["equals", "in", "like"],
  ...["lessThan", "lessThanOrEquals", "greaterThan", "greaterThanOrEquals"],
]);

/** A predicate as GBIF keeps it: values are texts, and comparisons say whether letter case matters. */
export function keptPredicate(predicate: unknown): unknown {
  if (typeof predicate !== "object" || predicate === null) return predicate;
  const written = predicate as Record<string, unknown>;
  const { predicates, predicate: inner, value, values, type } = written;
  const hasCase = COMPARISONS.has(String(type));
  const text = (one: unknown) => (typeof one === "object" ? one : String(one));
  return {
    ...written,
    ...(Array.isArray(predicates) && { predicates: predicates.map(keptPredicate) }),
    ...(inner !== undefined && { predicate: keptPredicate(inner) }),
    ...(value !== undefined && { value: text(value) }),
    ...(Array.isArray(values) && { values: values.map(text) }),
    ...(hasCase && { matchCase: written["matchCase"] === true || written["matchCase"] === "true" }),
  };
}
