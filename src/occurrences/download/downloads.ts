/**
 * How does a download come to be, and where does it stand?
 *
 * A folder a download: `job.json` says what was asked and how far it is, the file is written beside and renamed when it is
 * whole, so a file that is there is never cut. Keys have GBIF's form; their digits are drawn at random, since whoever knows
 * the key may read. What was under way when a server stopped is begun anew by the next one.
 */
import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BinomenError } from "../../errors.ts";
import { exportAttempt } from "../export/export.ts";
import { predicateOf } from "../predicate/from-json.ts";
import { sqlOf } from "../predicate/to-sql.ts";
import type { Meanings } from "../predicate/vocabularies.ts";
import type { Datasets } from "../search/datasets.ts";
import type { Engine } from "../search/engine.ts";
import { sourceOf } from "../search/search.ts";
import { type DownloadFormat, type DownloadRequest, sameness } from "./download-request.ts";
import { writeSpeciesList } from "./species-list.ts";

/** GBIF's states that occur here. */
export type DownloadStatus = "PREPARING" | "RUNNING" | "SUCCEEDED" | "KILLED" | "CANCELLED" | "FILE_ERASED";

/** A download as it is kept. */
export interface Download {
  readonly key: string;
  readonly request: DownloadRequest;
  readonly same: string;
  /** Release of the records: attempts by dataset. */
  readonly snapshot: string;
  readonly created: string;
  modified: string;
  readonly eraseAfter: string;
  status: DownloadStatus;
  size: number;
  totalRecords: number;
  numberDatasets: number;
  problem?: string | undefined;
}

/** The same request within so long is answered by the same download. */
const SAME_WITHIN_MS = 24 * 3600 * 1000;
const KEPT_MS = 182 * 24 * 3600 * 1000;
/** Downloads of one client that may be under way. */
const MOST_AT_ONCE = 3;

const EXPORT_AS = { SIMPLE_CSV: "simple-csv", DWCA: "dwca", SIMPLE_PARQUET: "parquet" } as const satisfies Partial<
  Record<DownloadFormat, string>
>;

/** What downloads are made from. */
export interface DownloadSources {
  readonly engine: Engine;
  readonly datasets: Datasets;
  readonly meanings: Meanings;
}

