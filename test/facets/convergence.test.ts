import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import fc from "fast-check";
import { importList } from "../../src/facets/lists/imports.ts";
import { nameId } from "../../src/facets/records/identifiers.ts";
import type { FacetWriter } from "../../src/facets/store/commit/writer.ts";
import { compactStore } from "../../src/facets/store/compact.ts";
import { Readers } from "../../src/facets/store/readers.ts";
import { FacetStore } from "../../src/facets/store/store.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { NameWalks } from "../../src/facets/store/walk.ts";
import { openStore, storeFolder } from "./open-store.ts";
import {
  allDocuments,
  drain,
  EnvelopeReplica,
  evaluated,
  FeedReplica,
  type Replica,
  SinceReplica,
  type TestTaxon,
} from "./replicas.ts";

const NAMES = 8;
const ROWS = ["{}", '{"row":"1"}', '{"row":"2"}'];
/** Names 1-6 are taxa below genus 7 in family 8; name n + 10 is a synonym of n. */
const TAXA: TestTaxon[] = Array.from({ length: 6 }, (_, i) => ({
  taxon: [nameId(i + 1)],
  path: [[nameId(8)], [nameId(7)]],
  synonyms: [[nameId(i + 11)]],
}));
TAXA.push({ taxon: [nameId(7)], path: [[nameId(8)]], synonyms: [] }, { taxon: [nameId(8)], path: [], synonyms: [] });

const someName = fc.oneof(fc.integer({ min: 1, max: NAMES }), fc.integer({ min: 11, max: 16 }));
const someValue = fc.integer({ min: 1, max: 3 });
const scoreSource = fc.integer({ min: 1, max: 3 });
const someRow = fc.constantFrom(...ROWS);

type Edit = { title: string; run: (writer: FacetWriter) => unknown };
const edit = <T>(
  title: string,
  of: fc.Arbitrary<T>,
  run: (writer: FacetWriter, of: T) => unknown,
): fc.Arbitrary<Edit> =>
  of.map((given) => ({ title: `${title} ${JSON.stringify(given)}`, run: (writer) => run(writer, given) }));

/** Values 1, 2 belong to facet 1, value 3 to facet 2; source n scores value n; sources 4, 5 are lists of snippets. */
function makeVocabulary(writer: FacetWriter): void {
  for (const id of [1, 2]) if (!writer.vocabulary.facets.has(id)) writer.putFacet({ id, name: `Facet ${id}` });
  for (const id of [1, 2, 3])
    if (!writer.vocabulary.values.has(id)) writer.putValue({ id, name: `Value ${id}`, facetId: id < 3 ? 1 : 2 });
  for (const id of [1, 2, 3])
    if (!writer.vocabulary.sources.has(id)) writer.putSource({ id, name: `Source ${id}`, facetValueId: id });
  for (const id of [4, 5])
    if (!writer.vocabulary.sources.has(id))
      writer.putSource({ id, name: `Texts ${id}`, snippetCategory: "use", snippetLanguage: "eng" });
}

const EDITS: fc.Arbitrary<Edit> = fc.oneof(
  edit("score", fc.tuple(someName, scoreSource, someRow), (writer, [name, source, row]) => {
    const { facetValueId } = writer.vocabulary.sources.get(source) ?? {};
    if (typeof facetValueId === "number") writer.putScore(name, facetValueId, source, row);
  }),
  edit("unscore", fc.tuple(someName, someValue, scoreSource), (writer, [name, value, source]) =>
    writer.deleteScore(name, value, source),
  ),
  edit(
    "snippet",
    fc.tuple(someName, fc.constantFrom(4, 5), fc.constantFrom("a", "b"), someRow),
    (writer, [name, source, body, metadata]) => writer.putSnippet({ name, source, body, metadata }, body),
  ),
  edit("unsnippet", fc.integer({ min: 1, max: 12 }), (writer, id) => writer.deleteSnippet(id)),
  edit("hide", fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean()), (writer, [id, doNotIndex]) =>
    writer.vocabulary.sources.has(id) ? writer.putSource({ id, doNotIndex }) : undefined,
  ),
  edit("inherit", fc.tuple(fc.constantFrom(1, 2), fc.boolean()), (writer, [id, heritable]) =>
    writer.putFacet({ id, heritable }),
  ),
  edit("label facet", fc.tuple(fc.constantFrom(1, 2), fc.constantFrom("Habit", "Zone")), (writer, [id, name]) =>
    writer.putFacet({ id, name }),
  ),
  edit("label value", fc.tuple(someValue, fc.constantFrom("Tree", "Shrub")), (writer, [id, name]) =>
    writer.putValue({ id, name }),
  ),
  edit("move value", fc.tuple(someValue, fc.constantFrom(1, 2)), (writer, [id, facetId]) =>
    writer.putValue({ id, facetId }),
  ),
  edit("move source", fc.tuple(scoreSource, someValue), (writer, [id, facetValueId]) =>
    writer.putSource({ id, facetValueId }),
  ),
  edit("delete source", fc.integer({ min: 1, max: 5 }), (writer, id) => {
    writer.deleteSource(id);
    makeVocabulary(writer);
  }),
  edit("delete value", someValue, (writer, id) => writer.deleteValue(id)),
  edit("delete facet", fc.constantFrom(1, 2), (writer, id) => writer.deleteFacet(id)),
);

