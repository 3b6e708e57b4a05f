/**
 * Which code would build an image now?
 *
 * A parser that reads one more name builds another image from the same source. A version that somebody must remember to
 * raise does not say so, so kept images are keyed on the code itself: all files of the rooms that take part in building.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Rooms whose code decides what stands in an image or beside it. */
const ROOMS = ["archive", "image", "names", "suggest", "tables", "taxonomy"];

let known: string | undefined;

/** Checksum of the code that builds images, 12 hex digits; read once in a process (about 170 files, some milliseconds). */
export function builderCode(): string {
  known ??= checksumOfCode(join(import.meta.dirname, ".."));
  return known;
}

/** Checksum of the code in the rooms below `root`: of the names of the files and every byte of them. */
export function checksumOfCode(root: string): string {
  const hash = createHash("sha256");
  for (const room of ROOMS) {
    const files = readdirSync(join(root, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) {
      const bytes = readFileSync(file);
      hash.update(`${file.slice(root.length)}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest("hex").slice(0, 12);
}
