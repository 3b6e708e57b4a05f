/** Who writes this dataset? One process at a time; a lock of a process that is gone counts for nothing. */
import { closeSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { BinomenError } from "../../errors.ts";

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
  writeSync(file, `${process.pid} ${startOf(process.pid)}`);
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
        if (isAlive(pid, start)) throw new BinomenError("DATASET_LOCKED", { path: folder, pid });
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

function isAlive(pid: number, start: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  // Numbers of processes are used again; the time of the start tells them apart where the system has it.
  const now = startOf(pid);
  return now === "" || start === "" || now === start;
}

/** When a process began, in ticks since the boot; empty where /proc is not. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
