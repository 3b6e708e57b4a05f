/** Imports one list in a thread of its own, see import-thread.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { BinomenError } from "../errors.ts";
import type { ImportReply, ImportTask } from "./import-thread.ts";
import { importList, rollBack } from "./imports.ts";
import { FacetStore } from "./store.ts";

const { directory, task } = workerData as { directory: string; task: ImportTask };
const store = await FacetStore.open(directory);
let reply: ImportReply;
try {
  const report =
    task.do === "import"
      ? await importList(store, task.source, Buffer.from(task.file), task.options)
      : await rollBack(store, task.importId, task.by);
  reply = { report };
} catch (error) {
  if (!(error instanceof BinomenError)) throw error;
  reply = { error: { code: error.code, details: error.details } };
} finally {
  await store.close();
}
parentPort?.postMessage(reply);
