/**
 * How does a list begin: what is it written in, and what are its columns?
 *
 * The first bytes are looked at before any row is cut: a picture or workbook is refused by its name, UTF-16 becomes UTF-8,
 * and a table's delimiter, quotes, line ends and header are found as an archive's are, so that both read the same rows.
 */
import { BinomenError } from "../errors.ts";
import { binaryKind } from "../tables/binary.ts";
import type { Dialect } from "../tables/cells.ts";
import { decoderLabel, detectEncoding, detectNewline } from "../tables/encoding.ts";
import { LONGEST_LISTED_ROW_BYTES } from "../tables/limits.ts";
import { RowCursor } from "../tables/row-cursor.ts";
import { sniffText } from "../tables/sniff.ts";
import { asUtf8, decodeLines } from "../tables/text.ts";
import type { BulkFormat } from "./format.ts";
import { knownIn, readHeader, type TableHeader } from "./header.ts";

/** What the sender says of a list. */
export interface ListClaims {
  asked: BulkFormat;
  /** Character encoding, as in `text/csv; charset=…`. */
  charset?: string | undefined;
  /** Delimiter of a table; found out when absent. */
  delimiter?: string | undefined;
  /** Column of the request → field of a match. */
  map?: Readonly<Record<string, string>> | undefined;
}

/** A list whose beginning was looked at. */
export interface ListStart {
  /** UTF-8 without byte order mark, from the first row behind the header on. */
  bytes: AsyncIterable<Uint8Array>;
  /** 1-based line on which they begin. */
  firstLine: number;
  /** The delimiter is `""` when a line is a row. */
  dialect: Dialect;
  /** Of tables. */
  header: TableHeader | undefined;
}

/** How much is looked at when it comes at once. */
const SAMPLE_BYTES = 1 << 16;

/** How long to wait for more of the sample once the header is there: somebody may be typing. */
const PATIENCE_MS = 20;

/**
 * Looks at the beginning of a list that is cut into rows.
 *
 * @throws FILE_NOT_A_TABLE for a binary file; REQUEST_INVALID without a usable header, for an unknown charset
 */
export async function startOfList(input: AsyncIterable<Uint8Array>, claims: ListClaims): Promise<ListStart> {
  const peek = new Peek(input);
  try {
    // Enough for every signature and for the zeros of UTF-16, unless somebody sends line by line.
    while (peek.length < 512 && !endsALine(peek.bytes()) && (await peek.grow()));
    refuseBinary(peek.bytes());
    const encoding = encodingOf(peek.bytes(), claims.charset);
    const text = new Peek(withoutMark(asUtf8(peek.all(), encoding)));
    if (claims.asked === "csv" || claims.asked === "tsv") return await startOfTable(text, claims);
    while (!endsALine(text.bytes()) && text.length < LONGEST_LISTED_ROW_BYTES && (await text.grow()));
    const newline = detectNewline(text.bytes().toString("latin1"));
    return { bytes: text.all(), firstLine: 1, dialect: { delimiter: "", quote: "", newline }, header: undefined };
  } catch (error) {
    peek.stop();
    throw error;
  }
}

/** @throws FILE_NOT_A_TABLE when the first bytes are those of a picture, workbook, packed file … */
export function refuseBinary(sample: Uint8Array, where = "The list"): void {
  const kind = binaryKind(sample);
  if (kind) throw new BinomenError("FILE_NOT_A_TABLE", { where, found: kind.name, hint: kind.hint });
}

async function startOfTable(text: Peek, claims: ListClaims): Promise<ListStart> {
  const declared = { ...(claims.delimiter !== undefined && { delimiter: claims.delimiter }) };
  const fallback = claims.asked === "tsv" ? "\t" : ",";
  const known = (cells: readonly string[]): number => knownIn(cells, claims.map);
  await text.grow();
  for (;;) {
    const isWhole = text.isDone;
    const { text: sample } = decodeLines(text.bytes(), { encoding: "utf-8", newline: "\n" });
    const sniffed = sniffText(sample, isWhole, { declared, known, fallback, mayHaveTitles: true });
    const { dialect, skippedLines, rows, titles } = sniffed;
    const start = endOfHeader(text.bytes().toString("latin1"), dialect, skippedLines, isWhole);
    if (start === undefined && !isWhole && text.length < LONGEST_LISTED_ROW_BYTES) {
      await text.grow();
      continue;
    }
    if (start === undefined && !isWhole)
      throw new BinomenError("REQUEST_INVALID", {
        field: "header",
        problem: `the first row is longer than ${LONGEST_LISTED_ROW_BYTES} bytes (a quote that is never closed?)`,
      });
    if (!isWhole && text.length < SAMPLE_BYTES && (await text.growWithin(PATIENCE_MS))) continue;
    if (start === undefined || rows[0] === undefined)
      throw new BinomenError("REQUEST_INVALID", {
        field: "header",
        problem: "the table is empty; a header is expected",
      });
    const header = readHeader(rows[0], dialect, claims.map, { line: skippedLines + 1, titles: titles.length });
    text.drop(start.at);
    return { bytes: text.all(), firstLine: start.line, dialect, header };
  }
}

