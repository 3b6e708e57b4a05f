/** What stands in an ODS workbook (OASIS OpenDocument 1.3)? */
import { walkMarkup } from "./markup.ts";
import { claimedNumber, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, type Workbook, WorkbookProblem } from "./workbook-form.ts";

/** Spaces side by side in a cell: a cell holds no more letters than these. */
const MOST_SPACES = 65_536;

/** Opens the content of an ODS workbook. */
export function openOds(xml: string): Workbook {
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
  let emptyCells = 0;
  let cells = 0;
  walkMarkup(xml, {
    open(name, attributes) {
      if (name === "table") {
        rows = [];
        emptyRows = 0;
        sheets.set(attributes()["name"] ?? `${sheets.size + 1}`, rows);
      } else if (name === "table-row") {
        row = [];
        emptyCells = 0;
        rowTimes = claimedNumber(attributes()["number-rows-repeated"], 1, 1, MOST_ROWS);
      } else if (name === "table-cell" || name === "covered-table-cell") {
        const own = attributes();
        cellTimes = claimedNumber(own["number-columns-repeated"], 1, 1, MOST_COLUMNS);
        value = own["date-value"] ?? (own["value-type"] === "float" ? own["value"] : undefined);
        cell = "";
        paragraphs = 0;
      } else if (name === "annotation") isNote++;
      else if (name === "p" && isNote === 0) {
        if (paragraphs++ > 0) cell += "\n";
        isParagraph++;
      } else if (name === "s" && isParagraph > 0)
        cell += " ".repeat(claimedNumber(attributes()["c"], 1, 0, MOST_SPACES));
      else if (name === "tab" && isParagraph > 0) cell += "\t";
      else if (name === "line-break" && isParagraph > 0) cell += "\n";
    },
    close(name) {
      if (name === "annotation") isNote--;
      else if (name === "p" && isNote === 0) isParagraph--;
      else if (name === "table-cell" || name === "covered-table-cell") {
        const text = value ?? cell;
        // Empty cells are repeated to the end of the sheet; only those before a full one count.
        if (text === "") emptyCells += cellTimes;
        else {
          if (row.length + emptyCells + cellTimes > MOST_COLUMNS)
            throw new WorkbookProblem("damaged", "too many columns");
          for (; emptyCells > 0; emptyCells--) row.push("");
          for (let i = 0; i < cellTimes; i++) row.push(text);
        }
      } else if (name === "table-row") {
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
