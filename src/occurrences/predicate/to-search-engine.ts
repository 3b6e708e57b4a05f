/**
 * How is a predicate asked of OpenSearch or Elasticsearch? The same records as `to-sql.ts` finds.
 *
 * A negated comparison never finds records without a value: every field that is spoken of has to exist. Rectangles are asked as
 * two ranges, which are exact; other shapes as `geo_shape`, a centimetre wider, since an engine rounds places.
 */
import { engineField, FOLDED_KINDS, fieldOfParameter } from "./engine-fields.ts";
import type { Point, Ring } from "./indexed-ring.ts";
import type { Parameter } from "./parameters.ts";
import { type Bounds, type Comparison, type Predicate, parametersOf, simplified } from "./predicate.ts";
import type { Region } from "./regions.ts";
import { widened } from "./widened.ts";

/** A query as JSON. */
export type EngineQuery = Readonly<Record<string, unknown>>;

/** Values of one `terms` query (the engines' default limit). */
const MOST_TERMS = 65_536;

const ALL: EngineQuery = { match_all: {} };
const NONE: EngineQuery = { match_none: {} };

/**
 * The query of a predicate.
 * @param checklist the checklist whose taxonomy is meant where the predicate names none: the first of the dataset
 */
export function engineQueryOf(predicate: Predicate, checklist: string): EngineQuery {
  return new QueryWriter(checklist).query(simplified(predicate));
}

class QueryWriter {
  readonly #checklist: string;

  constructor(checklist: string) {
    this.#checklist = checklist;
  }

  query(predicate: Predicate): EngineQuery {
    switch (predicate.type) {
      case "all":
        return ALL;
      case "none":
        return NONE;
      case "and":
        return all(predicate.predicates.map((one) => this.query(one)));
      case "or":
        return any(predicate.predicates.map((one) => this.query(one)));
      case "not":
        return this.#negation(predicate.predicate);
      case "within":
        return within(predicate.region);
      case "near": {
        const { latitude, longitude, metres } = predicate;
        return { geo_distance: { distance: `${metres}m`, coordinates: { lat: latitude, lon: longitude } } };
      }
      case "from":
        return { terms: { _index: predicate.places } };
      case "words":
        return predicate.words.length === 0
          ? ALL
          : all(predicate.words.map((word) => ({ wildcard: { all: { value: `*${word}*` } } })));
      default:
        return this.#comparison(predicate);
    }
  }

