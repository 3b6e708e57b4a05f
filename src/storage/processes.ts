/** Is the process that wrote this still running? Numbers of processes are used again, so the time of its start counts, too. */
import { readFileSync } from "node:fs";

/** A process, told from later ones with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Ticks since the boot; empty where the system has no /proc. */
  readonly start: string;
}

/** This process. */
export function ownProcess(): ProcessIdentity {
  return { pid: process.pid, start: startOf(process.pid) };
}

/** False when it has ended, or another one has its number. */
export function isAlive({ pid, start }: ProcessIdentity): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = startOf(pid);
  return now === "" || start === "" || now === start;
}

function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
