/** Which rows stand in a text, one after the other, and on which lines? Runs in browsers too. */
import { type Dialect, endOfLine, MOST_CELLS, QuotedRow, splitPlain } from "./cells.ts";
import { type RowPlace, rowsWithin } from "./line-ends.ts";

/**
 * Goes through the rows of a text.
 *
 * ```ts
 * const rows = new RowCursor(dialect);
 * for (rows.begin(text, true); rows.next(); ) use(rows.cells, rows.line);
 * ```
 */
export class RowCursor {
  /** Cells of the row; a new array each time. */
  cells: string[] = [];
  /** Where the row stands in the text, without its line end. */
  start = 0;
  end = 0;
  /** 1-based line on which it begins, and how many it takes. */
  line: number;
  lineCount = 0;
  /** True when a quote of the row is never closed; see {@link QuotedRow}. */
  isUnclosed = false;
  /** How many rows stand in the line that end with another line end than the others ({@link rowsWithin}); told with the first. */
  rowsInLine = 1;
  /** Where the row behind begins: what is left when {@link next} gives false. */
  rest = 0;
  readonly #dialect: Dialect;
  readonly #quoted: QuotedRow;
  readonly #mostCells: number;
  readonly #columnCount: number;
  #within: RowPlace[] = [];
  #linesWithin = 0;
  #text = "";
  #isLast = true;
  #nextQuote = -1;

  /** Columns of the header, 0 when they are not known, and most cells: see {@link QuotedRow}. */
  constructor(dialect: Dialect, { columnCount = 0, firstLine = 1, mostCells = MOST_CELLS } = {}) {
    this.#dialect = dialect;
    this.#quoted = new QuotedRow(dialect, columnCount, mostCells);
    this.#mostCells = mostCells;
    this.#columnCount = columnCount;
    this.line = firstLine;
  }

  /** Takes a text that begins where a row begins. @param isLast nothing comes behind it */
  begin(text: string, isLast: boolean): void {
    this.#text = text;
    this.#within = [];
    this.#isLast = isLast;
    this.#nextQuote = this.#dialect.quote === "" ? -1 : text.indexOf(this.#dialect.quote);
    this.rest = 0;
  }

  /** Goes to the next row; false when there is none, or only the beginning of one. Rows without text are rows, too. */
  next(): boolean {
    this.rowsInLine = 1;
    if (this.#within.length > 0) {
      this.#nextWithin();
      return true;
    }
    const text = this.#text;
    const { newline, quote, delimiter } = this.#dialect;
    const start = this.rest;
    if (start >= text.length) return false;
    const found = text.indexOf(newline, start);
    if (found < 0 && !this.#isLast) return false;
    const lineEnd = found < 0 ? text.length : found;
    if (this.#nextQuote >= 0 && this.#nextQuote < start) this.#nextQuote = text.indexOf(quote, start);
    if (this.#nextQuote >= 0 && this.#nextQuote < lineEnd) {
      const row = this.#quoted;
      if (!row.read(text, start, this.#isLast)) return false;
      this.cells = row.cells;
      this.#moved(start, row.end, row.next, row.lineCount);
      this.isUnclosed = row.isUnclosed;
      this.#lookWithin();
      return true;
    }
    const end = endOfLine(text, start, lineEnd, newline);
    this.cells = splitPlain(text.substring(start, end), delimiter, this.#mostCells);
    this.#moved(start, end, found < 0 ? text.length : found + newline.length, 1);
    this.isUnclosed = false;
    this.#lookWithin();
    return true;
  }

  /** A row with another number of cells may be several rows. */
  #lookWithin(): void {
    const count = this.#columnCount;
    if (count === 0 || (this.cells.length === count && count > 1)) return;
    const rows = rowsWithin(this.#text, this.start, this.end, this.#dialect, count);
    if (rows === undefined) return;
    this.#within = rows;
    this.rowsInLine = rows.length;
    this.isUnclosed = false;
    this.#take();
    // The line is passed with its last row.
    this.#linesWithin = this.lineCount;
    this.lineCount = 0;
  }

  #nextWithin(): void {
    this.#take();
    if (this.#within.length === 0) this.lineCount = this.#linesWithin;
  }

  #take(): void {
    const { start, end, cells } = this.#within.shift()!;
    this.start = start;
    this.end = end;
    this.cells = cells;
  }

  #moved(start: number, end: number, rest: number, lineCount: number): void {
    this.start = start;
    this.end = end;
    this.rest = rest;
    this.line += this.lineCount;
    this.lineCount = lineCount;
  }
}

/** Where the last row that is complete ends in a text that begins with a row; 0 when none is. */
export function endOfLastRow(text: string, dialect: Dialect, columnCount = 0): number {
  const { quote, newline } = dialect;
  const row = new QuotedRow(dialect, columnCount);
  let at = 0;
  for (let quoteAt = quote === "" ? -1 : text.indexOf(quote); quoteAt >= 0; quoteAt = text.indexOf(quote, at)) {
    // Lines without quotes are passed over at once.
    const before = quoteAt === 0 ? -1 : text.lastIndexOf(newline, quoteAt - 1);
    if (before >= at) at = before + newline.length;
    if (!row.read(text, at, false, false)) return at;
    at = row.next;
  }
  const last = text.lastIndexOf(newline);
  return last < at ? at : last + newline.length;
}
