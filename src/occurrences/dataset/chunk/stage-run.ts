/**
 * A stage that is run once for each outcome, and what it made of them, by fields.
 *
 * Outcomes are worked on in blocks: V8 drops the code of a loop that is entered once a chunk with the next collection, and
 * compiles it again; a method that is called for each block keeps its own.
 */
import { askStage, runStage, type Stage, type StepFailure } from "../../interpretation/interpret.ts";
import { type InterpretedField, InterpretedRecord } from "../../interpretation/interpreted.ts";
import type { OccurrenceIssue } from "../../interpretation/issues.ts";
import { NO_QUESTION } from "../../interpretation/questions.ts";
import type { VerbatimRecord } from "../../interpretation/record.ts";
import { ANSWER_FIELDS, PUBLISHED_FIELDS } from "../../interpretation/taxonomy.ts";
import type { Tools } from "../../interpretation/tools.ts";
import { lentDoubles, lentInts } from "../../reading/chunk-memory.ts";
import { BLOCK, type CellColumn } from "../../reading/columns.ts";
import { type FramedCells, rowBytes } from "../../reading/row-bytes.ts";
import type { ColumnValue, ColumnValues, Numbers } from "../parquet/leaves.ts";
import { INTERPRETED_COLUMNS } from "../schema.ts";

/** What a stage tells of a row beside fields and issues. */
export interface Remark {
  readonly unknown: readonly (readonly [term: string, value: string])[];
  readonly failures: readonly StepFailure[];
}

const NO_ISSUES: readonly OccurrenceIssue[] = [];
const OF_ANSWERS: ReadonlySet<InterpretedField> = new Set(ANSWER_FIELDS);
const OF_ANSWERS_AND_CELLS: ReadonlySet<InterpretedField> = new Set([
  ...ANSWER_FIELDS,
  ...PUBLISHED_FIELDS.map(([field]) => field),
]);

/** Fields whose values are kept as numbers, not as objects. */
const NUMERIC: ReadonlySet<string> = new Set(
  INTERPRETED_COLUMNS.filter(({ type }) => ["integer", "long", "decimal", "timestamp"].includes(type)).map(
    ({ name }) => name,
  ),
);

/** Where the cells of a stage come from. */
export interface StageCells {
  /** The columns that it reads, and their places among the cells of a record. */
  readonly columns: readonly CellColumn[];
  readonly places: readonly number[];
  /** The cells of the record that is asked. */
  readonly cells: (string | undefined)[];
  /** The record of a row with these cells; one may do for all. */
  readonly recordOf: (row: number) => VerbatimRecord;
  /** The cells as bytes that are the key of a question, where they can be told without texts. */
  readonly key: readonly FramedCells[] | undefined;
}

