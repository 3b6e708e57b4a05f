/**
 * How are the rows of a chunk read into columns?
 *
 * Lines of a plain table are cut and compared as bytes; a cell becomes text when its value is seen first. Whatever is not
 * plain (quotes, another number of cells, damaged characters, JSON) is read row by row as `rows.ts` does, with the same
 * result.
 */
import { isAscii, isUtf8 } from "node:buffer";
import { ProblemReport } from "../../taxonomy/problem-report.ts";
import { Cells, ColumnOfCells } from "./cells.ts";
import { lentInts } from "./chunk-memory.ts";
import { cleanCell } from "./clean.ts";
import { BLOCK, type CellColumn, type ColumnSet, columnsOf } from "./columns.ts";
import { CHUNK_ROWS } from "./cut.ts";
import { readRows } from "./read-rows.ts";
import type { RowChunk, RowForm } from "./rows.ts";

type TableForm = Exclude<RowForm, { kind: "json" }>;

const LF = 0x0a;
const CR = 0x0d;
/** Places of a table of values: twice as many as a chunk has rows. */
const PLACES = 2 * CHUNK_ROWS;
/** What {@link readRows} reports as damaged: U+FFFD, and UTF-8 that was read as Latin-1. */
const MAYBE_LOST = /\uFFFD|[ÂÃ][\u0080-\u00BF]/;

/** Reads all rows of a chunk. */
export function readColumns(chunk: RowChunk): ColumnSet {
  const { form } = chunk;
  return (form.kind === "lines" && readLines(chunk, form)) || columnsOf(readRows(chunk));
}

const NONE: Int32Array = new Int32Array(0);

/** The values of one column while rows are read. */
class Values {
  /** Numbers of rows, and where values stand: those of the chunk, not used again. */
  codes = NONE;
  starts = NONE;
  ends = NONE;
  readonly hashes = new Int32Array(CHUNK_ROWS);
  readonly places = new Int32Array(PLACES);
  count = 0;
  /** Number of the value of the row before. */
  last = -1;
}

/** Tables are used again for the next chunk. */
const tables: Values[] = [];

function tableOf(column: number): Values {
  tables[column] ??= new Values();
  const table = tables[column]!;
  table.codes = lentInts(CHUNK_ROWS);
  table.starts = lentInts(CHUNK_ROWS);
  table.ends = lentInts(CHUNK_ROWS);
  table.places.fill(0);
  table.count = 0;
  table.last = -1;
  return table;
}

/** `undefined` when the rows are not plain ones. */
function readLines(chunk: RowChunk, form: TableForm): ColumnSet | undefined {
  const { bytes } = chunk;
  const { format, columnCount } = form;
  const delimiter = format.delimiter.charCodeAt(0);
  if (format.delimiter.length !== 1 || delimiter > 127 || format.newline !== "\n" || columnCount < 2) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isPlain = isAscii(buffer);
  if (!isPlain && (format.encoding !== "utf-8" || !isUtf8(buffer))) return undefined;
  const text = isPlain ? buffer.toString("latin1") : buffer.toString("utf8");
  if (!isPlain && MAYBE_LOST.test(text)) return undefined;
  const wanted = form.terms.map((term, column) =>
    term === undefined && column !== form.idColumn ? undefined : column,
  );
  const values = wanted.map((column) => (column === undefined ? undefined : tableOf(column)));
  while (values.length < columnCount) values.push(undefined);
  const lines = lentInts(CHUNK_ROWS);
  const rowCount = cut({ bytes, delimiter, columnCount, values, lines, at: 0, row: 0, line: chunk.firstLine });
  if (rowCount < 0) return undefined;
  const textOf = isPlain
    ? (start: number, end: number) => text.substring(start, end)
    : (start: number, end: number) => buffer.toString("utf8", start, end);
  const { terms, columns, ids } = columnsWith(form, values, rowCount, bytes, textOf);
  return {
    ...{ rowCount, terms, columns, ids, lines: lines.subarray(0, rowCount), extensions: undefined },
    ...{ problems: new ProblemReport(), badLines: [] },
  };
}

/** Lines that are cut: how far, and into which columns. */
interface Cutting {
  readonly bytes: Uint8Array;
  readonly delimiter: number;
  readonly columnCount: number;
  readonly values: readonly (Values | undefined)[];
  readonly lines: Int32Array;
  at: number;
  row: number;
  line: number;
}

/** Cuts lines into cells and numbers their values. @returns the number of rows, -1 where one is not plain */
function cut(cutting: Cutting): number {
  while (cutting.at < cutting.bytes.length) if (!cutBlock(cutting)) return -1;
  return cutting.row;
}

