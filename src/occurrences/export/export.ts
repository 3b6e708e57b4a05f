/**
 * How is a dataset given away? As GBIF's downloads: Darwin Core archive, SIMPLE_CSV, SIMPLE_PARQUET, species list; or as
 * JSON lines.
 *
 * Parts are read and compressed by worker threads and written in order. Members behind the first wait in files beside the
 * archive, so memory does not depend on the number of records.
 */
import { closeSync, createReadStream, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { Piscina } from "piscina";
import { attemptInfo, partsOf } from "../dataset/attempts.ts";
import { openDuckDb } from "../dataset/resolve.ts";
import { SPECIES_COLUMNS } from "./columns.ts";
import { citationsText, metadataXml, metaXml, rightsText } from "./documents.ts";
import { type ExportFormat, exportHeaders } from "./rows.ts";
import { makeWorkFolder } from "./work-folder.ts";
import type { ExportedPart, ExportMessage } from "./worker.ts";
import { type DeflatedPiece, deflatePiece, ZipWriter } from "./zip.ts";

const WORKER_FILE = new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** What was read of a part is garbage as soon as it is written. */
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 320 };

/** What to export. */
export interface ExportRequest {
  /** Folder of the attempt. */
  readonly folder: string;
  readonly format: ExportFormat;
  /** Attempts of further datasets, whose records follow. */
  readonly more?: readonly string[] | undefined;
  /** Keys of the records to export, ascending, in shared memory; all when absent. */
  readonly keys?: Float64Array | undefined;
  /** File to write. */
  readonly out: string;
  /** Name of the table in the archive; from the name of the file when absent. */
  readonly name?: string | undefined;
  readonly workers?: number | undefined;
  readonly onProgress?: ((records: number) => void) | undefined;
}

/** Exports an attempt; the number of its records. @throws OUTPUT_UNUSABLE */
export async function exportAttempt(request: ExportRequest): Promise<number> {
  const { out, format } = request;
  const work = makeWorkFolder(out, request.folder);
  try {
    const written = join(work.path, "whole");
    const records =
      format === "species-list"
        ? await speciesList(request, work.path, written)
        : await byParts({ ...request, format }, written);
    renameSync(written, out);
    return records;
  } finally {
    work.remove();
  }
}

async function byParts(
  {
    folder,
    more = [],
    keys,
    format,
    out,
    name = basename(out).replace(/\.zip$/i, ""),
    workers = availableParallelism(),
    onProgress,
  }: ExportRequest & { format: ExportMessage["format"] },
  beside: string,
): Promise<number> {
  const info = attemptInfo(folder);
  const createdBy = `binomen ${info.version}`;
  const pool = new Piscina<ExportMessage, ExportedPart>({
    filename: WORKER_FILE.href,
    maxThreads: workers,
    resourceLimits: WORKER_MEMORY,
    atomics: "disabled",
  });
  let records = 0;
  try {
    const exported = inOrder(
      [folder, ...more].flatMap((from, i) =>
        partsOf(from).map((part) => ({ from, part, prefix: i === 0 ? "" : `${i}-` })),
      ),
      workers + 1,
      ({ from, part, prefix }) => pool.run({ format, folder: from, part, prefix, createdBy, keys }),
    );
    const counted = async function* () {
      for await (const part of exported) {
        records += part.records;
        onProgress?.(records);
        yield part;
      }
    };
    if (format === "ndjson") await writePlain(counted(), beside);
    else await writeZip(counted(), format, beside, name, info);
  } finally {
    await pool.destroy();
  }
  return records;
}

async function writePlain(parts: AsyncIterable<ExportedPart>, path: string): Promise<void> {
  const file = openSync(path, "w");
  try {
    for await (const { bytes } of parts)
      for (let at = 0; bytes && at < bytes.length; ) at += writeSync(file, bytes, at);
  } finally {
    closeSync(file);
  }
}

