/**
 * How are single things of the store written as documents?
 *
 * The documents of WFO's indexer calls: facets with their values, sources, scores, snippets. `json_t` holds JSON as a
 * string, because the index stores it as one text. Numbers inside it are strings, as WFO's database driver gives them.
 */
import { facetTag, nameId, scoreTag, snippetTag, sourceTag, tickTime, valueTag } from "../records/identifiers.ts";
import type { FacetValue, Snippet, Source, Stored } from "../records/records.ts";
import { byName, type Vocabulary } from "../records/vocabulary.ts";

/** A document with an id and a kind. */
export interface StoreDocument extends Record<string, unknown> {
  id: string;
  kind_s: string;
}

/** A facet with its values, ordered by name. `heritable` is left out, as WFO does. */
export function facetDocument(vocabulary: Vocabulary, id: number): StoreDocument | undefined {
  const facet = vocabulary.facets.get(id);
  if (facet === undefined) return undefined;
  const values = byName([...vocabulary.values.values()].filter((value) => value.facetId === id));
  const json = {
    id: facetTag(id),
    kind: "wfo-facet",
    name: facet.name,
    description: facet.description,
    link_uri: facet.linkUri,
    facet_values: Object.fromEntries(values.map((value) => [valueTag(value.id), valueMembers(value)])),
  };
  return { id: facetTag(id), kind_s: "wfo-facet", json_t: JSON.stringify(json) };
}

/** A value alone, as the change feed shows it. */
export function valueDocument(vocabulary: Vocabulary, id: number): StoreDocument | undefined {
  const value = vocabulary.values.get(id);
  if (value === undefined) return undefined;
  return { id: valueTag(id), kind_s: "wfo-facet-value", json_t: JSON.stringify(valueMembers(value)) };
}

function valueMembers(value: FacetValue) {
  return {
    id: valueTag(value.id),
    kind: "wfo-facet-value",
    name: value.name,
    description: value.description,
    link_uri: value.linkUri,
    code: value.code,
    facet_id: facetTag(value.facetId),
  };
}

/** Document of a source; `wfo-ss-7` for snippets, `wfo-fs-7` for scores. */
export function sourceDocument(source: Stored<Source>): StoreDocument {
  const ofSnippets = source.facetValueId === null;
  const id = sourceTag(source.id, ofSnippets);
  const json = {
    id,
    name: source.name,
    description: source.description,
    link_uri: source.linkUri,
    git_file_path: source.filePath,
    git_file_oid: source.oid,
    facet_value_id: source.facetValueId === null ? null : String(source.facetValueId),
    category: source.snippetCategory,
    language: source.snippetLanguage,
    last_import: source.lastImport === null ? null : tickTime(source.lastImport).replace("T", " ").replace("Z", ""),
  };
  return { id, kind_s: sourceKind(ofSnippets), json_t: JSON.stringify(json) };
}

export function sourceKind(ofSnippets: boolean): string {
  return ofSnippets ? "wfo-snippet-source" : "wfo-facet-source";
}

/** Document of a score. `metadata`: JSON of the source's row. */
export function scoreDocument(
  name: number,
  value: number,
  source: number,
  tick: number,
  metadata: string,
): StoreDocument {
  return {
    id: scoreTag(name, source, value),
    kind_s: "wfo-facet-value-score",
    wfo_id_s: nameId(name),
    source_id_s: String(source),
    value_id_s: String(value),
    modified_dt: tickTime(tick),
    json_t: metadata,
  };
}

/** Document of a snippet. The body is not repeated: it is the second column of the row in `json_t`. */
export function snippetDocument(id: number, snippet: Stored<Snippet>, metadata: string): StoreDocument {
  return {
    id: snippetTag(id),
    kind_s: "wfo-snippet",
    wfo_id_s: nameId(snippet.name),
    source_id_s: String(snippet.source),
    modified_dt: tickTime(snippet.tick),
    json_t: metadata,
  };
}

/** A snippet with its text, as the change feed and the snapshot show it. */
export function fullSnippetDocument(id: number, snippet: Stored<Snippet>, metadata: string | null): StoreDocument {
  return { ...snippetDocument(id, snippet, metadata ?? "{}"), body_txt: snippet.body };
}
