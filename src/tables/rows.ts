/**
 * Where do the rows and cells of a text table begin and end?
 *
 * Cells are handed out for the wanted columns only, in one array that is used again for every row: a backbone has
 * 100 million cells. Most lines have no quote; those are cut at delimiters. A line with a quote is read by the rules of
 * RFC 4180, leniently: a quote inside an unquoted cell, or one that no delimiter follows, is a character like any other.
 * (csv-parse reads the same rows, test/archive/rows.test.ts compares them, and needs 12 times as long.)
 */
import type { ProblemReport } from "../taxonomy/problem-report.ts";
import { reportCharacters, type TextFormat, type TextPiece } from "./text.ts";

/** How a table is written down. */
export interface TableFormat extends TextFormat {
  /** What separates cells, one character or more. */
  readonly delimiter: string;
  /** What encloses cells; `""` when nothing does. */
  readonly quote: string;
  /** Lines at the top that are no rows. */
  readonly headerLines: number;
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

/** A cell in quotes that is longer than this has probably lost its closing quote. */
const LONGEST_QUOTED_CELL = 1 << 20;

/** In the table of slots: where the span begins and ends. */
const SPAN_FROM = -2;
const SPAN_TO = -3;

const OPEN = -1;
const LOST = -2;

/** Cuts text into rows. Feed it whole lines with {@link push}, then call {@link end}. */
export class RowSplitter {
  readonly #format: TableFormat;
  readonly #count: number;
  readonly #slots: Int32Array;
  readonly #visit: RowVisitor;
  readonly #report: ProblemReport;
  readonly #file: string | undefined;
  readonly #cells: string[];
  readonly #spanSlot: number;
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
    this.#slots = new Int32Array(
      Math.max(columns.count, 1, (columns.span?.to ?? 0) + 1, ...columns.wanted.map((column) => column + 1)),
    ).fill(-1);
    columns.wanted.forEach((column, slot) => {
      this.#slots[column] = slot;
    });
    this.#spanSlot = columns.span ? columns.wanted.length : -1;
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

  /** Reads whole lines. */
  push(piece: TextPiece): void {
    if (piece.badLines || piece.lostLines)
      reportCharacters(piece, this.#line + countOf(this.#rest, this.#format.newline), this.#report, this.#file);
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
    const end = lineEnd > start && text.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
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
    // Some exports write a delimiter behind the last cell.
    if (column === this.#count + 1 && text.startsWith(delimiter, end - delimiter.length)) column--;
    this.#finish(column, line);
  }

  /** Reads a row with quotes from `start`. Returns where the next row starts, -1 when the text ends inside a cell. */
  #quotedRow(text: string, start: number, isLast: boolean): number {
    const { delimiter, quote, newline } = this.#format;
    const slots = this.#slots;
    const cells = this.#cells;
    const line = this.#line;
    let column = 0;
    let at = start;
    for (;;) {
      let cell: string;
      let end: number;
      if (text.startsWith(quote, at)) {
        const closing = this.#closingQuote(text, at + quote.length);
        if (closing === OPEN && !isLast && text.length - at < LONGEST_QUOTED_CELL) return -1;
        if (closing < 0) return this.#withoutQuotes(text, start);
        cell = text.substring(at + quote.length, closing).replaceAll(quote + quote, quote);
        end = closing + quote.length;
        if (
          text.charCodeAt(end) === 13 &&
          newline === "\n" &&
          (end + 1 === text.length || text.startsWith(newline, end + 1))
        )
          end++;
      } else {
        const nextDelimiter = text.indexOf(delimiter, at);
        const nextNewline = text.indexOf(newline, at);
        end = Math.min(nextDelimiter < 0 ? text.length : nextDelimiter, nextNewline < 0 ? text.length : nextNewline);
        cell = text.substring(at, end);
        if (cell.endsWith("\r") && !text.startsWith(delimiter, end)) cell = cell.slice(0, -1);
      }
      const slot = slots[column++] ?? -1;
      if (slot >= 0) cells[slot] = cell;
      if (end < text.length && text.startsWith(delimiter, end)) {
        at = end + delimiter.length;
        continue;
      }
      // The cell ended with a line end or with the text.
      const lines = countOf(text.substring(start, end), newline) + 1;
      if (lines > 1 && column !== this.#count) {
        // A cell that swallows lines and leaves a wrong number of columns has rather lost its closing quote.
        const lineEnd = text.indexOf(newline, start);
        if (countOf(text.substring(start, lineEnd), delimiter) + 1 === this.#count)
          return this.#withoutQuotes(text, start);
      }
      this.#line += lines;
      this.#finish(column, line);
      return end + newline.length;
    }
  }

  /** Reads the line at `start` as if quotes meant nothing, and reports it. Returns where the next row starts. */
  #withoutQuotes(text: string, start: number): number {
    const { newline } = this.#format;
    const found = text.indexOf(newline, start);
    const lineEnd = found < 0 ? text.length : found;
    this.#report.add("UNCLOSED_QUOTE", this.#line, text.substring(start, lineEnd), this.#file);
    this.#plainRow(text, start, lineEnd);
    return lineEnd + newline.length;
  }

  /**
   * Position of the quote that ends a cell: one that is not doubled and that a delimiter or a line end follows. `OPEN`
   * when the text ends before; `LOST` when the cell would go over lines although a quote in it is neither doubled nor
   * at its end, so that it rather swallows the beginning of another cell.
   */
  #closingQuote(text: string, from: number): number {
    const { quote, newline } = this.#format;
    let isSuspect = false;
    for (let at = text.indexOf(quote, from); at >= 0; ) {
      const after = at + quote.length;
      if (text.startsWith(quote, after)) {
        at = text.indexOf(quote, after + quote.length);
        continue;
      }
      if (this.#endsCell(text, after)) {
        const lineEnd = isSuspect ? text.indexOf(newline, from) : -1;
        return lineEnd >= 0 && lineEnd < at ? LOST : at;
      }
      isSuspect = true;
      at = text.indexOf(quote, after);
    }
    return isSuspect && text.indexOf(newline, from) >= 0 ? LOST : OPEN;
  }

  #endsCell(text: string, at: number): boolean {
    const { delimiter, newline } = this.#format;
    if (at === text.length || text.startsWith(delimiter, at) || text.startsWith(newline, at)) return true;
    if (newline !== "\n" || text.charCodeAt(at) !== 13) return false;
    return at + 1 === text.length || text.startsWith("\n", at + 1);
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
    }
    this.#visit(cells, line);
  }
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}
