/** What does a checklist say of its usages, beside what a name means? One per release. */
import { keyOf } from "../answer/v1.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import { foldName } from "../names/keys/fold.ts";
import { parseName } from "../names/parse.ts";
import { inSlices, NameSearch } from "../suggest/name-search.ts";
import { Vernaculars } from "../suggest/vernaculars.ts";
import type { VernacularName } from "../taxonomy/name-usage.ts";
import { isInfraspecific, type Rank } from "../taxonomy/rank.ts";
import { combinationsOf } from "./combinations.ts";
import { Relatives } from "./relatives.ts";
import { type FacetRequest, type FacetView, type UsageFilter, UsageSieve } from "./usage-filter.ts";
import {
  type UsageContext,
  type UsageView,
  type VernacularView,
  viewFound,
  viewSuggested,
  viewUsage,
} from "./usage-view.ts";

export type { UsageOrdinal } from "../image/read.ts";

/** Which part of a list is wanted. */
export interface PageRequest {
  offset: number;
  limit: number;
}

/** A part of a list, as GBIF shows it. */
export interface Page<T> extends PageRequest {
  endOfRecords: boolean;
  results: T[];
}

/** Where the words of a search are looked for. */
export type SearchField = "SCIENTIFIC" | "VERNACULAR";

/** What is searched for. */
export interface UsageSearch extends PageRequest {
  /** Absent to go through all usages. */
  q?: string | undefined;
  fields: readonly SearchField[];
  filter: UsageFilter;
  facets: FacetRequest;
}

/** What was found, as GBIF shows it. */
export interface FoundUsages extends Page<UsageView> {
  count: number;
  facets: FacetView[];
}

/** A taxon with the number of species below it, as GBIF shows it. */
export interface UsageCount {
  key: number | string;
  name: string;
  rank: string;
  size: number;
}

/** One part of a list that is there as a whole. */
export function pageOf<T, U>(all: readonly T[], { offset, limit }: PageRequest, view: (one: T) => U): Page<U> {
  const results = all.slice(offset, offset + limit).map(view);
  return { offset, limit, endOfRecords: offset + limit >= all.length, results };
}

/** The usages of one release. What is needed for some questions only is read when they are first asked. */
export class Usages {
  readonly image: ImageReader;
  readonly #names: NameSearch;
  readonly #vernaculars: Vernaculars;
  readonly #meant: (name: string) => UsageOrdinal;
  #relatives: Promise<Relatives> | undefined;

  /** @param meant the usage that a whole name means however it is written, -1 for none: asked when no words are found */
  constructor(image: ImageReader, imagePath: string, meant: (name: string) => UsageOrdinal) {
    this.image = image;
    this.#meant = meant;
    this.#names = new NameSearch(image);
    this.#vernaculars = new Vernaculars(imagePath);
  }

  /** The usage with this key; -1 when there is none. */
  withKey(key: string): UsageOrdinal {
    return this.image.usageWithId(key);
  }

  /** Relatives of usages, read when they are first asked for. */
  relatives(): Promise<Relatives> {
    this.#relatives ??= Relatives.read(this.image, nextTurn);
    return this.#relatives;
  }

  /** A usage alone, with what is counted below it and the common name in English, or else the first. */
  async view(usage: UsageOrdinal, context: UsageContext): Promise<UsageView> {
    const { class: className, synonym, issues, ...view } = viewUsage(this.image, usage, context);
    const names = await this.vernacularNames(usage);
    const name = names.find(({ language }) => /^en/i.test(language ?? "")) ?? names[0];
    if (name !== undefined) view["vernacularName"] = name.vernacularName;
    view["numDescendants"] = (await this.relatives()).descendantCount(usage);
    return { ...view, issues, synonym, ...(className !== undefined && { class: className }) };
  }

  /** Common names of a usage. */
  vernacularNames(usage: UsageOrdinal): Promise<readonly VernacularName[]> {
    return this.#vernaculars.of(this.image.id(usage), nextTurn);
  }

  /** Usages of exactly this name; an authorship with it does not matter. */
  named(canonicalName: string): UsageOrdinal[] {
    const { image } = this;
    const written = image.exactName(foldName(canonicalName));
    const name = written < 0 ? image.exactName(foldName(parseName(canonicalName).canonicalName ?? "")) : written;
    if (name < 0) return [];
    const first = this.image.firstUsage(name);
    return Array.from({ length: this.image.endUsage(name) - first }, (_, i) => first + i);
  }

  /** All usages that are wanted, in the order of the image. */
  async list({ offset, limit }: PageRequest, filter: UsageFilter, context: UsageContext): Promise<Page<UsageView>> {
    const sieve = new UsageSieve(this.image, filter, NO_FACETS, context.checklistKey);
    const results: UsageView[] = [];
    let count = 0;
    for await (const slice of inSlices(numbers(this.image.usageCount), nextTurn))
      for (const usage of slice) {
        if (!sieve.take(usage)) continue;
        // One more tells that there are more.
        if (++count > offset + limit) return { offset, limit, endOfRecords: false, results };
        if (count > offset) results.push(viewUsage(this.image, usage, context));
      }
    return { offset, limit, endOfRecords: true, results };
  }

