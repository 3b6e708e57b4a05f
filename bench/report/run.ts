/**
 * Results to README: reads bench/results/*.json, writes bench/results/*.svg and what stands between the marks of
 * bench/README.md. Run by `npm run bench`, or alone: `npm run bench:report`.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { readResult } from "../result.ts";
import { renderChart } from "./chart.ts";
import { goalsTable } from "./goals.ts";
import { replaceResults } from "./markdown.ts";
import { ORDER, sectionOf } from "./sections.ts";

const RESULTS = new URL("../results/", import.meta.url);
const README = new URL("../README.md", import.meta.url);

const names = readdirSync(RESULTS)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length))
  .sort((a, b) => position(a) - position(b) || (a < b ? -1 : 1));

const measured = names.flatMap((name) => readResult(name) ?? []);
const sections = measured.map(sectionOf);
for (const { charts } of sections)
  for (const [file, chart] of Object.entries(charts))
    writeFileSync(new URL(`${file}.svg`, RESULTS), renderChart(chart));
const goals = `## Goals\n\n${goalsTable(measured)}\n`;
const results = [goals, ...sections.map(({ heading, markdown }) => `## ${heading}\n\n${markdown}`)].join("\n");
writeFileSync(README, replaceResults(readFileSync(README, "utf8"), results));
process.stdout.write(`bench/README.md: ${sections.length} results\n`);

function position(name: string): number {
  const place = ORDER.indexOf(name);
  return place === -1 ? ORDER.length : place;
}
