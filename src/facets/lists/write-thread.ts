/**
 * How does a server write much without standing still?
 *
 * A list is replaced, or a flag of a large facet set, in one write transaction, which takes seconds. So a thread of its
 * own opens the same store and makes the commit; the server's writes wait for it in their queue, its readers do not wait
 * at all. The commit is on the disk when the thread answers.
 */
import { Worker } from "node:worker_threads";
import { BinomenError, type ErrorCode } from "../../errors.ts";
import type { Commit, FacetStore } from "../store/store.ts";
import type { Edit } from "./edit.ts";
import type { ImportOptions, ImportReport } from "./imports.ts";

const WORKER_FILE = new URL(`./write-worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** An import, or one that is taken back. */
export type ImportTask =
  | { do: "import"; source: number; file: Uint8Array; options: ImportOptions }
  | { do: "rollback"; importId: number; by: string };

/** What the thread is to do. */
export type WriteTask = ImportTask | { do: "edit"; edit: Edit };

/** What it answers; errors lose their class between threads. */
export type WriteReply =
  | { done: ImportReport | Commit<number> }
  | { error: { code: ErrorCode; details: Readonly<Record<string, unknown>> } };

/**
 * Runs an import, or takes one back, in a thread.
 * @throws BinomenError as `importList` and `rollBack` do
 */
export async function importInThread(store: FacetStore, task: ImportTask): Promise<ImportReport> {
  return (await writeInThread(store, task)) as ImportReport;
}

/**
 * Makes an edit in a thread.
 * @throws BinomenError as `makeEdit` does
 */
export async function editInThread(store: FacetStore, edit: Edit): Promise<Commit<number>> {
  return (await writeInThread(store, { do: "edit", edit })) as Commit<number>;
}

async function writeInThread(store: FacetStore, task: WriteTask): Promise<ImportReport | Commit<number>> {
  const reply = await store.elsewhere(
    () =>
      new Promise<WriteReply>((resolve, reject) => {
        const worker = new Worker(WORKER_FILE, { workerData: { directory: store.directory, task } });
        worker.once("message", resolve);
        worker.once("error", reject);
        worker.once("exit", (code) => reject(new Error(`the writing thread ended with ${code} before it answered`)));
      }),
  );
  if ("error" in reply) throw new BinomenError(reply.error.code, reply.error.details);
  return reply.done;
}
