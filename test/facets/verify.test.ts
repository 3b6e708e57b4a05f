import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { BinomenError } from "../../src/errors.ts";
import { exportList } from "../../src/facets/lists/export.ts";
import { importList } from "../../src/facets/lists/imports.ts";
import { numberKey, scoreOfSourceKey } from "../../src/facets/records/layout.ts";
import { backUp, restore } from "../../src/facets/store/backup.ts";
import { Readers } from "../../src/facets/store/readers.ts";
import { FacetStore } from "../../src/facets/store/store.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { allDocuments, drain, SinceReplica } from "./replicas.ts";

async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "binomen-verify-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A store with 300 scores, so that a list spans two blocks of the log, and two snippets. */
async function filledStore(t: TestContext, folder: string): Promise<FacetStore> {
  const store = await FacetStore.open(folder);
  t.after(() => store.close());
  await store.write((writer) => {
    writer.putFacet({ id: 1, name: "Life Form", heritable: true });
    writer.putValue({ id: 1, facetId: 1, name: "Annual" });
    writer.putSource({ id: 1, name: "List of annuals", facetValueId: 1 });
    writer.putSource({ id: 2, name: "Uses of plants", snippetCategory: "use", snippetLanguage: "eng" });
    for (let name = 1; name <= 300; name++) writer.putScore(name, 1, 1, `{"row":"${name % 7}"}`);
    writer.putSnippet({ source: 2, name: 5, body: "Food", metadata: null }, "Food");
    writer.putSnippet({ source: 2, name: 5, body: "Dye", metadata: '{"ref":"a"}' }, "Dye");
  });
  await store.write((writer) => {
    for (let name = 10; name <= 20; name++) writer.deleteScore(name, 1, 1);
    writer.putScore(1, 1, 1, '{"row":"new"}');
  });
  return store;
}

test("a store that was written to fits together", async (t) => {
  const store = await filledStore(t, await folderFor(t));
  const found = await verifyStore(store);
  assert.deepEqual(found.problems, []);
  assert.deepEqual(
    [found.checked.names, found.checked.scores, found.checked.snippets, found.checked.sources],
    [300, 289, 2, 2],
  );
  assert.ok(found.checked.logEntries > 589);
});

for (const [what, damage] of [
  [
    "a score that its source does not list",
    (s: FacetStore) => s.databases.scoresOfSource.remove(scoreOfSourceKey(1, 50, 1)),
  ],
  ["a name that is gone", (s: FacetStore) => s.databases.names.remove(numberKey(50, 5))],
  ["a snippet that is gone", (s: FacetStore) => s.databases.snippets.remove(numberKey(1, 4))],
  [
    "a head that counts wrongly",
    (s: FacetStore) => {
      const head = s.head();
      s.databases.state.put("head", { ...head, counts: { ...head.counts, scores: 7 } });
    },
  ],
  [
    "a row that is gone",
    (s: FacetStore) => {
      for (const key of s.databases.metadata.getKeys()) s.databases.metadata.remove(key as Buffer);
    },
  ],
  [
    "a block of the log that is gone",
    (s: FacetStore) => {
      for (const key of s.databases.log.getKeys({ limit: 4 })) s.databases.log.remove(key as Buffer);
    },
  ],
] as const) {
  test(`${what} is found`, async (t) => {
    const store = await filledStore(t, await folderFor(t));
    await store.exclusively(() => {
      damage(store);
    });
    const found = await verifyStore(store);
    assert.ok(found.problemCount > 0);
    assert.ok(found.problems.length > 0);
  });
}

test("what is exported is imported without a change", async (t) => {
  const store = await filledStore(t, await folderFor(t));
  for (const source of [1, 2]) {
    let text = "";
    for await (const line of exportList(store, source)) text += line;
    const report = await importList(store, source, Buffer.from(text), { by: "test" });
    assert.deepEqual([report.added, report.changed, report.removed, report.bad], [0, 0, 0, 0]);
    assert.equal(report.unchanged, source === 1 ? 289 : 2);
  }
});

test("a restored backup has what the store had, under a new epoch", async (t) => {
  const folder = await folderFor(t);
  const store = await filledStore(t, join(folder, "store"));
  const copied = await backUp(store, join(folder, "copy"));
  assert.equal(copied.problemCount, 0);
  await restore(join(folder, "copy"), join(folder, "restored"));
  const restored = await FacetStore.open(join(folder, "restored"));
  t.after(() => restored.close());
  const { scores, ...rest } = restored.name(5);
  const { scores: before, ...same } = store.name(5);
  assert.deepEqual(rest, same);
  // All but the second.
  assert.deepEqual(scores.subarray(0, 22), before.subarray(0, 22));
  assert.equal(restored.head().sequence, store.head().sequence);
  assert.notEqual(restored.head().epoch, store.head().epoch);
  assert.deepEqual((await verifyStore(restored)).problems, []);
});

test("after a restore a reader that asks for what was modified since its last second is told everything again", async (t) => {
  const folder = await folderFor(t);
  const path = join(folder, "store");
  const store = await filledStore(t, path);
  await backUp(store, join(folder, "copy"));
  // The clock of the store runs ahead, and what the reader was told last is lost.
  await store.write((writer) => {
    for (let name = 1000; name < 6000; name++) writer.putScore(name, 1, 1, "{}");
  });
  const readers = new Readers(path);
  const lost = new SinceReplica(true);
  drain(lost, store);
  readers.tell(store.head().tick);
  await readers.close();
  await store.close();
  await rm(path, { recursive: true });

  const { clockAheadSeconds } = await restore(join(folder, "copy"), path);
  const restored = await FacetStore.open(path);
  t.after(() => restored.close());
  assert.ok(clockAheadSeconds <= 9, `${clockAheadSeconds} s`);
  const toldBefore = lost.told;
  drain(lost, restored);
  assert.ok(lost.told - toldBefore >= 290, `${lost.told - toldBefore} rows were told again`);
  const truth = await allDocuments(restored);
  for (const [id, doc] of truth) if (id.startsWith("wfo-fvs-")) assert.deepEqual(lost.docs.get(id), doc);
  await restored.write((writer) => writer.putScore(7000, 1, 1, "{}"));
  drain(lost, restored);
  assert.ok(lost.docs.has("wfo-fvs-wfo-0000007000-1-1"));
  assert.deepEqual((await verifyStore(restored)).problems, []);
});

test("a backup never overwrites what a folder holds", async (t) => {
  const folder = await folderFor(t);
  const store = await filledStore(t, join(folder, "store"));
  await assert.rejects(
    backUp(store, join(folder, "store")),
    (error) => error instanceof BinomenError && error.code === "FACET_FILE_INVALID",
  );
});
