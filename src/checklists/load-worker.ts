/** Opens a checklist off the main thread, which goes on answering meanwhile. Started by `load.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { BinomenError } from "../errors.ts";
import { openChecklist } from "./compile.ts";
import type { LoadReply, LoadRequest } from "./load.ts";

const { path, dataDir, options } = workerData as LoadRequest;
let reply: LoadReply;
try {
  reply = { opened: await openChecklist(path, dataDir, options) };
} catch (error) {
  reply =
    error instanceof BinomenError
      ? { error: { code: error.code, details: error.details } }
      : { error: { code: "INTERNAL", details: { problem: String(error) } } };
}
parentPort?.postMessage(reply);
