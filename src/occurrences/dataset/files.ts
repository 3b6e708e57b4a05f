/** How are files of an attempt written, so that after a crash each is there whole or not at all? */
import { closeSync, fsync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { promisify } from "node:util";

/** Name of a part: `partName(3)` → `"part-000003"`. */
export function partName(index: number): string {
  return `part-${String(index).padStart(6, "0")}`;
}

/** Writes a file beside its place, waits for the disk, and renames it. */
export function writeWhole(path: string, content: Uint8Array | string): void {
  const file = openSync(beside(path), "w");
  try {
    writeAll(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside(path), path);
}

/**
 * Writes files as {@link writeWhole} does, and gives the thread back while the disk is waited for.
 *
 * @returns for what is written, which need not be kept any longer: a promise that all have their names
 */
export function writingAllWhole(
  files: readonly (readonly [path: string, content: Uint8Array | string])[],
): Promise<void> {
  const open: number[] = [];
  try {
    for (const [path, content] of files) {
      const file = openSync(beside(path), "w");
      open.push(file);
      writeAll(file, content);
    }
  } catch (error) {
    for (const file of open) closeSync(file);
    throw error;
  }
  return Promise.allSettled(open.map((file) => synced(file))).then((all) => {
    for (const file of open) closeSync(file);
    for (const one of all) if (one.status === "rejected") throw one.reason;
    for (const [path] of files) renameSync(beside(path), path);
  });
}

const synced = promisify(fsync);

/** Writes a file that is made anew when its step did not come to an end: nobody waits for the disk. */
export function writeScratch(path: string, content: Uint8Array): void {
  const file = openSync(path, "w");
  try {
    writeAll(file, content);
  } finally {
    closeSync(file);
  }
}

function beside(path: string): string {
  return `${path}.writing`;
}

function writeAll(file: number, content: Uint8Array | string): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
