/**
 * Which names have words that begin like what was typed?
 *
 * `"concolor"`, `"P. concolor"`, `"puma conc"`: each word typed begins a word of the name, in this order, wherever they
 * stand. When no name has them, misspelt words count too: `"pumma conc"`, `"concolr"`.
 */
import type { AnyWord, ImageReader, NameOrdinal, UsageOrdinal, WordSet } from "../image/read.ts";
import { foldName } from "../names/keys/fold.ts";
import { rankMarker } from "../names/words/rank-markers.ts";
import { isSynonym } from "../taxonomy/status.ts";

/** Names looked at between two pauses. */
const SLICE = 20_000;
/** Candidates that are ranked; two letters begin thousands of names. */
const MOST_CANDIDATES = 2_000;
/** Words of a name in an image: genus, epithet, and all that follows. */
const MOST_WORDS = 3;
/** Letters of a word from which on one, or two of them may be wrong: shorter words are near to anything. */
const ONE_EDIT_FROM = 4;
const TWO_EDITS_FROM = 8;

/** Names of one image by what was typed of them. */
export class NameSearch {
  readonly #image: ImageReader;
  readonly #words: AnyWord;

  constructor(image: ImageReader) {
    this.#image = image;
    this.#words = image.anyWord();
  }

  /**
   * Usages for people who type, one for each name, the best first: accepted before synonyms, short before long.
   * @param isWanted only such usages
   */
  suggest(typed: string, limit: number, isWanted: (usage: UsageOrdinal) => boolean = () => true): UsageOrdinal[] {
    const image = this.#image;
    const usages: UsageOrdinal[] = [];
    for (const name of this.names(typed)) {
      const usage = bestUsage(image, name, isWanted);
      if (usage >= 0 && usages.push(usage) === MOST_CANDIDATES) break;
    }
    const lateness = new Map(
      usages.map((usage) => {
        const length = image.foldedName(image.nameOf(usage)).length;
        return [usage, (isSynonym(image.status(usage)) ? 1000 : 0) + length];
      }),
    );
    return usages.sort((a, b) => lateness.get(a)! - lateness.get(b)! || a - b).slice(0, limit);
  }

  /** All names that were meant, each once. */
  names(typed: string): Iterable<NameOrdinal> {
    const written = wordsOf(typed);
    if (written.length === 0) return [];
    // An image keeps what follows the second word as one.
    const words = [...written.slice(0, MOST_WORDS - 1), written.slice(MOST_WORDS - 1).join(" ")].filter(
      (w) => w !== "",
    );
    for (const edits of [0, 1, 2] as const) {
      if (edits > 0 && !words.some((word) => word.length >= (edits === 1 ? ONE_EDIT_FROM : TWO_EDITS_FROM))) break;
      const sets = words.map((word) => this.#wordsLike(word, edits));
      if (sets.some((set) => set.words.length === 0)) continue;
      const names = this.#words.names(sets);
      const first = names.next();
      if (!first.done) return startingWith(first.value, names);
    }
    return [];
  }

  #wordsLike(word: string, edits: 0 | 1 | 2): WordSet {
    const most = word.length >= TWO_EDITS_FROM ? edits : word.length >= ONE_EDIT_FROM ? Math.min(edits, 1) : 0;
    const beginning = this.#words.beginning(word);
    return most === 0 ? beginning : this.#words.near(word, most as 1 | 2, beginning);
  }
}

/** Folded words of what was typed, but for rank markers. One at the end may become an epithet, unless a stop follows. */
function wordsOf(typed: string): string[] {
  const words = foldName(typed)
    .split(" ")
    .filter((word) => word !== "");
  const open = typed.trimEnd().endsWith(".") ? words.length : words.length - 1;
  return words.filter((word, i) => i === 0 || i === open || rankMarker(word) === undefined);
}

/** Calls `pause` now and then, so that a server goes on answering while it goes through many. */
export async function* inSlices<T>(items: Iterable<T>, pause: () => Promise<void>): AsyncGenerator<readonly T[]> {
  let slice: T[] = [];
  for (const item of items) {
    if (slice.push(item) < SLICE) continue;
    yield slice;
    slice = [];
    await pause();
  }
  if (slice.length > 0) yield slice;
}

function* startingWith(first: NameOrdinal, rest: Iterable<NameOrdinal>): Generator<NameOrdinal> {
  yield first;
  yield* rest;
}

/** The accepted usage of a name, else its first one; -1 when none is wanted. */
function bestUsage(image: ImageReader, name: NameOrdinal, isWanted: (usage: UsageOrdinal) => boolean): UsageOrdinal {
  let best: UsageOrdinal = -1;
  for (let usage = image.firstUsage(name); usage < image.endUsage(name); usage++) {
    if (!isWanted(usage)) continue;
    if (!isSynonym(image.status(usage))) return usage;
    if (best < 0) best = usage;
  }
  return best;
}
