import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { BinomenError } from "../errors.ts";

/**
 * What a source holds, as 32 hexadecimal digits: SHA-256 over the bytes of a file, or over names and bytes of all files
 * of a folder. Equal sources have equal checksums wherever they lie.
 *
 * @throws SOURCE_NOT_FOUND
 */
export async function sourceChecksum(path: string): Promise<string> {
  const hash = createHash("sha256");
  let stats: Awaited<ReturnType<typeof stat>>;
  try {
    stats = await stat(path);
  } catch (cause) {
    throw new BinomenError("SOURCE_NOT_FOUND", { path }, { cause });
  }
  if (!stats.isDirectory() && !stats.isFile())
    throw new BinomenError("SOURCE_UNKNOWN_FORMAT", { path, problem: "It is not a regular file." });
  const files = stats.isDirectory()
    ? (await readdir(path, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [path];
  for (const file of files) {
    if (stats.isDirectory()) hash.update(`${relative(path, file)}\0`);
    for await (const bytes of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(bytes);
  }
  return hash.digest("hex").slice(0, 32);
}
