/**
 * What does each row of a batch ask?
 *
 * A row keeps what the client sent beside the query (its id, further columns), so that it can be given back. What
 * cannot be read is a row with a problem, never a missing row.
 */
import { Unpackr } from "msgpackr";
import { type AnyQueryField, type QueryDraft, queryField, queryOf, takeMember } from "../answer/query-fields.ts";
import { BinomenError } from "../errors.ts";
import { FORM, isTooDeep } from "../limits.ts";
import { decodeRows } from "../tables/decode.ts";
import {
  type Delimiter,
  isFormula,
  mayHoldFormula,
  splitCells,
  splitLines,
  splitRows,
  withoutApostrophe,
  writeCell,
} from "../tables/delimited-text.ts";
import type { MatchQuery } from "../taxonomy/match.ts";
import type { BulkFormat } from "./format.ts";
import { msgpackProblem } from "./msgpack-claims.ts";

/** Why a row has no answer. */
export interface RowProblem {
  code: "ROW_INVALID" | "INTERNAL";
  message: string;
}

/** One row of a request. */
export interface Row {
  /** `undefined` when the row is blank or has a problem. */
  query: MatchQuery | undefined;
  problem: RowProblem | undefined;
  /** What the client sent beside the query, by name. */
  extras: Readonly<Record<string, unknown>> | undefined;
  /** The row as a table row, for answers that are tables. */
  cells: string;
}

/** The header of a table, read once per request. */
export interface TableHeader {
  delimiter: Delimiter;
  columns: string[];
  /** Index of the column and the field it gives. */
  fields: [column: number, field: AnyQueryField][];
}

/** How the rows of a batch are to be read. */
export interface RowReading {
  format: BulkFormat;
  /** Set for tables. */
  header: TableHeader | undefined;
  /** Delimiter of {@link Row.cells}; `undefined` when no table is answered and cells are not needed. */
  cellDelimiter: Delimiter | undefined;
  /** What holds for every row that does not say otherwise: strict, verbose, details. */
  defaults: MatchQuery;
  /** Line or position of the first row, for messages. */
  firstRow: number;
  /** Most rows of a form that is read as a whole. */
  maxRows: number;
}

/** Columns of {@link Row.cells} for requests that are no tables. */
export function plainColumns(format: BulkFormat): string[] {
  return format === "text" ? ["scientificName"] : ["id", "scientificName"];
}

/**
 * Reads the header of a table.
 *
 * @throws REQUEST_INVALID when no column can be used for matching.
 */
export function readHeader(row: string, delimiter: Delimiter, map: Readonly<Record<string, string>> = {}): TableHeader {
  const columns = splitCells(row, delimiter, FORM.columns).map((cell) => cell.trim());
  if (columns.length > FORM.columns)
    throw new BinomenError("REQUEST_TOO_LARGE", {
      found: "a header of more columns",
      limit: `${FORM.columns} columns`,
      hint: "Send the columns of names and of your ids only.",
    });
  const fields: TableHeader["fields"] = [];
  const taken = new Set<AnyQueryField>();
  const unused = new Set(Object.keys(map));
  const take = (column: number, name: string) => {
    const field = queryField(name);
    // How much is answered is asked of the list as a whole: a column "details" is the client's own.
    if (field === undefined || field === "details" || taken.has(field)) return;
    taken.add(field);
    fields.push([column, field]);
  };
  // A mapped column first, then one that bears the exact name, then other spellings of it.
  columns.forEach((column, i) => {
    const mapped = Object.hasOwn(map, column) ? map[column] : undefined;
    if (mapped === undefined) return;
    unused.delete(column);
    if (mapped !== "" && queryField(mapped) === undefined)
      throw new BinomenError("REQUEST_INVALID", { field: mapped, problem: "is not a field of a match query" });
    take(i, mapped);
  });
  for (const exact of [true, false])
    columns.forEach((column, i) => {
      if (!Object.hasOwn(map, column) && (queryField(column) === column) === exact) take(i, column);
    });
  const found = columns.slice(0, 12).map((column) => `"${column.slice(0, 40)}"`);
  if (unused.size > 0)
    throw new BinomenError("REQUEST_INVALID", {
      field: [...unused].join(", "),
      problem: `no such column in the header (found: ${found.join(", ")})`,
    });
  if (!fields.some(([, field]) => NAMING_FIELDS.has(field)))
    throw new BinomenError("REQUEST_INVALID", {
      field: "header",
      problem: `no column holds names; the first line must name one scientificName (found: ${found.join(", ")})`,
    });
  return { delimiter, columns, fields };
}

