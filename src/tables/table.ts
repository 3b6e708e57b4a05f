/**
 * What stands in a text table, all of it at once or as it comes?
 *
 * ```ts
 * readTable('id;name\n1;"Abies; alba"\n').rows     // [["id", "name"], ["1", "Abies; alba"]]
 * ```
 * What is wrong with a row is told beside it; no row is lost. Runs in browsers too.
 */
import type { Dialect } from "./cells.ts";
import { RowCursor } from "./row-cursor.ts";
import { type SniffOptions, sniffText } from "./sniff.ts";

/** A row with what is wrong with it. */
export interface TableRow {
  readonly cells: string[];
  /** 1-based line on which it begins. */
  readonly line: number;
  /** A quote of it is never closed; its first line was read without regard to quotes. */
  readonly isUnclosed: boolean;
}

/** What was wrong somewhere in a table. */
export interface TableProblem {
  readonly kind: "UNCLOSED_QUOTE" | "BAD_ROW" | "DUPLICATE_COLUMN";
  readonly line: number;
  /** Cells or names in question. */
  readonly value: string;
}

/** A whole table. Rows without any text are left out. */
export interface Table {
  readonly delimiter: string;
  /** The header, if there is one, is the first row. */
  readonly rows: string[][];
  /** 1-based line of each row. */
  readonly lines: number[];
  /** Quotes that are never closed, and rows that are longer or shorter than the first. */
  readonly problems: TableProblem[];
}

/** Characters that are looked at to find out how a table is written down. */
const SAMPLE = 1 << 18;

/** Cuts a text into rows and cells. */
export function readTable(text: string, options: SniffOptions = {}): Table {
  const content = text.replace(/^\uFEFF/, "");
  const { dialect, skippedLines, rows: first } = sniffText(content.slice(0, SAMPLE), content.length <= SAMPLE, options);
  const rows: string[][] = [];
  const lines: number[] = [];
  const problems: TableProblem[] = [];
  const width = dialect.delimiter === "" ? 1 : (first[0]?.length ?? 0);
  const cursor = new RowCursor(dialect, { columnCount: width });
  for (cursor.begin(content, true); cursor.next(); ) {
    const { cells, line } = cursor;
    if (line <= skippedLines || !cells.some((cell) => cell.trim() !== "")) continue;
    rows.push(cells);
    lines.push(line);
    if (cursor.isUnclosed)
      problems.push({ kind: "UNCLOSED_QUOTE", line, value: content.slice(cursor.start, cursor.end) });
    if (excessOf(cells, width) !== 0)
      problems.push({ kind: "BAD_ROW", line, value: `${cells.length} columns, ${width} expected` });
  }
  return { delimiter: dialect.delimiter, rows, lines, problems };
}

/**
 * Reads rows from pieces of text that may end anywhere.
 *
 * @param columnCount of the header, see {@link RowCursor}
 */
export async function* rowsOf(
  pieces: AsyncIterable<string>,
  dialect: Dialect,
  columnCount = 0,
): AsyncGenerator<TableRow> {
  const cursor = new RowCursor(dialect, { columnCount });
  const waiting = new Waiting();
  for await (const piece of pieces) {
    if (!waiting.add(piece)) continue;
    cursor.begin(waiting.take(), false);
    yield* rowsIn(cursor);
    waiting.keep(cursor);
  }
  cursor.begin(waiting.take(), true);
  yield* rowsIn(cursor);
}

function* rowsIn(cursor: RowCursor): Generator<TableRow> {
  while (cursor.next())
    if (cursor.end > cursor.start) yield { cells: cursor.cells, line: cursor.line, isUnclosed: cursor.isUnclosed };
}

/** Text that is no whole row yet. It is looked at again when it has grown by half, so that a long row costs no more. */
class Waiting {
  #parts: string[] = [];
  #length = 0;
  #from = 0;

  /** True when it is worth looking. */
  add(piece: string): boolean {
    this.#parts.push(piece);
    this.#length += piece.length;
    return this.#length >= this.#from;
  }

  take(): string {
    const text = this.#parts.join("");
    this.#parts = [text];
    return text;
  }

  keep(cursor: RowCursor): void {
    const rest = this.#parts[0]!.slice(cursor.rest);
    this.#parts = [rest];
    this.#length = rest.length;
    this.#from = rest.length < 1 << 16 ? 0 : rest.length * 1.5;
  }
}

/** How many cells a row has too many; negative when some are missing. Empty cells at the end do not count. */
export function excessOf(cells: readonly string[], width: number): number {
  let { length } = cells;
  while (length > width && cells[length - 1] === "") length--;
  return length - width;
}

/** Names of columns that stand in a header more than once, as `name` → the columns that bear it. */
export function duplicateColumns(header: readonly string[]): ReadonlyMap<string, number[]> {
  const columns = new Map<string, number[]>();
  header.forEach((name, i) => {
    const key = name.trim();
    if (key !== "") columns.set(key, [...(columns.get(key) ?? []), i]);
  });
  return new Map([...columns].filter(([, places]) => places.length > 1));
}

/**
 * Names that tell all columns apart: the second `note` becomes `note_2`, one without name `column_3`. Nothing that stands
 * in a column is lost when rows become objects.
 */
export function distinctNames(header: readonly string[]): string[] {
  const taken = new Set(header.map((name) => name.trim()));
  const given = new Set<string>();
  return header.map((name, i) => {
    const own = name.trim() || `column_${i + 1}`;
    let free = own;
    for (let n = 2; given.has(free) || (free !== own && taken.has(free)); n++) free = `${own}_${n}`;
    given.add(free);
    return free;
  });
}
