/** Which words may start a name, which may follow? Fills the filters of layout/filter.ts. */

import { addToFilter, END_LETTERS, emptyFilter, headHash, tailHash } from "../layout/filter.ts";
import type { Sections } from "../layout/format.ts";
import { hashBytes } from "../layout/hash.ts";
import { letterBases } from "../layout/word-bytes.ts";

/** A filter of the words that `isIn` says. */
export function filterOf(
  words: Pick<Sections, "wordLetters" | "wordLengthStart">,
  isIn: (word: number) => boolean,
): Uint32Array {
  const { wordLetters, wordLengthStart } = words;
  const bases = letterBases(wordLengthStart);
  const wordEnd = wordLengthStart[wordLengthStart.length - 1]!;
  let count = 0;
  for (let word = 1; word < wordEnd; word++) if (isIn(word)) count++;
  const filter = emptyFilter(count);
  for (let length = 1; length < wordLengthStart.length - 1; length++) {
    for (let word = wordLengthStart[length]!; word < wordLengthStart[length + 1]!; word++) {
      if (!isIn(word)) continue;
      const start = bases[length]! + (word - wordLengthStart[length]!) * length;
      addToFilter(filter, hashBytes(wordLetters, start, start + length));
    }
  }
  return filter;
}

/** A filter of the ends of the words that `isIn` says, with their lengths; shorter words are left out. */
export function endsFilterOf(
  words: Pick<Sections, "wordLetters" | "wordLengthStart">,
  isIn: (word: number) => boolean,
): Uint32Array {
  const { wordLetters, wordLengthStart } = words;
  const bases = letterBases(wordLengthStart);
  let count = 0;
  for (let word = 1; word < wordLengthStart[wordLengthStart.length - 1]!; word++) if (isIn(word)) count++;
  // Two ends a word, and twice the usual room: a look-up asks eight times, for four lengths of both ends.
  const filter = emptyFilter(4 * count);
  for (let length = END_LETTERS; length < wordLengthStart.length - 1; length++) {
    for (let word = wordLengthStart[length]!; word < wordLengthStart[length + 1]!; word++) {
      if (!isIn(word)) continue;
      const start = bases[length]! + (word - wordLengthStart[length]!) * length;
      addToFilter(filter, headHash(wordLetters, start, length));
      addToFilter(filter, tailHash(wordLetters, start + length, length));
    }
  }
  return filter;
}

/** Every byte but the space that occurs in a word, ascending. */
export function alphabetOf(wordLetters: Uint8Array): number[] {
  const seen = new Uint8Array(256);
  for (let i = 0; i < wordLetters.length; i++) seen[wordLetters[i]!] = 1;
  return Array.from(seen.keys()).filter((byte) => seen[byte] === 1 && byte !== 32);
}
