/**
 * Under which hashes does a word stand in a deletion dictionary?
 *
 * Two words within k edits become equal when at most k letters are taken from each (Garbe's symmetric deletion). So a
 * dictionary holds the hashes of each word with up to k letters taken out, and a query asks for its own.
 *
 * For two edits only the first letters of a word count: the same holds of prefixes of equal length, since an edit
 * behind them changes nothing and one that moves letters over the end costs each side one letter. With nine letters a word
 * of twelve has 46 entries instead of 79. Seven would save a third of them, but lead to three times as many words that
 * are not meant.
 *
 *      bucket b ──► buckets[b] … buckets[b + 1] ──► entry: hash bits | word
 */
import { finishHash, HASH_MULTIPLIER } from "./hash.ts";

/** Letters of a word that count in the two-deletion dictionary: measured on the bundled backbone. */
export const PREFIX_LETTERS = 9;

/** Mean number of entries in a bucket: 1 byte of bucket for 4 of entry, and one cache line to read. */
export const ENTRIES_PER_BUCKET = 4;

/** Longest word that the one-deletion dictionary holds; longer ones are compared one by one. */
export const LONGEST_DELETED = 255;

/** Room that the hashes of any word need. */
export const MOST_DELETIONS = LONGEST_DELETED + 1;

/** Hashes of the word before, and behind each letter; powers of the multiplier. */
const before = new Int32Array(LONGEST_DELETED + 2);
const behind = new Int32Array(LONGEST_DELETED + 2);
const powers = new Int32Array(LONGEST_DELETED + 2);
powers[0] = 1;
for (let i = 1; i < powers.length; i++) powers[i] = Math.imul(powers[i - 1]!, HASH_MULTIPLIER);

/** Writes the hashes of the word itself and of the word without one letter into `out` from `at` on; the end. */
export function oneDeletion(bytes: Uint8Array, start: number, end: number, out: Uint32Array, at = 0): number {
  const length = prepare(bytes, start, end);
  let count = at;
  out[count++] = finishHash(before[length]!);
  for (let i = 0; i < length; i++) {
    // Of "ll" either letter leaves the same.
    if (i > 0 && bytes[start + i] === bytes[start + i - 1]) continue;
    out[count++] = finishHash((Math.imul(before[i]!, powers[length - 1 - i]!) + behind[i + 1]!) | 0);
  }
  return count;
}

/** Writes the hashes of the first {@link PREFIX_LETTERS} letters without none, one and two of them; their number. */
export function twoDeletions(bytes: Uint8Array, start: number, end: number, out: Uint32Array): number {
  const length = prepare(bytes, start, end - start > PREFIX_LETTERS ? start + PREFIX_LETTERS : end);
  let count = 0;
  out[count++] = finishHash(before[length]!);
  for (let i = 0; i < length; i++) {
    if (i === 0 || bytes[start + i] !== bytes[start + i - 1]) {
      out[count++] = finishHash((Math.imul(before[i]!, powers[length - 1 - i]!) + behind[i + 1]!) | 0);
    }
    let hash = before[i]!;
    for (let j = i + 1; j < length; j++) {
      out[count++] = finishHash((Math.imul(hash, powers[length - 1 - j]!) + behind[j + 1]!) | 0);
      hash = (Math.imul(hash, HASH_MULTIPLIER) + bytes[start + j]!) | 0;
    }
  }
  return count;
}

function prepare(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  before[0] = 0;
  for (let i = 0; i < length; i++) before[i + 1] = (Math.imul(before[i]!, HASH_MULTIPLIER) + bytes[start + i]!) | 0;
  behind[length] = 0;
  for (let i = length - 1; i >= 0; i--) {
    behind[i] = (behind[i + 1]! + Math.imul(bytes[start + i]!, powers[length - 1 - i]!)) | 0;
  }
  return length;
}
