/** How does the page reach its worker? Calls of {@link Engine} as messages; one worker for as long as the page is open. */
import type { Call, Engine, Message, Progress, ReadProblem } from "./protocol.ts";

/** Something that went wrong in the worker. */
export class EngineError extends Error {
  readonly problem: ReadProblem | "other";

  constructor(problem: ReadProblem | "other", message: string) {
    super(message);
    this.problem = problem;
  }
}

const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
const listeners = new Set<(progress: Progress) => void>();
let worker: Worker | undefined;
let calls = 0;

function theWorker(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./engine.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if ("progress" in data) {
      for (const listener of listeners) listener(data.progress);
      return;
    }
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ("problem" in data) call?.reject(new EngineError(data.problem, data.message));
    else call?.resolve(data.result);
  });
  worker.addEventListener("error", ({ message }) => {
    for (const call of waiting.values()) call.reject(new EngineError("other", message ?? "The worker stopped."));
    waiting.clear();
  });
  return worker;
}

/** The worker's methods. */
export const engine = new Proxy({} as Engine, {
  get(_, method: string) {
    return (...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++calls;
        waiting.set(id, { resolve, reject });
        theWorker().postMessage({ id, method: method as keyof Engine, args } satisfies Call);
      });
  },
});

/** Calls back with progress until the function that is returned is called. */
export function onProgress(listener: (progress: Progress) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
