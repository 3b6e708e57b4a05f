/**
 * What does each row of a batch ask?
 *
 * A row keeps what the client sent beside the query (its id, further columns), so that it can be given back. What
 * cannot be read is a row with a problem, never a missing row.
 */
import { isMisfit, isOwnName, type QueryDraft, queryOf, takeMember } from "../answer/query-fields.ts";
import { FORM, isTooDeep } from "../limits.ts";
import { mayHaveLongNumbers, parseLongAsRaw, withRaw } from "../tables/long-numbers.ts";
import { RowCursor } from "../tables/row-cursor.ts";
import { excessOf } from "../tables/table.ts";
import { decodeLines, reportCharacters } from "../tables/text.ts";
import {
  type Delimiter,
  isCopyable,
  isFormula,
  mayHoldFormula,
  withoutApostrophe,
  writeCell,
  writeRow,
} from "../tables/write.ts";
import type { MatchQuery } from "../taxonomy/match.ts";
import { ProblemReport } from "../taxonomy/problem-report.ts";
import type { BulkFormat } from "./format.ts";
import type { TableHeader } from "./header.ts";
import { listOf } from "./whole-body.ts";

/** Why a row has no answer. */
export interface RowProblem {
  code: "ROW_INVALID" | "QUOTE_UNCLOSED" | "NOT_UTF8" | "INTERNAL";
  message: string;
}

/** One row of a request. */
export interface Row {
  /** `undefined` when the row is blank or has a problem. */
  query: MatchQuery | undefined;
  problem: RowProblem | undefined;
  /** What is wrong with a row that has an answer all the same. */
  notice?: RowProblem | undefined;
  /** What the client sent beside the query, by name. */
  extras: Readonly<Record<string, unknown>> | undefined;
  /** The row as a table row, for answers that are tables. */
  cells: string;
}

/** How the rows of a batch are to be read. */
export interface RowReading {
  format: BulkFormat;
  /** Set for tables. */
  header: TableHeader | undefined;
  /** What ends a row. */
  newline: string;
  /** Delimiter of {@link Row.cells}; `undefined` when no table is answered and cells are not needed. */
  cellDelimiter: Delimiter | undefined;
  /** What holds for every row that does not say otherwise: strict, verbose, details. */
  defaults: MatchQuery;
  /** Line or position of the first row, for messages. */
  firstRow: number;
  /** Most rows of a form that is read as a whole. */
  maxRows: number;
}

/** The rows of a batch, and what is wrong with them beside the problems that stand in the rows. */
interface RowsRead {
  rows: Row[];
  report: ProblemReport;
}

/** Columns of {@link Row.cells} for requests that are no tables. */
export function plainColumns(format: BulkFormat): string[] {
  return format === "text" ? ["scientificName"] : ["id", "scientificName"];
}

/**
 * The rows of a batch.
 *
 * @throws REQUEST_INVALID when a form that is read as a whole is not what it claims to be, REQUEST_TOO_LARGE when it
 * has too many rows.
 */
export function readRows(bytes: Buffer, reading: RowReading): RowsRead {
  const report = new ProblemReport();
  let badLines: readonly number[] = [];
  const decoded = (): string => {
    const piece = decodeLines(bytes, { encoding: "utf-8", newline: reading.newline });
    reportCharacters(piece, reading.firstRow, report);
    badLines = piece.badLines ?? [];
    return piece.text;
  };
  const withNotices = (rows: Row[], misread: Iterable<number>, where: string): Row[] => {
    for (const at of misread) if (rows[at]) rows[at].notice = notUtf8(where, reading.firstRow + at);
    return rows;
  };
  const rows = (): Row[] => {
    switch (reading.format) {
      case "json":
      case "msgpack": {
        const { list, misread } = listOf(bytes, reading.format, reading.maxRows);
        return withNotices(
          list.map((item, i) => itemRow(item, reading.firstRow + i, reading)),
          misread,
          "Row",
        );
      }
      case "ndjson":
        return withNotices(ndjsonRows(decoded(), reading), badLines, "Line");
      case "text": {
        const lines = splitLines(decoded(), reading.newline);
        return withNotices(
          lines.map((line) => textRow(line, reading)),
          badLines,
          "Line",
        );
      }
      default:
        return tableRows(decoded(), badLines, reading, reading.header!, report);
    }
  };
  return { rows: rows(), report };
}

function notUtf8(where: string, position: number): RowProblem {
  return { code: "NOT_UTF8", message: `${where} ${position} is not UTF-8; it was read as Windows-1252` };
}

/** A line end of any system. Neither a name nor JSON has one inside. */
const LINE_END = /\r{0,2}\n|\r/;

