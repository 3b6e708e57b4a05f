/**
 * What are the answers to a batch of rows, as finished bytes?
 *
 * Runs in a worker: rows are read, matched and written without an object leaving the thread. Every row gives exactly
 * one row of answer, in order; a blank row stays blank.
 */
import { pack } from "msgpackr";
import { ByteSink } from "../answer/bytes/byte-sink.ts";
import { answerColumns, errorCells } from "../answer/table-columns.ts";
import { withoutRaw } from "../tables/long-numbers.ts";
import { type Delimiter, writeCell, writeRow } from "../tables/write.ts";
import type { MatchAnswer, MatchQuery } from "../taxonomy/match.ts";
import type { ProblemCount, ProblemReport } from "../taxonomy/problem-report.ts";
import { expandGenera } from "./batch-genera.ts";
import type { AnswerFormat, BulkFormat } from "./format.ts";
import type { TableHeader } from "./header.ts";
import { plainColumns, type Row, type RowProblem, type RowReading, readRows } from "./rows.ts";

/** What gives the answers: see answerer.ts. */
export interface AnswerSource {
  /** Hears which queries come next, from `from` on; of how many it took notice, one at least. */
  expect(queries: readonly MatchQuery[], from: number): number;
  writeJson(query: MatchQuery, sink: ByteSink): void;
  writeCells(query: MatchQuery, delimiter: Delimiter, sink: ByteSink): void;
  answer(query: MatchQuery): MatchAnswer;
}

/** How a batch is to be read and answered. */
export interface BatchForm {
  asked: BulkFormat;
  answered: AnswerFormat;
  header: TableHeader | undefined;
  /** What ends a row of the list. */
  newline?: string | undefined;
  defaults: MatchQuery;
  firstRow: number;
  maxRows: number;
  /** True for a batch of a stream, whose array is begun and ended by {@link answerStart} and {@link answerEnd}. */
  isPart: boolean;
  /** Only these rows shall be answered: see batch-slices.ts. */
  slice?: BatchSlice | undefined;
}

/** Part `index` of `of` parts of the rows, counted from 0. */
export interface BatchSlice {
  readonly index: number;
  readonly of: number;
  /** Set when the rows shall not be matched but told this. */
  readonly refusal?: string | undefined;
}

/** The answers of a batch. */
export interface BatchAnswer {
  bytes: Uint8Array;
  rowCount: number;
  /** Rows that could not be read or answered. */
  failedCount: number;
  /** What was odd in the rows, with lines; absent when nothing was. */
  problems?: ProblemCount[] | undefined;
}

const LF = 0x0a;

/** About ten batches of answers. */
const LARGEST_KEPT_BYTES = 1 << 24;

let ownSink = new ByteSink();

/**
 * Answers a batch.
 *
 * @param room to write into; the bytes of the answer are its first ones, or elsewhere when it is too small
 * @throws REQUEST_INVALID, REQUEST_TOO_LARGE as {@link readRows}
 */
export function answerBatch(source: AnswerSource, bytes: Buffer, form: BatchForm, room?: Uint8Array): BatchAnswer {
  const { rows: all, report } = readRows(bytes, readingOf(form));
  if (!form.isPart) expandGenera(all.flatMap((row) => row.query ?? []));
  const rows = form.slice === undefined ? all : sliceOf(all, form.slice);
  // Of a batch in slices, the first one reports.
  const problems = form.slice === undefined || form.slice.index === 0 ? problemsOf(report) : {};
  if (room === undefined) return { ...writeToCopy(source, rows, form), ...problems };
  const sink = new ByteSink(room);
  const failedCount = writeAnswers(sink, source, rows, form);
  return { bytes: sink.bytes.subarray(0, sink.length), rowCount: rows.length, failedCount, ...problems };
}

function problemsOf(report: ProblemReport): Pick<BatchAnswer, "problems"> {
  return report.total > 0 ? { problems: report.toJSON() } : {};
}

