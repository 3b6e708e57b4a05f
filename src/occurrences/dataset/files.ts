/** How are files of an attempt written, so that after a crash each is there whole or not at all? */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";

/** Name of a part: `partName(3)` → `"part-000003"`. */
export function partName(index: number): string {
  return `part-${String(index).padStart(6, "0")}`;
}

/** Writes a file beside its place, waits for the disk, and renames it. */
export function writeWhole(path: string, content: Uint8Array | string): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const beside = `${path}.writing`;
  const file = openSync(beside, "w");
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}
