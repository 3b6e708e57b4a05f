/**
 * Where do workers write the answers of a batch?
 *
 * Into memory that is shared with the main thread and used again and again. A new buffer for each batch made the main
 * thread collect garbage for a quarter of its time, in pauses of 10-20 ms that single look-ups had to wait for.
 */

/** More than the answers to a batch of usual rows (32 kB of names, one a line, give 2.5 MB of JSON); untouched pages cost nothing. */
const PIECE_BYTES = 1 << 22;

/** Pieces kept for later. */
const MAX_FREE = 16;

/** Pieces of memory for answers. Who does not give one back loses nothing but speed. */
export class AnswerMemory {
  readonly #free: SharedArrayBuffer[] = [];
  /** Pieces that were handed out as answers: giving the same one back twice must not lend it twice. */
  readonly #lent = new WeakSet<ArrayBufferLike>();

  /** A piece to write into. */
  take(): SharedArrayBuffer {
    return this.#free.pop() ?? new SharedArrayBuffer(PIECE_BYTES);
  }

  /** The first bytes of a piece as an answer, to be given back with {@link recycle}. */
  lend(piece: SharedArrayBuffer, length: number): Uint8Array {
    this.#lent.add(piece);
    return new Uint8Array(piece, 0, length);
  }

  /** Takes a piece that was not used. */
  putBack(piece: SharedArrayBuffer): void {
    if (this.#free.length < MAX_FREE) this.#free.push(piece);
  }

  /** Takes back the memory of an answer that nobody reads any more; other bytes are left alone. */
  recycle({ buffer }: Uint8Array): void {
    if (this.#lent.delete(buffer)) this.putBack(buffer as SharedArrayBuffer);
  }
}
