/**
 * What is a workbook, whatever its format, and how large may it be?
 *
 * What a file says of itself is a claim: how often a cell is repeated, in which row and column it stands, which of the shared
 * strings it holds. What no spreadsheet program writes is a damaged file, and is not read as something else.
 */

/** A workbook that cannot be read. */
export class WorkbookProblem extends Error {
  readonly code: "damaged" | "tooLarge" | "noSheet";

  constructor(code: WorkbookProblem["code"], message: string = code) {
    super(message);
    this.code = code;
  }
}

/** A workbook: the names of its sheets, and the rows of one. */
export interface Workbook {
  form: "xlsx" | "ods";
  sheets: string[];
  /** Cells of the rows of a sheet, row 1 first; rows without cells are empty. */
  rows(sheet: string): string[][];
  /** Ranges of several rows that are one cell, of which only the first row has the text; known once the rows were read. */
  merged?(sheet: string): readonly string[];
}

/** Rows that a sheet can have in Excel and LibreOffice. */
export const MOST_ROWS = 1_048_576;
/** Columns that a sheet can have. */
export const MOST_COLUMNS = 16_384;
/** Cells of a sheet, empty ones before full ones included: a few bytes can claim thousands of millions. */
export const MOST_CELLS = 50_000_000;

/**
 * A whole number that a file gives, or what stands for an absent one.
 * @throws WorkbookProblem damaged, when it is no number between `least` and `most`
 */
export function claimedNumber(text: string | undefined, absent: number, least: number, most: number): number {
  if (text === undefined) return absent;
  const number = Number(text);
  if (!/^\s*\d+\s*$/.test(text) || number < least || number > most)
    throw new WorkbookProblem(
      "damaged",
      `${JSON.stringify(text.slice(0, 40))} is not a number from ${least} to ${most}`,
    );
  return number;
}
