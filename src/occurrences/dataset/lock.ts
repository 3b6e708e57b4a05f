/** Who writes this dataset? One process at a time; a lock of a process that is gone counts for nothing. */
import { closeSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { BinomenError } from "../../errors.ts";
import { isAlive, ownProcess } from "../../storage/processes.ts";

/**
 * Takes the lock of a dataset; the returned function gives it back.
 *
 * @throws DATASET_LOCKED when another process has it
 */
export function lockDataset(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, ".lock");
  const own = `${path}.${process.pid}`;
  const file = openSync(own, "w");
  writeSync(file, `${process.pid} ${ownProcess().start}`);
  closeSync(file);
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        // A link is made whole or not at all, and only one process can make it.
        linkSync(own, path);
        return () => rmSync(path, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        const [pid, start] = readOwner(path);
        if (isAlive({ pid, start })) throw new BinomenError("DATASET_LOCKED", { path: folder, pid });
        rmSync(path, { force: true });
      }
    }
    throw new BinomenError("DATASET_LOCKED", { path: folder, pid: readOwner(path)[0] });
  } finally {
    rmSync(own, { force: true });
  }
}

function readOwner(path: string): [pid: number, start: string] {
  try {
    const [pid, start] = readFileSync(path, "utf8").split(" ");
    return [Number(pid), start ?? ""];
  } catch {
    return [0, ""];
  }
}
