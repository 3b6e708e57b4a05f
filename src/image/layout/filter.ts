/**
 * Is a word certainly not there?
 *
 * A Bloom filter in which all bits of a word lie in one 32-bit element: one read, most often from the processor's
 * cache, tells that a string is no genus, where the word table would be read from main memory. With 16 bits a word 3 %
 * of the strings that are no word pass.
 */
import { finishHash, HASH_MULTIPLIER, slotOf } from "./hash.ts";

const WORDS_PER_ELEMENT = 2;

/** An empty filter for so many words. */
export function emptyFilter(wordCount: number): Uint32Array {
  return new Uint32Array(Math.ceil(wordCount / WORDS_PER_ELEMENT) + 1);
}

/** Puts the word of this hash in. */
export function addToFilter(filter: Uint32Array, hash: number): void {
  filter[slotOf(hash, filter.length)]! |= bitsOf(hash);
}

/** False when no word of this hash was put in. */
export function mayContain(filter: Uint32Array, hash: number): boolean {
  return missingBits(filter, hash) === 0;
}

/** 0 when a word of this hash may have been put in, else some other number: for loops that shall not branch. */
export function missingBits(filter: Uint32Array, hash: number): number {
  return bitsOf(hash) & ~filter[slotOf(hash, filter.length)]!;
}

/** Three bits chosen by the low bits of a hash; the high ones choose the element. */
function bitsOf(hash: number): number {
  return (1 << (hash & 31)) | (1 << ((hash >>> 5) & 31)) | (1 << ((hash >>> 10) & 31));
}

/** Letters at either end of a word that the filter of ends knows. */
export const END_LETTERS = 6;

/** Hash of the first letters of a word together with its length. */
export function headHash(bytes: Uint8Array, start: number, length: number): number {
  let hash = length;
  for (let i = start; i < start + END_LETTERS; i++) hash = (Math.imul(hash, HASH_MULTIPLIER) + bytes[i]!) | 0;
  return finishHash(hash);
}

/** Hash of the last letters of a word together with its length. */
export function tailHash(bytes: Uint8Array, end: number, length: number): number {
  let hash = length + 1000;
  for (let i = end - END_LETTERS; i < end; i++) hash = (Math.imul(hash, HASH_MULTIPLIER) + bytes[i]!) | 0;
  return finishHash(hash);
}