/** The answer to rows of which nothing is known but that they have no answer. */
export function problemRows(count: number, form: BatchForm, message: string): BatchAnswer {
  const delimiter = delimiterOf(form);
  const columns = form.header?.columns ?? plainColumns(form.asked);
  const cells = delimiter === undefined ? "" : delimiter.repeat(columns.length - 1);
  const row: Row = { query: undefined, problem: { code: "INTERNAL", message }, extras: undefined, cells };
  return writeToCopy(NO_ANSWERS, new Array<Row>(count).fill(row), form);
}

function sliceOf(rows: readonly Row[], { index, of, refusal }: BatchSlice): Row[] {
  const slice = rows.slice(Math.floor((rows.length * index) / of), Math.floor((rows.length * (index + 1)) / of));
  if (refusal !== undefined)
    for (const row of slice)
      if (row.query) Object.assign(row, { query: undefined, problem: { code: "INTERNAL", message: refusal } });
  return slice;
}

/** What stands before the answers of a stream: the header of a table with its line end, the bracket of an array. */
export function answerStart(form: BatchForm): string {
  const delimiter = delimiterOf(form);
  if (delimiter === undefined) return form.answered === "json" ? "[" : "";
  const columns = form.header?.columns ?? plainColumns(form.asked);
  return `${writeRow([...columns, ...answerColumns(columns)], delimiter)}\n`;
}

/** What stands between two batches of answers, and after the last one. MessagePack is a sequence of values. */
export function answerSeparator(form: BatchForm): string {
  return form.answered === "json" ? "," : "";
}

/** See {@link answerSeparator}. */
export function answerEnd(form: BatchForm): string {
  return form.answered === "json" ? "]" : "";
}

const NO_ANSWERS: AnswerSource = {
  expect: (queries) => queries.length,
  writeJson: () => {},
  writeCells: () => {},
  answer: () => ({ diagnostics: { matchType: "NONE" }, synonym: false }),
};

function readingOf(form: BatchForm): RowReading {
  const { asked: format, header, newline = "\n", firstRow, maxRows } = form;
  const defaults = whatIsGiven(form);
  return { format, header, newline, defaults, firstRow, maxRows, cellDelimiter: delimiterOf(form) };
}

/** The defaults that say something: every query is looked through member by member. A table has all its columns anyhow. */
function whatIsGiven(form: BatchForm): MatchQuery {
  const isTable = delimiterOf(form) !== undefined;
  const given = Object.entries(form.defaults).filter(([, value]) => value !== undefined && value !== false);
  return Object.fromEntries(given.filter(([field]) => field !== "details" || !isTable));
}

/** The delimiter of a table of answers. A table that was sent with `;` is answered with `;`. */
function delimiterOf({ answered, header }: BatchForm): Delimiter | undefined {
  if (answered === "tsv") return "\t";
  if (answered !== "csv") return undefined;
  return header?.dialect.delimiter === ";" ? ";" : ",";
}

function writeToCopy(source: AnswerSource, rows: readonly Row[], form: BatchForm): BatchAnswer {
  // Used again by the next batch, unless this one made it huge.
  if (ownSink.bytes.length > LARGEST_KEPT_BYTES) ownSink = new ByteSink();
  ownSink.length = 0;
  const failedCount = writeAnswers(ownSink, source, rows, form);
  return { bytes: ownSink.copy(), rowCount: rows.length, failedCount };
}

/** Writes the answers; how many rows have a problem. */
function writeAnswers(sink: ByteSink, source: AnswerSource, rows: readonly Row[], form: BatchForm): number {
  let failedCount = 0;
  const write = WRITERS[form.answered];
  const delimiter = delimiterOf(form) ?? ",";
  const isWhole = !form.isPart && form.slice === undefined;
  if (isWhole && form.answered === "json") sink.write("[");
  else if (isWhole && form.answered === "msgpack") writeArrayHeader(sink, rows.length);
  else if (isWhole) sink.write(answerStart(form));
  const announcer = new Announcer(source, rows);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    announcer.before(row);
    if (form.answered === "json" && i > 0) sink.write(",");
    const start = sink.length;
    try {
      write(sink, row, source, delimiter);
    } catch (error) {
      // A name that the matcher stumbles over must not take the others with it.
      sink.length = start;
      // What the client sent may be what cannot be written: an object nested 100,000 deep.
      row.extras = undefined;
      row.problem = { code: "INTERNAL", message: `Row ${form.firstRow + i} could not be matched: ${error}` };
      write(sink, row, source, delimiter);
    }
    if (row.problem) failedCount++;
  }
  if (isWhole && form.answered === "json") sink.write("]");
  return failedCount;
}

