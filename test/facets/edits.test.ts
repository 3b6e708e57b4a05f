import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { openFacets } from "../../src/facets/facets.ts";
import { changesPage } from "../../src/facets/feed/changes.ts";
import { makeCursor } from "../../src/facets/feed/cursor.ts";
import type { Edit } from "../../src/facets/lists/edit.ts";
import { applyEdit } from "../../src/facets/lists/edits.ts";
import { KINDS } from "../../src/facets/records/layout.ts";
import type { FacetStore } from "../../src/facets/store/store.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { openStore } from "./open-store.ts";

const NAMES = 600;
/** Facet 1 has value 1, of which sources 1 and 2 have scores of many names; facet 2 has value 2, of which none has. */
async function filledStore(t: TestContext, closed = false): Promise<FacetStore> {
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
  if (closed) await store.close();
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
        { name: 1, value: 1, source: 1, metadata: "{}" },
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

const makeEdit = (store: FacetStore, edit: Edit) => store.write((writer) => applyEdit(writer, edit));

for (const [edit, changes] of EDITS)
  test(`${JSON.stringify(edit)} makes ${changes} changes, here and in the process of a server`, async (t) => {
    const store = await filledStore(t);
    const before = store.head().sequence;
    const commit = await makeEdit(store, edit);
    assert.equal(commit.changes, changes);
    assert.equal(commit.sequence, store.head().sequence);
    const here = [commit.result, ...feedAfter(store, before)];
    assert.deepEqual((await verifyStore(store)).problems, []);

    const { directory } = await filledStore(t, true);
    const served = await openFacets(directory);
    t.after(() => served.close());
    const there = await served.writes.edit(edit);
    assert.equal(there.sequence, served.store.head().sequence);
    assert.deepEqual([there.result, ...feedAfter(served.store, before)], here);
    assert.deepEqual((await verifyStore(served.store)).problems, []);
  });

for (const [edit, code] of [
  [{ do: "change", kind: "facets", id: 9, draft: { heritable: true } }, "FACET_NOT_FOUND"],
  [{ do: "add", kind: "facets", draft: { id: 1, name: "Zone" } }, "FACET_ID_TAKEN"],
  [{ do: "change", kind: "values", id: 1, draft: { facetId: 9 } }, "FACET_NOT_FOUND"],
  [{ do: "add", kind: "values", draft: { facetId: 9, name: "Tree" } }, "FACET_NOT_FOUND"],
  [{ do: "change", kind: "sources", id: 1, draft: { snippetCategory: "use" } }, "FACET_SOURCE_KIND"],
  [{ do: "change", kind: "sources", id: 1, draft: { facetValueId: 9 } }, "FACET_NOT_FOUND"],
  [
    { do: "change", kind: "sources", id: 1, draft: { facetValueId: null, snippetCategory: "use" } },
    "FACET_SOURCE_FILLED",
  ],
  [
    { do: "change", kind: "sources", id: 3, draft: { facetValueId: 1, snippetCategory: null, snippetLanguage: null } },
    "FACET_SOURCE_FILLED",
  ],
  [{ do: "delete", kind: "sources", id: 9 }, "FACET_NOT_FOUND"],
  [{ do: "scores", upsert: [{ name: 2, value: 9, source: 1, metadata: null }], remove: [] }, "FACET_NOT_FOUND"],
  [{ do: "scores", upsert: [{ name: 2, value: 1, source: 9, metadata: null }], remove: [] }, "FACET_NOT_FOUND"],
  [{ do: "scores", upsert: [{ name: 2, value: 2, source: 1, metadata: null }], remove: [] }, "FACET_SCORE_SOURCE"],
  [{ do: "scores", upsert: [{ name: 2, value: 1, source: 3, metadata: null }], remove: [] }, "FACET_SCORE_SOURCE"],
] as const)
  test(`${JSON.stringify(edit)} is refused with ${code} and changes nothing`, async (t) => {
    const store = await filledStore(t);
    const before = store.head();
    await assert.rejects(makeEdit(store, edit), { code });
    assert.deepEqual(store.head(), before);
    assert.deepEqual((await verifyStore(store)).problems, []);
  });
