/**
 * What do the parameters of GBIF's search ask for?
 *
 * Values of one parameter are alternatives, parameters hold together. Empty values count as absent and unknown
 * parameters are ignored: rgbif and pygbif send both.
 */
import { inChecklist } from "./checklists.ts";
import { type Parameter, parameterNamed } from "./parameters.ts";
import { and, or, type Predicate } from "./predicate.ts";
import { MOST_POINTS } from "./regions.ts";
import { comparisonOf, exactValues, invalid, taxaNamed } from "./values.ts";
import type { Meanings } from "./vocabularies.ts";

/** Parameters as a URL gives them. */
export type UrlParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Most values of one parameter, and of all together. */
const MOST_VALUES = 10_000;

/** The filters of a request: by parameter, so that a facet can leave its own out. */
export type Filters = ReadonlyMap<Parameter, Predicate>;

/** @throws BinomenError OCCURRENCE_QUERY_INVALID */
export function filtersOf(parameters: UrlParameters, meanings: Meanings): Filters {
  const given = new Map<Parameter, string[]>();
  const asked = valuesOf(parameters["checklistKey"]).at(0);
  const checklist = checklistAsked(parameters, meanings);
  let count = 0;
  for (const [name, value] of Object.entries(parameters)) {
    const parameter = parameterNamed(name);
    if (parameter === undefined || parameter.kind === "checklist") continue;
    const values = valuesOf(value);
    count += values.length;
    if (count > MOST_VALUES) invalid(`More than ${MOST_VALUES} values are given`);
    if (asked !== undefined && parameter.name === "issue" && values.some((one) => TAXONOMIC_ISSUE.test(one)))
      invalid("Please use TAXONOMIC_ISSUE parameter instead of ISSUE parameter  when using a checklistKey");
    const meant = inChecklist(parameter, checklist);
    if (values.length > 0) given.set(meant, [...(given.get(meant) ?? []), ...values]);
  }
  const matchCase = valuesOf(parameters["matchCase"]).at(0)?.toLowerCase() === "true";
  return new Map([...given].map(([parameter, values]) => [parameter, anyOf(parameter, values, meanings, matchCase)]));
}

const TAXONOMIC_ISSUE = /^(taxon|scientific[ _-]?name)/i;

/** The checklist that a request means, `undefined` for the one that columns hold. @throws OCCURRENCE_QUERY_INVALID */
export function checklistAsked(parameters: UrlParameters, meanings: Meanings): string | undefined {
  const asked = valuesOf(parameters["checklistKey"]).at(0);
  return asked === undefined ? undefined : meanings.checklist?.(asked);
}

/** The values of a parameter that are not empty. */
export function valuesOf(value: string | readonly string[] | undefined): string[] {
  const all = value === undefined ? [] : typeof value === "string" ? [value] : value;
  return all.map((text) => text.trim()).filter((text) => text !== "");
}

/** Records for which one of the values holds. */
export function anyOf(
  parameter: Parameter,
  values: readonly string[],
  meanings: Meanings,
  matchCase = false,
): Predicate {
  if (parameter.kind === "scientificName" && !values.includes("*")) return taxaNamed(parameter, values, meanings);
  const arePlain = !isComposed(parameter) && !values.includes("*");
  if (arePlain) {
    const exact = [...new Set(values.flatMap((value) => exactValues(parameter, value, meanings)))];
    return { type: "equals", parameter, values: exact, ...(matchCase && { matchCase }) };
  }
  let points = 0;
  return or(
    values.map((value) => {
      const one = comparisonOf(parameter, value, meanings, matchCase);
      if (one.type === "within") points += one.region.pointCount;
      if (points > MOST_POINTS)
        return invalid(`The geometries have more than ${MOST_POINTS} points. The maximum is ${MOST_POINTS}.`);
      return one;
    }),
  );
}

/** Kinds whose values may be more than one value: ranges, periods, shapes. */
function isComposed({ kind }: Parameter): boolean {
  return [
    "integer",
    "decimal",
    "date",
    "eventDate",
    "geometry",
    "geoDistance",
    "geologicalTime",
    "scientificName",
  ].includes(kind);
}

/** All filters together. */
export function allOf(filters: Filters, except?: Parameter): Predicate {
  return and([...filters].filter(([parameter]) => parameter !== except).map(([, predicate]) => predicate));
}
