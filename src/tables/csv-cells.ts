/**
 * Where do the cells of a CSV file begin and end?
 *
 * The dialect of the files that WFO keeps: comma, semicolon or tab; cells in double quotes, in which a quote is doubled
 * *or* preceded by a backslash; LF, CRLF or CR; line breaks inside quotes. No ready-made reader takes both ways of
 * writing a quote in one file. Text comes in pieces of any size and is read in one pass.
 */

/** Longest row: one stray quote must not gather a whole file into one cell. */
const LONGEST_ROW = 4_000_000;

/** A row as read: the 1-based line on which it starts, its cells, and whether its last quote was never closed. */
export interface CsvRow {
  line: number;
  cells: string[];
  unclosedQuote: boolean;
}

/** Reads rows from pieces of text; blank lines are no rows. */
export async function* csvRows(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRow> {
  const reader = new CsvReader(delimiter);
  for await (const piece of pieces) yield* reader.read(piece);
  yield* reader.end();
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LF = 0x0a;
const CR = 0x0d;

class CsvReader {
  readonly #delimiter: number;
  #cells: string[] = [];
  #cell = "";
  #line = 1;
  #rowLine = 1;
  #rowLength = 0;
  #quoted = false;
  /** A quote, backslash or CR that needs the next character to be understood. */
  #pending: "" | "quote" | "backslash" | "return" = "";

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  *read(text: string): Generator<CsvRow> {
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const pending = this.#pending;
      this.#pending = "";
      if (pending === "return" && code === LF) {
        start = i + 1;
        continue;
      }
      if (pending === "backslash") {
        // `\"` is a quote; any other backslash stands for itself.
        if (code !== QUOTE) this.#cell += "\\";
        else {
          start = i;
          continue;
        }
      }
      if (pending === "quote") {
        start = i;
        if (code === QUOTE) continue;
        this.#quoted = false;
      }
      if (this.#quoted) {
        if (code === LF || (code === CR && text.charCodeAt(i + 1) !== LF)) this.#line++;
        if (code !== QUOTE && code !== BACKSLASH) continue;
        this.#cell += text.slice(start, i);
        start = i + 1;
        this.#pending = code === QUOTE ? "quote" : "backslash";
      } else if (code === QUOTE && this.#cell === "" && start === i) {
        this.#quoted = true;
        start = i + 1;
      } else if (code === this.#delimiter) {
        this.#cells.push(this.#cell + text.slice(start, i));
        this.#cell = "";
        start = i + 1;
      } else if (code === LF || code === CR) {
        this.#cell += text.slice(start, i);
        start = i + 1;
        yield* this.#row();
        if (code === CR) this.#pending = "return";
      }
    }
    if (start < text.length) this.#cell += text.slice(start);
    this.#rowLength += text.length;
    if (this.#quoted && this.#rowLength > LONGEST_ROW) {
      // Give the row up as unclosed, so that a stray quote costs a report and not the memory.
      this.#quoted = false;
      yield* this.#row(true);
    }
  }

  *end(): Generator<CsvRow> {
    const open = this.#quoted && this.#pending !== "quote";
    if (this.#pending === "backslash") this.#cell += "\\";
    if (this.#cell !== "" || this.#cells.length > 0) yield* this.#row(open);
  }

  *#row(unclosedQuote = false): Generator<CsvRow> {
    const cells = this.#cells;
    cells.push(this.#cell);
    const line = this.#rowLine;
    this.#cells = [];
    this.#cell = "";
    this.#rowLength = 0;
    this.#quoted = false;
    this.#rowLine = ++this.#line;
    if (cells.length > 1 || cells[0] !== "") yield { line, cells, unclosedQuote };
  }
}
