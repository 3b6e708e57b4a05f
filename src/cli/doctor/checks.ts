/** What does a server need, and is it there? Nothing is changed but for a file that is written and removed at once. */
import { existsSync, readdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { isImage } from "../../checklists/compile.ts";
import type { Config } from "../../config.ts";
import { BinomenError } from "../../errors.ts";
import { readImage } from "../../image/file.ts";
import { checkLmdb } from "../../storage/lmdb-check.ts";

/** What was found. `doubtful` works, but may surprise. */
export interface Finding {
  check: string;
  state: "good" | "doubtful" | "wrong";
  found: string;
  /** What to do. */
  change?: string | undefined;
}

const MIB = 1 << 20;
/** Files a server opens beside its connections. */
const OTHER_FILES = 64;
/** A clock this far from that of the disk is wrong on one side. */
const CLOCK_SECONDS = 5;

/** Looks at everything. */
export async function examine(config: Config): Promise<Finding[]> {
  return [
    node(),
    openFiles(config),
    memory(config),
    workers(config),
    ...[config.dataDir, config.stateDir, config.spoolDir].filter(unique).flatMap(folder),
    spoolPlace(config),
    ...privacy(config),
    ...(await stores(config)),
    ...backbones(config),
    clock(config),
    listening(config),
  ];
}

const unique = <T>(value: T, i: number, all: readonly T[]): boolean => all.indexOf(value) === i;

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const found = `Node ${process.versions.node}`;
  if (major > 22 || (major === 22 && minor >= 18)) return { check: "runtime", state: "good", found };
  return { check: "runtime", state: "wrong", found, change: "Use Node 22.18 or newer." };
}

/** The soft limit is raised to the hard one when Node starts, so the hard one counts. */
function openFiles({ maxConnections }: Config): Finding {
  const check = "open files";
  const line = existsSync("/proc/self/limits") ? readFileSync("/proc/self/limits", "utf8") : "";
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(line)?.[1];
  if (hard === undefined) return { check, state: "doubtful", found: "the limit cannot be read here" };
  const needed = maxConnections + OTHER_FILES;
  const found = `at most ${hard}, ${needed} are needed for ${maxConnections} connections`;
  if (hard === "unlimited" || Number(hard) >= needed) return { check, state: "good", found };
  return {
    check,
    state: "wrong",
    found,
    change: `Raise it (LimitNOFILE=${needed}), or lower BINOMEN_MAX_CONNECTIONS.`,
  };
}

function memory({ workers, workerHeapMegabytes, dataDir }: Config): Finding {
  const check = "memory";
  const threads = workers || availableParallelism();
  const limit = memoryLimit();
  const images = join(dataDir, "images");
  const largest = existsSync(images)
    ? Math.max(
        0,
        ...readdirSync(images)
          .filter((name) => name.endsWith(".img"))
          .map((name) => statSync(join(images, name)).size),
      )
    : 0;
  // Two releases are there while one replaces the other.
  const needed = threads * workerHeapMegabytes * MIB + 2 * largest + 512 * MIB;
  const found = `${megabytes(limit)} there, up to ${megabytes(needed)} used (${threads} workers, images of ${megabytes(largest)})`;
  if (limit >= needed) return { check, state: "good", found };
  return {
    check,
    state: "doubtful",
    found,
    change: "Give it more, or lower BINOMEN_WORKER_HEAP_MEGABYTES or BINOMEN_WORKERS.",
  };
}

/** What the control group allows, else what the machine has. */
function memoryLimit(): number {
  for (const path of ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]) {
    const text = existsSync(path) ? readFileSync(path, "utf8").trim() : "max";
    if (/^\d+$/.test(text)) return Math.min(Number(text), totalmem());
  }
  return totalmem();
}

function workers({ workers: set }: Config): Finding {
  const cores = availableParallelism();
  const found = `${set || cores} workers on ${cores} cores`;
  if (set <= cores) return { check: "workers", state: "good", found };
  return { check: "workers", state: "doubtful", found, change: "More workers than cores make nobody faster." };
}

