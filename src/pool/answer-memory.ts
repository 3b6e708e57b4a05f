/**
 * Where do the rows of a batch stand, and where do workers write the answers?
 *
 * In memory that is shared with the main thread and used again and again. A new buffer for each batch made the main
 * thread collect garbage for a quarter of its time, in pauses of 10-20 ms that single look-ups had to wait for.
 */

/** More than the answers to a batch of usual rows (64 kB of NDJSON give 2 MB); untouched pages cost nothing. */
const PIECE_BYTES = 1 << 22;

/** Pieces kept for later. */
const MAX_FREE = 16;

/** A larger share of a piece is left to the answers. */
const LARGEST_SHARE = 1 / 8;

/** A batch as a worker gets it. */
export interface PlacedBatch {
  rows: Uint8Array;
  room: Uint8Array<SharedArrayBuffer>;
}

/** The rows at the beginning of a piece, where a worker reads them without a copy of its own; large ones stay where they are. */
export function place(rows: Uint8Array, piece: SharedArrayBuffer): PlacedBatch {
  if (rows.length > piece.byteLength * LARGEST_SHARE) return { rows, room: new Uint8Array(piece) };
  const placed = new Uint8Array(piece, 0, rows.length);
  placed.set(rows);
  return { rows: placed, room: new Uint8Array(piece, rows.length) };
}

/** Pieces of memory for answers. Who does not give one back loses nothing but speed. */
export class AnswerMemory {
  readonly #free: SharedArrayBuffer[] = [];
  /** Pieces that were handed out as answers: giving the same one back twice must not lend it twice. */
  readonly #lent = new WeakSet<ArrayBufferLike>();

  /** A piece to write into. */
  take(): SharedArrayBuffer {
    return this.#free.pop() ?? new SharedArrayBuffer(PIECE_BYTES);
  }

  /** The first bytes of a room as an answer, to be given back with {@link recycle}. */
  lend(room: Uint8Array<SharedArrayBuffer>, length: number): Uint8Array {
    this.#lent.add(room.buffer);
    return room.subarray(0, length);
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
