/**
 * Which scores and snippets count for a taxon, and which do not?
 *
 * A pure function of the graph and one state of the store: what else was asked in the same request does not matter.
 * Order of scores: the taxon, its ancestors root first, its synonyms; inside a name by name id, value, source.
 * - a source that is missing or marked `doNotIndex`, a missing value or facet: does not count
 * - ancestors give heritable facets only; synonyms give all
 * - snippets: of the taxon and its synonyms, never of ancestors
 * Descendants are never looked at.
 */

import { type NameRecord, SCORE_BYTES } from "../records/layout.ts";
import type { Facet, FacetValue, Snippet, Source, Stored } from "../records/records.ts";
import type { Vocabulary } from "../records/vocabulary.ts";
import type { Relation, TaxonGraph } from "./graph.ts";

/** What evaluation reads. */
export interface EvidenceReader {
  readonly vocabulary: Vocabulary;
  name(name: number): NameRecord;
  snippet(id: number): Stored<Snippet> | undefined;
}

/** A score that counts. */
interface ScoreEvidence {
  facet: Facet;
  value: FacetValue;
  source: Source;
  relation: Relation;
  /** Preferred name of the graph's entry; provenance carries this one. */
  preferred: number;
  /** Name the score is stored under: another one when ids were merged. */
  scored: number;
  /** Key of the row's metadata. */
  metadata: Buffer;
}

/** A snippet that counts. */
interface SnippetEvidence {
  id: number;
  snippet: Stored<Snippet>;
  source: Source;
  relation: Relation;
  preferred: number;
}

/** Why something does not count. */
export type Dropped = {
  what: "score" | "snippet";
  relation: Relation;
  scored: number;
  value: number | null;
  source: number;
  snippet: number | null;
  because: "source missing" | "source not indexed" | "value missing" | "facet missing" | "facet not heritable";
};

export interface Evidence {
  scores: ScoreEvidence[];
  snippets: SnippetEvidence[];
}

/** All that counts for the taxon; what does not is told to `dropped`, if given. */
export function collectEvidence(
  graph: TaxonGraph,
  reader: EvidenceReader,
  dropped?: (dropped: Dropped) => void,
): Evidence {
  const { facets, values, sources } = reader.vocabulary;
  const evidence: Evidence = { scores: [], snippets: [] };
  for (const { relation, names } of graph.related) {
    const preferred = names[0] as number;
    const ordered = names.length > 1 ? [...names].sort((a, b) => a - b) : names;
    for (const scored of ordered) {
      const record = reader.name(scored);
      for (let at = 0; at < record.scores.length; at += SCORE_BYTES) {
        const valueId = record.scores.readUInt32BE(at);
        const sourceId = record.scores.readUInt32BE(at + 4);
        const source = sources.get(sourceId);
        const value = values.get(valueId);
        const facet = value && facets.get(value.facetId);
        if (source && value && facet && !source.doNotIndex && (facet.heritable || relation !== "ancestor")) {
          const metadata = record.scores.subarray(at + 8, at + 16);
          evidence.scores.push({ facet, value, source, relation, preferred, scored, metadata });
        } else
          dropped?.({
            what: "score",
            relation,
            scored,
            value: valueId,
            source: sourceId,
            snippet: null,
            because: !source
              ? "source missing"
              : source.doNotIndex
                ? "source not indexed"
                : !value
                  ? "value missing"
                  : !facet
                    ? "facet missing"
                    : "facet not heritable",
          });
      }
      if (relation === "ancestor") continue;
      for (const id of record.snippets) {
        const snippet = reader.snippet(id);
        if (snippet === undefined) continue;
        const source = sources.get(snippet.source);
        if (source && !source.doNotIndex) evidence.snippets.push({ id, snippet, source, relation, preferred });
        else {
          const because = source ? "source not indexed" : "source missing";
          dropped?.({ what: "snippet", relation, scored, value: null, source: snippet.source, snippet: id, because });
        }
      }
    }
    // Merged ids are read one after the other, but a name's snippets stand in the order of their ids.
    if (ordered.length > 1) sortTail(evidence.snippets, preferred, relation);
  }
  return evidence;
}

function sortTail(snippets: SnippetEvidence[], preferred: number, relation: Relation): void {
  let first = snippets.length;
  while (first > 0 && snippets[first - 1]?.preferred === preferred && snippets[first - 1]?.relation === relation)
    first--;
  const tail = snippets.splice(first).sort((a, b) => a.id - b.id);
  snippets.push(...tail);
}

/** A reader over the given state that keeps name records for one batch: neighbours share their ancestors. */
export function cachingReader(
  vocabulary: Vocabulary,
  store: { name(name: number): NameRecord; snippet(id: number): Stored<Snippet> | undefined },
): EvidenceReader {
  const names = new Map<number, NameRecord>();
  return {
    vocabulary,
    name(name) {
      let record = names.get(name);
      if (record === undefined) {
        record = store.name(name);
        names.set(name, record);
      }
      return record;
    },
    snippet: (id) => store.snippet(id),
  };
}
