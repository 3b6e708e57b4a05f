/**
 * How is a table of usages read, whole or in parts?
 *
 * A {@link UsageTable} is plain data: it can be sent to worker threads, each of which then reads a range of the file.
 */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { RowSplitter, type TableFormat } from "../tables/rows.ts";
import { cutsAtBytes, decodeLines, decodePieces, type TextPiece } from "../tables/text.ts";
import type { NameUsage } from "../taxonomy/name-usage.ts";
import type { ProblemReport } from "../taxonomy/problem-report.ts";
import type { FieldMap } from "./terms.ts";
import { UsageRows, type UsageRules } from "./usage-rows.ts";

/** A file of usages and how to read it. Structured-cloneable. */
export interface UsageTable {
  /** Path on disk. */
  readonly path: string;
  readonly format: TableFormat;
  readonly fields: FieldMap;
  /** Number of columns that a row should have. */
  readonly columnCount: number;
  readonly rules: UsageRules;
}

/** A part of a file that begins and ends at line ends. */
export interface TableRange {
  /** First byte, and the byte behind the last. */
  readonly start: number;
  readonly end: number;
  /** 1-based line at `start`. */
  readonly firstLine: number;
}

/** Bytes that are read from disk at a time. */
const CHUNK_BYTES = 1 << 20;

/** Usages that are handed out at a time, at least. */
const BATCH = 2048;

/** Reads a whole table from its bytes. `file` names it in the report, `path` in errors. */
export async function* readTable(
  chunks: AsyncIterable<Buffer>,
  table: Omit<UsageTable, "path">,
  report: ProblemReport,
  where: {
    path: string;
    file?: string | undefined;
    idOfName?: ((name: string, line: number) => string | undefined) | undefined;
  },
): AsyncIterable<NameUsage[]> {
  const usages = new UsageBatches(table, report, where);
  for await (const piece of decodePieces(chunks, table.format, where.path, () => usages.line))
    yield* usages.push(piece);
  yield* usages.end();
}

/** True when a table can be cut into ranges: its lines are rows, and line ends are found without decoding. */
export function isSplittable(format: TableFormat): boolean {
  return format.quote === "" && cutsAtBytes(format);
}

/**
 * Cuts a table into at most `parts` ranges of about equal size. Reads the file once to count lines (about 1 GB/s), so
 * that problems found in a range are reported with their true line.
 */
export function splitTable(table: UsageTable, parts: number): TableRange[] {
  const size = statSync(table.path).size;
  const lineEnd = lineEndOf(table.format);
  const ranges: TableRange[] = [];
  const file = openSync(table.path, "r");
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let start = 0;
    let firstLine = 1;
    let line = 1;
    for (let offset = 0; offset < size; ) {
      const length = readSync(file, chunk, 0, chunk.length, offset);
      if (length === 0) break;
      for (let at = chunk.indexOf(lineEnd); at >= 0 && at < length; at = chunk.indexOf(lineEnd, at + 1)) {
        line++;
        const next = offset + at + 1;
        if (next - start < size / parts || next >= size) continue;
        ranges.push({ start, end: next, firstLine });
        start = next;
        firstLine = line;
      }
      offset += length;
    }
    if (start < size) ranges.push({ start, end: size, firstLine });
  } finally {
    closeSync(file);
  }
  return ranges;
}

/** Reads the usages of a range, in the thread that calls, in batches of some thousand. */
export function* readTableRange(table: UsageTable, range: TableRange, report: ProblemReport): Iterable<NameUsage[]> {
  const usages = new UsageBatches(table, report, { firstLine: range.firstLine });
  const lineEnd = lineEndOf(table.format);
  const file = openSync(table.path, "r");
  try {
    let size = CHUNK_BYTES;
    for (let offset = range.start; offset < range.end; ) {
      const buffer = Buffer.allocUnsafe(Math.min(size, range.end - offset));
      const length = readSync(file, buffer, 0, buffer.length, offset);
      if (length === 0) break;
      const isLast = offset + length >= range.end;
      const end = isLast ? length : buffer.lastIndexOf(lineEnd, length - 1) + 1;
      if (end === 0) {
        size *= 2; // a line longer than a chunk
        continue;
      }
      const start = offset === 0 && buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0;
      yield* usages.push(decodeLines(buffer.subarray(start, end), table.format));
      offset += end;
    }
    yield* usages.end();
  } finally {
    closeSync(file);
  }
}

/** Text in, usages out, some thousand at a time. */
class UsageBatches {
  readonly #splitter: RowSplitter;
  #batch: NameUsage[] = [];

  constructor(
    { format, fields, rules, columnCount }: Omit<UsageTable, "path">,
    report: ProblemReport,
    where: {
      file?: string | undefined;
      firstLine?: number | undefined;
      idOfName?: ((name: string, line: number) => string | undefined) | undefined;
    },
  ) {
    const rows = new UsageRows(format, fields, rules, report, where.file, where.idOfName);
    this.#splitter = new RowSplitter(
      format,
      { wanted: rows.wanted, count: columnCount, span: rows.span },
      (cells, line) => {
        const usage = rows.usageOf(cells, line);
        if (usage) this.#batch.push(usage);
      },
      report,
      where,
    );
  }

  /** 1-based line behind what was pushed. */
  get line(): number {
    return this.#splitter.line;
  }

  *push(piece: TextPiece): Iterable<NameUsage[]> {
    this.#splitter.push(piece);
    if (this.#batch.length >= BATCH) yield this.#taken();
  }

  *end(): Iterable<NameUsage[]> {
    this.#splitter.end();
    if (this.#batch.length > 0) yield this.#taken();
  }

  #taken(): NameUsage[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }
}

/** Last byte of a line end. */
function lineEndOf({ newline }: TableFormat): number {
  return newline.charCodeAt(newline.length - 1);
}