type Action =
  | { do: "commit"; edits: Edit[] }
  | { do: "import"; source: number; names: number[] }
  | { do: "read"; replica: number }
  | { do: "restart" }
  | { do: "clock"; seconds: number };
const ACTIONS: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.array(EDITS, { minLength: 1, maxLength: 4 }).map((edits) => ({ do: "commit", edits }) as const),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(scoreSource, fc.uniqueArray(someName))
        .map(([source, names]) => ({ do: "import", source, names }) as const),
    },
    { weight: 5, arbitrary: fc.nat(6).map((replica) => ({ do: "read", replica }) as const) },
    { weight: 1, arbitrary: fc.constant({ do: "restart" } as const) },
    { weight: 1, arbitrary: fc.constantFrom(-3600, 1, 3600).map((seconds) => ({ do: "clock", seconds }) as const) },
  ),
  { minLength: 5, maxLength: 40 },
);

/** A store that can be closed and opened again. */
async function restartable(t: TestContext | undefined) {
  const directory = await mkdtemp(join(storeFolder(), "binomen-facets-"));
  let nowMs = 1_774_880_981_000;
  const options = { now: () => nowMs };
  let store = await FacetStore.open(directory, options);
  const close = async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  };
  t?.after(close);
  return {
    get store() {
      return store;
    },
    tickClock: (seconds: number) => {
      nowMs += seconds * 1000;
    },
    restart: async () => {
      await store.close();
      store = await FacetStore.open(directory, options);
    },
    close,
  };
}

const isRow = (id: string): boolean => id.startsWith("wfo-fvs-") || id.startsWith("wfo-snippet-");
const rows = (docs: Map<string, Record<string, unknown>>) =>
  [...docs]
    .filter(([id]) => isRow(id))
    .map(([id, { body_txt: _, ...doc }]) => [id, doc] as const)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));

test("every reader's copy equals the store after it has read to the end", async () => {
  await fc.assert(
    fc.asyncProperty(ACTIONS, async (actions) => {
      const place = await restartable(undefined);
      try {
        const [naive, blunt] = [new SinceReplica(true), new SinceReplica(false)];
        const envelope = new EnvelopeReplica();
        const feeds = [1, 3, 999, 5000].map((limit) => new FeedReplica(TAXA, limit));
        const replicas: Replica[] = [naive, blunt, envelope, ...feeds];
        await place.store.write(makeVocabulary);
        for (const action of actions) {
          if (action.do === "clock") place.tickClock(action.seconds);
          else if (action.do === "restart") await place.restart();
          else if (action.do === "read") replicas[action.replica]?.step(place.store);
          else if (action.do === "commit")
            await place.store.write((writer) => {
              for (const one of action.edits) {
                one.run(writer);
                makeVocabulary(writer);
              }
            });
          else {
            const csv = `wfo_id\n${action.names.map((name) => `${nameId(name)}\n`).join("")}`;
            await importList(place.store, action.source, Buffer.from(csv), {
              by: "test",
              force: true,
              allowEmpty: true,
            });
          }
        }
        for (const replica of replicas) drain(replica, place.store);
        assert.deepEqual((await verifyStore(place.store)).problems, [], "the store verifies");
        const truth = await allDocuments(place.store);
        for (const feed of feeds) {
          assert.deepEqual(new Map([...feed.docs].sort()), new Map([...truth].sort()), "the change feed");
          for (const taxon of TAXA)
            assert.equal(feed.indexed.get(taxon.taxon[0] as string), evaluated(place.store, taxon), "index documents");
        }
        assert.deepEqual(rows(naive.docs), rows(truth), "dialect A with tombstones");
        assert.deepEqual(rows(envelope.docs), rows(truth), "the envelope");
        const held = rows(blunt.docs).filter(([id]) => truth.has(id));
        assert.deepEqual(held, rows(truth), "dialect A but for deletes");
        for (const kind of ["wfo-f-", "wfo-fs-", "wfo-ss-"]) {
          const shown = [...envelope.docs.keys()].filter((id) => id.startsWith(kind)).sort();
          const hidden = new Set(
            [...place.store.vocabulary().sources.values()].filter((s) => s.doNotIndex).map((s) => s.id),
          );
          const there = [...truth.keys()]
            .filter((id) => id.startsWith(kind) && !hidden.has(Number(id.slice(7))))
            .sort();
          assert.deepEqual(shown, there, `${kind} in the envelope`);
        }
      } finally {
        await place.close();
      }
    }),
    { numRuns: 25 },
  );
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
