/**
 * From a chunk of a source to the pieces of a dataset: a function without state, but for the answers of the matcher that
 * it remembers.
 */

import type { Dictionaries } from "../dictionaries/dictionaries.ts";
import { interpretRecord } from "../interpretation/interpret.ts";
import { InterpretedRecord } from "../interpretation/interpreted.ts";
import { type Extensions, VerbatimRecord } from "../interpretation/record.ts";
import { type AskedTaxon, TAXON_TERMS, type Taxa, type TaxonMatcher } from "../interpretation/taxa.ts";
import type { InterpretationOptions } from "../interpretation/tools.ts";
import { type Row, type RowChunk, type RowSet, readRows } from "../reading/rows.ts";
import { Identities, keyOf } from "./identity.ts";
import { type ColumnValues, parquetFile } from "./parquet.ts";
import { type ChunkReport, countIn, countRecord, countUnknown, emptyReport } from "./report/chunk-report.ts";
import { type Column, INTERPRETED_COLUMNS } from "./schema.ts";

/** What became of a row when identities were resolved. */
export const RowFate = { new: 0, changed: 1, unchanged: 2, duplicate: 3, conflict: 4 } as const;

/** A row of another table that belongs to a record. */
export interface SideRow {
  /** Row of the chunk, from 0. */
  readonly position: number;
  readonly rowType: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A chunk with what is known of its rows. */
export interface ChunkTask {
  readonly chunk: RowChunk;
  /** Key of each row; none when rows are interpreted on their own. */
  readonly keys?: Float64Array | undefined;
  readonly fates?: Uint8Array | undefined;
  readonly sides: readonly SideRow[];
  /** Terms of the event or taxon that rows of an extension belong to. */
  readonly coreTerms: readonly string[];
}

/** What chunks of one attempt have in common. */
export interface ChunkTools {
  readonly dictionaries: Dictionaries;
  readonly matchers: readonly TaxonMatcher[];
  readonly taxa: Taxa;
  readonly options: InterpretationOptions;
  readonly defaults: Readonly<Record<string, string>> | undefined;
  readonly now: number;
  readonly createdBy: string;
}

/** A record with the row that it was read from. */
export interface InterpretedRow {
  readonly row: Row;
  readonly extensions: Extensions;
  readonly record: InterpretedRecord;
}

/** The records of a chunk. */
export interface InterpretedChunk {
  readonly terms: readonly string[];
  readonly rows: readonly InterpretedRow[];
  readonly asked: readonly AskedTaxon[];
  readonly report: ChunkReport;
  /** Lines that hold no record. */
  readonly badLines: readonly number[];
}

/** Interprets the rows of a chunk. */
export function interpretChunk(task: ChunkTask, tools: ChunkTools): InterpretedChunk {
  const set = withCore(readRows(task.chunk), task);
  const columns = new Map(set.terms.map((term, i) => [term, i]));
  const report = emptyReport();
  report.rows = set.rows.length;
  for (const { kind, count, first } of set.problems.toJSON()) {
    if (kind === "BAD_ROW" && task.chunk.form.kind === "json") {
      report.rows += count;
      countIn(report.dropped, "NOT_JSON", "", count);
    }
    for (const { line } of first) countIn(report.problems, kind, `${task.chunk.file}:${line}`, 0);
    countIn(report.problems, kind, "", count);
  }
  const sides = sidesByPosition(task.sides);
  const identities = new Identities(set.terms);
  const rows: InterpretedRow[] = [];
  let current: { record: number | string } = { record: "" };
  const interpreters = {
    ...tools,
    unknown: (term: string, value: string) => countUnknown(report, term, value, current.record),
  };
  set.rows.forEach((row, position) => {
    const fate = task.fates?.[position];
    if (fate === RowFate.duplicate || fate === RowFate.conflict) {
      const where = `${task.chunk.file}:${row.line}`;
      countIn(report.dropped, fate === RowFate.duplicate ? "DUPLICATE_ID" : "IDENTITY_CONFLICT", where);
      return;
    }
    const extensions: Extensions = { ...row.extensions, ...sides.get(position) };
    const record = new VerbatimRecord(columns, row.cells, extensions, tools.defaults);
    const key = task.keys?.[position] ?? keyOf(identities.of(row));
    current = { record: key };
    const interpreted = interpretRecord(record, interpreters, ({ stage, problem }) =>
      countIn(report.failures, `${stage}: ${problem}`, key),
    );
    interpreted.gbifID = key;
    countRecord(report, interpreted);
    rows.push({ row, extensions, record: interpreted });
  });
  return { terms: set.terms, rows, asked: tools.taxa.takeAsked(), report, badLines: set.badLines };
}

/** The Parquet files of a chunk. @param terms columns of the verbatim file, the same for all chunks of a table */
export function chunkFiles(
  chunk: InterpretedChunk,
  terms: readonly string[],
  { matchers, createdBy }: ChunkTools,
): { interpreted: Uint8Array; verbatim: Uint8Array; names: Uint8Array } {
  const { rows } = chunk;
  return {
    interpreted: interpretedFile(
      rows.map(({ record }) => record),
      createdBy,
    ),
    verbatim: verbatimFile(chunk, terms, createdBy),
    names: namesFile(chunk.asked, matchers, createdBy),
  };
}

/** Where each column stands among the fields of a record, which all have the same order. */
const FIELD_OF_COLUMN = (() => {
  const fields = Object.keys(new InterpretedRecord());
  return INTERPRETED_COLUMNS.map(({ name }) => fields.indexOf(name));
})();

/** The file of interpreted records. */
export function interpretedFile(records: readonly InterpretedRecord[], createdBy: string): Uint8Array {
  // Most columns are empty: one array stands for all of them. Fields are taken as a list, because asking 145 names of each
  // record took a tenth of all the time.
  const empty = new Array<undefined>(records.length).fill(undefined);
  const values: ColumnValues[number][][] = INTERPRETED_COLUMNS.map(() => empty);
  for (let row = 0; row < records.length; row++) {
    const fields = Object.values(records[row]!) as ColumnValues[number][];
    for (let column = 0; column < FIELD_OF_COLUMN.length; column++) {
      const value = fields[FIELD_OF_COLUMN[column]!];
      if (value === undefined) continue;
      if (values[column] === empty) values[column] = empty.slice();
      values[column]![row] = value;
    }
  }
  return parquetFile(INTERPRETED_COLUMNS, values, records.length, createdBy);
}

function verbatimFile({ terms, rows }: InterpretedChunk, wanted: readonly string[], createdBy: string): Uint8Array {
  const column = new Map(terms.map((term, i) => [term, i]));
  const names = wanted.length > 0 ? wanted : terms;
  const columns: Column[] = [
    { name: "gbifID", type: "long" },
    { name: "coreId", type: "text" },
    ...names
      .filter((term) => term !== "gbifID" && term !== "coreId" && term !== "extensions")
      .map((name) => ({ name, type: "text" as const })),
    { name: "extensions", type: "json" },
  ];
  const values: ColumnValues[] = columns.map(({ name }) => {
    if (name === "gbifID") return rows.map(({ record }) => record.gbifID);
    if (name === "coreId") return rows.map(({ row }) => row.id);
    if (name === "extensions")
      return rows.map(({ extensions }) =>
        Object.keys(extensions).length > 0 ? JSON.stringify(extensions) : undefined,
      );
    const at = column.get(name);
    return at === undefined ? rows.map(() => undefined) : rows.map(({ row }) => row.cells[at]);
  });
  return parquetFile(columns, values, rows.length, createdBy);
}

/** Columns of names.tsv: what was asked, then what was answered. */
export const NAME_COLUMNS: readonly Column[] = [
  ...TAXON_TERMS.map((name) => ({ name, type: "text" as const })),
  ...["checklistKey", "matchType"].map((name) => ({ name, type: "text" as const })),
  { name: "confidence", type: "integer" },
  ...[
    "usageKey",
    "usageName",
    "usageRank",
    "taxonomicStatus",
    "acceptedKey",
    "acceptedName",
    "kingdomName",
    "familyName",
  ].map((name) => ({
    name,
    type: "text" as const,
  })),
  { name: "count", type: "integer" },
];

/** The file of the names that were asked. */
export function namesFile(
  asked: readonly AskedTaxon[],
  matchers: readonly TaxonMatcher[],
  createdBy: string,
): Uint8Array {
  const rows = asked.flatMap(({ query, answers, count }) =>
    answers.map(
      (answer, i): Record<string, string | number | undefined> => ({
        ...(query as Record<string, string>),
        checklistKey: matchers[i]!.checklistKey,
        ...answer,
        count,
      }),
    ),
  );
  const values = NAME_COLUMNS.map(({ name }) => rows.map((row) => row[name]));
  return parquetFile(NAME_COLUMNS, values, rows.length, createdBy);
}

/** Lets the values of the event or taxon stand where the row itself has none. */
function withCore(set: RowSet, { sides, coreTerms }: ChunkTask): RowSet {
  if (coreTerms.length === 0) return set;
  const terms = [...new Set([...set.terms, ...coreTerms])];
  const column = new Map(terms.map((term, i) => [term, i]));
  for (const { position, rowType, values } of sides) {
    const row = set.rows[position];
    if (rowType !== "core" || row === undefined) continue;
    for (const [term, value] of Object.entries(values)) {
      const at = column.get(term);
      if (at !== undefined) row.cells[at] ??= value;
    }
  }
  for (const row of set.rows) row.cells.length = terms.length;
  return { ...set, terms };
}

function sidesByPosition(sides: readonly SideRow[]): Map<number, Record<string, Record<string, string>[]>> {
  const byPosition = new Map<number, Record<string, Record<string, string>[]>>();
  for (const { position, rowType, values } of sides) {
    if (rowType === "core") continue;
    const extensions = byPosition.get(position) ?? {};
    byPosition.set(position, extensions);
    const rows = extensions[rowType] ?? [];
    rows.push(values);
    extensions[rowType] = rows;
  }
  return byPosition;
}