/** All downloads of a server. One is made at a time. */
export class Downloads {
  readonly #folder: string;
  readonly #sources: DownloadSources;
  readonly #downloads = new Map<string, Download>();
  #queue: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** @param folder where downloads are kept; those of an earlier server go on */
  constructor(folder: string, sources: DownloadSources) {
    this.#folder = folder;
    this.#sources = sources;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const key of readdirSync(folder)) {
      const path = join(folder, key, "job.json");
      if (!existsSync(path)) continue;
      const download = JSON.parse(readFileSync(path, "utf8")) as Download;
      this.#downloads.set(key, download);
      if (isUnderWay(download)) this.#enqueue(download);
    }
  }

  /**
   * The download of a request: a new one, or that of the same request within a day.
   * @throws BinomenError OCCURRENCE_QUERY_INVALID, DOWNLOAD_TOO_COMPLEX, DOWNLOADS_TOO_MANY
   */
  async request(request: DownloadRequest): Promise<Download> {
    const { datasets, engine, meanings } = this.#sources;
    const snapshot = datasets.snapshot();
    const condition = sqlOf(predicateOf(request.predicate, meanings));
    const same = sameness(request, snapshot.id);
    const now = Date.now();
    const known = this.list(request.creator).find(
      (one) =>
        one.same === same && now - Date.parse(one.created) < SAME_WITHIN_MS && (isUnderWay(one) || this.#isWhole(one)),
    );
    if (known) return known;
    const running = this.list(request.creator).filter(isUnderWay);
    if (running.length >= MOST_AT_ONCE)
      throw new BinomenError("DOWNLOADS_TOO_MANY", {
        user: request.creator,
        limit: MOST_AT_ONCE,
        running: running.map(({ key }) => key).join(", "),
      });
    const sql = `SELECT count(*) AS n, count(DISTINCT "datasetKey") AS d FROM ${sourceOf(snapshot, condition)} WHERE ${condition.text}`;
    const [counted] = await engine.all(sql, condition.values);
    const download: Download = {
      key: this.#newKey(),
      request,
      same,
      snapshot: snapshot.id,
      created: stamp(now),
      modified: stamp(now),
      eraseAfter: stamp(now + KEPT_MS),
      status: "PREPARING",
      size: 0,
      totalRecords: Number(counted!["n"]),
      numberDatasets: Number(counted!["d"]),
    };
    this.#downloads.set(download.key, download);
    this.#keep(download);
    this.#enqueue(download);
    return download;
  }

  /** @throws BinomenError DOWNLOAD_NOT_FOUND */
  download(key: string): Download {
    const download = this.#downloads.get(key);
    if (download === undefined) throw new BinomenError("DOWNLOAD_NOT_FOUND", {});
    return download;
  }

  /** Downloads of a client, newest first. */
  list(creator: string): Download[] {
    return [...this.#downloads.values()]
      .filter(({ request }) => request.creator === creator)
      .sort((a, b) => (a.created < b.created ? 1 : -1));
  }

  /** Cancels a download that is not finished; others stay as they are. @throws BinomenError DOWNLOAD_NOT_FOUND */
  cancel(key: string): void {
    const download = this.download(key);
    if (isUnderWay(download)) this.#change(download, { status: "CANCELLED" });
  }

  /** The whole file of a download; `undefined` when there is none. */
  file(download: Download): string | undefined {
    return this.#isWhole(download) ? this.#path(download) : undefined;
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#queue;
  }

  #enqueue(download: Download): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#isClosed || !isUnderWay(download)) return;
      try {
        this.#change(download, { status: "RUNNING" });
        await this.#make(download);
      } catch (error) {
        // rgbif waits for SUCCEEDED or KILLED and for nothing else.
        if (isUnderWay(download)) this.#change(download, { status: "KILLED", problem: (error as Error).message });
      }
    });
  }

  async #make(download: Download): Promise<void> {
    const { datasets, engine, meanings } = this.#sources;
    const snapshot = datasets.snapshot();
    const condition = sqlOf(predicateOf(download.request.predicate, meanings));
    const from = `${sourceOf(snapshot, condition)} WHERE ${condition.text}`;
    const out = this.#path(download);
    const beside = `${out}.part`;
    const { format } = download.request;
    let totalRecords: number;
    if (format === "SPECIES_LIST") {
      const rows = `SELECT * FROM ${from}`;
      totalRecords = await writeSpeciesList(engine, rows, condition.values, beside, `${download.key}.csv`);
    } else {
      const keys = await this.#keysOf(from, condition.values);
      const [folder, ...more] = snapshot.datasets.map((dataset) => join(dataset.folder, dataset.attempt));
      const named = join(this.#folder, download.key, `${download.key}.zip.part`);
      totalRecords = await exportAttempt({
        folder: folder!,
        more,
        keys,
        format: EXPORT_AS[format],
        out: named,
        name: download.key,
      });
    }
    if (download.status !== "RUNNING") return rmSync(beside, { force: true });
    renameSync(beside, out);
    this.#change(download, { status: "SUCCEEDED", size: statSync(out).size, totalRecords });
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

  #isWhole(download: Download): boolean {
    if (download.status !== "SUCCEEDED") return false;
    const found = statSync(this.#path(download), { throwIfNoEntry: false });
    return found?.size === download.size;
  }

  #change(download: Download, changes: Partial<Download>): void {
    Object.assign(download, changes, { modified: stamp(Date.now()) });
    this.#keep(download);
  }

  #keep(download: Download): void {
    const folder = join(this.#folder, download.key);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, "job.json");
    writeFileSync(`${path}.part`, JSON.stringify(download), { mode: 0o600, flush: true });
    renameSync(`${path}.part`, path);
  }

  #path({ key }: Download): string {
    return join(this.#folder, key, `${key}.zip`);
  }

  #newKey(): string {
    const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join("");
    for (;;) {
      const key = `${digits(7)}-${digits(15)}`;
      if (!this.#downloads.has(key)) return key;
    }
  }
}

/** Neither finished nor given up. */
function isUnderWay({ status }: Download): boolean {
  return status === "PREPARING" || status === "RUNNING";
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+00:00");
}
