/**
 * Is this a value of the parameter, and what does it ask for?
 *
 * GBIF's `SearchTypeValidator` and its sentences: ranges `a,b` with `*` for an open end, dates as periods, enumerations in
 * any spelling. `*` alone asks for records that have any value.
 */
import { BinomenError } from "../../errors.ts";
import { checklistOf, inChecklist } from "./checklists.ts";
import { type Parameter, parameterNamed } from "./parameters.ts";
import { type Period, periodOf } from "./periods.ts";
import { and, type Bounds, type Comparison, NOTHING, or, type Predicate, type Value } from "./predicate.ts";
import { readRegion } from "./regions.ts";
import { enumerationOf, type Meanings } from "./vocabularies.ts";

const TAXON_KEY = parameterNamed("taxonKey")!;

const RANGE = /^(-?\d+(?:\.\d+)?|\*)\s*,\s*(-?\d+(?:\.\d+)?|\*)$/;
const INTEGER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Longest value that is taken; longer ones are no value of anything. */
const LONGEST_VALUE = 100_000;

/**
 * The comparison that a value asks for.
 * @throws BinomenError OCCURRENCE_QUERY_INVALID
 */
export function comparisonOf(parameter: Parameter, written: string, meanings: Meanings, matchCase = false): Predicate {
  if (written.length > LONGEST_VALUE)
    invalid(`The value of ${parameter.key} has more than ${LONGEST_VALUE} characters`);
  const value = written.trim();
  if (value === "*" && parameter.kind !== "geometry") return { type: "is-not-null", parameter };
  switch (parameter.kind) {
    case "geometry":
      return { type: "within", region: readRegion(value) };
    case "geoDistance":
      return nearOf(value);
    case "integer":
    case "decimal":
      return numberOf(parameter, value);
    case "date":
      return dateOf(parameter, value);
    case "eventDate":
      return eventDateOf(parameter, value);
    case "geologicalTime":
      return geologicalTimeOf(parameter, value);
    case "scientificName":
      return taxaNamed(parameter, [value], meanings);
    default:
      return {
        type: "equals",
        parameter,
        values: exactValues(parameter, value, meanings),
        ...(matchCase && { matchCase }),
      };
  }
}

/** Records of the taxa that names mean, with all their synonyms: in each dataset those of its own checklist. */
export function taxaNamed(parameter: Parameter, names: readonly string[], meanings: Meanings): Predicate {
  const checklist = checklistOf(parameter);
  const groups = new Map<string, { keys: Set<string>; places: readonly string[] | undefined }>();
  for (const { keys, places } of names.flatMap((name) => meanings.taxa(name, checklist))) {
    const id = places?.join("\n") ?? "";
    const group = groups.get(id) ?? { keys: new Set(), places };
    groups.set(id, group);
    for (const key of keys) group.keys.add(key);
  }
  const each = [...groups.values()]
    .filter(({ keys }) => keys.size > 0)
    .map(({ keys, places }): Predicate => {
      const ofTaxa: Predicate = {
        type: "equals",
        parameter: inChecklist(TAXON_KEY, checklist),
        values: [...keys],
      };
      return places === undefined ? ofTaxa : and([{ type: "from", places }, ofTaxa]);
    });
  return each.length === 0 ? NOTHING : or(each);
}

/**
 * A value in the type of its column, with what is part of it when it is a concept of a vocabulary.
 * @throws BinomenError OCCURRENCE_QUERY_INVALID
 */
export function exactValues(parameter: Parameter, value: string, meanings: Meanings): readonly Value[] {
  if (parameter.kind === "country")
    return [meanings.country(value) ?? invalid(`Value ${value} invalid for filter parameter ${parameter.key}`)];
  const concepts = parameter.kind === "text" ? meanings.concepts(parameter.name, value) : undefined;
  return concepts ?? [exactValue(parameter, value)];
}

