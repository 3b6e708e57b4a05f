/** What is known of the rows of a source before they are interpreted: which record each is, and what belongs to it. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Piscina } from "piscina";
import { BinomenError } from "../../errors.ts";
import type { ProblemCount } from "../../taxonomy/problem-report.ts";
import type { OccurrenceSource } from "../reading/source.ts";
import type { AttemptRequest } from "./attempts.ts";
import { partName, writeWhole } from "./files.ts";
import { type AttemptMessage, type ChunkDone, handedOver } from "./messages.ts";
import type { Surveyed } from "./report/attempt-report.ts";
import { type IdentityCounts, joinSides, resolveIdentities } from "./resolve.ts";
import { runAll } from "./work-pool.ts";

/** What a survey knows of a source. */
export interface Survey extends Surveyed {
  /** Rows that the reader could not keep: lines of NDJSON that hold no object. */
  readonly unreadable: { readonly count: number; readonly examples: readonly string[] };
}

/** Places of unreadable rows that are told. */
const PLACES_TOLD = 5;

/** Surveys a source; what was found already is not looked for again. @param previous folder of the attempt before */
export async function surveyed(
  { workers = availableParallelism(), onProgress }: AttemptRequest,
  source: OccurrenceSource,
  folder: string,
  previous: string | undefined,
  pool: Piscina<AttemptMessage, ChunkDone>,
): Promise<Survey> {
  const done = join(folder, "survey.json");
  if (existsSync(done)) return JSON.parse(readFileSync(done, "utf8")) as Survey;
  let rows = 0;
  const count = (more: number) => {
    rows += more;
    const { read, total } = source.progress;
    onProgress?.("reading", rows, undefined, total > 0 ? read / total : undefined);
  };
  let chunks = 0;
  const bad = new Map<number, { readonly count: number; readonly places: readonly string[] }>();
  await runAll(
    source.chunks(),
    workers,
    async (chunk) => {
      chunks++;
      const { file, index } = chunk;
      const path = join(folder, "survey", `${partName(index)}.parquet`);
      const surveyedChunk = await pool.run({ kind: "survey", chunk, path }, handedOver(chunk));
      const { unreadable } = surveyedChunk;
      if (unreadable)
        bad.set(index, { count: unreadable.count, places: unreadable.lines.map((line) => `${file}:${line}`) });
      return surveyedChunk;
    },
    count,
  );
  // By chunk, whichever was done first.
  const inOrder = [...bad].sort(([a], [b]) => a - b).map(([, one]) => one);
  const unreadable = {
    count: inOrder.reduce((sum, one) => sum + one.count, 0),
    examples: inOrder.flatMap(({ places }) => places).slice(0, PLACES_TOLD),
  };
  const unclaimed: Record<string, number> = {};
  if (chunks === 0) return keep(done, { counts: NOTHING, unclaimed, unreadable });
  const ofSides: { readonly side: number; readonly index: number; readonly problems: readonly ProblemCount[] }[] = [];
  const isByOccurrence = source.format === "dwca-event" || source.format === "dwca-taxon";
  for (const [i, side] of source.sides.entries())
    await runAll(
      source.sideChunks(side),
      workers,
      async (chunk) => {
        const { index } = chunk;
        const done = await pool.run({
          kind: "side",
          chunk,
          rowType: side.rowType,
          joinBy: isByOccurrence && side.rowType !== "core" ? "occurrenceID" : "row",
          path: join(folder, "side", `${i}-${partName(index)}.parquet`),
        });
        if (done.problems?.length) ofSides.push({ side: i, index, problems: done.problems });
        return done;
      },
      () => count(0),
    );
  ofSides.sort((a, b) => a.side - b.side || a.index - b.index);
  const sideProblems = [...source.sideProblems.toJSON(), ...ofSides.flatMap(({ problems }) => problems)];
  onProgress?.("comparing identifiers", rows);
  const counts = await resolveIdentities(folder, previous && join(previous, "identity.parquet"));
  if (source.sides.length > 0) Object.assign(unclaimed, await joinSides(folder, isByOccurrence));
  return keep(done, { counts, unclaimed, unreadable, sideProblems });
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

function keep(path: string, found: Survey): Survey {
  writeWhole(path, JSON.stringify(found));
  return found;
}

/** Share of rows that could not be kept from which on an attempt stops. */
const MOST_DROPPED = 0.05;

/**
 * Stops an attempt that would lose what was there: a source without rows, one of whose rows too many could not be kept, or
 * one with other identifiers than before. Nothing is left of it. The second row of an identifier is not counted here: its
 * first one is kept.
 *
 * @throws ATTEMPT_STOPPED unless the request forces it
 */
export function checkSurvey(request: AttemptRequest, survey: Survey, folder: string): void {
  if (request.force) return;
  const problem = lossIn(survey) ?? rekeyed(request, survey.counts);
  if (problem === undefined) return;
  rmSync(folder, { recursive: true });
  throw new BinomenError("ATTEMPT_STOPPED", { problem });
}

function lossIn({ counts: { rows, conflicts }, unreadable }: Survey): string | undefined {
  const all = rows + unreadable.count;
  if (all === 0) return "The source has no rows.";
  const dropped = unreadable.count + conflicts;
  if (dropped <= MOST_DROPPED * all) return undefined;
  const reasons = [
    unreadable.count > 0 && `${unreadable.count} are not JSON objects (${unreadable.examples.join(", ")})`,
    conflicts > 0 && `${conflicts} have identifiers of two different records of the attempt before`,
  ];
  return `${dropped} of ${all} rows cannot be kept, more than 5 %: ${reasons.filter(Boolean).join("; ")}.`;
}

function rekeyed({ mostNew = 0.05 }: AttemptRequest, counts: IdentityCounts): string | undefined {
  if (counts.live === 0) return undefined;
  const records = counts.new + counts.changed + counts.unchanged;
  const share = records === 0 ? 1 : counts.new / records;
  if (share <= mostNew) return undefined;
  return `${counts.new} of ${records} records have identifiers that the attempt before (${counts.live} records) does not know.`;
}
