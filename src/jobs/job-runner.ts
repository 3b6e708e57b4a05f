/**
 * Which job is next, and who does it?
 *
 * A server works on a few jobs at a time: fairly, the next is of the client with the fewest at work. Large jobs leave one
 * place to small ones. A job belongs to the process that has begun it; when that one is gone, another begins it anew or goes
 * on with it. One that was under way whenever a server died is given up after the third time.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BinomenError } from "../errors.ts";
import { isAlive, ownProcess } from "../storage/processes.ts";
import { isUnderWay, type Job } from "./job.ts";
import type { JobBoard } from "./job-board.ts";
import { knownFile } from "./job-file.ts";

/** What a job may do while it runs. */
export interface JobContext {
  /** Folder of its own. */
  readonly folder: string;
  /** Aborted when the job is cancelled, or the server stops. */
  readonly signal: AbortSignal;
  /** Tells how far it is. @throws when the job shall end: it need not look at the signal */
  progress(phase: string, done: number, total?: number, share?: number): void;
}

/** What a job made. */
export interface JobOutcome {
  /** Name of the whole file in the folder. */
  readonly file: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** More of it, kept apart: lists are not to hold it. */
  readonly details?: unknown;
}

/** A kind of work. */
export interface JobKind {
  /** Large jobs leave room for small ones. */
  isLarge(job: Job): boolean;
  /** Does it; one that was begun before may find what it left in its folder. */
  run(job: Job, request: unknown, context: JobContext): Promise<JobOutcome>;
}

/** A job under way whenever a server died is what it died of. */
const MOST_STARTS = 3;
/** Progress is written no more often, in milliseconds. */
const PROGRESS_MS = 500;

/** Works on the jobs of a board. */
export class JobRunner {
  readonly #board: JobBoard;
  readonly #folderOf: (key: string) => string;
  readonly #atOnce: number;
  readonly #kinds = new Map<string, JobKind>();
  readonly #running = new Map<string, { abort: AbortController; done: Promise<void>; isLarge: boolean }>();
  readonly #self = ownProcess();
  #isClosed = false;
  /** Told when a job has ended. */
  onEnd: () => void = () => {};

  constructor(board: JobBoard, folderOf: (key: string) => string, atOnce: number) {
    this.#board = board;
    this.#folderOf = folderOf;
    this.#atOnce = atOnce;
  }

  /** Says how a kind of work is done. */
  register(name: string, kind: JobKind): void {
    this.#kinds.set(name, kind);
  }

