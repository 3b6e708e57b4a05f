/**
 * How many bits are set before a place, and where is the n-th?
 *
 * One bit a usage says that a new name begins there; counts for blocks of bits give both ways between names and usages
 * at 1.125 bits a usage instead of 64.
 */

/** Bits are counted in blocks of this many 32-bit words. */
const BITS_BLOCK_WORDS = 8;

/** Number of set bits before each block. */
export function countBits(bits: Uint32Array): Uint32Array {
  const counts = new Uint32Array(Math.ceil(bits.length / BITS_BLOCK_WORDS) + 1);
  let total = 0;
  for (let word = 0; word < bits.length; word++) {
    if (word % BITS_BLOCK_WORDS === 0) counts[word / BITS_BLOCK_WORDS] = total;
    total += popcount(bits[word]!);
  }
  counts[counts.length - 1] = total;
  return counts;
}

/** Number of set bits. */
export function popcount(bits: number): number {
  let x = bits - ((bits >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Number of set bits before `position`. */
export function rankBits(bits: Uint32Array, counts: Uint32Array, position: number): number {
  const word = position >>> 5;
  const block = Math.floor(word / BITS_BLOCK_WORDS);
  let rank = counts[block]!;
  for (let w = block * BITS_BLOCK_WORDS; w < word; w++) rank += popcount(bits[w]!);
  return rank + popcount(bits[word]! & ((1 << (position & 31)) - 1));
}

/** Position of set bit number `n`, from 0; -1 when there is none. */
export function selectBit(bits: Uint32Array, counts: Uint32Array, n: number): number {
  // The last block with counts[block] <= n. It cannot be before n / bits in a block.
  let low = Math.floor(n / (32 * BITS_BLOCK_WORDS));
  let high = counts.length - 1;
  let step = 1;
  while (low + step < high && counts[low + step]! <= n) {
    low += step;
    step *= 2;
  }
  high = Math.min(high, low + step);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (counts[middle]! <= n) low = middle;
    else high = middle;
  }
  let left = n - counts[low]!;
  let word = low * BITS_BLOCK_WORDS;
  for (;;) {
    const inWord = popcount(bits[word]!);
    if (left < inWord) break;
    left -= inWord;
    // There is no such bit: of a name that was not found, for instance.
    if (++word >= bits.length) return -1;
  }
  let rest = bits[word]!;
  while (left-- > 0) rest &= rest - 1;
  return word * 32 + 31 - Math.clz32(rest & -rest);
}

/** As {@link selectBit}, when the bit behind that one is set too or there is none before `end`; else -1. */
export function selectLoneBit(bits: Uint32Array, counts: Uint32Array, n: number, end: number): number {
  const position = selectBit(bits, counts, n);
  const next = position + 1;
  return next >= end || ((bits[next >>> 5]! >>> (next & 31)) & 1) === 1 ? position : -1;
}
