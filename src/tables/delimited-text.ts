/**
 * Where do rows and cells of a CSV or TSV text end?
 *
 * CSV as in RFC 4180: a cell that begins with a quote ends at the next single quote; a quote elsewhere is text. TSV has
 * no quotes. Rows end with LF or CR LF. The text of a row is kept as it is, so that it can be given back unchanged.
 */

/** `","` with quotes or `"\t"` without. */
export type Delimiter = "," | "\t" | ";";

const QUOTE = 0x22;
const LF = 0x0a;

/**
 * The byte after the last row that is complete in `bytes`, 0 when there is none.
 *
 * @param bytes begin at the start of a row
 */
export function endOfLastRow(bytes: Uint8Array, delimiter: Delimiter): number {
  if (delimiter === "\t" || bytes.indexOf(QUOTE) < 0) return bytes.lastIndexOf(LF) + 1;
  const delimiterByte = delimiter.charCodeAt(0);
  let end = 0;
  let isCellStart = true;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (isCellStart && byte === QUOTE) {
      i = endOfQuotes(bytes, i + 1);
      isCellStart = false;
    } else if (byte === LF) {
      end = i + 1;
      isCellStart = true;
    } else isCellStart = byte === delimiterByte;
  }
  return end;
}

/** Position of the closing quote of a cell that was opened just before `start`; the length when it is not there. */
function endOfQuotes(bytes: Uint8Array, start: number): number {
  let at = bytes.indexOf(QUOTE, start);
  while (at >= 0 && bytes[at + 1] === QUOTE) at = bytes.indexOf(QUOTE, at + 2);
  return at < 0 ? bytes.length : at;
}

/** Rows of a text without their line ends. The last row may lack its line end. */
export function splitRows(text: string, delimiter: Delimiter): string[] {
  if (delimiter === "\t" || !text.includes('"')) return splitLines(text);
  const rows: string[] = [];
  let start = 0;
  let isCellStart = true;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (isCellStart && char === '"') {
      i = endOfQuotedCell(text, i + 1);
      isCellStart = false;
    } else if (char === "\n") {
      rows.push(withoutReturn(text.slice(start, i)));
      start = i + 1;
      isCellStart = true;
    } else isCellStart = char === delimiter;
  }
  if (start < text.length) rows.push(withoutReturn(text.slice(start)));
  return rows;
}

/** Lines of a text without their line ends. */
export function splitLines(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  if (text.includes("\r")) for (let i = 0; i < lines.length; i++) lines[i] = withoutReturn(lines[i]!);
  return lines;
}

/** The cells of a row, quotes removed. @param most cells; when there are more, one more is given */
export function splitCells(row: string, delimiter: Delimiter, most = row.length + 1): string[] {
  if (delimiter === "\t" || !row.includes('"')) return row.split(delimiter, most + 1);
  const cells: string[] = [];
  for (let start = 0; start <= row.length && cells.length <= most; ) {
    if (row[start] === '"') {
      const end = endOfQuotedCell(row, start + 1);
      // Text after the closing quote belongs to the cell: `"a" b` is `a b`.
      const next = row.indexOf(delimiter, end + 1);
      const stop = next < 0 ? row.length : next;
      cells.push(row.slice(start + 1, end).replaceAll('""', '"') + row.slice(end + 1, stop));
      start = stop + 1;
    } else {
      const next = row.indexOf(delimiter, start);
      const stop = next < 0 ? row.length : next;
      cells.push(row.slice(start, stop));
      start = stop + 1;
    }
  }
  return cells;
}

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

function endOfQuotedCell(text: string, start: number): number {
  let at = text.indexOf('"', start);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? text.length : at;
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
