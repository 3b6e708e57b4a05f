import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { FacetWriter } from "../../src/facets/store/commit/writer.ts";
import { FacetStore, type StoreOptions } from "../../src/facets/store/store.ts";

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
    await rm(directory, { recursive: true, force: true });
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
