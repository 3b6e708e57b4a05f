/** How is a text table written down: which delimiter, quotes, encoding, line ends, is there a header? */
import type { TableFormat } from "../tables/rows.ts";
import { decodeSample, detectEncoding, detectNewline } from "../tables/text.ts";
import type { SourceFile } from "./packed/source-file.ts";
import { knownColumns } from "./terms.ts";

/** What the first bytes of a table tell. */
export interface SniffedTable {
  readonly format: TableFormat;
  /** Cells of the first line, whether it is a header or not. */
  readonly firstLine: readonly string[];
  /** Cells of the first lines, the header included. */
  readonly lines: readonly (readonly string[])[];
}

/** Delimiters that occur, in the order of preference. `$` is what GBIF's matching service takes. */
const DELIMITERS = ["\t", ",", ";", "|", "$"] as const;

const SAMPLE_BYTES = 1 << 18;

/** Lines of the sample that are looked at for delimiters. */
const SAMPLE_LINES = 200;

/** First bytes of a file, unpacked. */
export async function readSample(file: SourceFile, bytes = SAMPLE_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of file.read()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}

/** Whole content of a small file as text, in whatever encoding. */
export async function readText(file: SourceFile, limit = 1 << 24): Promise<string> {
  const bytes = await readSample(file, limit);
  return decodeSample(bytes, detectEncoding(bytes)).replace(/^\uFEFF/, "");
}

/**
 * Looks at the first bytes of a table.
 *
 * @param declared what a descriptor says. Its encoding and line ends are believed as far as the bytes allow; the
 *   delimiter and the quotes always.
 */
export function sniffTable(sample: Buffer, declared: Partial<TableFormat> = {}): SniffedTable {
  const encoding = detectEncoding(sample, declared.encoding);
  const text = decodeSample(sample, encoding).replace(/^\uFEFF/, "");
  const newline = detectNewline(text, declared.newline);
  const lines = linesOf(text, newline);
  const delimiter = declared.delimiter || detectDelimiter(lines);
  let quote = declared.quote ?? detectQuote(lines, delimiter);
  // "No quotes" is often declared of files that have them.
  if (quote === "" && isQuotedThroughout(lines, delimiter)) quote = '"';
  const cells = lines.map((line) => cellsOf(line, delimiter, quote));
  return {
    format: { encoding, newline, delimiter, quote, headerLines: declared.headerLines ?? 1 },
    firstLine: cells[0] ?? [],
    lines: cells,
  };
}

function linesOf(text: string, newline: string): string[] {
  const lines = text.split(newline, SAMPLE_LINES + 1).map((line) => line.replace(/\r$/, ""));
  return lines.slice(0, Math.max(1, Math.min(SAMPLE_LINES, lines.length - 1)));
}

/** The delimiter that makes the most known column names of the first line; else the one that cuts all lines alike. */
function detectDelimiter(lines: readonly string[]): string {
  let best = { delimiter: "\t", known: -1, evenness: -1 };
  for (const delimiter of DELIMITERS) {
    const counts = lines.map((line) => cellsOf(line, delimiter, '"').length);
    const columns = counts[0] ?? 1;
    const known = columns > 1 ? knownColumns(cellsOf(lines[0] ?? "", delimiter, '"')) : 0;
    const evenness = columns > 1 ? counts.filter((count) => count === columns).length / counts.length : 0;
    if (known > best.known || (known === best.known && evenness > best.evenness)) best = { delimiter, known, evenness };
  }
  return best.delimiter;
}

/**
 * A quote that encloses the header, else double quotes in comma files always, and in others when cells begin with a
 * quote and mostly end with one. Tab files mostly have no quoting, and a quote in them is part of a name
 * (`"Candidatus Endoriftia"`). GBIF's matching service writes `$` and single quotes.
 */
function detectQuote(lines: readonly string[], delimiter: string): string {
  const header = lines[0] ?? "";
  for (const quote of ['"', "'"]) if (header.startsWith(quote) && header.endsWith(quote)) return quote;
  if (delimiter === "$") return "'";
  if (delimiter === "," || delimiter === ";") return '"';
  let opened = 0;
  let closed = 0;
  let needed = 0;
  for (const line of lines)
    for (const cell of line.split(delimiter)) {
      if (!cell.startsWith('"')) continue;
      opened++;
      if (cell.length > 1 && cell.endsWith('"')) closed++;
      else needed++;
      if (cell.length > 2 && cell.slice(1, -1).includes('""')) needed++;
    }
  // One whole cell in twenty lines, or cells that only quotes can hold together.
  return closed > opened * 0.9 && (closed * 20 >= lines.length || needed > 0) ? '"' : "";
}

/** True when at least every fourth line has a cell in double quotes, and none has one that does not end. */
function isQuotedThroughout(lines: readonly string[], delimiter: string): boolean {
  const quoted = lines.filter((line) => line.split(delimiter).some((cell) => /^"(.*[^"])?"$/.test(cell)));
  return (
    quoted.length * 4 >= lines.length &&
    !lines.some((line) => line.split(delimiter).some((cell) => /^"[^"]*$/.test(cell)))
  );
}

/** Cells of one line; quotes are taken off, line ends inside quotes are not understood (enough for a first look). */
function cellsOf(line: string, delimiter: string, quote: string): string[] {
  if (!quote || !line.includes(quote)) return line.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; ; ) {
    if (line.startsWith(quote, at)) {
      let end = at + 1;
      while (end < line.length && !(line.startsWith(quote, end) && !line.startsWith(quote + quote, end)))
        end += line.startsWith(quote + quote, end) ? 2 : 1;
      cells.push(line.slice(at + 1, end).replaceAll(quote + quote, quote));
      at = line.indexOf(delimiter, end);
    } else {
      const end = line.indexOf(delimiter, at);
      cells.push(line.slice(at, end < 0 ? line.length : end));
      at = end;
    }
    if (at < 0) return cells;
    at += delimiter.length;
  }
}
