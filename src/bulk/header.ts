/**
 * Which column of a table gives which field of a match?
 *
 * ```ts
 * readHeader(["Latin name", "taxon_author(s)", "locality"], dialect).use
 * // used: "Latin name" as scientificName, "taxon_author(s)" as scientificNameAuthorship; unused: "locality"
 * ```
 */
import { type AnyQueryField, queryField } from "../answer/query-fields.ts";
import { BinomenError } from "../errors.ts";
import type { Dialect } from "../tables/cells.ts";
import { MOST_COLUMNS } from "../tables/limits.ts";
import { distinctNames, duplicateColumns } from "../tables/table.ts";
import { columnTerm, resemblingTerm } from "../taxonomy/column-names.ts";

/** The header of a table, read once per request. */
export interface TableHeader {
  dialect: Dialect;
  columns: string[];
  /** Names that tell all columns apart, for answers that are objects. */
  names: string[];
  /** Index of the column and the field it gives. */
  fields: [column: number, field: AnyQueryField][];
  use: ColumnUse;
}

/** What is made of the columns of a table, for reports. */
export interface ColumnUse {
  /** Columns in the order of the table, with the field that each gives. */
  used: { column: string; field: string }[];
  /** All others. `resembles` is the field that a column may have been meant for. */
  unused: { column: string; resembles?: string }[];
  /** Names that several columns bear. */
  duplicates: string[];
  /** 1-based line of the header. */
  line: number;
  /** How many lines with titles or comments stand above it, which are left out. */
  titles: number;
}

const NAMING_FIELDS: ReadonlySet<AnyQueryField> = new Set([
  "scientificName",
  "genericName",
  "genus",
  "species",
  "usageKey",
  "taxonID",
  "scientificNameID",
  "taxonConceptID",
]);

/** Columns whose words are too common to be a field of a match when nothing else says that they are. */
const NEEDS_EXACT: ReadonlySet<AnyQueryField> = new Set(["exclude", "strict", "verbose"]);

/** How much is answered is asked of the list as a whole: a column `details` is the client's own. */
const NEVER: ReadonlySet<AnyQueryField> = new Set(["details"]);

/** The field that a column's name means and how surely, 0 the most; `undefined` when it means none. */
function fieldOfColumn(column: string): { field: AnyQueryField; preference: number } | undefined {
  const means = queryField(column);
  const own = means !== undefined && NEVER.has(means) ? undefined : means;
  if (own !== undefined && own === column.trim()) return { field: own, preference: 0 };
  const found = columnTerm(column);
  if (found !== undefined) {
    const field = found.term === "canonicalName" ? "scientificName" : found.term;
    return { field, preference: found.preference + 1 };
  }
  return own === undefined || NEEDS_EXACT.has(own) ? undefined : { field: own, preference: 1 };
}

/** How many of these cells are columns that a match can use; those that `map` names count, too. */
export function knownIn(cells: readonly string[], map: Readonly<Record<string, string>> = {}): number {
  const known = new Set<string>();
  for (const cell of cells) {
    const column = cell.trim();
    const field = Object.hasOwn(map, column) ? column : fieldOfColumn(column)?.field;
    if (field !== undefined) known.add(field);
  }
  return known.size;
}

/** True when a column of `cells` can name a usage: what tells a header from a row of data. */
export function isHeader(cells: readonly string[], map: Readonly<Record<string, string>> = {}): boolean {
  return cells.some((cell) => {
    const column = cell.trim();
    const field = Object.hasOwn(map, column) ? queryField(map[column]!) : fieldOfColumn(column)?.field;
    return field !== undefined && NAMING_FIELDS.has(field);
  });
}

/**
 * Reads the header of a table.
 *
 * @param map column → field of a match; `""` leaves a column out
 * @throws REQUEST_INVALID when no column can be used for matching, REQUEST_TOO_LARGE beyond MOST_COLUMNS
 */
export function readHeader(
  cells: readonly string[],
  dialect: Dialect,
  map: Readonly<Record<string, string>> = {},
  { line = 1, titles = 0 } = {},
): TableHeader {
  const columns = cells.map((cell) => cell.trim());
  if (columns.length > MOST_COLUMNS)
    throw new BinomenError("REQUEST_TOO_LARGE", {
      found: `a header of ${columns.length} columns`,
      limit: `${MOST_COLUMNS} columns`,
      hint: "Send the columns of names and of your ids only.",
    });
  const found = columns.slice(0, 12).map((column) => `"${column.slice(0, 40)}"`);
  const absent = Object.keys(map).filter((column) => !columns.includes(column.trim()));
  if (absent.length > 0)
    throw new BinomenError("REQUEST_INVALID", {
      field: absent.join(", "),
      problem: `no such column in the header (found: ${found.join(", ")})`,
    });
  const fieldOf = chooseColumns(columns, map);
  const fields = [...fieldOf].sort(([a], [b]) => a - b);
  if (!fields.some(([, field]) => NAMING_FIELDS.has(field)))
    throw new BinomenError("REQUEST_INVALID", {
      field: "header",
      problem: `no column holds names; the first line must name one scientificName (found: ${found.join(", ")})`,
    });
  const use: ColumnUse = {
    used: fields.map(([column, field]) => ({ column: columns[column]!, field })),
    unused: columns.flatMap((column, i) => (fieldOf.has(i) || column === "" ? [] : [unusedColumn(column, map)])),
    duplicates: [...duplicateColumns(columns).keys()],
    line,
    titles,
  };
  return { dialect, columns, names: distinctNames(columns), fields, use };
}

/** The column of each field: a mapped one, else the one with the surest name, else the first. */
function chooseColumns(columns: readonly string[], map: Readonly<Record<string, string>>): Map<number, AnyQueryField> {
  const best = new Map<AnyQueryField, { column: number; preference: number }>();
  columns.forEach((column, i) => {
    const mapped = Object.hasOwn(map, column) ? map[column]! : undefined;
    if (mapped === "") return;
    const field = mapped === undefined ? undefined : (queryField(mapped) ?? fieldOfColumn(mapped)?.field);
    if (mapped !== undefined && field === undefined)
      throw new BinomenError("REQUEST_INVALID", { field: mapped, problem: "is not a field of a match" });
    const candidate = field === undefined ? fieldOfColumn(column) : { field, preference: -1 };
    if (candidate === undefined) return;
    const other = best.get(candidate.field);
    if (other === undefined || candidate.preference < other.preference)
      best.set(candidate.field, { column: i, preference: candidate.preference });
  });
  return new Map([...best].map(([field, { column }]) => [column, field]));
}

function unusedColumn(column: string, map: Readonly<Record<string, string>>): ColumnUse["unused"][number] {
  const resembles = Object.hasOwn(map, column) ? undefined : (fieldOfColumn(column)?.field ?? resemblingTerm(column));
  return resembles === undefined ? { column } : { column, resembles };
}
