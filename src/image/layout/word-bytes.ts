/** What do the bits of word signatures, word slots and buckets of words mean? */
import { finishHash, HASH_MULTIPLIER, slotOf } from "./hash.ts";

/** Lengths from this on share one value in a signature. */
export const LONGEST_IN_SIGNATURE = 63;

/** The letters of a word and its length: bits 0-25 for a-z, 26-31 for the length, at most 63. */
export function wordSignature(bytes: Uint8Array, start: number, end: number): number {
  let letters = 0;
  for (let i = start; i < end; i++) {
    const letter = bytes[i]! - 97;
    if (letter >= 0 && letter < 26) letters |= 1 << letter;
  }
  const length = Math.min(end - start, LONGEST_IN_SIGNATURE);
  return (letters | (length << 26)) >>> 0;
}

/** Bits that a word number takes in a slot; the others hold bits of the hash. */
export function wordIdBits(wordCount: number): number {
  return 32 - Math.clz32(wordCount);
}

/** What stands in the slot of a word. */
export function slotValue(hash: number, word: number, idBits: number): number {
  return ((hash << idBits) | word) >>> 0;
}

/** Where the letters of the words of each length begin. */
export function letterBases(wordLengthStart: Uint32Array): Float64Array {
  const bases = new Float64Array(wordLengthStart.length);
  for (let l = 1; l < bases.length; l++) {
    bases[l] = bases[l - 1]! + (wordLengthStart[l]! - wordLengthStart[l - 1]!) * (l - 1);
  }
  return bases;
}

/** The genus word is kept for every so many names; others are found by walking on from it. */
export const GENUS_SAMPLE = 32;

/** Hash of a key that words are found by; never 0. */
export function textHash(key: string): number {
  let h = key.length;
  for (let i = 0; i < key.length; i++) h = (Math.imul(h, HASH_MULTIPLIER) + key.charCodeAt(i)) | 0;
  return finishHash(h) || 1;
}

/** The bucket of a hash. */
export function bucketOf(hash: number, bucketCount: number): number {
  return slotOf(hash, bucketCount);
}
