/**
 * Which jobs are there, and how far are they?
 *
 * Work that runs longer than a request: it is kept on the disk, done by `job-runner.ts`, and what it made is kept for some
 * days. What jobs do is not known here: kinds of work are registered.
 */
import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { BinomenError } from "../errors.ts";
import { isUnderWay, type Job, type JobFile } from "./job.ts";
import { JobBoard } from "./job-board.ts";
import { isWholeFile } from "./job-file.ts";
import { type JobKind, JobRunner } from "./job-runner.ts";
import { JobStore } from "./job-store.ts";
import { type WebhookSettings, Webhooks } from "./webhooks.ts";

/** How much jobs may take. */
export interface JobLimits {
  /** Jobs that are worked on at a time. */
  readonly jobsAtOnce: number;
  /** Jobs of one client under way. */
  readonly jobsPerClient: number;
  /** Jobs of all clients under way. */
  readonly jobsUnderWay: number;
  /** Days that files are kept. */
  readonly jobDays: number;
}

/** A job to be done. */
export interface NewJob {
  readonly kind: string;
  readonly owner: string;
  readonly request: unknown;
  /** Equal for requests that ask for the same; absent: never the same. */
  readonly same?: string | undefined;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** URL that is told of the end. */
  readonly webhook?: string | undefined;
  /** Key that `newKey` gave, when its folder holds something already. */
  readonly key?: string | undefined;
}

/** How jobs are opened. */
export interface JobsOptions {
  /** Folder of their files; what is known of them stands beside it, in a file of LMDB. */
  readonly folder: string;
  readonly limits: JobLimits;
  readonly webhooks: WebhookSettings;
  /** The wall clock in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/** The same request within so long is the same job. */
const SAME_WITHIN_MS = 24 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;
/** How often is looked for jobs of processes that are gone, for files to remove, for somebody to tell. */
const LOOK_MS = 1_000;

/** All jobs of a server. */
export class Jobs {
  readonly limits: JobLimits;
  readonly #folder: string;
  readonly #store: JobStore;
  readonly #board: JobBoard;
  readonly #runner: JobRunner;
  readonly #webhooks: Webhooks;
  readonly #timer: NodeJS.Timeout;
  /** When the newest job of this process was made, in milliseconds: no two have the same, so that the first is served first. */
  #newest = 0;
  #isClosed = false;

  /** @throws BinomenError STORE_DAMAGED */
  constructor({ folder, limits, webhooks, now = Date.now }: JobsOptions) {
    this.#folder = folder;
    this.limits = limits;
    this.#store = new JobStore(`${folder}.lmdb`);
    this.#board = new JobBoard(this.#store, now);
    this.#runner = new JobRunner(this.#board, (key) => this.folderOf(key), limits.jobsAtOnce);
    this.#runner.onEnd = () => this.look();
    this.#webhooks = new Webhooks(this.#board, webhooks);
    this.#removeOrphans();
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
  }

  /** Told of what goes wrong beside the jobs themselves. */
  set onFailure(told: (error: unknown) => void) {
    this.#board.onFailure = told;
  }

  /** Says how a kind of work is done; its jobs that wait are begun. */
  register(name: string, kind: JobKind): void {
    this.#runner.register(name, kind);
    this.look();
  }

