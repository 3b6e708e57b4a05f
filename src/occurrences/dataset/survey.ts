/** What is known of the rows of a source before they are interpreted: which record each is, and what belongs to it. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Piscina } from "piscina";
import { BinomenError } from "../../errors.ts";
import type { OccurrenceSource } from "../reading/source.ts";
import type { AttemptRequest } from "./attempts.ts";
import { partName, writeWhole } from "./files.ts";
import { type AttemptMessage, type ChunkDone, handedOver } from "./messages.ts";
import type { Surveyed } from "./report/attempt-report.ts";
import { type IdentityCounts, joinSides, resolveIdentities } from "./resolve.ts";
import { runAll } from "./work-pool.ts";

/** Surveys a source; what was found already is not looked for again. @param previous folder of the attempt before */
export async function surveyed(
  { workers = availableParallelism(), onProgress }: AttemptRequest,
  source: OccurrenceSource,
  folder: string,
  previous: string | undefined,
  pool: Piscina<AttemptMessage, ChunkDone>,
): Promise<Surveyed> {
  const done = join(folder, "survey.json");
  if (existsSync(done)) return JSON.parse(readFileSync(done, "utf8")) as Surveyed;
  let rows = 0;
  const count = (more: number) => {
    rows += more;
    const { read, total } = source.progress;
    onProgress?.("reading", rows, undefined, total > 0 ? read / total : undefined);
  };
  let chunks = 0;
  await runAll(
    source.chunks(),
    workers,
    (chunk) => {
      chunks++;
      const path = join(folder, "survey", `${partName(chunk.index)}.parquet`);
      return pool.run({ kind: "survey", chunk, path }, handedOver(chunk));
    },
    count,
  );
  const unclaimed: Record<string, number> = {};
  if (chunks === 0) return keep(done, { counts: NOTHING, unclaimed });
  const isByOccurrence = source.format === "dwca-event" || source.format === "dwca-taxon";
  for (const [i, side] of source.sides.entries())
    await runAll(
      source.sideChunks(side),
      workers,
      (chunk) =>
        pool.run({
          kind: "side",
          chunk,
          rowType: side.rowType,
          joinBy: isByOccurrence && side.rowType !== "core" ? "occurrenceID" : "row",
          path: join(folder, "side", `${i}-${partName(chunk.index)}.parquet`),
        }),
      () => count(0),
    );
  onProgress?.("comparing identifiers", rows);
  const counts = await resolveIdentities(folder, previous && join(previous, "identity.parquet"));
  if (source.sides.length > 0) Object.assign(unclaimed, await joinSides(folder, isByOccurrence));
  return keep(done, { counts, unclaimed });
}

const NOTHING: IdentityCounts = {
  rows: 0,
  scheme: "mixed",
  missingOccurrenceIDs: 0,
  uniqueOccurrenceIDs: 0,
  incompleteTriplets: 0,
  uniqueTriplets: 0,
  withoutAnyId: 0,
  duplicates: 0,
  conflicts: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  deleted: 0,
  live: 0,
};

function keep(path: string, found: Surveyed): Surveyed {
  writeWhole(path, JSON.stringify(found));
  return found;
}

/** @throws ATTEMPT_STOPPED when more records are new than the request allows */
export function checkIdentity(
  { force = false, mostNew = 0.05 }: AttemptRequest,
  counts: IdentityCounts,
  folder: string,
): void {
  if (force || counts.live === 0) return;
  const records = counts.new + counts.changed + counts.unchanged;
  const share = records === 0 ? 1 : counts.new / records;
  if (share <= mostNew) return;
  rmSync(folder, { recursive: true });
  const problem =
    records === 0
      ? `The source has no records, the attempt before has ${counts.live}.`
      : `${counts.new} of ${records} records have identifiers that the attempt before (${counts.live} records) does not know.`;
  throw new BinomenError("ATTEMPT_STOPPED", { problem });
}
