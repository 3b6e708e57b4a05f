/** Does an index stay equal to the store of a real binomen server, documents of taxa included? */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { snapshotLines } from "../../src/facets/feed/snapshot.ts";
import type { FacetWriter } from "../../src/facets/store/commit/writer.ts";
import { ElasticsearchTarget } from "../../src/indexers/elasticsearch.ts";
import { HttpFeed } from "../../src/indexers/feed.ts";
import { followFeed } from "../../src/indexers/follow.ts";
import { PATIENT } from "../../src/indexers/retry.ts";
import { SolrTarget } from "../../src/indexers/solr.ts";
import { serverValues, Taxa } from "../../src/indexers/taxa.ts";
import { secondWriter } from "../facets/second-writer.ts";
import { smallApp } from "../http/small-service.ts";
import { type Doc, elasticsearchDouble, solrDouble } from "./doubles.ts";

const nameId = (n: number) => `wfo-${String(n).padStart(10, "0")}`;
/** A family 1 with genera 2 and 3, species 4-7 in them, synonyms 8 and 9, and 10 merged into 4. */
const GRAPHS = [
  { taxon: [2], path: [[1]], synonyms: [] },
  { taxon: [3], path: [[1]], synonyms: [[9]] },
  { taxon: [4, 10], path: [[1], [2]], synonyms: [[8]] },
  { taxon: [5], path: [[1], [2]], synonyms: [] },
  { taxon: [6], path: [[1], [3]], synonyms: [] },
  { taxon: [7], path: [[1], [3], [7]], synonyms: [] },
].map(({ taxon, path, synonyms }) => ({
  classification: "2026-06",
  taxon: taxon.map(nameId),
  path: path.map((ids) => ids.map(nameId)),
  synonyms: synonyms.map((ids) => ids.map(nameId)),
}));

/** Two facets with two values each, a source per value, two of snippets: the vocabulary before anything changes. */
function fill(writer: FacetWriter): void {
  for (const id of [1, 2]) writer.putFacet({ id, name: `Facet ${id}`, heritable: id === 1 });
  for (const id of [1, 2, 3, 4]) {
    writer.putValue({ id, name: `Value ${id}`, facetId: id < 3 ? 1 : 2 });
    writer.putSource({ id, name: `Source ${id}`, facetValueId: id });
  }
  for (const id of [5, 6])
    writer.putSource({ id, name: `Source ${id}`, snippetCategory: "use", snippetLanguage: "eng" });
}

/** All kinds but names, which have no document of their own. */
const DOCUMENT_KINDS = ["facets", "values", "sources", "scores", "snippets"] as const;

const small = fc.integer({ min: 1, max: 4 });
const name = fc.integer({ min: 1, max: 10 });
const snippetSource = fc.constantFrom(5, 6);
type Change = (writer: FacetWriter) => unknown;
const has = (writer: FacetWriter, kind: "facets" | "values" | "sources", id: number) => writer.vocabulary[kind].has(id);
const aChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ name, value: small, row: fc.nat(2) }).map(
    ({ name, value, row }): Change =>
      (writer) =>
        has(writer, "sources", value) && writer.putScore(name, value, value, JSON.stringify({ row })),
  ),
  fc.record({ name, value: small }).map(
    ({ name, value }): Change =>
      (writer) =>
        writer.deleteScore(name, value, value),
  ),
  fc.record({ name, source: snippetSource, body: fc.nat(2), identity: fc.nat(1) }).map(
    ({ name, source, body, identity }): Change =>
      (writer) =>
        has(writer, "sources", source) &&
        writer.putSnippet({ name, source, body: `“${body}”`, metadata: "{}" }, `${identity}`),
  ),
  fc.nat(6).map(
    (id): Change =>
      (writer) =>
        writer.deleteSnippet(id),
  ),
  fc.record({ id: fc.integer({ min: 1, max: 6 }), doNotIndex: fc.boolean() }).map(
    ({ id, doNotIndex }): Change =>
      (writer) =>
        has(writer, "sources", id) && writer.putSource({ id, name: `Source ${id}`, doNotIndex }),
  ),
  fc.record({ id: fc.constantFrom(1, 2), heritable: fc.boolean(), label: fc.nat(1) }).map(
    ({ id, heritable, label }): Change =>
      (writer) =>
        has(writer, "facets", id) && writer.putFacet({ id, name: `Facet ${id} ${label}`, heritable }),
  ),
  fc.record({ id: small, label: fc.nat(1), facetId: fc.constantFrom(1, 2) }).map(
    ({ id, label, facetId }): Change =>
      (writer) =>
        has(writer, "values", id) &&
        has(writer, "facets", facetId) &&
        writer.putValue({ id, name: `Value ${id} ${label}`, facetId }),
  ),
  fc.integer({ min: 1, max: 6 }).map(
    (id): Change =>
      (writer) =>
        writer.deleteSource(id),
  ),
  small.map(
    (id): Change =>
      (writer) =>
        writer.deleteValue(id),
  ),
  fc.constant<Change>((writer) => writer.deleteFacet(2)),
);

