/**
 * How does a download come to be, and where does it stand?
 *
 * A job (`jobs/`) whose request says what was asked and of which attempts: count, rows and citations are of the same ones,
 * also when the server stopped in between and the dataset has a newer attempt by then.
 */
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BinomenError } from "../../errors.ts";
import { isUnderWay, type Job } from "../../jobs/job.ts";
import type { JobContext, JobOutcome } from "../../jobs/job-runner.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import { exportAttempt } from "../export/export.ts";
import { predicateOf } from "../predicate/from-json.ts";
import { sqlOf } from "../predicate/to-sql.ts";
import type { Meanings } from "../predicate/vocabularies.ts";
import type { Datasets, Snapshot } from "../search/datasets.ts";
import type { Engine } from "../search/engine.ts";
import { sourceOf } from "../search/search.ts";
import { type DownloadFormat, type DownloadRequest, sameness } from "./download-request.ts";
import { writeSpeciesList } from "./species-list.ts";

/** Kind of the jobs. */
export const DOWNLOAD = "download";

/** What is kept of a request. */
export interface KeptRequest {
  readonly request: DownloadRequest;
  /** Release of the records: attempts by dataset. */
  readonly snapshot: string;
  readonly attempts: readonly { readonly folder: string; readonly attempt: string }[];
}

/** Downloads of more records are read part by part and leave room for smaller ones; the seed's threshold. */
const LARGE_RECORDS = 200_000;

const EXPORT_AS = { SIMPLE_CSV: "simple-csv", DWCA: "dwca", SIMPLE_PARQUET: "parquet" } as const satisfies Partial<
  Record<DownloadFormat, string>
>;

/** What downloads are made from. */
export interface DownloadSources {
  readonly engine: Engine;
  readonly datasets: Datasets;
  readonly meanings: Meanings;
}

/** All downloads of a server. */
export class Downloads {
  readonly #jobs: Jobs;
  readonly #sources: DownloadSources;

  constructor(jobs: Jobs, sources: DownloadSources) {
    this.#jobs = jobs;
    this.#sources = sources;
    jobs.register(DOWNLOAD, {
      isLarge: ({ facts }) => Number(facts["totalRecords"]) > LARGE_RECORDS,
      run: (job, request, context) => this.#make(job, request as KeptRequest, context),
    });
  }

  /**
   * The download of a request: a new one, or that of the same request within a day.
   * @throws BinomenError OCCURRENCE_QUERY_INVALID, DOWNLOAD_TOO_COMPLEX, DOWNLOADS_TOO_MANY, WEBHOOK_REFUSED
   */
  async request(request: DownloadRequest): Promise<Job> {
    const { datasets, engine, meanings } = this.#sources;
    const snapshot = datasets.snapshot();
    const condition = sqlOf(predicateOf(request.predicate, meanings));
    const same = sameness(request, snapshot.id);
    try {
      const known = request.force ? undefined : await this.#wholeSame(same);
      if (known) return known;
      this.#jobs.admit(request.creator);
      const sql = `SELECT count(*) AS n, count(DISTINCT "datasetKey") AS d FROM ${sourceOf(snapshot, condition)} WHERE ${condition.text}`;
      const [counted] = await engine.all(sql, condition.values);
      const attempts = snapshot.datasets.map(({ folder, attempt }) => ({ folder, attempt }));
      return this.#jobs.add({
        kind: DOWNLOAD,
        owner: request.creator,
        request: { request, snapshot: snapshot.id, attempts } satisfies KeptRequest,
        same: request.force ? undefined : same,
        facts: {
          format: request.format,
          totalRecords: Number(counted!["n"]),
          numberDatasets: Number(counted!["d"]),
        },
        webhook: request.webhook,
      });
    } catch (error) {
      // GBIF's status and sentence.
      if (error instanceof BinomenError && error.code === "JOBS_TOO_MANY")
        throw new BinomenError("DOWNLOADS_TOO_MANY", error.details);
      throw error;
    }
  }

  /** @throws BinomenError DOWNLOAD_NOT_FOUND */
  download(key: string): Job {
    try {
      const job = this.#jobs.job(key);
      if (job.kind === DOWNLOAD) return job;
    } catch (error) {
      if (!(error instanceof BinomenError) || error.code !== "JOB_NOT_FOUND") throw error;
    }
    throw new BinomenError("DOWNLOAD_NOT_FOUND", {});
  }

  /** What was asked for. */
  requestOf(job: Job): KeptRequest {
    return this.#jobs.request(job.key) as KeptRequest;
  }

  /** Downloads of a client, newest first. */
  list(creator: string): Job[] {
    return this.#jobs.list(creator).filter(({ kind }) => kind === DOWNLOAD);
  }

  /** The download of the same request; a finished one only when its file is whole. */
  async #wholeSame(same: string): Promise<Job | undefined> {
    const job = this.#jobs.same(same);
    if (job === undefined || isUnderWay(job)) return job;
    try {
      await this.#jobs.file(job);
      return job;
    } catch (error) {
      if (error instanceof BinomenError) return undefined;
      throw error;
    }
  }

  /** The snapshot that a download was asked of. @throws BinomenError DATASET_NOT_FOUND when an attempt was removed */
  #snapshotOf({ attempts }: KeptRequest): Snapshot {
    const { datasets } = this.#sources;
    const all = datasets.attempts();
    return datasets.snapshotOf(
      attempts.map(({ folder, attempt }) => {
        const found = all.find((one) => one.folder === folder && one.attempt === attempt);
        if (found === undefined) throw new BinomenError("DATASET_NOT_FOUND", { path: join(folder, attempt) });
        return found;
      }),
    );
  }

  async #make({ key, facts }: Job, kept: KeptRequest, { folder, progress }: JobContext): Promise<JobOutcome> {
    const { engine, meanings } = this.#sources;
    const { request } = kept;
    const snapshot = this.#snapshotOf(kept);
    const condition = sqlOf(predicateOf(request.predicate, meanings));
    const from = `${sourceOf(snapshot, condition)} WHERE ${condition.text}`;
    const file = `${key}.zip`;
    const out = join(folder, file);
    const beside = `${out}.part`;
    rmSync(out, { force: true });
    progress("reading", 0, Number(facts["totalRecords"]));
    let totalRecords: number;
    if (request.format === "SPECIES_LIST") {
      totalRecords = await writeSpeciesList(engine, `SELECT * FROM ${from}`, condition.values, beside, `${key}.csv`);
    } else {
      const keys = await this.#keysOf(from, condition.values);
      const [first, ...more] = snapshot.datasets.map((dataset) => join(dataset.folder, dataset.attempt));
      totalRecords = await exportAttempt({
        ...{ folder: first!, more, keys, format: EXPORT_AS[request.format], out: beside, name: key },
        onProgress: (done) => progress("writing", done, keys.length),
      });
    }
    renameSync(beside, out);
    return { file, facts: { totalRecords } };
  }

  /** Keys of the records that fit, ascending, in memory that all workers see. */
  async #keysOf(from: string, values: Parameters<Engine["all"]>[1]): Promise<Float64Array> {
    const [row] = await this.#sources.engine.all(`SELECT count(*) AS n FROM ${from}`, values);
    const keys = new Float64Array(new SharedArrayBuffer(Number(row!["n"]) * 8));
    let at = 0;
    for await (const rows of this.#sources.engine.chunks(`SELECT "gbifID" AS id FROM ${from} ORDER BY 1`, values))
      for (const { id } of rows) keys[at++] = Number(id);
    return keys;
  }
}
