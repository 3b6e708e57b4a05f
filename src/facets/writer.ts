/**
 * What does one commit change, and who has to hear of it?
 *
 * A `FacetWriter` lives inside one write transaction. It changes records at once, remembers what changed, and at the
 * end numbers the changes (kinds in the order of `KINDS`, inside a kind by id) and writes the log. A thing that ends as
 * it began makes no change. Whatever alters an index document also touches the names concerned: a flag, a label, a
 * moved or deleted value touches every name that has it.
 */
import { createHash } from "node:crypto";
import { BinomenError } from "../errors.ts";
import type { Databases } from "./databases.ts";
import { MAX_ID } from "./identifiers.ts";
import {
  type ChangeKind,
  decodeNameRecord,
  emptyNameRecord,
  encodeNameRecord,
  findScore,
  insertScore,
  KIND_NUMBER,
  type NameRecord,
  numberKey,
  removeScore,
  scoreOfSourceKey,
  snippetOfSourceKey,
  usageKey,
  vocabularyKey,
} from "./layout.ts";
import {
  append,
  DELETED,
  DESCENDANTS,
  ENTRY_BYTES,
  OF_SNIPPETS,
  type Superseded,
  supersede,
  TICK_CAPACITY,
} from "./log.ts";
import {
  type Facet,
  type FacetValue,
  type Head,
  REASONS,
  type Reason,
  type Snippet,
  type Source,
  type Stored,
} from "./records.ts";
import { isHeritable, type Vocabulary } from "./vocabulary.ts";

/** What became of a put. */
export type Outcome = "added" | "changed" | "unchanged";
/** Key of metadata that is not there. */
export const NO_METADATA: Buffer = Buffer.alloc(8);

interface ScoreChange {
  name: number;
  value: number;
  source: number;
  /** Sequence before this commit; 0: it did not exist. */
  before: number;
}

interface OpenName {
  record: NameRecord;
  changes: ScoreChange[];
  isNew: boolean;
}

type VocabularyKind = "facets" | "values" | "sources";
type VocabularyRecords = { facets: Facet; values: FacetValue; sources: Source };

