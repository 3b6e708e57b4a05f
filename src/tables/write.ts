/** How are cells written so that every reader, and our own, reads back what stood in them? */

import type { Dialect } from "./cells.ts";

/** Delimiters that tables are written with. */
export type Delimiter = "," | "\t" | ";";

/** What a spreadsheet may take for the beginning of a formula, also in full width and behind a quote that it takes off. */
const FORMULA = /^"?[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
/** A number with its sign, and a dash that stands for "nothing", are none. */
const NO_FORMULA = /^(?:[+-](?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?|-+)$/;
/** The same where it may begin a cell of a row, which is looked at cell by cell then. */
const MAY_HOLD_FORMULA = /(?:^|[,;\t"])[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/**
 * True for a cell that a spreadsheet would calculate instead of showing it: `=HYPERLINK(…)`, `+1+cmd|…`, `-2+3`, `@SUM(…)`.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function isFormula(cell: string): boolean {
  return FORMULA.test(cell) && !NO_FORMULA.test(cell);
}

/** False when no cell of a row, as it is written, can be a formula. */
export function mayHoldFormula(row: string): boolean {
  return MAY_HOLD_FORMULA.test(row);
}

/** A cell as it was before {@link writeCell} put an apostrophe before it. */
export function withoutApostrophe(cell: string): string {
  return cell.charCodeAt(0) === APOSTROPHE && isFormula(cell.slice(1)) ? cell.slice(1) : cell;
}

const APOSTROPHE = 0x27;

/**
 * A cell as it is written: quoted when it must be (CSV), line ends and tabs made spaces (TSV). What a spreadsheet would
 * calculate gets an apostrophe before it, which makes it text there; {@link withoutApostrophe} takes it off.
 */
export function writeCell(written: string, delimiter: Delimiter): string {
  const text = isFormula(written) ? `'${written}` : written;
  if (delimiter === "\t") return /[\t\n\r]/.test(text) ? text.replace(/[\t\n\r]+/g, " ") : text;
  return text.includes(delimiter) || /["\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A row as it is written, without its line end. */
export function writeRow(cells: readonly string[], delimiter: Delimiter): string {
  return cells.map((cell) => writeCell(cell, delimiter)).join(delimiter);
}

/** A row of CSV that only binomen reads again: what looks like a formula stays as it stood. */
export function writeOwnRow(cells: readonly string[]): string {
  return cells.map((cell) => (/[,"\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

/** True when a row that was read in a dialect may be written with a delimiter as it stands. */
export function isCopyable(dialect: Dialect, delimiter: Delimiter): boolean {
  const { quote, newline, escape: escaping } = dialect;
  if (dialect.delimiter !== delimiter || newline !== "\n") return false;
  return quote === "" || (quote === '"' && escaping !== "backslash");
}

/** Rows as text, some thousand at a time; an empty row is an empty line. */
export function* tableText(
  rows: Iterable<readonly string[]>,
  delimiter: Delimiter,
  write = (row: readonly string[]) => writeRow(row, delimiter),
): Generator<string> {
  let text = "";
  for (const row of rows) {
    text += `${write(row)}\n`;
    if (text.length < 1 << 16) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}
