/**
 * How are words and sections hashed?
 *
 * One polynomial hash serves the word table and the deletion dictionaries, because a polynomial lets the hash of a word
 * without its i-th letter be put together from the hash of what stands before and behind it. Build and look-up must
 * agree bit by bit, so both take it from here. None of these is cryptographic: they find damage, not forgery.
 */

/** Multiplier of the polynomial (the FNV prime). */
export const HASH_MULTIPLIER = 0x01000193;

/** Spreads the bits of a polynomial hash; the result is unsigned. */
export function finishHash(hash: number): number {
  let h = hash;
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  h ^= h >>> 16;
  return h >>> 0;
}

/** Hash of `bytes[start, end)`, unsigned 32 bits. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let h = 0;
  for (let i = start; i < end; i++) h = (Math.imul(h, HASH_MULTIPLIER) + bytes[i]!) | 0;
  return finishHash(h);
}

/** Position of a hash in a table of `capacity` slots; any capacity will do, it need not be a power of two. */
export function slotOf(hash: number, capacity: number): number {
  return Math.floor((hash / 4294967296) * capacity);
}

/**
 * 64-bit checksum of bytes as two unsigned halves, four lanes of 32 bits mixed at the end.
 *
 * About 2 GB/s, so that an image of 8 million names is checked while it is read. Bytes behind the last whole word are
 * taken one by one; the length is part of the sum.
 */
export function checksum(bytes: Uint8Array): [high: number, low: number] {
  const wholeWords = bytes.byteOffset % 4 === 0 ? bytes.length >>> 4 : 0;
  const words = wholeWords > 0 ? new Uint32Array(bytes.buffer, bytes.byteOffset, wholeWords * 4) : new Uint32Array(0);
  let a = 0x9e3779b1;
  let b = 0x85ebca77;
  let c = 0xc2b2ae3d;
  let d = 0x27d4eb2f;
  for (let i = 0; i < words.length; i += 4) {
    a = Math.imul(a ^ words[i]!, 0x9e3779b1);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ words[i + 1]!, 0x85ebca77);
    b = (b << 13) | (b >>> 19);
    c = Math.imul(c ^ words[i + 2]!, 0xc2b2ae3d);
    c = (c << 13) | (c >>> 19);
    d = Math.imul(d ^ words[i + 3]!, 0x27d4eb2f);
    d = (d << 13) | (d >>> 19);
  }
  for (let i = words.length * 4; i < bytes.length; i++) {
    a = Math.imul(a ^ bytes[i]!, 0x01000193);
    c = Math.imul((c << 5) ^ (c >>> 27) ^ bytes[i]!, 0x9e3779b1);
  }
  a ^= bytes.length;
  const high = finishHash(a ^ Math.imul(b, 0x85ebca77) ^ (c << 7));
  const low = finishHash(Math.imul(c, 0x27d4eb2f) ^ d ^ (b >>> 3) ^ Math.imul(high, 0x9e3779b1));
  return [high, low];
}
