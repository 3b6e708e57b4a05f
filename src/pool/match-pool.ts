/**
 * Who answers batches?
 *
 * Worker threads over shared images. A batch goes in as one buffer and comes back as one finished buffer, so that the
 * main thread neither reads nor writes names and single look-ups stay quick while the workers are busy.
 *
 * A worker that dies is replaced, and its batch is tried once more. The queue is bounded: who comes when it is full is
 * told so, instead of waiting for an unknown time.
 */
import { randomUUID } from "node:crypto";
import { BroadcastChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import type { BatchAnswer, BatchForm } from "../bulk/batch.ts";
import { BinomenError } from "../errors.ts";
import { AnswerMemory, place } from "./answer-memory.ts";
import type { BatchMessage, BatchReply, SharedRelease, WorkerSettings } from "./messages.ts";

/** Beside this file, as .ts in the sources and as .js in the package. */
const WORKER_FILE = new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** What a client is told to wait when the queue is full: about what a full queue takes to be worked off. */
const RETRY_AFTER_SECONDS = 1;

/** Young heap of a worker. Answers are bytes outside of it: four times as much, the default, makes them no faster. */
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 24 };

/** Settings of a {@link MatchPool}. */
export interface MatchPoolOptions {
  threads: number;
  /** Batches that may wait for a worker. */
  queueLimit: number;
  /** Answers that each worker remembers per release. */
  answerCache: number;
  /** Another worker, for tests. */
  workerFile?: URL | undefined;
}

/** Figures of a pool, for /metrics. */
export interface PoolCounts {
  threads: number;
  waiting: number;
  batches: number;
  retries: number;
  refused: number;
  rows: number;
  failedRows: number;
  cacheAsked: number;
  cacheKnown: number;
}

/** Worker threads that answer batches. */
export class MatchPool {
  readonly threads: number;
  readonly #piscina: Piscina<BatchMessage, BatchReply>;
  readonly #queueLimit: number;
  readonly #channel: BroadcastChannel;
  readonly #memory = new AnswerMemory();
  readonly #cacheCounts = new BigUint64Array(new SharedArrayBuffer(16));
  readonly #counts = { batches: 0, retries: 0, refused: 0, rows: 0, failedRows: 0 };
  #running = 0;
  #isClosed = false;
  #waiters: (() => void)[] = [];

  constructor({ threads, queueLimit, answerCache, workerFile = WORKER_FILE }: MatchPoolOptions) {
    this.threads = threads;
    this.#queueLimit = queueLimit;
    const forgetChannel = `binomen-forget-${randomUUID()}`;
    this.#channel = new BroadcastChannel(forgetChannel);
    this.#channel.unref();
    const workerData: WorkerSettings = { forgetChannel, answerCache, cacheCounts: this.#cacheCounts };
    this.#piscina = new Piscina({
      filename: workerFile.href,
      // Threads are started by the first batch: a server is up sooner, and short commands need none.
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: Number.POSITIVE_INFINITY,
      // A parked thread would not hear that it shall forget a release.
      atomics: "disabled",
      workerData,
      resourceLimits: WORKER_MEMORY,
    });
    // The failed batch is told by its own promise.
    this.#piscina.on("error", () => {});
  }

  /** Starts all threads now, so that the first batch need not wait for them. Closing the pool ends that, too. */
  async warmUp(release: SharedRelease): Promise<void> {
    const form: BatchForm = {
      asked: "ndjson",
      answered: "ndjson",
      header: undefined,
      defaults: {},
      firstRow: 1,
      maxRows: 0,
      isPart: true,
    };
    const bytes = new Uint8Array();
    const room = new Uint8Array(new SharedArrayBuffer(0));
    const starts = Array.from({ length: this.threads }, () => this.#piscina.run({ release, form, bytes, room }));
    try {
      await Promise.all(starts);
    } catch (error) {
      if (!this.#isClosed) throw error;
    }
  }

  /**
   * Answers a batch. The bytes may be given back to {@link recycle}.
   *
   * @throws OVERLOADED at once when the queue is full, WORKER_FAILED when a worker died of it twice, and what the batch
   * itself is refused for (REQUEST_INVALID, REQUEST_TOO_LARGE).
   */
  async answer(release: SharedRelease, form: BatchForm, bytes: Uint8Array): Promise<BatchAnswer> {
    if (this.isFull) {
      this.#counts.refused++;
      throw new BinomenError("OVERLOADED", { queued: this.waiting, retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    return this.#answer(release, form, bytes);
  }

  /** Answers a batch of a stream that is under way, which waits for a place in the queue. */
  async answerInTurn(release: SharedRelease, form: BatchForm, bytes: Uint8Array): Promise<BatchAnswer> {
    while (this.isFull) await new Promise<void>((resolve) => this.#waiters.push(resolve));
    return this.#answer(release, form, bytes);
  }

  /** Takes back the memory of an answer that nobody reads any more, so that the next ones are written there. */
  recycle(answer: Uint8Array): void {
    this.#memory.recycle(answer);
  }

  /** Lets the workers drop what they keep of a release, so that its memory can be freed. */
  forget(releaseId: string): void {
    this.#channel.postMessage(releaseId);
  }

  /** True when no further batch is taken. */
  get isFull(): boolean {
    return this.waiting >= this.#queueLimit;
  }

  /** Batches that wait for a worker. */
  get waiting(): number {
    return Math.max(0, this.#running - this.threads);
  }

  /** What the pool did since it was made. */
  counts(): PoolCounts {
    return {
      threads: this.threads,
      waiting: this.waiting,
      ...this.#counts,
      cacheAsked: Number(Atomics.load(this.#cacheCounts, 0)),
      cacheKnown: Number(Atomics.load(this.#cacheCounts, 1)),
    };
  }

  /** Stops the threads. Batches under way are given up. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#channel.close();
    await this.#piscina.destroy();
  }

  async #answer(release: SharedRelease, form: BatchForm, bytes: Uint8Array): Promise<BatchAnswer> {
    this.#running++;
    this.#counts.batches++;
    const piece = this.#memory.take();
    const { rows, room } = place(bytes, piece);
    try {
      const reply = await this.#tryTwice({ release, form, bytes: rows, room });
      if ("error" in reply) {
        this.#memory.putBack(piece);
        throw new BinomenError(reply.error.code, reply.error.details);
      }
      const { rowCount, failedCount } = reply;
      this.#counts.rows += rowCount;
      this.#counts.failedRows += failedCount;
      if ("length" in reply) return { bytes: this.#memory.lend(room, reply.length), rowCount, failedCount };
      this.#memory.putBack(piece);
      return reply;
    } finally {
      this.#running--;
      this.#waiters.shift()?.();
    }
  }

  async #tryTwice(message: BatchMessage): Promise<BatchReply> {
    try {
      return await this.#piscina.run(message);
    } catch {
      this.#counts.retries++;
      try {
        return await this.#piscina.run(message);
      } catch (cause) {
        throw new BinomenError("WORKER_FAILED", { problem: (cause as Error).message }, { cause });
      }
    }
  }
}
