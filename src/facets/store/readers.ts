/**
 * What is remembered of those who read?
 *
 * Where walks over modified names are pinned, how far each key has read, and up to which second anything was told. It
 * stands in memory, and in an LMDB environment of its own beside the store: reading must never wait for somebody who
 * writes the store. Nothing here is waited for; the file serves the next start of the server, and `restore`.
 *
 *   "pin <key>"            Pin
 *   "read <key> <call>"    Checkpoint
 *   "told"                 the latest second that a `since` call was given
 */
import { existsSync } from "node:fs";
import { open, type RootDatabase } from "lmdb";
import { checkLmdbSync, keepPrivate } from "../../storage/lmdb-check.ts";

/** Where a walk is pinned. */
export interface Pin {
  sequence: number;
  epoch: string;
  madeMs: number;
}

/** How far a key has read with one call. */
export interface Checkpoint {
  key: string;
  /** `"changes scores,names"`, `"metadata scores"` … */
  call: string;
  /** All changes of the call up to this sequence were told. */
  sequence: number;
  epoch: string;
  seenMs: number;
}

/** Time between two writes of what changes with every call. */
const FLUSH_MS = 1000;
/** A call not asked for so long is forgotten. */
const FORGET_MS = 30 * 24 * 3600 * 1000;

/** The memory of one server. */
export class Readers {
  readonly #root: RootDatabase<unknown, string> | undefined;
  readonly #pins = new Map<string, Pin>();
  readonly #checkpoints = new Map<string, Checkpoint>();
  readonly #dirty = new Map<string, unknown>();
  #timer: NodeJS.Timeout | undefined;
  #told = 0;

  /** With a folder of a store: kept beside it. Without one: for as long as the object lives. */
  constructor(storeDirectory?: string, now: () => number = Date.now) {
    if (storeDirectory === undefined) return;
    const path = readersFile(storeDirectory);
    checkLmdbSync({ path, wayOut: "Move the file away: readers then begin anew where they do not know better." });
    this.#root = open({ path, encoding: "json" });
    keepPrivate(path, `${path}-lock`);
    for (const { key, value } of this.#root.getRange({})) {
      if (key === "told") this.#told = value as number;
      else if (key.startsWith("pin ")) this.#pins.set(key.slice(4), value as Pin);
      else if (Math.abs(now() - (value as Checkpoint).seenMs) < FORGET_MS)
        this.#checkpoints.set(key, value as Checkpoint);
      else this.#dirty.set(key, undefined);
    }
  }

  pin(key: string): Pin | undefined {
    return this.#pins.get(key);
  }

  setPin(key: string, pin: Pin): void {
    this.#pins.set(key, pin);
    this.#keep(`pin ${key}`, pin);
  }

  /** How far everybody has read. */
  checkpoints(): Checkpoint[] {
    return [...this.#checkpoints.values()];
  }

  note(checkpoint: Checkpoint): void {
    const name = `read ${checkpoint.key} ${checkpoint.call}`;
    this.#checkpoints.set(name, checkpoint);
    this.#keep(name, checkpoint);
  }

  /** Notes that a client was given changes of this second. */
  tell(tick: number): void {
    if (tick <= this.#told) return;
    this.#told = tick;
    this.#keep("told", tick);
  }

  #keep(name: string, value: unknown): void {
    if (this.#root === undefined) return;
    this.#dirty.set(name, value);
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Writes what is not written yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const changes = [...this.#dirty];
    this.#dirty.clear();
    // At once: of a put that fails later lmdb rejects promises that nobody holds, which ends the process.
    try {
      this.#root?.transactionSync(() => {
        for (const [name, value] of changes)
          if (value === undefined) this.#root?.removeSync(name);
          else this.#root?.putSync(name, value);
      });
    } catch {
      // On a full disk it is kept in memory and tried again with the next change.
      for (const [name, value] of changes) if (!this.#dirty.has(name)) this.#dirty.set(name, value);
    }
  }

  /** Writes what is not written yet and closes. */
  async close(): Promise<void> {
    await this.flush();
    await this.#root?.close();
  }
}

/** The latest second that any client of the store in a folder was told; 0 when nobody knows. */
export async function lastTold(storeDirectory: string): Promise<number> {
  const path = readersFile(storeDirectory);
  if (!existsSync(path)) return 0;
  const root = open<unknown, string>({ path, encoding: "json", readOnly: true });
  try {
    return (root.get("told") as number | undefined) ?? 0;
  } finally {
    await root.close();
  }
}

function readersFile(storeDirectory: string): string {
  return `${storeDirectory}-readers.lmdb`;
}