/** Lines of a text without their line ends; the last one may lack its own. */
export function splitLines(text: string, newline = "\n"): string[] {
  const isMixed = text.includes(newline === "\n" ? "\r" : "\n");
  const lines = text.split(isMixed ? LINE_END : newline);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function ndjsonRows(text: string, reading: RowReading): Row[] {
  const lines = splitLines(text);
  // One parse of all lines is twice as quick; a line break cannot stand inside a JSON string.
  let items: unknown[] | undefined;
  try {
    if (!mayHaveLongNumbers(text)) items = JSON.parse(`[${lines.join(",")}]`) as unknown[];
  } catch {}
  if (items?.length === lines.length && lines.every((line) => line.startsWith("{")))
    return items.map((item, i) => itemRow(item, reading.firstRow + i, reading));
  return lines.map((line, i) => {
    if (line.trim() === "") return blankRow(line.trim());
    let item: unknown;
    try {
      item = parseLongAsRaw(line);
    } catch (error) {
      const message = `Line ${reading.firstRow + i} is not JSON: ${(error as Error).message}`;
      return { ...blankRow(cellsOf("", line, reading)), problem: { code: "ROW_INVALID", message } };
    }
    return itemRow(item, reading.firstRow + i, reading);
  });
}

/** A query sent as an object, or as a name string alone. */
function itemRow(item: unknown, position: number, reading: RowReading): Row {
  if (typeof item === "string") return textRow(item, reading);
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    const message = `Row ${position} is no query: an object or a name is expected, found ${shown(item)}`;
    return { ...blankRow(cellsOf("", "", reading)), problem: { code: "ROW_INVALID", message } };
  }
  const values = item as Record<string, unknown>;
  const query: QueryDraft = { ...reading.defaults };
  let extras: Record<string, unknown> | undefined;
  let members = 0;
  for (const name in values) {
    if (++members > FORM.columns) return refusedRow(position, `has more than ${FORM.columns} members`, reading);
    const value = values[name];
    const isOther = isMisfit(name, value);
    if (isOther && isOwnName(name))
      return refusedRow(position, `has no text in "${name.slice(0, 60)}", but ${shown(value)}`, reading);
    if (!isOther && takeMember(query, name, value)) continue;
    const problem = fieldProblem(name, value);
    if (problem !== undefined) return refusedRow(position, problem, reading);
    // Without a prototype a member "__proto__" is a member like any other.
    extras ??= Object.create(null) as Record<string, unknown>;
    extras[name] = reading.format === "msgpack" ? withRaw(value) : value;
  }
  const cells = cellsOf(cellText(extras?.["id"]), query.scientificName ?? "", reading);
  return { query, problem: undefined, extras, cells };
}

function shown(value: unknown): string {
  return Array.isArray(value)
    ? "a list"
    : typeof value === "object" && value !== null
      ? "an object"
      : String(value).slice(0, 60);
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

function tableRows(
  text: string,
  badLines: readonly number[],
  reading: RowReading,
  header: TableHeader,
  report: ProblemReport,
): Row[] {
  const { dialect, columns } = header;
  const rows: Row[] = [];
  /** The first of the lines that were not UTF-8 behind the rows before. */
  let bad = 0;
  const cursor = new RowCursor(dialect, {
    columnCount: columns.length,
    firstLine: reading.firstRow,
    mostCells: FORM.columns,
  });
  // What stood in a row is given back as it stood, unless whoever reads the answers would read or calculate something else.
  const mayCopy = reading.cellDelimiter !== undefined && isCopyable(dialect, reading.cellDelimiter);
  for (cursor.begin(text, true); cursor.next(); ) {
    const { cells, line, start, end } = cursor;
    if (start === end) {
      rows.push(blankRow(""));
      continue;
    }
    if (cursor.rowsInLine > 1) report.add("MIXED_LINE_ENDS", line, `${cursor.rowsInLine} rows`);
    const row = tableRow(cells, reading, header);
    while (badLines[bad]! < line - reading.firstRow) bad++;
    const badLine = badLines[bad];
    if (badLine !== undefined && badLine < line - reading.firstRow + cursor.lineCount)
      row.notice = notUtf8("Line", reading.firstRow + badLine);
    if (cells.length !== columns.length) {
      const excess = excessOf(cells, columns.length);
      if (excess !== 0) report.add("BAD_ROW", line, `${cells.length} columns, ${columns.length} expected`);
      if (excess > 0) refuse(row, `Line ${line} has ${cells.length} cells where the header has ${columns.length}`);
    }
    if (end - start > FORM.fieldLength && cells.some((cell) => cell.length > FORM.fieldLength))
      refuse(row, `Line ${line} has more than ${FORM.fieldLength} characters in a cell`);
    if (cursor.isUnclosed) {
      report.add("UNCLOSED_QUOTE", line, text.substring(start, Math.min(end, start + 100)));
      const message = `Line ${line} has a quote that is never closed; it was read as if quotes meant nothing`;
      const before = row.notice && `${row.notice.message}. `;
      row.notice = { code: "QUOTE_UNCLOSED", message: (before ?? "") + message };
    }
    if (reading.cellDelimiter !== undefined) {
      const raw = text.slice(start, end);
      const isWhole = mayCopy && cells.length === columns.length && !cursor.isUnclosed;
      row.cells =
        isWhole && !(mayHoldFormula(raw) && cells.some(isFormula))
          ? raw
          : writeRow(
              Array.from(columns, (_, c) => cells[c] ?? ""),
              reading.cellDelimiter,
            );
    }
    rows.push(row);
  }
  return rows;
}

function refuse(row: Row, message: string): void {
  row.query = undefined;
  row.problem = { code: "ROW_INVALID", message };
}

function tableRow(cells: readonly string[], reading: RowReading, header: TableHeader): Row {
  const query: QueryDraft = { ...reading.defaults };
  for (const [column, field] of header.fields) {
    const value = cells[column] && withoutApostrophe(cells[column]);
    if (!value) continue;
    // What most queries consist of: named here, it gives them all one shape.
    if (field === "scientificName") query.scientificName = value;
    else if (field === "exclude" || field === "strict" || field === "verbose" || field === "details")
      Object.assign(query, queryOf({ [field]: value }));
    else query[field] = value;
  }
  const extras = reading.cellDelimiter === undefined ? extrasOf(cells, header) : undefined;
  return { query, problem: undefined, extras, cells: "" };
}

function extrasOf(values: readonly string[], header: TableHeader): Record<string, unknown> | undefined {
  const isQuery = new Set(header.fields.map(([column]) => column));
  let extras: Record<string, unknown> | undefined;
  header.names.forEach((column, i) => {
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
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function blankRow(cells: string): Row {
  return { query: undefined, problem: undefined, extras: undefined, cells };
}
