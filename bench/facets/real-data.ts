/** The scores and snippets that WFO publishes, read from ../shared/data/facets, and taxon graphs over them. */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { nameNumber } from "../../src/facets/records/identifiers.ts";
import type { FacetStore } from "../../src/facets/store/store.ts";

const DATA = new URL("../../../shared/data/", import.meta.url);

/** Whether the data are there. */
export const hasRealData = existsSync(new URL("facets/scores_all.tsv.gz", DATA));

interface Vocabulary {
  facets: { id: number; name: string; heritable: number }[];
  facet_values: { id: number; facet_id: number; name: string; code: string }[];
  sources: {
    id: number;
    name: string;
    facet_value_id: number | null;
    snippet_category: string | null;
    snippet_language: string | null;
  }[];
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(new URL(file, DATA)).pipe(createGunzip());
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

/** Loads everything, one commit per source. Every score has a row of metadata of its own, as the real files give it. */
export async function loadRealData(store: FacetStore): Promise<{ commits: number; slowestCommitMs: number }> {
  const vocabulary = JSON.parse(
    readFileSync(new URL("facets/golden/real_vocabulary.json", DATA), "utf8"),
  ) as Vocabulary;
  const facetNames = new Map(vocabulary.facets.map(({ id, name }) => [id, name]));
  const valueIds = new Map(
    vocabulary.facet_values.map(({ id, facet_id, code }) => [`${facetNames.get(facet_id)}\t${code}`, id]),
  );
  let commits = 0;
  let slowestCommitMs = 0;
  const commit = async (change: Parameters<FacetStore["write"]>[0]): Promise<void> => {
    const start = performance.now();
    await store.write(change);
    slowestCommitMs = Math.max(slowestCommitMs, performance.now() - start);
    commits++;
  };
  await commit((writer) => {
    for (const facet of vocabulary.facets) writer.putFacet({ ...facet, heritable: facet.heritable === 1 });
    for (const { facet_id, ...value } of vocabulary.facet_values) writer.putValue({ ...value, facetId: facet_id });
    for (const source of vocabulary.sources) {
      const { id, name, facet_value_id, snippet_category, snippet_language } = source;
      const kind = {
        facetValueId: facet_value_id,
        snippetCategory: snippet_category,
        snippetLanguage: snippet_language,
      };
      writer.putSource({ id, name, ...kind });
    }
  });
  let rows: { name: number; value: number; source: number; metadata: string }[] = [];
  const flush = () =>
    commit((writer) => {
      for (const { name, value, source, metadata } of rows) writer.putScore(name, value, source, metadata);
    });
  for await (const line of linesOf("facets/scores_all.tsv.gz")) {
    const [id, facet, code, source] = line.split("\t") as [string, string, string, string];
    const value = valueIds.get(`${facet}\t${code}`);
    if (value === undefined) {
      if (id === "wfo_id") continue;
      throw new Error(`no value for ${line}`);
    }
    if (rows.length > 0 && rows[0]?.source !== Number(source)) {
      await flush();
      rows = [];
    }
    rows.push({
      name: nameNumber(id),
      value,
      source: Number(source),
      metadata: JSON.stringify({ wfo_id: id, [facet]: code }),
    });
  }
  await flush();
  let snippets: { wfo_id: string; source_no: number; body: string; meta: unknown }[] = [];
  const flushSnippets = () =>
    commit((writer) => {
      for (const { wfo_id, source_no, body, meta } of snippets) {
        const snippet = { name: nameNumber(wfo_id), source: source_no, body, metadata: JSON.stringify(meta) };
        writer.putSnippet(snippet, body);
      }
    });
  for await (const line of linesOf("facets/snippets.ndjson.gz")) {
    const snippet = JSON.parse(line) as (typeof snippets)[0];
    if (snippets.length > 0 && snippets[0]?.source_no !== snippet.source_no) {
      await flushSnippets();
      snippets = [];
    }
    snippets.push(snippet);
  }
  await flushSnippets();
  return { commits, slowestCommitMs };
}

/** Taxon graphs of the accepted names of the classification, as indexers post them. */
export async function readTaxonGraphs(): Promise<object[]> {
  const parents = new Map<string, string>();
  const synonyms = new Map<string, string[][]>();
  const accepted: string[] = [];
  for await (const line of linesOf("wfo/classification.tsv.gz")) {
    const [id, status, , , , parent, acceptedId] = line.split("\t") as string[];
    if (status === "accepted") {
      accepted.push(id as string);
      if (parent) parents.set(id as string, parent);
    } else if (acceptedId) {
      const known = synonyms.get(acceptedId);
      if (known === undefined) synonyms.set(acceptedId, [[id as string]]);
      else known.push([id as string]);
    }
  }
  return accepted.map((id) => {
    const path: string[][] = [];
    for (let parent = parents.get(id); parent !== undefined && path.length < 50; parent = parents.get(parent))
      path.unshift([parent]);
    return { classification: "2021-12", taxon: [id], path, synonyms: synonyms.get(id) ?? [] };
  });
}
