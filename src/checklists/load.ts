/** How is a new release read while the old one answers? In a thread of its own, which hands over shared memory. */
import { Worker } from "node:worker_threads";
import { BinomenError, type ErrorCode } from "../errors.ts";
import type { CompileOptions, OpenedImage } from "./compile.ts";

/** What the thread is asked for; options without functions. */
export interface LoadRequest {
  path: string;
  dataDir: string;
  options: Pick<CompileOptions, "checklistKey" | "title">;
}

/** What it answers; errors lose their class between threads. */
export type LoadReply =
  | { opened: OpenedImage }
  | { error: { code: ErrorCode; details: Readonly<Record<string, unknown>> } };

const WORKER_FILE = new URL(`./load-worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/**
 * Opens an image or source in a thread of its own.
 *
 * @throws the same errors
 */
export async function openChecklistInThread(request: LoadRequest): Promise<OpenedImage> {
  const reply = await new Promise<LoadReply>((resolve, reject) => {
    const worker = new Worker(WORKER_FILE, { workerData: request });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`The loading thread ended with code ${code}.`)));
  });
  if ("error" in reply) throw new BinomenError(reply.error.code, { ...reply.error.details });
  return reply.opened;
}
