/**
 * How does a server write without ever waiting?
 *
 * LMDB lets one transaction write at a time, over all processes: whoever begins one waits for the one before, with its
 * whole thread. So a server opens the store for reading only, and every write, large or small, is made by a process of
 * its own (`write-child.ts`). It is started for the first write, makes one commit after the other, and ends when nothing
 * was written for a while. A commit is on the disk when it is acknowledged.
 *
 *   const writes = new WriteProcess(store);
 *   const report = await writes.run({ do: "import", source: 12, file, options: { by: "key" } });
 */
import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { BinomenError, type ErrorCode } from "../../errors.ts";
import type { Commit, FacetStore } from "../store/store.ts";
import type { Edit } from "./edit.ts";
import type { ImportOptions, ImportReport } from "./read-list.ts";

const CHILD_FILE = new URL(`./write-child${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
/** Files up to here go through the pipe between the processes, larger ones through the disk. */
const PIPED_BYTES = 1 << 18;
/** A process that wrote nothing for so long gives its memory back. */
const IDLE_MS = 60_000;

/** A list, packed or not: its bytes, or a file that holds them. */
type ListFile = { bytes: Uint8Array } | { path: string };

/** What the process is to do, as it is told. */
export type ToldTask =
  | { do: "import"; source: number; file: ListFile; options: ImportOptions }
  | { do: "rollback"; importId: number; by: string }
  | { do: "edit"; edit: Edit };

/** What a server asks for. */
export type WriteTask = Exclude<ToldTask, { do: "import" }> | ImportTask;
/** An import of an uploaded file, packed or not. */
export interface ImportTask {
  do: "import";
  source: number;
  file: Uint8Array;
  options: ImportOptions;
}

/** What it answers; errors lose their class between processes. */
export type WriteReply =
  | { done: ImportReport | Commit<number> }
  | { error: { code: ErrorCode; details: Readonly<Record<string, unknown>> } }
  | { failure: string };

interface Waiting {
  resolve: (reply: WriteReply) => void;
  reject: (error: Error) => void;
}

/** The process that writes for a server. */
export class WriteProcess {
  readonly #store: FacetStore;
  readonly #idleMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #count = 0;
  #isClosed = false;
  readonly #settled = new EventEmitter();

  constructor(store: FacetStore, idleMs = IDLE_MS) {
    this.#store = store;
    this.#idleMs = idleMs;
  }

  /** @throws BinomenError as `importList` and `rollBack` do */
  async importList(task: Extract<WriteTask, { do: "import" | "rollback" }>): Promise<ImportReport> {
    return (await this.#run(task)) as ImportReport;
  }

  /** Makes an edit in one commit. @throws BinomenError as `applyEdit` does */
  async edit(edit: Edit): Promise<Commit<number>> {
    return (await this.#run({ do: "edit", edit })) as Commit<number>;
  }

  /** Waits for what was asked for and ends the process. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#waiting.size > 0) await once(this.#settled, "settled");
    await this.#end();
  }

  async #run(task: WriteTask): Promise<ImportReport | Commit<number>> {
    if (this.#isClosed) throw new BinomenError("FACET_STORE_CLOSED", { path: this.#store.directory });
    // The process would make a new store where this one has been removed.
    this.#store.head();
    let path: string | undefined;
    try {
      let told: ToldTask;
      if (task.do !== "import") told = task;
      else if (task.file.length <= PIPED_BYTES) told = { ...task, file: { bytes: task.file } };
      else {
        path = `${this.#store.directory}-upload-${randomUUID()}`;
        await writeFile(path, task.file);
        told = { ...task, file: { path } };
      }
      const reply = await this.#tell(told);
      this.#store.refresh();
      if ("error" in reply) throw new BinomenError(reply.error.code, reply.error.details);
      if ("failure" in reply) throw new Error(`the writing process failed: ${reply.failure}`);
      return reply.done;
    } finally {
      if (path !== undefined) await rm(path, { force: true });
    }
  }

  #tell(task: ToldTask): Promise<WriteReply> {
    clearTimeout(this.#idle);
    const child = this.#started();
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      child.send({ id, task }, (error) => error && this.#settle(id, ({ reject }) => reject(error)));
    });
  }

  #settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    how(waiting);
    this.#settled.emit("settled");
    if (this.#waiting.size === 0 && !this.#isClosed)
      this.#idle = setTimeout(() => void this.#end(), this.#idleMs).unref();
  }

  #started(): ChildProcess {
    if (this.#child !== undefined) return this.#child;
    const child = fork(CHILD_FILE, [this.#store.directory], {
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child = child;
    child.on("message", ({ id, reply }: { id: number; reply: WriteReply }) =>
      this.#settle(id, ({ resolve }) => resolve(reply)),
    );
    const lost = (why: string): void => {
      if (this.#child !== child) return;
      this.#child = undefined;
      // What it was about to commit is either on the disk as a whole or not at all.
      for (const id of [...this.#waiting.keys()])
        this.#settle(id, ({ reject }) => reject(new Error(`the writing process ended before it answered: ${why}`)));
    };
    child.on("error", (error) => lost(error.message));
    child.on("exit", (code, signal) => lost(String(signal ?? code)));
    return child;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      if (child.connected) child.disconnect();
    });
  }
}
