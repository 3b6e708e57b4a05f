/** What is a facet, a value of it, a source and a snippet? The records of the store, without their bytes. */
import type { ChangeKind } from "./layout.ts";

/** Categories of snippets. */
export const SNIPPET_CATEGORIES = (
  "link-out image-jpeg general diagnostic morphology habit cytology physiology size lifespan lifetime biology ecology " +
  "habitat distribution reproduction conservation use dispersal lifecycle growth genetics chemistry associations " +
  "population management legislation threats typematerial typelocality phylogeny hybrids literature culture vernacular"
).split(" ");

/** When a record was last changed: both are given by the store. */
interface Stamp {
  sequence: number;
  /** Logical second, see log.ts. */
  tick: number;
}

/** A question one can ask of every taxon, such as "Life Form". */
export interface Facet {
  id: number;
  name: string;
  description: string | null;
  linkUri: string | null;
  /** Whether the values of a taxon hold for its descendants. */
  heritable: boolean;
}

/** An answer to a facet, such as "Annual". */
export interface FacetValue {
  id: number;
  facetId: number;
  name: string;
  description: string | null;
  linkUri: string | null;
  /** Short code, e.g. `CL` for Chile. */
  code: string | null;
}

/** A list of names that have one facet value, or a list of snippets of one category and language. */
export interface Source {
  id: number;
  name: string;
  description: string | null;
  linkUri: string | null;
  /** Keeps the source's scores and snippets out of index documents. */
  doNotIndex: boolean;
  filePath: string | null;
  /** Git blob hash of the file imported last. */
  oid: string | null;
  /** Set for lists of scores, `null` for lists of snippets. */
  facetValueId: number | null;
  snippetCategory: string | null;
  /** ISO 639-2/B; `zzz`: no language, as for links. */
  snippetLanguage: string | null;
  licence: string | null;
  rightsHolder: string | null;
  citation: string | null;
  contact: string | null;
  /** Tick of the last import that changed something. */
  lastImport: number | null;
}

/** A piece of text about a name. */
export interface Snippet {
  source: number;
  name: number;
  body: string;
  /** Key in the metadata database; 8 zero bytes: none. */
  metadata: Buffer;
  /** What makes it the same snippet after a re-import, see imports. */
  identity: Buffer;
}

export type Stored<T> = T & Stamp;

/** Whether the source is a list of snippets. */
export function isSnippetSource(source: Source): boolean {
  return source.facetValueId === null && (source.snippetCategory !== null || source.snippetLanguage !== null);
}

/** What is said of the store as a whole; rewritten by every commit. */
export interface Head {
  sequence: number;
  tick: number;
  /** Names this history of the store; a restored backup gets a new one. */
  epoch: string;
  /** Signs cursors. */
  secret: string;
  /** Sequence of the last commit that touched facets, values or sources. */
  vocabularySequence: number;
  /** First sequence whose deletes are all still known. */
  oldest: number;
  nextId: { facets: number; values: number; sources: number; snippets: number; imports: number; metadata: number };
  counts: { scores: number; snippets: number; names: number };
}

/** What changed about a name, as bits. */
export const REASONS = {
  score: 1,
  snippet: 2,
  "source-flag": 4,
  "facet-heritable": 8,
  label: 16,
  move: 32,
} as const;
export type Reason = keyof typeof REASONS;

/** The word for one thing of a kind, as the feed writes it. */
export const KIND_WORD: Readonly<Record<ChangeKind, string>> = {
  facets: "facet",
  values: "value",
  sources: "source",
  scores: "score",
  snippets: "snippet",
  names: "name",
};
