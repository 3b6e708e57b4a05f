/** How are files of an attempt written, so that after a crash each is there whole or not at all? */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";

/** Name of a part: `partName(3)` → `"part-000003"`. */
export function partName(index: number): string {
  return `part-${String(index).padStart(6, "0")}`;
}

/** Writes a file beside its place, waits for the disk, and renames it. */
export function writeWhole(path: string, content: Uint8Array | string): void {
  writeAllWhole([[path, content]]);
}

/** Writes files as {@link writeWhole} does, but waits for the disk once they are all written: it then syncs them together. */
export function writeAllWhole(files: readonly (readonly [path: string, content: Uint8Array | string])[]): void {
  const open: number[] = [];
  try {
    for (const [path, content] of files) {
      const file = openSync(beside(path), "w");
      open.push(file);
      writeAll(file, content);
    }
    for (const file of open) fsyncSync(file);
  } finally {
    for (const file of open) closeSync(file);
  }
  for (const [path] of files) renameSync(beside(path), path);
}

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
