/**
 * A new attempt from an old one and another backbone: names are matched again, everything else stays as it is.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { BinomenError } from "../../errors.ts";
import { ProblemReport } from "../../taxonomy/problem-report.ts";
import {
  type AttemptInfo,
  type AttemptPlan,
  type AttemptRequest,
  attemptInfo,
  attemptPath,
  datasetFolders,
  isSamePlan,
  keptPlan,
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
  "out" | "checklists" | "version" | "workers" | "now" | "onProgress" | "ownDictionaries" | "resume"
>;

/**
 * Matches the names of the newest attempt again; the folder of the new attempt.
 *
 * @throws DATASET_NOT_FOUND, DATASET_LOCKED; ATTEMPT_FOREIGN when what is to be resumed was begun otherwise
 */
export async function refreshDataset(request: RefreshRequest): Promise<{ folder: string; records: number }> {
  const { out, workers = availableParallelism(), onProgress } = request;
  const from = attemptPath(out);
  const unlock = lockDataset(out);
  try {
    const old = attemptInfo(from);
    const report = JSON.parse(readFileSync(join(from, "report.json"), "utf8")) as AttemptReport;
    const { next: name, partial } = datasetFolders(out);
    const folder = join(out, `${name}.partial`);
    const kept = request.resume ? keptPlan(folder) : undefined;
    const checklists = request.checklists.map(({ checklistKey, releaseId }) => ({ checklistKey, releaseId }));
    // Killed between the last rename and the end of the process.
    if (request.resume && kept === undefined && isRefreshedWith(old, checklists, request.version))
      return { folder: from, records: old.records };
    if (partial !== undefined && kept === undefined) rmSync(join(out, partial), { recursive: true });
    for (const sub of ["interpreted", "verbatim", "ledger"]) mkdirSync(join(folder, sub), { recursive: true });
    const wanted: AttemptPlan = {
      version: request.version,
      source: old.source,
      checksum: old.checksum,
      checklists,
      options: old.options,
      defaults: old.defaults,
      dictionaries: old.dictionaries,
      now: request.now ?? Date.now(),
      refreshOf: old.attempt,
    };
    if (kept && !isSamePlan(kept, wanted)) throw new BinomenError("ATTEMPT_FOREIGN", { path: folder });
    const plan = kept ?? wanted;
    if (kept === undefined) writeWhole(join(folder, "plan.json"), JSON.stringify(plan));
    const pool = openPool(request, plan);
    try {
      let rows = 0;
      const parts = async function* () {
        // Last of a part is its report: what has one is done.
        for (const part of partsOf(from))
          if (!existsSync(join(folder, "ledger", part.replace(/\.parquet$/, ".json")))) yield part;
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
    const { records } = await finishAttempt({
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

function isRefreshedWith(
  { refreshOf, checklists, version }: AttemptInfo,
  wanted: AttemptPlan["checklists"],
  wantedVersion: string,
): boolean {
  return refreshOf !== undefined && version === wantedVersion && JSON.stringify(checklists) === JSON.stringify(wanted);
}
