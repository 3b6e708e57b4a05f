/**
 * How does WFO's indexer ask, and what does it expect to read?
 *
 * Dialect A is bare arrays, as WFO documents its calls. The envelope (dialects B and C) is `{kind, docs, cursor,
 * deleted}` with `last_modified_d` on each document: the tick plus the place in it as a six-digit fraction, which a
 * double still holds exactly. Only whole ticks are told, so a client may hand the fraction back or drop it.
 */

import { facetTag, sourceTag, tickTime } from "../records/identifiers.ts";
import { blocksAfterTick, DELETED, entryAt, OF_SNIPPETS, type ReadOptions, SUPERSEDED } from "../records/log.ts";
import { isSnippetSource } from "../records/records.ts";
import { byName, type Vocabulary } from "../records/vocabulary.ts";
import type { FacetStore } from "../store/store.ts";
import { cachingReader } from "../values/evidence.ts";
import type { TaxonGraph } from "../values/graph.ts";
import { indexDocument } from "../values/values.ts";
import { deltaPage, sincePlace } from "./deltas.ts";
import { facetDocument, type StoreDocument, sourceDocument, sourceKind } from "./documents.ts";

/** How answers are written. */
export interface Dialect {
  envelope: boolean;
  tombstones: boolean;
}

/** Answer of a metadata call. */
export interface MetadataAnswer {
  body: unknown;
  more: boolean;
  lastTick: number;
}

interface Envelope {
  kind: string;
  docs: unknown[];
  deleted?: string[];
  cursor?: string;
}

const METADATA = ["facets", "sources", "scores", "snippets"] as const;
export type MetadataKind = (typeof METADATA)[number];

export function isMetadataKind(text: unknown): text is MetadataKind {
  return (METADATA as readonly unknown[]).includes(text);
}

/** `metadata=…`: `since` is seconds as text, with or without a fraction, or the cursor of an envelope. */
export function metadataAnswer(store: FacetStore, kind: MetadataKind, since: string, dialect: Dialect): MetadataAnswer {
  const after = sincePlace(store, kind, since);
  if (kind === "scores" || kind === "snippets") {
    const page = deltaPage(store, kind, after, { tombstones: dialect.tombstones });
    const { more, lastTick, cursor, deleted } = page;
    const docs = dialect.envelope ? withLastModified(page.docs, page.ticks) : page.docs;
    const envelope: Envelope = { kind: `${kind}-metadata`, docs, deleted, cursor };
    return { body: dialect.envelope ? envelope : docs, more, lastTick };
  }
  const transaction = store.databases.state.useReadTransaction();
  try {
    const read = { transaction };
    const vocabulary = store.vocabulary(read);
    // Dialect A knows no `since` here: it always gets all of them.
    const from = dialect.envelope ? after : -1;
    const { docs, ticks } = kind === "facets" ? facetDocs(vocabulary, from) : sourceDocs(vocabulary, from);
    const gone = withdrawn(store, vocabulary, kind, from, read);
    const lastTick = Math.max(after, ...ticks, ...gone.map(({ tick }) => tick));
    if (!dialect.envelope) {
      const inert = dialect.tombstones ? gone.map(({ id, kind_s, tick }) => tombstone(id, kind_s, tick)) : [];
      return { body: [...docs, ...inert], more: false, lastTick };
    }
    const deleted = gone.map(({ id }) => id);
    return { body: { kind: `${kind}-metadata`, docs: withLastModified(docs, ticks), deleted }, more: false, lastTick };
  } finally {
    transaction.done();
  }
}

function tombstone(id: string, kind_s: string, tick: number): StoreDocument {
  return { id, kind_s, deleted_b: true, modified_dt: tickTime(tick), json_t: "{}" };
}

function facetDocs(vocabulary: Vocabulary, from: number): { docs: StoreDocument[]; ticks: number[] } {
  const docs: StoreDocument[] = [];
  const ticks: number[] = [];
  const newest = new Map<number, number>();
  for (const facet of vocabulary.facets.values()) newest.set(facet.id, facet.tick);
  for (const value of vocabulary.values.values())
    newest.set(value.facetId, Math.max(newest.get(value.facetId) ?? 0, value.tick));
  for (const { id } of byName(vocabulary.facets.values())) {
    const tick = newest.get(id) as number;
    const doc = tick > from ? facetDocument(vocabulary, id) : undefined;
    if (doc === undefined) continue;
    docs.push(doc);
    ticks.push(tick);
  }
  return { docs, ticks };
}

function sourceDocs(vocabulary: Vocabulary, from: number): { docs: StoreDocument[]; ticks: number[] } {
  const shown = byName(vocabulary.sources.values()).filter((source) => !source.doNotIndex && source.tick > from);
  return { docs: shown.map(sourceDocument), ticks: shown.map(({ tick }) => tick) };
}

/** Deleted facets or sources, and sources that are no longer to be indexed. */
function withdrawn(
  store: FacetStore,
  vocabulary: Vocabulary,
  kind: "facets" | "sources",
  from: number,
  read: ReadOptions,
): { id: string; kind_s: string; tick: number }[] {
  const gone: { id: string; kind_s: string; tick: number }[] = [];
  for (const block of blocksAfterTick(store.databases, kind, from, read))
    for (let i = 0; i < block.count; i++) {
      const at = entryAt(block, i);
      const flags = block.bytes[at] as number;
      const id = block.bytes.readUInt32BE(at + 1);
      if (flags & SUPERSEDED) continue;
      const source = kind === "sources" ? vocabulary.sources.get(id) : undefined;
      if (!(flags & DELETED) && source?.doNotIndex !== true) continue;
      const ofSnippets = source === undefined ? (flags & OF_SNIPPETS) !== 0 : isSnippetSource(source);
      if (kind === "facets") gone.push({ id: facetTag(id), kind_s: "wfo-facet", tick: block.tick });
      else gone.push({ id: sourceTag(id, ofSnippets), kind_s: sourceKind(ofSnippets), tick: block.tick });
    }
  return gone;
}

function withLastModified(docs: readonly StoreDocument[], ticks: readonly number[]): StoreDocument[] {
  let place = 0;
  return docs.map((doc, i) => {
    place = ticks[i] === ticks[i - 1] ? place + 1 : 1;
    return { ...doc, last_modified_d: Number(`${ticks[i]}.${String(place).padStart(6, "0")}`) };
  });
}

/** Graphs evaluated between two looks at the clock of everybody else. */
const SLICE = 50;

/** JSON of the index documents of many graphs in pieces, all read from one commit. */
export async function* valuesJson(
  store: FacetStore,
  graphs: readonly TaxonGraph[],
  options: { envelope?: boolean; schema?: "a" | "d"; withSources?: boolean } = {},
): AsyncGenerator<string> {
  const transaction = store.databases.state.useReadTransaction();
  try {
    const read = { transaction };
    const reader = cachingReader(store.vocabulary(read), {
      name: (name) => store.name(name, read),
      snippet: (id) => store.snippet(id, read),
    });
    const document = {
      schema: options.schema,
      withSources: options.withSources,
      metadata: (key: Buffer) => store.metadata(key, read),
    };
    let text = options.envelope ? '{"kind":"taxon-values","docs":[' : "[";
    for (let i = 0; i < graphs.length; i++) {
      if (i > 0) text += ",";
      text += JSON.stringify(indexDocument(graphs[i] as TaxonGraph, reader, document));
      if ((i + 1) % SLICE === 0) {
        yield text;
        text = "";
        await new Promise(setImmediate);
      }
    }
    yield `${text}${options.envelope ? "]}" : "]"}`;
  } finally {
    transaction.done();
  }
}
