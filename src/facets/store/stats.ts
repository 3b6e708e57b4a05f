/** How much is there of everything? Scores are counted per value and source by every commit, so asking is cheap. */
import { facetTag, sourceTag, valueTag } from "../records/identifiers.ts";
import { byName } from "../records/vocabulary.ts";
import type { FacetStore } from "./store.ts";

/** Scores of a value, and how they come about. */
interface ValueStats {
  id: string;
  name: string;
  scores: number;
  sources: { id: string; name: string; scores: number }[];
}

/** Scores per facet, value and source; values without scores are listed with 0. */
export interface StoreStats {
  counts: { facets: number; values: number; sources: number; scores: number; snippets: number; names: number };
  facets: { id: string; name: string; heritable: boolean; scores: number; values: ValueStats[] }[];
}

/** Counts of one commit. */
export function storeStats(store: FacetStore): StoreStats {
  const transaction = store.databases.state.useReadTransaction();
  try {
    const read = { transaction };
    const { counts } = store.head(read);
    const { facets, values, sources } = store.vocabulary(read);
    const used = new Map<number, ValueStats["sources"]>();
    for (const { key, value } of store.databases.usage.getRange(read)) {
      const valueId = (key as Buffer).readUInt32BE(0);
      const sourceId = (key as Buffer).readUInt32BE(4);
      const { name = "" } = sources.get(sourceId) ?? {};
      const counted = { id: sourceTag(sourceId, false), name, scores: value.readUInt32BE(0) };
      const known = used.get(valueId);
      if (known === undefined) used.set(valueId, [counted]);
      else known.push(counted);
    }
    const sum = (rows: { scores: number }[]): number => rows.reduce((total, { scores }) => total + scores, 0);
    return {
      counts: { facets: facets.size, values: values.size, sources: sources.size, ...counts },
      facets: byName(facets.values()).map(({ id, name, heritable }) => {
        const own = byName([...values.values()].filter((value) => value.facetId === id)).map((value) => {
          const by = used.get(value.id) ?? [];
          return { id: valueTag(value.id), name: value.name, scores: sum(by), sources: by };
        });
        return { id: facetTag(id), name, heritable, scores: sum(own), values: own };
      }),
    };
  } finally {
    transaction.done();
  }
}

/** Seconds by which the store's own seconds run ahead of the wall clock: after bulk changes, until nothing is written. */
export function clockAhead(store: FacetStore): number {
  return Math.max(0, store.head().tick - Math.floor(store.now() / 1000));
}
