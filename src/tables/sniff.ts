/**
 * How is a text table written down: which delimiter, quotes, line ends, and where does its header stand?
 *
 * Looks at the first rows with the eyes of the reader (`cells.ts`), so that a semicolon inside of quotes is not taken
 * for a delimiter. Which words make a header only the caller knows. Runs in browsers too.
 */
import { type Dialect, QuotedRow, splitPlain } from "./cells.ts";
import { detectNewline } from "./encoding.ts";
import { RowCursor } from "./row-cursor.ts";
import { linesAboveHeader } from "./titles.ts";

/** What the first bytes of a table tell. */
export interface SniffedText {
  readonly dialect: Dialect & { readonly escape: "doubled" | "backslash" };
  /** Lines before the header: empty ones, Excel's `sep=;`, titles and comments. */
  readonly skippedLines: number;
  /** The lines among these that have a text of their own, which nobody reads. */
  readonly titles: readonly { readonly line: number; readonly text: string }[];
  /** Lines up to and with the header: the line behind them is the first of the data. */
  readonly headerLines: number;
  /** Cells of the first rows, the header first; empty lines are left out. */
  readonly rows: readonly (readonly string[])[];
}

/** What is known beforehand. */
export interface SniffOptions {
  /** What a descriptor says. The delimiter and quotes are believed. */
  readonly declared?: Partial<Dialect> | undefined;
  /** How many of these cells are names of columns that the caller knows. */
  readonly known?: ((cells: readonly string[]) => number) | undefined;
  /** The delimiter when nothing speaks for any. */
  readonly fallback?: string | undefined;
  /**
   * The text may be a list of names with commas in it: without a known header it is a table only when tabs, or the same
   * number of semicolons, bars or at least two commas stand in all its lines. The delimiter of a list is `""`.
   */
  readonly mayBeList?: boolean | undefined;
  /** Lines of titles and comments may stand above the header. */
  readonly mayHaveTitles?: boolean | undefined;
}

/** Delimiters that occur, in the order of preference. `$` is what GBIF's matching service takes. */
const DELIMITERS = ["\t", ",", ";", "|", "$"] as const;

/** Rows of the sample that are looked at. */
const SAMPLE_ROWS = 200;

/** Looks at the beginning of a text. @param isWhole nothing comes behind it */
export function sniffText(text: string, isWhole: boolean, options: SniffOptions = {}): SniffedText {
  const { declared = {} } = options;
  const content = text.replace(/^\uFEFF/, "");
  const newline = detectNewline(content, declared.newline);
  const start = startOf(content, newline, declared.delimiter === undefined);
  const titles = passTitles(content, newline, isWhole, start, options);
  const sample = content.slice(start.at);
  const looked = (dialect: Dialect): string[][] => firstRows(sample, dialect, isWhole);
  const delimiter =
    declared.delimiter ??
    start.delimiter ??
    detectDelimiter((d) => looked({ delimiter: d, quote: '"', newline }), options);
  const lines = firstLines(sample, newline, isWhole);
  let quote = declared.quote ?? (delimiter === "" ? "" : detectQuote(lines, delimiter));
  // "No quotes" is often declared of files that have them.
  if (
    quote === "" &&
    declared.quote !== undefined &&
    (isQuotedThroughout(lines, delimiter) || onlyQuotesFit(sample, isWhole, { delimiter, quote: "", newline }))
  )
    quote = '"';
  const dialect = { delimiter, quote, newline, escape: declared.escape ?? detectEscape(sample, delimiter) };
  const header = new RowCursor(dialect);
  header.begin(sample, true);
  header.next();
  return {
    dialect,
    skippedLines: start.lines,
    titles,
    headerLines: start.lines + Math.max(1, header.lineCount),
    rows: looked(dialect),
  };
}

/** Moves the start behind titles and comments above the header. @returns them */
function passTitles(
  content: string,
  newline: string,
  isWhole: boolean,
  start: Start,
  { declared = {}, known, mayBeList = false, mayHaveTitles = false }: SniffOptions,
): SniffedText["titles"] {
  if (!mayHaveTitles || known === undefined) return [];
  const said = declared.delimiter ?? start.delimiter;
  const lines = firstLines(content.slice(start.at), newline, isWhole);
  const count = linesAboveHeader(lines, {
    delimiters: said === undefined ? DELIMITERS : [said],
    known,
    fewestKnown: mayBeList ? 2 : 1,
  });
  const titles: { line: number; text: string }[] = [];
  for (const text of lines.slice(0, count)) {
    start.at = content.indexOf(newline, start.at) + newline.length;
    start.lines++;
    if (/[\p{L}\p{N}]/u.test(text)) titles.push({ line: start.lines, text });
  }
  return titles;
}

/** Where the first line that counts begins. */
interface Start {
  at: number;
  lines: number;
  delimiter?: string;
}

/** Passes over empty lines and Excel's `sep=;`, which names the delimiter. */
function startOf(content: string, newline: string, maySayDelimiter: boolean): Start {
  let at = 0;
  let lines = 0;
  let delimiter: string | undefined;
  for (;;) {
    const end = content.indexOf(newline, at);
    if (end < 0) break;
    const line = content.slice(at, end).replace(/\r$/, "");
    const said =
      maySayDelimiter && delimiter === undefined ? /^"?sep=([\t -~])"?[,;\t|]*$/i.exec(line)?.[1] : undefined;
    if (line.trim() !== "" && said === undefined) break;
    delimiter ??= said;
    at = end + newline.length;
    lines++;
  }
  return delimiter === undefined ? { at, lines } : { at, lines, delimiter };
}

