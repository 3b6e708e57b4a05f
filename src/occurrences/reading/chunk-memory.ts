/**
 * Where do the arrays lie that are needed while one chunk is worked on?
 *
 * A chunk takes hundreds of arrays of a number a row, all of them garbage as soon as its bytes are written. V8 counts their
 * memory, though not in its heap, and collects its whole heap for it again and again. What is lent here is used again for
 * the next chunk instead.
 */

const BLOCK_BYTES = 1 << 20;
/** Beyond this no block is kept for the next chunk. */
const MOST_BLOCKS = 32;
/** Arrays begin at multiples of the longest number. */
const ALIGNMENT = 8;

const blocks: ArrayBuffer[] = [];
/** The block that is lent from, and how many of its bytes are lent. */
let block = 0;
let used = 0;
/** Buffers of files, as large as the largest that was written in their place, and how many of them are lent. */
const buffers: ArrayBuffer[] = [];
let buffersUsed = 0;
/** How many calls of {@link lending} are going on. */
let depth = 0;

/**
 * Runs work whose arrays are taken back when it is done: nothing that it gives back or keeps may hold one of them. Calls may
 * be nested; without any, arrays are not lent but made.
 */
export function lending<T>(work: () => T): T {
  const [blockBefore, usedBefore, buffersBefore] = [block, used, buffersUsed];
  depth++;
  try {
    return work();
  } finally {
    depth--;
    block = blockBefore;
    used = usedBefore;
    buffersUsed = buffersBefore;
  }
}

/** Zeros, lent as long as the work goes on that asks for them. */
export function lentInts(length: number): Int32Array {
  const at = placeOf(length * Int32Array.BYTES_PER_ELEMENT);
  return at < 0 ? new Int32Array(length) : new Int32Array(blocks[block]!, at, length).fill(0);
}

/** As {@link lentInts}. */
export function lentDoubles(length: number): Float64Array {
  const at = placeOf(length * Float64Array.BYTES_PER_ELEMENT);
  return at < 0 ? new Float64Array(length) : new Float64Array(blocks[block]!, at, length).fill(0);
}

/** As {@link lentInts}. */
export function lentBytes(length: number): Uint8Array {
  const at = placeOf(length);
  return at < 0 ? new Uint8Array(length) : new Uint8Array(blocks[block]!, at, length).fill(0);
}

/**
 * A buffer to write a file into, lent as long as the work goes on that asks for it; what it holds is not zero.
 *
 * @param bytes length of one that is made
 * @param write gives back the buffer that it wrote into: this one, or a larger one
 */
export function intoLentBuffer(bytes: number, write: (buffer: ArrayBuffer) => ArrayBuffer): void {
  if (depth === 0) {
    write(new ArrayBuffer(bytes));
    return;
  }
  const place = buffersUsed++;
  buffers[place] = write(buffers[place] ?? new ArrayBuffer(bytes));
}

/** Where in the block there is room; -1 where there is none to lend. */
function placeOf(bytes: number): number {
  if (depth === 0 || bytes > BLOCK_BYTES) return -1;
  const end = used + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
  if (end > BLOCK_BYTES) {
    if (block + 1 >= MOST_BLOCKS) return -1;
    block++;
    used = 0;
    return placeOf(bytes);
  }
  blocks[block] ??= new ArrayBuffer(BLOCK_BYTES);
  const at = used;
  used = end;
  return at;
}
