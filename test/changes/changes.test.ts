import assert from "node:assert/strict";
import { test } from "node:test";
import { compareAnswers } from "../../src/changes/kinds.ts";
import { listQueries } from "../../src/changes/list-queries.ts";
import { nameChanges } from "../../src/changes/name-changes.ts";
import { nameChangesHtml } from "../../src/changes/report-html.ts";
import { seemUnstable, UsageChanges } from "../../src/changes/usage-changes.ts";
import type { MatchAnswer } from "../../src/taxonomy/match.ts";
import { bothReleases } from "./releases.ts";

const ASKED: readonly (readonly [name: string, kind: string])[] = [
  ["Helianthus tuberosus", "lost"],
  ["Felis concolor", "found"],
  ["Oenanthe", "other usage"],
  ["Puma concolor", "other accepted name"],
  ["Helianthus platycephalus", "other accepted name"],
  ["Puma yagouaroundi", "other status"],
  ["Helianthus mollis", "other classification"],
  ["Animalia", "same"],
  ["Nothing at all", "same"],
];

test("each name of a list has the gravest kind of what changed for it, and counts as often as it stands there", async (t) => {
  const [old, next] = await bothReleases(t);
  const queries = ASKED.map(([scientificName], i) => ({ query: { scientificName }, count: i + 1 }));
  const found = nameChanges(old, next, queries, { all: true });
  assert.deepEqual(
    Object.fromEntries(found.changes.map(({ scientificName, kind }) => [scientificName, kind])),
    Object.fromEntries(ASKED),
  );
  assert.equal(found.count, 45);
  assert.deepEqual(found.byKind["other accepted name"], { names: 2, count: 4 + 5 });
  const puma = found.changes.find(({ scientificName }) => scientificName === "Puma concolor")!;
  assert.deepEqual(puma.differs, ["status", "acceptedKey", "acceptedName"]);
  assert.equal(puma.before.acceptedKey, "6");
  assert.equal(puma.after.acceptedKey, "9");
});

test("names are the same when a release is compared with itself", async (t) => {
  const [old] = await bothReleases(t);
  const queries = ASKED.map(([scientificName]) => ({ query: { scientificName }, count: 1 }));
  const { names, byKind, changes } = nameChanges(old, old, queries);
  assert.equal(byKind.same.names, names);
  assert.deepEqual(changes, []);
});

const usage = (key: string, canonicalName: string, authorship: string): MatchAnswer => ({
  usage: { key, name: `${canonicalName} ${authorship}`.trim(), canonicalName, authorship },
  diagnostics: { matchType: "EXACT" },
  synonym: false,
});

for (const [one, two, kind] of [
  [usage("1", "Abies alba", "Mill."), usage("1", "Abies alba", "P. Miller"), "other authorship"],
  [usage("1", "Abies alba", "Mill."), usage("2", "Abies alba", "Miller"), "other authorship"],
  [usage("1", "Abies alba", "Mill."), usage("2", "Abies alba", "Mill."), "other key"],
  [usage("1", "Abies alba", "Mill."), usage("2", "Abies alba", "Du Roi"), "other usage"],
  [usage("1", "Abies alba", ""), usage("2", "Abies alba", "Du Roi"), "other authorship"],
  [usage("1", "Abies alba", "Mill."), usage("1", "Abies albus", "Mill."), "other usage"],
] as const)
  test(`${one.usage!.name} (${one.usage!.key}) that becomes ${two.usage!.name} (${two.usage!.key}) has ${kind}`, () =>
    assert.equal(compareAnswers(one, two).kind, kind));

test("usages are added, removed and changed, and those of one release with itself are not", async (t) => {
  const [old, next] = await bothReleases(t);
  const found = new UsageChanges(old, next);
  const keys = (change: string): string[] =>
    [...found.all()].filter((each) => each.change === change).map(({ before, after }) => (after ?? before)!.key);
  assert.deepEqual(keys("removed").sort(), ["3", "8"]);
  assert.deepEqual(keys("added").sort(), ["10", "11", "9"]);
  assert.deepEqual(keys("changed").sort(), ["2", "6", "7", "f", "g"]);
  const { byMember, unchanged, ...counts } = found.counts;
  assert.deepEqual(byMember, { name: 1, rank: 0, status: 3, acceptedName: 2, parent: 2 });
  assert.equal(unchanged + counts.changed + counts.removed, old.usageCount);
  assert.equal(unchanged + counts.changed + counts.added, next.usageCount);
  assert.equal(new UsageChanges(old, old).counts.unchanged, old.usageCount);
  const byName = new UsageChanges(old, next, { pairedBy: "name" }).counts;
  assert.equal(byName.added - byName.removed, next.usageCount - old.usageCount);
  assert.equal(seemUnstable(old, next), false);
});

async function* parts(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

test("equal rows of a list are one query; a column may say for how many records each stands", async () => {
  const table = "name,n\nAbies alba,3\nAbies alba,4\nPicea abies,x\n,5\n";
  const read = await listQueries(parts(table.slice(0, 12), table.slice(12)), { asked: "csv", countColumn: "n" });
  assert.deepEqual(read.queries, [{ query: { scientificName: "Abies alba" }, count: 7 }]);
  assert.equal(read.rows, 4);
  assert.equal(read.failedRows, 1);
  assert.match(read.failures[0]!, /Row 4: n is not a whole number: "x"/);
  assert.equal(read.emptyRows, 1);
});

for (const [asked, text] of [
  ["text", "Abies alba\n\nAbies alba\n"],
  ["ndjson", '{"name":"Abies alba"}\n"Abies alba"\n{}\n'],
  ["json", '["Abies alba",{"scientificName":"Abies alba"},{}]'],
] as const)
  test(`a list as ${asked} is counted, too`, async () => {
    const read = await listQueries(parts(text), { asked });
    assert.deepEqual(read.queries, [{ query: { scientificName: "Abies alba" }, count: 2 }]);
    assert.deepEqual([read.rows, read.emptyRows], [3, 1]);
  });

test("a count column that is not there is told with those that are", async () => {
  await assert.rejects(listQueries(parts("name,n\nA,1\n"), { asked: "csv", countColumn: "records" }), {
    code: "REQUEST_INVALID",
    message: /records: no such column in the header \(found: name, n\)/,
  });
});

test("the page escapes everything that came with names, files and units, and refers to nothing outside", async (t) => {
  const [old, next] = await bothReleases(t);
  const evil = `<script>alert("x")</script>&`;
  const found = nameChanges(old, next, [{ query: { scientificName: evil }, count: 1 }], { all: true });
  const html = nameChangesHtml(found, { before: evil, after: evil, list: evil, unit: evil });
  assert.doesNotMatch(html, /<script/);
  assert.equal(html.split("&lt;script&gt;").length - 1 >= 6, true);
  assert.doesNotMatch(html, /(?:src|href)="?(?!#)/);
});
