/** What does an index document say to people? Its values under the names of their facets, with the names of their sources. */

/** What `/facets/vocabulary` answers, as far as it is read. */
export interface Vocabulary {
  facets: { id: number; name: string }[];
  values: { id: number; facetId: number; name: string }[];
  sources: { id: number; name: string }[];
}

/** A facet, or a category of texts, with what is known under it. */
export interface FacetGroup {
  title: string;
  values: { text: string; sources: string[] }[];
}

const FACET = /^wfo-f-(\d+)_ss$/;
const PROVENANCE = /-s-(\d+)-/;
const SNIPPET_SOURCE = /-ss-(\d+)$/;

/** Reads an index document of the facet store. Values that the vocabulary lacks are shown by their id. */
export function readDocument(document: Readonly<Record<string, unknown>>, vocabulary: Vocabulary): FacetGroup[] {
  const facets = new Map(vocabulary.facets.map(({ id, name }) => [id, name]));
  const values = new Map(vocabulary.values.map(({ id, name }) => [id, name]));
  const sources = new Map(vocabulary.sources.map(({ id, name }) => [id, name]));
  const groups: FacetGroup[] = [];
  for (const [member, ids] of Object.entries(document)) {
    const facet = FACET.exec(member)?.[1];
    if (facet === undefined) continue;
    const title = facets.get(Number(facet)) ?? member;
    groups.push({
      title,
      values: texts(ids).map((id) => ({
        text: values.get(Number(id.replace(/^\D+/, ""))) ?? id,
        sources: sourcesOf(texts(document[`${id}_provenance_ss`]), PROVENANCE, sources),
      })),
    });
  }
  const categories = texts(document["snippet_text_categories_ss"]);
  const bodies = texts(document["snippet_text_bodies_txt"]);
  const from = texts(document["snippet_text_sources_ss"]);
  if (bodies.length > 0)
    groups.push({
      title: [...new Set(categories)].join(", "),
      values: bodies.map((text, at) => ({ text, sources: sourcesOf([from[at] ?? ""], SNIPPET_SOURCE, sources) })),
    });
  return groups;
}

function texts(value: unknown): string[] {
  return [value ?? []].flat().map(String);
}

function sourcesOf(provenance: readonly string[], pattern: RegExp, names: ReadonlyMap<number, string>): string[] {
  const found = provenance.flatMap((one) => {
    const id = pattern.exec(one)?.[1];
    return id === undefined ? [] : [names.get(Number(id)) ?? id];
  });
  return [...new Set(found)];
}
