import assert from "node:assert/strict";
import { test } from "node:test";
import { renderChart, shortNumber } from "../../bench/report/chart.ts";
import { formatNumber, headingOf, replaceResults, table } from "../../bench/report/markdown.ts";
import { sectionOf } from "../../bench/report/sections.ts";
import type { BenchResult } from "../../bench/result.ts";

for (const [member, heading] of [
  ["namesPerSecond", "names/s"],
  ["p99Ms", "p99 (ms)"],
  ["bytesPerName", "bytes/name"],
  ["buildSeconds", "build (s)"],
  ["recallAt1", "recall at1"],
] as const)
  test(`${member} is headed ${heading}`, () => assert.equal(headingOf(member), heading));

for (const [value, text] of [
  [1234567.8, "1,234,568"],
  [0.00123456, "0.00123"],
  [999.96, "1000"],
  [42, "42"],
] as const)
  test(`${value} is written ${text}`, () => assert.equal(formatNumber(value), text));

test("large numbers on an axis are short", () => {
  assert.deepEqual([0.001, 10, 1500, 2_000_000].map(shortNumber), ["0.001", "10", "1.5 k", "2 M"]);
});

test("a table has a column for every member that any row has, and escapes what would break it", () => {
  const text = table([
    { a: "x|y", b: 1 },
    { a: "z", c: null },
  ]);
  assert.deepEqual(text.split("\n"), ["| a | b | c |", "| --- | ---: | --- |", "| x\\|y | 1 |  |", "| z |  |  |"]);
});

test("results replace what stands between the marks, and nothing else", () => {
  const text = "before <!-- results -->old<!-- /results --> after";
  assert.equal(replaceResults(text, "new"), "before <!-- results -->\n\nnew\n\n<!-- /results --> after");
  assert.throws(() => replaceResults("no marks", "new"), /has no <!-- results -->/);
});

test("a point on a logarithmic axis lies where its logarithm lies", () => {
  const svg = renderChart({
    title: "a < b",
    x: { title: "names", scale: "log", range: [1, 100] },
    y: { title: "seconds (s)", scale: "linear", range: [0, 10] },
    series: [{ label: "one & two", points: [[10, 5]] }],
  });
  // The middle of the plot: x from 78 to 545, y from 362 to 46.
  assert.match(svg, /translate\(311\.5 204\)/);
  assert.match(svg, /a &lt; b/);
  assert.match(svg, /one &amp; two/);
  assert.match(svg, /seconds \(s\)/);
});

test("a chart without points is a frame, not an error", () => {
  const axis = { title: "t", scale: "log" } as const;
  assert.match(
    renderChart({ title: "empty", x: axis, y: axis, series: [{ label: "none", points: [] }] }),
    /class="frame"/,
  );
});

test("a result that no section knows is shown as the table that it is, with its command and machine", () => {
  const result: BenchResult = {
    name: "novelty",
    date: "2026-01-02T03:04:05Z",
    commit: "abc1234",
    machine: { cpu: "Some CPU", cores: 2, memoryGiB: 24 },
    node: "v24.0.0",
    command: "npm run bench:novelty",
    rows: [{ namesPerSecond: 5 }],
    notes: ["warm"],
  };
  const { heading, markdown, charts } = sectionOf(result);
  assert.equal(heading, "novelty");
  assert.match(markdown, /\| names\/s \|\n\| ---: \|\n\| 5 \|/);
  assert.match(markdown, /- warm/);
  assert.match(
    markdown,
    /`npm run bench:novelty` · commit abc1234 · 2026-01-02 · Node v24\.0\.0 · Some CPU, 2 cores, 24 GiB/,
  );
  assert.deepEqual(charts, {});
});