const NAMING_FIELDS: ReadonlySet<AnyQueryField> = new Set([
  "scientificName",
  "genericName",
  "genus",
  "species",
  "usageKey",
  "taxonID",
  "scientificNameID",
  "taxonConceptID",
]);

/**
 * The rows of a batch.
 *
 * @throws REQUEST_INVALID when a form that is read as a whole is not what it claims to be, REQUEST_TOO_LARGE when it
 * has too many rows.
 */
export function readRows(bytes: Buffer, reading: RowReading): Row[] {
  switch (reading.format) {
    case "json":
      return itemsOf(parseJson(bytes), reading);
    case "msgpack":
      return itemsOf(parseMsgpack(bytes, reading.maxRows), reading);
    case "ndjson":
      return ndjsonRows(decodeRows(bytes), reading);
    case "text":
      return splitLines(decodeRows(bytes)).map((line) => textRow(line, reading));
    default:
      return tableRows(decodeRows(bytes), reading, reading.header!);
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    // Some clients send a byte order mark, which JSON does not know.
    return JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new BinomenError("REQUEST_INVALID", { field: "body", problem: (error as Error).message }, { cause: error });
  }
}

/** Whole numbers of 64 bits are numbers as long as they can be; "auto" is known to the library, not to its types. */
const unpackr = new Unpackr({ useRecords: false, int64AsType: "auto" as "bigint" });

function parseMsgpack(bytes: Buffer, maxRows: number): unknown {
  const problem = msgpackProblem(bytes, maxRows);
  if (problem === "too many") throw tooManyNames(`more than ${maxRows} names`, maxRows);
  if (problem !== undefined) throw notMsgpack(problem);
  try {
    return unpackr.unpack(bytes);
  } catch (error) {
    throw notMsgpack((error as Error).message, error);
  }
}

function notMsgpack(problem: string, cause?: unknown): BinomenError {
  const details = { field: "body", problem: `is not a MessagePack list of queries (${problem})` };
  return new BinomenError("REQUEST_INVALID", details, { cause });
}

function tooManyNames(found: string, maxRows: number): BinomenError {
  return new BinomenError("REQUEST_TOO_LARGE", {
    found,
    limit: `${maxRows} names`,
    hint: "Send them as application/x-ndjson or text/csv: these are streamed and have no limit.",
  });
}

function itemsOf(list: unknown, reading: RowReading): Row[] {
  if (!Array.isArray(list))
    throw new BinomenError("REQUEST_INVALID", { field: "body", problem: "an array of queries is expected" });
  if (list.length > reading.maxRows) throw tooManyNames(`${list.length} names`, reading.maxRows);
  return list.map((item, i) => itemRow(item, reading.firstRow + i, reading));
}

function ndjsonRows(text: string, reading: RowReading): Row[] {
  const lines = splitLines(text);
  // One parse of all lines is twice as quick; a line break cannot stand inside a JSON string.
  let items: unknown[] | undefined;
  try {
    items = JSON.parse(`[${lines.join(",")}]`) as unknown[];
  } catch {}
  if (items?.length === lines.length && lines.every((line) => line.startsWith("{")))
    return items.map((item, i) => itemRow(item, reading.firstRow + i, reading));
  return lines.map((line, i) => {
    if (line.trim() === "") return blankRow(line.trim());
    let item: unknown;
    try {
      item = JSON.parse(line);
    } catch (error) {
      const message = `Line ${reading.firstRow + i} is no JSON: ${(error as Error).message}`;
      return { ...blankRow(cellsOf("", line, reading)), problem: { code: "ROW_INVALID", message } };
    }
    return itemRow(item, reading.firstRow + i, reading);
  });
}

/** A query sent as an object, or as a name string alone. */
function itemRow(item: unknown, position: number, reading: RowReading): Row {
  if (typeof item === "string") return textRow(item, reading);
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    const shown = Array.isArray(item) ? "a list" : String(item).slice(0, 60);
    const message = `Row ${position} is no query: an object or a name is expected, found ${shown}`;
    return { ...blankRow(cellsOf("", "", reading)), problem: { code: "ROW_INVALID", message } };
  }
  const values = item as Record<string, unknown>;
  const query: QueryDraft = { ...reading.defaults };
  let extras: Record<string, unknown> | undefined;
  let members = 0;
  for (const name in values) {
    if (++members > FORM.columns) return refusedRow(position, `has more than ${FORM.columns} members`, reading);
    const value = values[name];
    if (takeMember(query, name, value)) continue;
    const problem = fieldProblem(name, value);
    if (problem !== undefined) return refusedRow(position, problem, reading);
    // Without a prototype a member "__proto__" is a member like any other.
    extras ??= Object.create(null) as Record<string, unknown>;
    extras[name] = typeof value === "bigint" ? String(value) : value;
  }
  const cells = cellsOf(cellText(extras?.["id"]), query.scientificName ?? "", reading);
  return { query, problem: undefined, extras, cells };
}

