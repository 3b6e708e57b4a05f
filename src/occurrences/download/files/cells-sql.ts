/**
 * How is a column written as text, in SQL?
 *
 * As GBIF's downloads have it: whatever would end a cell or a line becomes a space, values of a list stand with semicolons
 * between them, moments are of UTC with milliseconds, nothing is quoted. `export/rows.ts` writes the same outside of SQL.
 */
import { INTERPRETED_COLUMNS } from "../../dataset/schema.ts";
import { quoted } from "../../predicate/to-sql.ts";

const TYPES = new Map(INTERPRETED_COLUMNS.map(({ name, type }) => [name, type]));

/** TAB, LF, CR, VT, FF, NEL, line and paragraph separator, NUL. */
const ENDS = [9, 10, 13, 11, 12, 0x85, 0x2028, 0x2029, 0];
const FROM = ENDS.map((code) => `chr(${code})`).join(" || ");
const TO = " ".repeat(ENDS.length);

/** Text without ends of cells and lines: an expression of SQL. */
export function cleanText(expression: string): string {
  return `trim(translate(${expression}, ${FROM}, '${TO}'))`;
}

/** A column of the interpreted files as text. */
export function interpretedCell(name: string): string {
  const column = quoted(name);
  switch (TYPES.get(name)) {
    case "list":
      return cleanText(`array_to_string(${column}, ';')`);
    case "text":
    case "json":
      return cleanText(column);
    case "timestamp":
      return `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%gZ')`;
    default:
      return `CAST(${column} AS VARCHAR)`;
  }
}
