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
const ENDS = "[\\t\\n\\r\\x0B\\x0C\\x{85}\\x{2028}\\x{2029}\\x00]";

/**
 * Text without ends of cells and lines: an expression of SQL. `translate` needs three times the time of the regular
 * expression, and asking first whether there is anything to replace no less (bench/downloads).
 */
export function cleanText(expression: string): string {
  return `trim(regexp_replace(${expression}, '${ENDS}', ' ', 'g'))`;
}

/** Columns whose values are ours: words of enumerations, dates. There is nothing to clean in them. */
const OURS = new Set([
  ...["basisOfRecord", "occurrenceStatus", "license", "countryCode", "continent", "publishingCountry", "taxonRank"],
  ...["taxonomicStatus", "matchType", "eventDate", "mediaType", "issue"],
]);

/** A column of the interpreted files as text. */
export function interpretedCell(name: string): string {
  const column = quoted(name);
  const clean = OURS.has(name) ? (text: string) => text : cleanText;
  switch (TYPES.get(name)) {
    case "list":
      return clean(`array_to_string(${column}, ';')`);
    case "text":
    case "json":
      return clean(column);
    case "timestamp":
      return `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%gZ')`;
    default:
      return `CAST(${column} AS VARCHAR)`;
  }
}
