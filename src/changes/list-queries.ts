/**
 * Which distinct queries does a list ask, and how often?
 *
 * The list is read as `match` reads it, chunk by chunk; what is kept grows with its distinct names, not with its rows.
 */
import { expandGenera } from "../bulk/batch-genera.ts";
import { type BulkFormat, isStreamed } from "../bulk/format.ts";
import type { ColumnUse } from "../bulk/header.ts";
import { refuseBinary, startOfList } from "../bulk/list-start.ts";
import { RowCutter } from "../bulk/row-cutter.ts";
import { cellText, type Row, type RowReading, readRows } from "../bulk/rows.ts";
import { BinomenError } from "../errors.ts";
import type { MatchQuery } from "../taxonomy/match.ts";
import { type ProblemCount, ProblemReport } from "../taxonomy/problem-report.ts";
import type { CountedQuery } from "./name-changes.ts";

/** A list and how it is to be read. */
export interface ListReading {
  readonly asked: BulkFormat;
  readonly delimiter?: string | undefined;
  /** Column → field of a match. */
  readonly map?: Readonly<Record<string, string>> | undefined;
  /** What holds for all rows: strict. */
  readonly defaults?: MatchQuery | undefined;
  /** Column or member that says for how many records a row stands; without one, each row counts once. */
  readonly countColumn?: string | undefined;
  readonly onColumns?: ((use: ColumnUse) => void) | undefined;
  readonly onRows?: ((rows: number) => void) | undefined;
}

/** The distinct queries of a list. */
export interface ListQueries {
  readonly queries: CountedQuery[];
  readonly rows: number;
  /** Rows that ask nothing. */
  readonly emptyRows: number;
  /** Rows that could not be read, and the first reasons. */
  readonly failedRows: number;
  readonly failures: readonly string[];
  readonly problems: readonly ProblemCount[];
}

/** Failures that are told by their words; all are counted. */
const TOLD_FAILURES = 5;

/**
 * Reads a list.
 *
 * @throws REQUEST_INVALID, FILE_NOT_A_TABLE as `match`; REQUEST_INVALID without the count column
 */
export async function listQueries(input: AsyncIterable<Uint8Array>, reading: ListReading): Promise<ListQueries> {
  const tally = new QueryTally(reading);
  if (isStreamed(reading.asked)) {
    const { bytes, firstLine, dialect, header } = await startOfList(input, reading);
    if (header) reading.onColumns?.(header.use);
    if (header && reading.countColumn !== undefined && !header.names.includes(reading.countColumn))
      throw new BinomenError("REQUEST_INVALID", {
        field: reading.countColumn,
        problem: `no such column in the header (found: ${header.names.slice(0, 12).join(", ")})`,
      });
    const cutter = new RowCutter(dialect, { columnCount: header?.columns.length ?? 0, firstLine });
    const form = { ...formOf(reading), header, newline: dialect.newline };
    const take = (chunk: { bytes: Buffer; firstLine: number }): void =>
      tally.add(readRows(chunk.bytes, { ...form, firstRow: chunk.firstLine }), chunk.firstLine);
    for await (const part of bytes) for (const chunk of cutter.push(part)) take(chunk);
    for (const chunk of cutter.end()) take(chunk);
  } else {
    const parts: Uint8Array[] = [];
    for await (const part of input) parts.push(part);
    const bytes = Buffer.concat(parts);
    if (reading.asked === "json") refuseBinary(bytes.subarray(0, 1 << 14));
    const read = readRows(bytes, { ...formOf(reading), header: undefined, newline: "\n", firstRow: 1 });
    expandGenera(read.rows.flatMap((row) => row.query ?? []));
    tally.add(read, 1);
  }
  return tally.result();
}

function formOf({ asked, defaults = {} }: ListReading): Omit<RowReading, "header" | "newline" | "firstRow"> {
  return { format: asked, defaults, maxRows: Number.MAX_SAFE_INTEGER, cellDelimiter: undefined };
}

/** Counts equal queries. */
class QueryTally {
  readonly #reading: ListReading;
  readonly #counts = new Map<string, { query: MatchQuery; count: number }>();
  readonly #failures: string[] = [];
  readonly #problems = new ProblemReport();
  #rows = 0;
  #emptyRows = 0;
  #failedRows = 0;

  constructor(reading: ListReading) {
    this.#reading = reading;
  }

  add({ rows, report }: { rows: readonly Row[]; report: ProblemReport }, firstLine: number): void {
    this.#problems.merge(report.toJSON());
    for (const [i, row] of rows.entries()) {
      this.#rows++;
      if (row.problem) this.#fail(row.problem.message);
      else if (row.query === undefined || Object.values(row.query).every((value) => typeof value === "boolean"))
        this.#emptyRows++;
      else this.#count(row.query, row, firstLine + i);
    }
    this.#reading.onRows?.(this.#rows);
  }

  #count(query: MatchQuery, row: Row, position: number): void {
    const count = this.#countOf(row);
    if (count === undefined) {
      const { countColumn = "" } = this.#reading;
      const found = JSON.stringify(row.extras?.[countColumn] ?? "");
      this.#fail(`Row ${position}: ${countColumn} is not a whole number: ${found.slice(0, 60)}`);
      return;
    }
    const key = JSON.stringify(query);
    const known = this.#counts.get(key);
    if (known) known.count += count;
    else this.#counts.set(key, { query, count });
  }

  /** 1 without a column of counts; `undefined` when there is no number in it. */
  #countOf({ extras }: Row): number | undefined {
    const { countColumn } = this.#reading;
    if (countColumn === undefined) return 1;
    const written = cellText(extras?.[countColumn]).trim();
    return /^\d{1,15}$/.test(written) ? Number(written) : undefined;
  }

  #fail(message: string): void {
    this.#failedRows++;
    if (this.#failures.length < TOLD_FAILURES) this.#failures.push(message);
  }

  result(): ListQueries {
    return {
      queries: [...this.#counts.values()],
      rows: this.#rows,
      emptyRows: this.#emptyRows,
      failedRows: this.#failedRows,
      failures: this.#failures,
      problems: this.#problems.toJSON(),
    };
  }
}
