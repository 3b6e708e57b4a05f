/**
 * Which table is asked? The interpreted records, and beside them what a question speaks of: the words of a record, columns of
 * the source, the taxonomy of another checklist.
 */
import { REGION_COLUMNS, regionSql } from "../dictionaries/gbif-regions.ts";
import { checklistSql, OTHER_CHECKLIST } from "../predicate/checklists.ts";
import { quoted, type Sql } from "../predicate/to-sql.ts";
import { type Snapshot, tableOf } from "./datasets.ts";

/** Columns in which the words of `q` are looked for. */
const FULL_TEXT = [
  "scientificName",
  "acceptedScientificName",
  ...["kingdom", "phylum", "class", "order", "family", "genus", "species"],
  ...["locality", "stateProvince", "country", "waterBody", "catalogNumber", "occurrenceID", "recordNumber"],
  ...["institutionCode", "collectionCode", "verbatimScientificName", "eventDate", "basisOfRecord"],
];
const FULL_TEXT_LISTS = ["recordedBy", "identifiedBy"];

/** The records of a snapshot as a table of SQL, with the column `fulltext` when words are asked for. */
export function sourceOf(snapshot: Snapshot, condition: Pick<Sql, "text">): string {
  const { text } = condition;
  const interpreted = withRegions(withChecklists(withVerbatim(snapshot, text), text), text);
  if (!condition.text.includes("fulltext")) return interpreted;
  return `(SELECT *, ${fullTextSql()} AS fulltext FROM ${interpreted})`;
}

/** SQL of the text of a record in which words are looked for, folded as `wordsOf` folds. */
export function fullTextSql(): string {
  const parts = [...FULL_TEXT.map(quoted), ...FULL_TEXT_LISTS.map((name) => `array_to_string(${quoted(name)}, ' ')`)];
  return `lower(strip_accents(concat_ws(' ', ${parts.join(", ")})))`;
}

/** Interpreted records, with the columns `verbatim:…` that SQL speaks of beside them. */
function withVerbatim({ interpreted, datasets }: Snapshot, text: string): string {
  const found = [...text.matchAll(/"verbatim:((?:[^"]|"")+)"/g)].map(([, column]) => column!);
  if (found.length === 0) return interpreted;
  const columns = [...new Set(found)];
  const shown = columns.map((column) => `v."${column}" AS "verbatim:${column}"`);
  const files = verbatimTable(datasets.flatMap(({ verbatim }) => verbatim));
  const beside = `(SELECT "gbifID", ${columns.map((column) => `"${column}"`).join(", ")} FROM ${files})`;
  return `(SELECT i.*, ${shown.join(", ")} FROM ${interpreted} i LEFT JOIN ${beside} v USING ("gbifID"))`;
}

/** Records with the columns `checklist:…` that SQL speaks of beside them. */
function withChecklists(table: string, text: string): string {
  const found = [...new Set([...text.matchAll(/"(checklist:(?:[^"]|"")+:\w+)"/g)].map(([, column]) => column!))];
  if (found.length === 0) return table;
  const shown = found.map((column) => {
    const end = column.lastIndexOf(":");
    const key = column.slice(OTHER_CHECKLIST.length, end).replaceAll('""', '"');
    return `${checklistSql(key, column.slice(end + 1))} AS "${column}"`;
  });
  return `(SELECT *, ${shown.join(", ")} FROM ${table})`;
}

/** Records with the regions of countries that SQL speaks of beside them. */
function withRegions(table: string, text: string): string {
  const shown = [...REGION_COLUMNS]
    .filter(([column]) => text.includes(quoted(column)))
    .map(([column]) => `${regionSql(column)} AS ${quoted(column)}`);
  return shown.length === 0 ? table : `(SELECT *, ${shown.join(", ")} FROM ${table})`;
}

/** SQL of verbatim files, whose columns differ from source to source. */
export function verbatimTable(files: readonly string[]): string {
  return tableOf(files).replace("filename = true, union_by_name = false", "union_by_name = true");
}
