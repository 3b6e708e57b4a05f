/** How does a command read a list from a spreadsheet, and write its answers as one? */
import { createWriteStream } from "node:fs";
import { isHeader, knownIn } from "../bulk/header.ts";
import { BinomenError } from "../errors.ts";
import { RowCursor } from "../tables/row-cursor.ts";
import { isZip, listRows, openWorkbook } from "../tables/workbook.ts";
import { WorkbookProblem } from "../tables/workbook-form.ts";
import { tableText, withoutApostrophe } from "../tables/write.ts";
import { writeXlsx } from "../tables/write-workbook.ts";
import { type ProblemReport, problemMessage } from "../taxonomy/problem-report.ts";

/** Largest workbook, packed; it must be held in memory. */
const LARGEST_BYTES = 1 << 28;
/** Rows that a sheet of Excel can have. */
const MOST_ROWS = 1_048_576;
/** Sheets and ranges that are named. */
const MOST_NAMED = 5;

/** True for the first bytes of what may be a workbook. */
export function mayBeWorkbook(start: Uint8Array): boolean {
  return isZip(start);
}

/** True for a file whose name says that it is to be a workbook. */
export function isWorkbookName(path: string | undefined): boolean {
  return path !== undefined && /\.xlsx$/i.test(path);
}

/**
 * The sheet of names of a workbook as CSV, and what its owner should know of what was read.
 *
 * @throws FILE_NOT_A_TABLE for another zip and for a damaged workbook, REQUEST_TOO_LARGE
 */
export async function workbookCsv(
  bytes: AsyncIterable<Uint8Array>,
  where: string,
  options: { sheet?: string | undefined; map?: Readonly<Record<string, string>> },
): Promise<{ csv: AsyncIterable<Uint8Array>; notes: string[] }> {
  const whole = await collected(bytes);
  try {
    const known = (cells: readonly string[]): number =>
      isHeader(cells, options.map) ? knownIn(cells, options.map) : 0;
    const { sheet, rows, merged, others } = listRows(openWorkbook(whole), options.sheet, known);
    async function* csv(): AsyncGenerator<Uint8Array> {
      for (const text of tableText(rows, ",")) yield Buffer.from(text);
    }
    const notes: string[] = [];
    if (others.length > 0)
      notes.push(
        `the sheet "${sheet}" is read; ${namedOf(others)} also ${others.length > 1 ? "hold names" : "holds names"}: --sheet names one`,
      );
    if (merged.length > 0)
      notes.push(
        `${problemMessage("MERGED_CELLS")} (${merged.slice(0, MOST_NAMED).join(", ")}${merged.length > MOST_NAMED ? ", …" : ""})`,
      );
    return { csv: csv(), notes };
  } catch (cause) {
    if (!(cause instanceof WorkbookProblem)) throw cause;
    const found =
      cause.code === "noSheet"
        ? options.sheet === undefined
          ? "an empty workbook"
          : "a workbook without such a sheet"
        : `a zip that cannot be read as workbook (${cause.message})`;
    throw new BinomenError(
      "FILE_NOT_A_TABLE",
      { where, found, hint: "Save the sheet as CSV or TSV and send that." },
      { cause },
    );
  }
}

function namedOf(sheets: readonly string[]): string {
  const named = sheets.slice(0, MOST_NAMED).map((sheet) => `"${sheet}"`);
  return named.join(", ") + (sheets.length > MOST_NAMED ? ", …" : "");
}

async function collected(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    parts.push(part);
    length += part.length;
    if (length > LARGEST_BYTES)
      throw new BinomenError("REQUEST_TOO_LARGE", {
        found: `more than ${LARGEST_BYTES} bytes`,
        limit: `${LARGEST_BYTES} bytes of a workbook`,
        hint: "Save the sheet as CSV.",
      });
  }
  return Buffer.concat(parts);
}

/**
 * Writes answers that come as CSV into a workbook; cells that a sheet cannot hold are reported.
 *
 * @throws REQUEST_TOO_LARGE when a sheet has not so many rows, OUTPUT_UNUSABLE
 */
export async function writeWorkbook(
  answers: AsyncIterable<Uint8Array>,
  path: string,
  onTaken: (chunk: Uint8Array) => void,
  problems: ProblemReport,
): Promise<void> {
  const parts: string[] = [];
  const decoder = new TextDecoder();
  for await (const chunk of answers) {
    parts.push(decoder.decode(chunk, { stream: true }));
    onTaken(chunk);
  }
  const rows: string[][] = [];
  const cursor = new RowCursor({ delimiter: ",", quote: '"', newline: "\n" });
  for (cursor.begin(parts.join(""), true); cursor.next(); ) rows.push(cursor.cells);
  await writeWorkbookRows(
    rows.map((row) => row.map(withoutApostrophe)),
    path,
    problems,
  );
}

/**
 * Writes a header and rows into a workbook; cells that a sheet cannot hold are reported with their row of the sheet.
 *
 * @throws REQUEST_TOO_LARGE when a sheet has not so many rows, OUTPUT_UNUSABLE
 */
export async function writeWorkbookRows(
  all: Iterable<readonly string[]>,
  path: string,
  problems: ProblemReport,
): Promise<void> {
  const [header = [], ...rows] = all;
  if (rows.length >= MOST_ROWS)
    throw new BinomenError("REQUEST_TOO_LARGE", {
      found: `${rows.length + 1} rows`,
      limit: `${MOST_ROWS} rows of a sheet`,
      hint: "Write CSV or TSV.",
    });
  const bytes = writeXlsx(header, rows, (row, column) => problems.add("CELL_CUT", row, header[column]));
  await new Promise<void>((resolve, reject) => {
    const file = createWriteStream(path);
    file.once("error", (cause) =>
      reject(new BinomenError("OUTPUT_UNUSABLE", { path, problem: cause.message }, { cause })),
    );
    file.end(bytes, resolve);
  });
}
