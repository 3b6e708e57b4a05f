/**
 * Which names have words that begin like these, or that are spelled almost like them, wherever they stand?
 *
 * For people who type. Words are not in alphabetical order, so all of them are passed over; of most only the signature is
 * read. With 1.5 million words that takes some milliseconds, and no list has to be kept for it.
 */
import { encodeText, MAX_BYTES_PER_UNIT } from "../layout/text.ts";
import { LONGEST_IN_SIGNATURE, wordSignature } from "../layout/word-bytes.ts";
import { lowerBound } from "../names/name-rows.ts";
import type { NameLists } from "../names/read-lists.ts";
import { WordPattern } from "./words/bit-parallel.ts";

/** Bits of a signature that stand for letters. */
const LETTER_BITS = 0x3ffffff;
/** Words of a name: genus, epithet, and all that follows. */
const MOST_WORDS = 3;

/** Words of an image, by number. */
export class WordSet {
  /** Their numbers, short words first. */
  readonly words: readonly number[];
  readonly #bits: Uint32Array;

  constructor(words: readonly number[], wordCount: number) {
    this.words = words;
    this.#bits = new Uint32Array((wordCount >>> 5) + 1);
    for (const word of words) this.#bits[word >>> 5]! |= 1 << (word & 31);
  }

  has(word: number): boolean {
    return (this.#bits[word >>> 5]! & (1 << (word & 31))) !== 0;
  }
}

/** Looks names up by any of their words. */
export class AnyWord {
  readonly #lists: NameLists;
  readonly #wordCount: number;
  readonly #words = new Uint32Array(MOST_WORDS);

  constructor(lists: NameLists, wordCount: number) {
    this.#lists = lists;
    this.#wordCount = wordCount;
  }

  /** Words that begin so; `beginning` is folded. */
  beginning(beginning: string): WordSet {
    const { signatures, letters, lengthStart } = this.#lists.words;
    const { words } = this.#lists;
    const bytes = bytesOf(beginning);
    const wanted = wordSignature(bytes, 0, bytes.length) & LETTER_BITS;
    const found: number[] = [];
    const end = lengthStart[lengthStart.length - 1]!;
    for (let word = words.firstOfLength(bytes.length); word < end; word++) {
      const signature = signatures[word]!;
      if ((wanted & ~signature) !== 0) continue;
      const start = words.start(word, words.lengthBySignature(word, signature));
      let at = 0;
      while (at < bytes.length && letters[start + at] === bytes[at]) at++;
      if (at === bytes.length) found.push(word);
    }
    return new WordSet(found, this.#wordCount);
  }

  /** Words within so many edits of this one, and those of another set; `word` is folded. */
  near(word: string, limit: 1 | 2, others: WordSet): WordSet {
    const { words } = this.#lists;
    const bytes = bytesOf(word);
    const pattern = new WordPattern(words);
    pattern.set(bytes, 0, bytes.length);
    const from = words.firstOfLength(bytes.length - limit);
    const to = words.firstOfLength(Math.min(bytes.length + limit, LONGEST_IN_SIGNATURE) + 1);
    const count = pattern.select(words.signatures, from, to, limit);
    const found = [...others.words];
    for (let i = 0; i < count; i++) {
      const near = pattern.selected[i]!;
      if (!others.has(near) && pattern.distance(near, words.signatures[near]!, limit) <= limit) found.push(near);
    }
    return new WordSet(found, this.#wordCount);
  }

  /** Names that have a word of each set, in the order of the sets; each name once, but in no particular order. */
  *names(sets: readonly WordSet[]): Generator<number> {
    const rarest = sets.reduce((a, b) => (b.words.length < a.words.length ? b : a));
    for (const name of this.#namesWith(rarest)) if (sets.length === 1 || this.#hasAll(name, sets)) yield name;
  }

  #hasAll(name: number, sets: readonly WordSet[]): boolean {
    const count = this.#lists.wordsOf(name, this.#words);
    let found = 0;
    for (let place = 0; place < count && found < sets.length; place++)
      if (sets[found]!.has(this.#words[place]!)) found++;
    return found === sets.length;
  }

  /** First the names that are one of these words, then those with it as epithet, then what is below a genus, then the rest. */
  *#namesWith(set: WordSet): Generator<number> {
    const { binomialStart, binomialEpithet, trinomialStart } = this.#lists.sections;
    for (const genus of set.words) {
      const row = binomialStart[genus]!;
      if (row < binomialStart[genus + 1]! && binomialEpithet[row] === 0) yield row;
    }
    for (const epithet of set.words) yield* this.#namesWithEpithet(epithet, set);
    for (const genus of set.words) {
      for (let row = binomialStart[genus]!; row < binomialStart[genus + 1]!; row++)
        if (binomialEpithet[row] !== 0) yield row;
      for (let row = trinomialStart[genus]!; row < trinomialStart[genus + 1]!; row++)
        yield this.#lists.binomialCount + row;
    }
    yield* this.#namesWithThird(set);
  }

  /** Names with a word of the set as second, but none as first. */
  *#namesWithEpithet(epithet: number, set: WordSet): Generator<number> {
    const { bearerStart, bearerGenus, trinomialStart, trinomialEpithet } = this.#lists.sections;
    for (let i = bearerStart[epithet]!; i < bearerStart[epithet + 1]!; i++) {
      const genus = bearerGenus[i]!;
      if (set.has(genus)) continue;
      const name = this.#lists.binomial(genus, epithet);
      if (name >= 0) yield name;
      const end = trinomialStart[genus + 1]!;
      let row = lowerBound(trinomialEpithet, trinomialStart[genus]!, end, epithet);
      for (; row < end && trinomialEpithet[row] === epithet; row++) yield this.#lists.binomialCount + row;
    }
  }

  /** Names with a word of the set as third only. */
  *#namesWithThird(set: WordSet): Generator<number> {
    const { trinomialEpithet, trinomialThird } = this.#lists.sections;
    const { binomialCount } = this.#lists;
    for (let row = 0; row < trinomialThird.length; row++) {
      if (!set.has(trinomialThird[row]!) || set.has(trinomialEpithet[row]!)) continue;
      if (!set.has(this.#lists.genusOf(binomialCount + row))) yield binomialCount + row;
    }
  }
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * MAX_BYTES_PER_UNIT);
  return bytes.subarray(0, encodeText(text, bytes));
}
