// Measures: usages read per second from archives, one thread, everything counted (unpacking, decoding, vocabularies).
// Corpus:   the bundled backbone; with ../shared/data also 2.7 million rows (plain and .zst) and WFO's names (.gz).
// Rival:    counting the lines of the same unpacked bytes, in the same run: what no reader can beat.
// Note:     the machine is shared; the ratio to counting lines is the robust figure.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openSource } from "../../src/archive/open.ts";
import { openFiles } from "../../src/archive/packed/files.ts";
import { readTableRange, splitTable } from "../../src/archive/usage-table.ts";
import { ProblemReport } from "../../src/taxonomy/problem-report.ts";
import { residentMiB } from "../measure.ts";
import { type ResultRow, writeResult } from "../result.ts";

const { positionals } = parseArgs({ allowPositionals: true });
const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const sources = positionals.length
  ? positionals
  : ["data/ncbi-taxonomy-dwca.zip", "../shared/data/backbone/backbone.tsv.zst", "../shared/data/wfo/names.tsv.gz"]
      .map(path)
      .filter((file) => existsSync(file));

/** Largest file of a source, unpacked: number of line ends, bytes and milliseconds. */
async function countLines(source: string): Promise<{ lines: number; bytes: number; ms: number }> {
  const { files, close } = await openFiles(source);
  const largest = files.reduce((a, b) => (b.size > a.size ? b : a));
  const start = performance.now();
  let lines = 0;
  let bytes = 0;
  for await (const chunk of largest.read()) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
    bytes += chunk.length;
  }
  const ms = performance.now() - start;
  await close();
  return { lines, bytes, ms };
}

const rows: ResultRow[] = [];
for (const source of sources) {
  const baseline = await countLines(source);
  const opened = await openSource(source);
  const start = performance.now();
  let usages = 0;
  for await (const batch of opened.usages()) usages += batch.length;
  const ms = performance.now() - start;
  const report = opened.report;
  await opened.close();
  if (usages < baseline.lines * 0.9) throw new Error(`${source}: only ${usages} of ${baseline.lines} lines are usages`);
  const row = {
    source: source.replace(/^.*\//, ""),
    usages,
    seconds: +(ms / 1000).toFixed(2),
    usagesPerSecond: Math.round((usages / ms) * 1000),
    microsecondsPerUsage: +((ms * 1000) / usages).toFixed(2),
    megabytesPerSecond: Math.round(baseline.bytes / ms / 1000),
    timesLineCount: +(ms / baseline.ms).toFixed(1),
    problems: report.total,
    residentMiB: residentMiB(),
  };
  rows.push(row);
  console.log(row);
  if (!opened.table) continue;
  // Ranges are read by threads; here one after the other, to see what cutting costs.
  const rangesStart = performance.now();
  const ranges = splitTable(opened.table, 4);
  const cutMs = performance.now() - rangesStart;
  let inRanges = 0;
  for (const range of ranges)
    for (const batch of readTableRange(opened.table, range, new ProblemReport())) inRanges += batch.length;
  if (inRanges !== usages) throw new Error(`${source}: ${inRanges} usages in ranges, ${usages} in the whole`);
  const rangesMs = performance.now() - rangesStart;
  console.log({ ranges: ranges.length, cutSeconds: cutMs / 1000, seconds: rangesMs / 1000 });
}
console.log(
  writeResult("archive", "node bench/micro/archive.ts", rows, [
    "One thread; timesLineCount is the time against counting the line ends of the same unpacked bytes in the same run.",
  ]),
);
