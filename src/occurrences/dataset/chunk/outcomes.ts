/**
 * What do the stages make of the rows of a chunk? Each stage is run once for all rows that say the same to it.
 */
import { chooseIdentification } from "../../interpretation/identification.ts";
import type { Stage } from "../../interpretation/interpret.ts";
import type { InterpretedField } from "../../interpretation/interpreted.ts";
import type { OccurrenceIssue } from "../../interpretation/issues.ts";
import { type ExtensionRow, type Extensions, VerbatimRecord } from "../../interpretation/record.ts";
import { KEY_SEPARATOR } from "../../interpretation/taxa.ts";
import { PUBLISHED_FIELDS } from "../../interpretation/taxonomy.ts";
import type { Tools } from "../../interpretation/tools.ts";
import { lentInts } from "../../reading/chunk-memory.ts";
import { type ColumnSet, columnOf, combined, groupsOf, type Numbering, sameForAll } from "../../reading/columns.ts";
import { type FramedCells, framed } from "../../reading/row-bytes.ts";
import type { ColumnValues, NumberedValues, Numbers } from "../parquet/leaves.ts";
import { type Remark, type StageCells, StageRun } from "./stage-run.ts";
import { taxonColumns } from "./taxon-columns.ts";

const NO_COLUMNS: ReadonlyMap<InterpretedField, NumberedValues> = new Map();
const NO_VALUES: Outcomes["values"] = new Map();

/** What a stage made of the rows. */
export interface Outcomes {
  /** Number of the outcome of each row. */
  readonly numbering: Numbering;
  /** Values by outcome, of the fields that any outcome has. */
  readonly values: ReadonlyMap<InterpretedField, ColumnValues | Numbers>;
  /** Fields that say what a column says. */
  readonly columns: ReadonlyMap<InterpretedField, NumberedValues>;
  /** Issues by outcome, equal ones in one list; absent when there are none. */
  readonly issues: readonly (readonly OccurrenceIssue[])[] | undefined;
  /** Remarks by outcome; absent when there are none. */
  readonly remarks: readonly (Remark | undefined)[] | undefined;
}

