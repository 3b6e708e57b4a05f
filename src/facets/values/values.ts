/**
 * What does the index document of a taxon look like?
 *
 * Renders {@link Evidence}. Generation A is what WFO's documentation shows, key order included; generation D is what
 * its portal reads since July 2026. Rules of the fields: specification of the facet store §b.
 */

import { facetTag, nameId, snippetTag, sourceTag, tickTime, valueTag } from "../records/identifiers.ts";
import { collectEvidence, type Dropped, type Evidence, type EvidenceReader } from "./evidence.ts";
import { type TaxonGraph, taxonId } from "./graph.ts";

/** A flat document; arrays of strings, texts, `taxon` and `classification`. */
export type IndexDocument = Record<string, string | string[] | null>;

/** Options of a document. */
export interface DocumentOptions {
  schema?: "a" | "d" | undefined;
  /** Adds `wfo-facet-sources_ss`, which configurations before 2026 query. */
  withSources?: boolean | undefined;
  /** JSON of a row by its key: needed for generation D. */
  metadata?: ((key: Buffer) => string | null) | undefined;
}

/** The index document of a taxon. A graph without a taxon gives `{taxon: null, classification, error}`. */
export function indexDocument(graph: TaxonGraph, reader: EvidenceReader, options: DocumentOptions = {}): IndexDocument {
  const taxon = taxonId(graph);
  if (taxon === null) return { taxon: null, classification: graph.classification, error: "no taxon" };
  const evidence = collectEvidence(graph, reader);
  const document: IndexDocument = { taxon, classification: graph.classification };
  if (options.schema === "d") addGenerationD(document, evidence, options.metadata ?? (() => null));
  else addGenerationA(document, evidence);
  if (options.withSources) {
    const used = new Set(evidence.scores.map(({ source }) => sourceTag(source.id, false)));
    document["wfo-facet-sources_ss"] = [...used];
  }
  return document;
}

function addGenerationA(document: IndexDocument, { scores, snippets }: Evidence): void {
  const seen = new Map<number, Set<string>>();
  for (const { facet, value, source, relation, preferred } of scores) {
    const facetField = `${facetTag(facet.id)}_ss`;
    const textField = `${facetTag(facet.id)}_t`;
    const provenanceField = `${valueTag(value.id)}_provenance_ss`;
    const isNewFacet = document[facetField] === undefined;
    if (isNewFacet) document[facetField] = [];
    let provenance = seen.get(value.id);
    if (provenance === undefined) {
      provenance = new Set();
      seen.set(value.id, provenance);
      document[provenanceField] = [];
      (document[facetField] as string[]).push(valueTag(value.id));
      document[textField] = `${isNewFacet ? `${facet.name} : ` : document[textField]} ${value.name}`;
    }
    const line = `${nameId(preferred)}-s-${source.id}-${relation}`;
    if (provenance.has(line)) continue;
    provenance.add(line);
    (document[provenanceField] as string[]).push(line);
  }
  document["snippet_text_categories_ss"] = snippets.map(({ source }) => source.snippetCategory ?? "");
  document["snippet_text_languages_ss"] = snippets.map(({ source }) => source.snippetLanguage ?? "");
  document["snippet_text_name_ids_ss"] = snippets.map(({ preferred }) => nameId(preferred));
  document["snippet_text_ids_ss"] = snippets.map(({ id }) => snippetTag(id));
  document["snippet_text_sources_ss"] = snippets.map(({ source }) => sourceTag(source.id, true));
  document["snippet_text_bodies_txt"] = snippets.map(({ snippet }) => snippet.body);
}

function addGenerationD(
  document: IndexDocument,
  { scores, snippets }: Evidence,
  metadata: (key: Buffer) => string | null,
): void {
  const values = new Set<string>();
  const details: unknown[] = [];
  for (const { facet, value, source, relation, preferred, metadata: key } of scores) {
    values.add(`${facet.id}-${value.id} ~ ${value.name}`);
    details.push({
      facet_id: facetTag(facet.id),
      facet_name: facet.name,
      facet_value_id: valueTag(value.id),
      facet_value_name: value.name,
      facet_value_code: value.code,
      source_id: `ds-${source.id}`,
      source_name: source.name,
      wfo_id: nameId(preferred),
      scored_via: relation,
      score_meta_data: parsed(metadata(key)),
    });
  }
  document["facet_values_ss"] = [...values];
  document["facets_metadata_t"] = JSON.stringify(details);
  document["snippet_categories_ss"] = snippets.map(({ source }) => source.snippetCategory ?? "");
  document["snippet_languages_ss"] = snippets.map(({ source }) => source.snippetLanguage ?? "");
  document["snippet_name_ids_ss"] = snippets.map(({ preferred }) => nameId(preferred));
  document["snippet_imported_ss"] = snippets.map(({ snippet }) => tickTime(snippet.tick));
  document["snippet_bodies_txt"] = snippets.map(({ snippet }) => snippet.body);
  document["snippet_bodies_metadata_txt"] = snippets.map(({ snippet, source }) =>
    JSON.stringify({
      source_id: `ds-${source.id}`,
      source_name: source.name,
      row_metadata: parsed(metadata(snippet.metadata)),
    }),
  );
  document["snippet_sources_ss"] = snippets.map(({ source }) => `ds-${source.id}`);
}

function parsed(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}

/** Why a document looks as it does: every score and snippet of the graph's names, those that do not count as well. */
export function explainDocument(graph: TaxonGraph, reader: EvidenceReader) {
  const dropped: Dropped[] = [];
  const { scores, snippets } = collectEvidence(graph, reader, (one) => dropped.push(one));
  return {
    taxon: taxonId(graph),
    classification: graph.classification,
    names: graph.related.map(({ relation, names }) => ({ relation, ids: names.map(nameId) })),
    counted: [
      ...scores.map(({ facet, value, source, relation, preferred, scored }) => ({
        what: "score",
        relation,
        nameId: nameId(preferred),
        storedUnder: nameId(scored),
        facet: { id: facetTag(facet.id), name: facet.name, heritable: facet.heritable },
        value: { id: valueTag(value.id), name: value.name },
        source: { id: sourceTag(source.id, false), name: source.name },
      })),
      ...snippets.map(({ id, snippet, source, relation, preferred }) => ({
        what: "snippet",
        relation,
        nameId: nameId(preferred),
        storedUnder: nameId(snippet.name),
        snippet: snippetTag(id),
        source: { id: sourceTag(source.id, true), name: source.name },
      })),
    ],
    dropped: dropped.map(({ what, relation, scored, value, source, snippet, because }) => ({
      what,
      relation,
      storedUnder: nameId(scored),
      value: value === null ? null : valueTag(value),
      snippet: snippet === null ? null : snippetTag(snippet),
      source,
      because,
    })),
    document: indexDocument(graph, reader),
  };
}
