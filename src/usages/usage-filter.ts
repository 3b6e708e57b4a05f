/** Which usages does a search want, and how many of those it finds are of each kind? */
import { keyOf } from "../answer/v1.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import type { Rank } from "../taxonomy/rank.ts";
import type { TaxonomicStatus } from "../taxonomy/status.ts";
import { nameTypeOf, statusOf } from "./usage-view.ts";

/** Kinds that are counted, as GBIF calls them. */
export const FACETS = ["DATASET_KEY", "RANK", "STATUS", "HIGHERTAXON_KEY", "NAME_TYPE"] as const;

/** A kind that is counted. */
export type FacetField = (typeof FACETS)[number];

/** What is wanted; an absent list wants all. */
export interface UsageFilter {
  ranks?: ReadonlySet<Rank> | undefined;
  statuses?: ReadonlySet<TaxonomicStatus> | undefined;
  /** As API v1 calls them. */
  nameTypes?: ReadonlySet<string> | undefined;
  /** Taxa of which one is above the usage. */
  higherTaxa?: ReadonlySet<UsageOrdinal> | undefined;
}

/** How facets are counted. */
export interface FacetRequest {
  fields: readonly FacetField[];
  /** Values of each, the most frequent first. */
  limit: number;
  offset: number;
  leastCount: number;
  /** As if the filter of the facet's own field were not there. */
  multiselect: boolean;
}

/** A facet as GBIF shows it. */
export interface FacetView {
  field: FacetField;
  counts: { name: string; count: number }[];
}

/** More steps up than any classification has. */
const MOST_LEVELS = 200;

type Test = readonly [field: FacetField, fits: (usage: UsageOrdinal) => boolean];

/** Judges usages one by one, and counts those that fit. */
export class UsageSieve {
  readonly #image: ImageReader;
  readonly #tests: readonly Test[];
  readonly #request: FacetRequest;
  readonly #checklistKey: string;
  readonly #counts: readonly Map<string, number>[];

  constructor(image: ImageReader, filter: UsageFilter, request: FacetRequest, checklistKey: string) {
    this.#image = image;
    this.#tests = testsOf(image, filter);
    this.#request = request;
    this.#checklistKey = checklistKey;
    this.#counts = request.fields.map(() => new Map());
  }

  /** True when a usage is wanted. It is counted, too. */
  take(usage: UsageOrdinal): boolean {
    let failed: FacetField | undefined;
    for (const [field, fits] of this.#tests) {
      if (fits(usage)) continue;
      if (failed !== undefined || !this.#request.multiselect) return false;
      failed = field;
    }
    for (const [i, field] of this.#request.fields.entries())
      if (failed === undefined || failed === field) this.#count(this.#counts[i]!, field, usage);
    return failed === undefined;
  }

  /** What was counted. */
  facets(): FacetView[] {
    const { fields, limit, offset, leastCount } = this.#request;
    return fields.map((field, i) => ({
      field,
      counts: [...this.#counts[i]!]
        .filter(([, count]) => count >= leastCount)
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .slice(offset, offset + limit)
        .map(([name, count]) => ({ name, count })),
    }));
  }

  #count(counts: Map<string, number>, field: FacetField, usage: UsageOrdinal): void {
    const image = this.#image;
    const add = (value: string) => counts.set(value, (counts.get(value) ?? 0) + 1);
    switch (field) {
      case "DATASET_KEY":
        add(this.#checklistKey);
        break;
      case "RANK":
        add(image.rank(usage) ?? "UNRANKED");
        break;
      case "STATUS":
        add(statusOf(image, usage));
        break;
      case "NAME_TYPE":
        add(nameTypeOf(image, usage));
        break;
      default:
        for (const taxon of image.lineage(usage)) add(String(keyOf(image.id(taxon))));
    }
  }
}

function testsOf(image: ImageReader, filter: UsageFilter): Test[] {
  const { ranks, statuses, nameTypes, higherTaxa } = filter;
  const tests: Test[] = [];
  if (ranks) tests.push(["RANK", (usage) => ranks.has(image.rank(usage) ?? "UNRANKED")]);
  if (statuses) tests.push(["STATUS", (usage) => statuses.has(image.status(usage))]);
  if (nameTypes) tests.push(["NAME_TYPE", (usage) => nameTypes.has(nameTypeOf(image, usage))]);
  if (higherTaxa) tests.push(["HIGHERTAXON_KEY", (usage) => isBelow(usage, higherTaxa, image)]);
  return tests;
}

function isBelow(usage: UsageOrdinal, taxa: ReadonlySet<UsageOrdinal>, image: ImageReader): boolean {
  let taxon = image.parent(usage);
  for (let level = 0; taxon >= 0 && level < MOST_LEVELS; level++) {
    if (taxa.has(taxon)) return true;
    taxon = image.parent(taxon);
  }
  return false;
}