  /** Usages for people who type; see `NameSearch.suggest`. */
  suggest(typed: string, limit: number, context: UsageContext, filter: UsageFilter = {}): UsageView[] {
    const sieve = new UsageSieve(this.image, filter, NO_FACETS, context.checklistKey);
    const usages = this.#names.suggest(typed, limit, (usage) => sieve.take(usage));
    if (usages.length === 0 && limit > 0) usages.push(...this.#wholeName(typed).filter((usage) => sieve.take(usage)));
    return usages.map((usage) => viewSuggested(this.image, usage, context));
  }

  /** Usages by words of their names, or all, as far as they are wanted. */
  async search({ q, fields, filter, facets, offset, limit }: UsageSearch, context: UsageContext): Promise<FoundUsages> {
    const sieve = new UsageSieve(this.image, filter, facets, context.checklistKey);
    const found: UsageOrdinal[] = [];
    let count = 0;
    const lists = q === undefined ? [await this.#unasked(filter)] : await this.#asked(q, fields);
    const seen = new Set<UsageOrdinal>();
    for (const list of lists)
      for await (const slice of inSlices(list, nextTurn))
        for (const usage of slice) {
          if (lists.length > 1 && seen.has(usage)) continue;
          if (lists.length > 1) seen.add(usage);
          if (!sieve.take(usage)) continue;
          if (count >= offset && count < offset + limit) found.push(usage);
          count++;
        }
    const relatives = await this.relatives();
    const results: UsageView[] = [];
    for (const usage of found) {
      const vernacularNames = (await this.vernacularNames(usage)).map(vernacularView);
      results.push(
        viewFound(this.image, usage, context, { numDescendants: relatives.descendantCount(usage), vernacularNames }),
      );
    }
    return { offset, limit, endOfRecords: offset + limit >= count, count, results, facets: sieve.facets() };
  }

  /** Taxa right below a taxon, with the number of species below each. */
  async childCounts(taxon: UsageOrdinal): Promise<UsageCount[]> {
    const relatives = await this.relatives();
    return relatives.children(taxon).map((child) => this.#countOf(child, relatives));
  }

  /** The highest taxa, with the number of species below each. */
  async rootCounts(): Promise<UsageCount[]> {
    const relatives = await this.relatives();
    return relatives.roots().map((root) => this.#countOf(root, relatives));
  }

  /** Other combinations of a usage that is a basionym. */
  async combinations(usage: UsageOrdinal): Promise<UsageOrdinal[]> {
    return combinationsOf(usage, this.image, await this.relatives());
  }

  /** How many taxa of which ranks are below a usage, in GBIF's members. */
  async metrics(usage: UsageOrdinal): Promise<Record<string, number | string>> {
    const relatives = await this.relatives();
    const counts = new Map<Rank, number>();
    for await (const slice of inSlices(relatives.below(usage), nextTurn))
      for (const taxon of slice) {
        if (
          this.image.accepted(taxon) >= 0 ||
          !["ACCEPTED", "PROVISIONALLY_ACCEPTED"].includes(this.image.status(taxon))
        )
          continue;
        const rank = this.image.rank(taxon) ?? "UNRANKED";
        counts.set(rank, (counts.get(rank) ?? 0) + 1);
      }
    const ofRank = (rank: Rank) => counts.get(rank) ?? 0;
    let numInfraspecific = 0;
    for (const [rank, count] of counts) if (isInfraspecific(rank)) numInfraspecific += count;
    return {
      key: keyOf(this.image.id(usage)),
      numChildren: relatives.children(usage).length,
      numPhylum: ofRank("PHYLUM"),
      numClass: ofRank("CLASS"),
      numOrder: ofRank("ORDER"),
      numFamily: ofRank("FAMILY"),
      numGenus: ofRank("GENUS"),
      numSubgenus: ofRank("SUBGENUS"),
      numSpecies: ofRank("SPECIES"),
      numInfraspecific,
      numDescendants: relatives.descendantCount(usage),
      numSynonyms: relatives.synonymCount(usage),
    };
  }

  #countOf(taxon: UsageOrdinal, relatives: Relatives): UsageCount {
    const { image } = this;
    return {
      key: keyOf(image.id(taxon)),
      name: image.canonicalName(taxon),
      rank: image.rank(taxon) ?? "UNRANKED",
      size: relatives.speciesCount(taxon),
    };
  }

  /** What is gone through when no words are given: what is below one taxon, or everything. */
  async #unasked({ higherTaxa }: UsageFilter): Promise<Iterable<UsageOrdinal>> {
    const [taxon] = higherTaxa ?? [];
    if (higherTaxa?.size === 1 && taxon !== undefined) return (await this.relatives()).below(taxon);
    return numbers(this.image.usageCount);
  }

  async #asked(q: string, fields: readonly SearchField[]): Promise<Iterable<UsageOrdinal>[]> {
    const lists: Iterable<UsageOrdinal>[] = [];
    if (fields.includes("SCIENTIFIC")) lists.push(this.#usagesOf(q));
    if (fields.includes("VERNACULAR")) {
      const names = await this.#vernaculars.find(q, Number.MAX_SAFE_INTEGER, nextTurn);
      lists.push(new Set(names.map(({ usageId }) => this.withKey(usageId)).filter((usage) => usage >= 0)));
    }
    return lists;
  }

  *#usagesOf(q: string): Generator<UsageOrdinal> {
    let isFound = false;
    for (const name of this.#names.names(q)) {
      isFound = true;
      for (let usage = this.image.firstUsage(name); usage < this.image.endUsage(name); usage++) yield usage;
    }
    if (!isFound) yield* this.#wholeName(q);
  }

  #wholeName(written: string): UsageOrdinal[] {
    const usage = this.#meant(written);
    return usage < 0 ? [] : [usage];
  }
}

const NO_FACETS: FacetRequest = { fields: [], limit: 0, offset: 0, leastCount: 0, multiselect: false };

/** A common name as a search shows it. */
export function vernacularView({ vernacularName, language }: VernacularName): VernacularView {
  return language === undefined ? { vernacularName } : { vernacularName, language };
}

function* numbers(count: number): Generator<number> {
  for (let i = 0; i < count; i++) yield i;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
