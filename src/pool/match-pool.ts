/**
 * Who answers batches?
 *
 * Worker threads over shared images. A batch goes in as one buffer and comes back as one finished buffer, so that the
 * main thread neither reads nor writes names and single look-ups stay quick while the workers are busy.
 *
 * A worker that dies, holds more memory than it may or takes too long is replaced, and its batch is tried once more in
 * halves, so that all rows but those near the deadly one are answered. The queue is bounded and fair: who comes when it is
 * full, or has so much in it himself that he would wait, is told so at once.
 */
import { randomUUID } from "node:crypto";
import { BroadcastChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import type { BatchAnswer, BatchForm, BatchSlice } from "../bulk/batch.ts";
import { joinSlices } from "../bulk/batch-slices.ts";
import type { NameList } from "../bulk/parse-names.ts";
import { BinomenError } from "../errors.ts";
import { DEFAULT_LIMITS, type LoadLimits } from "../limits.ts";
import { AnswerMemory, place } from "./answer-memory.ts";
import { FairQueue } from "./fair-queue.ts";
import type { BatchError, BatchMessage, BatchReply, ParseReply, SharedRelease, WorkerSettings } from "./messages.ts";

/** Beside this file, as .ts in the sources and as .js in the package. */
const WORKER_FILE = new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** Young heap of a worker. Answers are bytes outside of it: four times as much, the default, makes them no faster. */
const YOUNG_MEGABYTES = 24;

/** Lists take what single look-ups leave of the processor: a look-up shall not wait for a batch. Linux only. */
const WORKER_NICENESS = 5;

/** Of whom a batch is, when nobody says. */
const ANYBODY = "";

/** Settings of a {@link MatchPool}. */
export interface MatchPoolOptions {
  threads: number;
  /** How much may wait and for how long, how much a worker may hold and how long it may take. */
  limits?: Partial<LoadLimits> | undefined;
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
  /** Workers that died or were stopped, and replaced. */
  workersLost: number;
  refused: number;
  rows: number;
  failedRows: number;
  cacheAsked: number;
  cacheKnown: number;
}

/** Worker threads that answer batches. */
export class MatchPool {
  readonly threads: number;
  readonly #piscina: Piscina<BatchMessage | NameList, BatchReply>;
  readonly #limits: LoadLimits;
  readonly #queue: FairQueue;
  readonly #channel: BroadcastChannel;
  readonly #memory = new AnswerMemory();
  readonly #cacheCounts = new BigUint64Array(new SharedArrayBuffer(16));
  readonly #counts = { batches: 0, retries: 0, refused: 0, rows: 0, failedRows: 0, workersLost: 0 };
  #isClosed = false;

  constructor({ threads, limits, answerCache, workerFile = WORKER_FILE }: MatchPoolOptions) {
    this.threads = threads;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#queue = new FairQueue(threads);
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
      niceIncrement: WORKER_NICENESS,
      resourceLimits: {
        maxYoungGenerationSizeMb: YOUNG_MEGABYTES,
        maxOldGenerationSizeMb: this.#limits.workerHeapMegabytes,
      },
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
   * @param client whose batch it is: clients take turns
   * @throws OVERLOADED at once when the queue is full or too slow for this client, WORKER_FAILED when workers died of it and
   * of reading it, and what the batch itself is refused for (REQUEST_INVALID, REQUEST_TOO_LARGE).
   */
  async answer(release: SharedRelease, form: BatchForm, bytes: Uint8Array, client = ANYBODY): Promise<BatchAnswer> {
    this.#admit(client, bytes.length);
    return this.#answer(release, form, bytes, client);
  }

  /**
   * What the name strings of a list say, as JSON.
   * @throws OVERLOADED as {@link answer}, WORKER_FAILED when two workers died of it, REQUEST_INVALID, REQUEST_TOO_LARGE
   */
  async parse(list: NameList, client = ANYBODY): Promise<Uint8Array> {
    this.#admit(client, list.bytes.length);
    const leave = await this.#queue.enter(client, list.bytes.length);
    try {
      const reply = await this.#run<ParseReply>(list, "parse")
        .catch(() => this.#run<ParseReply>(list, "parse"))
        .catch((cause: unknown) => {
          throw new BinomenError("WORKER_FAILED", { problem: (cause as Error).message }, { cause });
        });
      if ("error" in reply) throw new BinomenError(reply.error.code, reply.error.details);
      return reply.bytes;
    } finally {
      leave();
    }
  }

  #admit(client: string, cost: number): void {
    const { queueLimit, queueMilliseconds, queueFloodMilliseconds } = this.#limits;
    const isSoon = this.#queue.admits(client, cost, queueMilliseconds, queueFloodMilliseconds);
    if (isSoon && this.#queue.hasRoom(client, queueLimit)) return;
    const wait = this.#queue.expectedWait(client, cost);
    this.#counts.refused++;
    throw new BinomenError("OVERLOADED", {
      problem: `${this.waiting} batches of names wait already.`,
      retryAfterSeconds: Math.max(1, Math.ceil(wait / 1000)),
    });
  }

  /** Answers a batch of a stream that is under way, which waits for its turn however long that is. */
  answerInTurn(release: SharedRelease, form: BatchForm, bytes: Uint8Array, client = ANYBODY): Promise<BatchAnswer> {
    return this.#answer(release, form, bytes, client);
  }

  /** Takes back the memory of an answer that nobody reads any more, so that the next ones are written there. */
  recycle(answer: Uint8Array): void {
    this.#memory.recycle(answer);
  }

  /** Lets the workers drop what they keep of a release, so that its memory can be freed. */
  forget(releaseId: string): void {
    this.#channel.postMessage(releaseId);
  }

  /** Batches that wait for a worker. */
  get waiting(): number {
    return this.#queue.waiting;
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

  async #answer(release: SharedRelease, form: BatchForm, bytes: Uint8Array, client: string): Promise<BatchAnswer> {
    const leave = await this.#queue.enter(client, bytes.length);
    this.#counts.batches++;
    const piece = this.#memory.take();
    const { rows, room } = place(bytes, piece);
    try {
      const reply = await this.#reply({ release, form, bytes: rows, room });
      if ("error" in reply) {
        this.#memory.putBack(piece);
        throw new BinomenError(reply.error.code, reply.error.details);
      }
      const { rowCount, failedCount } = reply;
      this.#counts.rows += rowCount;
      this.#counts.failedRows += failedCount;
      if ("length" in reply) {
        const { length, ...counts } = reply;
        return { ...counts, bytes: this.#memory.lend(room, length) };
      }
      this.#memory.putBack(piece);
      return reply;
    } finally {
      leave();
    }
  }

  async #reply(message: BatchMessage): Promise<BatchReply> {
    try {
      return await this.#run(message);
    } catch (cause) {
      if (this.#isClosed) throw cause;
      this.#counts.retries++;
      const halves: BatchAnswer[] = [];
      for (const index of [0, 1]) {
        const half = await this.#half(message, { index, of: 2 });
        if ("error" in half) return half;
        halves.push(half);
      }
      return joinSlices(message.form, halves);
    }
  }

  /** The answer to a slice, or, when a worker dies of that, too, its rows with nothing but that. */
  async #half(message: BatchMessage, slice: BatchSlice): Promise<BatchAnswer | { error: BatchError }> {
    // Memory of their own: both halves are there at the end.
    const room = new Uint8Array(new SharedArrayBuffer(0));
    const part = { ...message, room, form: { ...message.form, slice } };
    try {
      return (await this.#run(part)) as BatchAnswer | { error: BatchError };
    } catch (cause) {
      const problem = (cause as Error).message;
      const refusal = `A worker stopped on this row or one beside it, twice: ${problem}`;
      part.form.slice = { ...slice, refusal };
      try {
        return (await this.#run(part)) as BatchAnswer | { error: BatchError };
      } catch {
        throw new BinomenError("WORKER_FAILED", { problem }, { cause });
      }
    }
  }

  /** Has a worker do it. One that takes too long is stopped, which fails as a death of its own does. */
  async #run<Reply = BatchReply>(message: BatchMessage | NameList, name?: "parse"): Promise<Reply> {
    const tooLong = new AbortController();
    const { batchSeconds } = this.#limits;
    const timer = setTimeout(() => tooLong.abort(), batchSeconds * 1000);
    try {
      const options = name === undefined ? { signal: tooLong.signal } : { signal: tooLong.signal, name };
      return (await this.#piscina.run(message, options)) as Reply;
    } catch (cause) {
      if (!this.#isClosed) this.#counts.workersLost++;
      if (!tooLong.signal.aborted) throw cause;
      throw new Error(`it took longer than ${batchSeconds} s`, { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}