function exactValue(parameter: Parameter, value: string): Value {
  if (value === "") invalid(`Value ${value} invalid for filter parameter ${parameter.key}`);
  switch (parameter.kind) {
    case "uuid":
      return UUID.test(value) ? value.toLowerCase() : invalid(`Invalid UUID string: ${value}`);
    case "boolean": {
      const lower = value.toLowerCase();
      return lower === "true" || lower === "false" ? lower === "true" : invalid(`Value ${value} is no valid boolean`);
    }
    case "integer":
    case "decimal":
      return boundedNumber(parameter, value);
    case "enumeration":
      return (
        enumerationOf(parameter.key, value) ??
        invalid(
          `Cannot parse ${value} into a known ${parameter.name.charAt(0).toUpperCase()}${parameter.name.slice(1)}`,
        )
      );
    default:
      return value;
  }
}

function boundedNumber(parameter: Parameter, value: string): number {
  const isInteger = parameter.kind === "integer";
  const number = Number(value);
  if (!(isInteger ? INTEGER : NUMBER).test(value) || (isInteger && !Number.isSafeInteger(number)))
    invalid(`Invalid ${isInteger ? "integer" : "decimal"}: ${value}`);
  const [least, most] = parameter.bounds ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (number < least || number > most) {
    const [, place] = /^decimal(Latitude|Longitude)$/.exec(parameter.name) ?? [];
    if (place !== undefined)
      invalid(`${value} is not valid value, ${place.toLowerCase()} must be between ${least} and ${most}.`);
    invalid(`Value ${value} invalid for filter parameter ${parameter.key}`);
  }
  return number;
}

function numberOf(parameter: Parameter, value: string): Comparison {
  if (!value.includes(",")) {
    if (/^\d+-\d+$/.test(value)) invalid(`Invalid ${parameter.kind} range: ${value}`);
    return { type: "equals", parameter, values: [boundedNumber(parameter, value)] };
  }
  const ends = RANGE.exec(value);
  if (!ends) invalid(`Invalid ${parameter.kind} range: ${value}`);
  const [, from, to] = ends!;
  const bounds: Bounds = {
    ...(from !== "*" && { gte: boundedNumber(parameter, from!) }),
    ...(to !== "*" && { lte: boundedNumber(parameter, to!) }),
  };
  return from === "*" && to === "*" ? { type: "is-not-null", parameter } : { type: "range", parameter, bounds };
}

/** The span of a date or of a range of dates; the upper end covers its whole period. */
function spanOf(value: string): Partial<Period> | undefined {
  const ends = value.split(",").map((end) => end.trim());
  if (ends.length === 1) return periodOf(value);
  if (ends.length !== 2) return undefined;
  const [from, to] = ends.map((end): Partial<Period> | undefined => (end === "*" ? {} : periodOf(end)));
  if (from === undefined || to === undefined) return undefined;
  return {
    ...(from.from !== undefined && { from: from.from }),
    ...(to.before !== undefined && { before: to.before }),
  };
}

function dateOf(parameter: Parameter, value: string): Comparison {
  const period = spanOf(value) ?? invalid(`Invalid date: ${value}`);
  if (period.from === undefined && period.before === undefined) return { type: "is-not-null", parameter };
  return { type: "range", parameter, bounds: { gte: period.from, lt: period.before } };
}

function eventDateOf(parameter: Parameter, value: string): Comparison {
  const period = spanOf(value) ?? invalid(`Invalid date: ${value}`);
  if (period.from === undefined && period.before === undefined) return { type: "is-not-null", parameter };
  return { type: "within-period", parameter, period };
}

/** Ages in million years; a range asks for records whose whole range lies within. */
function geologicalTimeOf(parameter: Parameter, value: string): Comparison {
  const ends = RANGE.exec(value);
  if (!ends && !NUMBER.test(value)) invalid(`Value ${value} invalid for filter parameter ${parameter.key}`);
  const [from, to] = ends ? [ends[1]!, ends[2]!] : [value, value];
  return {
    type: "range",
    parameter,
    bounds: { ...(from !== "*" && { gte: Number(from) }), ...(to !== "*" && { lte: Number(to) }) },
  };
}

