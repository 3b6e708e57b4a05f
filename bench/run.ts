/**
 * All benchmarks, one after the other, then the page of results.
 *
 *   npm run bench          the affordable part, about ten minutes
 *   npm run bench:full     everything, 8 million names included
 *
 * A benchmark that fails is named at the end, keeps the result it had, and makes the exit code 1; the others go on.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

interface Step {
  /** npm script. */
  readonly script: string;
  /** Its arguments in the affordable run; `null`: only in the full run. */
  readonly affordable: readonly string[] | null;
  readonly full: readonly string[];
}

const STEPS: readonly Step[] = [
  { script: "bench:names", affordable: [], full: [] },
  { script: "bench:parse", affordable: [], full: [] },
  { script: "bench:gbif", affordable: [], full: [] },
  { script: "bench:quality", affordable: [], full: [] },
  { script: "bench:lookup", affordable: ["--seconds", "1"], full: ["--names", "10000,100000,1000000,8000000"] },
  { script: "bench:build", affordable: null, full: ["--names", "10000,100000,1000000,8000000"] },
  { script: "bench:match", affordable: ["--seconds", "1", "--add"], full: ["--seconds", "4", "--add"] },
  { script: "bench:http", affordable: ["--seconds", "3", "--add"], full: ["--seconds", "10", "--add"] },
  {
    script: "bench:rivals",
    affordable: ["--sizes", "10000,100000", "--seconds", "1", "--add"],
    full: ["--sizes", "10000,100000,425310,1000000", "--seconds", "10", "--limit", "600"],
  },
  { script: "bench:cli", affordable: null, full: ["--names", "8000000"] },
  { script: "bench:facets", affordable: null, full: [] },
];

const full = process.argv.includes("--full");
const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const failed: string[] = [];
for (const { script, affordable, full: complete } of STEPS) {
  const chosen = full ? complete : affordable;
  if (chosen === null) continue;
  if (manifest.scripts[script] === undefined) throw new Error(`package.json has no script ${script}`);
  run(script, chosen);
}
run("bench:report", []);
if (failed.length > 0) {
  process.stderr.write(`failed: ${failed.join(", ")}\n`);
  process.exitCode = 1;
}

function run(script: string, scriptArguments: readonly string[]): void {
  const start = performance.now();
  process.stderr.write(`\n== ${script} ${scriptArguments.join(" ")}\n`);
  const { status } = spawnSync("npm", ["run", "-s", script, "--", ...scriptArguments], { stdio: "inherit" });
  if (status !== 0) failed.push(script);
  process.stderr.write(`== ${script}: ${Math.round((performance.now() - start) / 1000)} s\n`);
}
