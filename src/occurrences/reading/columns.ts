/**
 * The rows of a chunk by columns: each distinct value once, and for each row the number of its value.
 *
 * Values of records repeat massively (dates, people, countries, names). What is done with a value, be it decoding,
 * interpreting or writing it, is done once for all rows of the chunk that have it.
 */
import type { ProblemReport } from "../../taxonomy/problem-report.ts";
import type { Cells } from "./cells.ts";
import { lentInts } from "./chunk-memory.ts";
import type { Row, RowSet } from "./rows.ts";

/** Rows that are worked on by one call, where a loop over all rows of a chunk is not compiled for good. */
export const BLOCK = 64;

/** Numbers of values by row, in the order in which the values occur first. */
export interface Numbering {
  /** Number of the value of each row. */
  readonly codes: Int32Array;
  /** How many numbers there are. */
  readonly count: number;
}

/** A column; several numbers may stand for equal values. */
export interface CellColumn {
  readonly codes: Int32Array;
  readonly values: readonly (string | undefined)[];
  /** How many values there are. */
  readonly count: number;
  /** The values as they stand in the chunk, where they do. Ask for {@link values} only where texts are needed. */
  readonly cells?: Cells | undefined;
}

/** Rows of extensions that came with a row (JSON). */
type RowExtensions = Row["extensions"];

/** The rows of a chunk. */
export interface ColumnSet {
  readonly rowCount: number;
  readonly terms: readonly string[];
  /** A column for each term. */
  readonly columns: readonly CellColumn[];
  readonly ids: CellColumn | undefined;
  readonly lines: ArrayLike<number>;
  /** Columns of rows in the order of their members; absent when all rows have that of {@link columns}. */
  readonly orders?: readonly Row["order"][] | undefined;
  /** Absent when no row has any. */
  readonly extensions: readonly RowExtensions[] | undefined;
  readonly problems: ProblemReport;
  /** Lines that hold no record. */
  readonly badLines: readonly number[];
  readonly notices?: RowSet["notices"];
}

/** Rows that were read one by one, by columns. */
export function columnsOf({ terms, rows, problems, badLines, notices }: RowSet): ColumnSet {
  return {
    rowCount: rows.length,
    terms,
    columns: terms.map((_, i) => columnOf(rows.length, (row) => rows[row]!.cells[i])),
    ids: rows.some(({ id }) => id !== undefined) ? columnOf(rows.length, (row) => rows[row]!.id) : undefined,
    lines: rows.map(({ line }) => line),
    orders: rows.some(({ order }) => order !== undefined) ? rows.map(({ order }) => order) : undefined,
    extensions: rows.some(({ extensions }) => extensions !== undefined)
      ? rows.map(({ extensions }) => extensions)
      : undefined,
    problems,
    badLines,
    notices,
  };
}

/** A column of the values of rows. */
export function columnOf(rowCount: number, valueAt: (row: number) => string | undefined): CellColumn {
  const known = new Map<string | undefined, number>();
  const codes = lentInts(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const value = valueAt(row);
    let code = known.get(value);
    if (code === undefined) {
      code = known.size;
      known.set(value, code);
    }
    codes[row] = code;
  }
  return { codes, values: [...known.keys()], count: known.size };
}

/** The rows that are kept, in their order. */
export function rowsOf(set: ColumnSet, kept: readonly number[]): ColumnSet {
  const column = ({ codes, values }: CellColumn) => columnOf(kept.length, (row) => values[codes[kept[row]!]!]);
  return {
    ...set,
    rowCount: kept.length,
    columns: set.columns.map(column),
    ids: set.ids && column(set.ids),
    lines: kept.map((row) => set.lines[row]!),
    orders: set.orders && kept.map((row) => set.orders![row]),
    extensions: set.extensions && kept.map((row) => set.extensions![row]),
  };
}

/** Other numbers by rows: `numberOf` of those that they have. */
export function renumbered(codes: Int32Array, numberOf: Int32Array): Int32Array {
  const others = lentInts(codes.length);
  for (let row = 0; row < codes.length; row++) others[row] = numberOf[codes[row]!]!;
  return others;
}

/** One number for all rows. */
export function sameForAll(rowCount: number): Numbering {
  return { codes: lentInts(rowCount), count: rowCount === 0 ? 0 : 1 };
}

/** Tables of {@link combined}, used again by its next call. */
let placesOf = new Int32Array(0);
let firstOf = new Int32Array(0);

/** Numbers that are equal for rows that have both numbers equal. */
export function combined(a: Numbering, b: Numbering): Numbering {
  const rowCount = a.codes.length;
  if (b.count <= 1 || a.count === rowCount) return a;
  if (a.count <= 1 || b.count === rowCount) return b;
  // Open addressing: twice as many places as rows, at least.
  const bits = 33 - Math.clz32(rowCount);
  if (placesOf.length < 1 << bits) placesOf = new Int32Array(1 << bits);
  if (firstOf.length < rowCount) firstOf = new Int32Array(rowCount);
  const [places, first] = [placesOf, firstOf];
  const mask = (1 << bits) - 1;
  places.fill(0, 0, mask + 1);
  const codes = lentInts(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row++) {
    const x = a.codes[row]!;
    const y = b.codes[row]!;
    let place = (Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)) >>> (32 - bits);
    for (;;) {
      const code = places[place]! - 1;
      if (code < 0) {
        first[count] = row;
        places[place] = ++count;
        codes[row] = count - 1;
        break;
      }
      const other = first[code]!;
      if (a.codes[other] === x && b.codes[other] === y) {
        codes[row] = code;
        break;
      }
      place = (place + 1) & mask;
    }
  }
  return { codes, count };
}

/** The first row of each number, and how many rows have it. */
export function groupsOf({ codes, count }: Numbering): { first: Int32Array; size: Int32Array } {
  const first = lentInts(count).fill(-1);
  const size = lentInts(count);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (size[code]!++ === 0) first[code] = row;
  }
  return { first, size };
}
