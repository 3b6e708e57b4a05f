/**
 * How is a measurement kept?
 *
 * Every benchmark writes one file, bench/results/<name>.json, with the commit, the machine and the Node it ran on;
 * `bench/report` turns the files into the tables and plots of bench/README.md. A row is flat, so that it can be a table row.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

/** One line of a table. The unit stands in the member's name: `namesPerSecond`, `p99Ms`, `bytesPerName`. */
export type ResultRow = Readonly<Record<string, string | number | boolean | null>>;

/** What a benchmark measured, and where. */
export interface BenchResult {
  /** File name without `.json`: "rivals", "http", "lookup". */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  /** Short commit hash; `+` behind it when tracked files differ from the commit. */
  readonly commit: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    /** Of the 15 minutes before the end: far above the number of cores, others were at work too. */
    readonly loadAverage?: number | undefined;
  };
  readonly node: string;
  /** What to type to measure it again. */
  readonly command: string;
  readonly rows: readonly ResultRow[];
  /** What one must know to read the rows: warm or cold, which part is the client's, what limits the figure. */
  readonly notes: readonly string[];
}

/** Exit code of a benchmark whose data are not on this machine. */
export const NOT_HERE = 3;

const HERE = fileURLToPath(new URL("./", import.meta.url));
const RESULTS = new URL("./results/", import.meta.url);

/**
 * Writes bench/results/<name>.json and returns its path.
 *
 * @example writeResult("lookup", "npm run bench:lookup", [{ names: 443553, exactPerSecond: 700000 }], ["warm, one thread"]);
 */
export function writeResult(
  name: string,
  command: string,
  rows: readonly ResultRow[],
  notes: readonly string[] = [],
): string {
  const result: BenchResult = {
    name,
    date: new Date().toISOString(),
    commit: currentCommit(),
    machine: {
      cpu: cpus()[0]?.model ?? "unknown",
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      loadAverage: Math.round(loadavg()[2]! * 10) / 10,
    },
    node: process.version,
    command,
    rows,
    notes,
  };
  mkdirSync(RESULTS, { recursive: true });
  const path = fileURLToPath(new URL(`${name}.json`, RESULTS));
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
  return path;
}

/** Reads bench/results/<name>.json; `null` when that benchmark has not been run. */
export function readResult(name: string): BenchResult | null {
  try {
    return JSON.parse(readFileSync(new URL(`${name}.json`, RESULTS), "utf8")) as BenchResult;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Short hash of the commit, `+` behind it when files of src/ or bench/ differ from it; "unknown" in a copy without history. */
export function currentCommit(): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: HERE, encoding: "utf8" }).trim();
  try {
    const changed = git("status", "--porcelain", "--untracked-files=no", "--", ":/src", ":/bench/*.ts");
    return git("rev-parse", "--short", "HEAD") + (changed === "" ? "" : "+");
  } catch {
    return "unknown"; // a copy without its history
  }
}
