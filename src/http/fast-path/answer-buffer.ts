/**
 * Where do answers stand that are made together and sent one by one?
 *
 * One behind the other in one buffer that is used again for the next ones, each with room for what shall stand before it:
 * no text is made of an answer, and no memory is asked for.
 */
import { ByteSink } from "../../answer/bytes/byte-sink.ts";

/** A buffer that huge answers enlarged is not kept. */
const LARGEST_KEPT_BYTES = 1 << 20;

/** An answer is at `[start, end)` of {@link AnswerRoom.bytes}. */
export interface AnswerPlace {
  readonly start: number;
  readonly end: number;
}

/** Holds some answers at a time. */
export class AnswerRoom {
  #sink = new ByteSink();
  #bytes = bufferOf(this.#sink);
  #isStillRead = false;

  /** What holds the answers, until the next is added. */
  get bytes(): Buffer {
    if (this.#bytes.buffer !== this.#sink.bytes.buffer) this.#bytes = bufferOf(this.#sink);
    return this.#bytes;
  }

  /** Forgets the answers there are. */
  clear(): void {
    if (this.#isStillRead || this.#sink.bytes.length > LARGEST_KEPT_BYTES) this.#sink = new ByteSink();
    this.#isStillRead = false;
    this.#sink.length = 0;
  }

  /** To be called when somebody goes on reading the bytes after {@link clear}: the next answers stand elsewhere. */
  stillRead(): void {
    this.#isStillRead = true;
  }

  /**
   * Adds what `write` appends; nothing when that throws.
   * @param before bytes that are left free before it
   */
  add(before: number, write: (sink: ByteSink) => void): AnswerPlace {
    const sink = this.#sink;
    const free = sink.length;
    sink.reserve(before);
    sink.length += before;
    try {
      write(sink);
    } catch (error) {
      sink.length = free;
      throw error;
    }
    return { start: free + before, end: sink.length };
  }
}

function bufferOf({ bytes }: ByteSink): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