/** Where the row behind the header begins, `undefined` when the header does not end in the sample. */
function endOfHeader(
  latin1: string,
  dialect: Dialect,
  skippedLines: number,
  isWhole: boolean,
): { at: number; line: number } | undefined {
  const cursor = new RowCursor(dialect);
  cursor.begin(latin1, isWhole);
  while (cursor.next())
    if (cursor.line > skippedLines) return { at: cursor.rest, line: cursor.line + cursor.lineCount };
  return undefined;
}

function encodingOf(sample: Buffer, charset: string | undefined): string {
  if (charset !== undefined && decoderLabel(charset) === undefined)
    throw new BinomenError("REQUEST_INVALID", { field: "charset", problem: `${charset} is not a known encoding` });
  const encoding = detectEncoding(sample, charset);
  // A guess holds for a line, not for the list: lines of several programs are often put together.
  return charset === undefined && encoding === "windows-1252" ? "utf-8" : encoding;
}

function endsALine(bytes: Buffer): boolean {
  return bytes.includes(0x0a) || bytes.includes(0x0d);
}

async function* withoutMark(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const part of bytes) {
    if (start === undefined) {
      yield part;
      continue;
    }
    start = start.length > 0 ? Buffer.concat([start, part]) : Buffer.from(part.buffer, part.byteOffset, part.length);
    if (start.length < 3) continue;
    yield afterMark(start);
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield afterMark(start);
}

function afterMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** The first bytes of a stream, and the stream with them. */
class Peek {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #next: Promise<IteratorResult<Uint8Array>> | undefined;
  #parts: Uint8Array[] = [];
  length = 0;
  isDone = false;

  constructor(input: AsyncIterable<Uint8Array>) {
    this.#iterator = input[Symbol.asyncIterator]();
  }

  /** Reads on; false at the end. */
  async grow(): Promise<boolean> {
    const next = this.#next ?? this.#iterator.next();
    this.#next = undefined;
    const { done, value } = await next;
    if (done) {
      this.isDone = true;
      return false;
    }
    this.#parts.push(value);
    this.length += value.length;
    return true;
  }

  /** Reads on if something comes in time, or the end; false when it is still awaited. */
  async growWithin(milliseconds: number): Promise<boolean> {
    this.#next ??= this.#iterator.next();
    this.#next.catch(() => {});
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), milliseconds);
    });
    const came = await Promise.race([this.#next.then(() => true), late]);
    clearTimeout(timer);
    if (came) await this.grow();
    return came;
  }

  /** What was read so far. */
  bytes(): Buffer {
    if (this.#parts.length > 1) this.#parts = [Buffer.concat(this.#parts)];
    const [part] = this.#parts;
    return part === undefined ? Buffer.alloc(0) : Buffer.from(part.buffer, part.byteOffset, part.length);
  }

  /** Leaves out the first bytes. */
  drop(count: number): void {
    this.#parts = [this.bytes().subarray(count)];
  }

  /** All bytes, those that were read first. Ending it ends the stream. */
  async *all(): AsyncGenerator<Uint8Array> {
    try {
      for (const part of this.#parts) if (part.length > 0) yield part;
      this.#parts = [];
      while (!this.isDone && (await this.grow())) {
        yield this.#parts[0]!;
        this.#parts = [];
      }
    } finally {
      this.stop();
    }
  }

  /** Ends the stream. Not awaited: a source that hangs would keep its reader hanging. */
  stop(): void {
    void this.#iterator.return?.();
  }
}
