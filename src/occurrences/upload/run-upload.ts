/**
 * Interprets records that were uploaded: the result is a file, in one of the forms of an export, or the whole dataset.
 *
 * The dataset is made in the folder of the job. A job that was cut off goes on with it: chunks that are done are not done again.
 */
import { createReadStream, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BinomenError } from "../../errors.ts";
import type { Job } from "../../jobs/job.ts";
import type { JobContext, JobOutcome } from "../../jobs/job-runner.ts";
import type { AttemptRequest } from "../dataset/attempts.ts";
import { attemptPath } from "../dataset/attempts.ts";
import { type AttemptResult, runAttempt } from "../dataset/run.ts";
import { exportAttempt } from "../export/export.ts";
import { deflatePiece, ZipWriter } from "../export/zip.ts";
import { checkUnpackedSize } from "./unpacked-size.ts";
import type { InterpretUpload, UploadSettings } from "./upload.ts";

/** @throws BinomenError SOURCE_…, ATTEMPT_STOPPED, REQUEST_TOO_LARGE */
export async function runUpload(
  { key }: Job,
  { upload, name, result, options, force, now }: InterpretUpload,
  { folder, progress }: JobContext,
  { checklists, version, workers, unpackedLimit }: UploadSettings,
): Promise<JobOutcome> {
  const source = join(folder, upload);
  const dataset = join(folder, "dataset");
  await checkUnpackedSize(source, unpackedLimit, (bytes) => progress("unpacking", bytes)).catch(named(source, name));
  const { records, identity, unreadable } = await goOn({
    ...{ source, sourceName: name, out: dataset, options, force, now, version, workers },
    checklists: checklists(),
    onProgress: progress,
  }).catch(named(source, name));
  const attempt = attemptPath(dataset);
  const file = result === "ndjson" ? `${key}.ndjson` : `${key}.zip`;
  const out = join(folder, file);
  if (result === "dataset") await packFolder(attempt, out, progress);
  else
    await exportAttempt({
      ...{ folder: attempt, format: result, out, name: key, workers },
      onProgress: (done) => progress("writing", done, records),
    });
  // Only what was asked for is kept.
  for (const left of [source, dataset]) rmSync(left, { recursive: true, force: true });
  const { rows, duplicates, conflicts } = identity;
  return { file, facts: { rows: rows + unreadable, records, leftOut: duplicates + conflicts + unreadable } };
}

/** Goes on with what was begun, unless it was begun with another release: then anew. */
async function goOn(request: AttemptRequest): Promise<AttemptResult> {
  try {
    return await runAttempt({ ...request, resume: true });
  } catch (error) {
    if (!(error instanceof BinomenError) || error.code !== "ATTEMPT_FOREIGN") throw error;
    rmSync(request.out, { recursive: true, force: true });
    return runAttempt(request);
  }
}

/** Errors tell of the file as its client calls it, not of where the server keeps it. */
function named(path: string, name: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof BinomenError)) throw error;
    const details = Object.entries(error.details).map(([member, value]) => [
      member,
      typeof value === "string" ? value.replaceAll(path, name) : value,
    ]);
    throw new BinomenError(error.code, Object.fromEntries(details), { cause: error });
  };
}

/** All files of a folder as a zip. */
async function packFolder(folder: string, out: string, progress: JobContext["progress"]): Promise<void> {
  const zip = new ZipWriter(`${out}.writing`);
  let done = 0;
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      zip.begin(path.slice(folder.length + 1).replaceAll("\\", "/"));
      for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
        zip.add(deflatePiece(chunk as Buffer));
        done += (chunk as Buffer).length;
        progress("packing", done);
      }
    }
    zip.end();
  } catch (error) {
    zip.abandon();
    throw error;
  }
  renameSync(`${out}.writing`, out);
}
