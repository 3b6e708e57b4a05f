import assert from "node:assert/strict";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { tileOf } from "../../../src/occurrences/map/tile.ts";
import { type Occurrences, openOccurrences } from "../../../src/occurrences/occurrences.ts";
import { allOf } from "../../../src/occurrences/predicate/from-parameters.ts";
import { sqlOf } from "../../../src/occurrences/predicate/to-sql.ts";
import type { Snapshot } from "../../../src/occurrences/search/datasets.ts";
import { searchRequestOf } from "../../../src/occurrences/search/search-request.ts";
import { narrowed, placesOf, SortedFiles } from "../../../src/occurrences/search/sorted.ts";
import { openJobs } from "../../jobs/open-jobs.ts";
import { randomRecords, writeDataset } from "./random-dataset.ts";

// Taxon 9 is found under two parents: its records are not one stretch.
const records = randomRecords(1500, 33).map((record, i) => ({
  ...record,
  ...(i % 10 === 0 && { taxonKeys: i % 20 === 0 ? ["1", "9"] : ["5", "9"] }),
}));
const folder = writeDataset(records, 400);
const jobs = openJobs(join(folder, "jobs"));
const place = join(folder, "sorted");
let occurrences: Occurrences;
let files: SortedFiles;
let plain: Snapshot;
let sorted: Snapshot;

before(async () => {
  occurrences = await openOccurrences([`random=${folder}`], () => [], jobs);
  files = new SortedFiles(place, occurrences.engine, 0);
  plain = occurrences.datasets.snapshot();
  sorted = { ...plain, sorted: (await files.tableOf(plain))! };
});
after(async () => {
  await jobs.close();
  await files.close();
  await occurrences.close();
  rmSync(folder, { recursive: true });
});

for (const parameters of [
  {},
  { taxonKey: "1" },
  { taxonKey: "3" },
  { taxonKey: "9" },
  { taxonKey: "no such taxon" },
  { taxonKey: ["4", "5"] },
  { taxonKey: ["9", "4", "nothing"] },
  { taxonKey: "1", year: "1995,*", country: ["DK", "SE"] },
  { taxonKey: "*" },
  { taxonKey: "1", q: "puma" },
  { taxonKey: "2", geometry: "POLYGON((-90 -10,90 -10,90 10,-90 10,-90 -10))" },
  { taxonKey: "1", limit: "300", offset: "40" },
  { taxonKey: "1", shuffle: "7" },
  { taxonKey: "1", after: "*", limit: "7" },
  { country: "NO", facet: ["taxonKey", "year"], limit: "0" },
  { taxonKey: "1", facet: ["country", "taxonKey", "issue"], facetMultiselect: "true" },
] as Record<string, string | string[]>[])
  test(`${JSON.stringify(parameters)} is answered the same from the sorted file`, async () => {
    const request = searchRequestOf(parameters, occurrences.meanings);
    const [one, other] = await Promise.all([
      occurrences.search.search(plain, request),
      occurrences.search.search(sorted, request),
    ]);
    assert.deepEqual(other, one);
    const predicate = allOf(request.filters);
    const tile = tileOf("0", "0", "0", "EPSG:3857");
    const [map, sortedMap] = await Promise.all(
      [plain, sorted].map((from) => occurrences.maps.vector(from, predicate, tile, { bins: undefined })),
    );
    assert.ok(map === undefined ? sortedMap === undefined : map.equals(sortedMap!));
  });

test("maps are asked of the table of places when it has all that they ask for, and of no taxon", async () => {
  const sqlOfFilters = (parameters: Record<string, string>) =>
    sqlOf(allOf(searchRequestOf(parameters, occurrences.meanings).filters)).text;
  const [yes, no] = [
    [{}, { year: "1995,*" }, { country: "DK", basisOfRecord: "HUMAN_OBSERVATION" }, { geoDistance: "0,0,900km" }],
    [{ catalogNumber: "a1" }, { month: "5", elevation: "*" }, { gbifRegion: "EUROPE" }, { eventDate: "1995" }],
  ] as Record<string, string>[][];
  for (const parameters of yes!) assert.match(placesOf(sorted, sqlOfFilters(parameters)) ?? "", /\.place$/);
  for (const parameters of no!) assert.equal(placesOf(sorted, sqlOfFilters(parameters)), undefined);
  assert.equal(placesOf(plain, "TRUE"), undefined);
  for (const parameters of [...yes!, ...no!, { taxonKey: "9", year: "1995,*" }])
    for (const byYear of [false, true]) {
      const { filters } = searchRequestOf(parameters as Record<string, string>, occurrences.meanings);
      const [map, other] = await Promise.all(
        [plain, sorted].map((from) =>
          occurrences.maps.vector(from, allOf(filters), tileOf("1", "1", "0", "EPSG:3857"), {
            bins: undefined,
            byYear,
          }),
        ),
      );
      assert.deepEqual(other, map, JSON.stringify(parameters));
    }
});

test("a subtree alone is counted without looking at its records, those in two of them once", async () => {
  for (const [taxonKey, isKnown] of [
    ["1", true],
    ["9", false],
    [["1", "3"], true],
    ["nothing", true],
  ] as const) {
    const predicate = allOf(searchRequestOf({ taxonKey: taxonKey as string }, occurrences.meanings).filters);
    const asked: string[] = [taxonKey].flat();
    const { count } = await narrowed(occurrences.engine, sorted, predicate);
    const wanted = records.filter(({ taxonKeys }) => (taxonKeys as string[]).some((key) => asked.includes(key)));
    assert.equal(count, isKnown ? wanted.length : undefined);
  }
});

test("a file is made once for a snapshot, and small snapshots have none", async () => {
  const [name] = readdirSync(place);
  assert.match(name!, /^[0-9a-f]{16}-2\.duckdb$/);
  assert.deepEqual(await files.tableOf(plain), sorted.sorted);
  assert.deepEqual(readdirSync(place), [name]);
  const other = join(folder, "none");
  assert.equal(await new SortedFiles(other, occurrences.engine).tableOf(plain), undefined);
  assert.ok(!existsSync(other));
});

test("a server that is given a place answers from the sorted file as soon as it is there", async () => {
  const failed: Error[] = [];
  const onError = (error: Error) => void failed.push(error);
  const options = { sorted: { folder: join(folder, "served"), leastRecords: 0, onError } };
  const own = openJobs(join(folder, "jobs-served"));
  const served = await openOccurrences([`random=${folder}`], () => [], own, options);
  while (failed.length === 0 && served.datasets.snapshot().sorted === undefined) await new Promise(setImmediate);
  assert.deepEqual(failed, []);
  const request = searchRequestOf({ taxonKey: "1", limit: "0" }, served.meanings);
  const wanted = records.filter(({ taxonKeys }) => (taxonKeys as string[]).includes("1")).length;
  assert.equal((await served.search.search(served.datasets.snapshot(), request)).count, wanted);
  await own.close();
  await served.close();
});
