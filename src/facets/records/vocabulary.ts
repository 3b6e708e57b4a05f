/**
 * Which facets, values and sources are there?
 *
 * A few thousand records that every index document needs, so they are held in memory as one immutable snapshot. The
 * store makes a new one when a commit has touched them.
 */
import type { Facet, FacetValue, Source, Stored } from "./records.ts";

/** All facets, values and sources of one moment. */
export interface Vocabulary {
  readonly sequence: number;
  readonly facets: Map<number, Stored<Facet>>;
  readonly values: Map<number, Stored<FacetValue>>;
  readonly sources: Map<number, Stored<Source>>;
}

/** Whether the value belongs to a facet whose values descendants inherit. */
export function isHeritable(vocabulary: Vocabulary, valueId: number): boolean {
  const value = vocabulary.values.get(valueId);
  return value !== undefined && vocabulary.facets.get(value.facetId)?.heritable === true;
}

/** Records ordered by name as a database sorts them (no locale), then by id. */
export function byName<T extends { name: string; id: number }>(records: Iterable<T>): T[] {
  return [...records].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
}
