import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;

function parse(given: string[], input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "parse", ...given], {
    input,
    encoding: "utf8",
  });
  return { status, stderr, lines: stdout.split("\n").slice(0, -1) };
}

test("a table of names has a header, a line per name in their order, and quoted commas", () => {
  const { lines } = parse(["--format", "csv"], "Puma concolor (Linnaeus, 1771)\n\nAbies alba Mill.\n");
  assert.equal(lines.length, 4, lines.join("\n"));
  assert.match(lines[0] as string, /^verbatim,kind,canonicalName,/);
  assert.match(lines[1] as string, /^"Puma concolor \(Linnaeus, 1771\)",scientific,Puma concolor,/);
  assert.match(lines[3] as string, /^Abies alba Mill\.,scientific,Abies alba,/);
});

test("gnparser's columns carry gnparser's ids", () => {
  const { lines } = parse(["--format", "tsv", "--shape", "gnparser", "Pseudocercospora"]);
  assert.deepEqual(lines[1]?.split("\t").slice(0, 3), [
    "9c1167ca-79e7-53de-b4c3-fcdb68410527",
    "Pseudocercospora",
    "1",
  ]);
});

test("GBIF's shape is the one of its parser", () => {
  const { lines } = parse(["--shape", "gbif", "Abies alba Mill."]);
  assert.deepEqual(JSON.parse(lines[0] as string).authorship, "Mill.");
});

test("an unknown shape ends with exit code 2 and names the known ones", () => {
  const { status, stderr, lines } = parse(["--shape", "linnaeus", "Abies"]);
  assert.deepEqual([status, lines.length], [2, 0]);
  assert.match(stderr, /gnparser/);
});
