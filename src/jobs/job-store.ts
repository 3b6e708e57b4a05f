/**
 * Where are jobs kept, so that none is lost when a server stops at any moment?
 *
 * An LMDB file; several servers of one machine may have it open, and each reads the newest committed state. Heads of jobs
 * are small and stand apart from what was asked for, which may be megabytes of predicates:
 *
 *   job      key                        → head
 *   request  key, key "details"         → what was asked for, more of what was made
 *   open     key                        → jobs under way
 *   owner    [owner, −created, key]     → jobs of a client, newest first
 *   same     same                       → the last job that asks for the same
 *   erase    [eraseAfter, key]          → jobs with files, the first to go first
 *   notify   key                        → jobs whose end is still to be told
 *
 * An entry that cannot be read is left out of lists and told to `onFailure`: it hides no other job.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Database, open, type RootDatabase } from "lmdb";
import { checkLmdbSync, keepPrivate } from "../storage/lmdb-check.ts";
import { isUnderWay, type Job } from "./job.ts";

/** Jobs on a disk. */
export class JobStore {
  readonly #root: RootDatabase;
  readonly #jobs: Database<string, string>;
  readonly #requests: Database<string, string>;
  readonly #open: Database<string, string>;
  readonly #owners: Database<string, [string, number, string]>;
  readonly #same: Database<string, string>;
  readonly #erase: Database<string, [number, string]>;
  readonly #notify: Database<string, string>;
  readonly #secrets: Database<string, string>;
  /** Told of entries that cannot be read. */
  onFailure: (error: unknown) => void = () => {};

  /** @throws BinomenError STORE_DAMAGED */
  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    checkLmdbSync({ path, wayOut: "Move the file away, or put a copy of it back; without it no job is known." });
    this.#root = open({ path, maxDbs: 8, encoding: "string" });
    const db = <K extends string | [string, number, string] | [number, string]>(name: string) =>
      this.#root.openDB<string, K>({ name, encoding: "string" });
    this.#jobs = db("job");
    this.#requests = db("request");
    this.#open = db("open");
    this.#owners = db("owner");
    this.#same = db("same");
    this.#erase = db("erase");
    this.#notify = db("notify");
    this.#secrets = db("secret");
    keepPrivate(path, `${path}-lock`);
  }

  /** Does all or nothing, alone among all processes; on the disk when it returns. */
  transaction<T>(change: () => T): T {
    return this.#root.transactionSync(change);
  }

  job(key: string): Job | undefined {
    const text = isKey(key) ? this.#jobs.get(key) : undefined;
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as Job;
    } catch (error) {
      this.onFailure(error);
      return undefined;
    }
  }

  /** What was asked for. */
  request(key: string): unknown {
    return JSON.parse(this.#requests.get(key) ?? "null");
  }

  /** More of what a job made; `undefined` when nothing was kept. */
  details(key: string): unknown {
    const text = isKey(key) ? this.#requests.get(`${key} details`) : undefined;
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** Keeps more of what a job made; on the disk when it returns. */
  keepDetails(key: string, details: unknown): void {
    this.transaction(() => this.#requests.put(`${key} details`, JSON.stringify(details)));
  }

  /** All jobs. */
  all(): Job[] {
    return this.#all(this.#jobs.getKeys());
  }

  /** Puts a new job; to be called in a transaction. */
  add(job: Job, request: unknown): void {
    this.#requests.put(job.key, JSON.stringify(request));
    this.#owners.put([idOf(job.owner), -job.created, job.key], "");
    this.#same.put(idOf(job.same), job.key);
    this.put(job);
  }

  /** Puts the head of a job, and what its status says of it in the other tables; to be called in a transaction. */
  put(job: Job): void {
    this.#jobs.put(job.key, JSON.stringify(job));
    if (isUnderWay(job)) this.#open.put(job.key, "");
    else this.#open.remove(job.key);
    if (job.status === "SUCCEEDED") this.#erase.put([job.eraseAfter, job.key], "");
    else this.#erase.remove([job.eraseAfter, job.key]);
    if (!isUnderWay(job) && job.webhook?.state === "WAITING") this.#notify.put(job.key, "");
    else this.#notify.remove(job.key);
  }

  /** Jobs under way of all clients. */
  underWay(): Job[] {
    return this.#all(this.#open.getKeys());
  }

  /** Keys of the jobs of a client, newest first. */
  keysOf(owner: string): string[] {
    const id = idOf(owner);
    const range = this.#owners.getKeys({ start: [id, Number.NEGATIVE_INFINITY, ""], end: [id, 1, ""] });
    return [...range].map(([, , key]) => key);
  }

  /** The last job that asks for the same. */
  sameAs(same: string): Job | undefined {
    const key = this.#same.get(idOf(same));
    return key === undefined ? undefined : this.job(key);
  }

  /** Jobs whose files are to be removed at this time. */
  toErase(now: number): Job[] {
    return this.#all([...this.#erase.getKeys({ end: [now, ""] })].map(([, key]) => key));
  }

  /** Jobs that have ended and somebody waits to hear of it. */
  toNotify(): Job[] {
    return this.#all(this.#notify.getKeys());
  }

  /** A secret of this store, drawn when it is asked for first. */
  secret(name: string): Buffer {
    const known = this.#secrets.get(name);
    if (known !== undefined) return Buffer.from(known, "hex");
    return this.transaction(() => {
      const drawn = this.#secrets.get(name) ?? randomBytes(32).toString("hex");
      this.#secrets.put(name, drawn);
      return Buffer.from(drawn, "hex");
    });
  }

  async close(): Promise<void> {
    await this.#root.close();
  }

  #all(keys: Iterable<string>): Job[] {
    return [...keys].flatMap((key): Job[] => {
      const job = this.job(key);
      return job === undefined ? [] : [job];
    });
  }
}

/** LMDB's keys are short; labels and requests are not. */
function idOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** Keys of jobs have GBIF's form; others would be no keys of LMDB, either. */
export function isKey(text: string): boolean {
  return /^\d{7}-\d{15}$/.test(text);
}
