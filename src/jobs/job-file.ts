/**
 * Is the file of a job the one that it made?
 *
 * Size and checksum are taken once the file is whole and on the disk. Before it is given away both are compared: the checksum
 * when this process is asked first, and again whenever the file has changed.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { JobFile } from "./job.ts";

/** Files whose bytes were compared, and what they looked like then. */
const compared = new Map<string, string>();
/** Beyond it the file that was compared first is forgotten. */
const MOST_COMPARED = 10_000;
const READ_BYTES = 1 << 20;

/** What is known of a whole file, once it is on the disk. */
export async function knownFile(path: string, name = basename(path)): Promise<JobFile> {
  await sync(path);
  await sync(dirname(path));
  const { size, mark } = await look(path);
  const sha256 = await checksum(path);
  remember(path, mark, sha256);
  return { name, size, sha256 };
}

/** True when the file is there with the bytes that it had. */
export async function isWholeFile(path: string, { size, sha256 }: JobFile): Promise<boolean> {
  const found = await look(path).catch(() => undefined);
  if (found === undefined || found.size !== size) return false;
  if (compared.get(path) === `${found.mark} ${sha256}`) return true;
  if ((await checksum(path)) !== sha256) return false;
  remember(path, found.mark, sha256);
  return true;
}

function remember(path: string, mark: string, sha256: string): void {
  compared.set(path, `${mark} ${sha256}`);
  if (compared.size > MOST_COMPARED) compared.delete(compared.keys().next().value!);
}

/** Its size, and what changes whenever somebody writes into it. */
async function look(path: string): Promise<{ size: number; mark: string }> {
  const { size, ino, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return { size: Number(size), mark: `${ino} ${mtimeNs} ${ctimeNs}` };
}

async function checksum(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function sync(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
