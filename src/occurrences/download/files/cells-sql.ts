/**
 * How is a column written as text, in SQL?
 *
 * As GBIF's downloads have it: whatever would end a cell or a line becomes a space, values of a list stand with semicolons
 * between them, moments are of UTC with milliseconds, nothing is quoted. `export/rows.ts` writes the same outside of SQL.
 */
import { INTERPRETED_COLUMNS } from "../../dataset/schema.ts";
import { DERIVED_COLUMNS } from "../../export/derived-columns.ts";
import { quoted } from "../../predicate/to-sql.ts";

const TYPES = new Map(INTERPRETED_COLUMNS.map(({ name, type }) => [name, type]));

/** TAB, LF, CR, VT, FF, NEL, line and paragraph separator, NUL. */
const ENDS = "[\\t\\n\\r\\x0B\\x0C\\x{85}\\x{2028}\\x{2029}\\x00]";

/** A space at one end of a cell. */
const AT_THE_ENDS = "(^|\\x1F)\\p{Zs}|\\p{Zs}(\\x1F|$)";
const UNCLEAN = `"is:unclean"`;

/** A cell, as an expression of SQL whose value is text or NULL. */
export interface TextCell {
  readonly text: string;
  /** True where no value can have anything to clean. */
  readonly isClean: boolean;
}

/** Text without ends of cells and lines: an expression of SQL. `translate` needs three times the time (bench/downloads). */
export function cleanText(expression: string): string {
  return `trim(regexp_replace(${expression}, '${ENDS}', ' ', 'g'))`;
}

/** The cells of rows, and the column that they need beside the others of their table. */
export interface TextCells {
  readonly cells: readonly string[];
  readonly beside: string;
}

/** Cells without ends of cells and lines. A row is asked once whether any of its cells has one, which few have. */
export function cleanCells(all: readonly TextCell[]): TextCells {
  const texts = all.filter(({ isClean }) => !isClean).map(({ text }) => text);
  const pattern = `[\\x00-\\x1E\\x{85}\\x{2028}\\x{2029}]|${AT_THE_ENDS}`;
  const row = `concat_ws(chr(31), ${texts.join(", ")})`;
  return {
    cells: all.map(({ text, isClean }) =>
      isClean ? text : `CASE WHEN ${UNCLEAN} THEN ${cleanText(text)} ELSE ${text} END`,
    ),
    beside: `${texts.length === 0 ? "FALSE" : `regexp_matches(${row}, '${pattern}')`} AS ${UNCLEAN}`,
  };
}

/** Columns whose values are ours: words of enumerations, dates. There is nothing to clean in them. */
const OURS = new Set([
  ...["basisOfRecord", "occurrenceStatus", "license", "countryCode", "continent", "publishingCountry", "taxonRank"],
  ...["taxonomicStatus", "matchType", "eventDate", "mediaType", "issue"],
]);

/** A column of the interpreted files as text. */
export function interpretedCell(name: string): TextCell {
  const derived = DERIVED_COLUMNS.get(name);
  if (derived !== undefined)
    return derived.sql === undefined ? interpretedCell(derived.from) : { text: derived.sql, isClean: true };
  const column = quoted(name);
  const isClean = OURS.has(name);
  switch (TYPES.get(name)) {
    case "list":
      return { text: `array_to_string(${column}, ';')`, isClean };
    case "text":
    case "json":
      return { text: column, isClean };
    case "timestamp":
      return { text: `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%gZ')`, isClean: true };
    default:
      return { text: `CAST(${column} AS VARCHAR)`, isClean: true };
  }
}
