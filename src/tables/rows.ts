/**
 * Where do the rows and cells of a text table begin and end?
 *
 * Cells are handed out for the wanted columns only, in one array that is used again for every row: a backbone has
 * 100 million cells. Most lines have no quote; those are cut at delimiters here, the others by `cells.ts`. (csv-parse reads
 * the same rows, test/tables compares them, and needs 12 times as long.)
 */
import type { ProblemReport } from "../taxonomy/problem-report.ts";
import { type Dialect, endOfLine, QuotedRow } from "./cells.ts";
import { LONGEST_QUOTED_CELL_OF_FILE } from "./limits.ts";
import { rowsWithin } from "./line-ends.ts";
import { excessOf } from "./table.ts";
import { reportCharacters, type TextFormat, type TextPiece } from "./text.ts";

/** How a table is written down. */
export interface TableFormat extends TextFormat, Dialect {
  /** Lines at the top that are no rows. */
  readonly headerLines: number;
  /** Set when the encoding is a guess: what is said of it, and not known; `""` where nothing is said. */
  readonly unknownEncoding?: string;
}

/** Which columns are wanted. */
export interface Columns {
  /** 0-based column of each slot. */
  readonly wanted: readonly number[];
  /** Number of columns that a row should have. */
  readonly count: number;
  /**
   * Neighbouring columns that are wanted as one text, delimiters included, as a cell behind the wanted ones. Only for
   * tables without quotes: rows of a backbone repeat their higher taxa, and one cell is cheaper to compare than six.
   */
  readonly span?: { readonly from: number; readonly to: number } | undefined;
}

/**
 * Receives a row: `cells[slot]` is the text of `wanted[slot]`, `""` when the row is too short. The array is reused.
 * `line` is the 1-based line on which the row begins.
 */
export type RowVisitor = (cells: readonly string[], line: number) => void;

/** In the table of slots: where the span begins and ends. */
const SPAN_FROM = -2;
const SPAN_TO = -3;

/** Cuts text into rows. Feed it whole lines with {@link push}, then call {@link end}. */
export class RowSplitter {
  readonly #format: TableFormat;
  readonly #count: number;
  readonly #slots: Int32Array;
  readonly #visit: RowVisitor;
  readonly #report: ProblemReport;
  readonly #file: string | undefined;
  readonly #cells: string[];
  readonly #quoted: QuotedRow;
  readonly #spanSlot: number;
  readonly #spanFrom: number;
  readonly #spanTo: number;
  /** Line of the next row. */
  #line: number;
  /** Beginning of a row whose quoted cell goes on in the next piece. */
  #rest = "";

