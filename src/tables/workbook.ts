/**
 * What stands in a spreadsheet? Reads XLSX (ECMA-376) and ODS (OASIS OpenDocument 1.3).
 *
 * Runs in browsers too. fflate takes the archive apart; the cells are read here, as text: what a formula gave, dates as ISO 8601, numbers as
 * they are kept. The libraries that read whole workbooks are 300-900 kB, most of it for styles and formulas.
 */
import { unzipSync } from "fflate";
import { walkMarkup } from "./markup.ts";

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
}

/** Bytes of all parts once unpacked; a zip of a few kB can claim any size. */
const LARGEST_PARTS = 700_000_000;
/** Rows and columns that a sheet can have in Excel and LibreOffice. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
/** Cells of a sheet, empty ones before full ones included: a few bytes can claim thousands of millions. */
const MOST_CELLS = 50_000_000;

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
    return part ? new TextDecoder().decode(part) : "";
  };
  if (parts.has("content.xml")) return openOds(text("content.xml"));
  if (parts.has("xl/workbook.xml")) return openXlsx(text);
  throw new WorkbookProblem("damaged", "neither XLSX nor ODS");
}

function openXlsx(text: (name: string) => string): Workbook {
  const targets = new Map<string, string>();
  walkMarkup(text("xl/_rels/workbook.xml.rels"), {
    open(name, attributes) {
      const { Id: id = "", Target: target = "" } = attributes();
      if (name === "Relationship") targets.set(id, target.startsWith("/") ? target.slice(1) : `xl/${target}`);
    },
  });
  const sheets = new Map<string, string>();
  let from1904 = false;
  walkMarkup(text("xl/workbook.xml"), {
    open(name, attributes) {
      if (name === "workbookPr") from1904 = /^(1|true)$/.test(attributes()["date1904"] ?? "");
      if (name !== "sheet") return;
      const { name: title = "", id = "" } = attributes();
      sheets.set(title, targets.get(id) ?? "");
    },
  });
  return {
    form: "xlsx",
    sheets: [...sheets.keys()],
    rows: (sheet) => {
      const path = sheets.get(sheet);
      if (path === undefined) throw new WorkbookProblem("noSheet");
      return xlsxRows(
        text(path),
        sharedStrings(text("xl/sharedStrings.xml")),
        dateStyles(text("xl/styles.xml")),
        from1904,
      );
    },
  };
}

function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let current = "";
  let isText = false;
  let phonetic = 0;
  walkMarkup(xml, {
    open(name) {
      if (name === "si") current = "";
      else if (name === "rPh") phonetic++;
      else if (name === "t") isText = phonetic === 0;
    },
    close(name) {
      if (name === "si") strings.push(current);
      else if (name === "rPh") phonetic--;
      else if (name === "t") isText = false;
    },
    text(text) {
      if (isText) current += text;
    },
  });
  return strings;
}

