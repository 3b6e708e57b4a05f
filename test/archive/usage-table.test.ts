import assert from "node:assert/strict";
import { test } from "node:test";
import { readTableRange, splitTable } from "../../src/archive/usage-table.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { ProblemReport } from "../../src/taxonomy/problem-report.ts";
import { fileOf, opened, usagesOf } from "./sources.ts";

const text = `\uFEFFtaxonID\tscientificName\ttaxonRank\tfamily\n${Array.from(
  { length: 997 },
  (_, i) => `${i}\tAüs bus${i}\t${i % 100 === 7 ? "specis" : "species"}\tFam${i % 10}\r\n`,
).join("")}997\tAus last\tspecies\t`;

for (const parts of [1, 2, 3, 7, 64])
  test(`${parts} ranges give the usages of the whole table with their lines`, async (t) => {
    const source = await opened(t, fileOf(t, "x.tsv", text));
    const whole = await usagesOf(source);
    const table = structuredClone(source.table!);
    const ranges = splitTable(table, parts);
    assert.ok(ranges.length <= parts && ranges.length > parts * 0.9);
    const report = new ProblemReport();
    const usages: NameUsage[] = [];
    for (const range of ranges) for (const batch of readTableRange(table, range, report)) usages.push(...batch);
    assert.equal(usages.length, 998);
    assert.deepEqual(usages, whole);
    assert.deepEqual(report.toJSON(), source.report.toJSON());
    assert.equal(report.count("UNKNOWN_RANK"), 10);
  });

test("tables with quotes, in UTF-16 or packed are not offered for splitting", async (t) => {
  const csv = "taxonID,scientificName\n1,Aus bus\n";
  assert.equal((await opened(t, fileOf(t, "x.csv", csv))).table, undefined);
  assert.equal(
    (await opened(t, fileOf(t, "x.tsv", Buffer.from(`\uFEFF${csv.replaceAll(",", "\t")}`, "utf16le")))).table,
    undefined,
  );
});