async function writeZip(
  parts: AsyncIterable<ExportedPart>,
  format: "dwca" | "simple-csv" | "parquet",
  path: string,
  title: string,
  info: ReturnType<typeof attemptInfo>,
): Promise<void> {
  const zip = new ZipWriter(path);
  if (format === "parquet") {
    for await (const { pieces } of parts)
      for (const [name, piece] of Object.entries(pieces)) {
        zip.begin(name);
        zip.add(piece);
      }
  } else {
    const headers = Object.entries(exportHeaders(format));
    const nameOf = (member: string) => (member === "csv" ? `${title}.csv` : member);
    const [first, ...later] = headers as [[string, string], ...[string, string][]];
    const spools = later.map(([member]) => new Spool(`${path}.${member}`));
    try {
      zip.begin(nameOf(first[0]));
      zip.add(deflatePiece(Buffer.from(first[1])));
      for await (const { pieces } of parts) {
        zip.add(pieces[first[0]]!);
        for (const [i, [member]] of later.entries()) spools[i]!.add(pieces[member]!);
      }
      for (const [i, [member, header]] of later.entries()) {
        zip.begin(nameOf(member));
        zip.add(deflatePiece(Buffer.from(header)));
        for await (const piece of spools[i]!.pieces()) zip.add(piece);
      }
    } finally {
      for (const spool of spools) spool.remove();
    }
    if (format === "dwca") {
      zip.addWhole("meta.xml", metaXml());
      zip.addWhole("metadata.xml", metadataXml(info));
      zip.addWhole("citations.txt", citationsText(info));
      zip.addWhole("rights.txt", rightsText(info));
    }
  }
  zip.end();
}

/** Compressed pieces that wait in a file. */
class Spool {
  readonly #path: string;
  readonly #file: number;
  readonly #pieces: Omit<DeflatedPiece, "deflated">[] = [];
  readonly #lengths: number[] = [];

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, "w");
  }

  add({ deflated, crc, size }: DeflatedPiece): void {
    for (let at = 0; at < deflated.length; ) at += writeSync(this.#file, deflated, at);
    this.#pieces.push({ crc, size });
    this.#lengths.push(deflated.length);
  }

  async *pieces(): AsyncGenerator<DeflatedPiece> {
    let start = 0;
    for (const [i, piece] of this.#pieces.entries()) {
      const length = this.#lengths[i]!;
      const chunks: Buffer[] = [];
      for await (const chunk of createReadStream(this.#path, { start, end: start + length - 1 }))
        chunks.push(chunk as Buffer);
      yield { ...piece, deflated: Buffer.concat(chunks) };
      start += length;
    }
  }

  remove(): void {
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }
}

/** GBIF's species list: one row for each taxon that was identified. */
async function speciesList({ folder, out }: ExportRequest, work: string, written: string): Promise<number> {
  const { run, close } = await openDuckDb(work);
  const spool = join(work, "rows");
  try {
    const columns = SPECIES_COLUMNS.map((name) =>
      name === "numberOfOccurrences" ? "count(*) as numberOfOccurrences" : `any_value("${name}") as "${name}"`,
    );
    const files = join(folder, "interpreted", "*.parquet").replaceAll("'", "''");
    const [total] = (await run.runAndReadAll(`select count(*)::int from read_parquet('${files}')`)).getRowsJS()[0]!;
    await run.run(`copy (select ${columns.join(", ")} from read_parquet('${files}') where taxonKey is not null group by taxonKey
      order by numberOfOccurrences desc, taxonKey) to '${spool.replaceAll("'", "''")}' (format csv, delimiter '\t', header true, quote '', escape '')`);
    const zip = new ZipWriter(written);
    zip.begin(`${basename(out).replace(/\.zip$/i, "")}.csv`);
    for await (const chunk of createReadStream(spool)) zip.add(deflatePiece(chunk as Buffer));
    zip.end();
    return Number(total);
  } finally {
    close();
  }
}

/** Results in the order of the items, several at work at a time. */
async function* inOrder<T, R>(items: readonly T[], ahead: number, run: (item: T) => Promise<R>): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  let next = 0;
  while (next < items.length || running.length > 0) {
    while (next < items.length && running.length < ahead) {
      const started = run(items[next++]!);
      started.catch(() => {});
      running.push(started);
    }
    yield await running.shift()!;
  }
}
