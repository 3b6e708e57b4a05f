/** The threads that work on an attempt, and how their work is handed out. */
import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import type { AttemptPlan, AttemptRequest } from "./attempts.ts";
import type { AttemptMessage, AttemptSettings, ChunkDone } from "./messages.ts";

const WORKER_FILE = new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** A chunk of records is garbage as soon as it is written: without limits a worker lets several of them pile up. */
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 1024 };

/** Chunks that a worker has at hand beside the one it works on. */
const AHEAD = 1;

/** Chunks of an attempt that a worker has at the same time: it goes on with one while the disk writes the other. */
export const CHUNKS_OF_WORKER = 2;

/** Starts the workers of an attempt. @param tasks that a worker has at the same time */
export function openPool(
  request: Pick<AttemptRequest, "checklists" | "ownDictionaries" | "workers" | "version">,
  plan: Pick<AttemptPlan, "options" | "defaults" | "now">,
  tasks = 1,
): Piscina<AttemptMessage, ChunkDone> {
  const settings: AttemptSettings = {
    checklists: request.checklists,
    ownDictionaries: request.ownDictionaries,
    options: plan.options,
    defaults: Object.keys(plan.defaults).length > 0 ? plan.defaults : undefined,
    now: plan.now,
    createdBy: `binomen ${request.version}`,
  };
  return new Piscina({
    filename: WORKER_FILE.href,
    minThreads: 1,
    maxThreads: request.workers ?? availableParallelism(),
    concurrentTasksPerWorker: tasks,
    idleTimeout: Number.POSITIVE_INFINITY,
    atomics: "disabled",
    workerData: settings,
    resourceLimits: WORKER_MEMORY,
  });
}

/** Runs a message for each of a stream, several at a time; what fails ends all. */
export async function runAll<T>(
  items: AsyncIterable<T>,
  workers: number,
  run: (item: T) => Promise<ChunkDone> | undefined,
  onDone: (rows: number) => void,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for await (const item of items) {
    const started = run(item);
    if (started === undefined) continue;
    const done = started.then(({ rows }) => onDone(rows));
    const settled = done.finally(() => running.delete(settled));
    settled.catch(() => {});
    running.add(settled);
    if (running.size > workers + AHEAD) await Promise.race(running);
  }
  await Promise.all(running);
}