function isSame(a: ColumnValues, b: ColumnValues): boolean {
  const { length } = a;
  if (length !== b.length) return false;
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The rows of a chunk as stages read them. */
export class StageInput {
  readonly #set: ColumnSet;
  readonly #columns: ReadonlyMap<string, number>;
  readonly #extensions: readonly (Extensions | undefined)[] | undefined;
  readonly #defaults: ExtensionRow | undefined;
  readonly #issues = new Map<string, readonly OccurrenceIssue[]>();
  /** Rows of the identification history that stand in for what the core lacks. */
  readonly #substitutes:
    | { readonly numbering: Numbering; readonly rows: readonly (ExtensionRow | undefined)[] }
    | undefined;

  constructor(
    set: ColumnSet,
    extensions: readonly (Extensions | undefined)[] | undefined,
    defaults: ExtensionRow | undefined,
    months: ReadonlyMap<string, number>,
  ) {
    this.#set = set;
    this.#columns = new Map(set.terms.map((term, i) => [term, i]));
    this.#extensions = extensions;
    this.#defaults = defaults;
    this.#substitutes = this.#chooseIdentifications(months);
  }

  /** Runs a stage. @param tools what is unknown is kept as a remark */
  run(stage: Stage, tools: Omit<Tools, "unknown">): readonly Outcomes[] {
    const columns = stage.terms.flatMap((term) => this.#columns.get(term) ?? []);
    const asItStands = this.#columnAsItStands(stage, columns);
    if (asItStands) return [asItStands];
    const numbering = this.#numbering(stage, columns);
    const key = stage.ask && this.#keyOf(columns);
    const cells = { ...this.#cellsOf(columns), key };
    const run = new StageRun(stage, numbering.count, cells, tools, (issues) => this.#shared(issues));
    const { first, size } = groupsOf(numbering);
    run.run(first, size);
    const { values, issues, remarks, asked } = run;
    const among = key === undefined ? this.#columnsAmong(columns, numbering, values) : this.#publishedNames();
    const outcomes: Outcomes = { numbering, values, columns: among, issues, remarks };
    if (asked === undefined) return [outcomes];
    const ofTaxa = taxonColumns(numbering, asked, tools.taxa);
    return [outcomes, { numbering, values: NO_VALUES, columns: ofTaxa, issues: undefined, remarks: undefined }];
  }

  /** What tells questions apart, where texts are their cells; `undefined` where they are not. */
  #keyOf(places: readonly number[]): readonly FramedCells[] | undefined {
    if (this.#extensions || this.#substitutes || this.#defaults) return undefined;
    const all = places.flatMap((place) => {
      const { codes, cells } = this.#set.columns[place]!;
      const term = this.#set.terms[place]!;
      if (!cells?.isClean || term === "verbatimIdentification") return [];
      return [framed({ codes, cells }, `${term}${KEY_SEPARATOR}`, KEY_SEPARATOR)];
    });
    return all.length === places.length ? all : undefined;
  }

  /** What was published of names, where cells say it. */
  #publishedNames(): ReadonlyMap<InterpretedField, NumberedValues> {
    const found = new Map<InterpretedField, NumberedValues>();
    for (const [field, term] of PUBLISHED_FIELDS) {
      const column = this.#columns.get(term);
      if (column !== undefined) found.set(field, this.#set.columns[column]!);
    }
    return found;
  }

  #cellsOf(places: readonly number[]): Omit<StageCells, "key"> {
    const cells: (string | undefined)[] = new Array(this.#set.terms.length).fill(undefined);
    const columns = places.map((place) => this.#set.columns[place]!);
    if (this.#extensions || this.#substitutes)
      return { columns, places, cells, recordOf: (row) => this.#record(row, cells) };
    // Nothing but the cells tells records apart: one does for all.
    const one = this.#record(0, cells);
    return { columns, places, cells, recordOf: () => one };
  }

  /** The outcomes of a stage that takes its column as it stands, where that can be told without asking it. */
  #columnAsItStands({ takesAsItStands, fields }: Stage, columns: readonly number[]): Outcomes | undefined {
    if (!takesAsItStands || columns.length !== 1 || this.#extensions || this.#substitutes || this.#defaults)
      return undefined;
    const column = this.#set.columns[columns[0]!]!;
    if (!column.cells?.isClean) return undefined;
    const { codes, count } = column;
    return {
      numbering: { codes, count },
      values: new Map(),
      columns: new Map(fields.map((field) => [field, column])),
      issues: undefined,
      remarks: undefined,
    };
  }

  /** The fields that say what the one column of a stage says; they are taken out of `values`. */
  #columnsAmong(
    columns: readonly number[],
    { codes }: Numbering,
    values: Map<InterpretedField, ColumnValues | Numbers>,
  ): ReadonlyMap<InterpretedField, NumberedValues> {
    const column = columns.length === 1 ? this.#set.columns[columns[0]!] : undefined;
    if (column?.cells === undefined || column.codes !== codes) return NO_COLUMNS;
    const found = new Map<InterpretedField, NumberedValues>();
    for (const [field, ofField] of values)
      if (!(ofField instanceof Float64Array) && isSame(ofField, column.values)) found.set(field, column);
    for (const field of found.keys()) values.delete(field);
    return found;
  }

  /** The one list for equal issues. */
  #shared(list: readonly OccurrenceIssue[]): readonly OccurrenceIssue[] {
    const key = list.length === 1 ? list[0]! : list.join();
    let shared = this.#issues.get(key);
    if (shared === undefined) {
      shared = [...list];
      this.#issues.set(key, shared);
    }
    return shared;
  }

  /** Equal for rows that say the same to a stage. */
  #numbering({ rowTypes = [] }: Stage, columns: readonly number[]): Numbering {
    let numbering = sameForAll(this.#set.rowCount);
    for (const column of columns) {
      const { codes, count } = this.#set.columns[column]!;
      numbering = combined(numbering, { codes, count });
    }
    if (this.#substitutes) numbering = combined(numbering, this.#substitutes.numbering);
    if (this.#extensions === undefined || rowTypes.length === 0) return numbering;
    return combined(numbering, this.#numberingOfExtensions(this.#extensions, rowTypes));
  }

  /** Rows without rows of these extensions are the same, all others are different. */
  #numberingOfExtensions(extensions: readonly (Extensions | undefined)[], rowTypes: readonly string[]): Numbering {
    const codes = lentInts(extensions.length);
    let count = 0;
    let none = -1;
    extensions.forEach((ofRow, row) => {
      if (ofRow !== undefined && rowTypes.some((rowType) => ofRow[rowType] !== undefined)) codes[row] = count++;
      else {
        if (none < 0) none = count++;
        codes[row] = none;
      }
    });
    return { codes, count };
  }

  #record(row: number, cells: readonly (string | undefined)[]): VerbatimRecord {
    const record = new VerbatimRecord(this.#columns, cells, this.#extensions?.[row], this.#defaults);
    const substitute = this.#substitutes?.rows[row];
    if (substitute !== undefined) record.substitute(substitute);
    return record;
  }

  #chooseIdentifications(months: ReadonlyMap<string, number>):
    | {
        readonly numbering: Numbering;
        readonly rows: readonly (ExtensionRow | undefined)[];
      }
    | undefined {
    const { rowCount, columns } = this.#set;
    if (!this.#extensions?.some((extensions) => extensions?.["identification"] !== undefined)) return undefined;
    const rows = this.#extensions.map((extensions, row) => {
      if (extensions?.["identification"] === undefined) return undefined;
      const cells = columns.map(({ codes, values }) => values[codes[row]!]);
      const record = new VerbatimRecord(this.#columns, cells, extensions, this.#defaults);
      return chooseIdentification(record, months);
    });
    const { codes, count } = columnOf(rowCount, (row) => rows[row] && JSON.stringify(rows[row]));
    return { numbering: { codes, count }, rows };
  }
}
