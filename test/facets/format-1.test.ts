/**
 * A store that a release before format 2 wrote is brought to the present format with all it held.
 *
 * The fixture was written by that release: two facet values; source 1 had names 1-399 with one note, then (import 2,
 * forced) 100-399 with others; source 2 has names 300-319; snippets of source 3 were imported twice; then 399 scores were
 * put and 299 of them deleted.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { zstdDecompressSync } from "node:zlib";
import { exportList } from "../../src/facets/lists/export.ts";
import { importHistory } from "../../src/facets/lists/history.ts";
import { rollBack } from "../../src/facets/lists/imports.ts";
import { restore } from "../../src/facets/store/backup.ts";
import { compactStore } from "../../src/facets/store/compact.ts";
import { FacetStore } from "../../src/facets/store/store.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { storeFolder } from "./open-store.ts";
import { drain, SinceReplica } from "./replicas.ts";

const FIXTURE = new URL("../fixtures/facet-store-format-1.mdb.zst", import.meta.url);

async function formerStore(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(storeFolder(), "binomen-format-1-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "data.mdb"), zstdDecompressSync(readFileSync(FIXTURE)));
  return folder;
}

async function rowsOf(store: FacetStore, source: number): Promise<string[]> {
  const rows: string[] = [];
  for await (const row of exportList(store, source)) rows.push(row);
  return rows;
}

for (const way of ["open", "openToRead"] as const)
  test(`${way} of a store of format 1 keeps its rows, its clock and its history`, async (t) => {
    const folder = await formerStore(t);
    const store = await FacetStore[way](folder);
    t.after(() => store.close());
    const { sequence, tick, epoch, counts } = store.head();
    assert.deepEqual([sequence, tick, epoch], [3053, 1790769612, "6b4a0fe03fd3"]);
    assert.deepEqual(counts, { scores: 400, snippets: 2, names: 399 });
    assert.deepEqual((await verifyStore(store)).problems, []);
    assert.equal((await rowsOf(store, 1)).length, 300);
    const replica = new SinceReplica(true);
    drain(replica, store);
    // The 100 rows of source 2 say nothing, so these calls do not tell of them.
    assert.equal(replica.docs.size, 302);
    assert.deepEqual(
      importHistory(store, 3).map(({ id }) => id),
      [5, 4],
    );
  });

test("imports of format 1 can be taken back, rows that nothing points to go with the next compaction", async (t) => {
  const store = await FacetStore.open(await formerStore(t));
  t.after(() => store.close());
  await rollBack(store, 1, "cli");
  assert.equal((await rowsOf(store, 1)).length, 399);
  await rollBack(store, 4, "cli");
  assert.deepEqual(
    [5, 350].map((name) => store.name(name).snippets.map((id) => store.snippet(id)?.body)),
    [["Food", "Dye"], ["Timber"]],
  );
  assert.deepEqual((await verifyStore(store)).problems, []);
  assert.ok((await compactStore(store, 0)).droppedRows > 0);
  assert.deepEqual((await verifyStore(store)).problems, []);
  assert.equal((await rowsOf(store, 1)).length, 399);
});

test("a backup of format 1 is restored", async (t) => {
  const backup = await formerStore(t);
  const folder = join(await formerStore(t), "restored");
  assert.deepEqual((await restore(backup, folder)).problems, []);
  const store = await FacetStore.open(folder);
  t.after(() => store.close());
  assert.equal(store.head().counts.scores, 400);
  assert.deepEqual(await readdir(backup), ["data.mdb"]);
});

for (const [what, damage, code] of [
  ["that is not there", (file: string) => rm(file), "SOURCE_NOT_FOUND"],
  ["that was cut", (file: string) => truncate(file, 200_000), "STORE_DAMAGED"],
] as const)
  test(`a backup ${what} is refused, and nothing stays of the attempt`, async (t) => {
    const backup = await formerStore(t);
    await damage(join(backup, "data.mdb"));
    const parent = await formerStore(t);
    await assert.rejects(restore(backup, join(parent, "restored")), { code });
    assert.deepEqual(await readdir(parent), ["data.mdb"]);
  });
