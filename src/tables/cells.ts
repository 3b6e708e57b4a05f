/**
 * Where do the rows and cells of a delimited text end?
 *
 * RFC 4180, leniently: a cell that begins with a quote ends at the next quote that is neither doubled (nor, where the
 * writer does so, behind a backslash) and that a delimiter, a line end or the end of the text follows. Any other quote is a
 * character. A quote that is never closed must not swallow the rows behind it: its line is read as if quotes meant
 * nothing, and says so.
 *
 *   1,"Abies ""alba""",x     →  1 | Abies "alba" | x
 *   2,"Picea,y               →  2 | "Picea | y            isUnclosed
 *   3,"two↵lines",z          →  3 | two↵lines | z         lineCount 2
 *
 * The one place that knows states of quotes: archives, lists, imports of facets and the web page all read through it.
 * Runs in browsers too. Time is linear: a quote is looked for only up to the next one that contradicts it, and never
 * farther than the longest cell.
 */
import { LONGEST_QUOTED_CELL } from "./limits.ts";

/** How a table is written down. */
export interface Dialect {
  /** What separates cells, one character or more; `""` when a line is one cell. */
  readonly delimiter: string;
  /** What encloses cells; `""` when nothing does. */
  readonly quote: string;
  /** How a quote is written inside of quotes: twice, or also with a backslash before it (MySQL, WFO's lists). */
  readonly escape?: "doubled" | "backslash" | undefined;
  /** What ends a line. `"\n"` also stands for `"\r\n"`. */
  readonly newline: string;
}

/** The closing quote stands behind the text that there is. */
const OPEN = -1;
/** There is no closing quote. */
const LOST = -2;

const CR = 13;
const LF = 10;

/** No row is cut into more cells than that, unless somebody asks for less. */
export const MOST_CELLS = 100_000;

/** Reads rows that have quotes in them, one by one. Rows without quotes are cut faster by whoever has many of them. */
export class QuotedRow {
  /** Cells of the row that was read; a new array each time. */
  cells: string[] = [];
  /** Where its text ends, and where the next row begins. */
  end = 0;
  next = 0;
  /** Lines that the row takes. */
  lineCount = 1;
  /** True when a quote is never closed: the first line was read without regard to quotes. */
  isUnclosed = false;
  readonly #dialect: Dialect;
  readonly #delimiterCode: number;
  readonly #newlineCode: number;
  readonly #hasBackslashes: boolean;
  readonly #columnCount: number;
  readonly #mostCells: number;
  readonly #longestCell: number;

  /**
   * @param columnCount of the header: tells a cell with line ends from a lost quote. 0 when it is not known.
   * @param mostCells when a row has more, only one more is given
   * @param longestCell in characters: a quote whose partner is farther away was never closed
   */
  constructor(dialect: Dialect, columnCount = 0, mostCells = MOST_CELLS, longestCell = LONGEST_QUOTED_CELL) {
    this.#dialect = dialect;
    this.#delimiterCode = dialect.delimiter === "" ? -1 : dialect.delimiter.charCodeAt(0);
    this.#newlineCode = dialect.newline.charCodeAt(0);
    this.#hasBackslashes = dialect.escape === "backslash";
    this.#columnCount = columnCount;
    this.#mostCells = mostCells;
    this.#longestCell = longestCell;
  }

