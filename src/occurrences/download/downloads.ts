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
import { predicateOf } from "../predicate/from-json.ts";
import { sqlOf } from "../predicate/to-sql.ts";
import type { Meanings } from "../predicate/vocabularies.ts";
import type { Datasets, Snapshot } from "../search/datasets.ts";
import { Engine } from "../search/engine.ts";
import { sourceOf } from "../search/source.ts";
import { type ContainedDataset, containedDatasets, countedBy, strictestLicense } from "./contained.ts";
import { documentsOf } from "./documents.ts";
import { type DownloadRequest, sameness } from "./download-request.ts";
import { extensionTables } from "./files/extensions.ts";
import { partGroups } from "./files/part-groups.ts";
import { byCondition, byKeys, isScannable } from "./files/selection.ts";
import { withTaxonomyOf } from "./files/taxonomy-columns.ts";
import { writeDownload } from "./files/write-download.ts";
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

/** What is kept of a finished download beside its file. */
export interface DownloadDetails {
  readonly contained: readonly ContainedDataset[];
}

/** Most memory of DuckDB for one download, in megabytes: the 226 columns of an archive need more than 64, a table never does. */
const MOST_MEGABYTES = 512;
const TABLE_MEGABYTES = 96;

/** What downloads are made from. */
export interface DownloadSources {
  readonly engine: Engine;
  readonly datasets: Datasets;
  /** Of which a new download is made, and what its predicate means. */
  readonly files: { readonly meanings: Meanings; now(): Promise<Snapshot> };
  /** Version of binomen, for citations. */
  readonly version: string;
  /** Downloads of more records read all files and leave room for smaller ones; GBIF's threshold is 200,000. */
  readonly smallRecords: number;
}

/** All downloads of a server. */
export class Downloads {
  readonly #jobs: Jobs;
  readonly #sources: DownloadSources;

  constructor(jobs: Jobs, sources: DownloadSources) {
    this.#jobs = jobs;
    this.#sources = sources;
    jobs.register(DOWNLOAD, {
      isLarge: ({ facts }) => Number(facts["totalRecords"]) > sources.smallRecords,
      run: (job, request, context) => this.#make(job, request as KeptRequest, context),
    });
  }

  /**
   * The download of a request: a new one, or that of the same request within a day.
   * @throws BinomenError OCCURRENCE_QUERY_INVALID, DOWNLOAD_TOO_COMPLEX, DOWNLOADS_TOO_MANY, WEBHOOK_REFUSED
   */
  async request(request: DownloadRequest): Promise<Job> {
    const { engine, files } = this.#sources;
    const snapshot = await files.now();
    const condition = sqlOf(predicateOf(request.predicate, files.meanings));
    this.#taxonomyOf(request, snapshot);
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

  /** From what a finished download is; `undefined` before. */
  detailsOf(job: Job): DownloadDetails | undefined {
    return this.#jobs.details(job.key) as DownloadDetails | undefined;
  }

  /** All downloads, newest first. */
  all(): Job[] {
    return this.#jobs.all().filter(({ kind }) => kind === DOWNLOAD);
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

  /**
   * The checklist of the taxonomic columns, `undefined` for the first one, which is in them.
   * @throws BinomenError OCCURRENCE_QUERY_INVALID for one that not all records were matched against
   */
  #taxonomyOf({ checklistKey }: DownloadRequest, { datasets }: Snapshot): string | undefined {
    if (checklistKey === undefined) return undefined;
    const taxonomy = this.#sources.files.meanings.checklist?.(checklistKey);
    const lacking = datasets.find(({ info }) => !info.checklists.some((one) => one.checklistKey === taxonomy));
    if (taxonomy === undefined || lacking === undefined) return taxonomy;
    throw new BinomenError("OCCURRENCE_QUERY_INVALID", {
      problem: `The records of ${lacking.name} were not matched against ${taxonomy}, which the taxonomic columns would have: leave checklistKey out, or give it in the predicate`,
    });
  }

  async #make(job: Job, kept: KeptRequest, { folder, progress }: JobContext): Promise<JobOutcome> {
    const { key, created, facts } = job;
    const { files, version, smallRecords } = this.#sources;
    const { request } = kept;
    const snapshot = this.#snapshotOf(kept);
    const condition = sqlOf(predicateOf(request.predicate, files.meanings));
    const taxonomy = this.#taxonomyOf(request, snapshot);
    const asked = Number(facts["totalRecords"]);
    const file = `${key}.zip`;
    const out = join(folder, `${file}.part`);
    progress("reading", 0, asked);
    // An engine of its own: what a download takes of memory, searches keep. Several queries run at a time, each on one thread:
    // two threads for one query take as much time and twice the memory.
    const memoryMegabytes = request.format.startsWith("SIMPLE_") ? TABLE_MEGABYTES : MOST_MEGABYTES;
    const spillFolder = `${out}.spill`;
    const engine = await Engine.open({ memoryMegabytes, threads: 1, keepsFiles: false, spillFolder });
    try {
      const contained = await containedDatasets(engine, snapshot, condition);
      const attempts = snapshot.datasets.map((dataset) => join(dataset.folder, dataset.attempt));
      const groups = await partGroups(engine, attempts);
      const extensions = await extensionTables(engine, groups, request.verbatimExtensions ?? []);
      const about = { key, request, created, datasets: snapshot.datasets, contained, extensions, version };
      const documents = documentsOf(about);
      const from = `${sourceOf(snapshot, condition)} WHERE ${condition.text}`;
      let totalRecords: number;
      if (request.format === "SPECIES_LIST") {
        const found = `SELECT * FROM ${from}`;
        const rows = taxonomy === undefined ? found : `SELECT * FROM ${withTaxonomyOf(taxonomy, `(${found})`)}`;
        totalRecords = await writeSpeciesList(engine, rows, condition.values, out, `${key}.csv`, documents.comment);
      } else {
        const isSmall = asked <= smallRecords || !isScannable(condition);
        const selection = isSmall
          ? await byKeys(engine, await this.#keysOf(from, condition.values), taxonomy)
          : byCondition(condition, taxonomy);
        const onRows = (phase: string, done: number) => progress(phase, done, asked);
        totalRecords = await writeDownload(
          { engine, groups, selection, extensions, key, out, documents, progress: onRows },
          request.format,
        );
      }
      renameSync(out, join(folder, file));
      return {
        file,
        facts: {
          totalRecords,
          numberDatasets: countedBy(contained, "datasetKey").length,
          license: strictestLicense(contained),
        },
        details: { contained } satisfies DownloadDetails,
      };
    } finally {
      engine.close();
      rmSync(spillFolder, { recursive: true, force: true });
    }
  }

  /** Keys of the records that fit. */
  async #keysOf(from: string, values: Parameters<Engine["all"]>[1]): Promise<number[]> {
    const keys: number[] = [];
    for await (const rows of this.#sources.engine.chunks(`SELECT "gbifID" AS id FROM ${from}`, values))
      for (const { id } of rows) keys.push(Number(id));
    return keys;
  }
}
