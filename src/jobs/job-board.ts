/**
 * How does a job change, and who hears of it?
 *
 * Every change is a transaction on what is kept now, so that several processes do not undo each other's. When the disk has no
 * room for it, it is kept in memory until it has: the job that a full disk ended says so.
 */
import type { Job } from "./job.ts";
import type { JobStore } from "./job-store.ts";

/** Changes of other processes wake nobody here: they are looked for as often, in milliseconds. */
const LOOK_MS = 1_000;

/** Jobs as they are known at the moment. */
export class JobBoard {
  readonly store: JobStore;
  readonly now: () => number;
  readonly #unsaved = new Map<string, Job>();
  readonly #waiting = new Set<() => void>();
  /** Told of what goes wrong beside the jobs themselves. */
  onFailure: (error: unknown) => void = () => {};

  constructor(store: JobStore, now: () => number) {
    this.store = store;
    this.now = now;
    store.onFailure = (error) => this.onFailure(error);
  }

  job(key: string): Job | undefined {
    return this.#unsaved.get(key) ?? this.store.job(key);
  }

  /** Changes a job as it is now, unless `change` says that there is nothing to change; the job as it is then. */
  change(job: Job, change: (now: Job) => Partial<Job> | undefined): Job {
    const changedFrom = (now: Job): Job => {
      const changes = change(now);
      return changes === undefined ? now : { ...now, ...changes, modified: this.now() };
    };
    const before = () => this.job(job.key) ?? job;
    try {
      const kept = this.store.transaction(() => {
        const now = before();
        const next = changedFrom(now);
        if (next !== now) this.store.put(next);
        return next;
      });
      this.#unsaved.delete(job.key);
      return kept;
    } catch (error) {
      this.onFailure(error);
      const next = changedFrom(before());
      this.#unsaved.set(job.key, next);
      return next;
    } finally {
      this.tell();
    }
  }

  /** Tries again to keep what there was no room for. */
  saveUnsaved(): void {
    for (const [key, job] of this.#unsaved) {
      this.store.transaction(() => this.store.put(job));
      this.#unsaved.delete(key);
    }
  }

  /** Wakes all who wait for a change. */
  tell(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves when some job may have changed. */
  async changed(signal: AbortSignal): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener("abort", wake, { once: true });
      timer = setTimeout(wake, LOOK_MS);
    });
    clearTimeout(timer);
  }
}
