/**
 * Which facets, values and sources does a commit change?
 *
 * Only the records and their log entries; which names have to hear of it decides `writer.ts`.
 */
import { BinomenError } from "../../../errors.ts";
import { KIND_NUMBER, numberKey, vocabularyKey } from "../../records/layout.ts";
import { DELETED, ENTRY_BYTES, OF_SNIPPETS, type Superseded } from "../../records/log.ts";
import type { Facet, FacetValue, Source, Stored } from "../../records/records.ts";
import { type Entries, type OpenCommit, requireId } from "./commit.ts";

/** The kinds of vocabulary, in the order in which a commit numbers them. */
export const VOCABULARY_KINDS = ["facets", "values", "sources"] as const;
export type VocabularyKind = (typeof VOCABULARY_KINDS)[number];
type VocabularyRecords = { facets: Facet; values: FacetValue; sources: Source };
/** A new record, or the members of an existing one that change. */
export type Draft<K extends VocabularyKind> = Partial<VocabularyRecords[K]>;

/** What a put did. Without `after`: nothing changed. */
export interface VocabularyPut<K extends VocabularyKind> {
  id: number;
  before: VocabularyRecords[K] | undefined;
  after: VocabularyRecords[K] | undefined;
}

const VOCABULARY_ENTRY = ENTRY_BYTES[KIND_NUMBER.facets] as number;

const DEFAULTS = {
  facets: { description: null, linkUri: null, heritable: false },
  values: { description: null, linkUri: null, code: null },
  sources: {
    description: null,
    linkUri: null,
    doNotIndex: false,
    filePath: null,
    oid: null,
    facetValueId: null,
    snippetCategory: null,
    snippetLanguage: null,
    licence: null,
    rightsHolder: null,
    citation: null,
    contact: null,
    lastImport: null,
  },
} as const;

const TEXT = ["string", "null"];
const ABOUT_ALL = { id: ["id"], name: ["string"], description: TEXT, linkUri: TEXT };
/** What each member may be. `id`: a whole number from 1. */
const MEMBERS: Readonly<Record<VocabularyKind, Readonly<Record<string, readonly string[]>>>> = {
  facets: { ...ABOUT_ALL, heritable: ["boolean"] },
  values: { ...ABOUT_ALL, facetId: ["id"], code: TEXT },
  sources: {
    ...ABOUT_ALL,
    doNotIndex: ["boolean"],
    filePath: TEXT,
    oid: TEXT,
    facetValueId: ["id", "null"],
    snippetCategory: TEXT,
    snippetLanguage: TEXT,
    licence: TEXT,
    rightsHolder: TEXT,
    citation: TEXT,
    contact: TEXT,
    lastImport: ["id", "null"],
  },
};

/** @throws BinomenError REQUEST_INVALID for a member that a record of the kind does not have, or of another type */
function requireMembers(kind: VocabularyKind, draft: Readonly<Record<string, unknown>>): void {
  for (const [member, value] of Object.entries(draft)) {
    const types = MEMBERS[kind][member];
    const found = value === null ? "null" : Number.isInteger(value) && (value as number) > 0 ? "id" : typeof value;
    if (types?.includes(found)) continue;
    const problem =
      types === undefined
        ? `${kind} have no such member; they have ${Object.keys(MEMBERS[kind]).join(", ")}`
        : `${JSON.stringify(value)} is not ${types.map((type) => (type === "id" ? "a whole number from 1" : type)).join(" or ")}`;
    throw new BinomenError("REQUEST_INVALID", { field: member, problem });
  }
}

/** The vocabulary of one commit. */
export class CommitVocabulary {
  readonly #commit: OpenCommit;
  /** Sequence before this commit by id. */
  readonly #changes: Record<VocabularyKind, Map<number, number>> = {
    facets: new Map(),
    values: new Map(),
    sources: new Map(),
  };

  constructor(commit: OpenCommit) {
    this.#commit = commit;
  }

  /** Adds a record (no id, or an unused one) or changes the given members of an existing one. */
  put<K extends VocabularyKind>(kind: K, draft: Draft<K>): VocabularyPut<K> {
    const { nextId } = this.#commit.head;
    const records = this.#commit.vocabulary[kind] as unknown as Map<number, Stored<VocabularyRecords[K]>>;
    const id = draft.id ?? nextId[kind];
    requireId(id, kind);
    const before = records.get(id);
    const given = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
    requireMembers(kind, given);
    const after = { ...DEFAULTS[kind], ...before, ...given, id } as Stored<VocabularyRecords[K]>;
    if (typeof after.name !== "string" || after.name === "")
      throw new BinomenError("REQUEST_INVALID", { field: "name", problem: `${kind} need a name` });
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(after))
      return { id, before, after: undefined };
    nextId[kind] = Math.max(nextId[kind], id + 1);
    this.#note(kind, id, before?.sequence ?? 0);
    records.set(id, after);
    return { id, before, after };
  }

  /** False when there was no such record. */
  delete(kind: VocabularyKind, id: number): boolean {
    const before = this.#commit.vocabulary[kind].get(id);
    if (before === undefined) return false;
    this.#note(kind, id, before.sequence);
    this.#commit.vocabulary[kind].delete(id);
    return true;
  }

  /** The document of a facet holds its values, so it changes with them. */
  noteFacet(id: number): void {
    const facet = this.#commit.vocabulary.facets.get(id);
    if (facet !== undefined) this.#note("facets", id, facet.sequence);
  }

  /** Numbers and writes the records of one kind that changed. */
  finish(kind: VocabularyKind): Entries {
    const { databases, head, vocabulary, before: older } = this.#commit;
    const ids = [...this.#changes[kind]].sort((a, b) => a[0] - b[0]);
    const entries: Buffer[] = [];
    const old: Superseded[] = [];
    for (const [id, before] of ids) {
      const record = vocabulary[kind].get(id);
      if (record === undefined && before === 0) continue;
      const sequence = head.sequence + entries.length + 1;
      const entry = Buffer.alloc(VOCABULARY_ENTRY);
      entry.writeUInt32BE(id, 1);
      if (before > 0) old.push({ sequence: before, by: sequence });
      this.#commit.entomb(kind, numberKey(id, 4), record === undefined ? sequence : 0, old, sequence);
      if (record === undefined) {
        const wasSource = kind === "sources" ? older.sources.get(id) : undefined;
        entry[0] = wasSource?.facetValueId === null ? DELETED | OF_SNIPPETS : DELETED;
        databases.vocabulary.remove(vocabularyKey(kind, id));
      } else {
        const stored = { ...record, sequence, tick: this.#commit.tickOf(entries.length) };
        (vocabulary[kind] as Map<number, typeof stored>).set(id, stored);
        databases.vocabulary.put(vocabularyKey(kind, id), stored);
      }
      entries.push(entry);
    }
    return [Buffer.concat(entries), old];
  }

  #note(kind: VocabularyKind, id: number, before: number): void {
    const changes = this.#changes[kind];
    if (!changes.has(id)) changes.set(id, before);
  }
}
