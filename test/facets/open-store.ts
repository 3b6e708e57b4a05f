import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { emptyNameRecord, findScore, insertScore } from "../../src/facets/records/layout.ts";
import type { FacetWriter } from "../../src/facets/store/commit/writer.ts";
import { FacetStore, type StoreOptions } from "../../src/facets/store/store.ts";
import type { EvidenceReader } from "../../src/facets/values/evidence.ts";

/** Where stores of tests live: in memory if there is such a place, because every commit waits for the disk. */
export function storeFolder(): string {
  return existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
}

/** A new store in a temporary folder; both go away with the test. */
export async function openStore(t: Pick<TestContext, "after">, options: StoreOptions = {}): Promise<FacetStore> {
  const directory = await mkdtemp(join(storeFolder(), "binomen-facets-"));
  const store = await FacetStore.open(directory, options);
  t.after(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 20 });
  });
  return store;
}

/** Tables as the golden cases have them. */
export interface GoldenTables {
  facets: { id: number; name: string; heritable: number }[];
  facet_values: { id: number; facet_id: number; name: string; code: string | null }[];
  sources: {
    id: number;
    name: string;
    facet_value_id: number | null;
    snippet_category: string | null;
    snippet_language: string | null;
    do_not_index: number;
  }[];
  scores: { wfo_id: string; value_id: number; source_id: number }[];
  snippets: { id: number; source_id: number; wfo_id: string; body: string }[];
}

/** Reads golden tables as they are, rows that point nowhere included: no store would take those. */
export function tablesReader(tables: GoldenTables): EvidenceReader {
  const stamp = { sequence: 1, tick: 1 };
  const texts = { description: null, linkUri: null };
  const about = { filePath: null, oid: null, licence: null, rightsHolder: null, citation: null, contact: null };
  const byId = <T extends { id: number }>(records: T[]) => new Map(records.map((record) => [record.id, record]));
  const numberOf = (wfoId: string): number => Number(wfoId.slice(4));
  return {
    vocabulary: {
      sequence: 1,
      facets: byId(tables.facets.map((facet) => ({ ...stamp, ...texts, ...facet, heritable: facet.heritable === 1 }))),
      values: byId(tables.facet_values.map((value) => ({ ...stamp, ...texts, ...value, facetId: value.facet_id }))),
      sources: byId(
        tables.sources.map((source) => ({
          ...stamp,
          ...texts,
          ...about,
          id: source.id,
          name: source.name,
          doNotIndex: source.do_not_index === 1,
          facetValueId: source.facet_value_id,
          snippetCategory: source.snippet_category,
          snippetLanguage: source.snippet_language,
          lastImport: null,
        })),
      ),
    },
    name(name) {
      const record = emptyNameRecord();
      for (const { wfo_id, value_id, source_id } of tables.scores) {
        const at = numberOf(wfo_id) === name ? findScore(record.scores, value_id, source_id) : 0;
        if (at < 0) record.scores = insertScore(record.scores, -1 - at, value_id, source_id);
      }
      record.snippets = tables.snippets
        .filter(({ wfo_id }) => numberOf(wfo_id) === name)
        .map(({ id }) => id)
        .sort((a, b) => a - b);
      return record;
    },
    snippet(id) {
      const found = tables.snippets.find((snippet) => snippet.id === id);
      if (found === undefined) return undefined;
      const none = Buffer.alloc(8);
      return {
        ...stamp,
        source: found.source_id,
        name: numberOf(found.wfo_id),
        body: found.body,
        metadata: none,
        identity: none,
      };
    },
  };
}

/** Writes golden tables into a commit. */
export function fill(writer: FacetWriter, tables: GoldenTables): void {
  for (const facet of tables.facets) writer.putFacet({ ...facet, heritable: facet.heritable === 1 });
  for (const { facet_id, ...value } of tables.facet_values) writer.putValue({ ...value, facetId: facet_id });
  for (const source of tables.sources)
    writer.putSource({
      id: source.id,
      name: source.name,
      facetValueId: source.facet_value_id,
      snippetCategory: source.snippet_category,
      snippetLanguage: source.snippet_language,
      doNotIndex: source.do_not_index === 1,
    });
  for (const { wfo_id, value_id, source_id } of tables.scores)
    writer.putScore(Number(wfo_id.slice(4)), value_id, source_id, null);
  for (const { id, source_id, wfo_id, body } of tables.snippets) {
    const name = Number(wfo_id.slice(4));
    writer.putSnippet({ id, source: source_id, name, body, metadata: null }, `${id}`);
  }
}
