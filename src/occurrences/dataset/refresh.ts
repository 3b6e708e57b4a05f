/**
 * A new attempt from an old one and another backbone: names are matched again, everything else stays as it is.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ProblemReport } from "../../taxonomy/problem-report.ts";
import {
  type AttemptPlan,
  type AttemptRequest,
  attemptInfo,
  attemptPath,
  datasetFolders,
  partsOf,
} from "./attempts.ts";
import { writeWhole } from "./files.ts";
import { finishAttempt } from "./finish.ts";
import { lockDataset } from "./lock.ts";
import type { AttemptReport } from "./report/attempt-report.ts";
import { openPool, runAll } from "./work-pool.ts";

/** What to match again, and against what. */
export type RefreshRequest = Pick<
  AttemptRequest,
  "out" | "checklists" | "version" | "workers" | "now" | "onProgress" | "ownDictionaries"
>;

/** Matches the names of the newest attempt again; the folder of the new attempt. @throws DATASET_NOT_FOUND, DATASET_LOCKED */
export async function refreshDataset(request: RefreshRequest): Promise<{ folder: string; records: number }> {
  const { out, workers = availableParallelism(), onProgress } = request;
  const from = attemptPath(out);
  const unlock = lockDataset(out);
  try {
    const old = attemptInfo(from);
    const report = JSON.parse(readFileSync(join(from, "report.json"), "utf8")) as AttemptReport;
    const { next: name, partial } = datasetFolders(out);
    if (partial !== undefined) rmSync(join(out, partial), { recursive: true });
    const folder = join(out, `${name}.partial`);
    for (const sub of ["interpreted", "verbatim", "ledger"]) mkdirSync(join(folder, sub), { recursive: true });
    const plan: AttemptPlan = {
      version: request.version,
      source: old.source,
      checksum: old.checksum,
      checklists: request.checklists.map(({ checklistKey, releaseId }) => ({ checklistKey, releaseId })),
      options: old.options,
      defaults: old.defaults,
      dictionaries: old.dictionaries,
      now: request.now ?? Date.now(),
      refreshOf: old.attempt,
    };
    writeWhole(join(folder, "plan.json"), JSON.stringify(plan));
    const pool = openPool(request, plan);
    try {
      let rows = 0;
      const parts = async function* () {
        yield* partsOf(from);
      };
      await runAll(
        parts(),
        workers,
        (part) => pool.run({ kind: "refresh", part, from, folder }),
        (more) => {
          rows += more;
          onProgress?.("matching", rows, old.records);
        },
      );
    } finally {
      await pool.destroy();
    }
    if (existsSync(join(from, "identity.parquet")))
      copyFileSync(join(from, "identity.parquet"), join(folder, "identity.parquet"));
    const { rows } = report.identity;
    const records = await finishAttempt({
      folder,
      name,
      out,
      plan,
      source: {
        format: old.format as "table",
        metadata: { title: old.title, licence: old.license, doi: old.doi },
        problems: new ProblemReport(),
      },
      identity: {
        counts: {
          ...report.identity,
          rows,
          new: 0,
          changed: 0,
          unchanged: report.records,
          deleted: 0,
          live: report.records,
        },
        unclaimed: report.unclaimedExtensionRows,
      },
    });
    return { folder: join(out, name), records };
  } finally {
    unlock();
  }
}
