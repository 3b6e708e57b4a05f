import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import test from "node:test";
import { cachingReader } from "../../src/facets/values/evidence.ts";
import { readGraph } from "../../src/facets/values/graph.ts";
import { explainDocument, type IndexDocument, indexDocument } from "../../src/facets/values/values.ts";
import { fill, type GoldenTables, openStore, tablesReader } from "./open-store.ts";

const GOLDEN = new URL("../../../shared/data/facets/golden/", import.meta.url);

interface GoldenCase {
  name: string;
  why: string;
  db: GoldenTables;
  request: unknown[];
  expected: IndexDocument[];
}

for (const file of ["cases.json", "real_cases.json"]) {
  const path = new URL(file, GOLDEN);
  if (!existsSync(path)) {
    test(`the golden cases of ${file}`, { skip: "no ../shared/data here" }, () => undefined);
    continue;
  }
  const read = JSON.parse(readFileSync(path, "utf8")) as GoldenCase | GoldenCase[];
  for (const { name, why, db, request, expected } of Array.isArray(read) ? read : [read])
    test(`${name}: ${why}`, () => {
      const reader = tablesReader(db);
      const documents = request.map((graph, i) => indexDocument(readGraph(graph, i), reader));
      assert.equal(JSON.stringify(documents), JSON.stringify(expected));
    });
}

const SMALL: GoldenTables = {
  facets: [
    { id: 1, name: "Zone", heritable: 0 },
    { id: 2, name: "Habit", heritable: 1 },
  ],
  facet_values: [
    { id: 10, facet_id: 1, name: "Alpine", code: "ALP" },
    { id: 20, facet_id: 2, name: "Tree", code: null },
  ],
  sources: [
    { id: 5, name: "zones", facet_value_id: 10, snippet_category: null, snippet_language: null, do_not_index: 0 },
    { id: 6, name: "habits", facet_value_id: 20, snippet_category: null, snippet_language: null, do_not_index: 0 },
    { id: 7, name: "hidden", facet_value_id: 20, snippet_category: null, snippet_language: null, do_not_index: 1 },
    { id: 8, name: "uses", facet_value_id: null, snippet_category: "use", snippet_language: "eng", do_not_index: 0 },
  ],
  scores: [
    { wfo_id: "wfo-4000000001", value_id: 10, source_id: 5 },
    { wfo_id: "wfo-4000000001", value_id: 20, source_id: 6 },
    { wfo_id: "wfo-0000000002", value_id: 20, source_id: 6 },
    { wfo_id: "wfo-0000000001", value_id: 20, source_id: 7 },
    { wfo_id: "wfo-0000000001", value_id: 20, source_id: 99 },
  ],
  snippets: [
    { id: 31, source_id: 8, wfo_id: "wfo-0000000002", body: "Timber." },
    { id: 30, source_id: 8, wfo_id: "wfo-4000000001", body: "Of the genus." },
  ],
};
const SPECIES = {
  classification: "2025-06",
  taxon: ["wfo-0000000001", "wfo-0000000002"],
  path: [["wfo-4000000001"], ["wfo-0000000002"]],
};

test("a document has heritable values of ancestors, and the preferred id for merged names", () => {
  const document = indexDocument(readGraph(SPECIES, 0), tablesReader(SMALL));
  assert.equal(
    JSON.stringify(document),
    JSON.stringify({
      taxon: "wfo-0000000001",
      classification: "2025-06",
      "wfo-f-2_ss": ["wfo-fv-20"],
      "wfo-fv-20_provenance_ss": ["wfo-0000000001-s-6-direct", "wfo-4000000001-s-6-ancestor"],
      "wfo-f-2_t": "Habit :  Tree",
      snippet_text_categories_ss: ["use"],
      snippet_text_languages_ss: ["eng"],
      snippet_text_name_ids_ss: ["wfo-0000000001"],
      snippet_text_ids_ss: ["wfo-snippet-31"],
      snippet_text_sources_ss: ["wfo-ss-8"],
      snippet_text_bodies_txt: ["Timber."],
    }),
  );
});

test("explain tells why a score does not count", () => {
  const { dropped, counted } = explainDocument(readGraph(SPECIES, 0), tablesReader(SMALL));
  assert.deepEqual(
    dropped.map(({ source, because }) => [source, because]),
    [
      [7, "source not indexed"],
      [99, "source missing"],
      [5, "facet not heritable"],
    ],
  );
  assert.equal(counted.length, 3);
});

test("generation D lists values with their labels and scores with their rows", async (t) => {
  const store = await openStore(t);
  await store.write((writer) => {
    fill(writer, { ...SMALL, scores: SMALL.scores.filter(({ source_id }) => source_id !== 99) });
    writer.putScore(1, 10, 5, '{"wfo_id":"wfo-0000000001","zone":"ALP"}');
  });
  const reader = cachingReader(store.vocabulary(), store);
  const options = { schema: "d", metadata: (key: Buffer) => store.metadata(key) } as const;
  const document = indexDocument(readGraph(SPECIES, 0), reader, options);
  assert.deepEqual(document["facet_values_ss"], ["1-10 ~ Alpine", "2-20 ~ Tree"]);
  const [first] = JSON.parse(document["facets_metadata_t"] as string) as Record<string, unknown>[];
  assert.equal(first?.["source_id"], "ds-5");
  assert.deepEqual(first?.["score_meta_data"], { wfo_id: "wfo-0000000001", zone: "ALP" });
});

test("a graph without a taxon keeps its place in the answer", () => {
  const vocabulary = { sequence: 0, facets: new Map(), values: new Map(), sources: new Map() };
  const graph = readGraph({ classification: "2025-06" }, 0);
  const nothing = { vocabulary, name: () => assert.fail("nothing to read"), snippet: () => undefined };
  const document = indexDocument(graph, nothing);
  assert.deepEqual(document, { taxon: null, classification: "2025-06", error: "no taxon" });
});

test("an id that is none is refused with its place", () => {
  assert.throws(() => readGraph({ taxon: ["wfo-0000000001"], path: [["wfo-1"]] }, 3), {
    code: "FACET_NAME_ID_INVALID",
    message: /\[3\]\.path\[0\]\[0\]: wfo-1/,
  });
});