function firstRows(sample: string, dialect: Dialect, isWhole: boolean): string[][] {
  for (const isLast of isWhole ? [true] : [false, true]) {
    const rows: string[][] = [];
    const cursor = new RowCursor(dialect);
    for (cursor.begin(sample, isLast); rows.length < SAMPLE_ROWS && cursor.next(); )
      if (cursor.end > cursor.start) rows.push(cursor.cells);
    // A sample that ends within its first row is read as if it were whole.
    if (rows.length > 0 || isLast) return rows;
  }
  return [];
}

function firstLines(sample: string, newline: string, isWhole: boolean): string[] {
  const lines = sample.split(newline, SAMPLE_ROWS + 1).map((line) => line.replace(/\r$/, ""));
  const wholeLines = isWhole || lines.length > SAMPLE_ROWS ? lines : lines.slice(0, Math.max(1, lines.length - 1));
  return wholeLines.slice(0, SAMPLE_ROWS);
}

/** The delimiter that makes the most known column names of the first row; else the one that cuts all rows alike. */
function detectDelimiter(rowsBy: (delimiter: string) => string[][], options: SniffOptions): string {
  const { known = () => 0, fallback = "\t", mayBeList = false } = options;
  let best = { delimiter: mayBeList ? "" : fallback, known: 0, evenness: 0 };
  for (const delimiter of DELIMITERS) {
    const rows = rowsBy(delimiter);
    const header = rows[0] ?? [];
    const columns = header.length;
    if (columns < 2) continue;
    const evenness = rows.filter((cells) => cells.length === columns && !cells.some(isTorn)).length / rows.length;
    const found = known(header);
    const isTable =
      found > 0 ||
      !mayBeList ||
      delimiter === "\t" ||
      (delimiter !== "$" && evenness === 1 && rows.length > 1 && columns > (delimiter === "," ? 2 : 1));
    if (isTable && (found > best.known || (found === best.known && evenness > best.evenness)))
      best = { delimiter, known: found, evenness };
  }
  return best.delimiter;
}

/** True for a cell with one of two quotes: a delimiter that was none has torn it. */
function isTorn(cell: string): boolean {
  let isOdd = false;
  for (let at = cell.indexOf('"'); at >= 0; at = cell.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

/**
 * A quote that encloses the header, else double quotes in comma files always, and in others when cells begin with a
 * quote and mostly end with one. Tab files mostly have no quoting, and a quote in them is part of a name
 * (`"Candidatus Endoriftia"`). GBIF's matching service writes `$` and single quotes.
 */
function detectQuote(lines: readonly string[], delimiter: string): string {
  const header = lines[0] ?? "";
  for (const quote of ['"', "'"])
    if (header.length > 1 && header.startsWith(quote) && header.endsWith(quote)) return quote;
  if (delimiter === "$") return "'";
  if (delimiter === "," || delimiter === ";") return '"';
  let opened = 0;
  let closed = 0;
  let needed = 0;
  for (const line of lines)
    for (const cell of splitPlain(line, delimiter)) {
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
  const quoted = lines.filter((line) => splitPlain(line, delimiter).some((cell) => /^"(.*[^"])?"$/.test(cell)));
  return (
    quoted.length * 4 >= lines.length &&
    !lines.some((line) => splitPlain(line, delimiter).some((cell) => /^"[^"]*$/.test(cell)))
  );
}

/**
 * True when rows are uneven as they stand and all even once double quotes hold cells together. Reading cells as quoted that
 * are not would join rows, which shows by their columns.
 */
function onlyQuotesFit(sample: string, isWhole: boolean, dialect: Dialect): boolean {
  if (!sample.startsWith('"') && !sample.includes(`${dialect.delimiter}"`) && !sample.includes('\n"')) return false;
  return !areEven(sample, isWhole, dialect) && areEven(sample, isWhole, { ...dialect, quote: '"' });
}

/** Bytes at the end of a sample that a row may have which the sample cuts. */
const CUT_ROW = 1 << 13;

/** True when the first rows have as many cells as the first one, but for empty ones at the end, and no quote stays open. */
function areEven(sample: string, isWhole: boolean, dialect: Dialect): boolean {
  const cursor = new RowCursor(dialect);
  let columns = 0;
  let row = 0;
  for (cursor.begin(sample, isWhole); row < SAMPLE_ROWS && cursor.next(); row++) {
    if (cursor.end === cursor.start) continue;
    const { cells } = cursor;
    columns ||= cells.length;
    if (cursor.isUnclosed || cells.length < columns || cells.slice(columns).some((cell) => cell !== "")) return false;
  }
  return row === SAMPLE_ROWS || sample.length - cursor.rest < (isWhole ? 1 : CUT_ROW);
}

/** A backslash and a quote that no delimiter follows is how MySQL writes a quote. */
function detectEscape(sample: string, delimiter: string): "doubled" | "backslash" {
  for (let at = sample.indexOf('\\"'); at >= 0; at = sample.indexOf('\\"', at + 2)) {
    const next = sample[at + 2];
    if (next !== undefined && next !== delimiter[0] && next !== "\n" && next !== "\r" && next !== '"')
      return "backslash";
  }
  return "doubled";
}

/** Cells of one line on its own, for instance of a header. */
export function cellsOfLine(line: string, dialect: Dialect): string[] {
  if (dialect.quote === "" || !line.includes(dialect.quote)) return splitPlain(line, dialect.delimiter);
  const row = new QuotedRow(dialect);
  row.read(line, 0, true);
  return row.cells;
}
