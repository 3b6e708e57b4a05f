/**
 * The rows of one chunk: what main thread and worker tell each other about them, and how they are read.
 *
 * A chunk holds whole rows: lines of a table without quotes, cells that were cut already, or JSON lines. It can be read
 * anywhere, at any time, without what came before.
 */

import { RowSplitter, type TableFormat } from "../../tables/rows.ts";
import { decodeLines } from "../../tables/text.ts";
import { type ProblemKind, ProblemReport } from "../../taxonomy/problem-report.ts";
import { cleanCell } from "./clean.ts";

/** Separates cells and rows that were cut by the main thread. */
export const CELL_END = "\u001f";
export const ROW_END = "\u001e";

/** How the rows of a file are to be read. */
export type RowForm =
  | {
      readonly kind: "lines" | "cells";
      readonly format: TableFormat;
      readonly columnCount: number;
      /** Term of each column; those without one are not read. */
      readonly terms: readonly (string | undefined)[];
      /** Values of terms that have no column, or where the cell is empty. */
      readonly defaults: Readonly<Record<string, string>>;
      /** Column of the id of the row (core) or of the core row (extension). */
      readonly idColumn: number | undefined;
    }
  | { readonly kind: "json" };

/** Some whole rows of a source. */
export interface RowChunk {
  readonly index: number;
  readonly form: RowForm;
  readonly bytes: Uint8Array;
  /** File and line on which the chunk begins, for reports. */
  readonly file: string;
  readonly firstLine: number;
}

/** A row: its values by column of {@link RowSet.terms}. */
export interface Row {
  readonly cells: (string | undefined)[];
  readonly id: string | undefined;
  readonly line: number;
  /** Its columns in the order of its members, where that is another one (JSON). */
  readonly order?: readonly number[] | undefined;
  /** Rows of extensions that came with it (JSON). */
  readonly extensions?: Readonly<Record<string, Record<string, string>[]>> | undefined;
}

/** Rows with their columns. */
export interface RowSet {
  readonly terms: readonly string[];
  readonly rows: Row[];
  readonly problems: ProblemReport;
  /** Lines that hold no record. */
  readonly badLines: readonly number[];
  /** What is odd about rows that are read all the same, by line (JSON). */
  readonly notices?: ReadonlyMap<number, readonly ProblemKind[]> | undefined;
}

/** Reads all rows of a chunk of a table. */
export function readTable(chunk: RowChunk, form: Exclude<RowForm, { kind: "json" }>): RowSet {
  const problems = new ProblemReport();
  const columns = form.terms.flatMap((term, column) => (term === undefined ? [] : [{ term, column }]));
  const constants = Object.keys(form.defaults).filter((term) => !columns.some((column) => column.term === term));
  const terms = [...columns.map(({ term }) => term), ...constants];
  const rows: Row[] = [];
  const { idColumn } = form;
  const wanted = columns.map(({ column }) => column);
  if (idColumn !== undefined && !wanted.includes(idColumn)) wanted.push(idColumn);
  const idSlot = idColumn === undefined ? -1 : wanted.indexOf(idColumn);
  const add = (texts: readonly string[], line: number) => {
    const cells: (string | undefined)[] = new Array(terms.length);
    for (let i = 0; i < columns.length; i++) cells[i] = cleanCell(texts[i]!) ?? form.defaults[columns[i]!.term];
    for (let i = columns.length; i < terms.length; i++) cells[i] = form.defaults[terms[i]!];
    rows.push({ cells, id: idSlot < 0 ? undefined : cleanCell(texts[idSlot] ?? "")?.trim(), line });
  };
  const buffer = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
  if (form.kind === "lines") {
    const splitter = new RowSplitter(
      { ...form.format, headerLines: 0 },
      { wanted, count: form.columnCount },
      add,
      problems,
      { firstLine: chunk.firstLine, file: chunk.file },
    );
    splitter.push(decodeLines(buffer, form.format));
    splitter.end();
  } else {
    for (const text of buffer.toString("utf8").split(ROW_END)) {
      if (text === "") continue;
      const [line, ...texts] = text.split(CELL_END);
      add(
        wanted.map((column) => texts[column] ?? ""),
        Number(line),
      );
    }
  }
  return { terms, rows, problems, badLines: [] };
}