/** One stage on one chunk. */
export class StageRun {
  readonly #stage: Stage;
  readonly #input: StageCells;
  readonly #columns: readonly { readonly codes: Int32Array; readonly texts: CellColumn["values"] }[] | undefined;
  readonly #fields: readonly InterpretedField[];
  readonly #isNumeric: readonly boolean[];
  readonly #tools: Tools & { standsFor: number };
  readonly #shared: (issues: readonly OccurrenceIssue[]) => readonly OccurrenceIssue[];
  readonly #out = new InterpretedRecord();
  /** By field, those that any outcome has. */
  readonly #values: (ColumnValue[] | Numbers | undefined)[];
  #unknown: [string, string][] = [];
  #failures: StepFailure[] = [];
  readonly #onFailure = (failure: StepFailure) => {
    this.#failures.push(failure);
  };
  readonly #count: number;
  readonly #issues: (readonly OccurrenceIssue[])[];
  readonly #remarks: (Remark | undefined)[] = [];
  #hasIssues = false;
  /** Numbers of questions, for a stage that asks. */
  readonly asked: Int32Array | undefined;

  /** @param shared the one list for equal issues */
  constructor(
    stage: Stage,
    count: number,
    input: StageCells,
    tools: Omit<Tools, "unknown">,
    shared: (issues: readonly OccurrenceIssue[]) => readonly OccurrenceIssue[],
  ) {
    this.#stage = stage;
    this.#count = count;
    this.#input = input;
    // Where most questions are told by their bytes, few texts are needed.
    this.#columns = input.key ? undefined : input.columns.map(({ codes, values }) => ({ codes, texts: values }));
    this.#shared = shared;
    this.#tools = {
      ...tools,
      standsFor: 1,
      unknown: (term, value) => {
        this.#unknown.push([term, value]);
      },
    };
    this.asked = stage.ask && lentInts(count);
    const others = input.key === undefined ? OF_ANSWERS : OF_ANSWERS_AND_CELLS;
    this.#fields = this.asked ? stage.fields.filter((field) => !others.has(field)) : stage.fields;
    this.#isNumeric = this.#fields.map((field) => NUMERIC.has(field));
    this.#values = this.#fields.map(() => undefined);
    this.#issues = new Array(count).fill(NO_ISSUES);
  }

  /** Runs the stage. @param first the row that stands for an outcome, @param size how many rows it stands for */
  run(first: Int32Array, size: Int32Array): void {
    for (let from = 0; from < this.#count; from += BLOCK)
      this.#block(first, size, from, Math.min(this.#count, from + BLOCK));
  }

  /** Values by outcome, of the fields that any outcome has. */
  get values(): Map<InterpretedField, ColumnValues | Numbers> {
    const found = new Map<InterpretedField, ColumnValues | Numbers>();
    this.#values.forEach((values, i) => {
      if (values !== undefined) found.set(this.#fields[i]!, values);
    });
    return found;
  }

  /** Issues by outcome; `undefined` when there are none. */
  get issues(): readonly (readonly OccurrenceIssue[])[] | undefined {
    return this.#hasIssues ? this.#issues : undefined;
  }

  /** Remarks by outcome; `undefined` when there are none. */
  get remarks(): readonly (Remark | undefined)[] | undefined {
    return this.#remarks.length > 0 ? this.#remarks : undefined;
  }

  #block(first: Int32Array, size: Int32Array, from: number, to: number): void {
    for (let outcome = from; outcome < to; outcome++) {
      if (this.#isTold(outcome, first[outcome]!, size[outcome]!)) continue;
      this.#tools.standsFor = size[outcome]!;
      this.#ask(outcome, first[outcome]!);
      this.#collect(outcome);
    }
  }

  /** True when the question of a row has been asked before: its answers are known, and no text is made. */
  #isTold(outcome: number, row: number, size: number): boolean {
    const { key } = this.#input;
    if (key === undefined || this.asked === undefined) return false;
    const { taxa } = this.#tools;
    const question = taxa.told(rowBytes(key, row));
    if (question === NO_QUESTION) return false;
    this.asked[outcome] = question;
    taxa.count(question, size);
    const { issues } = taxa.verdictOf(question);
    if (issues.length > 0) {
      this.#issues[outcome] = this.#shared(issues);
      this.#hasIssues = true;
    }
    return true;
  }

  #ask(outcome: number, row: number): void {
    const { cells, places, columns, recordOf } = this.#input;
    for (let i = 0; i < places.length; i++) {
      if (this.#columns === undefined) {
        const { codes, cells: texts } = columns[i]!;
        cells[places[i]!] = texts!.text(codes[row]!);
      } else {
        const { codes, texts } = this.#columns[i]!;
        cells[places[i]!] = texts[codes[row]!];
      }
    }
    const record = recordOf(row);
    if (this.asked) this.asked[outcome] = askStage(this.#stage, record, this.#out, this.#tools, this.#onFailure);
    else runStage(this.#stage, record, this.#out, this.#tools, this.#onFailure);
  }

  #collect(outcome: number): void {
    const out = this.#out;
    for (let i = 0; i < this.#fields.length; i++) {
      const field = this.#fields[i]!;
      const value = out[field];
      if (value === undefined) continue;
      const values = this.#values[i] ?? this.#valuesOf(i);
      (values as ColumnValue[])[outcome] = value;
      // All stages leave the record as they found it.
      (out as Record<InterpretedField, unknown>)[field] = undefined;
    }
    const { issue } = out;
    if (issue.length > 0) {
      this.#issues[outcome] = this.#shared(issue);
      // Taken out one by one: a list that is emptied at once makes room anew for its next issue.
      while (issue.length > 0) issue.pop();
      this.#hasIssues = true;
    }
    if (this.#unknown.length + this.#failures.length > 0) {
      this.#remarks[outcome] = { unknown: this.#unknown, failures: this.#failures };
      this.#unknown = [];
      this.#failures = [];
    }
  }

  #valuesOf(field: number): ColumnValue[] | Numbers {
    const values = this.#isNumeric[field]
      ? lentDoubles(this.#count).fill(Number.NaN)
      : new Array<ColumnValue>(this.#count).fill(undefined);
    this.#values[field] = values;
    return values;
  }
}
