/**
 * Where can a stream of rows be cut?
 *
 * Bytes come in as the network or the disk gives them and go out as chunks of whole rows, each about as large as one
 * batch. Only the rest of an unfinished row is kept, so memory does not depend on the length of the stream.
 */
import { BinomenError } from "../errors.ts";
import { type Delimiter, endOfLastRow } from "../tables/delimited-text.ts";

/**
 * What is at hand is cut at this size, so that both cores get work from a short list; a long one has enough for both, and
 * twice as much at a time costs 5 % less per name. Single look-ups beside it do not wait longer for that.
 */
const CHUNK_BYTES = 1 << 15;
const LATER_CHUNK_BYTES = 1 << 16;
const CHUNKS_OF_SHORT_LIST = 4;
/** A rest of less than a quarter goes with the chunk before it: a read of 64 KiB would leave a few rows to a batch of their own. */
const LARGEST_EXCESS = 1.25;

/** Longest row. A quote that is never closed would otherwise swallow the rest of the stream. */
const LONGEST_ROW_BYTES = 1 << 20;

const LF = 0x0a;

/** Some whole rows. */
export interface RowChunk {
  bytes: Buffer;
  /** Line of the stream on which the chunk begins, from 1. */
  firstLine: number;
}

/** Cuts one stream. */
export class RowCutter {
  /** `undefined` when every line is a row. */
  readonly delimiter: Delimiter | undefined;
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;
  #chunks = 0;
  #isStart = true;

  /** @param delimiter of a table; `undefined` when every line is a row */
  constructor(delimiter: Delimiter | undefined) {
    this.delimiter = delimiter;
  }

  /**
   * The chunks that are complete now.
   *
   * @throws REQUEST_INVALID when a row is longer than 1 MiB.
   */
  *push(arrived: Uint8Array): Generator<RowChunk> {
    let bytes: Buffer = this.#rest.length > 0 ? Buffer.concat([this.#rest, arrived]) : viewOf(arrived);
    if (this.#isStart) bytes = this.#withoutMark(bytes);
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
    this.#rest = bytes.subarray(start);
    if (this.#rest.length > LONGEST_ROW_BYTES)
      throw new BinomenError("REQUEST_INVALID", {
        field: `line ${this.#line}`,
        problem: `the row is longer than ${LONGEST_ROW_BYTES} bytes (a quote that is never closed?)`,
      });
  }

  /** The last row, when it lacks its line end. */
  *end(): Generator<RowChunk> {
    if (this.#rest.length > 0) yield this.#chunk(this.#rest);
    this.#rest = Buffer.alloc(0);
  }

  #endOfRows(bytes: Buffer): number {
    return this.delimiter === undefined ? bytes.lastIndexOf(LF) + 1 : endOfLastRow(bytes, this.delimiter);
  }

  #chunk(bytes: Buffer): RowChunk {
    const firstLine = this.#line;
    this.#chunks++;
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) this.#line++;
    return { bytes, firstLine };
  }

  /** Without the byte order mark that spreadsheets write. */
  #withoutMark(bytes: Buffer): Buffer {
    if (bytes.length < 3) return bytes;
    this.#isStart = false;
    return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  }
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
