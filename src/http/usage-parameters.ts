/**
 * What do the parameters of GBIF's usage routes ask for?
 *
 * Numbers and words that cannot be served are refused, not corrected: a page of another length, or all ranks instead of a
 * misspelt one, would be taken for an answer.
 */
import { booleanOf } from "../answer/query-fields.ts";
import { BinomenError } from "../errors.ts";
import { FORM } from "../limits.ts";
import type { Rank } from "../taxonomy/rank.ts";
import { parseRank } from "../taxonomy/rank-spelling.ts";
import { TAXONOMIC_STATUSES, type TaxonomicStatus } from "../taxonomy/status.ts";
import { FACETS, type FacetField, type FacetRequest, type UsageFilter } from "../usages/usage-filter.ts";
import { KNOWN_NAME_TYPES } from "../usages/usage-view.ts";
import type { PageRequest, SearchField, UsageSearch, Usages } from "../usages/usages.ts";
import { checklistOf, first, type Parameters } from "./parameters.ts";
import { SearchParameters } from "./schemas/usages.ts";

/** Most results of one page, as GBIF has it. */
export const LONGEST_PAGE = 1000;
const DEFAULT_PAGE = 20;
/** Values of a facet when no number is given: what GBIF's clients tell their users. */
const DEFAULT_FACET_VALUES = 100;

/** Status as API v1 calls it → as a checklist has it. Its other words say more than checklists do. */
const STATUSES: ReadonlyMap<string, TaxonomicStatus> = new Map<string, TaxonomicStatus>([
  ...TAXONOMIC_STATUSES.map((status) => [status, status] as const),
  ["DOUBTFUL", "PROVISIONALLY_ACCEPTED"],
  ["HETEROTYPIC_SYNONYM", "AMBIGUOUS_SYNONYM"],
]);

/** Parameters of a search by their name in small letters: GBIF's clients disagree about capitals. */
const SEARCH_PARAMETERS = new Map(
  [...Object.keys(SearchParameters.properties), "hl", "verbose"].map((name) => [name.toLowerCase(), name]),
);

/** The checklist that is meant: GBIF's newer routes call its key `checklistKey`, the older ones `datasetKey`. */
export function checklistMeant(parameters: Parameters): string | undefined {
  return checklistOf(parameters) ?? (first(parameters["datasetKey"]) || undefined);
}

/** The part of a list that is wanted. @throws REQUEST_INVALID */
export function pageAsked(parameters: Parameters): PageRequest {
  return {
    offset: numberAsked(parameters, "offset", 0, Number.MAX_SAFE_INTEGER - LONGEST_PAGE),
    limit: numberAsked(parameters, "limit", DEFAULT_PAGE, LONGEST_PAGE),
  };
}

/** Farthest place in what was found, as at GBIF: https://techdocs.gbif.org/en/openapi/ */
const MOST_OFFSET = 100_000;

/** The part of what was found that is wanted. @throws REQUEST_INVALID also for what lies too far behind */
export function foundPageAsked(parameters: Parameters): PageRequest {
  const { offset, limit } = pageAsked(parameters);
  if (offset + limit > MOST_OFFSET)
    throw invalid("offset", `is too large: Max offset of ${MOST_OFFSET} exceeded: ${offset} + ${limit}`);
  return { offset, limit };
}

/** Ranks that are wanted; `undefined` for all. @throws REQUEST_INVALID */
export function ranksAsked(parameters: Parameters): ReadonlySet<Rank> | undefined {
  return wordsAsked(parameters, "rank", (word) => parseRank(word), "GENUS, SPECIES, SUBSPECIES …");
}

/**
 * What a search asks for.
 * @throws REQUEST_INVALID for what cannot be searched by, USAGE_NOT_FOUND for a higher taxon that is not there
 */
export function searchAsked(query: Parameters, usages: Usages, checklistKey: string): UsageSearch {
  const parameters = knownParameters(query);
  if (booleanOf(first(parameters["hl"])) === true) throw invalid("hl", "is not done here: nothing is highlighted");
  const filter: UsageFilter = {
    ranks: ranksAsked(parameters),
    statuses: wordsAsked(
      parameters,
      "status",
      (word) => STATUSES.get(word.toUpperCase()),
      [...STATUSES.keys()].join(", "),
    ),
    nameTypes: wordsAsked(
      parameters,
      "nameType",
      (word) => KNOWN_NAME_TYPES.find((type) => type === word.toUpperCase()),
      KNOWN_NAME_TYPES.join(", "),
    ),
    higherTaxa: higherTaxaAsked(parameters, usages, checklistKey),
  };
  const q = typed(parameters);
  return {
    ...foundPageAsked(parameters),
    q: q || undefined,
    fields: fieldsAsked(parameters),
    filter,
    facets: facetsAsked(parameters),
  };
}

