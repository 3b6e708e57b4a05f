/**
 * The sheet of a workbook (XLSX) that holds records, as a table of tab-separated text.
 *
 * Spreadsheets are read whole: they end at a million rows. Days are written as such, other times with their time of day.
 */
import readWorkbook from "read-excel-file/node";
import type { SourceFile } from "../../archive/packed/source-file.ts";
import { BinomenError } from "../../errors.ts";
import { countKnownTerms } from "./terms.ts";

/** Largest workbook, packed: what is in it takes ten times as much memory. */
const LARGEST_BYTES = 100 << 20;

/** True when the files are those of a workbook. */
export function isWorkbook(files: readonly SourceFile[]): boolean {
  return files.some(({ name }) => name === "xl/workbook.xml");
}

/** The sheet with the most terms in its first row. @throws SOURCE_DAMAGED, SOURCE_UNKNOWN_FORMAT */
export async function sheetOf(path: string, size: number): Promise<SourceFile> {
  if (size > LARGEST_BYTES)
    throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
      path,
      problem: `The workbook is larger than ${LARGEST_BYTES >> 20} MiB. Save its sheet as CSV.`,
    });
  const sheets = await readWorkbook(path).catch((cause: unknown) => {
    const problem = `the workbook cannot be read (${(cause as Error).message}).`;
    throw new BinomenError("SOURCE_DAMAGED", { path, problem }, { cause });
  });
  const known = (data: readonly (readonly unknown[])[]) =>
    countKnownTerms((data[0] ?? []).map((cell) => String(cell ?? "")));
  const best = [...sheets].sort((a, b) => known(b.data) - known(a.data))[0];
  if (best === undefined || known(best.data) === 0)
    throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
      path,
      problem: "No sheet has a first row of Darwin Core terms.",
    });
  const text = best.data.map((row) => `${row.map(cellOf).join("\t")}\n`).join("");
  const bytes = Buffer.from(text);
  return {
    name: `${best.sheet}.tsv`,
    size: bytes.length,
    read: async function* (onBytes) {
      onBytes?.(bytes.length);
      yield bytes;
    },
  };
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date)
    return value
      .toISOString()
      .replace(/T00:00:00\.000Z$/, "")
      .replace(/(:00)?\.000Z$/, "");
  return String(value).replace(/[\t\r\n]+/g, " ");
}
