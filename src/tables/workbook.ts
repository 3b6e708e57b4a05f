/**
 * What stands in a spreadsheet? Reads XLSX (ECMA-376) and ODS (OASIS OpenDocument 1.3).
 *
 * Runs in browsers too. fflate takes the archive apart; the cells are read here, as text: what a formula gave, dates as ISO 8601, numbers as
 * they are kept. The libraries that read whole workbooks are 300-900 kB, most of it for styles and formulas.
 */
import { unzipSync } from "fflate";
import { openOds } from "./ods.ts";
import { type Workbook, WorkbookProblem } from "./workbook-form.ts";
import { openXlsx } from "./xlsx.ts";

/** Bytes of all parts once unpacked; a zip of a few kB can claim any size. */
const LARGEST_PARTS = 700_000_000;

/** True when bytes begin like a zip archive. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Opens a workbook.
 * @throws WorkbookProblem damaged, tooLarge
 */
export function openWorkbook(bytes: Uint8Array): Workbook {
  const parts = new Map<string, Uint8Array>();
  let size = 0;
  try {
    const unpacked = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/\.(xml|rels)$/.test(name)) return false;
        size += originalSize;
        if (size > LARGEST_PARTS) throw new WorkbookProblem("tooLarge");
        return true;
      },
    });
    for (const [name, part] of Object.entries(unpacked)) parts.set(name, part);
  } catch (error) {
    throw error instanceof WorkbookProblem ? error : new WorkbookProblem("damaged", String(error));
  }
  const text = (name: string) => {
    const part = parts.get(name);
    const found = part ? new TextDecoder().decode(part) : "";
    if (part && !isWhole(found)) throw new WorkbookProblem("damaged", `${name} breaks off`);
    return found;
  };
  if (parts.has("content.xml")) return openOds(text("content.xml"));
  if (parts.has("xl/workbook.xml")) return openXlsx(text);
  throw new WorkbookProblem("damaged", "neither XLSX nor ODS");
}

/** True for XML that ends as its first element does: a zip that claims too small a size for a part cuts it. */
function isWhole(xml: string): boolean {
  const [, root, rest = ""] = /<([\p{L}_][^\s/>]*)([^>]*)>/u.exec(xml) ?? [];
  return root !== undefined && (rest.endsWith("/") || xml.trimEnd().endsWith(`</${root}>`));
}

/**
 * The rows of the sheet that holds the list, see {@link chosenSheet}; ranges of several rows that are one cell, and other sheets
 * that hold a list as well.
 *
 * @throws WorkbookProblem noSheet, tooLarge
 */
export function listRows(
  workbook: Workbook,
  sheet: string | undefined,
  known: (cells: readonly string[]) => number,
): { sheet: string; rows: string[][]; merged: readonly string[]; others: readonly string[] } {
  const headers = sheet === undefined ? sheetHeaders(workbook) : [];
  const chosen = sheet ?? chosenSheet(headers, known);
  const rows = evenRows(workbook.rows(chosen));
  const others = headers.filter(
    (other) => other.sheet !== chosen && other.header !== undefined && known(other.header) > 0,
  );
  return { sheet: chosen, rows, merged: workbook.merged?.(chosen) ?? [], others: others.map((other) => other.sheet) };
}

/** A sheet and its first row with cells; none when all are empty. */
export interface SheetHeader {
  readonly sheet: string;
  readonly header: readonly string[] | undefined;
}

/** All sheets of a workbook. @throws WorkbookProblem */
export function sheetHeaders(workbook: Workbook): SheetHeader[] {
  return workbook.sheets.map((sheet) => ({ sheet, header: workbook.rows(sheet).find(hasText) }));
}

/**
 * The sheet with the most columns that the caller knows, else the first with cells.
 *
 * @throws WorkbookProblem noSheet
 */
export function chosenSheet(sheets: readonly SheetHeader[], known: (cells: readonly string[]) => number): string {
  let best: { sheet: string; known: number } | undefined;
  for (const { sheet, header } of sheets)
    if (header !== undefined && (best === undefined || known(header) > best.known))
      best = { sheet, known: known(header) };
  if (best === undefined) throw new WorkbookProblem("noSheet", "no sheet has cells");
  return best.sheet;
}

/**
 * Rows as wide as the header. Cells of formatted, empty columns and rows behind the table are left out; empty rows stay,
 * so that a row is a line.
 */
export function evenRows(rows: readonly string[][]): string[][] {
  const header = rows.find(hasText) ?? [];
  let width = header.length;
  while (width > 0 && header[width - 1]!.trim() === "") width--;
  return rows.map((row) => {
    if (!hasText(row)) return [];
    const own = row.slice(0, Math.max(width, row.length));
    while (own.length > width && own.at(-1) === "") own.pop();
    while (own.length < width) own.push("");
    return own;
  });
}

function hasText(row: readonly string[]): boolean {
  return row.some((cell) => cell.trim() !== "");
}