/**
 * A comparison with less or greater; dates of a record's interval compare by what they have in common.
 * @throws BinomenError OCCURRENCE_QUERY_INVALID
 */
export function orderedComparison(
  parameter: Parameter,
  value: string,
  than: "lessThan" | "lessThanOrEquals" | "greaterThan" | "greaterThanOrEquals",
): Comparison {
  const isLess = than.startsWith("less");
  const withEquals = than.endsWith("OrEquals");
  if (parameter.kind === "integer" || parameter.kind === "decimal" || parameter.kind === "geologicalTime") {
    const number = parameter.kind === "geologicalTime" ? Number(value) : boundedNumber(parameter, value.trim());
    if (Number.isNaN(number)) invalid(`Value ${value} invalid for filter parameter ${parameter.key}`);
    const bound = `${isLess ? "l" : "g"}t${withEquals ? "e" : ""}` as keyof Bounds;
    return { type: "range", parameter, bounds: { [bound]: number } };
  }
  if (parameter.kind !== "date" && parameter.kind !== "eventDate")
    invalid(`Only equals comparisons are allowed for search parameter ${parameter.key} of type ${parameter.kind}`);
  const { from, before } = periodOf(value) ?? invalid(`Invalid date: ${value}`);
  if (parameter.kind === "eventDate")
    return {
      type: "overlaps",
      parameter,
      period: isLess ? { before: withEquals ? before : from } : { from: withEquals ? from : before },
    };
  return {
    type: "range",
    parameter,
    bounds: isLess ? { lt: withEquals ? before : from } : { gte: withEquals ? from : before },
  };
}

const METRES: Readonly<Record<string, number>> = {
  mm: 0.001,
  cm: 0.01,
  m: 1,
  meters: 1,
  metres: 1,
  km: 1000,
  kilometers: 1000,
  in: 0.0254,
  inch: 0.0254,
  ft: 0.3048,
  feet: 0.3048,
  yd: 0.9144,
  yards: 0.9144,
  mi: 1609.344,
  miles: 1609.344,
  nmi: 1852,
  nm: 1852,
  nauticalmiles: 1852,
};

/** A distance with its unit in metres: `"10km"` → 10000. @throws BinomenError OCCURRENCE_QUERY_INVALID */
export function metresOf(distance: string): number {
  const parts = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*([a-zA-Z]*)\s*$/.exec(distance);
  const unit = METRES[parts?.[2]?.toLowerCase() || "m"];
  const metres = Number(parts?.[1]) * (unit ?? Number.NaN);
  return metres > 0 && Number.isFinite(metres) ? metres : invalid(`Invalid distance: ${distance}`);
}

/** @throws BinomenError OCCURRENCE_QUERY_INVALID */
export function nearTo(latitude: string, longitude: string, distance: string): Predicate {
  const [lat, lon] = [Number(latitude), Number(longitude)];
  if (latitude.trim() === "" || !(Math.abs(lat) <= 90)) invalid(`Latitude ${latitude} is not between -90 and 90`);
  if (longitude.trim() === "" || !(Math.abs(lon) <= 180)) invalid(`Longitude ${longitude} is not between -180 and 180`);
  return { type: "near", latitude: lat, longitude: lon, metres: metresOf(distance) };
}

function nearOf(value: string): Predicate {
  const parts = value.split(",");
  if (parts.length !== 3) invalid("GeoDistance must follow the format lat,lng,distance");
  return nearTo(parts[0]!, parts[1]!, parts[2]!);
}

/** @throws BinomenError OCCURRENCE_QUERY_INVALID always */
export function invalid(problem: string): never {
  throw new BinomenError("OCCURRENCE_QUERY_INVALID", {
    problem: problem.length > 2000 ? `${problem.slice(0, 1000)} … ${problem.slice(-900)}` : problem,
  });
}
