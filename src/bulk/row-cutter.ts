/**
 * Where can a stream of rows be cut?
 *
 * Bytes come in as the network or the disk gives them and go out as chunks of whole rows, each about as large as one
 * batch. Only the rest of an unfinished row is kept, so memory does not depend on the length of the stream.
 */
import { BinomenError } from "../errors.ts";
import type { Dialect } from "../tables/cells.ts";
import { LONGEST_LISTED_ROW_BYTES } from "../tables/limits.ts";
import { endOfLastRow } from "../tables/row-cursor.ts";

/**
 * What is at hand is cut at this size, so that both cores get work from a short list; a long one has enough for both, and
 * twice as much at a time costs 5 % less per name. Single look-ups beside it do not wait longer for that.
 */
const CHUNK_BYTES = 1 << 15;
const LATER_CHUNK_BYTES = 1 << 16;
const CHUNKS_OF_SHORT_LIST = 4;
/** A rest of less than a quarter goes with the chunk before it: a read of 64 KiB would leave a few rows to a batch of their own. */
const LARGEST_EXCESS = 1.25;

/** A rest of this size is looked at again only when it has grown by half: a long row must not be read again and again. */
const LARGE_REST_BYTES = 1 << 16;

/** A stream in which every line is a row. */
export const LINES: Dialect = { delimiter: "", quote: "", newline: "\n" };

/** Some whole rows. */
export interface RowChunk {
  bytes: Buffer;
  /** Line of the stream on which the chunk begins, from 1. */
  firstLine: number;
}

/** Cuts one stream. */
export class RowCutter {
  readonly #dialect: Dialect;
  readonly #columnCount: number;
  readonly #newline: number;
  /** Bytes that are no whole row yet, put together when there is something to find. */
  #waiting: Uint8Array[] = [];
  #waitingLength = 0;
  #lookFrom = 0;
  #line: number;
  #chunks = 0;

  /**
   * @param dialect of a table, {@link LINES} when every line is a row
   * @param columnCount of its header, see `RowCursor`
   */
  constructor(dialect: Dialect = LINES, { columnCount = 0, firstLine = 1 } = {}) {
    this.#dialect = dialect;
    this.#columnCount = columnCount;
    this.#newline = dialect.newline.charCodeAt(0);
    this.#line = firstLine;
  }

  /**
   * The chunks that are complete now.
   *
   * @throws REQUEST_INVALID when a row is longer than LONGEST_LISTED_ROW_BYTES.
   */
  *push(arrived: Uint8Array): Generator<RowChunk> {
    this.#waiting.push(arrived);
    this.#waitingLength += arrived.length;
    const isWorthLooking = this.#waitingLength >= this.#lookFrom && arrived.includes(this.#newline);
    if (!isWorthLooking && this.#waitingLength <= LONGEST_LISTED_ROW_BYTES) return;
    const bytes = this.#waiting.length > 1 ? Buffer.concat(this.#waiting) : viewOf(arrived);
    let start = 0;
    while (start < bytes.length) {
      const left = bytes.length - start;
      const usual = this.#chunks < CHUNKS_OF_SHORT_LIST ? CHUNK_BYTES : LATER_CHUNK_BYTES;
      const isLast = left < usual * LARGEST_EXCESS;
      // Two that are alike, so that both cores are done at the same time.
      const size = left < 2 * usual ? Math.ceil(left / 2) : usual;
      const window = bytes.subarray(start, isLast ? bytes.length : start + size);
      let end = this.#endOfRows(window);
      // A row that is longer than a chunk: look at all there is.
      if (end === 0 && !isLast) end = this.#endOfRows(bytes.subarray(start));
      if (end === 0) break;
      yield this.#chunk(bytes.subarray(start, start + end));
      start += end;
    }
    this.#keep(bytes.subarray(start));
    if (this.#waitingLength > LONGEST_LISTED_ROW_BYTES)
      throw new BinomenError("REQUEST_INVALID", {
        field: `line ${this.#line}`,
        problem: `the row is longer than ${LONGEST_LISTED_ROW_BYTES} bytes (a quote that is never closed?)`,
      });
  }

  /** The last row, when it lacks its line end. */
  *end(): Generator<RowChunk> {
    if (this.#waitingLength > 0) yield this.#chunk(Buffer.concat(this.#waiting));
    this.#keep(Buffer.alloc(0));
  }

  #keep(rest: Uint8Array): void {
    this.#waiting = rest.length > 0 ? [rest] : [];
    this.#waitingLength = rest.length;
    this.#lookFrom = rest.length < LARGE_REST_BYTES ? 0 : rest.length * 1.5;
  }

  #endOfRows(bytes: Buffer): number {
    const { quote } = this.#dialect;
    if (quote === "" || bytes.indexOf(quote) < 0) return bytes.lastIndexOf(this.#newline) + 1;
    // All signs of a table are ASCII, so that bytes can be read as characters.
    return endOfLastRow(bytes.toString("latin1"), this.#dialect, this.#columnCount);
  }

  #chunk(bytes: Buffer): RowChunk {
    const firstLine = this.#line;
    this.#chunks++;
    for (let at = bytes.indexOf(this.#newline); at >= 0; at = bytes.indexOf(this.#newline, at + 1)) this.#line++;
    return { bytes, firstLine };
  }
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
