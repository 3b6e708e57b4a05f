/**
 * Does anything grow that should not?
 *
 *   npm run bench:soak                  two minutes
 *   npm run bench:soak -- --minutes 60
 *
 * Mixed load at a third of what a small machine carries; memory, handles and latency of each twelfth of the time. Ends with
 * 1 when memory of the last third is more than a fifth above that of the second, or handles grew.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { processMemory, processorSeconds, startServer } from "../http/child-server.ts";
import { percentile } from "../measure.ts";
import { renderChart, type Series } from "../report/chart.ts";
import { writeResult } from "../result.ts";
import { sendMixedLoad } from "./mixed-load.ts";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "2" }, rate: { type: "string", default: "300" } },
});
const PARTS = 12;

/** What a part of the time was like. */
type Part = Record<
  "minute" | "residentMiB" | "handles" | "getP99Ms" | "listP99Ms" | "failed" | "refused" | "processorSeconds",
  number
>;

const seconds = (Number(values.minutes) * 60) / PARTS;
const perSecond = Number(values.rate);
const CLI = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "binomen-soak-"));
const server = await startServer([CLI, "serve", "--port", "0", "--data-dir", folder]);
const rows: Part[] = [];
try {
  const names = readFileSync(new URL("../../data/misspellings.tsv", import.meta.url), "utf8")
    .split("\n")
    .slice(1)
    .flatMap((line) => line.split("\t").slice(0, 2));
  for (let part = 1; part <= PARTS; part++) {
    const used = processorSeconds(server.pid);
    const { gets, lists, health } = await sendMixedLoad({
      url: server.url,
      names,
      seconds,
      getsPerSecond: perSecond,
      listsPerSecond: perSecond / 100,
    });
    const row = {
      minute: Math.round((part * seconds) / 6) / 10,
      residentMiB: processMemory(server.pid).residentMiB,
      handles: readdirSync(`/proc/${server.pid}/fd`).length,
      getP99Ms: Math.round(percentile(gets.answered, 99) * 10) / 10,
      listP99Ms: Math.round(percentile(lists.answered, 99) * 10) / 10,
      failed: gets.failed + lists.failed + health.failed,
      refused: gets.refused + lists.refused,
      processorSeconds: Math.round((processorSeconds(server.pid) - used) * 10) / 10,
    };
    console.error(JSON.stringify(row));
    rows.push(row);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
writeResult("soak", "npm run bench:soak", rows, [
  `${perSecond} GETs and ${perSecond / 100} lists of 500 names a second; each row is a twelfth of the time.`,
]);
// Beside each other: each as a share of its first value after the start, so that what grows is above the line.
const share = (label: string, member: keyof Part): Series => ({
  label,
  points: rows.slice(1).map((part) => [part.minute, part[member] / (rows[1]![member] || 1), `${part[member]}`]),
});
writeFileSync(
  new URL("../results/soak.svg", import.meta.url),
  renderChart({
    title: `Nothing grows: ${values.minutes} minutes of mixed load`,
    x: { title: "minutes", scale: "linear" },
    y: { title: "times the first value", scale: "linear", range: [0, 3] },
    series: [
      share("memory", "residentMiB"),
      share("handles", "handles"),
      share("p99 of GETs", "getP99Ms"),
      share("p99 of lists", "listP99Ms"),
    ],
  }),
);
const mean = (from: number, to: number) =>
  rows.slice(from, to).reduce((sum, row) => sum + row.residentMiB, 0) / (to - from);
const grew = mean(8, 12) / mean(4, 8);
const handles = rows.at(-1)!.handles - rows[4]!.handles;
console.error(`memory of the last third: ${grew.toFixed(2)} times that of the second; handles: ${handles} more`);
if (grew > 1.2 || handles > 20 || rows.some(({ failed }) => failed > 0)) process.exitCode = 1;
