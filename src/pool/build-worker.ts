/** Does the parts of a build that need no other part: reads a range of a table, makes lookups from words. */
import { move, transferableSymbol, valueSymbol } from "piscina";
import { readTableRange } from "../archive/usage-table.ts";
import { ChunkBuilder } from "../image/build-chunk.ts";
import { runLookupTask } from "../image/build-lookups.ts";
import { ProblemReport } from "../taxonomy/problem-report.ts";
import type { BuildTask } from "./build-pool.ts";

/** The chunk of a range, or the sections that a task makes. */
export default function work(task: BuildTask): ReturnType<typeof move> {
  if (task.kind !== "rows") return transferred(runLookupTask(task));
  const problems = new ProblemReport();
  const chunk = new ChunkBuilder();
  for (const batch of readTableRange(task.table, task.range, problems)) for (const usage of batch) chunk.add(usage);
  return transferred(chunk.finish(problems));
}

/** Hands arrays over to the main thread instead of copying them. */
function transferred(result: object): ReturnType<typeof move> {
  const buffers = new Set<ArrayBuffer>();
  for (const value of Object.values(result)) {
    if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
  }
  return move({ [transferableSymbol]: [...buffers], [valueSymbol]: result });
}
