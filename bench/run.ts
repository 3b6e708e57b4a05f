/**
 * All benchmarks, one after the other, then the page of results.
 *
 *   npm run bench                        the affordable part, about ten minutes on two cores
 *   npm run bench:full                   everything, hours
 *   npm run bench -- --only match,http   some parts (bench/parts.ts), `--list` names them
 *   npm run bench -- --resume            only what the last run of this commit did not end well
 *
 * A part that fails, takes longer than its limit, or lacks its data keeps the result it had; the others go on. The summary
 * says so, and so does the exit code: 1 when a part failed, 3 when none failed but data were missing.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { PARTS, type Part } from "./parts.ts";
import { currentCommit, NOT_HERE, type ResultRow, readResult, writeResult } from "./result.ts";

const { values } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    only: { type: "string" },
    resume: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    /** Seconds that one part may take; by default 400, ten hours in the full run. */
    limit: { type: "string" },
  },
});
/** How a part ends that has nothing to measure on this machine. */
const MISSING = "its data are not here";
const limitSeconds = Number(values.limit ?? (values.full ? 36_000 : 400));
const run = values.full ? "full" : "affordable";
const scripts = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).scripts;
const chosen = chooseParts();
if (values.list)
  process.stdout.write(chosen.map(({ name, script }) => `${name.padEnd(20)} npm run ${script}\n`).join(""));
else await runAll();

function chooseParts(): Part[] {
  const only = values.only?.split(",").map((name) => name.trim());
  const unknown = only?.filter((name) => !PARTS.some((part) => part.name === name)) ?? [];
  if (unknown.length > 0)
    throw new Error(`no part ${unknown.join(", ")}; known: ${PARTS.map(({ name }) => name).join(", ")}`);
  for (const { script } of PARTS)
    if (scripts[script] === undefined) throw new Error(`package.json has no script ${script}`);
  return PARTS.filter((part) =>
    only === undefined ? values.full || part.affordable !== null : only.includes(part.name),
  );
}

async function runAll(): Promise<void> {
  // Before the first result is written: with uncommitted results the commit would bear a mark.
  const commit = currentCommit();
  const last = readResult("run")?.rows ?? [];
  const isDone = ({ name }: Part) =>
    last.some(
      (row) => row["part"] === name && row["run"] === run && row["commit"] === commit && row["outcome"] === "done",
    );
  const rows: ResultRow[] = last.filter(
    (row) => !chosen.some(({ name }) => row["part"] === name && row["run"] === run),
  );
  for (const part of chosen) {
    if (values.resume && isDone(part)) {
      rows.push(last.findLast((row) => row["part"] === part.name && row["run"] === run)!);
      continue;
    }
    const start = performance.now();
    process.stderr.write(`\n== ${part.name}\n`);
    const outcome = await runPart(part);
    const seconds = Math.round((performance.now() - start) / 1000);
    process.stderr.write(`== ${part.name}: ${outcome}, ${seconds} s\n`);
    rows.push({ part: part.name, run, seconds, outcome, commit });
    writeResult("run", `npm run ${values.full ? "bench:full" : "bench"}`, rows, []);
  }
  const reported = await runScript("bench:report", []);
  const ours = rows.filter((row) => row["run"] === run && chosen.some(({ name }) => name === row["part"]));
  const total = ours.reduce((sum, row) => sum + Number(row["seconds"]), 0);
  for (const { part, seconds, outcome } of ours)
    process.stderr.write(`${String(seconds).padStart(6)} s  ${part}${outcome === "done" ? "" : `: ${outcome}`}\n`);
  process.stderr.write(`${String(total).padStart(6)} s  in all\n`);
  if (reported !== 0 || ours.some(({ outcome }) => outcome !== "done" && outcome !== MISSING)) process.exitCode = 1;
  else if (ours.some(({ outcome }) => outcome === MISSING)) process.exitCode = NOT_HERE;
}

async function runPart({ script, affordable, full }: Part): Promise<string> {
  const chosenArguments = values.full ? full : (affordable ?? full);
  // What an earlier part leaves; that one has failed, or was never run.
  const absent = chosenArguments.find((word) => word.startsWith(".cache/") && !existsSync(word));
  if (absent !== undefined) {
    process.stderr.write(`${absent} is not there; the parts "build" and "queries" make it.\n`);
    return MISSING;
  }
  const code = await runScript(script, chosenArguments);
  if (code === 0) return "done";
  if (code === NOT_HERE) return MISSING;
  return code === null ? `took more than ${limitSeconds} s` : `failed (exit code ${code})`;
}

/** Resolves to the exit code; `null` when it was ended because it took too long. Ctrl-C ends it and us. */
function runScript(script: string, scriptArguments: readonly string[]): Promise<number | null> {
  // A group of its own: benchmarks start servers, which have to end with them.
  const child = spawn("npm", ["run", "-s", script, "--", ...scriptArguments], {
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  const interrupted = () => {
    endGroup(child);
    process.exit(130);
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      endGroup(child);
    }, limitSeconds * 1000);
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(timer);
      process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
      resolve(isLate ? null : (code ?? 1));
    });
  });
}

/** Asks the group to end, and makes it end when it has not after some seconds. */
function endGroup(child: ChildProcess): void {
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, name);
    } catch {
      // It has ended meanwhile.
    }
  };
  signal("SIGTERM");
  setTimeout(signal, 5000, "SIGKILL").unref();
}
