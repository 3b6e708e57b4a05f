import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;

const VOCABULARY = {
  facets: [{ id: 1, name: "Life Form", heritable: true }],
  values: [{ id: 1, facetId: 1, name: "Annual", code: "A" }],
  sources: [{ id: 1, name: "List of annuals", facetValueId: 1 }],
};

/** Runs `binomen facets` on a store of its own; files are written beside it. */
function facetsIn(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "binomen-cli-facets-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const facets = (...given: string[]) => {
    const command = [MAIN, "facets", ...given, "--state-dir", join(folder, "state")];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", cwd: folder });
    return { status, stdout, stderr, json: () => JSON.parse(stdout) };
  };
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  return { folder, facets, file };
}

test("a list is imported, exported, taken back, verified, backed up and restored", (t) => {
  const { folder, facets, file } = facetsIn(t);
  assert.equal(facets("define", file("vocabulary.json", JSON.stringify(VOCABULARY))).json().changes, 3);
  const one = file("one.csv.gz", gzipSync("wfo_id,x\nwfo-0000000001,a\nwfo-0000000002,b\nabies,c\n"));
  const first = facets("import", one, "--source", "1", "--licence", "CC0").json();
  assert.deepEqual([first.added, first.bad, first.problems[0].line, first.import], [2, 1, 4, 1]);
  assert.equal(facets("import", one, "--source", "1").json().import, null);
  const two = file("two.csv", "wfo-0000000001,a\nwfo-0000000003,b\n");
  assert.deepEqual([facets("import", two, "--source", "1", "--dry-run").json().added], [1]);
  assert.equal(facets("stats").json().scores, 2);
  facets("import", two, "--source", "1");
  assert.match(facets("export", "--source", "1").stdout, /wfo-0000000003/);
  assert.equal(facets("rollback", "1").json().removed, 1);
  assert.equal(facets("history").json().length, 3);
  assert.equal(facets("export", "--vocabulary").json().sources[0].licence, "CC0");
  assert.equal(facets("verify").json().problemCount, 0);
  assert.equal(facets("backup", "copy").json().checked.scores, 2);
  const { status } = facets("restore", "copy");
  assert.equal(status, 1, "a store that is there is not overwritten");
  const elsewhere = spawnSync(process.execPath, [MAIN, "facets", "stats", "--state-dir", join(folder, "other")], {
    encoding: "utf8",
  });
  assert.equal(elsewhere.status, 0);
});

test("a folder of lists is imported in one run with one report, by path, number or name", (t) => {
  const { folder, facets, file } = facetsIn(t);
  const sources = [
    ...VOCABULARY.sources,
    { id: 2, name: "shrubs", facetValueId: 1 },
    { id: 3, name: "trees", facetValueId: 1, filePath: "data/wcvp/habit/tree.csv" },
    { id: 4, name: "uses", snippetCategory: "use", snippetLanguage: "eng" },
  ];
  facets("define", file("vocabulary.json", JSON.stringify({ ...VOCABULARY, sources })));
  mkdirSync(join(folder, "lists", "habit"), { recursive: true });
  file("lists/1.csv", "wfo_id,x\nwfo-0000000001,a\nwfo-0000000001,b\nabies,c\n");
  file("lists/Shrubs.csv.gz", gzipSync("wfo-0000000001,a\nwfo-0000000002,b\n"));
  file("lists/habit/tree.csv", "wfo-0000000003\n");
  file("lists/wfo-ss-4.csv", 'id,text\nwfo-0000000001,"Food; dye"\n');
  const first = facets("import", "lists");
  assert.equal(first.status, 0, first.stderr);
  const { files, seconds, ...totals } = first.json();
  assert.deepEqual(totals, {
    lists: 4,
    failed: 0,
    rows: 7,
    added: 5,
    changed: 0,
    unchanged: 0,
    removed: 0,
    duplicate: 1,
    bad: 1,
  });
  assert.deepEqual(
    files.map((one: { file: string; source: number; added: number }) => [one.file, one.source, one.added]),
    [
      ["1.csv", 1, 1],
      ["Shrubs.csv.gz", 2, 2],
      ["habit/tree.csv", 3, 1],
      ["wfo-ss-4.csv", 4, 1],
    ],
  );
  file("lists/unknown.csv", "wfo-0000000001\n");
  file("lists/habit/tree.csv", "wfo_id\n");
  const second = facets("import", "lists");
  assert.equal(second.status, 1);
  assert.deepEqual([second.json().lists, second.json().failed, second.json().added], [3, 2, 0]);
  assert.match(second.stdout, /belongs to no source/);
  assert.match(second.stdout, /FACET_IMPORT_EMPTY/);
  assert.equal(facets("import", "lists", "--dry-run", "--allow-empty").json().removed, 1);
  assert.equal(facets("stats").json().scores, 4);
  assert.equal(facets("verify").json().problemCount, 0);
  mkdirSync(join(folder, "nothing"));
  assert.equal(facets("import", "nothing").status, 1);
});

for (const [what, given, status, message] of [
  ["a missing file", ["import", "none.csv", "--source", "1"], 1, /none\.csv/],
  ["an unknown source", ["import", "list.csv", "--source", "9"], 1, /no source 9/],
  ["a source that is no number", ["import", "list.csv", "--source", "x"], 2, /number/],
  ["a vocabulary that is no JSON", ["define", "list.csv"], 1, /no JSON/],
  ["an export of nothing", ["export"], 2, /--vocabulary/],
  ["an unknown verb", ["inport"], 2, /unknown command/],
] as const) {
  test(`${what} ends with exit code ${status} and says why on stderr`, (t) => {
    const { facets, file } = facetsIn(t);
    file("list.csv", "wfo-0000000001,a\n");
    const ended = facets(...given);
    assert.equal(ended.status, status, ended.stderr);
    assert.match(ended.stderr, message);
    assert.equal(ended.stdout, "");
  });
}