/** What was typed; `undefined` when nothing was. @throws REQUEST_INVALID for more than anybody types */
export function typed(parameters: Parameters): string | undefined {
  const q = first(parameters["q"])?.trim();
  if (q !== undefined && q.length > FORM.typedLength)
    throw invalid("q", `has more than ${FORM.typedLength} characters`);
  return q || undefined;
}

/** The parameters under the names that they have here. */
function knownParameters(query: Parameters): Parameters {
  const named: Record<string, string | string[] | undefined> = {};
  for (const [written, value] of Object.entries(query)) {
    const name = SEARCH_PARAMETERS.get(written.toLowerCase());
    if (name !== undefined) named[name] = value;
    else if (valuesOf(value).length > 0)
      throw invalid(
        written,
        `is nothing that usages can be searched by. Known: ${[...SEARCH_PARAMETERS.values()].join(", ")}`,
      );
  }
  return named;
}

function fieldsAsked(parameters: Parameters): readonly SearchField[] {
  const fields = wordsAsked<SearchField>(
    parameters,
    "qField",
    (word) => (["SCIENTIFIC", "VERNACULAR"] as const).find((field) => field === word.toUpperCase()),
    "SCIENTIFIC, VERNACULAR",
  );
  return [...(fields ?? (["SCIENTIFIC", "VERNACULAR"] as const))];
}

function higherTaxaAsked(parameters: Parameters, usages: Usages, checklist: string): ReadonlySet<number> | undefined {
  const keys = valuesOf(parameters["highertaxonKey"]);
  if (keys.length === 0) return undefined;
  return new Set(
    keys.map((key) => {
      const usage = usages.withKey(key);
      if (usage < 0) throw new BinomenError("USAGE_NOT_FOUND", { checklist, key });
      return usage;
    }),
  );
}

function facetsAsked(parameters: Parameters): FacetRequest {
  // Python's False says that none is wanted.
  const words = valuesOf(parameters["facet"]).filter((word) => booleanOf(word) !== false);
  const fields = words.map((word) => {
    const plain = word.replaceAll("_", "").toUpperCase();
    const field = FACETS.find((known) => known.replaceAll("_", "") === plain);
    if (field === undefined) throw invalid("facet", `${word} is not counted here. Known: ${FACETS.join(", ")}`);
    return field;
  });
  return {
    fields: [...new Set<FacetField>(fields)],
    limit: numberAsked(parameters, "facetLimit", DEFAULT_FACET_VALUES, LONGEST_PAGE),
    offset: numberAsked(parameters, "facetOffset", 0, Number.MAX_SAFE_INTEGER),
    leastCount: numberAsked(parameters, "facetMincount", 0, Number.MAX_SAFE_INTEGER),
    multiselect: booleanOf(first(parameters["facetMultiselect"])) === true,
  };
}

function wordsAsked<T>(
  parameters: Parameters,
  name: string,
  read: (word: string) => T | undefined,
  known: string,
): ReadonlySet<T> | undefined {
  const words = valuesOf(parameters[name]);
  if (words.length === 0) return undefined;
  return new Set(
    words.map((word) => {
      const value = read(word);
      if (value === undefined) throw invalid(name, `${word} is not known. Known: ${known}`);
      return value;
    }),
  );
}

/** Values of a parameter that may be given several times, or as one list with commas. */
function valuesOf(value: string | string[] | undefined): string[] {
  return [value ?? []]
    .flat()
    .flatMap((one) => one.split(","))
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function numberAsked(parameters: Parameters, name: string, absent: number, most: number): number {
  const written = first(parameters[name])?.trim();
  if (!written) return absent;
  const number = Number(written);
  if (!/^\d+$/.test(written) || number > most)
    throw invalid(name, `must be a whole number from 0 to ${most}, found ${written}`);
  return number;
}

function invalid(field: string, problem: string): BinomenError {
  return new BinomenError("REQUEST_INVALID", { field, problem });
}
