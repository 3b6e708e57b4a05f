/**
 * What does an editor see of a taxon?
 *
 * Every value that holds for it with the evidence, every text, and what does not count and why. Unlike the index document
 * it groups by facet and says of each source what an editor asks: licence, rights holder, citation, link.
 */
import { facetTag, nameId, snippetTag, sourceTag, valueTag } from "../records/identifiers.ts";
import type { Source } from "../records/records.ts";
import { collectEvidence, type Dropped, type EvidenceReader } from "./evidence.ts";
import type { Relation, TaxonGraph } from "./graph.ts";

/** A source as a sheet shows it. */
interface ShownSource {
  id: string;
  name: string;
  licence: string | null;
  rightsHolder: string | null;
  citation: string | null;
  linkUri: string | null;
}

/** Why a value holds: `relation` of the scored name to the taxon, and who says so. */
interface ShownEvidence {
  relation: Relation;
  wfo_id: string;
  source: ShownSource;
}

/** What is known of a taxon. */
export interface TaxonSheet {
  facets: {
    id: string;
    name: string;
    heritable: boolean;
    values: { id: string; name: string; code: string | null; evidence: ShownEvidence[] }[];
  }[];
  snippets: (ShownEvidence & { id: string; category: string | null; language: string | null; body: string })[];
  dropped: { what: "score" | "snippet"; relation: Relation; wfo_id: string; because: Dropped["because"]; of: string }[];
}

/** The sheet of a taxon, facets and values in the order of the index document. */
export function taxonSheet(graph: TaxonGraph, reader: EvidenceReader): TaxonSheet {
  const sheet: TaxonSheet = { facets: [], snippets: [], dropped: [] };
  const { facets, values, sources } = reader.vocabulary;
  const evidence = collectEvidence(graph, reader, ({ what, relation, scored, value, source, snippet, because }) => {
    const known = value === null ? undefined : values.get(value);
    const facet = known && facets.get(known.facetId);
    const thing =
      value === null ? snippetTag(snippet as number) : `${facet?.name ?? ""}: ${known?.name ?? valueTag(value)}`;
    const of = `${thing} (${sources.get(source)?.name ?? source})`;
    sheet.dropped.push({ what, relation, wfo_id: nameId(scored), because, of });
  });
  for (const { facet, value, source, relation, scored } of evidence.scores) {
    let group = sheet.facets.find(({ id }) => id === facetTag(facet.id));
    if (group === undefined) {
      group = { id: facetTag(facet.id), name: facet.name, heritable: facet.heritable, values: [] };
      sheet.facets.push(group);
    }
    let shown = group.values.find(({ id }) => id === valueTag(value.id));
    if (shown === undefined) {
      shown = { id: valueTag(value.id), name: value.name, code: value.code, evidence: [] };
      group.values.push(shown);
    }
    shown.evidence.push({ relation, wfo_id: nameId(scored), source: shownSource(source, false) });
  }
  for (const { id, snippet, source, relation } of evidence.snippets)
    sheet.snippets.push({
      id: snippetTag(id),
      category: source.snippetCategory,
      language: source.snippetLanguage,
      body: snippet.body,
      relation,
      wfo_id: nameId(snippet.name),
      source: shownSource(source, true),
    });
  return sheet;
}

function shownSource({ id, name, licence, rightsHolder, citation, linkUri }: Source, ofSnippets: boolean): ShownSource {
  return { id: sourceTag(id, ofSnippets), name, licence, rightsHolder, citation, linkUri };
}
