// Measures: records a second from a table to a dataset, matching included, and from a dataset to a Darwin Core archive;
//           memory above the image.
// Corpus:   records made up from seed 7, 17 and 60 columns; names repeat 5-30 times (bench/interpret/made-up.ts).
// Rival:    a plain copy of the same rows: read, cut into cells, joined, written, on one thread.
// Notes:    ratios of one run on two noisy cores count; a quiet machine is several times faster.
import { spawn } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { madeUpRecords } from "./made-up.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const COUNT = Number(process.argv[2] ?? 200_000);
const COLUMNS = (process.argv[3] ?? "17,60").split(",").map(Number);
/** Heap of the main thread, for runs that show that memory does not grow: `node bench/interpret/speed.ts 24000000 9 256`. */
const HEAP_FLAGS = process.argv[4] === undefined ? [] : [`--max-old-space-size=${process.argv[4]}`];
const folder = mkdtempSync(join(tmpdir(), "binomen-speed-"));

async function copy(from: string): Promise<number> {
  const began = performance.now();
  const out = createWriteStream(join(folder, "copy.tsv"));
  for await (const line of createInterface({ input: createReadStream(from) })) {
    if (!out.write(`${line.split("\t").join("\t")}\n`))
      await new Promise<void>((resolve) => out.once("drain", () => resolve()));
  }
  await new Promise<void>((resolve) => out.end(() => resolve()));
  return (performance.now() - began) / 1000;
}

/** Runs a command; its seconds, those of its processors, and the most memory it had. */
async function run(args: string[]): Promise<{ seconds: number; cpuSeconds: number; peakMegabytes: number }> {
  const began = performance.now();
  const child = spawn("/usr/bin/env", ["time", "-f", "%U %S %M", process.execPath, ...HEAP_FLAGS, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr.on("data", (chunk) => (text += String(chunk)));
  const code = await new Promise((resolve) => child.on("exit", resolve));
  if (code !== 0) throw new Error(text);
  const [user, system, kilobytes] = text.trim().split("\n").at(-1)!.split(" ").map(Number) as [number, number, number];
  return {
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: user + system,
    peakMegabytes: Math.round(kilobytes / 1024),
  };
}

// Compiles the backbone, so that this is not counted.
const small = join(folder, "small.tsv");
await madeUpRecords(small, 10, 17);
await run([MAIN, "interpret", small, "--out", join(folder, "compiled")]);
const start = await run([MAIN, "interpret", small, "--out", join(folder, "small")]);
for (const columns of COLUMNS) {
  const source = join(folder, `${columns}.tsv`);
  await madeUpRecords(source, COUNT, columns);
  const plain = await copy(source);
  const dataset = join(folder, `dataset-${columns}`);
  const made = await run([MAIN, "interpret", source, "--out", dataset]);
  const exported = await run([MAIN, "export", dataset, "--format", "dwca", "--out", join(folder, "out.zip")]);
  const { records } = JSON.parse(readFileSync(join(dataset, "attempt-0001", "dataset.json"), "utf8"));
  if (records !== COUNT) throw new Error(`${records} records of ${COUNT}`);
  const seconds = made.seconds - start.seconds;
  const cpuSeconds = made.cpuSeconds - start.cpuSeconds;
  console.log(
    JSON.stringify({
      columns,
      records: COUNT,
      recordsPerSecond: Math.round(COUNT / seconds),
      recordsPerProcessorSecond: Math.round(COUNT / cpuSeconds),
      timesPlainCopy: Number((seconds / plain).toFixed(1)),
      peakMegabytes: made.peakMegabytes,
      megabytesAtTheStart: start.peakMegabytes,
      exportedPerSecond: Math.round(COUNT / exported.seconds),
      exportPeakMegabytes: exported.peakMegabytes,
    }),
  );
}
rmSync(folder, { recursive: true });