function folder(path: string): Finding[] {
  const check = `folder ${path}`;
  const there = nearest(path);
  try {
    const probe = join(there, `.binomen-doctor-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const found = `cannot be written (${(error as NodeJS.ErrnoException).code})`;
    return [{ check, state: "wrong", found, change: `Let user ${process.getuid?.() ?? "binomen"} write ${there}.` }];
  }
  const { bavail, blocks, bsize } = statfsSync(there);
  const found = `can be written, ${megabytes(bavail * bsize)} of ${megabytes(blocks * bsize)} free`;
  if (bavail * 20 >= blocks) return [{ check, state: "good", found }];
  return [{ check, state: "doubtful", found, change: "Less than a twentieth is free: make room." }];
}

/** The path, or the nearest folder above it that is there. */
function nearest(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearest(dirname(path));
}

function spoolPlace({ spoolDir, stateDir }: Config): Finding {
  const check = "spool";
  const isApart = statSync(nearest(spoolDir)).dev !== statSync(nearest(stateDir)).dev;
  if (isApart) return { check, state: "good", found: "on another disk than keys and facets" };
  const change = "Name a folder on another disk in BINOMEN_SPOOL_DIR, when there is one.";
  return { check, state: "doubtful", found: "on the same disk as keys and facets", change };
}

function privacy({ stateDir }: Config): Finding[] {
  return ["keys.lmdb", "jobs.lmdb", "audit.jsonl", join("facets", "data.mdb")]
    .map((name) => join(stateDir, name))
    .filter((path) => existsSync(path))
    .map((path) => {
      const mode = statSync(path).mode & 0o777;
      const check = `privacy of ${path}`;
      const found = `mode ${mode.toString(8)}`;
      if ((mode & 0o077) === 0) return { check, state: "good" as const, found };
      return { check, state: "wrong" as const, found, change: `chmod 600 ${path}` };
    });
}

async function stores({ stateDir }: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of ["keys.lmdb", "jobs.lmdb", join("facets", "data.mdb")]) {
    const path = join(stateDir, name);
    if (!existsSync(path)) continue;
    const check = `store ${path}`;
    try {
      await checkLmdb({ path, wayOut: "" });
      findings.push({ check, state: "good", found: "read to its end" });
    } catch (error) {
      const change = "Move it away and restore a backup: binomen facets restore <backup>";
      findings.push({ check, state: "wrong", found: messageOf(error), change });
    }
  }
  return findings;
}

function backbones({ backbones: named, watch }: Config): Finding[] {
  const findings: Finding[] = [];
  for (const one of named) {
    const path = one.replace(/^[\w.-]+=/, "");
    const check = `backbone ${one}`;
    if (!existsSync(path))
      findings.push({ check, state: "wrong", found: "is not there", change: "Name a file that is." });
    else if (!isImage(path)) findings.push({ check, state: "good", found: "a source; it is compiled when needed" });
    else {
      try {
        readImage(path);
        findings.push({ check, state: "good", found: "an image whose checksums agree" });
      } catch (error) {
        findings.push({
          check,
          state: "wrong",
          found: messageOf(error),
          change: "Build it anew: binomen build <source>",
        });
      }
    }
  }
  if (watch && !statSync(watch, { throwIfNoEntry: false })?.isDirectory())
    findings.push({ check: "watched folder", state: "wrong", found: `${watch} is not a folder`, change: "Make it." });
  return findings;
}

function clock({ stateDir }: Config): Finding {
  const check = "clock";
  const probe = join(nearest(stateDir), `.binomen-doctor-clock-${process.pid}`);
  try {
    writeFileSync(probe, "");
    const apart = Math.abs(statSync(probe).mtimeMs - Date.now()) / 1000;
    rmSync(probe);
    const log = join(stateDir, "audit.jsonl");
    const last = existsSync(log)
      ? /"at":"([^"]+)"[^\n]*\n?$/.exec(readFileSync(log, "utf8").slice(-2000))?.[1]
      : undefined;
    if (last !== undefined && Date.parse(last) > Date.now() + CLOCK_SECONDS * 1000)
      return {
        check,
        state: "wrong",
        found: `it is before the last entry of the audit log (${last})`,
        change: "Set it right.",
      };
    const found = `${apart.toFixed(1)} s from that of the disk`;
    if (apart <= CLOCK_SECONDS) return { check, state: "good", found };
    return { check, state: "doubtful", found, change: "Let NTP set both clocks." };
  } catch {
    return { check, state: "doubtful", found: "cannot be compared: the folder cannot be written" };
  }
}

function listening({ host, trustedProxies }: Config): Finding {
  const check = "address";
  const isOpen = !/^(127\.|::1$|localhost$)/.test(host);
  if (!isOpen) return { check, state: "good", found: `${host}: this machine only` };
  const found = `${host}: others can ask, without TLS`;
  const change = "Put a proxy before it, and name it in BINOMEN_TRUSTED_PROXIES.";
  return trustedProxies.length > 0 ? { check, state: "good", found } : { check, state: "doubtful", found, change };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
}

function messageOf(error: unknown): string {
  return error instanceof BinomenError ? error.message : String(error);
}
