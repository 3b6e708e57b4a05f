import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { type Occurrences, openOccurrences } from "../../../src/occurrences/occurrences.ts";
import { predicateOf } from "../../../src/occurrences/predicate/from-json.ts";
import type { Snapshot } from "../../../src/occurrences/search/datasets.ts";
import { searchRequestOf } from "../../../src/occurrences/search/search-request.ts";
import { openJobs } from "../../jobs/open-jobs.ts";
import { finds, type RandomRecord, randomRecords, writeDataset } from "./random-dataset.ts";
import { predicates } from "./random-predicates.ts";

const records: RandomRecord[] = randomRecords(2000, 7).map((record) => ({
  ...record,
  eventDate: record["year"] === undefined ? undefined : String(record["year"]),
}));
const folder = writeDataset(records);
let occurrences: Occurrences;
let snapshot: Snapshot;
const jobs = openJobs(join(folder, "jobs"));

before(async () => {
  occurrences = await openOccurrences([`random=${folder}`], (name) => (name === "Puma concolor" ? ["4"] : []), jobs);
  snapshot = occurrences.datasets.snapshot();
});
after(async () => {
  await jobs.close();
  await occurrences.close();
  rmSync(folder, { recursive: true });
});

test("DuckDB finds exactly the records that a look at each of them finds", async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(predicates, async (json) => {
      const predicate = predicateOf(json, occurrences.meanings);
      const expected = records.filter((record) => finds(predicate, record) === true).length;
      found += expected;
      assert.equal(await occurrences.search.count(snapshot, predicate), expected);
    }),
    { numRuns: 300, seed: 11 },
  );
  assert.ok(found > 1000, "the predicates find something");
});

test("pages follow each other without gaps or repetitions, newest first", async () => {
  const keys: number[] = [];
  for (let offset = 0; ; offset += 300) {
    const request = searchRequestOf({ limit: "500", offset: String(offset), country: "DK" }, occurrences.meanings);
    const { results, endOfRecords, count, limit } = await occurrences.search.search(snapshot, request);
    assert.equal(limit, 300, "larger limits are cut without an error");
    keys.push(...results.map(({ key }) => key as number));
    if (endOfRecords) {
      assert.equal(keys.length, count);
      break;
    }
  }
  assert.equal(new Set(keys).size, keys.length);
  const byOrder = records
    .filter((record) => record["countryCode"] === "DK")
    .sort(
      (a, b) =>
        Number(b["year"] ?? -1) - Number(a["year"] ?? -1) ||
        Number(a["month"] ?? 99) - Number(b["month"] ?? 99) ||
        Number(a["gbifID"]) - Number(b["gbifID"]),
    );
  assert.deepEqual(
    keys,
    byOrder.map((record) => record["gbifID"]),
  );
});

test("facets count every value; with multiselect their own filter does not restrict them", async () => {
  const ask = async (parameters: Record<string, string | string[]>) => {
    const { facets } = await occurrences.search.search(
      snapshot,
      searchRequestOf({ limit: "0", facet: "country", ...parameters }, occurrences.meanings),
    );
    return Object.fromEntries(facets[0]!.counts.map(({ name, count }) => [name, count]));
  };
  const counted = (code: string, year?: number) =>
    records.filter((record) => record["countryCode"] === code && (year === undefined || record["year"] === year))
      .length;
  assert.deepEqual(await ask({}), { DK: counted("DK"), SE: counted("SE"), NO: counted("NO") });
  assert.deepEqual(await ask({ country: "DK", year: "1995" }), { DK: counted("DK", 1995) });
  const open = await ask({ country: "DK", year: "1995", facetMultiselect: "true" });
  assert.deepEqual(open, { DK: counted("DK", 1995), SE: counted("SE", 1995), NO: counted("NO", 1995) });
});

test("a name is searched by the taxa that it means, a name that nobody bears finds nothing", async () => {
  const count = async (scientificName: string) =>
    (await occurrences.search.search(snapshot, searchRequestOf({ scientificName, limit: "0" }, occurrences.meanings)))
      .count;
  assert.equal(
    await count("Puma concolor"),
    records.filter((record) => (record["taxonKeys"] as string[]).includes("4")).length,
  );
  assert.equal(await count("Felis catus"), 0);
});

for (const [what, value] of [
  ["a quotation mark", "x' OR '1'='1"],
  ["a comment", "DK'; DROP TABLE x; --"],
  ["a percent sign", "%"],
  ["a null character", "\u0000"],
] as const)
  test(`${what} in a value is a character like any other`, async () => {
    for (const parameter of ["catalogNumber", "recordedBy", "locality", "q", "taxonKey"]) {
      const request = searchRequestOf({ [parameter]: value, limit: "0" }, occurrences.meanings);
      const { count } = await occurrences.search.search(snapshot, request);
      assert.ok(parameter === "q" ? count >= 0 : count === 0, `${parameter}: ${count}`);
    }
  });
