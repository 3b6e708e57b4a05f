import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { type Facets, openFacets } from "../../src/facets/facets.ts";
import { WriteProcess } from "../../src/facets/lists/write-process.ts";
import { nameId } from "../../src/facets/records/identifiers.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { openStore } from "./open-store.ts";

/** The store as a server opens it, with one list. */
async function served(t: TestContext): Promise<Facets> {
  const store = await openStore(t);
  await store.write((writer) => {
    const facetId = writer.putFacet({ name: "Habit" });
    writer.putSource({ id: 1, name: "trees", facetValueId: writer.putValue({ name: "Tree", facetId }) });
  });
  await store.close();
  const facets = await openFacets(store.directory);
  t.after(() => facets.close());
  return facets;
}

const list = (rows: number): Buffer =>
  Buffer.from(`id,n\n${Array.from({ length: rows }, (_, i) => `${nameId(i + 1)},${i}\n`).join("")}`);

test("while a list is imported the event loop turns, readers see none of it, and writes wait their turn", async (t) => {
  const { store, writes } = await served(t);
  const commits: number[] = [];
  store.events.on("commit", (sequence: number) => commits.push(sequence));
  const importing = writes.importList({ do: "import", source: 1, file: list(5000), options: { by: "test" } });
  const writing = writes.edit({ do: "add", kind: "facets", draft: { name: "Zone" } });
  let turns = 0;
  let isDone = false;
  const seen = new Set<number>();
  const watching = (async () => {
    while (!isDone) {
      seen.add(store.head().counts.scores);
      turns++;
      await new Promise(setImmediate);
    }
  })();
  const report = await importing;
  const { sequence } = await writing;
  isDone = true;
  await watching;
  assert.equal(report.added, 5000);
  assert.ok(turns > 10, `${turns} turns`);
  assert.ok(
    [...seen].every((scores) => scores === 0 || scores === 5000),
    `${[...seen]}`,
  );
  assert.equal(commits.at(-1), sequence);
  assert.ok((report.sequence as number) < sequence);
  assert.deepEqual((await verifyStore(store)).problems, []);
});

test("a file that goes through the disk is imported like one that goes through the pipe", async (t) => {
  const { store, writes } = await served(t);
  const file = list(20_000);
  assert.ok(file.length > 1 << 18);
  assert.equal((await writes.importList({ do: "import", source: 1, file, options: { by: "test" } })).added, 20_000);
  assert.equal(store.head().counts.scores, 20_000);
});

test("what is wrong with a list is told by the process as well, and the next write is made", async (t) => {
  const { store, writes } = await served(t);
  const task = { do: "import", source: 7, file: Buffer.from("id\n"), options: { by: "test" } } as const;
  await assert.rejects(writes.importList(task), { code: "FACET_NOT_FOUND" });
  await writes.edit({ do: "add", kind: "facets", draft: { name: "Zone" } });
  assert.equal(store.vocabulary().facets.size, 2);
});

test("a writing process that ended for being idle is started again", async (t) => {
  const { store } = await served(t);
  const writes = new WriteProcess(store, 0);
  t.after(() => writes.close());
  for (const name of ["Zone", "Threat"]) {
    await writes.edit({ do: "add", kind: "facets", draft: { name } });
    await new Promise(setImmediate);
  }
  assert.equal(store.vocabulary().facets.size, 3);
});

test("after it was closed a write is refused, and one that was asked for before is made", async (t) => {
  const { store, writes } = await served(t);
  const asked = writes.edit({ do: "add", kind: "facets", draft: { name: "Zone" } });
  await writes.close();
  await asked;
  assert.equal(store.vocabulary().facets.size, 2);
  await assert.rejects(writes.edit({ do: "delete", kind: "facets", id: 1 }), { code: "FACET_STORE_CLOSED" });
});
