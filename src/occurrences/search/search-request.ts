/**
 * What does a search ask for? GBIF's parameters of pages and facets, checked, beside the filters of `predicate/`.
 */
import { inChecklist } from "../predicate/checklists.ts";
import { wordsOf } from "../predicate/from-json.ts";
import { checklistAsked, type Filters, filtersOf, type UrlParameters, valuesOf } from "../predicate/from-parameters.ts";
import { type Parameter, parameterNamed } from "../predicate/parameters.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { invalid } from "../predicate/values.ts";
import type { Meanings } from "../predicate/vocabularies.ts";
import { type Cursor, cursorOf } from "./cursor.ts";

/** A facet to count. */
export interface FacetRequest {
  readonly parameter: Parameter;
  readonly limit: number;
  readonly offset: number;
}

/** A search, read from wherever it came. */
export interface SearchRequest {
  readonly filters: Filters;
  /** What holds beside the filters: words, a predicate. */
  readonly beside: Predicate;
  readonly limit: number;
  readonly offset: number;
  readonly facets: readonly FacetRequest[];
  readonly facetMinCount: number;
  /** Counts of a facet are not restricted by its own filter. */
  readonly multiselect: boolean;
  readonly shuffle: string | undefined;
  /** Where the page begins, for paging by cursor; its snapshot must be asked. */
  readonly after: Cursor | "begin" | undefined;
}

/** Larger limits are cut to this, without an error, as GBIF does. */
const MOST_RESULTS = 300;
const DEFAULT_LIMIT = 20;
/** GBIF's public bound of paging. */
const MOST_OFFSET = 100_000;
const MOST_FACETS = 1_200_000;
const DEFAULT_FACET_LIMIT = 10;

/**
 * Reads a search from the parameters of a URL.
 * @throws BinomenError OCCURRENCE_QUERY_INVALID
 */
export function searchRequestOf(parameters: UrlParameters, meanings: Meanings): SearchRequest {
  const one = (name: string) => valuesOf(parameters[name] ?? parameters[lowerKey(parameters, name)]).at(0);
  const limit = Math.min(wholeNumber(one("limit"), DEFAULT_LIMIT, "limit"), MOST_RESULTS);
  const offset = wholeNumber(one("offset"), 0, "offset");
  if (offset + limit > MOST_OFFSET)
    invalid(
      `Max offset of ${MOST_OFFSET} exceeded: ${offset} + ${limit}. Page with after=* and the member next instead.`,
    );
  const after = one("after");
  if (after !== undefined && (offset > 0 || one("shuffle") !== undefined))
    invalid("after cannot be used together with offset or shuffle");
  const words = wordsOf(one("q") ?? "");
  return {
    filters: filtersOf(parameters, meanings),
    beside: words.length > 0 ? { type: "words", words } : { type: "all" },
    limit,
    offset,
    facets: facetsOf(parameters, one, checklistAsked(parameters, meanings)),
    facetMinCount: wholeNumber(one("facetMincount"), 0, "facetMincount"),
    multiselect: one("facetMultiselect")?.toLowerCase() === "true",
    shuffle: one("shuffle"),
    after: after === undefined ? undefined : cursorOf(after),
  };
}

function lowerKey(parameters: UrlParameters, name: string): string {
  return Object.keys(parameters).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
}

function facetsOf(
  parameters: UrlParameters,
  one: (name: string) => string | undefined,
  checklist: string | undefined,
): FacetRequest[] {
  const limit = wholeNumber(one("facetLimit"), DEFAULT_FACET_LIMIT, "facetLimit");
  const offset = wholeNumber(one("facetOffset"), 0, "facetOffset");
  const names = [...new Set(valuesOf(parameters["facet"]))];
  let most = 0;
  return names.flatMap((name) => {
    const parameter = parameterNamed(name);
    if (parameter === undefined) return invalid(`Cannot parse ${name} into a known OccurrenceSearchParameter`);
    if (parameter.kind === "geometry" || parameter.kind === "geoDistance" || parameter.kind === "checklist")
      return invalid(`${parameter.key} cannot be a facet`);
    const facet = {
      parameter: inChecklist(parameter, checklist),
      limit: wholeNumber(one(`${name}.facetLimit`), limit, `${name}.facetLimit`),
      offset: wholeNumber(one(`${name}.facetOffset`), offset, `${name}.facetOffset`),
    };
    // One answer holds no more than one facet may.
    most += facet.limit;
    if (facet.limit + facet.offset > MOST_FACETS || most > MOST_FACETS)
      return invalid(`Facets paging is only supported up to ${MOST_FACETS} elements`);
    return [facet];
  });
}

/** @throws BinomenError OCCURRENCE_QUERY_INVALID */
export function wholeNumber(text: string | undefined, otherwise: number, name: string): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!/^\d{1,15}$/.test(text) || !Number.isSafeInteger(number))
    return invalid(`Value ${text} invalid for parameter ${name}`);
  return number;
}
