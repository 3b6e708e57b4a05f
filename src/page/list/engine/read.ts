/** What stands in a file? Text in any encoding and delimiter, workbooks, and either of them in gzip. */
import { binaryKind } from "../../../tables/binary.ts";
import { decodeText } from "../../../tables/encoding.ts";
import { readTable, type TableProblem } from "../../../tables/table.ts";
import { isZip, openWorkbook } from "../../../tables/workbook.ts";
import { type Workbook, WorkbookProblem } from "../../../tables/workbook-form.ts";
import type { Preview, ReadOptions } from "../protocol.ts";
import { guessLayout, knownColumns } from "./columns.ts";
import type { ListTable } from "./name-list.ts";
import { SourceProblem } from "./problem.ts";

/** Bytes that are read at most, once unpacked: what stands here is kept in memory several times over. */
const LARGEST_FILE = 500_000_000;
const MOST_ROWS = 1_000_000;
const SHOWN_ROWS = 8;

/** A file or text that was opened: it can be read again in another way. */
export interface Source {
  title: string;
  text?: string;
  encoding?: string;
  workbook?: Workbook;
}

/**
 * Opens a file.
 * @throws SourceProblem empty, damaged, tooLarge
 */
export async function openFile(file: File): Promise<Source> {
  if (file.size > LARGEST_FILE) throw new SourceProblem("tooLarge");
  let bytes = new Uint8Array(await file.arrayBuffer());
  let title = file.name;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    bytes = await unpacked(bytes);
    title = title.replace(/\.gz$/i, "");
  }
  if (bytes.length === 0) throw new SourceProblem("empty");
  if (isZip(bytes)) return { title, workbook: workbookOf(bytes) };
  const kind = binaryKind(bytes);
  if (kind) throw new SourceProblem("damaged", kind.name);
  return { title, ...decodeText(bytes) };
}

/** @throws SourceProblem damaged, tooLarge */
function workbookOf(bytes: Uint8Array): Workbook {
  try {
    return openWorkbook(bytes);
  } catch (error) {
    throw error instanceof WorkbookProblem ? new SourceProblem(error.code, error.message) : error;
  }
}

async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const reader = stream.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      size += piece.value.length;
      if (size > LARGEST_FILE) throw new SourceProblem("tooLarge");
      pieces.push(piece.value);
    }
  } catch (error) {
    throw error instanceof SourceProblem ? error : new SourceProblem("damaged", String(error));
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/**
 * Reads a source as a table, with a preview of it.
 * @throws SourceProblem empty, tooManyRows, noSheet
 */
export function readSource(source: Source, options: ReadOptions): { preview: Preview; table: ListTable } {
  const { workbook, text = "", title, encoding } = source;
  const sheet = workbook ? (options.sheet ?? firstFullSheet(workbook)) : undefined;
  const { delimiter = "" } = options;
  const declared = options.delimiter === undefined ? {} : { declared: { delimiter } };
  const table: ListTable & { delimiter?: string; problems?: readonly TableProblem[] } = workbook
    ? tableOf(workbook.rows(sheet ?? ""))
    : readTable(text, { ...declared, mayBeList: true, mayHaveTitles: true, known: knownColumns });
  if (table.rows.length === 0) throw new SourceProblem("empty");
  if (table.rows.length > MOST_ROWS) throw new SourceProblem("tooManyRows", String(table.rows.length));
  const { hasHeader, roles } = guessLayout(table.rows, options.hasHeader);
  const [first = []] = table.rows;
  const columnCount = table.rows.reduce((most, row) => Math.max(most, row.length), 0);
  const linesOf = (kind: TableProblem["kind"]) =>
    (table.problems ?? []).filter((problem) => problem.kind === kind).map(({ line }) => line);
  const preview: Preview = {
    title,
    form: workbook?.form ?? "text",
    ...(encoding ? { encoding } : {}),
    ...(table.delimiter === undefined ? {} : { delimiter: table.delimiter }),
    sheets: workbook?.sheets ?? [],
    ...(sheet === undefined ? {} : { sheet }),
    hasHeader,
    header: hasHeader ? first : [],
    roles: Array.from({ length: columnCount }, (_, column) => roles[column] ?? ""),
    rows: table.rows.slice(hasHeader ? 1 : 0, SHOWN_ROWS + 1),
    rowCount: table.rows.length - (hasHeader ? 1 : 0),
    columnCount,
    unclosed: linesOf("UNCLOSED_QUOTE"),
    uneven: linesOf("BAD_ROW"),
  };
  return { preview, table };
}

function firstFullSheet(workbook: Workbook): string {
  const full = workbook.sheets.find((sheet) =>
    workbook.rows(sheet).some((row) => row.some((cell) => cell.trim() !== "")),
  );
  if (full === undefined) throw new SourceProblem("empty");
  return full;
}

function tableOf(sheet: readonly (readonly string[])[]): ListTable {
  const table: ListTable = { rows: [], lines: [] };
  sheet.forEach((row, at) => {
    if (!row.some((cell) => cell.trim() !== "")) return;
    table.rows.push([...row]);
    table.lines.push(at + 1);
  });
  return table;
}