  /** A key that no job has, and the folder of the job that is to have it. */
  newKey(): { key: string; folder: string } {
    const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join("");
    let key: string;
    do key = `${digits(7)}-${digits(15)}`;
    while (this.#store.job(key) !== undefined);
    const folder = this.folderOf(key);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return { key, folder };
  }

  /** The job of the same request, if it is not older than a day, and under way or finished. */
  same(same: string): Job | undefined {
    const job = this.#store.sameAs(same);
    if (job === undefined || this.#board.now() - job.created >= SAME_WITHIN_MS) return undefined;
    const now = this.#board.job(job.key);
    return now && (isUnderWay(now) || now.status === "SUCCEEDED") ? now : undefined;
  }

  /** @throws BinomenError JOBS_TOO_MANY, OVERLOADED when no more may wait */
  admit(owner: string): void {
    const open = this.#store.underWay();
    const own = open.filter((job) => job.owner === owner);
    const { jobsPerClient, jobsUnderWay } = this.limits;
    if (own.length >= jobsPerClient)
      throw new BinomenError("JOBS_TOO_MANY", {
        user: owner,
        limit: jobsPerClient,
        running: own.map(({ key }) => key).join(", "),
      });
    if (open.length >= jobsUnderWay)
      throw new BinomenError("OVERLOADED", { problem: `${open.length} jobs wait.`, retryAfterSeconds: 60 });
  }

  /**
   * A new job, or the one of the same request.
   * @throws BinomenError JOBS_TOO_MANY, OVERLOADED, WEBHOOK_REFUSED
   */
  add({ kind, owner, request, same, facts = {}, webhook, key = this.newKey().key }: NewJob): Job {
    try {
      const now = Math.max(this.#board.now(), this.#newest + 1);
      this.#newest = now;
      const job: Job = {
        ...{ key, kind, owner, facts, created: now, modified: now, status: "PREPARING", starts: 0 },
        same: same ?? key,
        eraseAfter: now + this.limits.jobDays * DAY_MS,
        progress: { phase: "waiting", done: 0 },
        ...(webhook !== undefined && { webhook: this.#webhooks.of(webhook) }),
      };
      const kept = this.#store.transaction(() => {
        const known = same === undefined ? undefined : this.same(same);
        if (known) return known;
        this.admit(owner);
        this.#store.add(job, request);
        return job;
      });
      if (kept !== job) rmSync(this.folderOf(key), { recursive: true, force: true });
      setImmediate(() => this.look());
      return kept;
    } catch (error) {
      rmSync(this.folderOf(key), { recursive: true, force: true });
      throw error;
    }
  }

  /** @throws BinomenError JOB_NOT_FOUND */
  job(key: string): Job {
    const job = this.#board.job(key);
    if (job === undefined) throw new BinomenError("JOB_NOT_FOUND", { key: key.slice(0, 100) });
    return job;
  }

  /** What was asked for. */
  request(key: string): unknown {
    return this.#store.request(key);
  }

  /** More of what a job made. */
  details(key: string): unknown {
    return this.#store.details(key);
  }

  /** Jobs of all clients, newest first. */
  all(): Job[] {
    return this.#store.all().sort((a, b) => b.created - a.created);
  }

  /** Jobs of a client, newest first. */
  list(owner: string): Job[] {
    return this.#store.keysOf(owner).flatMap((key): Job[] => {
      const job = this.#board.job(key);
      return job === undefined ? [] : [job];
    });
  }

  /** Ends a job that is not finished; others stay as they are. @throws BinomenError JOB_NOT_FOUND */
  cancel(key: string): Job {
    const job = this.#board.change(this.job(key), (now) =>
      isUnderWay(now) ? { status: "CANCELLED", runner: undefined } : undefined,
    );
    this.#runner.stopCancelled();
    if (job.status === "CANCELLED" && !this.#runner.isRunning(key)) this.#runner.clean(job);
    setImmediate(() => this.look());
    return job;
  }

  /** Where a job keeps its files. */
  folderOf(key: string): string {
    return join(this.#folder, key);
  }

  /**
   * The whole file of a job; its bytes are compared with their checksum.
   * @throws BinomenError JOB_NOT_FINISHED, JOB_FILE_GONE when it was erased or is damaged
   */
  async file(job: Job): Promise<{ path: string; file: JobFile }> {
    const { status, file } = job;
    if (status === "FILE_ERASED")
      throw new BinomenError("JOB_FILE_GONE", {
        problem: "This download was erased, but the metadata is retained.",
      });
    if (status !== "SUCCEEDED" || file === undefined)
      throw new BinomenError("JOB_NOT_FINISHED", { status, key: job.key });
    const path = join(this.folderOf(job.key), file.name);
    if (await isWholeFile(path, file)) return { path, file };
    const problem = "The file was damaged on the disk of the server. Ask for it again.";
    const failed = { status: "FAILED", problem: { code: "JOB_FILE_GONE", message: problem } } as const;
    this.#runner.clean(this.#board.change(job, () => failed));
    throw new BinomenError("JOB_FILE_GONE", { problem });
  }

  /** A job each time that it was looked at and has changed, `undefined` when it has not; until it has ended. */
  async *updates(key: string, signal: AbortSignal): AsyncGenerator<Job | undefined> {
    for (let seen = ""; !signal.aborted && !this.#isClosed; ) {
      const job = this.job(key);
      const state = JSON.stringify(job);
      yield state === seen ? undefined : job;
      seen = state;
      if (!isUnderWay(job)) return;
      await this.#board.changed(signal);
    }
  }

  /** What messages to this client are signed with, as it is written for libraries: `"whsec_…"`. */
  webhookSecret(owner: string): string {
    return this.#webhooks.secretOf(owner);
  }

  /** Begins what can be begun, removes what is too old, tells who waits. */
  look(): void {
    if (this.#isClosed) return;
    try {
      this.#board.saveUnsaved();
      this.#runner.stopCancelled();
      for (const job of this.#store.toErase(this.#board.now()))
        this.#runner.clean(this.#board.change(job, () => ({ status: "FILE_ERASED" })));
      this.#runner.beginNext();
      this.#webhooks.tell();
    } catch (error) {
      this.#board.onFailure(error);
    }
  }

  /** Folders of uploads that broke off when a server died. Another server may take one at the moment. */
  #removeOrphans(): void {
    if (!existsSync(this.#folder)) return;
    for (const name of readdirSync(this.#folder)) {
      const path = this.folderOf(name);
      if (this.#store.job(name) !== undefined || this.#board.now() - statSync(path).mtimeMs < DAY_MS) continue;
      rmSync(path, { recursive: true, force: true });
    }
  }

  /** Stops the work; the next server goes on with it. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#board.tell();
    await this.#webhooks.close();
    await this.#runner.close();
    await this.#store.close();
  }
}
