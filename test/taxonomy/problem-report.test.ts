import assert from "node:assert/strict";
import { test } from "node:test";
import { PLACES_KEPT, ProblemReport } from "../../src/taxonomy/problem-report.ts";

test("problems are counted, the first places are kept, long values are shortened", () => {
  const report = new ProblemReport();
  for (let line = 1; line <= 30; line++) report.add("UNKNOWN_RANK", line, "x".repeat(200));
  const [counted] = report.toJSON();
  assert.equal(counted?.count, 30);
  assert.deepEqual(
    counted?.first.map(({ line }) => line),
    Array.from({ length: PLACES_KEPT }, (_, i) => i + 1),
  );
  assert.ok(counted?.first.every(({ value }) => value!.length === 80 && value!.endsWith("…")));
});

test("reports of several threads add up, the smallest lines first", () => {
  const [a, b] = [new ProblemReport(), new ProblemReport()];
  for (let i = 0; i < 12; i++) {
    a.add("BAD_ROW", 100 + i);
    b.add("BAD_ROW", 1 + i);
  }
  b.add("UNKNOWN_CODE", 5, "x", "taxon.txt");
  a.merge(JSON.parse(JSON.stringify(b)) as ReturnType<ProblemReport["toJSON"]>);
  assert.equal(a.count("BAD_ROW"), 24);
  assert.equal(a.total, 25);
  assert.deepEqual(
    a.toJSON()[0]?.first.map(({ line }) => line),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
  assert.deepEqual(a.toJSON()[1]?.first, [{ line: 5, value: "x", file: "taxon.txt" }]);
  assert.equal(b.count("BAD_ROW"), 12, "the merged report is left alone");
});