/** Tells a source which queries come next, as many at a time as it takes. */
class Announcer {
  readonly #source: AnswerSource;
  readonly #queries: MatchQuery[] = [];
  #asked = 0;
  #announced = 0;

  constructor(source: AnswerSource, rows: readonly Row[]) {
    this.#source = source;
    for (const { query, problem } of rows) if (query !== undefined && !problem) this.#queries.push(query);
  }

  /** To be called for every row before its answer is written. */
  before({ query, problem }: Row): void {
    if (query === undefined || problem) return;
    if (this.#asked === this.#announced) this.#announced += this.#source.expect(this.#queries, this.#asked);
    this.#asked++;
  }
}

type RowWriter = (sink: ByteSink, row: Row, source: AnswerSource, delimiter: Delimiter) => void;

const WRITERS: Readonly<Record<AnswerFormat, RowWriter>> = {
  json: (sink, row, source) => writeJson(sink, row, source),
  ndjson: (sink, row, source) => {
    if (row.query || row.problem) writeJson(sink, row, source);
    sink.writeByte(LF);
  },
  csv: writeTableRow,
  tsv: writeTableRow,
  msgpack: (sink, row, source) => sink.append(pack(objectOf(row, source))),
};

/** The answer, with what the client sent beside the query before it. */
function writeJson(sink: ByteSink, row: Row, source: AnswerSource): void {
  const { problem, query, extras, notice } = row;
  if (problem || !query) {
    sink.write(JSON.stringify({ ...keptMembers(extras), ...problemAnswer(problem) }));
    return;
  }
  if (!extras && !notice) {
    source.writeJson(query, sink);
    return;
  }
  sink.write(JSON.stringify({ ...keptMembers(extras), ...(notice && { error: notice }) }).slice(0, -1));
  const start = sink.length;
  source.writeJson(query, sink);
  // The answer goes on where the kept members end: its brace becomes their comma.
  sink.bytes[start] = 0x2c;
}

function writeTableRow(sink: ByteSink, row: Row, source: AnswerSource, delimiter: Delimiter): void {
  const { problem, query, notice } = row;
  sink.write(row.cells);
  if (problem) sink.write(errorCells(problem.message, delimiter));
  else if (query) source.writeCells(query, delimiter, sink);
  // The last column of an answer is that of errors, and empty.
  if (!problem && query && notice) sink.write(writeCell(notice.message, delimiter));
  sink.writeByte(LF);
}

function objectOf(row: Row, source: AnswerSource): Record<string, unknown> {
  const { problem, query, extras, notice } = row;
  const answer = problem || !query ? problemAnswer(problem) : source.answer(query);
  const kept = withoutRaw(keptMembers(extras)) as Record<string, unknown>;
  return { ...kept, ...(notice && { error: notice }), ...answer };
}

/** The shape of an answer even for a row with a problem, so that a client may read `diagnostics` unasked. */
function problemAnswer(problem: RowProblem | undefined): Record<string, unknown> {
  return { diagnostics: { matchType: "NONE" }, synonym: false, ...(problem && { error: problem }) };
}

const ANSWER_MEMBERS = new Set(["usage", "acceptedUsage", "classification", "diagnostics", "synonym", "error"]);

/** What the client sent, under names that the answer does not use itself. */
function keptMembers(extras: Row["extras"]): Record<string, unknown> {
  if (!extras) return {};
  return Object.fromEntries(
    Object.entries(extras).map(([name, value]) => [ANSWER_MEMBERS.has(name) ? `input_${name}` : name, value]),
  );
}

/** "array 32" of MessagePack, whatever the length. */
function writeArrayHeader(sink: ByteSink, length: number): void {
  sink.writeByte(0xdd);
  for (let shift = 24; shift >= 0; shift -= 8) sink.writeByte((length >> shift) & 0xff);
}
