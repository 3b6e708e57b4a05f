/**
 * How is a list of any length answered?
 *
 * The stream is cut into batches, a few of which are with the workers at any time, and answers leave in the order of
 * the rows. Nothing is read ahead of what is under way: a reader that stops stops the reading, and one that goes away
 * ends the work.
 */
import { answerEnd, answerSeparator, answerStart, type BatchForm } from "../bulk/batch.ts";
import { unreadBatch } from "../bulk/batch-slices.ts";
import type { AnswerFormat, BulkFormat } from "../bulk/format.ts";
import type { ColumnUse, TableHeader } from "../bulk/header.ts";
import { type ListClaims, startOfList } from "../bulk/list-start.ts";
import { type RowChunk, RowCutter } from "../bulk/row-cutter.ts";
import { BinomenError } from "../errors.ts";
import type { MatchQuery } from "../taxonomy/match.ts";
import type { ProblemCount } from "../taxonomy/problem-report.ts";
import type { MatchPool } from "./match-pool.ts";
import type { SharedRelease } from "./messages.ts";

/** What a stream is and how it shall be answered. */
export interface StreamForm extends ListClaims {
  asked: BulkFormat;
  answered: AnswerFormat;
  /** What holds for rows that do not say otherwise. */
  defaults: MatchQuery;
  /** Limits of forms that are read as a whole. */
  maxRows: number;
  maxBytes: number;
  /** Who asks: clients take turns. */
  client?: string | undefined;
  /** Told what is made of the columns of a table, before the first answer. */
  onColumns?: ((use: ColumnUse) => void) | undefined;
}

/** Told after each batch, for progress lines and reports. */
export type OnBatch = (counts: {
  rows: number;
  failedRows: number;
  bytesRead: number;
  problems?: readonly ProblemCount[] | undefined;
}) => void;

/** Batches of one stream that are with the workers, beyond one for each. */
const BATCHES_AHEAD = 2;

/**
 * The answers to a stream of names, as finished chunks of bytes.
 *
 * @param form.asked one of the forms that are cut into rows
 * @throws before the first chunk: REQUEST_INVALID, OVERLOADED; afterwards only when `input` fails or
 * has a row without end.
 */
export async function* matchStream(
  pool: MatchPool,
  release: SharedRelease,
  input: AsyncIterable<Uint8Array>,
  form: StreamForm,
  onBatch?: OnBatch,
): AsyncGenerator<Uint8Array> {
  yield* new MatchStream(pool, release, form, onBatch).run(input);
}

class MatchStream {
  readonly #pool: MatchPool;
  readonly #release: SharedRelease;
  readonly #form: StreamForm;
  readonly #onBatch: OnBatch | undefined;
  readonly #underWay: Promise<Uint8Array>[] = [];
  #header: TableHeader | undefined;
  #newline = "\n";
  #isFirstBatch = true;
  #isFirstAnswer = true;

  constructor(pool: MatchPool, release: SharedRelease, form: StreamForm, onBatch: OnBatch | undefined) {
    this.#pool = pool;
    this.#release = release;
    this.#form = form;
    this.#onBatch = onBatch;
  }

  async *run(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const limit = this.#pool.threads + BATCHES_AHEAD;
    const chunks = this.#chunks(input);
    let next: Promise<IteratorResult<RowChunk>> | undefined = quietly(chunks.next());
    try {
      while (next || this.#underWay.length > 0) {
        if (next && this.#underWay.length < limit) {
          const ready: "chunk" | "answer" = await Promise.race([
            next.then(() => "chunk" as const),
            ...this.#underWay.slice(0, 1).map((answer) => answer.then(() => "answer" as const)),
          ]);
          if (ready === "chunk") {
            const chunk: IteratorResult<RowChunk> = await next;
            if (!chunk.done) this.#send(chunk.value);
            next = chunk.done ? undefined : quietly(chunks.next());
            continue;
          }
        }
        const answer = await this.#underWay.shift()!;
        yield* this.#between();
        yield answer;
      }
      // A table or an array without rows is still one.
      if (this.#isFirstAnswer) yield* this.#between();
      yield* bytesOf(answerEnd(this.#batchForm(1)));
    } finally {
      // Not awaited: a source that hangs would keep its reader hanging.
      void chunks.return(undefined);
    }
  }

  async *#chunks(input: AsyncIterable<Uint8Array>): AsyncGenerator<RowChunk> {
    const { bytes, firstLine, dialect, header } = await startOfList(input, this.#form);
    this.#header = header;
    this.#newline = dialect.newline;
    if (header) this.#form.onColumns?.(header.use);
    const cutter = new RowCutter(dialect, { columnCount: header?.columns.length ?? 0, firstLine });
    for await (const part of bytes) yield* cutter.push(part);
    yield* cutter.end();
  }

  #send({ bytes, firstLine }: RowChunk): void {
    const batch = this.#batchForm(firstLine);
    const answer = this.#isFirstBatch
      ? this.#pool.answer(this.#release, batch, bytes, this.#form.client)
      : this.#pool.answerInTurn(this.#release, batch, bytes, this.#form.client);
    this.#isFirstBatch = false;
    const finished = answer
      .catch((error: unknown) => {
        // Rows of a batch that workers died of are reported as failed; the rest of the stream goes on.
        if (!(error instanceof BinomenError) || error.code !== "WORKER_FAILED") throw error;
        return unreadBatch(bytes, batch, error.message);
      })
      .then((reply) => {
        const { rowCount: rows, failedCount: failedRows, problems } = reply;
        this.#onBatch?.({ rows, failedRows, bytesRead: bytes.length, problems });
        return reply.bytes;
      });
    this.#underWay.push(quietly(finished));
  }

  /** What stands before the next batch of answers. */
  *#between(): Generator<Uint8Array> {
    const form = this.#batchForm(1);
    yield* bytesOf(this.#isFirstAnswer ? answerStart(form) : answerSeparator(form));
    this.#isFirstAnswer = false;
  }

  #batchForm(firstRow: number): BatchForm {
    const { asked, answered, defaults, maxRows } = this.#form;
    return { asked, answered, defaults, maxRows, header: this.#header, newline: this.#newline, firstRow, isPart: true };
  }
}

function* bytesOf(text: string): Generator<Uint8Array> {
  if (text !== "") yield Buffer.from(text);
}

/**
 * All bytes of a list that is read as a whole, in memory of their own.
 *
 * @throws REQUEST_TOO_LARGE
 */
export async function collectBytes(input: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of input) {
    length += part.length;
    if (length > maxBytes)
      throw new BinomenError("REQUEST_TOO_LARGE", {
        found: `more than ${maxBytes} bytes`,
        limit: `${maxBytes} bytes`,
        hint: "Send names as application/x-ndjson or text/csv: these are streamed and have no limit.",
      });
    parts.push(part);
  }
  const whole = Buffer.from(new ArrayBuffer(length));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A promise that is awaited later: a failure until then is not unhandled. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
