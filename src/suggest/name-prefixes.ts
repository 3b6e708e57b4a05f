/**
 * Which names begin like this?
 *
 * For people who type: uninomials (genera and higher taxa) by their first letters, and behind a whole genus its species
 * by theirs. Uninomials stand in one sorted list, made when it is first asked for, a slice at a time, so that a server
 * goes on answering meanwhile; 8 million names have some 500,000. A general full-text index was measured at 2.4 GB per
 * million names, so names are not in one.
 */
import type { ImageReader, NameOrdinal, UsageOrdinal } from "../image/read.ts";
import { NameHits } from "../image/read.ts";
import { foldName } from "../names/keys/fold.ts";
import { isSynonym } from "../taxonomy/status.ts";

/** Usages looked at between two pauses. */
const SLICE = 50_000;
/** Candidates that are ranked; a prefix of two letters has thousands. */
const MOST_CANDIDATES = 2_000;

/** Names of one image by their first letters. */
export class NamePrefixes {
  readonly #image: ImageReader;
  readonly #hits = new NameHits();
  #uninomials: Promise<readonly string[]> | undefined;

  constructor(image: ImageReader) {
    this.#image = image;
  }

  /**
   * Usages whose canonical name begins with `typed`, the best first: accepted before synonyms, short before long. One
   * usage per name. @param pause is awaited between slices of the first call
   */
  async find(typed: string, limit: number, pause: () => Promise<void>): Promise<UsageOrdinal[]> {
    const folded = foldName(typed);
    if (folded === "" || limit < 1) return [];
    const names = folded.includes(" ") ? this.#below(folded) : await this.#beginning(folded, pause);
    const image = this.#image;
    const usages = names.map((name) => bestUsage(image, name));
    const lengthOf = (usage: UsageOrdinal): number => image.foldedName(image.nameOf(usage)).length;
    const lateness = (usage: UsageOrdinal): number => (isSynonym(image.status(usage)) ? 1000 : 0) + lengthOf(usage);
    return usages.sort((a, b) => lateness(a) - lateness(b) || a - b).slice(0, limit);
  }

  async #beginning(prefix: string, pause: () => Promise<void>): Promise<NameOrdinal[]> {
    this.#uninomials ??= this.#list(pause);
    const sorted = await this.#uninomials;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as string) < prefix) low = middle + 1;
      else high = middle;
    }
    const names: NameOrdinal[] = [];
    for (let i = low; names.length < MOST_CANDIDATES && sorted[i]?.startsWith(prefix); i++) {
      const name = this.#image.exactName(sorted[i] as string);
      if (name >= 0) names.push(name);
    }
    return names;
  }

  /** Names of the genus before the first space that go on as typed. */
  #below(folded: string): NameOrdinal[] {
    this.#image.childrenOfGenus(folded.slice(0, folded.indexOf(" ")), this.#hits);
    const names: NameOrdinal[] = [];
    for (let i = 0; i < this.#hits.length && names.length < MOST_CANDIDATES; i++) {
      const name = this.#hits.names[i] as NameOrdinal;
      if (this.#image.foldedName(name).startsWith(folded)) names.push(name);
    }
    return names;
  }

  async #list(pause: () => Promise<void>): Promise<readonly string[]> {
    const image = this.#image;
    const words = new Set<string>();
    for (let usage = 0; usage < image.usageCount; usage++) {
      if (usage % SLICE === SLICE - 1) await pause();
      const rank = image.rank(usage);
      // Ranks are read without decoding a letter; what has none is looked at.
      if (rank === "SPECIES" || rank === "SUBSPECIES" || rank === "VARIETY") continue;
      const word = image.foldedName(image.nameOf(usage));
      if (!word.includes(" ")) words.add(word);
    }
    return [...words].sort();
  }
}

/** The accepted usage of a name, else its first one. */
function bestUsage(image: ImageReader, name: NameOrdinal): UsageOrdinal {
  const first = image.firstUsage(name);
  for (let usage = first; usage < image.endUsage(name); usage++) if (!isSynonym(image.status(usage))) return usage;
  return first;
}
