/**
 * Which rows stand in what looks like one line?
 *
 * Tables are put together from files of several systems: between lines that end with LF (or CR LF) there are some that end with
 * CR alone, or the other way round. Such a line has the cells of several rows; it is cut where each part has exactly the
 * columns of the header. Anything else is a character of a cell.
 *
 *   1,Abies,x↵      →  1 | Abies | x
 *   2,Picea,y␍3,Larix,z↵  →  2 | Picea | y    and    3 | Larix | z
 */
import { type Dialect, QuotedRow, splitPlain } from "./cells.ts";

/** A row in a text, and its cells. */
export interface RowPlace {
  readonly start: number;
  readonly end: number;
  readonly cells: string[];
}

/** The rows of `text[start, end)` when it is more than one; `undefined` when it is one. */
export function rowsWithin(
  text: string,
  start: number,
  end: number,
  dialect: Dialect,
  columnCount: number,
): RowPlace[] | undefined {
  const { newline, quote, delimiter } = dialect;
  if (newline !== "\n" && newline !== "\r") return undefined;
  const other = newline === "\n" ? "\r" : "\n";
  const first = text.indexOf(other, start);
  if (first < 0 || first >= end) return undefined;
  const rows: RowPlace[] = [];
  const quoted = new QuotedRow(dialect);
  for (let at = start; at < end; ) {
    const stop = lineEndIn(text, at, end);
    if (stop > at) {
      const row = text.substring(at, stop);
      if (quote !== "" && row.includes(quote)) quoted.read(row, 0, true);
      const isQuoted = quote !== "" && row.includes(quote);
      const cells = isQuoted ? quoted.cells : splitPlain(row, delimiter);
      if (cells.length !== columnCount || (isQuoted && (quoted.isUnclosed || quoted.next < row.length)))
        return undefined;
      rows.push({ start: at, end: stop, cells });
    }
    at = stop + 1;
  }
  return rows.length > 1 ? rows : undefined;
}

function lineEndIn(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text[at] !== "\r" && text[at] !== "\n") at++;
  return at;
}
