/**
 * From a source to an attempt: survey the ids, resolve them, interpret chunk by chunk, finish with one rename.
 *
 * A step that is done leaves a file; what is there is not done again, so a run that was killed goes on where it was.
 */

import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Piscina } from "piscina";
import { sourceChecksum } from "../../checklists/source-checksum.ts";
import { BinomenError } from "../../errors.ts";
import { DEFAULT_OPTIONS } from "../interpretation/tools.ts";
import { type OccurrenceSource, openOccurrences } from "../reading/source.ts";
import {
  type AttemptPlan,
  type AttemptRequest,
  attemptInfo,
  datasetFolders,
  isSamePlan,
  keptPlan,
} from "./attempts.ts";
import type { SideRow } from "./chunk/interpret-chunk.ts";
import { ChunkKeysReader } from "./chunk-keys.ts";
import { licenseOfDataset } from "./dataset-license.ts";
import { partName, writeWhole } from "./files.ts";
import { finishAttempt } from "./finish.ts";
import { lockDataset } from "./lock.ts";
import { type AttemptMessage, type ChunkDone, handedOver } from "./messages.ts";
import type { AttemptReport } from "./report/attempt-report.ts";
import { type IdentityCounts, openDuckDb } from "./resolve.ts";
import { checkSurvey, surveyed } from "./survey.ts";
import { CHUNKS_OF_WORKER, openPool, runAll } from "./work-pool.ts";

/** What DuckDB may use to find the keys of a chunk. */
const LOOKUP_MEMORY = "64MB";

/** What came out. */
export interface AttemptResult {
  readonly folder: string;
  readonly records: number;
  readonly identity: IdentityCounts;
  /** Lines that hold no record. */
  readonly unreadable: number;
  /** What was odd in the source, by kind of problem. */
  readonly problems: AttemptReport["problems"];
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
  const pool = openPool(request, own, CHUNKS_OF_WORKER);
  try {
    const previous = folders.attempts.at(-1);
    const identity = await surveyed(request, source, folder, previous && join(out, previous), pool);
    checkSurvey(request, identity, folder);
    await interpretAll(request, source, folder, pool, identity.counts.rows);
    // What the workers remember is not needed any more, and its memory is.
    await pool.destroy();
    const { records, problems } = await finishAttempt({ folder, name, plan: own, source, identity, out });
    const unreadable = identity.unreadable.count;
    return { folder: join(out, name), records, identity: identity.counts, unreadable, problems };
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

function finishedResult(folder: string, plan: AttemptPlan): AttemptResult | undefined {
  const { records, checksum, version } = attemptInfo(folder);
  if (checksum !== plan.checksum || version !== plan.version) return undefined;
  const { identity, rows, problems } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as AttemptReport;
  return { folder, records, identity, unreadable: rows - identity.rows, problems };
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
  const { run, close } = await openDuckDb(folder, LOOKUP_MEMORY);
  const identity = new ChunkKeysReader(run, join(folder, "identity.parquet"));
  const sides = join(folder, "sides.parquet");
  const hasSides = existsSync(sides);
  let rows = 0;
  const ready = async function* () {
    for await (const chunk of source.chunks()) {
      if (existsSync(join(folder, "ledger", `${partName(chunk.index)}.json`))) continue;
      yield {
        kind: "interpret" as const,
        chunk,
        ...(await identity.of(chunk.index)),
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
      workers * CHUNKS_OF_WORKER,
      (message) => pool.run(message, handedOver(message.chunk)),
      (more) => {
        rows += more;
        onProgress?.("interpreting", rows, total);
      },
    );
  } finally {
    close();
  }
}
