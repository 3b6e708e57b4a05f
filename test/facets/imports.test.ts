import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { BinomenError } from "../../src/errors.ts";
import { changesPage } from "../../src/facets/feed/changes.ts";
import { makeCursor } from "../../src/facets/feed/cursor.ts";
import { exportList } from "../../src/facets/lists/export.ts";
import { importHistory } from "../../src/facets/lists/history.ts";
import { importLists } from "../../src/facets/lists/import-lists.ts";
import { importList, rollBack } from "../../src/facets/lists/imports.ts";
import type { ImportOptions } from "../../src/facets/lists/read-list.ts";
import {
  decodeNameRecord,
  encodeNameRecord,
  findScore,
  numberKey,
  SCORE_BYTES,
  scoreOfSourceKey,
  usageKey,
} from "../../src/facets/records/layout.ts";
import type { FacetWriter } from "../../src/facets/store/commit/writer.ts";
import { FacetStore } from "../../src/facets/store/store.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";

const SCORES = 1;
const SNIPPETS = 2;

/** A store with one list of scores and one of snippets. */
async function openStore(t: TestContext): Promise<FacetStore> {
  const folder = await mkdtemp(join(tmpdir(), "binomen-imports-"));
  const store = await FacetStore.open(folder, { now: () => Date.UTC(2026, 2, 30) });
  t.after(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  await store.write((writer) => {
    writer.putFacet({ id: 1, name: "Life Form", heritable: true });
    writer.putValue({ id: 1, facetId: 1, name: "Annual" });
    writer.putSource({ id: SCORES, name: "List of annuals", facetValueId: 1 });
    writer.putSource({ id: SNIPPETS, name: "Uses of plants", snippetCategory: "use", snippetLanguage: "eng" });
  });
  return store;
}

async function importText(store: FacetStore, source: number, text: string, options: Partial<ImportOptions> = {}) {
  return importList(store, source, Buffer.from(text), { by: "test", ...options });
}

const nameId = (name: number): string => `wfo-${String(name).padStart(10, "0")}`;
const listOf = (names: number[], note = "x"): string =>
  ["wfo_id,note", ...names.map((name) => `${nameId(name)},${note}`)].join("\n");
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** Names that have a score. */
function scored(store: FacetStore, names: number[]): number[] {
  return names.filter((name) => store.name(name).scores.length === SCORE_BYTES);
}

test("a list is replaced by difference: what is new, changed and gone is written, the rest is left alone", async (t) => {
  const store = await openStore(t);
  const first = await importText(store, SCORES, listOf(upTo(20)));
  assert.deepEqual([first.rows, first.added, first.import], [20, 20, 1]);
  const kept = store.name(1).scores.readUIntBE(16, 6);
  const text = `${listOf(upTo(19))}\n${nameId(30)},x`.replace(`${nameId(2)},x`, `${nameId(2)},other`);
  const second = await importText(store, SCORES, text);
  assert.deepEqual(
    [second.added, second.changed, second.unchanged, second.removed, second.sequence],
    [1, 1, 18, 1, store.head().sequence],
  );
  assert.deepEqual(scored(store, upTo(30)), [...upTo(19), 30]);
  assert.equal(store.name(1).scores.readUIntBE(16, 6), kept, "an unchanged score keeps its sequence");
});

test("the same file twice changes nothing", async (t) => {
  const store = await openStore(t);
  for (const [source, text] of [
    [SCORES, listOf(upTo(20))],
    [SNIPPETS, `id,text\n${nameId(1)},Food\n${nameId(1)},Fibre\n`],
  ] as const) {
    await importText(store, source, text);
    const before = store.head();
    const report = await importText(store, source, text);
    assert.deepEqual([report.added, report.changed, report.removed, report.import], [0, 0, 0, null]);
    assert.ok(report.unchanged > 0);
    assert.equal(store.head().sequence, before.sequence);
  }
  assert.equal(importHistory(store).length, 2);
});

test("a dry run reports what the import then does, and changes nothing", async (t) => {
  const store = await openStore(t);
  await importText(store, SCORES, listOf(upTo(20)));
  const before = store.head();
  const text = listOf([...upTo(18), 40, 41, 41]);
  const dry = await importText(store, SCORES, text, { dryRun: true });
  assert.deepEqual(store.head(), before);
  assert.deepEqual(scored(store, [19, 40]), [19]);
  const real = await importText(store, SCORES, text);
  const { dryRun, sequence, import: number, ...counts } = real;
  assert.deepEqual({ ...dry, dryRun, sequence, import: number }, { ...counts, dryRun, sequence, import: number });
  assert.deepEqual([dry.added, dry.removed, dry.duplicate, dryRun], [2, 2, 1, false]);
});

test("more than a fifth of a list goes only by force", async (t) => {
  const store = await openStore(t);
  await importText(store, SCORES, listOf(upTo(20)));
  const text = listOf(upTo(15));
  await assert.rejects(
    importText(store, SCORES, text),
    (error) => error instanceof BinomenError && error.code === "FACET_IMPORT_REMOVES" && error.details["removed"] === 5,
  );
  assert.equal(scored(store, upTo(20)).length, 20);
  assert.equal((await importText(store, SCORES, text, { dryRun: true })).tooManyRemoved, true);
  assert.equal((await importText(store, SCORES, text, { force: true })).removed, 5);
  assert.equal(scored(store, upTo(20)).length, 15);
});

test("a file without a usable row empties a list only when that is said, not by force", async (t) => {
  const store = await openStore(t);
  await importText(store, SCORES, listOf(upTo(20)));
  for (const options of [{}, { force: true }])
    for (const text of ["wfo_id\nabies\n", "wfo_id\n", ""])
      await assert.rejects(
        importText(store, SCORES, text, options),
        (error) => error instanceof BinomenError && error.code === "FACET_IMPORT_EMPTY",
      );
  assert.deepEqual(scored(store, upTo(20)), upTo(20));
  const report = await importText(store, SCORES, "wfo_id\n", { allowEmpty: true });
  assert.deepEqual([report.removed, report.tooManyRemoved], [20, false]);
  assert.deepEqual(scored(store, upTo(20)), []);
  const back = await rollBack(store, 1, "tester");
  assert.equal(back.added, 20);
});

test("a list is replaced whole, scores of another value included", async (t) => {
  const store = await openStore(t);
  await importText(store, SCORES, listOf([1, 2, 3]));
  // As stores from before hold them: name 1 has two values under one source.
  await store.write((writer) => {
    writer.putValue({ id: 2, facetId: 1, name: "Perennial" });
    writer.putSource({ id: 9, name: "another list", facetValueId: 2 });
    writer.putScore(1, 2, 9, "{}");
  });
  await store.exclusively(() => {
    const record = decodeNameRecord(Buffer.from(store.databases.names.get(numberKey(1, 5)) as Buffer));
    record.scores.writeUInt32BE(SCORES, findScore(record.scores, 2, 9) + 4);
    store.databases.names.putSync(numberKey(1, 5), encodeNameRecord(record));
    store.databases.scoresOfSource.removeSync(scoreOfSourceKey(9, 1, 2));
    store.databases.scoresOfSource.putSync(scoreOfSourceKey(SCORES, 1, 2), Buffer.alloc(0));
    store.databases.usage.removeSync(usageKey(2, 9));
    store.databases.usage.putSync(usageKey(2, SCORES), numberKey(1, 4));
  });
  assert.match((await verifyStore(store)).problems.join(), /stands in a list that gives 1/);
  const report = await importText(store, SCORES, listOf([1, 2, 3]));
  assert.deepEqual([report.unchanged, report.removed], [3, 1]);
  assert.equal(store.name(1).scores.length, SCORE_BYTES);
  assert.equal((await verifyStore(store)).problems.filter((problem) => !problem.startsWith("scores:")).length, 0);
});

test("a key column is refused for a list of scores, and a snippet without a key is told apart by its text", async (t) => {
  const store = await openStore(t);
  await assert.rejects(importText(store, SCORES, listOf([1]), { keyColumn: "note" }), { code: "REQUEST_INVALID" });
  const text = `id,text,key\n${nameId(1)},Food,\n${nameId(1)},Fibre,\n${nameId(1)},Dye,k1\n`;
  assert.equal((await importText(store, SNIPPETS, text, { keyColumn: "key" })).added, 3);
});

test("columns that are named by numbers keep their place through export and import", async (t) => {
  const store = await openStore(t);
  await importText(store, SCORES, `wfo_id,2019,name,7\n${nameId(1)},a,b,c\n`);
  const rows: string[] = [];
  for await (const row of exportList(store, SCORES)) rows.push(row);
  assert.deepEqual(rows, [
    `{"wfo_id":"${nameId(1)}","meta":{"wfo_id":"${nameId(1)}","2019":"a","name":"b","7":"c"}}\n`,
  ]);
  const again = await importText(store, SCORES, rows.join(""));
  assert.deepEqual([again.changed, again.unchanged], [0, 1]);
});

test("many lists share commits, and one that cannot be taken leaves the others alone", async (t) => {
  const store = await openStore(t);
  await store.write((writer) => {
    for (let id = 10; id < 60; id++) writer.putSource({ id, name: `list ${id}`, facetValueId: 1 });
  });
  await importText(store, 12, listOf(upTo(20)));
  const { sequence } = store.head();
  const lists = Array.from({ length: 51 }, (_, i) => ({
    name: `${i + 10}.csv`,
    source: i + 10,
    read: async () => Buffer.from(i === 3 ? "wfo_id\n" : listOf([1, 2, i + 3])),
    options: { by: "test" },
  }));
  const done = new Map<number, string>();
  for await (const { source, ...outcome } of importLists(store, lists))
    done.set(source, "report" in outcome ? `${outcome.report.added} added` : (outcome.error as BinomenError).code);
  assert.equal(done.get(12), "FACET_IMPORT_REMOVES");
  assert.equal(done.get(13), "FACET_IMPORT_EMPTY");
  assert.equal(done.get(60), "FACET_NOT_FOUND");
  assert.equal([...done.values()].filter((what) => what === "3 added").length, 48);
  // A commit has one touch for a name, however many lists name it.
  const touches = changesPage(store, {
    cursor: makeCursor(store.head(), ["names"], sequence),
    kinds: ["names"],
  }).results;
  assert.equal(touches.filter(({ id }) => id === nameId(1)).length, 1);
  assert.equal(importHistory(store, 11).length, 1);
  assert.deepEqual((await verifyStore(store)).problems, []);
});

test("a snippet keeps its id as long as its text stays", async (t) => {
  const store = await openStore(t);
  await importText(store, SNIPPETS, `id,text,ref\n${nameId(1)},Food,a\n${nameId(1)},Fibre,a\n`);
  const [food, fibre] = store.name(1).snippets;
  const report = await importText(store, SNIPPETS, `id,text,ref\n${nameId(1)},Dye,a\n${nameId(1)},Food,b\n`);
  assert.deepEqual([report.added, report.changed, report.removed], [1, 1, 1]);
  const after = store.name(1).snippets;
  assert.ok(after.includes(food as number));
  assert.ok(!after.includes(fibre as number));
  assert.equal(store.snippet(food as number)?.body, "Food");
});

test("a snippet that is deleted and comes back, in one commit or a later one, has the id that it had", async (t) => {
  const store = await openStore(t);
  const put = (writer: FacetWriter) =>
    writer.putSnippet({ source: SNIPPETS, name: 1, body: "Food", metadata: "{}" }, "Food").id;
  const { result: id } = await store.write(put);
  await store.write((writer) => {
    writer.deleteSnippet(id);
    assert.equal(put(writer), id);
  });
  await store.write((writer) => writer.deleteSnippet(id));
  assert.equal((await store.write(put)).result, id);
  assert.deepEqual(store.name(1).snippets, [id]);
  assert.deepEqual((await verifyStore(store)).problems, []);
});

test("with a key column a snippet keeps its id when its text changes", async (t) => {
  const store = await openStore(t);
  await importText(store, SNIPPETS, `id,text,key\n${nameId(1)},Food,k1\n`, { keyColumn: "key" });
  const [id] = store.name(1).snippets;
  const report = await importText(store, SNIPPETS, `id,text,key\n${nameId(1)},Foods,k1\n`, { keyColumn: "key" });
  assert.equal(report.changed, 1);
  assert.deepEqual(store.name(1).snippets, [id]);
  assert.equal(store.snippet(id as number)?.body, "Foods");
});

test("bad and repeated rows are counted by kind and shown with their lines", async (t) => {
  const store = await openStore(t);
  const text = `wfo_id,x\n${nameId(1)},a\nabies,b\n${nameId(1)},c\n${nameId(2)}.,d\n`;
  const report = await importText(store, SCORES, text);
  assert.deepEqual([report.rows, report.added, report.duplicate, report.bad], [4, 1, 1, 2]);
  assert.deepEqual(report.problemCounts, { NAME_ID_INVALID: 2, DUPLICATE_NAME: 1 });
  assert.deepEqual(
    report.problems.map(({ code, line }) => [code, line]),
    [
      ["NAME_ID_INVALID", 3],
      ["DUPLICATE_NAME", 4],
      ["NAME_ID_INVALID", 5],
    ],
  );
});

test("an import can be taken back, and the history says so", async (t) => {
  const store = await openStore(t);
  const first = await importText(store, SCORES, listOf([1, 2]), { fileName: "one.csv" });
  await importText(store, SCORES, listOf([3, 4]));
  const back = await rollBack(store, first.import as number, "tester");
  assert.deepEqual([back.added, back.removed], [2, 2]);
  assert.deepEqual(scored(store, upTo(4)), [1, 2]);
  const history = importHistory(store, SCORES);
  assert.deepEqual(
    history.map(({ id, by, rollbackTo, fileName }) => [id, by, rollbackTo, fileName]),
    [
      [3, "tester", 1, "one.csv"],
      [2, "test", null, null],
      [1, "test", null, "one.csv"],
    ],
  );
  await assert.rejects(rollBack(store, 99, "tester"), (e) => e instanceof BinomenError && e.code === "FACET_NOT_FOUND");
});

test("licence, rights holder and citation stay with the source", async (t) => {
  const store = await openStore(t);
  await importText(store, SCORES, listOf([1]), { source: { licence: "CC BY 4.0", citation: "A. Botanist (2026)" } });
  await importText(store, SCORES, listOf([1, 2]));
  const source = store.vocabulary().sources.get(SCORES);
  assert.deepEqual([source?.licence, source?.citation], ["CC BY 4.0", "A. Botanist (2026)"]);
});

test("the checksum is git's, so that it compares with a content repository", async (t) => {
  const store = await openStore(t);
  // printf 'wfo-0000000001\n' | git hash-object --stdin
  const report = await importText(store, SCORES, "wfo-0000000001\n");
  assert.equal(report.oid, "d9ef278e16216226bfdddb14333b1245e78d435e");
  assert.equal(store.vocabulary().sources.get(SCORES)?.oid, report.oid);
});