/** For each cell style: is it a date? Formats 14-22 and 45-47 are; others are when they have letters of a date. */
function dateStyles(xml: string): boolean[] {
  const custom = new Map<number, boolean>();
  const styles: boolean[] = [];
  let isCells = false;
  walkMarkup(xml, {
    open(name, attributes) {
      if (name === "numFmt") {
        const { numFmtId, formatCode = "" } = attributes();
        custom.set(Number(numFmtId), /[dmyhs]/i.test(formatCode.replace(/"[^"]*"|\\.|\[[^\]]*\]|general/gi, "")));
      } else if (name === "cellXfs") isCells = true;
      else if (name === "xf" && isCells) {
        const id = Number(attributes()["numFmtId"] ?? 0);
        styles.push(custom.get(id) ?? ((id >= 14 && id <= 22) || (id >= 45 && id <= 47)));
      }
    },
    close(name) {
      if (name === "cellXfs") isCells = false;
    },
  });
  return styles;
}

function xlsxRows(xml: string, strings: readonly string[], dates: readonly boolean[], from1904: boolean): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let column = -1;
  let type = "";
  let isDate = false;
  let value = "";
  let isValue = false;
  let cells = 0;
  walkMarkup(xml, {
    open(name, attributes) {
      if (name === "row") {
        const at = Number(attributes()["r"] ?? rows.length + 1);
        if (!(at <= MOST_ROWS)) throw new WorkbookProblem("damaged", `row ${at}`);
        while (rows.length < at - 1) rows.push([]);
        row = [];
        rows[Math.max(0, at - 1)] = row;
        column = -1;
      } else if (name === "c") {
        const { r, t = "n", s } = attributes();
        column = r ? columnOf(r) : column + 1;
        type = t;
        isDate = dates[Number(s ?? -1)] ?? false;
        value = "";
      } else if (name === "v" || name === "t") isValue = true;
    },
    close(name) {
      if (name === "v" || name === "t") isValue = false;
      else if (name === "c" && value !== "" && column < MOST_COLUMNS) {
        cells += Math.max(1, column - row.length + 1);
        if (cells > MOST_CELLS) throw new WorkbookProblem("tooLarge", `more than ${MOST_CELLS} cells`);
        while (row.length < column) row.push("");
        row[column] = cellText(value, type, isDate, strings, from1904);
      }
    },
    text(text) {
      if (isValue) value += text;
    },
  });
  return rows;
}

function cellText(value: string, type: string, isDate: boolean, strings: readonly string[], from1904: boolean): string {
  if (type === "s") return strings[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type !== "n") return value;
  const number = Number(value);
  if (!isDate || !Number.isFinite(number)) return Number.isFinite(number) ? String(number) : value;
  // Day 60 of Excel's calendar is 29 February 1900, which never was.
  const days = from1904 ? number + 1462 : number < 60 ? number + 1 : number;
  const iso = new Date(Math.round((days - 25_569) * 86_400) * 1000).toISOString();
  return number < 1 ? iso.slice(11, 19) : Number.isInteger(number) ? iso.slice(0, 10) : iso.slice(0, 19);
}

/** `"AB12"` → 27 */
function columnOf(reference: string): number {
  let column = 0;
  for (const sign of reference) {
    const code = sign.charCodeAt(0) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

function openOds(xml: string): Workbook {
  const sheets = new Map<string, string[][]>();
  let rows: string[][] = [];
  let row: string[] = [];
  let rowTimes = 1;
  let cellTimes = 1;
  let cell = "";
  let value: string | undefined;
  let paragraphs = 0;
  let isParagraph = 0;
  let isNote = 0;
  let emptyRows = 0;
  let cells = 0;
  walkMarkup(xml, {
    open(name, attributes) {
      if (name === "table") {
        rows = [];
        emptyRows = 0;
        sheets.set(attributes()["name"] ?? `${sheets.size + 1}`, rows);
      } else if (name === "table-row") {
        row = [];
        rowTimes = Number(attributes()["number-rows-repeated"] ?? 1);
      } else if (name === "table-cell" || name === "covered-table-cell") {
        const own = attributes();
        cellTimes = Number(own["number-columns-repeated"] ?? 1);
        value = own["date-value"] ?? (own["value-type"] === "float" ? own["value"] : undefined);
        cell = "";
        paragraphs = 0;
      } else if (name === "annotation") isNote++;
      else if (name === "p" && isNote === 0) {
        if (paragraphs++ > 0) cell += "\n";
        isParagraph++;
      } else if (name === "s" && isParagraph > 0) cell += " ".repeat(Math.min(1000, Number(attributes()["c"] ?? 1)));
      else if (name === "tab" && isParagraph > 0) cell += "\t";
      else if (name === "line-break" && isParagraph > 0) cell += "\n";
    },
    close(name) {
      if (name === "annotation") isNote--;
      else if (name === "p" && isNote === 0) isParagraph--;
      else if (name === "table-cell" || name === "covered-table-cell") {
        const text = value ?? cell;
        // Empty cells are repeated to the end of the sheet; only those before a full one count.
        if (text === "") row.push(...Array<string>(cellTimes > MOST_COLUMNS / 2 ? 0 : cellTimes).fill(""));
        else row.push(...Array<string>(Math.min(cellTimes, MOST_COLUMNS)).fill(text));
      } else if (name === "table-row") {
        while (row.at(-1) === "") row.pop();
        if (row.length === 0) {
          emptyRows += rowTimes;
          return;
        }
        if (rows.length + emptyRows + rowTimes > MOST_ROWS) throw new WorkbookProblem("damaged", "too many rows");
        cells += row.length * rowTimes;
        if (cells > MOST_CELLS) throw new WorkbookProblem("tooLarge", `more than ${MOST_CELLS} cells`);
        for (; emptyRows > 0; emptyRows--) rows.push([]);
        for (let i = 0; i < rowTimes; i++) rows.push(row);
      }
    },
    text(text) {
      if (isParagraph > 0) cell += text;
    },
  });
  return {
    form: "ods",
    sheets: [...sheets.keys()],
    rows: (sheet) => {
      const found = sheets.get(sheet);
      if (!found) throw new WorkbookProblem("noSheet");
      return found;
    },
  };
}

/**
 * The rows of the sheet that holds the list: the one that is named, else the one with the most columns that the caller
 * knows, else the first with cells. Rows are as wide as the header; empty rows stay, so that a row is a line.
 *
 * @throws WorkbookProblem noSheet, tooLarge
 */
export function listRows(
  workbook: Workbook,
  sheet: string | undefined,
  known: (cells: readonly string[]) => number,
): { sheet: string; rows: string[][] } {
  if (sheet !== undefined) return { sheet, rows: evenRows(workbook.rows(sheet)) };
  let best: { sheet: string; rows: string[][]; known: number } | undefined;
  for (const name of workbook.sheets) {
    const rows = workbook.rows(name);
    const header = rows.find(hasText);
    if (header !== undefined && (best === undefined || known(header) > best.known))
      best = { sheet: name, rows, known: known(header) };
  }
  if (best === undefined) throw new WorkbookProblem("noSheet", "no sheet has cells");
  return { sheet: best.sheet, rows: evenRows(best.rows) };
}

/** Cells of formatted, empty columns and rows behind the table are left out. */
function evenRows(rows: readonly string[][]): string[][] {
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
