/**
 * Measures: a family of plants from a binomen server into a real Solr and OpenSearch: documents and taxa per second, and
 *           whether index and store are equal, also after a source is hidden and a facet made heritable.
 * Corpus:   WFO's Apiaceae: 59,473 scores, 1,079 snippets, 6,711 names (../shared/data/facets/small_apiaceae).
 * Notes:    needs Java 17 and Maven. Server, indexer and engine share the machine.
 * Run:      node bench/indexers/apiaceae.ts [solr] [opensearch]
 */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { snapshotLines } from "../../src/facets/feed/snapshot.ts";
import type { FacetStore } from "../../src/facets/store/store.ts";
import { HttpFeed } from "../../src/indexers/feed.ts";
import { followFeed } from "../../src/indexers/follow.ts";
import { PATIENT } from "../../src/indexers/retry.ts";
import { serverValues, Taxa } from "../../src/indexers/taxa.ts";
import { smallApp } from "../../test/http/small-service.ts";
import type { Doc } from "../../test/indexers/doubles.ts";
import { chosenEngines, classPathOf, type Engine, freePort, heldBy, start } from "./engines.ts";

const DATA = join(import.meta.dirname, "../../../shared/data/facets");
const CLASSIFICATION = "2026-06";

interface Name {
  readonly id: string;
  readonly status: string;
  readonly parent: string;
  readonly accepted: string;
}

/** Cells of a TSV file by column. */
function rowsOf(file: string): Record<string, string>[] {
  const [header, ...lines] = readFileSync(join(DATA, "small_apiaceae", file), "utf8")
    .trimEnd()
    .split("\n");
  const columns = header!.split("\t");
  return lines.map((line) => Object.fromEntries(line.split("\t").map((cell, i) => [columns[i], cell])));
}

/** A graph per accepted name, as WFO's portal makes them. */
function graphsOf(): string[] {
  const names = new Map<string, Name>();
  for (const { wfo_id: id = "", status = "", parent_wfo_id: parent = "", accepted_wfo_id: accepted = "" } of rowsOf(
    "classification.tsv",
  ))
    names.set(id, { id, status, parent, accepted });
  const synonyms = Map.groupBy(names.values(), ({ accepted }) => accepted);
  return [...names.values()]
    .filter(({ status }) => status === "accepted")
    .map(({ id, parent }) => {
      const path: string[][] = [];
      for (
        let up = names.get(parent), at = parent;
        at !== "" && path.length < 40;
        at = up?.parent ?? "", up = names.get(at)
      )
        path.unshift([at]);
      const own = (synonyms.get(id) ?? []).map((synonym) => [synonym.id]);
      return JSON.stringify({ classification: CLASSIFICATION, taxon: [id], path, synonyms: own });
    });
}

async function load(store: FacetStore): Promise<void> {
  const vocabulary = JSON.parse(readFileSync(join(DATA, "golden/real_vocabulary.json"), "utf8")) as {
    facets: { id: number; name: string; heritable: number }[];
    facet_values: { id: number; facet_id: number; name: string; code: string | null }[];
    sources: {
      id: number;
      name: string;
      facet_value_id: number | null;
      snippet_category: string | null;
      snippet_language: string | null;
    }[];
  };
  const facetId = new Map(vocabulary.facets.map(({ id, name }) => [name, id]));
  const valueId = new Map(
    vocabulary.facet_values.map(({ id, facet_id, code, name }) => [`${facet_id} ${code ?? name}`, id]),
  );
  await store.write((writer) => {
    for (const { heritable, ...facet } of vocabulary.facets) writer.putFacet({ ...facet, heritable: heritable === 1 });
    for (const { facet_id, ...value } of vocabulary.facet_values) writer.putValue({ ...value, facetId: facet_id });
    for (const source of vocabulary.sources)
      writer.putSource({
        id: source.id,
        name: source.name,
        facetValueId: source.facet_value_id,
        snippetCategory: source.snippet_category,
        snippetLanguage: source.snippet_language,
      });
    for (const row of rowsOf("scores.tsv")) {
      const value = valueId.get(`${facetId.get(row["facet"]!)} ${row["value_code"]}`);
      assert.ok(value !== undefined, `no value ${row["facet"]} ${row["value_code"]}`);
      writer.putScore(Number(row["wfo_id"]!.slice(4)), value, Number(row["source_no"]), JSON.stringify(row));
    }
    for (const line of readFileSync(join(DATA, "small_apiaceae/snippets.ndjson"), "utf8").trimEnd().split("\n")) {
      const { wfo_id, source_no, body, meta } = JSON.parse(line) as {
        wfo_id: string;
        source_no: number;
        body: string;
        meta: object;
      };
      const snippet = { source: source_no, name: Number(wfo_id.slice(4)), body, metadata: JSON.stringify(meta) };
      writer.putSnippet(snippet, body);
    }
  });
}

