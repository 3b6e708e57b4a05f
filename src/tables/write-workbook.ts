/** How is a table written as XLSX? One sheet, text as text: no spreadsheet makes a date of a name. */
import { strToU8, zipSync } from "fflate";
import { escaped } from "./markup.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/** Characters that a cell of a spreadsheet holds. */
const LONGEST_CELL = 32_767;

/**
 * The bytes of a workbook; its first row is a header that stays in sight.
 *
 * @param onCut told of each cell that is longer than a sheet allows and was cut: its row in the sheet, from 1, which is
 * that of the header, and its column, from 0
 */
export function writeXlsx(
  header: readonly string[],
  rows: Iterable<readonly string[]>,
  onCut?: (row: number, column: number) => void,
): Uint8Array {
  let row = 0;
  const rowXml = (cells: readonly string[], style: number): string => {
    row++;
    let xml = "<row>";
    for (const [column, cell] of cells.entries()) {
      if (cell.length > LONGEST_CELL) onCut?.(row, column);
      xml += cellXml(cell, style);
    }
    return `${xml}</row>`;
  };
  const pieces: Uint8Array[] = [];
  let text =
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>' +
    rowXml(header, 1);
  for (const cells of rows) {
    text += rowXml(cells, 0);
    if (text.length > 1_000_000) {
      pieces.push(strToU8(text));
      text = "";
    }
  }
  pieces.push(strToU8(`${text}</sheetData></worksheet>`));
  return zipSync(
    {
      "[Content_Types].xml": strToU8(
        `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override("/xl/workbook.xml", "sheet.main")}${override("/xl/worksheets/sheet1.xml", "worksheet")}${override("/xl/styles.xml", "styles")}</Types>`,
      ),
      "_rels/.rels": strToU8(
        `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ),
      "xl/workbook.xml": strToU8(
        `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="names" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      "xl/_rels/workbook.xml.rels": strToU8(
        `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
      ),
      "xl/styles.xml": strToU8(
        `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
      ),
      "xl/worksheets/sheet1.xml": joined(pieces),
    },
    { level: 1 },
  );
}

function override(part: string, kind: string): string {
  return `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
}

function cellXml(cell: string, style: number): string {
  if (cell === "") return "<c/>";
  const text = escaped(cell.length > LONGEST_CELL ? shortened(cell) : cell);
  return `<c t="inlineStr"${style ? ` s="${style}"` : ""}><is><t xml:space="preserve">${text}</t></is></c>`;
}

/** The first characters of a cell; a pair of units that are one character is not torn. */
function shortened(cell: string): string {
  const isTorn = /[\ud800-\udbff]/.test(cell[LONGEST_CELL - 1]!);
  return cell.slice(0, isTorn ? LONGEST_CELL - 1 : LONGEST_CELL);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