  #negation(inner: Predicate): EngineQuery {
    const negated = { bool: { must_not: [this.query(inner)] } };
    if (inner.type === "is-null" || inner.type === "is-not-null") return negated;
    const fields = [...parametersOf(inner)].map((parameter) => fieldOfParameter(parameter, this.#checklist));
    const present = fields.map((field) => (field === undefined ? NONE : exists(field)));
    return all([negated, ...present, ...(hasPlace(inner) ? [exists("coordinates")] : [])]);
  }

  #comparison(predicate: Comparison): EngineQuery {
    const { parameter } = predicate;
    const field = fieldOfParameter(parameter, this.#checklist, predicate.type === "equals");
    if (field === undefined) return predicate.type === "is-null" ? ALL : NONE;
    switch (predicate.type) {
      case "is-null":
        return { bool: { must_not: [exists(field)] } };
      case "is-not-null":
        return exists(field);
      case "equals":
        return equals(field, parameter, predicate.values, predicate.matchCase === true);
      case "like": {
        const { matchCase = false, pattern } = predicate;
        const isFolded = FOLDED_KINDS.has(parameter.kind) && matchCase;
        // A backslash that takes nothing as it is written stands for itself.
        const escaped = pattern.replace(/\\([*?\\])|\\/g, (sign, taken?: string) =>
          taken === undefined ? "\\\\" : sign,
        );
        const isExact = !FOLDED_KINDS.has(parameter.kind) && !matchCase;
        const value = matchCase || isExact ? escaped : escaped.toLowerCase();
        const name = isFolded ? `${field}.verbatim` : field;
        return { wildcard: { [name]: { value, ...(isExact && { case_insensitive: true }) } } };
      }
      case "range":
        return parameter.kind === "geologicalTime"
          ? this.#geologicalTime(predicate.bounds)
          : rangeOf(field, parameter, predicate.bounds);
      case "within-period":
        return period(predicate.period, "within");
      case "overlaps":
        return period(predicate.period, "intersects");
    }
  }

  /** Both ages within, or one of them beyond. */
  #geologicalTime({ gte, gt, lte, lt }: Bounds): EngineQuery {
    const ages = ["startAge", "endAge"].map((column) => engineField(column, this.#checklist));
    const each = (bound: Bounds) => ages.map((field) => ({ range: { [field]: defined(bound) } }));
    return all([
      ...(gte === undefined ? [] : each({ gte })),
      ...(lte === undefined ? [] : each({ lte })),
      ...(gt === undefined ? [] : [any(each({ gt }))]),
      ...(lt === undefined ? [] : [any(each({ lt }))]),
    ]);
  }
}

const MILLIS = { format: "epoch_millis" };

function all(queries: readonly EngineQuery[]): EngineQuery {
  return queries.length === 1 ? queries[0]! : { bool: { filter: queries } };
}

function any(queries: readonly EngineQuery[]): EngineQuery {
  return queries.length === 1 ? queries[0]! : { bool: { should: queries, minimum_should_match: 1 } };
}

/** Whole numbers are kept in 32 bits but for keys; an engine refuses to compare them with a number that has more. */
function isSmall({ kind, column }: Parameter): boolean {
  return kind === "integer" && column !== "gbifID";
}
const SMALLEST = -(2 ** 31);
const LARGEST = 2 ** 31 - 1;

function rangeOf(field: string, parameter: Parameter, bounds: Bounds): EngineQuery {
  if (!isSmall(parameter))
    return { range: { [field]: { ...defined(bounds), ...(parameter.kind === "date" && MILLIS) } } };
  const { gte, gt, lte, lt } = bounds;
  const isBeyond = [gte, gt].some((one) => one !== undefined && one > LARGEST);
  const isBelow = [lte, lt].some((one) => one !== undefined && one < SMALLEST);
  if (isBeyond || isBelow) return NONE;
  const kept = Object.entries(defined(bounds)).filter(([, one]) => one >= SMALLEST && one <= LARGEST);
  return kept.length === 0 ? exists(field) : { range: { [field]: Object.fromEntries(kept) } };
}

function exists(field: string): EngineQuery {
  return { exists: { field } };
}

function equals(
  field: string,
  parameter: Parameter,
  values: readonly (string | number | boolean)[],
  matchCase: boolean,
): EngineQuery {
  const isFolded = FOLDED_KINDS.has(parameter.kind);
  const name = isFolded && matchCase ? `${field}.verbatim` : field;
  const isKept = (value: unknown) => !isSmall(parameter) || (Number(value) >= SMALLEST && Number(value) <= LARGEST);
  const given = isFolded && !matchCase ? values.map((value) => String(value).toLowerCase()) : values.filter(isKept);
  if (given.length === 0) return NONE;
  if (given.length === 1) return { term: { [name]: { value: given[0] } } };
  const parts: EngineQuery[] = [];
  for (let from = 0; from < given.length; from += MOST_TERMS)
    parts.push({ terms: { [name]: given.slice(from, from + MOST_TERMS) } });
  return any(parts);
}

/** The record's interval and a span of time. */
function period({ from, before }: { from?: number; before?: number }, relation: "within" | "intersects"): EngineQuery {
  const bounds = { ...(from !== undefined && { gte: from }), ...(before !== undefined && { lt: before }) };
  return { range: { eventDate: { ...bounds, ...MILLIS, relation } } };
}

function defined(bounds: Bounds): Record<string, number> {
  return Object.fromEntries(Object.entries(bounds).filter(([, value]) => value !== undefined));
}

function within({ polygons, lines }: Region): EngineQuery {
  const parts: EngineQuery[] = polygons.map((rings) =>
    rings.length === 1 && isRectangle(rings[0]!)
      ? box(rings[0]!)
      : shape({ type: "Polygon", coordinates: widened(rings) }),
  );
  for (const line of lines)
    parts.push(line.length === 1 ? box(line) : shape({ type: "LineString", coordinates: line }));
  return parts.length === 0 ? NONE : any(parts);
}

/** Points on the boundary belong to a region. */
function shape(geometry: object): EngineQuery {
  return { geo_shape: { scoordinates: { shape: geometry, relation: "intersects" } } };
}

function box(points: readonly Point[]): EngineQuery {
  const range = (values: readonly number[]) => ({
    gte: values.reduce((a, b) => Math.min(a, b)),
    lte: values.reduce((a, b) => Math.max(a, b)),
  });
  return all([
    { range: { decimalLatitude: range(points.map(([, y]) => y)) } },
    { range: { decimalLongitude: range(points.map(([x]) => x)) } },
  ]);
}

function isRectangle(ring: Ring): boolean {
  return ring.length === 5 && ring.every(([x, y], i) => i === 0 || x === ring[i - 1]![0] || y === ring[i - 1]![1]);
}

function hasPlace(predicate: Predicate): boolean {
  if (predicate.type === "and" || predicate.type === "or") return predicate.predicates.some(hasPlace);
  if (predicate.type === "not") return hasPlace(predicate.predicate);
  return predicate.type === "within" || predicate.type === "near";
}
