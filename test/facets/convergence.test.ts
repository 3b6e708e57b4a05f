import assert from "node:assert/strict";
import test from "node:test";
import { nameId } from "../../src/facets/records/identifiers.ts";
import { compactStore } from "../../src/facets/store/compact.ts";
import { Readers } from "../../src/facets/store/readers.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { NameWalks } from "../../src/facets/store/walk.ts";
import { checkHistories, makeVocabulary, restartable, rows } from "./histories.ts";
import { openStore } from "./open-store.ts";
import { allDocuments, drain, FeedReplica, SinceReplica } from "./replicas.ts";

test("every reader's copy equals the store after it has read to the end, whatever happened to the store", async () => {
  const happened = await checkHistories(50);
  for (const what of ["commit", "import", "rollback", "restore", "beside", "kill", "read", "restart"] as const)
    assert.ok(happened[what] > 0, `no ${what} happened`);
});

for (const limit of [1, 999, 1000, 1001])
  test(`10,000 rows of one commit are told once each in pages of ${limit}, over restarts and a clock set back`, async (t) => {
    const place = await restartable(t);
    await place.store.write((writer) => {
      makeVocabulary(writer);
      for (let name = 1; name <= 10_000; name++) writer.putScore(name, 1, 1, '{"a":1}');
    });
    const feed = new FeedReplica([], limit);
    const since = new SinceReplica(false);
    const [pages, restarts] = limit === 1 ? [200, 2] : [5, 5];
    for (let page = 0; page < pages; page++) {
      feed.step(place.store);
      since.step(place.store);
      if (page % Math.ceil(pages / restarts) === 0) await place.restart();
      place.tickClock(-3600);
    }
    await place.store.write((writer) => writer.putScore(77, 1, 1, '{"a":2}'));
    drain(since, place.store);
    drain(limit === 1 ? new FeedReplica([], 1000) : feed, place.store);
    assert.equal(since.docs.size, 10_000);
    assert.ok(since.told <= 10_001, `${since.told} rows were told`);
    assert.equal(since.docs.get("wfo-fvs-wfo-0000000077-1-1")?.["json_t"], '{"a":2}');
    if (limit > 1) assert.deepEqual(rows(feed.docs), rows(await allDocuments(place.store)));
    else assert.equal(feed.docs.size, 200);
  });

test("a walk by offset misses no unmodified name and lists none twice while names change", async (t) => {
  const place = await restartable(t);
  await place.store.write((writer) => {
    makeVocabulary(writer);
    for (let name = 1; name <= 2500; name++) writer.putScore(name, 1, 1, null);
  });
  let readers = new Readers(place.store.directory);
  t.after(() => readers.close());
  let walks = new NameWalks(place.store, readers);
  const told: string[] = [];
  const modified = new Set<string>();
  for (let offset = 0; ; offset += 1000) {
    const { names } = walks.page("reader", offset);
    if (names.length === 0) break;
    told.push(...names.map(({ wfo_id }) => wfo_id));
    const changing = [offset + 3, offset + 1200, 2400 - offset / 10];
    await place.store.write((writer) => {
      for (const name of changing) writer.putScore(name, 2, 2, null);
    });
    for (const name of changing) modified.add(nameId(name));
    if (offset === 0) {
      await readers.close();
      await place.restart();
      readers = new Readers(place.store.directory, place.store.now);
      walks = new NameWalks(place.store, readers);
    }
  }
  assert.equal(new Set(told).size, told.length, "listed twice");
  const missed = Array.from({ length: 2500 }, (_, i) => nameId(i + 1)).filter((id) => !told.includes(id));
  assert.deepEqual(
    missed.filter((id) => !modified.has(id)),
    [],
  );
  const { names } = walks.page("reader", 0);
  assert.ok(
    [...modified].every((id) => names.some(({ wfo_id }) => wfo_id === id)),
    "the next walk begins with what changed during this one",
  );
});

test("compaction drops what no walk needs, and a pinned walk goes on as if nothing had happened", async (t) => {
  const place = await restartable(t);
  const { store } = place;
  const touchAll = (row: string) =>
    store.write((writer) => {
      makeVocabulary(writer);
      for (let name = 1; name <= 1200; name++) writer.putScore(name, 1, 1, row);
    });
  await touchAll("{}");
  const walks = new NameWalks(store);
  const first = walks.page("reader", 0);
  await touchAll('{"row":"1"}');
  assert.equal((await compactStore(store)).droppedBlocks, 0);
  const second = walks.page("reader", 1000);
  assert.deepEqual([first.names.length, second.names.length], [1000, 200]);
  place.tickClock(25 * 3600);
  assert.equal((await compactStore(store)).droppedBlocks, 5);
  const again = new NameWalks(store).page("other", 1000);
  assert.equal(again.names.length, 200);
  assert.deepEqual((await verifyStore(store)).problems, []);
});

test("names of one commit are walked in descending order", async (t) => {
  const store = await openStore(t);
  await store.write((writer) => {
    makeVocabulary(writer);
    for (const name of [3, 1, 2]) writer.putScore(name, 1, 1, null);
  });
  const { names } = new NameWalks(store).page("", 0);
  assert.deepEqual(
    names.map(({ wfo_id }) => wfo_id),
    [nameId(3), nameId(2), nameId(1)],
  );
});