/** What cannot be given back with a row. */
function fieldProblem(name: string, value: unknown): string | undefined {
  if (name.length > FORM.fieldLength) return `has a member whose name is longer than ${FORM.fieldLength} characters`;
  if (typeof value === "string") return tooLongField(value, `"${name.slice(0, 60)}"`);
  if (isTooDeep(value)) return `has lists or objects nested deeper than ${FORM.depth} in "${name.slice(0, 60)}"`;
  return undefined;
}

function tooLongField(text: string, where: string): string | undefined {
  return text.length > FORM.fieldLength ? `has more than ${FORM.fieldLength} characters in ${where}` : undefined;
}

/** A row that is answered with nothing but what is wrong with it. */
function refusedRow(position: number, what: string, reading: RowReading): Row {
  const problem = { code: "ROW_INVALID" as const, message: `Row ${position} ${what}` };
  return { ...blankRow(cellsOf("", "", reading)), problem };
}

function textRow(line: string, reading: RowReading): Row {
  const cells = cellsOf("", line, reading);
  if (line.trim() === "") return blankRow("");
  return { query: { ...reading.defaults, scientificName: line }, problem: undefined, extras: undefined, cells };
}

function tableRows(text: string, reading: RowReading, header: TableHeader): Row[] {
  const { delimiter, columns } = header;
  let line = reading.firstRow - 1;
  return splitRows(text, delimiter).map((raw) => {
    const rowLine = ++line;
    if (raw === "") return blankRow("");
    if (raw.includes("\n")) line += raw.split("\n").length - 1;
    const values = splitCells(raw, delimiter, FORM.columns);
    const excess = values.length - columns.length;
    const query: QueryDraft = { ...reading.defaults };
    for (const [column, field] of header.fields) {
      const value = values[column] && withoutApostrophe(values[column]);
      if (!value) continue;
      // What most queries consist of: named here, it gives them all one shape.
      if (field === "scientificName") query.scientificName = value;
      else if (field === "exclude" || field === "strict" || field === "verbose" || field === "details")
        Object.assign(query, queryOf({ [field]: value }));
      else query[field] = value;
    }
    const kept = excess > 0 ? values.slice(0, columns.length) : values;
    const row: Row = {
      query,
      problem: undefined,
      extras: reading.cellDelimiter === undefined ? extrasOf(kept, header) : undefined,
      cells: raw,
    };
    if (excess > 0) {
      row.query = undefined;
      const message = `Line ${rowLine} has ${values.length} cells where the header has ${columns.length}`;
      row.problem = { code: "ROW_INVALID", message };
    }
    if (raw.length > FORM.fieldLength) {
      const tooLong = values.findIndex((value) => value.length > FORM.fieldLength);
      if (tooLong >= 0) {
        row.query = undefined;
        const message = `Line ${rowLine} has more than ${FORM.fieldLength} characters in a cell`;
        row.problem = { code: "ROW_INVALID", message };
      }
    }
    if (reading.cellDelimiter === undefined) return row;
    if (excess !== 0 || reading.cellDelimiter !== delimiter || (mayHoldFormula(raw) && kept.some(isFormula))) {
      const padded = Array.from({ length: columns.length }, (_, c) => kept[c] ?? "");
      row.cells = padded.map((cell) => writeCell(cell, reading.cellDelimiter!)).join(reading.cellDelimiter);
    }
    return row;
  });
}

function extrasOf(values: readonly string[], header: TableHeader): Record<string, unknown> | undefined {
  const isQuery = new Set(header.fields.map(([column]) => column));
  let extras: Record<string, unknown> | undefined;
  header.columns.forEach((column, i) => {
    if (isQuery.has(i)) return;
    extras ??= Object.create(null) as Record<string, unknown>;
    extras[column] = values[i] ?? "";
  });
  return extras;
}

function cellsOf(id: string, name: string, { cellDelimiter, format }: RowReading): string {
  if (cellDelimiter === undefined) return "";
  if (format === "text") return writeCell(name, cellDelimiter);
  return `${writeCell(id, cellDelimiter)}${cellDelimiter}${writeCell(name, cellDelimiter)}`;
}

/** A value as the text of a cell; a list or object as JSON. */
function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function blankRow(cells: string): Row {
  return { query: undefined, problem: undefined, extras: undefined, cells };
}