/**
 * Cuts some lines; false where one is not plain. V8 drops the code of a loop that is entered once a chunk with the next
 * collection, and compiles it again; a function that is called for each block keeps its own.
 */
function cutBlock(cutting: Cutting): boolean {
  const { bytes, delimiter, columnCount, values, lines } = cutting;
  let { at, row, line } = cutting;
  for (const last = line + BLOCK; at < bytes.length && line < last; line++) {
    let end = bytes.indexOf(LF, at);
    if (end < 0) end = bytes.length;
    const next = end + 1;
    while (end > at && bytes[end - 1] === CR) end--;
    if (end > at) {
      if (row === CHUNK_ROWS || !cutLine(bytes, at, end, delimiter, columnCount, values, row)) return false;
      lines[row++] = line;
    }
    at = next;
  }
  cutting.at = at;
  cutting.row = row;
  cutting.line = line;
  return true;
}

/** Cuts a line; false when it has not so many cells. */
function cutLine(
  bytes: Uint8Array,
  start: number,
  end: number,
  delimiter: number,
  columnCount: number,
  values: readonly (Values | undefined)[],
  row: number,
): boolean {
  let at = start;
  for (let column = 0; column < columnCount; column++) {
    const table = values[column];
    const from = at;
    let hash = 0;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === delimiter) break;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    if (table !== undefined) table.codes[row] = numberOf(table, bytes, from, at, hash);
    if (at >= end) return column === columnCount - 1;
    at++;
  }
  return false;
}

/** The number of a value; a new one gets the next. */
function numberOf(table: Values, bytes: Uint8Array, start: number, end: number, hash: number): number {
  const { last, places } = table;
  if (last >= 0 && isSame(table, last, bytes, start, end, hash)) return last;
  // Values that differ in their last digits only must not come to lie in one row.
  for (let place = Math.imul(hash, 0x9e3779b1) >>> 18; ; place = (place + 1) & (PLACES - 1)) {
    const code = places[place]! - 1;
    if (code >= 0) {
      if (!isSame(table, code, bytes, start, end, hash)) continue;
      table.last = code;
      return code;
    }
    const added = table.count++;
    table.starts[added] = start;
    table.ends[added] = end;
    table.hashes[added] = hash;
    places[place] = added + 1;
    table.last = added;
    return added;
  }
}

function isSame(table: Values, code: number, bytes: Uint8Array, start: number, end: number, hash: number): boolean {
  if (table.hashes[code] !== hash) return false;
  let other = table.starts[code]!;
  if (table.ends[code]! - other !== end - start) return false;
  for (let at = start; at < end; at++, other++) if (bytes[at] !== bytes[other]) return false;
  return true;
}

function columnsWith(
  form: TableForm,
  values: readonly (Values | undefined)[],
  rowCount: number,
  bytes: Uint8Array,
  textOf: (start: number, end: number) => string,
): { terms: string[]; columns: CellColumn[]; ids: CellColumn | undefined } {
  const terms: string[] = [];
  const columns: CellColumn[] = [];
  form.terms.forEach((term, i) => {
    if (term === undefined) return;
    terms.push(term);
    const table = values[i]!;
    const otherwise = form.defaults[term];
    const cells = otherwise === undefined ? Cells.of({ ...placesOf(table), bytes }, textOf) : undefined;
    columns.push(
      cells ? new ColumnOfCells(codesOf(table, rowCount), cells) : ownColumn(table, rowCount, textOf, otherwise),
    );
  });
  for (const [term, value] of Object.entries(form.defaults)) {
    if (terms.includes(term)) continue;
    terms.push(term);
    columns.push({ codes: lentInts(rowCount), values: rowCount === 0 ? [] : [value], count: rowCount === 0 ? 0 : 1 });
  }
  const { idColumn } = form;
  const ids = idColumn === undefined ? undefined : ownColumn(values[idColumn]!, rowCount, textOf);
  return { terms, columns, ids: ids && { ...ids, values: ids.values.map((id) => id?.trim()) } };
}

function codesOf({ codes }: Values, rowCount: number): Int32Array {
  return codes.subarray(0, rowCount);
}

function placesOf({ starts, ends, count }: Values): { starts: Int32Array; ends: Int32Array; count: number } {
  return { starts, ends, count };
}

/** A column whose values say something else than its cells. */
function ownColumn(
  table: Values,
  rowCount: number,
  textOf: (start: number, end: number) => string,
  otherwise?: string,
): CellColumn {
  const { starts, ends, count } = table;
  const values: (string | undefined)[] = new Array(count);
  for (let code = 0; code < count; code++) values[code] = cleanCell(textOf(starts[code]!, ends[code]!)) ?? otherwise;
  return { codes: codesOf(table, rowCount), values, count };
}
