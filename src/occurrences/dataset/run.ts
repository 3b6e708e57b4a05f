/**
 * From a source to an attempt: survey the ids, resolve them, interpret chunk by chunk, finish with one rename.
 *
 * A step that is done leaves a file; what is there is not done again, so a run that was killed goes on where it was.
 */

import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Piscina } from "piscina";
import { sourceChecksum } from "../../checklists/source-checksum.ts";
import { BinomenError } from "../../errors.ts";
import { DEFAULT_OPTIONS, type InterpretationOptions } from "../interpretation/tools.ts";
import { type OccurrenceSource, openOccurrences } from "../reading/source.ts";
import { type AttemptPlan, attemptInfo, datasetFolders } from "./attempts.ts";
import { licenseOfDataset } from "./dataset-license.ts";
import { partName, writeWhole } from "./files.ts";
import { finishAttempt } from "./finish.ts";
import type { SideRow } from "./interpret-chunk.ts";
import { lockDataset } from "./lock.ts";
import type { AttemptMessage, AttemptSettings, ChunkDone, SharedChecklist } from "./messages.ts";
import type { Surveyed } from "./report/attempt-report.ts";
import { type IdentityCounts, joinSides, openDuckDb, resolveIdentities } from "./resolve.ts";

const WORKER_FILE = new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** A chunk of records is garbage as soon as it is written: without limits a worker lets several of them pile up. */
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 320 };

/** Chunks that a worker has at hand beside the one it works on. */
const AHEAD = 1;

/** What to interpret, and how. */
export interface AttemptRequest {
  readonly source: string;
  /** How the source is called in the attempt; its path when absent. */
  readonly sourceName?: string | undefined;
  /** Folder of the dataset. */
  readonly out: string;
  readonly checklists: readonly SharedChecklist[];
  readonly version: string;
  readonly options?: Partial<InterpretationOptions> | undefined;
  readonly defaults?: Readonly<Record<string, string>> | undefined;
  readonly ownDictionaries?: string | undefined;
  readonly workers?: number | undefined;
  /** Go on with an attempt that was not finished. */
  readonly resume?: boolean | undefined;
  /** Go on although most keys are new. */
  readonly force?: boolean | undefined;
  /** Share of new keys beside an older attempt from which on it stops, 0-1. */
  readonly mostNew?: number | undefined;
  /** Clock of the attempt in milliseconds. */
  readonly now?: number | undefined;
  /** Told how many rows are done, and of how many when that is known. */
  readonly onProgress?: ((phase: string, rows: number, total?: number) => void) | undefined;
}

/** What came out. */
export interface AttemptResult {
  readonly folder: string;
  readonly records: number;
  readonly identity: IdentityCounts;
}

/**
 * Interprets a source into a new attempt.
 *
 * @throws DATASET_LOCKED, ATTEMPT_STOPPED, ATTEMPT_FOREIGN, SOURCE_…
 */
export async function runAttempt(request: AttemptRequest): Promise<AttemptResult> {
  const unlock = lockDataset(request.out);
  const source = await openOccurrences(request.source).catch((error: unknown) => {
    unlock();
    throw error;
  });
  try {
    return await attempt(request, source);
  } finally {
    await source.close();
    unlock();
  }
}

async function attempt(request: AttemptRequest, source: OccurrenceSource): Promise<AttemptResult> {
  const { out, resume = false } = request;
  const checksum = await sourceChecksum(request.source);
  const folders = datasetFolders(out);
  const plan = planOf(request, source, checksum);
  const name = folders.next;
  const folder = join(out, `${name}.partial`);
  if (folders.partial !== undefined && !resume) rmSync(join(out, folders.partial), { recursive: true });
  const kept = resume ? keptPlan(folder) : undefined;
  if (kept === undefined && resume) {
    // Killed between the last rename and the end of the process.
    const last = folders.attempts.at(-1);
    const finished = last && finishedResult(join(out, last), plan);
    if (finished) return finished;
  }
  if (kept && !isSamePlan(kept, plan)) throw new BinomenError("ATTEMPT_FOREIGN", { path: folder });
  const own = kept ?? plan;
  if (kept === undefined) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeWhole(join(folder, "plan.json"), JSON.stringify(own));
  }
  for (const sub of ["interpreted", "verbatim", "ledger", "survey", "side"])
    mkdirSync(join(folder, sub), { recursive: true });
  const pool = openPool(request, own);
  try {
    const previous = folders.attempts.at(-1);
    const identity = await surveyed(request, source, folder, previous && join(out, previous), pool);
    checkIdentity(request, identity.counts, folder);
    await interpretAll(request, source, folder, pool, identity.counts.rows);
    const records = await finishAttempt({ folder, name, plan: own, source, identity, out });
    return { folder: join(out, name), records, identity: identity.counts };
  } finally {
    await pool.destroy();
    if (existsSync(join(folder, "spill"))) rmSync(join(folder, "spill"), { recursive: true, force: true });
  }
}

