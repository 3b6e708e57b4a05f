/** The worker's entry: calls come in, answers and progress go out. */

import { WorkbookProblem } from "../../../tables/workbook-form.ts";
import type { Call, Message } from "../protocol.ts";
import { ListEngine } from "./engine.ts";
import { SourceProblem } from "./problem.ts";

const send = (message: Message) => self.postMessage(message);
const engine = new ListEngine((progress) => send({ progress }));

self.addEventListener("message", async (event: MessageEvent<Call>) => {
  const { id, method, args } = event.data;
  try {
    // Each method checks nothing of its arguments: only this page's own scripts can send them.
    const call = engine[method] as (...given: unknown[]) => Promise<unknown>;
    send({ id, result: await call.apply(engine, args) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({
      id,
      problem: error instanceof SourceProblem || error instanceof WorkbookProblem ? error.code : "other",
      message,
    });
  }
});