async function served(t: Pick<TestContext, "after">) {
  const { app, service, folder } = await smallApp(t as TestContext, { port: 0 });
  const server = await app.listen({ host: "127.0.0.1", port: 0 });
  const write = secondWriter(t, service.facets.store);
  await write(fill);
  const { token } = await service.keys.create("indexer", ["changes:read", "facets:read"]);
  const graphs = join(folder, "graphs.ndjson");
  writeFileSync(graphs, GRAPHS.map((graph) => `${JSON.stringify(graph)}\n`).join(""));
  return { store: service.facets.store, write, server, token, graphs, folder };
}

for (const [kind, makeDouble, makeTarget] of [
  ["Solr", solrDouble, (url: string) => new SolrTarget(`${url}/solr/names`, { retry: { ...PATIENT, attempts: 1 } })],
  [
    "Elasticsearch",
    elasticsearchDouble,
    (url: string) => new ElasticsearchTarget(`${url}/names`, { retry: { ...PATIENT, attempts: 1 } }),
  ],
] as const)
  test(`${kind}: whatever is changed, the drained index holds the store's documents and those of its taxa`, async (_t) => {
    const step = fc.record({ commit: fc.array(aChange, { minLength: 1, maxLength: 4 }), drain: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const cleanUp: (() => unknown)[] = [];
        const scope = { after: (fn: () => unknown) => void cleanUp.unshift(fn) } as Pick<TestContext, "after">;
        try {
          const { store, write, server, token, graphs, folder } = await served(scope);
          const double = await makeDouble(scope as TestContext);
          const compute = serverValues(server, token);
          const taxa = await Taxa.open(graphs, compute);
          cleanUp.unshift(() => taxa.close());
          const drain = () =>
            followFeed({
              feed: new HttpFeed(server, token),
              target: makeTarget(double.url),
              taxa,
              checkpointPath: join(folder, "checkpoint.json"),
              kinds: [],
              pageSize: 3,
              once: true,
              rebuild: false,
              retry: { ...PATIENT, attempts: 1 },
              stop: new AbortController().signal,
            });
          for (const { commit, drain: now } of steps) {
            for (const change of commit) await write(change);
            if (now) await drain();
          }
          await drain();

          const held = new Map([...double.docs].map(([id, { seq_l: _, feed_s: __, ...doc }]) => [id, doc]));
          const stored: [string, Doc][] = [];
          for await (const lines of snapshotLines(store, DOCUMENT_KINDS))
            for (const line of lines.trimEnd().split("\n")) {
              const { id, doc } = JSON.parse(line) as { id?: string; doc?: Doc };
              if (id !== undefined && doc !== undefined) stored.push([id, doc]);
            }
          const documents = await compute(
            GRAPHS.map((graph) => JSON.stringify(graph)),
            new AbortController().signal,
          );
          for (const { taxon, classification, ...fields } of documents) {
            const id = `${taxon}-${classification}`;
            // A taxon of which nothing was ever said is in no index.
            const isEmpty = Object.values(fields).every((field) => (field as unknown[]).length === 0);
            if (isEmpty && !held.has(id)) continue;
            const own = { id, kind_s: "wfo-taxon", wfo_id_s: taxon, classification_id_s: classification };
            stored.push([id, { ...own, ...fields }]);
          }
          const sorted = (entries: Iterable<[string, Doc]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
          assert.deepEqual(sorted(held), sorted(stored));
        } finally {
          for (const fn of cleanUp) await fn();
        }
      }),
      { numRuns: 8 },
    );
  });