  /** @param firstLine 1-based line of the first text pushed. */
  constructor(
    format: TableFormat,
    columns: Columns,
    visit: RowVisitor,
    report: ProblemReport,
    options: { firstLine?: number | undefined; file?: string | undefined } = {},
  ) {
    this.#format = format;
    this.#count = columns.count;
    this.#quoted = new QuotedRow(format, columns.count, undefined, LONGEST_QUOTED_CELL_OF_FILE);
    this.#slots = new Int32Array(
      Math.max(columns.count, 1, (columns.span?.to ?? 0) + 1, ...columns.wanted.map((column) => column + 1)),
    ).fill(-1);
    columns.wanted.forEach((column, slot) => {
      this.#slots[column] = slot;
    });
    this.#spanSlot = columns.span ? columns.wanted.length : -1;
    this.#spanFrom = columns.span?.from ?? -1;
    this.#spanTo = columns.span?.to ?? -1;
    if (columns.span) {
      this.#slots[columns.span.from] = SPAN_FROM;
      this.#slots[columns.span.to] = SPAN_TO;
    }
    this.#visit = visit;
    this.#report = report;
    this.#file = options.file;
    this.#cells = new Array<string>(columns.wanted.length + (columns.span ? 1 : 0)).fill("");
    this.#line = options.firstLine ?? 1;
  }

  /** 1-based line behind everything that was pushed. */
  get line(): number {
    return this.#line + countOf(this.#rest, this.#format.newline);
  }

  /** Reads whole lines. */
  push(piece: TextPiece): void {
    if (piece.badLines || piece.lostLines) reportCharacters(piece, this.line, this.#report, this.#file);
    const text = this.#rest ? this.#rest + piece.text : piece.text;
    this.#rest = "";
    this.#split(text, false);
  }

  /** Reads what is left after the last line. */
  end(): void {
    const text = this.#rest;
    this.#rest = "";
    if (text) this.#split(text, true);
  }

  #split(text: string, isLast: boolean): void {
    const { newline, quote, headerLines } = this.#format;
    let nextQuote = quote ? text.indexOf(quote) : -1;
    for (let start = 0; start < text.length; ) {
      if (nextQuote >= 0 && nextQuote < start) nextQuote = text.indexOf(quote, start);
      let end = text.indexOf(newline, start);
      if (end < 0) end = text.length;
      if (this.#line <= headerLines) {
        this.#line++;
        start = end + newline.length;
        continue;
      }
      if (nextQuote >= 0 && nextQuote < end) {
        const next = this.#quotedRow(text, start, isLast);
        if (next < 0) {
          this.#rest = text.slice(start);
          return;
        }
        start = next;
        continue;
      }
      this.#plainRow(text, start, end);
      start = end + newline.length;
    }
  }

  /** Reads `text[start, end)` as a row without quotes. */
  #plainRow(text: string, start: number, lineEnd: number): void {
    const line = this.#line++;
    const end = endOfLine(text, start, lineEnd, this.#format.newline);
    if (end === start) return;
    const { delimiter } = this.#format;
    const slots = this.#slots;
    const cells = this.#cells;
    let column = 0;
    if (delimiter.length === 1) {
      const code = delimiter.charCodeAt(0);
      let cellStart = start;
      let spanStart = -1;
      // A loop over characters beats indexOf for every cell: cells are short (bench/micro/archive.ts).
      for (let at = start; at <= end; at++) {
        if (at < end && text.charCodeAt(at) !== code) continue;
        const slot = column < slots.length ? slots[column]! : -1;
        if (slot >= 0) cells[slot] = cellStart === at ? "" : text.substring(cellStart, at);
        else if (slot === SPAN_FROM) spanStart = cellStart;
        else if (slot === SPAN_TO) {
          cells[this.#spanSlot] = text.substring(spanStart, at);
          spanStart = -1;
        }
        column++;
        cellStart = at + 1;
      }
      if (this.#spanSlot >= 0 && column <= this.#spanTo)
        cells[this.#spanSlot] = spanStart < 0 ? "" : text.substring(spanStart, end);
    } else
      for (const cell of text.substring(start, end).split(delimiter)) {
        const slot = slots[column++] ?? -1;
        if (slot >= 0) cells[slot] = cell;
      }
    // Spreadsheets write delimiters behind the last cell.
    for (
      let at = end;
      column > this.#count && text.startsWith(delimiter, at - delimiter.length);
      at -= delimiter.length
    )
      column--;
    if (this.#isOneRow(column, text, start, end, line)) this.#finish(column, line);
  }

  /** Reads a row with quotes from `start`. Returns where the next row starts, -1 when the text ends inside a cell. */
  #quotedRow(text: string, start: number, isLast: boolean): number {
    const row = this.#quoted;
    // Pieces are whole lines, so a last line without line end is whole, too.
    if (!row.read(text, start, isLast)) return -1;
    const line = this.#line;
    const { next, lineCount } = row;
    if (!this.#isOneRow(row.cells.length, text, start, row.end, line)) {
      this.#line = line + lineCount;
      return next;
    }
    if (row.isUnclosed) this.#report.add("UNCLOSED_QUOTE", line, text.substring(start, row.end), this.#file);
    const slots = this.#slots;
    const width = Math.min(row.cells.length, slots.length);
    for (let column = 0; column < width; column++) {
      const slot = slots[column]!;
      if (slot >= 0) this.#cells[slot] = row.cells[column]!;
    }
    this.#line += row.lineCount;
    this.#finish(this.#count + excessOf(row.cells, this.#count), line);
    return row.next;
  }

  /** False when it was several rows, which have been read. @param columns how many cells it has as one */
  #isOneRow(columns: number, text: string, start: number, end: number, line: number): boolean {
    if (columns === this.#count && columns > 1) return true;
    const rows = rowsWithin(text, start, end, this.#format, this.#count);
    if (rows === undefined) return true;
    this.#report.add("MIXED_LINE_ENDS", line, `${rows.length} rows`, this.#file);
    for (const { cells } of rows) {
      for (let column = 0; column < this.#slots.length; column++) {
        const slot = this.#slots[column]!;
        if (slot >= 0) this.#cells[slot] = cells[column] ?? "";
      }
      if (this.#spanSlot >= 0)
        this.#cells[this.#spanSlot] = cells.slice(this.#spanFrom, this.#spanTo + 1).join(this.#format.delimiter);
      this.#visit(this.#cells, line);
    }
    return false;
  }

  #finish(columns: number, line: number): void {
    const cells = this.#cells;
    if (columns !== this.#count) {
      // Cells of the row before must not shine through.
      for (let column = columns; column < this.#slots.length; column++) {
        const slot = this.#slots[column]!;
        if (slot >= 0) cells[slot] = "";
      }
      this.#report.add("BAD_ROW", line, `${columns} columns, ${this.#count} expected`, this.#file);
      const torn = this.#format.quote === "" ? cells.find(isTornQuote) : undefined;
      if (torn !== undefined) this.#report.add("UNDECLARED_QUOTES", line, torn, this.#file);
    }
    this.#visit(cells, line);
  }
}

/** True for a cell that a quote opens and none closes. */
function isTornQuote(cell: string): boolean {
  return cell.startsWith('"') && countOf(cell, '"') % 2 === 1;
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}
