/**
 * binomen and its rivals, side by side: same names, same queries, one after the other on the same machine.
 *
 *   npm run bench:rivals                        10 k and 100 k names, 2 s per engine and kind of query
 *   npm run bench:rivals -- --sizes 10000,443553,1000000 --seconds 10 --only binomen,minisearch
 *
 * An engine that needs more than its limit for one size, or dies, is named as skipped with the reason, and is not asked at
 * larger sizes. Each runs in a process of its own. Writes bench/results/rivals.json.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type ResultRow, readResult, writeResult } from "../result.ts";
import { ENGINES } from "./engines.ts";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "10000,100000" },
    seconds: { type: "string", default: "2" },
    /** Limit for loading and asking one engine at one size. */
    limit: { type: "string", default: "120" },
    only: { type: "string", default: Object.keys(ENGINES).join(",") },
    /** Keeps the rows of other sizes and engines that the results hold already. */
    add: { type: "boolean", default: false },
  },
});
const sizes = values.sizes.split(",").map(Number);
const only = values.only.split(",");

const earlier = readResult("rivals");
const rows: ResultRow[] = [];
const skipped: string[] = [];
const gaveUp = new Map<string, number>();
for (const size of sizes) {
  for (const engine of only) {
    if ((gaveUp.get(engine) ?? Number.POSITIVE_INFINITY) <= size) continue;
    process.stderr.write(`${engine}, ${size} names … `);
    const outcome = await measureInChild(engine, size);
    if ("rows" in outcome) {
      rows.push(...outcome.rows);
      process.stderr.write(`${outcome.rows.map((row) => `${row["kind"]} ${row["perSecond"]}/s`).join(", ")}\n`);
    } else {
      gaveUp.set(engine, size);
      skipped.push(`Skipped: ${engine} at ${size} names and above: ${outcome.skipped}.`);
      process.stderr.write(`skipped: ${outcome.skipped}\n`);
    }
    writeRows();
  }
}

function sameCase(a: ResultRow, b: ResultRow): boolean {
  return ["engine", "settings", "names", "kind"].every((member) => a[member] === b[member]);
}

function measureInChild(engine: string, size: number): Promise<{ rows: ResultRow[] } | { skipped: string }> {
  const script = fileURLToPath(new URL("./measure.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    ["--expose-gc", "--max-old-space-size=8192", script, engine, String(size), values.seconds],
    { stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  const end = () => process.kill(-child.pid!, "SIGKILL"); // the group: engines have servers of their own
  const stopped = () => {
    end();
    process.exit(1);
  };
  process.once("SIGTERM", stopped).once("SIGINT", stopped);
  return new Promise((resolve) => {
    let output = "";
    let errors = "";
    let timedOut = false;
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (errors = (errors + chunk).slice(-2000)));
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, Number(values.limit) * 1000);
    child.on("close", (code) => {
      clearTimeout(timer);
      process.off("SIGTERM", stopped).off("SIGINT", stopped);
      const line = output.trim().split("\n").at(-1) ?? "";
      if (timedOut) resolve({ skipped: `took more than ${values.limit} s` });
      else if (code === 0) resolve(JSON.parse(line));
      else resolve({ skipped: /heap out of memory/.test(errors) ? "ran out of 8 GB of heap" : lastLine(errors) });
    });
  });
}

function lastLine(text: string): string {
  return text.split("\n").find((line) => line.includes("Error")) ?? text.trim().split("\n").at(-1) ?? "no output";
}

/** After each engine, so that a run that is stopped has what it measured. */
function writeRows(): void {
  const before = values.add ? earlier : null;
  const kept = (before?.rows ?? []).filter((row) => !rows.some((one) => sameCase(one, row)));
  const keptSkipped = (before?.notes ?? []).filter((note) => note.startsWith("Skipped: ") && !skipped.includes(note));
  writeResult(
    "rivals",
    `npm run bench:rivals -- --sizes ${values.sizes} --seconds ${values.seconds}`,
    [...kept, ...rows],
    [
      "One process per engine, one query after the other.",
      "Queries are drawn uniformly, all different, and asked in the same order; a slow engine answers as many as fit.",
      "Warm: each engine answers for half a second or a fifth of its budget before the count starts.",
      "Per second of processor time of the engine, which other work on the machine does not shorten. Pipes and sockets to Lucene, PostgreSQL and Redis are not counted, nor Lucene's compiler and garbage collector; ours and the other in-process engines bear theirs. The rate seen stands in results/rivals.json.",
      "binomen's full decision names no species where the spelling leaves doubt, which counts as not found here. It is more careful with a list of bare names, without ranks, than with a checklist: see the right answers in the table of full decisions above.",
      "Memory: growth of resident memory, engine's process included; PostgreSQL: size of table and indexes.",
      ...keptSkipped,
      ...skipped,
    ],
  );
}
