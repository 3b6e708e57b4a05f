/**
 * Where do bytes live that are kept for later?
 *
 * In pieces of larger buffers. A buffer of its own for each answer costs more than writing the answer: V8 counts the
 * bytes outside of its heap and collects garbage the sooner. A buffer is given up with the last of its pieces.
 */

const SLAB_BYTES = 1 << 16;

/** Keeps copies of bytes. */
export class ByteKeeper {
  #slab = new Uint8Array();
  #end = 0;

  /** A copy of `bytes[start, end)`. */
  keep(bytes: Uint8Array, start: number, end: number): Uint8Array {
    const length = end - start;
    if (length > SLAB_BYTES / 4) return bytes.slice(start, end);
    if (this.#end + length > this.#slab.length) {
      this.#slab = new Uint8Array(SLAB_BYTES);
      this.#end = 0;
    }
    const kept = this.#slab.subarray(this.#end, this.#end + length);
    kept.set(bytes.subarray(start, end));
    this.#end += length;
    return kept;
  }
}
