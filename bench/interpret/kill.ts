// Measures: is a dataset that was killed and resumed, again and again, the same byte for byte as one that was not?
// Corpus:   records made up from seed 7, several chunks; the clock is pinned.
// Notes:    the interpreter is killed with SIGKILL after a random time; a second interpreter on the dataset must be refused.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as setTimeoutPromise } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { madeUpRecords } from "./made-up.ts";

const KILLS = Number(process.argv[2] ?? 30);
const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "binomen-kill-"));
const source = join(folder, "records.tsv");
await madeUpRecords(source, 60_000, 17);

function start(out: string, resume: boolean): { ended: Promise<number | null>; kill: () => void; text: () => string } {
  const child = spawn(
    process.execPath,
    [MAIN, "interpret", source, "--out", out, "--clock", "2026-11-29T00:00:00Z", ...(resume ? ["--resume"] : [])],
    {
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let text = "";
  child.stderr.on("data", (chunk) => (text += String(chunk)));
  return {
    ended: new Promise((resolve) => child.on("exit", (code) => resolve(code))),
    kill: () => child.kill("SIGKILL"),
    text: () => text,
  };
}

function checksums(out: string): string {
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return files
    .map((path) => `${relative(out, path)} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`)
    .join("\n");
}

const began = performance.now();
const whole = join(folder, "whole");
const first = start(whole, false);
if ((await first.ended) !== 0) throw new Error(first.text());
/** The shortest run from beginning to end: others may have work for the machine that has ended since. */
let wholeMilliseconds = performance.now() - began;
const wanted = checksums(whole);

/** The file that says who writes a dataset (src/occurrences/dataset/lock.ts). */
const LOCK = ".lock";

let seed = 7;
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
let kills = 0;
let finished = 0;
let wrong = 0;
let secondRefused = false;
while (kills < KILLS) {
  const out = join(folder, `cut-${finished}`);
  let isResumed = false;
  for (let isDone = false; !isDone; ) {
    const runBegan = performance.now();
    const run = start(out, true);
    // The second comes while the first works: it is not killed before that.
    if (!secondRefused) secondRefused = await isSecondRefused(out, run.ended);
    const timer = setTimeout(run.kill, kills < KILLS ? (0.2 + random()) * wholeMilliseconds : 1e9);
    const code = await run.ended;
    clearTimeout(timer);
    if (code === null) kills++;
    else if (code === 0) isDone = true;
    else throw new Error(run.text());
    if (isDone && !isResumed) wholeMilliseconds = Math.min(wholeMilliseconds, performance.now() - runBegan);
    isResumed = true;
  }
  if (checksums(out) !== wanted) wrong++;
  finished++;
  rmSync(out, { recursive: true });
  console.error(`${kills} kills, ${finished} datasets finished, ${wrong} of them wrong`);
}
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ kills, finished, wrong, secondRefused }));
if (wrong > 0 || !secondRefused) process.exitCode = 1;

/** Starts a second interpreter as soon as the first has begun; false when the first had ended before the second did. */
async function isSecondRefused(out: string, firstEnded: Promise<unknown>): Promise<boolean> {
  let isFirstRunning = true;
  void firstEnded.then(() => (isFirstRunning = false));
  while (isFirstRunning && !existsSync(join(out, LOCK))) await setTimeoutPromise(20);
  const second = start(out, true);
  await second.ended;
  return isFirstRunning && /is being written by process/.test(second.text());
}
