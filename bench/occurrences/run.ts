// Measures: searches of a subtree, facets of it, tiles; over 5 M records from the Parquet files, and from the sorted file.
// Corpus:   generate.ts, made once below .cache/ (about 3 minutes); BENCH_RECORDS is another number of records.
// Notes:    each question is asked of 20 taxa in turn, after one that warms up; answers of both ways must be equal. Aims:
//           search 100 ms, facets 300 ms, tiles 150 ms at the median.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { tileOf } from "../../src/occurrences/map/tile.ts";
import { openOccurrences } from "../../src/occurrences/occurrences.ts";
import { allOf } from "../../src/occurrences/predicate/from-parameters.ts";
import type { Snapshot } from "../../src/occurrences/search/datasets.ts";
import { searchRequestOf } from "../../src/occurrences/search/search-request.ts";
import { SortedFiles } from "../../src/occurrences/search/sorted.ts";
import { openJobs } from "../../test/jobs/open-jobs.ts";
import { generateDataset } from "./generate.ts";

const RECORDS = Number(process.env["BENCH_RECORDS"] ?? 5_000_000);
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 20);
const CACHE = join(process.env["BENCH_CACHE"] ?? ".cache", "occurrences");
const folder = join(CACHE, `generated-${RECORDS}`);
if (!existsSync(folder)) {
  mkdirSync(CACHE, { recursive: true });
  rmSync(`${folder}.partial`, { recursive: true, force: true });
  await generateDataset(`${folder}.partial`, RECORDS);
  renameSync(`${folder}.partial`, folder);
}

const jobs = openJobs(join(CACHE, "jobs"));
const occurrences = await openOccurrences([`bench=${folder}`], () => [], jobs);
const plain = occurrences.datasets.snapshot();
const files = new SortedFiles(join(CACHE, "sorted"), occurrences.engine, 0);
const begun = performance.now();
const sorted: Snapshot = { ...plain, sorted: (await files.tableOf(plain))! };
const seconds = (performance.now() - begun) / 1000;
const bytes = (path: string) => readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
const mib = (n: number) => Math.round(n / 2 ** 20);
console.log(
  `${RECORDS} records: Parquet ${mib(bytes(join(folder, "attempt-0001", "interpreted")))} MiB, ` +
    `sorted file ${mib(bytes(join(CACHE, "sorted")))} MiB, opened or made in ${seconds.toFixed(1)} s`,
);

const search = (parameters: Record<string, string | string[]>) => (snapshot: Snapshot) =>
  occurrences.search.search(snapshot, searchRequestOf(parameters, occurrences.meanings));
const tile = (z: number, x: number, y: number, parameters: Record<string, string>) => async (snapshot: Snapshot) => {
  const { filters } = searchRequestOf(parameters, occurrences.meanings);
  const at = tileOf(`${z}`, `${x}`, `${y}`, "EPSG:3857");
  return occurrences.maps.vector(snapshot, allOf(filters), at, { bins: undefined });
};
const family = (i: number) => `f${(i * 37) % 500}`;
const facet = ["year", "country", "basisOfRecord"];
const QUESTIONS: readonly [string, (i: number) => (snapshot: Snapshot) => Promise<unknown>][] = [
  ["family: 20 records and count", (i) => search({ taxonKey: family(i) })],
  ["family: three facets", (i) => search({ taxonKey: family(i), limit: "0", facet })],
  ["class: 20 records and count", (i) => search({ taxonKey: `c${i % 10}` })],
  ["class: three facets", (i) => search({ taxonKey: `c${i % 10}`, limit: "0", facet })],
  ["tile at zoom 5, everything", (i) => tile(5, 8 + (i % 16), 12 + (i % 8), {})],
  ["tile at zoom 2 of a family", (i) => tile(2, i % 4, 1 + (i % 2), { taxonKey: family(i) })],
];
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
console.log("| question | Parquet, p50 ms | sorted, p50 ms | sorted, slowest |\n| --- | ---: | ---: | ---: |");
for (const [name, question] of QUESTIONS) {
  const [plainTimes, sortedTimes]: [number[], number[]] = [[], []];
  await question(0)(sorted);
  for (let i = 1; i <= ROUNDS; i++) {
    const timed = async (snapshot: Snapshot, times: number[]) => {
      const from = performance.now();
      const answer = await question(i)(snapshot);
      times.push(performance.now() - from);
      return answer;
    };
    const answer = await timed(sorted, sortedTimes);
    // The files take seconds: three rounds tell enough, and that both ways agree.
    if (i <= 3) assert.deepEqual(answer, await timed(plain, plainTimes));
  }
  const most = Math.max(...sortedTimes);
  console.log(
    `| ${name} | ${median(plainTimes).toFixed(0)} | ${median(sortedTimes).toFixed(0)} | ${most.toFixed(0)} |`,
  );
}
await jobs.close();
await files.close();
await occurrences.close();
