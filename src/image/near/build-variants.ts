/**
 * Under which stem and which sound is a word found?
 *
 * Buckets of word numbers by hash of the key, with more bits of the hash beside the number. The key itself is not kept: a
 * look-up computes it again for the words of the names that it finds.
 */
import { phoneticKey } from "../../names/keys/phonetic.ts";
import { stemEpithet } from "../../names/keys/stem.ts";
import type { Sections } from "../layout/format.ts";
import { decodeText } from "../layout/text.ts";
import { bucketOf, letterBases, slotValue, textHash, wordIdBits } from "../layout/word-bytes.ts";

/** Mean number of words in a bucket. */
const WORDS_PER_BUCKET = 2;

/** Words by stem and by sound. Lists give the roles: a word that starts no name has no genus sound. */
export function bucketVariants(
  words: Pick<Sections, "wordLetters" | "wordLengthStart">,
  startsName: (word: number) => boolean,
  followsGenus: (word: number) => boolean,
): Pick<Sections, "stemBuckets" | "stemWords" | "phoneticBuckets" | "phoneticWords"> {
  const { wordLetters, wordLengthStart } = words;
  const bases = letterBases(wordLengthStart);
  const wordCount = wordLengthStart[wordLengthStart.length - 1]! - 1;
  // Key hashes first, since every bucket list needs them twice.
  const stems = new Uint32Array(wordCount + 1);
  const genusSounds = new Uint32Array(wordCount + 1);
  const epithetSounds = new Uint32Array(wordCount + 1);
  for (let length = 1; length < wordLengthStart.length - 1; length++) {
    for (let word = wordLengthStart[length]!; word < wordLengthStart[length + 1]!; word++) {
      const start = bases[length]! + (word - wordLengthStart[length]!) * length;
      const text = decodeText(wordLetters, start, start + length);
      if (startsName(word)) genusSounds[word] = textHash(phoneticKey(text, false));
      if (!followsGenus(word)) continue;
      stems[word] = textHash(stemEpithet(text));
      epithetSounds[word] = textHash(phoneticKey(text, true));
    }
  }
  const [stemBuckets, stemWords] = bucket([stems]);
  const [phoneticBuckets, phoneticWords] = bucket([genusSounds, epithetSounds]);
  return { stemBuckets, stemWords, phoneticBuckets, phoneticWords };
}

/** Words by hash; hash 0 stands for "not in this list" (a true 0 is stored as 1 by textHash). */
function bucket(lists: Uint32Array[]): [buckets: Uint32Array, words: Uint32Array] {
  const idBits = wordIdBits(lists[0]!.length - 1);
  let count = 0;
  for (const hashes of lists) for (const hash of hashes) if (hash !== 0) count++;
  const bucketCount = Math.ceil(count / WORDS_PER_BUCKET) + 1;
  const buckets = new Uint32Array(bucketCount + 1);
  for (const hashes of lists) for (const hash of hashes) if (hash !== 0) buckets[bucketOf(hash, bucketCount) + 1]!++;
  for (let b = 1; b <= bucketCount; b++) buckets[b]! += buckets[b - 1]!;
  const next = buckets.slice();
  const words = new Uint32Array(count);
  for (const hashes of lists) {
    for (let word = 0; word < hashes.length; word++) {
      const hash = hashes[word]!;
      if (hash !== 0) words[next[bucketOf(hash, bucketCount)]!++] = slotValue(hash, word, idBits);
    }
  }
  return [buckets, words];
}