/** Fails unless the index holds the store's documents and those of all taxa that anything was said of. */
async function assertEqual(engine: Engine, port: number, store: FacetStore, taxa: readonly Doc[]): Promise<number> {
  const held = await heldBy(engine, port);
  const kinds = ["facets", "values", "sources", "scores", "snippets"] as const;
  let count = 0;
  for await (const lines of snapshotLines(store, kinds))
    for (const line of lines.trimEnd().split("\n")) {
      const { id, doc } = JSON.parse(line) as { id?: string; doc?: Doc };
      if (id === undefined || doc === undefined) continue;
      assert.deepEqual(asLists(held.get(id)), asLists(doc), id);
      count++;
    }
  for (const { taxon, classification, ...fields } of taxa) {
    const full = Object.entries(fields).filter(([, value]) => (value as unknown[]).length > 0);
    const doc = held.get(`${taxon}-${classification}`);
    if (full.length === 0 && doc === undefined) continue;
    // Solr gives no empty lists back.
    for (const [field, value] of full) assert.deepEqual(doc?.[field], value, `${taxon} ${field}`);
    const stale = Object.keys(doc!).filter((field) => /^wfo-/.test(field) && fields[field] === undefined);
    assert.deepEqual(stale, [], `${taxon} has fields that it should not`);
    count++;
  }
  assert.equal(held.size, count, "the index holds more than the store");
  return count;
}

/** Solr gives a text of a field that may have several back as a list. */
function asLists(doc: Doc | undefined): Doc {
  return Object.fromEntries(Object.entries(doc ?? {}).map(([name, value]) => [name, [value].flat()]));
}

async function run(name: string, engine: Engine): Promise<void> {
  const cleanUp: (() => unknown)[] = [];
  const scratch = mkdtempSync(join(tmpdir(), `binomen-${name}-`));
  cleanUp.push(() => rmSync(scratch, { recursive: true, force: true }));
  try {
    const scope = { after: (fn: () => unknown) => void cleanUp.unshift(fn) } as TestContext;
    // A limit that the indexer does not meet, or the limit would be what is measured.
    const { app, service } = await smallApp(scope, { rateBurst: 1_000_000, ratePerSecond: 1_000_000 });
    const server = await app.listen({ host: "127.0.0.1", port: 0 });
    const { store } = service.facets;
    await load(store);
    const { token } = await service.keys.create("indexer", ["changes:read", "facets:read"]);
    const graphs = graphsOf();
    const graphFile = join(scratch, "graphs.ndjson");
    writeFileSync(graphFile, graphs.join("\n"));
    const stop = new AbortController().signal;
    const compute = serverValues(server, token);
    const taxa = await Taxa.open(graphFile, compute);
    cleanUp.unshift(() => taxa.close());
    const allTaxa = async () => {
      const documents: Doc[] = [];
      for (let from = 0; from < graphs.length; from += 1000)
        documents.push(...(await compute(graphs.slice(from, from + 1000), stop)));
      return documents;
    };

    const home = join(scratch, "home");
    engine.prepareHome(home);
    const port = await freePort();
    const child = await start(engine, classPathOf(engine, scratch), home, port);
    cleanUp.unshift(() => child.kill("SIGKILL"));
    const retry = { ...PATIENT, attempts: 20 };
    const drain = async () => {
      const begun = performance.now();
      const { written, removed } = await followFeed({
        feed: new HttpFeed(server, token),
        target: engine.target(port, retry),
        taxa,
        checkpointPath: join(scratch, "checkpoint.json"),
        kinds: [],
        pageSize: 1_000,
        once: true,
        rebuild: false,
        retry,
        stop,
      });
      const seconds = (performance.now() - begun) / 1000;
      return {
        written,
        removed,
        seconds: Number(seconds.toFixed(1)),
        perSecond: Math.round((written + removed) / seconds),
      };
    };
    const first = await drain();
    const documents = await assertEqual(engine, port, store, await allTaxa());
    await store.write((writer) => {
      writer.putFacet({ id: 5, name: "TDWG Level 3", heritable: true });
      writer.putSource({ id: 6, name: writer.vocabulary.sources.get(6)!.name, doNotIndex: true });
      writer.deleteSource(189);
    });
    const second = await drain();
    await assertEqual(engine, port, store, await allTaxa());
    console.log(JSON.stringify({ engine: name, documents, taxa: graphs.length, first, second, equal: true }));
  } finally {
    for (const fn of cleanUp) await fn();
  }
}

if (!existsSync(DATA)) throw new Error(`no data at ${DATA}`);
for (const [name, engine] of chosenEngines()) await run(name, engine);
