/** Which number has a word, and which letters has a number? */

import type { Word } from "../../names/keys/word.ts";
import type { Sections } from "../layout/format.ts";
import { hashBytes, slotOf } from "../layout/hash.ts";
import { decodeText } from "../layout/text.ts";
import { LONGEST_IN_SIGNATURE, letterBases, slotValue, wordIdBits } from "../layout/word-bytes.ts";

/** Words are numbered by length: of nearly all such blocks of numbers, every word is as long as the first. */
const BLOCK_SHIFT = 10;

/** Letters of the first word of each block. */
function lengthsOfBlocks(lengthStart: Uint32Array, wordCount: number): Uint16Array {
  let length = 1;
  return Uint16Array.from({ length: (wordCount >>> BLOCK_SHIFT) + 1 }, (_, block) => {
    while (lengthStart[length + 1]! <= block << BLOCK_SHIFT) length++;
    return length;
  });
}

/** The words of an image. */
export class WordTable {
  readonly letters: Uint8Array;
  readonly signatures: Uint32Array;
  /** Element l is the first word of length l; the last element closes the longest. */
  readonly lengthStart: Uint32Array;
  private readonly bases: Float64Array;
  /** Letters of the first word of each block of numbers. */
  private readonly blockLengths: Uint16Array;
  private readonly slots: Uint32Array;
  private readonly idBits: number;
  private readonly idMask: number;

  constructor(sections: Sections, wordCount: number) {
    this.letters = sections.wordLetters;
    this.signatures = sections.wordSignature;
    this.lengthStart = sections.wordLengthStart;
    this.bases = letterBases(this.lengthStart);
    this.blockLengths = lengthsOfBlocks(this.lengthStart, wordCount);
    this.slots = sections.wordSlots;
    this.idBits = wordIdBits(wordCount);
    this.idMask = this.idBits === 32 ? -1 : (1 << this.idBits) - 1;
  }

  /** The number of the word `bytes[start, end)`; 0 when no name has it. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.findHashed(hashBytes(bytes, start, end), bytes, start, end);
  }

  /** As {@link find}, for a hash that is known already. */
  findHashed(hash: number, bytes: Uint8Array, start: number, end: number): number {
    return this.findFrom(this.firstValue(hash), hash, bytes, start, end);
  }

  /**
   * What stands in the first slot of a hash, for {@link findFrom}. Look-ups of several words take all their first values
   * before they compare any word, so that the processor fetches them from main memory at the same time.
   */
  firstValue(hash: number): number {
    return this.slots[slotOf(hash, this.slots.length)]!;
  }

  /** As {@link findHashed}, with the {@link firstValue} of the hash. */
  findFrom(firstValue: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const { slots, idBits, idMask } = this;
    const wanted = slotValue(hash, 0, idBits);
    let value = firstValue;
    let slot = slotOf(hash, slots.length);
    for (;;) {
      if (value === 0) return 0;
      const word = value & idMask;
      if (((value ^ wanted) & ~idMask) === 0 && this.equals(word, bytes, start, end)) return word;
      if (++slot === slots.length) slot = 0;
      value = slots[slot]!;
    }
  }

  /** The first value from the slot of a hash on that may be its word's, 0 when none may: only the letters can tell. */
  likelyValue(hash: number): number {
    const { slots, idBits, idMask } = this;
    const wanted = slotValue(hash, 0, idBits);
    let slot = slotOf(hash, slots.length);
    for (;;) {
      const value = slots[slot]!;
      if (value === 0 || ((value ^ wanted) & ~idMask) === 0) return value;
      if (++slot === slots.length) slot = 0;
    }
  }

  /** As {@link findHashed}, with the {@link likelyValue} of the hash. */
  findLikely(value: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const word = value & this.idMask;
    if (word === 0 || this.equals(word, bytes, start, end)) return word;
    return this.findHashed(hash, bytes, start, end);
  }

  /** The number of the word in a slot's value, whether it is the one meant or not. */
  wordOf(value: number): number {
    return value & this.idMask;
  }

  /** The first letter of a word, if it has this length, else 0: brings its letters near. */
  firstLetter(word: number, length: number): number {
    const { lengthStart } = this;
    if (length + 1 >= lengthStart.length || word < lengthStart[length]! || word >= lengthStart[length + 1]!) return 0;
    return this.letters[this.start(word, length)]!;
  }

  /** Number of letters of a word. */
  length(word: number): number {
    return this.lengthBySignature(word, this.signatures[word]!);
  }

  /** The same without reading its signature, which is far away in memory: words are numbered by length. */
  lengthByNumber(word: number): number {
    const { lengthStart } = this;
    let length = this.blockLengths[word >>> BLOCK_SHIFT]!;
    while (lengthStart[length + 1]! <= word) length++;
    return length;
  }

  /** The same for a word whose signature was read already. */
  lengthBySignature(word: number, signature: number): number {
    const length = signature >>> 26;
    return length < LONGEST_IN_SIGNATURE ? length : this.longLength(word);
  }

  /** First word with at least this many letters. */
  firstOfLength(length: number): number {
    const { lengthStart } = this;
    if (length < 1) return 1;
    return length < lengthStart.length ? lengthStart[length]! : lengthStart[lengthStart.length - 1]!;
  }

  /** Where the letters of a word begin, given its length. */
  start(word: number, length: number): number {
    return this.bases[length]! + (word - this.lengthStart[length]!) * length;
  }

  /** The letters as text. */
  text(word: number): string {
    const length = this.length(word);
    const start = this.start(word, length);
    return decodeText(this.letters, start, start + length);
  }

  /** Takes the letters of a word into `out`. */
  read(word: number, out: Word): void {
    const length = this.length(word);
    const start = this.start(word, length);
    const { letters } = this;
    const { codes } = out.withRoomFor(length);
    let all = 0;
    for (let i = 0; i < length; i++) {
      const letter = letters[start + i]!;
      codes[i] = letter;
      all |= letter;
    }
    if (all >= 0x80) out.take(this.text(word));
  }

  /** Copies the letters of a word; the end. */
  write(word: number, out: Uint8Array, at: number): number {
    const length = this.length(word);
    const start = this.start(word, length);
    for (let i = 0; i < length; i++) out[at + i] = this.letters[start + i]!;
    return at + length;
  }

  private equals(word: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { letters, lengthStart } = this;
    const length = end - start;
    // The number of a word tells its length: no need to read its signature, which is far away in memory.
    if (length + 1 >= lengthStart.length || word < lengthStart[length]! || word >= lengthStart[length + 1]!)
      return false;
    for (let i = start, j = this.start(word, length); i < end; i++, j++) if (letters[j] !== bytes[i]) return false;
    return true;
  }

  private longLength(word: number): number {
    let length = LONGEST_IN_SIGNATURE;
    while (this.lengthStart[length + 1]! <= word) length++;
    return length;
  }
}
