/**
 * How does a server import a list without standing still?
 *
 * A list is replaced in one write transaction, which takes seconds for the largest ones. So a thread of its own opens
 * the same store and makes the commit; the server's writes wait for it in their queue, its readers do not wait at all.
 */
import { Worker } from "node:worker_threads";
import { BinomenError, type ErrorCode } from "../errors.ts";
import type { ImportOptions, ImportReport } from "./imports.ts";
import type { FacetStore } from "./store.ts";

const WORKER_FILE = new URL(`./import-worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** What the thread is to do. */
export type ImportTask =
  | { do: "import"; source: number; file: Uint8Array; options: ImportOptions }
  | { do: "rollback"; importId: number; by: string };

/** What it answers. */
export type ImportReply =
  | { report: ImportReport }
  | { error: { code: ErrorCode; details: Readonly<Record<string, unknown>> } };

/**
 * Runs an import, or takes one back, in a thread.
 * @throws BinomenError as `importList` and `rollBack` do
 */
export async function importInThread(store: FacetStore, task: ImportTask): Promise<ImportReport> {
  const reply = await store.elsewhere(
    () =>
      new Promise<ImportReply>((resolve, reject) => {
        const worker = new Worker(WORKER_FILE, { workerData: { directory: store.directory, task } });
        worker.once("message", resolve);
        worker.once("error", reject);
        worker.once("exit", (code) => reject(new Error(`the import thread ended with ${code} before it answered`)));
      }),
  );
  if ("error" in reply) throw new BinomenError(reply.error.code, reply.error.details);
  return reply.report;
}
