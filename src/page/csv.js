/**
 * Where do the cells of a pasted table begin and end, and how is one written?
 *
 * Reads CSV and TSV with quotes (RFC 4180, leniently), and plain lists. A list of names is no table although its
 * authorships have commas: a table has a header that is known, or tabs (a spreadsheet's clipboard), or the same number
 * of semicolons, bars or at least two commas in all its lines.
 */

/** @typedef {{ delimiter: string, rows: string[][], lines: number[] }} Table `lines`: 1-based line of each row. */

const DELIMITERS = ["\t", ";", ",", "|"];

/**
 * Cuts text into rows and cells. Empty lines are left out.
 *
 * @param {string} text
 * @param {(header: string[]) => boolean} isHeader tells a line of column names from a line of data.
 * @returns {Table} one cell per row for a plain list.
 */
export function parseTable(text, isHeader) {
  const content = text.replace(/^\uFEFF/, "");
  const firstLine = /^[\r\n]*([^\r\n]*)/.exec(content)?.[1] ?? "";
  const delimiter =
    DELIMITERS.find(
      (candidate) => firstLine.includes(candidate) && isHeader(cutRows(firstLine, candidate).rows[0] ?? []),
    ) ??
    DELIMITERS.find((candidate) => firstLine.includes(candidate) && isEven(content, candidate)) ??
    "";
  return { delimiter, ...cutRows(content, delimiter) };
}

/** How much of a text is looked at to tell a table from a list. */
const LOOKED_AT = 20_000;

/**
 * True when a delimiter cuts all of the first lines into equally many cells.
 *
 * @param {string} content
 * @param {string} delimiter
 */
function isEven(content, delimiter) {
  if (delimiter === "\t") return true;
  const { rows } = cutRows(content.slice(0, LOOKED_AT), delimiter);
  // The last row may be cut off.
  const whole = content.length > LOOKED_AT ? rows.slice(0, -1) : rows;
  const width = whole[0]?.length ?? 0;
  return whole.length > 1 && width > (delimiter === "," ? 2 : 1) && whole.every((cells) => cells.length === width);
}

/**
 * @param {string} text
 * @param {string} delimiter `""`: every line is one cell.
 * @returns {{ rows: string[][], lines: number[] }}
 */
function cutRows(text, delimiter) {
  /** @type {string[][]} */
  const rows = [];
  /** @type {number[]} */
  const lines = [];
  /** @type {string[]} */
  let cells = [];
  let line = 1;
  let rowLine = 1;
  const endRow = () => {
    if (cells.some((cell) => cell.trim())) {
      rows.push(cells);
      lines.push(rowLine);
    }
    cells = [];
  };
  for (let at = 0; at <= text.length; ) {
    if (cells.length === 0) rowLine = line;
    let end;
    const closing = delimiter && text[at] === '"' ? closingQuote(text, at + 1, delimiter) : -1;
    if (closing >= 0) {
      const cell = text.slice(at + 1, closing).replaceAll('""', '"');
      line += cell.split("\n").length - 1;
      cells.push(cell);
      end = closing + 1;
    } else {
      end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end++;
      cells.push(text.slice(at, end));
    }
    if (end >= text.length) break;
    if (text[end] === delimiter) {
      at = end + 1;
      continue;
    }
    at = end + (text[end] === "\r" && text[end + 1] === "\n" ? 2 : 1);
    line++;
    endRow();
  }
  endRow();
  return { rows, lines };
}

/**
 * @param {string} text
 * @param {number} from
 * @param {string} delimiter
 * @returns {number} -1 when the cell does not end: then the quote is a character like any other.
 */
function closingQuote(text, from, delimiter) {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') at++;
    else if (at + 1 === text.length || [delimiter, "\n", "\r"].includes(text[at + 1] ?? "")) return at;
  }
  return -1;
}

/**
 * Writes rows as CSV with a byte order mark, without which Excel reads accents wrongly.
 *
 * @param {readonly (readonly string[])[]} rows
 */
export function writeCsv(rows) {
  const cell = (/** @type {string} */ text) =>
    /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return `\uFEFF${rows.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("")}`;
}
