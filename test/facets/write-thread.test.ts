import assert from "node:assert/strict";
import test from "node:test";
import { importInThread } from "../../src/facets/lists/write-thread.ts";
import { nameId } from "../../src/facets/records/identifiers.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { openStore } from "./open-store.ts";

test("while a list is imported the event loop turns, readers see none of it, and writes wait their turn", async (t) => {
  const store = await openStore(t);
  const { result: source } = await store.write((writer) => {
    const facetId = writer.putFacet({ name: "Habit" });
    return writer.putSource({ name: "trees", facetValueId: writer.putValue({ name: "Tree", facetId }) });
  });
  const commits: number[] = [];
  store.events.on("commit", (sequence: number) => commits.push(sequence));
  const rows = Array.from({ length: 5000 }, (_, i) => `${nameId(i + 1)},${i}\n`).join("");
  const options = { by: "test" };
  const importing = importInThread(store, { do: "import", source, file: Buffer.from(`id,n\n${rows}`), options });
  const writing = store.write((writer) => writer.putFacet({ name: "Zone" }));
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
  assert.deepEqual(commits, [report.sequence, sequence]);
  assert.deepEqual((await verifyStore(store)).problems, []);
});

test("what is wrong with a list is told by the thread as well", async (t) => {
  const store = await openStore(t);
  const task = { do: "import", source: 7, file: Buffer.from("id\n"), options: { by: "test" } } as const;
  await assert.rejects(importInThread(store, task), { code: "FACET_NOT_FOUND" });
  await store.write((writer) => writer.putFacet({ name: "Habit" }));
});
