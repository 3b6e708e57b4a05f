/**
 * From a chunk of a source to the pieces of a dataset: a function without state, but for the answers of the matcher that
 * it remembers.
 */

import type { Dictionaries } from "../../dictionaries/dictionaries.ts";
import { stages } from "../../interpretation/interpret.ts";
import { type InterpretedField, InterpretedRecord } from "../../interpretation/interpreted.ts";
import type { OccurrenceIssue } from "../../interpretation/issues.ts";
import type { Extensions } from "../../interpretation/record.ts";
import type { AskedNames, Taxa } from "../../interpretation/taxa.ts";
import type { TaxonMatcher } from "../../interpretation/taxon-matcher.ts";
import type { InterpretationOptions } from "../../interpretation/tools.ts";
import { type ColumnSet, columnOf, rowsOf } from "../../reading/columns.ts";
import { readColumns } from "../../reading/read-columns.ts";
import type { RowChunk } from "../../reading/rows.ts";
import { identitiesOf, keysOf } from "../identity.ts";
import type { NumberedValues } from "../parquet/leaves.ts";
import { type ChunkReport, countIn, emptyReport } from "../report/chunk-report.ts";
import { countOutcomes } from "../report/count-outcomes.ts";
import { issuesOf } from "./issue-sets.ts";
import { type Outcomes, StageInput } from "./outcomes.ts";

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

/** An interpreted chunk: its records by columns. */
export interface InterpretedChunk {
  /** The rows that are records. */
  readonly set: ColumnSet;
  readonly keys: Float64Array;
  readonly extensions: readonly (Extensions | undefined)[] | undefined;
  /** Values of the fields that any record has. */
  readonly fields: ReadonlyMap<InterpretedField | "issue", NumberedValues>;
  /** It means nothing after the next chunk. */
  readonly asked: AskedNames;
  readonly report: ChunkReport;
}

/** Interprets the rows of a chunk. */
export function interpretChunk(task: ChunkTask, tools: ChunkTools): InterpretedChunk {
  tools.taxa.makeRoom();
  const all = withCore(readColumns(task.chunk), task);
  const report = emptyReport();
  reportReading(report, task, all);
  const allKeys = task.keys ?? keysOf(identitiesOf(all));
  const kept = keptRows(task, all, report);
  const set = kept === undefined ? all : rowsOf(all, kept);
  const keys = kept === undefined ? allKeys.subarray(0, all.rowCount) : Float64Array.from(kept, (row) => allKeys[row]!);
  const extensions = extensionsOf(task, all, kept);
  const input = new StageInput(set, extensions, tools.defaults, tools.dictionaries.months);
  const outcomes = stages.flatMap((stage) => input.run(stage, tools));
  const issues = issuesOf(outcomes, set.rowCount);
  const fields = fieldsOf(outcomes, issues);
  countOutcomes(report, keys, outcomes, issues, fields);
  return { set, keys, extensions, fields, asked: tools.taxa.takeAsked(), report };
}

function reportReading(report: ChunkReport, { chunk }: ChunkTask, set: ColumnSet): void {
  report.rows = set.rowCount;
  for (const { kind, count, first } of set.problems.toJSON()) {
    if (kind === "BAD_ROW" && chunk.form.kind === "json") {
      report.rows += count;
      countIn(report.dropped, "NOT_JSON", "", count);
    }
    for (const { line } of first) countIn(report.problems, kind, `${chunk.file}:${line}`, 0);
    countIn(report.problems, kind, "", count);
  }
}

/** Rows that are records of their own; `undefined` when all are. The others are reported. */
function keptRows(
  { fates, chunk }: ChunkTask,
  { rowCount, lines }: ColumnSet,
  report: ChunkReport,
): number[] | undefined {
  if (fates === undefined || areAllRecords(fates)) return undefined;
  const kept: number[] = [];
  for (let row = 0; row < rowCount; row++) {
    const fate = fates[row];
    if (fate !== RowFate.duplicate && fate !== RowFate.conflict) kept.push(row);
    else
      countIn(
        report.dropped,
        fate === RowFate.duplicate ? "DUPLICATE_ID" : "IDENTITY_CONFLICT",
        `${chunk.file}:${lines[row]}`,
      );
  }
  return kept;
}

function areAllRecords(fates: Uint8Array): boolean {
  for (let row = 0; row < fates.length; row++) if (fates[row]! >= RowFate.duplicate) return false;
  return true;
}

/** Lets the values of the event or taxon stand where the row itself has none. */
function withCore(set: ColumnSet, { sides, coreTerms }: ChunkTask): ColumnSet {
  if (coreTerms.length === 0) return set;
  const terms = [...new Set([...set.terms, ...coreTerms])];
  const byRow: Readonly<Record<string, string>>[][] = [];
  for (const { position, rowType, values } of sides) {
    if (rowType !== "core") continue;
    byRow[position] ??= [];
    byRow[position].push(values);
  }
  const isCore = new Set(coreTerms);
  const columns = terms.map((term, i) => {
    const own = set.columns[i];
    if (own !== undefined && !isCore.has(term)) return own;
    return columnOf(
      set.rowCount,
      (row) => own?.values[own.codes[row]!] ?? byRow[row]?.find((values) => values[term] !== undefined)?.[term],
    );
  });
  return { ...set, terms, columns };
}

/** The rows of extensions by row: those that came with it, and those of other tables. */
function extensionsOf(
  { sides }: ChunkTask,
  { rowCount, extensions }: ColumnSet,
  kept: readonly number[] | undefined,
): readonly (Extensions | undefined)[] | undefined {
  const all: (Record<string, Record<string, string>[]> | undefined)[] = new Array(rowCount).fill(undefined);
  let isEmpty = true;
  for (const { position, rowType, values } of sides) {
    if (rowType === "core") continue;
    isEmpty = false;
    all[position] ??= {};
    const ofRow = all[position];
    ofRow[rowType] ??= [];
    ofRow[rowType].push(values as Record<string, string>);
  }
  extensions?.forEach((ofRow, row) => {
    if (ofRow === undefined) return;
    isEmpty = false;
    all[row] = { ...ofRow, ...all[row] };
  });
  if (isEmpty) return undefined;
  return kept === undefined ? all : kept.map((row) => all[row]);
}

function fieldsOf(
  outcomes: readonly Outcomes[],
  { numbering, sets }: ReturnType<typeof issuesOf>,
): Map<InterpretedField | "issue", NumberedValues> {
  const fields = new Map<InterpretedField | "issue", NumberedValues>();
  for (const { numbering, values, columns } of outcomes) {
    for (const [field, ofField] of values) fields.set(field, { codes: numbering.codes, values: ofField });
    for (const [field, column] of columns) fields.set(field, column);
  }
  if (sets.some((issues) => issues.length > 0)) fields.set("issue", { codes: numbering.codes, values: sets });
  return fields;
}

/** One record of a chunk. */
export function recordOf({ keys, fields }: InterpretedChunk, row: number): InterpretedRecord {
  const record = new InterpretedRecord();
  const values = record as unknown as Record<string, unknown>;
  for (const [field, { codes, values: all }] of fields) {
    const value = all[codes[row]!];
    if (value === undefined || (typeof value === "number" && Number.isNaN(value))) continue;
    if (field === "issue") values[field] = [...(value as readonly OccurrenceIssue[])];
    else values[field] = field === "classifications" ? String(value) : value;
  }
  record.gbifID = keys[row];
  return record;
}
