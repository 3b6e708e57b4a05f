/**
 * From a chunk of a source to the pieces of a dataset: a function without state, but for the answers of the matcher that
 * it remembers.
 */

import type { Dictionaries } from "../dictionaries/dictionaries.ts";
import { interpretRecord } from "../interpretation/interpret.ts";
import type { InterpretedRecord } from "../interpretation/interpreted.ts";
import { type Extensions, VerbatimRecord } from "../interpretation/record.ts";
import type { AskedTaxon, Taxa, TaxonMatcher } from "../interpretation/taxa.ts";
import type { InterpretationOptions } from "../interpretation/tools.ts";
import { type Row, type RowChunk, type RowSet, readRows } from "../reading/rows.ts";
import { Identities, keyOf } from "./identity.ts";
import { type ChunkReport, countIn, countRecord, countUnknown, emptyReport } from "./report/chunk-report.ts";

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

/** What is known of a chunk when its records were taken. */
export interface InterpretedChunk {
  readonly terms: readonly string[];
  readonly asked: readonly AskedTaxon[];
  readonly report: ChunkReport;
  /** Lines that hold no record. */
  readonly badLines: readonly number[];
}

/**
 * Interprets the rows of a chunk.
 *
 * @param take is given one record after the other. Who keeps only what is written of a record lets it die young: thousands
 * of records that live as long as the chunk cost a tenth of all the time in garbage collection
 */
export function interpretChunk(
  task: ChunkTask,
  tools: ChunkTools,
  take: (row: InterpretedRow) => void,
): InterpretedChunk {
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
    take({ row, extensions, record: interpreted });
  });
  return { terms: set.terms, asked: tools.taxa.takeAsked(), report, badLines: set.badLines };
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
