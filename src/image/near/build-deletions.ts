/** Which words are one or two deletions away from a string? Builds the dictionaries of layout/deletions.ts. */

import { ENTRIES_PER_BUCKET, LONGEST_DELETED, MOST_DELETIONS } from "../layout/deletions.ts";
import type { Sections } from "../layout/format.ts";
import { slotOf } from "../layout/hash.ts";
import { letterBases, slotValue, wordIdBits } from "../layout/word-bytes.ts";

/** Writes the hashes of a word into `out`; their number. */
export type Deletions = (bytes: Uint8Array, start: number, end: number, out: Uint32Array) => number;

/** A dictionary of the words that `isIn` says. */
export function buildDeletions(
  words: Pick<Sections, "wordLetters" | "wordLengthStart">,
  isIn: (word: number) => boolean,
  deletions: Deletions,
): { buckets: Uint32Array; entries: Uint32Array } {
  const { wordLetters, wordLengthStart } = words;
  const bases = letterBases(wordLengthStart);
  const idBits = wordIdBits(wordLengthStart[wordLengthStart.length - 1]! - 1);
  const hashes = new Uint32Array(MOST_DELETIONS);
  let entryCount = 0;
  forEachWord((_, count) => {
    entryCount += count;
  });
  const bucketCount = Math.ceil(entryCount / ENTRIES_PER_BUCKET) + 1;
  const buckets = new Uint32Array(bucketCount + 1);
  forEachWord((_, count) => {
    for (let i = 0; i < count; i++) buckets[slotOf(hashes[i]!, bucketCount) + 1]!++;
  });
  for (let b = 1; b <= bucketCount; b++) buckets[b]! += buckets[b - 1]!;
  // buckets[b] moves on to the end of its bucket while entries are put in, and is moved back behind.
  const entries = new Uint32Array(entryCount);
  forEachWord((word, count) => {
    for (let i = 0; i < count; i++) {
      const hash = hashes[i]!;
      entries[buckets[slotOf(hash, bucketCount)]!++] = slotValue(hash, word, idBits);
    }
  });
  buckets.copyWithin(1, 0, bucketCount);
  buckets[0] = 0;
  return { buckets, entries };

  function forEachWord(visit: (word: number, count: number) => void): void {
    const longest = Math.min(LONGEST_DELETED, wordLengthStart.length - 2);
    for (let length = 1; length <= longest; length++) {
      for (let word = wordLengthStart[length]!; word < wordLengthStart[length + 1]!; word++) {
        if (!isIn(word)) continue;
        const start = bases[length]! + (word - wordLengthStart[length]!) * length;
        visit(word, deletions(wordLetters, start, start + length, hashes));
      }
    }
  }
}
