/** How do rows of delimited text become cells, and how are cells written? Quotes, any delimiter, line ends inside quotes. */

/** A table as read: cells of each row that is not empty, and the 1-based line on which it begins. */
export interface Table {
  rows: string[][];
  lines: number[];
}

/**
 * Reads delimited text. A quote that never ends is a character, not the begin of a cell that swallows the file.
 *
 * @param delimiter one character, or `""` for one cell a line
 */
export function readDelimited(text: string, delimiter: string): Table {
  const rows: string[][] = [];
  const lines: number[] = [];
  let cells: string[] = [];
  let line = 1;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let begin = line;
  while (at < text.length) {
    let cell: string;
    const quoted = delimiter !== "" && text[at] === '"' ? quotedCell(text, at, delimiter) : undefined;
    if (quoted) {
      cell = quoted.cell;
      at = quoted.end;
      line += quoted.lineEnds;
    } else {
      const end = cellEnd(text, at, delimiter);
      cell = text.slice(at, end);
      at = end;
    }
    cells.push(cell);
    const sign = text[at];
    if (sign === delimiter && delimiter !== "") {
      at++;
      // A delimiter at the very end is followed by an empty cell.
      if (at < text.length) continue;
      cells.push("");
    }
    if (cells.some((one) => one.trim() !== "")) {
      rows.push(cells);
      lines.push(begin);
    }
    cells = [];
    if (text[at] === "\r") at += text[at + 1] === "\n" ? 2 : 1;
    else at++;
    begin = ++line;
  }
  return { rows, lines };
}

function cellEnd(text: string, from: number, delimiter: string): number {
  const sign = delimiter === "" ? -1 : delimiter.charCodeAt(0);
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === sign || code === 10 || code === 13) break;
  }
  return at;
}

/** A cell in quotes, `undefined` when its last quote is not at the end of a cell. */
function quotedCell(
  text: string,
  from: number,
  delimiter: string,
): { cell: string; end: number; lineEnds: number } | undefined {
  let cell = "";
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    cell += text.slice(at, quote);
    const next = text[quote + 1];
    if (next === '"') {
      cell += '"';
      at = quote + 2;
      continue;
    }
    if (next !== undefined && next !== delimiter && next !== "\n" && next !== "\r") return undefined;
    return { cell, end: quote + 1, lineEnds: cell.match(/\r\n|[\r\n]/g)?.length ?? 0 };
  }
}

/** Delimiters that are tried, the likeliest first. */
const DELIMITERS = ["\t", ";", ",", "|"];
const SAMPLED_ROWS = 50;

/**
 * The delimiter of a text, `""` for a list of names. A comma is none when spaces follow it: names have commas of their
 * own ("Puma concolor (Linnaeus, 1771)"). A first row that `isHeader` settles it.
 */
export function guessDelimiter(text: string, isHeader: (cells: readonly string[]) => boolean): string {
  const sample = text.slice(0, 200_000);
  let best = { delimiter: "", score: 0 };
  for (const delimiter of DELIMITERS) {
    const { rows } = readDelimited(sample, delimiter);
    // The last row of the sample may be cut off.
    const first = rows.slice(0, Math.min(SAMPLED_ROWS, sample.length < text.length ? rows.length - 1 : rows.length));
    const width = first[0]?.length ?? 1;
    if (width < 2) continue;
    if (isHeader(first[0] ?? [])) return delimiter;
    const even = first.filter((cells) => cells.length === width).length / first.length;
    const spaced = first.flatMap((cells) => cells.slice(1)).filter((cell) => /^ /.test(cell)).length;
    const isProse = delimiter !== "\t" && spaced > 0.5 * first.length * (width - 1);
    if (even < 0.9 || isProse) continue;
    const score = even * width;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** A row as written, without line end: quoted where it must be (CSV), tabs and line ends made spaces (TSV). */
export function writeRow(cells: readonly string[], form: "csv" | "tsv"): string {
  if (form === "tsv") return cells.map((cell) => cell.replace(/[\t\r\n]+/g, " ")).join("\t");
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}
