/**
 * How far is a word of the image from a word of the query?
 *
 * A query word is compared with many: first by signature (no letter is read), then letter by letter when one edit is
 * allowed, else by bit-parallel optimal string alignment with a cut-off (H. Hyyrö 2003, "A bit-vector algorithm for
 * computing Levenshtein and Damerau edit distances", Nordic Journal of Computing 10). Words longer than 32 bytes take the
 * plain table.
 */
import { LONGEST_IN_SIGNATURE, wordSignature } from "../../layout/word-bytes.ts";
import type { WordTable } from "../../words/read-words.ts";
import { alignmentDistance } from "./distance.ts";

/** Bits of a signature that stand for letters. */
const LETTER_BITS = 0x3ffffff;

/** Bits of a machine word, and so the longest pattern that the bit-parallel way takes. */
const LONGEST_PATTERN = 32;

/** One word of the query. */
export class WordPattern {
  length = 0;
  /** What the last {@link select} selected. */
  selected = new Uint32Array(256);
  private letters = 0;
  /** The letters that the word does not have. */
  private otherLetters = 0;
  private bytes = new Uint8Array(256);
  private readonly words: WordTable;
  /** Where each byte stands in the word, one bit a place; set up at the first comparison. */
  private readonly places = new Int32Array(256);
  private preparedLength = 0;
  private readonly preparedBytes = new Uint8Array(LONGEST_PATTERN);
  private isPrepared = false;
  private lengthInSignature = 0;

  constructor(words: WordTable) {
    this.words = words;
  }

