/** What is in a spreadsheet (XLSX, ODS) that holds a checklist? Its sheet of names becomes a table like any other. */
import { readFile, stat } from "node:fs/promises";
import { BinomenError } from "../../errors.ts";
import { listRows, openWorkbook } from "../../tables/workbook.ts";
import { WorkbookProblem } from "../../tables/workbook-form.ts";
import { tableText } from "../../tables/write.ts";
import type { SourceFiles } from "./source-file.ts";

/** Largest workbook, packed; it must be held in memory. */
const LARGEST_BYTES = 1 << 28;

/** True for the files of a zip that is a workbook. */
export function isWorkbook({ files, packing }: SourceFiles): boolean {
  if (packing !== "zip") return false;
  const names = new Set(files.map(({ name }) => name));
  return names.has("xl/workbook.xml") || (names.has("content.xml") && names.has("mimetype"));
}

/**
 * The sheet of names as a file of its own; the one with the most columns that are known when none is named.
 *
 * @param known how many of the cells of a header the caller knows
 *
 * @throws SOURCE_DAMAGED when the workbook cannot be read, is too large, or has no such sheet
 */
export async function workbookSheet(
  path: string,
  sheet: string | undefined,
  known: (cells: readonly string[]) => number,
): Promise<SourceFiles> {
  const { size } = await stat(path);
  if (size > LARGEST_BYTES)
    throw new BinomenError("SOURCE_DAMAGED", {
      path,
      problem: `has ${size} bytes; workbooks are read up to ${LARGEST_BYTES}. Save the sheet as CSV.`,
    });
  try {
    const { rows, sheet: title } = listRows(openWorkbook(await readFile(path)), sheet, known);
    const file = {
      name: `${title}.tsv`,
      size,
      async *read(onBytes?: (count: number) => void): AsyncGenerator<Buffer> {
        for (const text of tableText(rows, "\t")) yield Buffer.from(text);
        onBytes?.(size);
      },
    };
    return { files: [file], packing: "file", close: async () => {} };
  } catch (cause) {
    if (!(cause instanceof WorkbookProblem)) throw cause;
    throw new BinomenError("SOURCE_DAMAGED", { path, problem: workbookFault(cause) }, { cause });
  }
}

/** A sentence for whoever gave the workbook. */
function workbookFault({ code, message }: WorkbookProblem): string {
  if (code === "noSheet") return `the workbook has no such sheet, or none with cells (${message}).`;
  if (code === "tooLarge") return `the workbook unpacks to more than can be read (${message}). Save the sheet as CSV.`;
  return `the workbook is damaged (${message}). Open it and save it again.`;
}
