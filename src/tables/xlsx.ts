/** What stands in an XLSX workbook (ECMA-376)? */
import { walkMarkup } from "./markup.ts";
import { claimedNumber, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, type Workbook, WorkbookProblem } from "./workbook-form.ts";

/** Opens the parts of an XLSX workbook. @param text the text of a part, empty when it is absent */
export function openXlsx(text: (name: string) => string): Workbook {
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
  const merged = new Map<string, string[]>();
  return {
    form: "xlsx",
    sheets: [...sheets.keys()],
    merged: (sheet) => merged.get(sheet) ?? [],
    rows: (sheet) => {
      const path = sheets.get(sheet);
      if (path === undefined) throw new WorkbookProblem("noSheet");
      const xml = text(path);
      merged.set(sheet, mergedOverRows(xml));
      return xlsxRows(xml, sharedStrings(text("xl/sharedStrings.xml")), dateStyles(text("xl/styles.xml")), from1904);
    },
  };
}

/** Ranges of several rows that are one cell: `"C2:C4"`. They stand behind the rows. */
function mergedOverRows(xml: string): string[] {
  const ranges: string[] = [];
  const at = xml.lastIndexOf("</sheetData>");
  if (at < 0) return ranges;
  walkMarkup(xml.slice(at), {
    open(name, attributes) {
      if (name !== "mergeCell") return;
      const { ref = "" } = attributes();
      const [, first, last] = /^[A-Z]+(\d+):[A-Z]+(\d+)$/.exec(ref) ?? [];
      if (first !== last) ranges.push(ref);
    },
  });
  return ranges;
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
      if (name === "si") strings.push(unescaped(current));
      else if (name === "rPh") phonetic--;
      else if (name === "t") isText = false;
    },
    text(text) {
      if (isText) current += text;
    },
  });
  return strings;
}

/** A text without the escapes of ECMA-376 22.9.2.19: `"a_x000D_b"` has a carriage return. */
function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
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
  /** What a cell is calculated by. */
  let formula: string | undefined;
  let isFormula = false;
  let cells = 0;
  walkMarkup(xml, {
    open(name, attributes) {
      if (name === "row") {
        const at = claimedNumber(attributes()["r"], rows.length + 1, 1, MOST_ROWS);
        if (at > MOST_ROWS || (rows[at - 1]?.length ?? 0) > 0)
          throw new WorkbookProblem("damaged", `a second row ${at}`);
        while (rows.length < at - 1) rows.push([]);
        row = [];
        rows[at - 1] = row;
        column = -1;
      } else if (name === "c") {
        const { r, t = "n", s } = attributes();
        column = r ? columnOf(r) : column + 1;
        type = t;
        isDate = dates[Number(s ?? -1)] ?? false;
        value = "";
        formula = undefined;
      } else if (name === "v" || name === "t") isValue = true;
      else if (name === "f") {
        isFormula = true;
        formula = "";
      }
    },
    close(name) {
      if (name === "v" || name === "t") isValue = false;
      else if (name === "f") isFormula = false;
      else if (name === "c" && (value !== "" || isUncalculated(formula, type))) {
        if (column < 0 || column >= MOST_COLUMNS)
          throw new WorkbookProblem("damaged", `a cell in column ${column + 1}`);
        cells += Math.max(1, column - row.length + 1);
        if (cells > MOST_CELLS) throw new WorkbookProblem("tooLarge", `more than ${MOST_CELLS} cells`);
        while (row.length < column) row.push("");
        row[column] = value === "" ? `=${formula}` : cellText(value, type, isDate, strings, from1904);
      }
    },
    text(text) {
      if (isValue) value += text;
      else if (isFormula) formula = (formula ?? "") + text;
    },
  });
  return rows;
}

/** Programs other than Excel write formulas without what they give: better seen than lost. An empty text has its type. */
function isUncalculated(formula: string | undefined, type: string): boolean {
  return formula !== undefined && type !== "str";
}

/** Days of Excel's calendar: what it shows as a date is between these. */
const EARLIEST_DAY = 0;
/** 31 December 9999. */
const LATEST_DAY = 2_958_466;

function cellText(value: string, type: string, isDate: boolean, strings: readonly string[], from1904: boolean): string {
  if (type === "s") return strings[claimedNumber(value, 0, 0, strings.length - 1)]!;
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type !== "n") return unescaped(value);
  // More digits than a number holds: an identifier.
  if (/^-?\d{16,}$/.test(value)) return value;
  const number = Number(value);
  if (!isDate || !Number.isFinite(number)) return Number.isFinite(number) ? String(number) : value;
  // Day 60 of Excel's calendar is 29 February 1900, which never was.
  const days = from1904 ? number + 1462 : number < 60 ? number + 1 : number;
  if (days < EARLIEST_DAY || days > LATEST_DAY) return String(number);
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
