/** What changes between two releases, over the command line. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openWorkbook } from "../../src/tables/workbook.ts";
import { writeXlsx } from "../../src/tables/write-workbook.ts";
import { NEW, OLD } from "../changes/releases.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "binomen-diff-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const [old, next] = [at("old.csv"), at("new.csv")];
writeFileSync(old, OLD);
writeFileSync(next, NEW);
writeFileSync(at("list.csv"), "Nr;Art\n1;Puma concolor\n2;Puma concolor\n3;Helianthus annuus\n4;\n");

function diff(args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "diff", ...args, "--data-dir", folder], {
    encoding: "utf8",
    input,
  });
  return { code: status, stdout, stderr };
}

test("diff prints the names of a list that change, and how many on stderr", () => {
  const { code, stdout, stderr } = diff([old, next, at("list.csv"), "--column", "Art"]);
  assert.equal(code, 0, stderr);
  const [header = [], ...rows] = stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  assert.deepEqual(header.slice(0, 3), ["change", "count", "name"]);
  assert.deepEqual(
    rows.map((row) => row.slice(0, 3)),
    [
      ["other accepted name", "2", "Puma concolor"],
      ["other classification", "1", "Helianthus annuus"],
    ],
  );
  assert.match(stderr, /2 of 2 names change/);
  assert.match(stderr, /1 row has no name/);
});

test("diff reads stdin and workbooks, and writes JSON, a page and a workbook", () => {
  const json = JSON.parse(diff([old, next, "-", "--json"], "Puma concolor\nAnimalia\n").stdout);
  assert.equal(json.byKind["other accepted name"].names, 1);
  assert.equal(json.byKind.same.names, 1);
  assert.equal(json.changes[0].after.acceptedName, "Felis concolor Linnaeus, 1771");
  assert.notEqual(json.before.release, json.after.release);
  const list = at("list.xlsx");
  writeFileSync(list, writeXlsx(["Latin name"], [["Puma concolor"], ["Helianthus tuberosus"]]));
  const [page, out] = [at("page.html"), at("out.xlsx")];
  const { code, stdout, stderr } = diff([old, next, list, "--html", page, "--out", out]);
  assert.equal(code, 0, stderr);
  assert.equal(stdout, "");
  const html = readFileSync(page, "utf8");
  assert.match(html, /^<!doctype html>/);
  assert.match(html, /Helianthus tuberosus/);
  const workbook = openWorkbook(readFileSync(out));
  assert.deepEqual(
    [...workbook.rows(workbook.sheets[0]!)].map((row) => row[2]),
    ["name", "Helianthus tuberosus", "Puma concolor"],
  );
});

test("diff without a list compares the usages of the releases", () => {
  const { code, stdout, stderr } = diff([old, next, "--json"]);
  assert.equal(code, 0, stderr);
  const { usages, changes } = JSON.parse(stdout);
  assert.deepEqual([usages.added, usages.removed, usages.changed], [3, 2, 5]);
  assert.equal(changes.length, 10);
  assert.match(diff([old, next, "--format", "html"]).stdout, /Puma &lt;b&gt;nova&lt;\/b&gt;/);
  assert.match(diff([old, next]).stdout, /^change\tdiffers\tbefore_key/);
});

test("diff ends with 3 when rows could not be read, and tells which", () => {
  const { code, stderr } = diff([old, next, "-", "--from", "ndjson"], '"Puma"\n{broken\n');
  assert.equal(code, 3);
  assert.match(stderr, /Line 2 is not JSON/);
  assert.match(stderr, /1 of 2 rows could not be read/);
});

for (const [args, code, problem] of [
  [[], 2, /missing required argument 'old'/],
  [[old, at("absent.zip")], 1, /absent.zip: no such file or folder/],
  [[old, next, at("absent.csv")], 1, /absent.csv: no such file or folder/],
  [[old, next, at("list.csv"), "--column", "Name"], 1, /Name: no such column/],
  [[old, next, at("list.csv"), "--out", at("list.csv")], 1, /it is the file that is read/],
  [[old, next, "--html", folder], 1, /it is a folder/],
  [[old, next, "--by", "chance"], 2, /Allowed choices are id, name/],
] as const)
  test(`diff ${args.map((arg) => arg.replace(folder, "")).join(" ")} ends with ${code} and says why`, () => {
    const ended = diff(args);
    assert.equal(ended.code, code);
    assert.match(ended.stderr, problem);
    assert.equal(ended.stdout, "");
  });
