/** Makes one large commit in a thread of its own, see write-thread.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { BinomenError } from "../../errors.ts";
import { FacetStore } from "../store/store.ts";
import { applyEdit } from "./edits.ts";
import { importList, rollBack } from "./imports.ts";
import type { WriteReply, WriteTask } from "./write-thread.ts";

const { directory, task } = workerData as { directory: string; task: WriteTask };
const store = await FacetStore.open(directory);
let reply: WriteReply;
try {
  reply = { done: await perform(task) };
} catch (error) {
  if (!(error instanceof BinomenError)) throw error;
  reply = { error: { code: error.code, details: error.details } };
} finally {
  await store.close();
}
parentPort?.postMessage(reply);

function perform(what: WriteTask) {
  switch (what.do) {
    case "import":
      return importList(store, what.source, Buffer.from(what.file), what.options);
    case "rollback":
      return rollBack(store, what.importId, what.by);
    case "edit":
      return store.write((writer) => applyEdit(writer, what.edit));
  }
}