  /** Takes `bytes[start, end)` as the word. */
  set(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length > this.bytes.length) this.bytes = new Uint8Array(length * 2);
    for (let i = 0; i < length; i++) this.bytes[i] = bytes[start + i]!;
    this.length = length;
    this.lengthInSignature = Math.min(length, LONGEST_IN_SIGNATURE);
    this.letters = wordSignature(bytes, start, end) & LETTER_BITS;
    this.otherLetters = ~this.letters & LETTER_BITS;
    this.isPrepared = false;
  }

  /**
   * False when a word with this signature is more than `limit` edits away. An edit adds one letter at most and takes one
   * at most, and of the edits that only make the word longer (or shorter) none takes (or adds) any.
   */
  mayBeWithin(signature: number, limit: number): boolean {
    const more = (signature >>> 26) - this.lengthInSignature;
    const mostAdded = more < 0 ? limit + more : limit;
    const mostTaken = more > 0 ? limit - more : limit;
    return (
      mostAdded >= 0 &&
      mostTaken >= 0 &&
      !hasMoreBits(signature & this.otherLetters, mostAdded) &&
      !hasMoreBits(this.letters & ~signature, mostTaken)
    );
  }

  /**
   * Writes the places in `signatures[from, to)` where {@link mayBeWithin} may hold into `selected`; how many. Lengths are
   * not looked at. There is no branch in the loop: a wrong guess of the processor costs more than comparing ten words.
   */
  select(signatures: Uint32Array, from: number, to: number, limit: number): number {
    const selected = this.roomFor(to - from);
    if (limit > 2) return this.selectFar(signatures, from, to, limit);
    const { letters, otherLetters } = this;
    let count = 0;
    for (let i = from; i < to; i++) {
      const signature = signatures[i]!;
      selected[count] = i;
      count += isWithin(signature & otherLetters, letters & ~signature, limit);
    }
    return count;
  }

  private selectFar(signatures: Uint32Array, from: number, to: number, limit: number): number {
    const { selected } = this;
    let count = 0;
    for (let i = from; i < to; i++) if (this.mayBeWithin(signatures[i]!, limit)) selected[count++] = i;
    return count;
  }

  /** As {@link select} for 1 or 2, for words of these numbers: their signatures lie far apart, and are fetched together. */
  selectWords(words: Uint32Array, from: number, to: number, limit: number): number {
    const selected = this.roomFor(to - from);
    const { letters, otherLetters } = this;
    const { signatures } = this.words;
    let count = 0;
    for (let i = from; i < to; i++) {
      const signature = signatures[words[i]!]!;
      selected[count] = i;
      count += isWithin(signature & otherLetters, letters & ~signature, limit);
    }
    return count;
  }

  private roomFor(count: number): Uint32Array {
    if (count > this.selected.length) this.selected = new Uint32Array(2 * count);
    return this.selected;
  }

  /** The distance to a word of the image with this signature, or `limit + 1` when it is more than `limit`. */
  distance(word: number, signature: number, limit: number): number {
    const { words } = this;
    const length = words.lengthBySignature(word, signature);
    const start = words.start(word, length);
    const m = this.length;
    if (limit === 1) return this.distanceToOne(start, length);
    if (m > LONGEST_PATTERN || m === 0) {
      return alignmentDistance(this.bytes, 0, m, words.letters, start, start + length, limit);
    }
    if (!this.isPrepared) this.prepare();
    const { letters } = words;
    const { places } = this;
    const top = 1 << (m - 1);
    let vertical = -1;
    let verticalMinus = 0;
    let diagonal = 0;
    let matchBefore = 0;
    let score = m;
    let left = length;
    for (let i = start; i < start + length; i++) {
      const match = places[letters[i]!]!;
      const transposed = ((~diagonal & match) << 1) & matchBefore;
      diagonal = ((((match & vertical) + vertical) | 0) ^ vertical) | match | verticalMinus | transposed;
      let plus = verticalMinus | ~(diagonal | vertical);
      let minus = diagonal & vertical;
      if ((plus & top) !== 0) score++;
      else if ((minus & top) !== 0) score--;
      left--;
      if (score - left > limit) return limit + 1;
      plus = (plus << 1) | 1;
      minus <<= 1;
      vertical = minus | ~(diagonal | plus);
      verticalMinus = plus & diagonal;
      matchBefore = match;
    }
    return score > limit ? limit + 1 : score;
  }

  /** 0, 1, or 2 for any more edits: behind the first different letter one edit leaves the rest the same. */
  private distanceToOne(start: number, length: number): number {
    const { bytes, length: m } = this;
    const { letters } = this.words;
    const shorter = Math.min(m, length);
    let at = 0;
    while (at < shorter && bytes[at] === letters[start + at]) at++;
    const other = start + at;
    if (length === m + 1) return this.endsLike(at, other + 1) ? 1 : 2;
    if (m === length + 1) return this.endsLike(at + 1, other) ? 1 : 2;
    if (m !== length) return 2;
    if (at === m) return 0;
    if (this.endsLike(at + 1, other + 1)) return 1;
    const isSwapped = at + 1 < m && bytes[at] === letters[other + 1] && bytes[at + 1] === letters[other];
    return isSwapped && this.endsLike(at + 2, other + 2) ? 1 : 2;
  }

  /** True when the word goes on from `at` to its end as the letters of the image from `other` on do. */
  private endsLike(at: number, other: number): boolean {
    const { bytes } = this;
    const { letters } = this.words;
    for (let i = at, j = other; i < this.length; i++, j++) if (bytes[i] !== letters[j]) return false;
    return true;
  }

  private prepare(): void {
    const { places, bytes, preparedBytes } = this;
    for (let i = 0; i < this.preparedLength; i++) places[preparedBytes[i]!] = 0;
    for (let i = 0; i < this.length; i++) {
      preparedBytes[i] = bytes[i]!;
      places[bytes[i]!]! |= 1 << i;
    }
    this.preparedLength = this.length;
    this.isPrepared = true;
  }
}

/** 1 when neither has more than `limit` (1 or 2) bits set, else 0. */
function isWithin(added: number, taken: number, limit: number): number {
  let a = added & (added - 1);
  let b = taken & (taken - 1);
  if (limit > 1) {
    a &= a - 1;
    b &= b - 1;
  }
  const more = a | b;
  return ((more | -more) >>> 31) ^ 1;
}

/** True when more than `count` bits are set. */
function hasMoreBits(bits: number, count: number): boolean {
  let rest = bits;
  for (let i = 0; i < count; i++) rest &= rest - 1;
  return rest !== 0;
}