function planOf(request: AttemptRequest, source: OccurrenceSource, checksum: string): AttemptPlan {
  const options = { ...DEFAULT_OPTIONS, ...request.options };
  options.datasetLicense ??= licenseOfDataset(source.metadata.licence, request.ownDictionaries);
  return {
    version: request.version,
    source: request.sourceName ?? request.source,
    checksum,
    checklists: request.checklists.map(({ checklistKey, releaseId }) => ({ checklistKey, releaseId })),
    options,
    defaults: request.defaults ?? {},
    dictionaries: request.ownDictionaries ?? "",
    now: request.now ?? Date.now(),
  };
}

function keptPlan(folder: string): AttemptPlan | undefined {
  const path = join(folder, "plan.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as AttemptPlan) : undefined;
}

/** True when only the clock differs. */
function isSamePlan(kept: AttemptPlan, plan: AttemptPlan): boolean {
  const comparable = ({ now: _, source: __, ...rest }: AttemptPlan) => JSON.stringify(rest);
  return comparable(kept) === comparable(JSON.parse(JSON.stringify(plan)) as AttemptPlan);
}

function finishedResult(folder: string, plan: AttemptPlan): AttemptResult | undefined {
  const { records, checksum, version } = attemptInfo(folder);
  if (checksum !== plan.checksum || version !== plan.version) return undefined;
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as { identity: IdentityCounts };
  return { folder, records, identity: report.identity };
}

/** Starts the workers of an attempt. */
export function openPool(
  request: Pick<AttemptRequest, "checklists" | "ownDictionaries" | "workers" | "version">,
  plan: Pick<AttemptPlan, "options" | "defaults" | "now">,
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

async function surveyed(
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
    onProgress?.("reading", rows);
  };
  let chunks = 0;
  await runAll(
    source.chunks(),
    workers,
    (chunk) => {
      chunks++;
      return pool.run({ kind: "survey", chunk, path: join(folder, "survey", `${partName(chunk.index)}.parquet`) });
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
      () => {},
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

function checkIdentity(
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

async function interpretAll(
  { workers = availableParallelism(), onProgress }: AttemptRequest,
  source: OccurrenceSource,
  folder: string,
  pool: Piscina<AttemptMessage, ChunkDone>,
  total: number,
): Promise<void> {
  const core = source.sides.find(({ rowType }) => rowType === "core");
  const coreTerms = (core?.files ?? []).flatMap(({ form }) =>
    form.kind === "json" ? [] : [...form.terms, ...Object.keys(form.defaults)].filter((term) => term !== undefined),
  );
  const terms = source.terms.length === 0 ? [] : [...new Set([...source.terms, ...coreTerms])];
  const { run, close } = await openDuckDb(folder);
  const identity = join(folder, "identity.parquet").replaceAll("'", "''");
  const sides = join(folder, "sides.parquet");
  const hasSides = existsSync(sides);
  let rows = 0;
  const ready = async function* () {
    for await (const chunk of source.chunks()) {
      if (existsSync(join(folder, "ledger", `${partName(chunk.index)}.json`))) continue;
      const found = await run.runAndReadAll(
        `select key, fate from read_parquet('${identity}') where chunk = ${chunk.index} order by pos`,
      );
      const [keys, fates] = found.getColumnsJS();
      yield {
        kind: "interpret" as const,
        chunk,
        keys: Float64Array.from(keys ?? [], Number),
        fates: Uint8Array.from(fates ?? [], Number),
        sides: hasSides ? await sideRows(chunk.index) : [],
        coreTerms,
        terms,
        folder,
      };
    }
  };
  const sideRows = async (chunk: number): Promise<SideRow[]> => {
    const found = await run.runAndReadAll(
      `select pos, rowType, json from read_parquet('${sides.replaceAll("'", "''")}') where chunk = ${chunk} order by pos, rowType, ord`,
    );
    return found.getRowsJS().map(([position, rowType, json]) => ({
      position: Number(position),
      rowType: String(rowType),
      values: JSON.parse(String(json)) as Record<string, string>,
    }));
  };
  try {
    await runAll(
      ready(),
      workers,
      (message) => pool.run(message),
      (more) => {
        rows += more;
        onProgress?.("interpreting", rows, total);
      },
    );
  } finally {
    close();
  }
}