  /**
   * Reads the row at `start`; false when it may go on behind the text.
   *
   * @param isLast nothing comes behind the text
   * @param withCells false when only its end is wanted
   */
  read(text: string, start: number, isLast: boolean, withCells = true): boolean {
    const { quote, newline, delimiter } = this.#dialect;
    const cells: string[] = [];
    this.cells = cells;
    this.isUnclosed = false;
    let count = 0;
    let isCutByReturn = false;
    let at = start;
    for (;;) {
      let end: number;
      let returns = 0;
      if (text.startsWith(quote, at)) {
        const from = at + quote.length;
        const closing = this.#closingQuote(text, from, isLast);
        if (closing === OPEN) return false;
        if (closing === LOST) return this.#withoutQuotes(text, start, isLast, withCells);
        if (withCells && count <= this.#mostCells) cells.push(this.#unescaped(text.substring(from, closing)));
        end = closing + quote.length;
        returns = this.#returnsAt(text, end, isLast);
      } else {
        end = this.#endOfPlainCell(text, at);
        if (end === text.length && !isLast) return false;
        const isRowEnd = end === text.length || !this.#isAt(text, end, delimiter, this.#delimiterCode);
        const cut = isRowEnd ? endOfLine(text, at, end, newline) : end;
        if (withCells && count <= this.#mostCells) cells.push(text.substring(at, cut));
        if (isRowEnd) {
          this.end = cut;
          this.next = Math.min(end + newline.length, text.length);
          count++;
          break;
        }
      }
      count++;
      if (end < text.length && this.#isAt(text, end, delimiter, this.#delimiterCode)) {
        at = end + delimiter.length;
        continue;
      }
      this.end = end;
      isCutByReturn = this.#isLoneReturn(text, end);
      this.next = isCutByReturn ? end + 1 : Math.min(end + returns + newline.length, text.length);
      break;
    }
    this.lineCount = (isCutByReturn ? 0 : 1) + this.#lineEnds(text, start, this.end);
    // A cell that swallows lines and leaves a wrong number of columns has rather lost its closing quote.
    if (this.lineCount > 1 && this.#columnCount > 0 && count !== this.#columnCount) {
      const lineEnd = text.indexOf(newline, start);
      if (text.substring(start, lineEnd).split(delimiter).length === this.#columnCount)
        return this.#withoutQuotes(text, start, isLast, withCells);
    }
    return true;
  }

  /** Reads the line at `start` as if quotes meant nothing. */
  #withoutQuotes(text: string, start: number, isLast: boolean, withCells: boolean): boolean {
    const { delimiter, newline } = this.#dialect;
    const found = text.indexOf(newline, start);
    if (found < 0 && !isLast) return false;
    const lineEnd = found < 0 ? text.length : found;
    this.end = endOfLine(text, start, lineEnd, newline);
    this.next = Math.min(lineEnd + newline.length, text.length);
    this.lineCount = 1;
    this.isUnclosed = true;
    this.cells = withCells ? splitPlain(text.substring(start, this.end), delimiter, this.#mostCells) : [];
    return true;
  }

  /**
   * Position of the quote that ends a cell. A quote that is neither doubled nor at the end of a cell is a character,
   * but only within one line: a cell that goes over lines and has such a quote rather swallows the beginning of another.
   */
  #closingQuote(text: string, from: number, isLast: boolean): number {
    const { quote, newline, delimiter } = this.#dialect;
    const lookahead = Math.max(quote.length, delimiter.length, newline.length + 1);
    const limit = from + this.#longestCell;
    let lineEnd: number | undefined;
    let after = from;
    for (let at = text.indexOf(quote, after); at >= 0 && at <= limit; at = text.indexOf(quote, after)) {
      after = at + quote.length;
      if (this.#hasBackslashes && at > from && text[at - 1] === "\\") continue;
      if (text.startsWith(quote, after)) {
        after += quote.length;
        continue;
      }
      const isEnd =
        (isLast && after === text.length) ||
        this.#isAt(text, after, delimiter, this.#delimiterCode) ||
        this.#isAt(text, after, newline, this.#newlineCode) ||
        this.#returnsAt(text, after, isLast) > 0 ||
        this.#isLoneReturn(text, after);
      if (!isEnd && !isLast && text.length - after < lookahead) return OPEN;
      if (!isEnd) lineEnd ??= text.indexOf(newline, from);
      if (lineEnd !== undefined && lineEnd >= 0 && lineEnd < at) return LOST;
      if (isEnd) return at;
    }
    if (isLast || text.length > limit + lookahead) return LOST;
    return lineEnd !== undefined && lineEnd >= 0 ? LOST : OPEN;
  }

  #unescaped(cell: string): string {
    const { quote } = this.#dialect;
    if (!cell.includes(quote)) return cell;
    if (!this.#hasBackslashes) return cell.replaceAll(quote + quote, quote);
    let text = "";
    let start = 0;
    for (let at = cell.indexOf(quote); at >= 0; at = cell.indexOf(quote, start)) {
      // What stands before the quote, without its backslash; the second of a doubled one is passed over.
      const isEscaped = at > start && cell[at - 1] === "\\";
      text += cell.substring(start, isEscaped ? at - 1 : at) + quote;
      start = at + quote.length;
      if (!isEscaped && cell.startsWith(quote, start)) start += quote.length;
    }
    return text + cell.substring(start);
  }

  #endOfPlainCell(text: string, at: number): number {
    const { delimiter, newline } = this.#dialect;
    let end = at;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === this.#delimiterCode && text.startsWith(delimiter, end)) return end;
      if (code === this.#newlineCode && text.startsWith(newline, end)) return end;
    }
    return end;
  }

  #isAt(text: string, at: number, part: string, code: number): boolean {
    return text.charCodeAt(at) === code && (part.length === 1 || text.startsWith(part, at));
  }

  /** How many CR stand before a LF, or at the very end: 1 in CR LF, 0 when something else comes. */
  #returnsAt(text: string, at: number, isLast: boolean): number {
    if (this.#dialect.newline !== "\n" || text.charCodeAt(at) !== CR) return 0;
    let end = at + 1;
    while (text.charCodeAt(end) === CR) end++;
    return (end === text.length ? isLast : text.startsWith("\n", end)) ? end - at : 0;
  }

  /** True for a CR between lines that end with LF: behind a quote it ends a row all the same (`line-ends.ts`). */
  #isLoneReturn(text: string, at: number): boolean {
    if (this.#dialect.newline !== "\n" || text.charCodeAt(at) !== CR || at + 1 >= text.length) return false;
    const next = text.charCodeAt(at + 1);
    return next !== LF && next !== CR;
  }

  #lineEnds(text: string, from: number, end: number): number {
    const { newline } = this.#dialect;
    let count = 0;
    for (let at = text.indexOf(newline, from); at >= 0 && at < end; at = text.indexOf(newline, at + newline.length))
      count++;
    return count;
  }
}

/**
 * The end of a line without the CR of CR LF, of the CR CR LF of a file that was converted twice, or the LF that ends a file of
 * lines that end with CR.
 */
export function endOfLine(text: string, start: number, end: number, newline: string): number {
  const other = newline === "\n" ? CR : newline === "\r" ? LF : -1;
  let at = end;
  while (at > start && text.charCodeAt(at - 1) === other) at--;
  return at;
}

/** Cells of a line in which nothing is quoted. @param most cells; when there are more, only one more is given */
export function splitPlain(line: string, delimiter: string, most = MOST_CELLS): string[] {
  return delimiter === "" ? [line] : line.split(delimiter, most + 1);
}
