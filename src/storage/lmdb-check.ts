/**
 * Can an LMDB file be opened without harm?
 *
 * LMDB maps its file and believes what stands there: a file that was cut ends the process that reads behind its end
 * (SIGBUS), a wrong page number in it does the same (SIGSEGV), and no error can be caught. So another process reads all of
 * it first (`lmdb-check-child.ts`), and what becomes of that one is told as an error. Files that are not there yet are whole.
 * Costs a tenth of a second, and about a second for a million entries.
 */
import { execFile, execFileSync } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BinomenError } from "../errors.ts";

const CHILD_FILE = fileURLToPath(
  new URL(`./lmdb-check-child${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url),
);

/** What is to be read, and what to do when it cannot be. */
export interface LmdbFile {
  /** The file with the data. */
  readonly path: string;
  /** A sentence for people: how they come to a file that is whole. */
  readonly wayOut: string;
}

/** @throws STORE_DAMAGED when the other process could not read all of it */
export async function checkLmdb(file: LmdbFile): Promise<void> {
  if (!existsSync(file.path)) return;
  await new Promise<void>((resolve, reject) => {
    execFile(process.execPath, [CHILD_FILE, file.path], (error) => (error ? reject(damaged(file, error)) : resolve()));
  });
}

/** As {@link checkLmdb}, while nothing else is to happen. */
export function checkLmdbSync(file: LmdbFile): void {
  if (!existsSync(file.path)) return;
  try {
    execFileSync(process.execPath, [CHILD_FILE, file.path], { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    throw damaged(file, error as Error);
  }
}

/** What the other process said in its last line, or what ended it. */
function damaged({ path, wayOut }: LmdbFile, cause: Error & { signal?: string; stderr?: unknown }): BinomenError {
  const said = /^damaged: (.*)$/m.exec(String(cause.stderr ?? cause.message))?.[1];
  const problem = said ?? (cause.signal ? `reading it ends with ${cause.signal}` : "reading it fails");
  return new BinomenError("STORE_DAMAGED", { path, problem: `${problem}.`, wayOut }, { cause });
}

/** Lets only the owner read these files, as far as they are there and ours. */
export function keepPrivate(...paths: readonly string[]): void {
  for (const path of paths) {
    if (!existsSync(path)) continue;
    try {
      chmodSync(path, 0o600);
    } catch (error) {
      // A file system that is read-only, or a file of somebody else who lets us read it.
      if (!/^(EPERM|EROFS|EACCES)$/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    }
  }
}
