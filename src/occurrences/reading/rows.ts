/**
 * The rows of one chunk: what main thread and worker tell each other about them, and how they are read.
 *
 * A chunk holds whole rows: lines of a table without quotes, cells that were cut already, or JSON lines. It can be read
 * anywhere, at any time, without what came before.
 */

import { decodeEntities } from "../../archive/meta-xml.ts";
import { isTooDeep } from "../../limits.ts";
import { RowSplitter, type TableFormat } from "../../tables/rows.ts";
import { decodeLines, reportCharacters } from "../../tables/text.ts";
import { ProblemReport } from "../../taxonomy/problem-report.ts";
import { shortTerm } from "./terms.ts";

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
}

/** Reads all rows of a chunk. */
export function readRows(chunk: RowChunk): RowSet {
  const { form } = chunk;
  return form.kind === "json" ? readJson(chunk) : readTable(chunk, form);
}

function readTable(chunk: RowChunk, form: Exclude<RowForm, { kind: "json" }>): RowSet {
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

const JSON_TEXT = { encoding: "utf-8", newline: "\n" } as const;

function readJson(chunk: RowChunk): RowSet {
  const problems = new ProblemReport();
  const columns = new Map<string, number>();
  const rows: Row[] = [];
  const badLines: number[] = [];
  const order: number[] = [];
  let line = chunk.firstLine - 1;
  const piece = decodeLines(Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength), JSON_TEXT);
  reportCharacters(piece, chunk.firstLine, problems, chunk.file);
  for (const jsonLine of piece.text.split("\n")) {
    line++;
    if (jsonLine.trim() === "") continue;
    const object = objectOf(jsonLine);
    if (object === undefined) {
      problems.add("BAD_ROW", line, jsonLine, chunk.file);
      badLines.push(line);
      continue;
    }
    const cells: (string | undefined)[] = [];
    let extensions: Record<string, Record<string, string>[]> | undefined;
    let isInOrder = true;
    order.length = 0;
    for (const [name, value] of membersOf(object)) {
      if (/^extensions$/i.test(name) && isObject(value)) {
        extensions = extensionsOf(value);
        continue;
      }
      const written = textOf(value);
      if (written === undefined) continue;
      const term = shortTerm(name);
      let column = columns.get(term);
      if (column === undefined) {
        column = columns.size;
        columns.set(term, column);
      }
      cells[column] ??= cleanCell(written);
      if (order.length > 0 && column <= order.at(-1)!) isInOrder = false;
      order.push(column);
    }
    rows.push({ cells, id: undefined, line, extensions, order: isInOrder ? undefined : [...new Set(order)] });
  }
  return { terms: [...columns.keys()], rows, problems, badLines };
}

/** Members of a record; `{verbatim: {core, extensions}}`, as datasets are exported, counts as its core and extensions. */
function membersOf(object: Record<string, unknown>): [string, unknown][] {
  const verbatim = object["verbatim"];
  if (isObject(verbatim) && isObject(verbatim["core"]))
    return [...Object.entries(verbatim["core"]), ["extensions", verbatim["extensions"]]];
  return Object.entries(object);
}

function extensionsOf(value: Record<string, unknown>): Record<string, Record<string, string>[]> {
  const extensions: Record<string, Record<string, string>[]> = {};
  for (const [rowType, list] of Object.entries(value)) {
    if (!Array.isArray(list)) continue;
    extensions[rowTypeKey(rowType)] = list.filter(isObject).map((row) =>
      Object.fromEntries(
        Object.entries(row).flatMap(([name, member]) => {
          const written = textOf(member);
          return written === undefined ? [] : [[shortTerm(name), written]];
        }),
      ),
    );
  }
  return extensions;
}

/** `"http://rs.gbif.org/terms/1.0/Multimedia"` → `"multimedia"`. */
export function rowTypeKey(rowType: string): string {
  return rowType.replace(/^.*[/#:]/, "").toLowerCase();
}

/**
 * A cell as GBIF reads it: empty ones, `null`, `NULL` and `\N` are absent, entities of XML are characters.
 */
export function cleanCell(text: string): string | undefined {
  if (text === "" || text === "\\N" || text === "null" || text === "NULL") return undefined;
  if (text.charCodeAt(0) <= 32 && text.trim() === "") return undefined;
  return text.includes("&") && text.includes(";") ? decodeEntities(text) : text;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join("|");
  return undefined;
}

function objectOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // What is nested deeper than any record would overflow the stack of whoever reads it.
    return isObject(value) && !isTooDeep(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