  /** Begins what can be begun. */
  beginNext(): void {
    for (let job = this.#next(); job !== undefined; job = this.#next()) this.#begin(job);
  }

  /** Stops those that were cancelled, here or by another process. */
  stopCancelled(): void {
    for (const [key, { abort }] of this.#running) if (this.#board.job(key)?.status === "CANCELLED") abort.abort();
  }

  /** True while this process works on the job. */
  isRunning(key: string): boolean {
    return this.#running.has(key);
  }

  /** Stops the work; it is left for the next server. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.allSettled(running.map(({ done }) => done));
  }

  /** Removes what is of no use: the folder of a job without a file. */
  clean({ key }: Job): void {
    try {
      rmSync(this.#folderOf(key), { recursive: true, force: true });
    } catch (error) {
      this.#board.onFailure(error);
    }
  }

  /** The oldest that waits of the client with the fewest at work. */
  #next(): Job | undefined {
    if (this.#isClosed || this.#running.size >= this.#atOnce) return undefined;
    const open = this.#board.store.underWay();
    const counts = new Map<string, number>();
    for (const job of open) if (this.#isAtWork(job)) counts.set(job.owner, (counts.get(job.owner) ?? 0) + 1);
    const large = [...this.#running.values()].filter(({ isLarge }) => isLarge).length;
    const mayBeLarge = large < Math.max(1, this.#atOnce - 1);
    return open
      .filter((job) => {
        const kind = this.#kinds.get(job.kind);
        if (kind === undefined || job.status === "SUSPENDED" || this.#isAtWork(job)) return false;
        return mayBeLarge || !kind.isLarge(job);
      })
      .sort((a, b) => (counts.get(a.owner) ?? 0) - (counts.get(b.owner) ?? 0) || a.created - b.created)
      .at(0);
  }

  #isAtWork({ key, runner }: Job): boolean {
    return this.#running.has(key) || (runner !== undefined && !this.#isOwn(runner) && isAlive(runner));
  }

  #isOwn(runner: Job["runner"]): boolean {
    return runner?.pid === this.#self.pid && runner.start === this.#self.start;
  }

  #begin(waiting: Job): void {
    let isMine = false;
    const job = this.#board.change(waiting, (now) => {
      isMine = false;
      if (!isUnderWay(now) || this.#isAtWork(now)) return undefined;
      if (now.starts >= MOST_STARTS)
        return {
          status: "FAILED",
          runner: undefined,
          problem: { code: "INTERNAL", message: `The server stopped ${now.starts} times while this was under way.` },
        };
      isMine = true;
      return { status: "RUNNING", runner: this.#self, starts: now.starts + 1 };
    });
    if (!isMine) {
      if (job.status === "FAILED") this.clean(job);
      return;
    }
    const kind = this.#kinds.get(job.kind)!;
    const abort = new AbortController();
    const entry = { abort, isLarge: kind.isLarge(job), done: Promise.resolve() };
    this.#running.set(job.key, entry);
    entry.done = this.#run(kind, job, abort.signal).catch((error: unknown) => this.#board.onFailure(error));
  }

  async #run(kind: JobKind, job: Job, signal: AbortSignal): Promise<void> {
    const folder = this.#folderOf(job.key);
    let told = Number.NEGATIVE_INFINITY;
    let phase = "";
    const progress: JobContext["progress"] = (nowPhase, done, total, share) => {
      signal.throwIfAborted();
      const now = performance.now();
      if (nowPhase === phase && now - told < PROGRESS_MS) return;
      told = now;
      phase = nowPhase;
      this.#changeOwn(job, {
        progress: { phase, done, ...(total !== undefined && { total }), ...(share !== undefined && { share }) },
      });
    };
    let changes: Partial<Job>;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const request = this.#board.store.request(job.key);
      const outcome = await kind.run(job, request, { folder, signal, progress });
      signal.throwIfAborted();
      const file = await knownFile(join(folder, outcome.file), outcome.file);
      signal.throwIfAborted();
      if (outcome.details !== undefined) this.#board.store.keepDetails(job.key, outcome.details);
      changes = { status: "SUCCEEDED", file, facts: { ...job.facts, ...outcome.facts } };
    } catch (error) {
      // A server that stops leaves the job as it found it, and that start does not count against it.
      if (this.#isClosed) changes = { status: "PREPARING", starts: job.starts - 1 };
      else changes = { status: "FAILED", problem: problemOf(error) };
    }
    const ended = this.#changeOwn(job, { ...changes, runner: undefined });
    this.#running.delete(job.key);
    if (ended.status !== "SUCCEEDED" && !isUnderWay(ended)) this.clean(ended);
    this.onEnd();
  }

  /** Changes a job that is still this process's and not cancelled. */
  #changeOwn(job: Job, changes: Partial<Job>): Job {
    return this.#board.change(job, (now) =>
      isUnderWay(now) && this.#isOwn(now.runner) && now.starts === job.starts ? changes : undefined,
    );
  }
}

/** What is told of an error: a full disk by its name, what nobody foresaw by its message. */
function problemOf(error: unknown): { code: string; message: string } {
  if (error instanceof BinomenError) return { code: error.code, message: error.message };
  const { message, code } = error as Error & { code?: unknown };
  if (/^(ENOSPC|EDQUOT)$/.test(String(code)) || /No space left on device|quota exceeded/i.test(message)) {
    const full = new BinomenError("STORAGE_FULL", { what: "the file" });
    return { code: full.code, message: full.message };
  }
  return { code: "INTERNAL", message };
}
