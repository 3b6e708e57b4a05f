// Measures: building an image from a table by phase, peak memory, CPU time, bytes per name, and a warm start from file.
// Corpus:   grown checklists (bench/corpus.ts): --names 10000,100000,1000000,8000000, whose images stay beside them for the
//           other benchmarks; or --source <path>, --keep <image> keeps it
// Note:     every build runs in a process of its own, so that peak memory is its own. CPU seconds are those of all
//           threads: on a machine that others use too they are the robust figure, wall seconds are not.
import { execFileSync } from "node:child_process";
import { rmSync, statSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openSource } from "../../src/archive/open.ts";
import { ImageBuilder } from "../../src/image/build.ts";
import { readImage, writeImage } from "../../src/image/file.ts";
import { ImageReader } from "../../src/image/read.ts";
import { buildFromSource } from "../../src/pool/build-pool.ts";
import { corpusOf } from "../corpus.ts";
import type { ResultRow } from "../result.ts";
import { keptImage } from "./images.ts";
import { writeKeepingRows } from "./keep-rows.ts";

const { values } = parseArgs({
  options: {
    names: { type: "string", default: "10000,100000,1000000" },
    source: { type: "string" },
    threads: { type: "string", default: String(availableParallelism()) },
    build: { type: "string" },
    start: { type: "string" },
    out: { type: "string", default: "" },
    keep: { type: "string" },
  },
});
const HERE = fileURLToPath(import.meta.url);
const seconds = (ms: number) => +(ms / 1000).toFixed(2);

/** Builds, in this process; prints a row. */
async function build(source: string, out: string): Promise<void> {
  const start = performance.now();
  const phases: Record<string, number> = {};
  let phase = "rows";
  let since = start;
  const next = (name: string) => {
    phases[`${phase}Seconds`] = seconds(performance.now() - since);
    phase = name;
    since = performance.now();
  };
  const opened = await openSource(source);
  const builder = new ImageBuilder({ checklistKey: "bench", problems: opened.report, onPhase: next });
  const image = await buildFromSource(opened, builder, { threads: Number(values.threads) });
  next("end");
  await opened.close();
  if (image === undefined) throw new Error(`${source} has no rows`);
  const wallSeconds = seconds(performance.now() - start);
  const cpu = process.cpuUsage();
  writeImage(out, image);
  const { nameCount } = new ImageReader(image).header;
  const row = {
    names: nameCount,
    sourceMiB: Math.round(statSync(source).size / 2 ** 20),
    wallSeconds,
    cpuSeconds: seconds((cpu.user + cpu.system) / 1000),
    ...phases,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    bytesPerName: +(image.length / nameCount).toFixed(1),
  };
  console.log(JSON.stringify(row));
}

/** Reads and verifies an image and answers once, in this process; prints a row. */
function start(path: string): void {
  const began = performance.now();
  const image = new ImageReader(readImage(path));
  const usage = image.firstUsage(image.exactName(image.foldedName(image.nameCount >>> 1)));
  if (image.id(usage) === "") throw new Error("no answer");
  console.log(
    JSON.stringify({
      warmStartSeconds: seconds(performance.now() - began),
      warmStartWithNodeSeconds: seconds(performance.now()),
      servingMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
    }),
  );
}

function inChild(...args: string[]): Record<string, number> {
  const text = execFileSync(process.execPath, [HERE, "--threads", values.threads, ...args], { encoding: "utf8" });
  return JSON.parse(text) as Record<string, number>;
}

if (values.build !== undefined) await build(values.build, values.out);
else if (values.start !== undefined) start(values.start);
else {
  const rows: ResultRow[] = [];
  const sources = values.source === undefined ? values.names.split(",").map(Number) : [values.source];
  for (const source of sources) {
    const path = typeof source === "number" ? await corpusOf(source) : source;
    const temporary = join(tmpdir(), `binomen-bench-${process.pid}.img`);
    const out = typeof source === "number" ? keptImage(path) : (values.keep ?? temporary);
    const loadBefore = +loadavg()[0]!.toFixed(1);
    const built = inChild("--build", path, "--out", out);
    const row = { corpus: source, ...built, ...inChild("--start", out), threads: Number(values.threads), loadBefore };
    rmSync(temporary, { force: true });
    console.log(row);
    rows.push(row);
  }
  writeKeepingRows("corpus", `node bench/micro/build.ts ${process.argv.slice(2).join(" ")}`.trim(), "corpus", rows, [
    "Cold build from a table of names with authorship, status and full classification; warm start from the page cache.",
    "What limits: reading the table and its names (rows), on all threads; ordering names and laying out columns run on one for the most part.",
    "loadBefore is the number of running processes before the build: on two cores, wall seconds above 2 are shared.",
  ]);
}
