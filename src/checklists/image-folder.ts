/**
 * Which files does the folder of kept images hold, and which of them may go?
 *
 * An image bears its checklist, the checksum of its source, the version of the format and the code that built it:
 * `ncbi-taxonomy-dwca-0f3a91c2b4d5e6f7-f6-5d41402abc4b.img`, common names beside it. Only what is certainly ours is removed.
 */
import { closeSync, constants, openSync, readdirSync, readSync, rmSync, statSync, utimesSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { IMAGE_FORMAT, IMAGE_MAGIC } from "../image/layout/format.ts";
import { vernacularFile } from "../suggest/vernaculars.ts";
import { builderCode } from "./builder-code.ts";

/** Images of one source by other code that stay beside the one in use: of another binomen on this machine, or to go back. */
const KEPT_BESIDE = 1;

const KEPT_IMAGE = /-[0-9a-f]{16}-f(\d+)-[^/]*\.img$/;

/** Where the image of a source is kept. */
export function keptImagePath(folder: string, checklistKey: string, sourceChecksum: string): string {
  return join(folder, `${checklistKey}-${sourceChecksum.slice(0, 16)}-f${IMAGE_FORMAT}-${builderCode()}.img`);
}

/** Removes what processes that are no more left behind while writing. */
export function removeHalfImages(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /\.(\d+)\.tmp$/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}

/**
 * Removes images of older formats, which this version and later ones cannot read, with their common names: those whose
 * name and first bytes both say so. Images of newer formats stay for the version that wrote them. Returns their names.
 */
export function removeOlderImages(folder: string): string[] {
  const removed: string[] = [];
  for (const name of readdirSync(folder)) {
    const format = Number(KEPT_IMAGE.exec(name)?.[1] ?? Number.NaN);
    const path = join(folder, name);
    if (!(format < IMAGE_FORMAT) || formatInFile(path) !== format) continue;
    try {
      rmSync(vernacularFile(path), { force: true });
      rmSync(path, { force: true });
      removed.push(name);
    } catch {
      // A folder that may only be read: old images are in nobody's way.
    }
  }
  return removed;
}

/**
 * Notes that an image is used now, and removes those that other code made of the same source, but for the KEPT_BESIDE used
 * last: each takes as much of the disk as this one. Returns their names.
 */
export function removeReplacedImages(kept: string): string[] {
  const folder = dirname(kept);
  const ofSource = basename(kept).slice(0, basename(kept).lastIndexOf("-") + 1);
  const removed: string[] = [];
  try {
    const now = new Date();
    utimesSync(kept, now, now);
    const others = readdirSync(folder)
      .filter((name) => name.startsWith(ofSource) && /^[0-9a-f]{12}\.img$/.test(name.slice(ofSource.length)))
      .map((name) => ({ name, path: join(folder, name) }))
      .filter(({ path }) => path !== kept && formatInFile(path) === IMAGE_FORMAT)
      .map((image) => ({ ...image, used: statSync(image.path).mtimeMs }))
      .sort((a, b) => b.used - a.used);
    for (const { name, path } of others.slice(KEPT_BESIDE)) {
      rmSync(vernacularFile(path), { force: true });
      rmSync(path, { force: true });
      removed.push(name);
    }
  } catch {
    // A folder that may only be read, or another process that removed one first.
  }
  return removed;
}

/** True when the file begins as an image does. False also for what is not there or is a folder. */
export function beginsAsImage(path: string): boolean {
  return formatInFile(path) !== undefined;
}

/** The format that the first bytes of an image name; `undefined` when it is no image. */
function formatInFile(path: string): number | undefined {
  const start = Buffer.alloc(IMAGE_MAGIC.length + 4);
  let file: number;
  try {
    // Not to wait for the other end of a pipe.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    readSync(file, start, 0, start.length, 0);
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
  const isImage = start.toString("latin1", 0, IMAGE_MAGIC.length) === IMAGE_MAGIC;
  return isImage ? start.readUInt32LE(IMAGE_MAGIC.length) : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
