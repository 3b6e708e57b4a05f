/** The scores and snippets that WFO publishes, read from ../shared/data/facets, and taxon graphs over them. */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { type GivenList, importLists } from "../../src/facets/lists/import-lists.ts";
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

/** What a load took. */
export interface Load {
  lists: number;
  rows: number;
  /** Most memory of the program itself at the end of a list: heap and buffers, not the pages of the store. */
  peakOwnMb: number;
}

/** Loads everything as `binomen facets import <folder>` does: every list as the file that its editors would give. */
export async function loadRealData(store: FacetStore, mostRows = Number.POSITIVE_INFINITY): Promise<Load> {
  const vocabulary = JSON.parse(
    readFileSync(new URL("facets/golden/real_vocabulary.json", DATA), "utf8"),
  ) as Vocabulary;
  await store.write((writer) => {
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
  const load: Load = { lists: 0, rows: 0, peakOwnMb: 0 };
  for (const lists of [scoreLists(mostRows), snippetLists(mostRows)])
    for await (const outcome of importLists(store, lists)) {
      if ("error" in outcome) throw outcome.error;
      load.lists++;
      load.rows += outcome.report.rows;
      const { heapUsed, external } = process.memoryUsage();
      load.peakOwnMb = Math.max(load.peakOwnMb, Math.round((heapUsed + external) / 1e6));
    }
  return load;
}

function given(source: number, name: string, lines: readonly string[]): GivenList {
  const bytes = Buffer.from(lines.join(""));
  return { name, source, read: async () => bytes, options: { by: "bench", force: true } };
}

async function* scoreLists(mostRows: number): AsyncGenerator<GivenList> {
  let lines: string[] = [];
  let open = "";
  let rows = 0;
  for await (const line of linesOf("facets/scores_all.tsv.gz")) {
    const [id, facet, code, source] = line.split("\t") as [string, string, string, string];
    if (id === "wfo_id") continue;
    if (source !== open) {
      if (lines.length > 0) yield given(Number(open), `${open}.csv`, lines);
      if (rows >= mostRows) return;
      open = source;
      lines = [`wfo_id,${facet}\n`];
    }
    lines.push(`${id},${code}\n`);
    rows++;
  }
  if (lines.length > 0) yield given(Number(open), `${open}.csv`, lines);
}

async function* snippetLists(mostRows: number): AsyncGenerator<GivenList> {
  let lines: string[] = [];
  let open = 0;
  let rows = 0;
  for await (const line of linesOf("facets/snippets.ndjson.gz")) {
    const { wfo_id, source_no, body, meta } = JSON.parse(line) as {
      wfo_id: string;
      source_no: number;
      body: string;
      meta: unknown;
    };
    if (source_no !== open) {
      if (lines.length > 0) yield given(open, `${open}.ndjson`, lines);
      if (rows >= mostRows) return;
      open = source_no;
      lines = [];
    }
    lines.push(`${JSON.stringify({ wfo_id, body, meta })}\n`);
    rows++;
  }
  if (lines.length > 0) yield given(open, `${open}.ndjson`, lines);
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
