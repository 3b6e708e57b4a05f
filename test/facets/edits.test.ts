import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { changesPage } from "../../src/facets/feed/changes.ts";
import { makeCursor } from "../../src/facets/feed/cursor.ts";
import type { Edit } from "../../src/facets/lists/edit.ts";
import { makeEdit } from "../../src/facets/lists/edits.ts";
import { KINDS } from "../../src/facets/records/layout.ts";
import type { FacetStore } from "../../src/facets/store/store.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { openStore } from "./open-store.ts";

const NAMES = 600;
/** As small edits are made, and as large ones are. */
const WAYS = [
  ["on the spot", Number.POSITIVE_INFINITY],
  ["by a thread", 0],
] as const;

/** Facet 1 has value 1, of which sources 1 and 2 have scores of many names; facet 2 has value 2, of which none has. */
async function filledStore(t: TestContext): Promise<FacetStore> {
  const store = await openStore(t);
  await store.write((writer) => {
    for (const id of [1, 2]) {
      writer.putFacet({ id, name: `Facet ${id}` });
      writer.putValue({ id, name: `Value ${id}`, facetId: id });
      writer.putSource({ id, name: `List ${id}`, facetValueId: 1 });
    }
    writer.putSource({ id: 3, name: "Texts", snippetCategory: "use", snippetLanguage: "eng" });
    for (let name = 1; name <= NAMES; name++) {
      writer.putScore(name, 1, 1 + (name % 2), null);
      if (name % 3 === 0) writer.putSnippet({ source: 3, name, body: `text ${name}`, metadata: null }, "");
    }
  });
  return store;
}

/** What the feed tells after a sequence, without times. */
function feedAfter(store: FacetStore, sequence: number): unknown[] {
  const cursor = makeCursor(store.head(), KINDS, sequence);
  const page = changesPage(store, { cursor, kinds: KINDS, limit: 5000, includeDocs: true });
  assert.equal(page.more, false);
  return page.results.map(({ modified, doc, ...change }) => change);
}

const EDITS: [edit: Edit, changes: number][] = [
  [{ do: "add", kind: "facets", draft: { name: "Zone" } }, 1],
  [{ do: "change", kind: "facets", id: 1, draft: { heritable: true } }, 1 + NAMES],
  [{ do: "change", kind: "facets", id: 1, draft: { description: "no document has it" } }, 1],
  [{ do: "change", kind: "values", id: 1, draft: { facetId: 2 } }, 3 + NAMES],
  [{ do: "change", kind: "sources", id: 1, draft: { facetValueId: 2 } }, 1 + NAMES / 2 + NAMES / 2 + NAMES / 2],
  [{ do: "change", kind: "sources", id: 3, draft: { doNotIndex: true } }, 1 + NAMES / 3],
  [{ do: "delete", kind: "sources", id: 2 }, 1 + NAMES / 2 + NAMES / 2],
  [{ do: "delete", kind: "facets", id: 1 }, 4 + NAMES + NAMES],
  [
    {
      do: "scores",
      upsert: [
        { name: 1, value: 2, source: 1, metadata: "{}" },
        { name: 2, value: 1, source: 1, metadata: null },
      ],
      remove: [
        { name: 3, value: 1, source: 2 },
        { name: NAMES + 1, value: 1, source: 1 },
      ],
    },
    2 + 2,
  ],
];

for (const [edit, changes] of EDITS)
  test(`${JSON.stringify(edit)} makes ${changes} changes, on the spot and by a thread`, async (t) => {
    const feeds: unknown[][] = [];
    for (const [, manyNames] of WAYS) {
      const store = await filledStore(t);
      const before = store.head().sequence;
      const commit = await makeEdit(store, edit, manyNames);
      assert.equal(commit.changes, changes);
      assert.equal(commit.sequence, store.head().sequence);
      feeds.push([commit.result, ...feedAfter(store, before)]);
      assert.deepEqual((await verifyStore(store)).problems, []);
    }
    assert.deepEqual(feeds[0], feeds[1]);
  });

for (const [way, manyNames] of WAYS)
  for (const [edit, code] of [
    [{ do: "change", kind: "facets", id: 9, draft: { heritable: true } }, "FACET_NOT_FOUND"],
    [{ do: "add", kind: "facets", draft: { id: 1, name: "Zone" } }, "FACET_ID_TAKEN"],
    [{ do: "change", kind: "values", id: 1, draft: { facetId: 9 } }, "FACET_NOT_FOUND"],
    [{ do: "change", kind: "sources", id: 1, draft: { snippetCategory: "use" } }, "FACET_SOURCE_KIND"],
    [{ do: "delete", kind: "sources", id: 9 }, "FACET_NOT_FOUND"],
    [
      {
        do: "scores",
        upsert: [
          { name: 1, value: 2, source: 1, metadata: null },
          { name: 2, value: 9, source: 1, metadata: null },
        ],
        remove: [],
      },
      "FACET_NOT_FOUND",
    ],
  ] as const)
    test(`${JSON.stringify(edit)} ${way} is refused with ${code} and changes nothing`, async (t) => {
      const store = await filledStore(t);
      const before = store.head();
      await assert.rejects(makeEdit(store, edit, manyNames), { code });
      assert.deepEqual(store.head(), before);
      assert.deepEqual((await verifyStore(store)).problems, []);
    });

test("while a flag of a large facet is set the event loop turns, readers see all of it or nothing, and writes wait", async (t) => {
  const store = await filledStore(t);
  const before = store.head().sequence;
  const commits: number[] = [];
  store.events.on("commit", (sequence: number) => commits.push(sequence));
  const editing = makeEdit(store, { do: "change", kind: "facets", id: 1, draft: { heritable: true } }, 0);
  const writing = store.write((writer) => writer.putFacet({ name: "Zone" }));
  let turns = 0;
  let isDone = false;
  const seen = new Set<string>();
  const watching = (async () => {
    while (!isDone) {
      await store.onSnapshot((read) => {
        const { heritable } = store.vocabulary(read).facets.get(1)!;
        seen.add(`${heritable} ${store.name(NAMES, read).touched > before}`);
      });
      turns++;
      await new Promise(setImmediate);
    }
  })();
  const edited = await editing;
  const { sequence } = await writing;
  isDone = true;
  await watching;
  assert.ok(turns > 10, `${turns} turns`);
  assert.ok(
    [...seen].every((state) => state === "false false" || state === "true true"),
    `${[...seen]}`,
  );
  assert.deepEqual(commits, [edited.sequence, sequence]);
});
