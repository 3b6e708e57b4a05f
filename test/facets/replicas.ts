/** Three kinds of readers that keep a copy of the store, each knowing only what its calls tell. */
import { BinomenError } from "../../src/errors.ts";
import { type ChangesPage, changesPage } from "../../src/facets/feed/changes.ts";
import { metadataAnswer } from "../../src/facets/feed/dialects.ts";
import { snapshotLines } from "../../src/facets/feed/snapshot.ts";
import type { FacetStore } from "../../src/facets/store/store.ts";
import { cachingReader } from "../../src/facets/values/evidence.ts";
import { readGraph } from "../../src/facets/values/graph.ts";
import { indexDocument } from "../../src/facets/values/values.ts";

type Doc = Record<string, unknown> & { id: string };
export interface Replica {
  /** Reads one page; false when there was nothing more. */
  step(store: FacetStore): boolean;
}

/** A naive client of dialect A: remembers the last `modified_dt` and asks for what is later. */
export class SinceReplica implements Replica {
  readonly docs = new Map<string, Doc>();
  readonly tombstones: boolean;
  told = 0;
  #since = { scores: "0", snippets: "0" };

  constructor(tombstones: boolean) {
    this.tombstones = tombstones;
  }

  step(store: FacetStore): boolean {
    for (const kind of ["scores", "snippets"] as const) {
      const dialect = { envelope: false, tombstones: this.tombstones };
      const { body } = metadataAnswer(store, kind, this.#since[kind], dialect);
      const docs = JSON.parse(JSON.stringify(body)) as (Doc & { modified_dt: string; deleted_b?: boolean })[];
      for (const doc of docs) {
        if (doc.deleted_b) this.docs.delete(doc.id);
        else this.docs.set(doc.id, doc);
      }
      this.told += docs.length;
      const last = docs.at(-1);
      if (last === undefined) continue;
      this.#since[kind] = String(Date.parse(last.modified_dt) / 1000);
      return true;
    }
    return false;
  }
}

/** A client of the envelope: remembers the largest `last_modified_d`, as a double, and applies `deleted`. */
export class EnvelopeReplica implements Replica {
  readonly docs = new Map<string, Doc>();
  #since: Record<string, number> = { scores: 0, snippets: 0, facets: 0, sources: 0 };

  step(store: FacetStore): boolean {
    let read = false;
    for (const kind of ["facets", "sources", "scores", "snippets"] as const) {
      const { body } = metadataAnswer(store, kind, String(this.#since[kind]), { envelope: true, tombstones: false });
      const { docs, deleted } = JSON.parse(JSON.stringify(body)) as { docs: Doc[]; deleted: string[] };
      for (const { last_modified_d, ...doc } of docs) {
        this.docs.set(doc.id, doc as Doc);
        this.#since[kind] = Math.max(this.#since[kind] as number, last_modified_d as number);
        read = true;
      }
      for (const id of deleted) this.docs.delete(id);
      if (read) return true;
    }
    return read;
  }
}

/** A taxon of the test's classification. */
export interface TestTaxon {
  taxon: string[];
  path: string[][];
  synonyms: string[][];
}

/** An indexer on the change feed: documents of the store, and index documents of the taxa that were touched. */
export class FeedReplica implements Replica {
  readonly docs = new Map<string, Doc>();
  readonly taxa: TestTaxon[];
  /** Taxa that no touch has named since they were evaluated last are never evaluated again. */
  readonly indexed = new Map<string, string>();
  readonly #limit: number;
  readonly #stale = new Set<TestTaxon>();
  #cursor: string | undefined;
  lastSequence = 0;

  constructor(taxa: TestTaxon[], limit: number) {
    this.taxa = taxa;
    this.#limit = limit;
    for (const taxon of taxa) this.#stale.add(taxon);
  }

  step(store: FacetStore): boolean {
    const page = this.#page(store);
    const { results, more, cursor } = JSON.parse(JSON.stringify(page)) as ChangesPage;
    for (const { kind, id, op, doc, wfo_id, descendants, seq } of results) {
      if (Number(seq) <= this.lastSequence) throw new Error(`sequence ${seq} after ${this.lastSequence}`);
      this.lastSequence = Number(seq);
      if (kind === "name") this.#touch(wfo_id as string, descendants as boolean);
      else if (op === "delete") this.docs.delete(id);
      else this.docs.set(id, doc as Doc);
    }
    this.#cursor = cursor;
    if (!more) this.evaluate(store);
    return results.length > 0;
  }

  /** A page; whoever is told that this history of the store has ended begins anew. */
  #page(store: FacetStore): ChangesPage {
    try {
      return changesPage(store, { cursor: this.#cursor, limit: this.#limit, includeDocs: true });
    } catch (error) {
      if (!(error instanceof BinomenError) || error.code !== "FACET_EPOCH_CHANGED") throw error;
      this.#cursor = undefined;
      this.lastSequence = 0;
      this.docs.clear();
      for (const taxon of this.taxa) this.#stale.add(taxon);
      return changesPage(store, { limit: this.#limit, includeDocs: true });
    }
  }

  /** Brings the documents of touched taxa up to date. */
  evaluate(store: FacetStore): void {
    for (const taxon of this.#stale) this.indexed.set(taxon.taxon[0] as string, evaluated(store, taxon));
    this.#stale.clear();
  }

  #touch(name: string, descendants: boolean): void {
    for (const taxon of this.taxa) {
      const own = taxon.taxon.includes(name) || taxon.synonyms.flat().includes(name);
      if (own || (descendants && taxon.path.flat().includes(name))) this.#stale.add(taxon);
    }
  }
}

/** The index document of a taxon as the store gives it now. */
export function evaluated(store: FacetStore, taxon: TestTaxon): string {
  return JSON.stringify(indexDocument(readGraph(taxon, 0), cachingReader(store.vocabulary(), store)));
}

/** All documents of the store by id. */
export async function allDocuments(store: FacetStore): Promise<Map<string, Doc>> {
  const docs = new Map<string, Doc>();
  for await (const lines of snapshotLines(store, ["facets", "values", "sources", "scores", "snippets"]))
    for (const line of lines.trim().split("\n")) {
      const { id, doc } = JSON.parse(line) as { id?: string; doc?: Doc };
      if (id !== undefined && doc !== undefined) docs.set(id, doc);
    }
  return docs;
}

/** Reads until there is nothing more. */
export function drain(replica: Replica, store: FacetStore): void {
  while (replica.step(store));
}