const VOCABULARY_DEFAULTS = {
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

type Draft<T extends { id: number; name: string }, Required extends keyof T = never> = Partial<T> & Pick<T, Required>;

/** The hand that writes one commit. Obtained from `FacetStore.write`. */
export class FacetWriter {
  readonly #databases: Databases;
  readonly #head: Head;
  /** As it was: a deleted facet was heritable once, and descendants have to hear of it. */
  readonly #before: Vocabulary;
  /** Facets, values and sources as they stand in this commit. */
  readonly vocabulary: Vocabulary;
  readonly #names = new Map<number, OpenName>();
  readonly #touched = new Map<number, number>();
  /** Sequence before this commit by id. */
  readonly #vocabularyChanges: Record<VocabularyKind, Map<number, number>> = {
    facets: new Map(),
    values: new Map(),
    sources: new Map(),
  };
  readonly #snippets = new Map<number, { before: number; name: number; snippet: Stored<Snippet> | undefined }>();
  /** Rows stored in this commit. */
  readonly #rows = new Map<string, Buffer>();
  readonly #usage = new Map<string, [value: number, source: number, delta: number]>();
  /** The tick that the first changes of this commit get. */
  readonly tick: number;

  constructor(databases: Databases, head: Head, vocabulary: Vocabulary, nowMs: number) {
    this.#databases = databases;
    this.#head = structuredClone(head);
    this.#before = vocabulary;
    this.vocabulary = {
      sequence: vocabulary.sequence,
      facets: new Map(vocabulary.facets),
      values: new Map(vocabulary.values),
      sources: new Map(vocabulary.sources),
    };
    // Later than the wall clock: a client that asks again with its own time loses nothing.
    this.tick = Math.max(Math.floor(nowMs / 1000) + 1, head.tick + 1);
  }

  /** Adds a facet (no id, or an unused one) or changes the given members of an existing one. Returns its id. */
  putFacet(facet: Draft<Facet>): number {
    const { id, before, after } = this.#putVocabulary("facets", facet);
    if (before === undefined || after === undefined) return id;
    if (before.heritable !== after.heritable) this.#touchFacet(id, "facet-heritable", true);
    if (before.name !== after.name) this.#touchFacet(id, "label");
    return id;
  }

  /** Adds a value or changes the given members of an existing one. Returns its id. */
  putValue(value: Draft<FacetValue>): number {
    const inherited = value.id !== undefined && isHeritable(this.vocabulary, value.id);
    const { id, before, after } = this.#putVocabulary("values", value);
    if (after !== undefined) {
      this.#noteFacet(after.facetId);
      if (before !== undefined) this.#noteFacet(before.facetId);
    }
    if (before === undefined || after === undefined) return id;
    if (before.facetId !== after.facetId) this.#touchValue(id, "move", inherited || isHeritable(this.vocabulary, id));
    if (before.name !== after.name || before.code !== after.code) this.#touchValue(id, "label");
    return id;
  }

  /**
   * Adds a source or changes the given members of an existing one. A new value takes all its scores along.
   * @throws BinomenError FACET_SOURCE_KIND when it has both a facet value and a snippet category, or neither.
   */
  putSource(source: Draft<Source>): number {
    const { id, before, after } = this.#putVocabulary("sources", source);
    if (after === undefined) return id;
    const snippets = after.snippetCategory !== null || after.snippetLanguage !== null;
    if ((after.facetValueId !== null) === snippets)
      throw new BinomenError("FACET_SOURCE_KIND", { source: after.name, facetValueId: after.facetValueId });
    if (before === undefined) return id;
    if (before.facetValueId !== after.facetValueId && before.facetValueId !== null && after.facetValueId !== null)
      this.#moveScores(id, before.facetValueId, after.facetValueId);
    if (before.doNotIndex !== after.doNotIndex) this.#touchSource(id, "source-flag");
    if (
      before.name !== after.name ||
      before.snippetCategory !== after.snippetCategory ||
      before.snippetLanguage !== after.snippetLanguage
    )
      this.#touchSource(id, "label");
    return id;
  }

  /** Deletes a facet with its values, their sources and scores. False when there was none. */
  deleteFacet(id: number): boolean {
    for (const value of [...this.vocabulary.values.values()]) if (value.facetId === id) this.deleteValue(value.id);
    return this.#deleteVocabulary("facets", id);
  }

  /** Deletes a value with its sources and scores. */
  deleteValue(id: number): boolean {
    for (const source of [...this.vocabulary.sources.values()])
      if (source.facetValueId === id) this.deleteSource(source.id);
    for (const source of this.#sourcesOfValue(id))
      for (const score of this.scoresOfSource(source)) if (score.value === id) this.deleteScore(score.name, id, source);
    const facet = this.vocabulary.values.get(id)?.facetId;
    if (facet !== undefined) this.#noteFacet(facet);
    return this.#deleteVocabulary("values", id);
  }

  /** Deletes a source with its scores and snippets. */
  deleteSource(id: number): boolean {
    for (const { name, value } of this.scoresOfSource(id)) this.deleteScore(name, value, id);
    for (const { snippet } of this.snippetsOfSource(id)) this.deleteSnippet(snippet);
    return this.#deleteVocabulary("sources", id);
  }

  /** Scores a name. `metadata` is the JSON of the source's row, `null` for none. */
  putScore(name: number, value: number, source: number, metadata: string | null): Outcome {
    const open = this.#open(name);
    let at = findScore(open.record.scores, value, source);
    if (at >= 0) {
      if (this.#isMetadata(open.record.scores.subarray(at + 8, at + 16), metadata)) return "unchanged";
      this.#noteScore(open, name, value, source, open.record.scores.readUIntBE(at + 16, 6));
      open.record.scores.set(this.#putMetadata(metadata), at + 8);
      return "changed";
    }
    at = -1 - at;
    this.#noteScore(open, name, value, source, 0);
    open.record.scores = insertScore(open.record.scores, at, value, source);
    open.record.scores.set(this.#putMetadata(metadata), at + 8);
    this.#databases.scoresOfSource.put(scoreOfSourceKey(source, name, value), EMPTY);
    this.#count(value, source, 1);
    return "added";
  }

  /** False when there was no such score. */
  deleteScore(name: number, value: number, source: number): boolean {
    const open = this.#open(name);
    const at = findScore(open.record.scores, value, source);
    if (at < 0) return false;
    this.#noteScore(open, name, value, source, open.record.scores.readUIntBE(at + 16, 6));
    open.record.scores = removeScore(open.record.scores, at);
    this.#databases.scoresOfSource.remove(scoreOfSourceKey(source, name, value));
    this.#count(value, source, -1);
    return true;
  }

  /** Adds a snippet, or changes the one of the same source, name and identity. `identity` tells equals apart. */
  putSnippet(
    snippet: { source: number; name: number; body: string; metadata: string | null; id?: number | undefined },
    identity: string,
  ): { id: number; outcome: Outcome } {
    const identityHash = createHash("sha1").update(identity).digest().subarray(0, 16);
    const key = snippetOfSourceKey(snippet.source, snippet.name, identityHash);
    const known = this.#databases.snippetsOfSource.get(key);
    const { source, name, body } = snippet;
    const next = () => {
      const metadata = this.#putMetadata(snippet.metadata);
      return { source, name, body, metadata, identity: identityHash, sequence: 0, tick: 0 };
    };
    if (known !== undefined) {
      const id = known.readUInt32BE(0);
      const old = this.#snippets.get(id)?.snippet ?? this.#databases.snippets.get(numberKey(id, 4));
      if (old?.body === body && this.#isMetadata(old.metadata, snippet.metadata)) return { id, outcome: "unchanged" };
      this.#noteSnippet(id, name, next(), old?.sequence ?? 0);
      return { id, outcome: "changed" };
    }
    const id = snippet.id ?? this.#head.nextId.snippets;
    requireId(id, "snippet");
    if (this.#databases.snippets.get(numberKey(id, 4)) !== undefined || this.#snippets.get(id)?.snippet !== undefined)
      throw new BinomenError("FACET_ID_TAKEN", { kind: "snippet", id });
    this.#head.nextId.snippets = Math.max(this.#head.nextId.snippets, id + 1);
    const key4 = numberKey(id, 4);
    this.#databases.snippetsOfSource.put(key, key4);
    this.#noteSnippet(id, name, next(), 0);
    const { record } = this.#open(name);
    record.snippets = [...record.snippets, id].sort((a, b) => a - b);
    this.#head.counts.snippets++;
    return { id, outcome: "added" };
  }

  /** False when there was no such snippet. */
  deleteSnippet(id: number): boolean {
    const pending = this.#snippets.get(id);
    const old = pending === undefined ? this.#databases.snippets.get(numberKey(id, 4)) : pending.snippet;
    if (old === undefined) return false;
    this.#noteSnippet(id, old.name, undefined, old.sequence);
    this.#databases.snippetsOfSource.remove(snippetOfSourceKey(old.source, old.name, Buffer.from(old.identity)));
    const { record } = this.#open(old.name);
    record.snippets = record.snippets.filter((other) => other !== id);
    this.#head.counts.snippets--;
    return true;
  }

  /** Scores of a source as they stand in this commit, by name, then value. */
  scoresOfSource(source: number): { name: number; value: number }[] {
    const range = { start: scoreOfSourceKey(source, 0, 0), end: scoreOfSourceKey(source + 1, 0, 0) };
    const found: { name: number; value: number }[] = [];
    for (const key of this.#databases.scoresOfSource.getKeys(range))
      found.push({ name: (key as Buffer).readUIntBE(4, 5), value: (key as Buffer).readUInt32BE(9) });
    return found;
  }

  /** Snippets of a source as they stand in this commit, by name. */
  snippetsOfSource(source: number): { name: number; snippet: number }[] {
    const range = { start: scoreOfSourceKey(source, 0, 0), end: scoreOfSourceKey(source + 1, 0, 0) };
    const found: { name: number; snippet: number }[] = [];
    for (const { key, value } of this.#databases.snippetsOfSource.getRange(range))
      found.push({ name: (key as Buffer).readUIntBE(4, 5), snippet: value.readUInt32BE(0) });
    return found;
  }

  /** A number for a new import. */
  nextImport(): number {
    return this.#head.nextId.imports++;
  }

  /** Raises the sequence before which deletes are forgotten. */
  forgetBefore(sequence: number): void {
    this.#head.oldest = Math.max(this.#head.oldest, sequence);
  }

  /** Numbers the changes, writes records and log. Called once, by the store. */
  finish(): { sequence: number; tick: number; changes: number } {
    const before = this.#head.sequence;
    let lastTick = this.tick;
    const number = (kind: ChangeKind, entries: Buffer, old: Superseded[]): void => {
      if (entries.length === 0) return;
      lastTick = Math.max(lastTick, append(this.#databases, kind, this.#head.sequence + 1, this.tick, entries));
      this.#head.sequence += entries.length / (ENTRY_BYTES[KIND_NUMBER[kind]] as number);
      old.sort((a, b) => a.sequence - b.sequence);
      const mayDropNames = kind !== "names" || this.#databases.pins.getKeysCount({ limit: 1 }) === 0;
      supersede(this.#databases, kind, old, mayDropNames);
    };
    for (const kind of ["facets", "values", "sources"] as const) number(kind, ...this.#finishVocabulary(kind));
    if (this.#head.sequence > before) this.#head.vocabularySequence = this.#head.sequence;
    number("scores", ...this.#finishScores());
    number("snippets", ...this.#finishSnippets());
    number("names", ...this.#finishNames());
    this.#flushUsage();
    const changes = this.#head.sequence - before;
    if (changes > 0) this.#head.tick = lastTick;
    this.#databases.state.put("head", this.#head);
    return { sequence: this.#head.sequence, tick: this.#head.tick, changes };
  }

  #tickOf(index: number): number {
    return this.tick + Math.floor(index / TICK_CAPACITY);
  }

  #finishVocabulary(kind: VocabularyKind): [Buffer, Superseded[]] {
    const ids = [...this.#vocabularyChanges[kind]].sort((a, b) => a[0] - b[0]);
    const entries: Buffer[] = [];
    const old: Superseded[] = [];
    for (const [id, before] of ids) {
      const record = this.vocabulary[kind].get(id);
      if (record === undefined && before === 0) continue;
      const sequence = this.#head.sequence + entries.length + 1;
      const entry = Buffer.alloc(5);
      entry.writeUInt32BE(id, 1);
      if (before > 0) old.push({ sequence: before, by: sequence });
      this.#entomb(kind, numberKey(id, 4), record === undefined ? sequence : 0, old, sequence);
      if (record === undefined) {
        const wasSource = kind === "sources" ? this.#before.sources.get(id) : undefined;
        entry[0] = wasSource?.facetValueId === null ? DELETED | OF_SNIPPETS : DELETED;
        this.#databases.vocabulary.remove(vocabularyKey(kind, id));
      } else {
        const stored = { ...record, sequence, tick: this.#tickOf(entries.length) };
        (this.vocabulary[kind] as Map<number, typeof stored>).set(id, stored);
        this.#databases.vocabulary.put(vocabularyKey(kind, id), stored);
      }
      entries.push(entry);
    }
    return [Buffer.concat(entries), old];
  }

  #finishScores(): [Buffer, Superseded[]] {
    const changes: ScoreChange[] = [];
    for (const open of this.#names.values()) for (const change of open.changes) changes.push(change);
    changes.sort((a, b) => a.name - b.name || a.value - b.value || a.source - b.source);
    const entries = Buffer.alloc(changes.length * SCORE_ENTRY);
    const old: Superseded[] = [];
    let made = 0;
    for (const change of changes) {
      const { record } = this.#names.get(change.name) as OpenName;
      const at = findScore(record.scores, change.value, change.source);
      if (at < 0 && change.before === 0) continue;
      const sequence = this.#head.sequence + made + 1;
      const entry = made * SCORE_ENTRY;
      entries.writeUIntBE(change.name, entry + 1, 5);
      entries.writeUInt32BE(change.value, entry + 6);
      entries.writeUInt32BE(change.source, entry + 10);
      if (change.before > 0) old.push({ sequence: change.before, by: sequence });
      if (at < 0 || change.before === 0)
        this.#entomb("scores", entries.subarray(entry + 1, entry + 14), at < 0 ? sequence : 0, old, sequence);
      if (at < 0) entries[entry] = DELETED;
      else {
        entries.set(record.scores.subarray(at + 8, at + 16), entry + 14);
        record.scores.writeUIntBE(sequence, at + 16, 6);
        record.scores.writeUIntBE(this.#tickOf(made), at + 22, 5);
      }
      if (change.before === 0) this.#head.counts.scores++;
      else if (at < 0) this.#head.counts.scores--;
      const { value } = change;
      this.touch(change.name, "score", isHeritable(this.vocabulary, value) || isHeritable(this.#before, value));
      made++;
    }
    return [entries.subarray(0, made * SCORE_ENTRY), old];
  }

  #finishSnippets(): [Buffer, Superseded[]] {
    const changed = [...this.#snippets].sort((a, b) => a[0] - b[0]);
    const entries: Buffer[] = [];
    const old: Superseded[] = [];
    for (const [id, { before, name, snippet }] of changed) {
      if (snippet === undefined && before === 0) continue;
      const sequence = this.#head.sequence + entries.length + 1;
      const entry = Buffer.alloc(10);
      entry.writeUInt32BE(id, 1);
      entry.writeUIntBE(name, 5, 5);
      const key = numberKey(id, 4);
      if (before > 0) old.push({ sequence: before, by: sequence });
      this.#entomb("snippets", key, snippet === undefined ? sequence : 0, old, sequence);
      if (snippet === undefined) {
        entry[0] = DELETED;
        this.#databases.snippets.remove(key);
      } else this.#databases.snippets.put(key, { ...snippet, sequence, tick: this.#tickOf(entries.length) });
      this.touch(name, "snippet", false);
      entries.push(entry);
    }
    return [Buffer.concat(entries), old];
  }

  #finishNames(): [Buffer, Superseded[]] {
    const touched = [...this.#touched].sort((a, b) => a[0] - b[0]);
    const entries = Buffer.alloc(touched.length * 13);
    const old: Superseded[] = [];
    touched.forEach(([name, flags], index) => {
      const sequence = this.#head.sequence + index + 1;
      const open = this.#open(name);
      entries[index * 13] = flags & DESCENDANTS_BIT ? DESCENDANTS : 0;
      entries.writeUIntBE(name, index * 13 + 1, 5);
      entries[index * 13 + 6] = flags & 0xff;
      const { record } = open;
      const isDeep = (flags & DESCENDANTS_BIT) !== 0;
      if (record.touched > 0) {
        const soft = record.touched === record.deep && !isDeep;
        old.push({ sequence: record.touched, by: sequence, soft });
        if (isDeep && record.deep > 0 && record.deep !== record.touched)
          old.push({ sequence: record.deep, by: sequence });
      }
      record.touched = sequence;
      if (isDeep) record.deep = sequence;
      if (open.isNew) this.#head.counts.names++;
      this.#databases.names.put(numberKey(name, 5), encodeNameRecord(open.record));
    });
    return [entries, old];
  }

  /** Notes that an index document of the name changes. */
  touch(name: number, reason: Reason, descendants: boolean): void {
    const flags = REASONS[reason] | (descendants ? DESCENDANTS_BIT : 0);
    this.#touched.set(name, (this.#touched.get(name) ?? 0) | flags);
  }

  #touchFacet(facet: number, reason: Reason, descendants?: boolean): void {
    for (const value of this.vocabulary.values.values())
      if (value.facetId === facet) this.#touchValue(value.id, reason, descendants);
  }

  #touchValue(value: number, reason: Reason, descendants = isHeritable(this.vocabulary, value)): void {
    for (const source of this.#sourcesOfValue(value))
      for (const score of this.scoresOfSource(source))
        if (score.value === value) this.touch(score.name, reason, descendants);
  }

  #touchSource(source: number, reason: Reason): void {
    for (const { name, value } of this.scoresOfSource(source))
      this.touch(name, reason, isHeritable(this.vocabulary, value));
    for (const { name } of this.snippetsOfSource(source)) this.touch(name, reason, false);
  }

  #moveScores(source: number, from: number, to: number): void {
    for (const { name, value } of this.scoresOfSource(source)) {
      if (value !== from) continue;
      const { record } = this.#open(name);
      const at = findScore(record.scores, value, source);
      const row = Buffer.from(record.scores.subarray(at + 8, at + 16));
      this.deleteScore(name, value, source);
      // A score of the new value stays as it is.
      if (findScore(record.scores, to, source) >= 0) continue;
      this.putScore(name, to, source, null);
      record.scores.set(row, findScore(record.scores, to, source) + 8);
    }
  }

  /** Sources that have scores of a value, as they stand in this commit. */
  #sourcesOfValue(value: number): number[] {
    this.#flushUsage();
    const range = { start: usageKey(value, 0), end: usageKey(value + 1, 0) };
    return [...this.#databases.usage.getKeys(range)].map((key) => (key as Buffer).readUInt32BE(4));
  }

  #count(value: number, source: number, delta: number): void {
    const key = `${value} ${source}`;
    const known = this.#usage.get(key);
    if (known === undefined) this.#usage.set(key, [value, source, delta]);
    else known[2] += delta;
  }

  #flushUsage(): void {
    for (const [value, source, delta] of this.#usage.values()) {
      const key = usageKey(value, source);
      const count = (this.#databases.usage.get(key)?.readUInt32BE(0) ?? 0) + delta;
      if (count > 0) this.#databases.usage.put(key, numberKey(count, 4));
      else this.#databases.usage.remove(key);
    }
    this.#usage.clear();
  }

  #open(name: number): OpenName {
    let open = this.#names.get(name);
    if (open === undefined) {
      const bytes = this.#databases.names.get(numberKey(name, 5));
      // Copied: scores are changed in place.
      const record = bytes === undefined ? emptyNameRecord() : decodeNameRecord(Buffer.from(bytes));
      open = { record, changes: [], isNew: bytes === undefined };
      this.#names.set(name, open);
    }
    return open;
  }

  #noteScore(open: OpenName, name: number, value: number, source: number, before: number): void {
    for (const change of open.changes) if (change.value === value && change.source === source) return;
    requireId(value, "value");
    requireId(source, "source");
    open.changes.push({ name, value, source, before });
  }

  #noteSnippet(id: number, name: number, snippet: Stored<Snippet> | undefined, before: number): void {
    const known = this.#snippets.get(id);
    this.#snippets.set(id, { before: known?.before ?? before, name, snippet });
  }

  /** Keeps (`deleted` > 0) or ends the memory of a delete; an ended one is superseded by `by`. */
  #entomb(kind: ChangeKind, id: Buffer, deleted: number, old: Superseded[], by: number): void {
    const key = Buffer.concat([Buffer.of(KIND_NUMBER[kind]), id]);
    if (deleted > 0) {
      const sequence = Buffer.allocUnsafe(6);
      sequence.writeUIntBE(deleted, 0, 6);
      this.#databases.tombstones.put(key, sequence);
      return;
    }
    const known = this.#databases.tombstones.get(key);
    if (known === undefined) return;
    old.push({ sequence: known.readUIntBE(0, 6), by });
    this.#databases.tombstones.remove(key);
  }

  /**
   * Stores a row's JSON and returns its key. Equal rows of one commit share it. Keys are numbered, not hashes of the
   * JSON: hashed rows lie scattered, so that every commit rewrote most pages of the database.
   */
  #putMetadata(json: string | null): Buffer {
    if (json === null) return NO_METADATA;
    let key = this.#rows.get(json);
    if (key === undefined) {
      key = Buffer.alloc(8);
      key.writeUIntBE(this.#head.nextId.metadata++, 2, 6);
      this.#databases.metadata.put(key, json);
      this.#rows.set(json, key);
    }
    return key;
  }

  #isMetadata(key: Buffer, json: string | null): boolean {
    if (json === null || NO_METADATA.equals(key)) return json === null && NO_METADATA.equals(key);
    return this.#databases.metadata.get(Buffer.from(key)) === json;
  }

  #putVocabulary<K extends VocabularyKind>(
    kind: K,
    draft: Partial<VocabularyRecords[K]>,
  ): { id: number; before: VocabularyRecords[K] | undefined; after: VocabularyRecords[K] | undefined } {
    const records = this.vocabulary[kind] as unknown as Map<number, Stored<VocabularyRecords[K]>>;
    const id = draft.id ?? this.#head.nextId[kind];
    requireId(id, kind);
    const before = records.get(id);
    const given = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
    const after = { ...VOCABULARY_DEFAULTS[kind], ...before, ...given, id } as Stored<VocabularyRecords[K]>;
    if (typeof after.name !== "string" || after.name === "")
      throw new BinomenError("REQUEST_INVALID", { field: "name", problem: `${kind} need a name` });
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(after))
      return { id, before, after: undefined };
    this.#head.nextId[kind] = Math.max(this.#head.nextId[kind], id + 1);
    const changes = this.#vocabularyChanges[kind];
    if (!changes.has(id)) changes.set(id, before?.sequence ?? 0);
    records.set(id, after);
    return { id, before, after };
  }

  /** The document of a facet holds its values, so it changes with them. */
  #noteFacet(id: number): void {
    const facet = this.vocabulary.facets.get(id);
    const changes = this.#vocabularyChanges.facets;
    if (facet !== undefined && !changes.has(id)) changes.set(id, facet.sequence);
  }

  #deleteVocabulary(kind: VocabularyKind, id: number): boolean {
    const before = this.vocabulary[kind].get(id);
    if (before === undefined) return false;
    const changes = this.#vocabularyChanges[kind];
    if (!changes.has(id)) changes.set(id, before.sequence);
    this.vocabulary[kind].delete(id);
    return true;
  }
}

const EMPTY = Buffer.alloc(0);
const SCORE_ENTRY = ENTRY_BYTES[KIND_NUMBER.scores] as number;
/** Above the reason bits. */
const DESCENDANTS_BIT = 0x100;

function requireId(id: number, kind: string): void {
  if (!Number.isInteger(id) || id < 1 || id > MAX_ID)
    throw new BinomenError("REQUEST_INVALID", {
      field: `${kind} id`,
      problem: `${id} is not a whole number from 1 to ${MAX_ID}`,
    });
}
