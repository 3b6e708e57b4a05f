/**
 * What does one commit change, and who has to hear of it?
 *
 * A `FacetWriter` lives inside one write transaction. It changes records at once, remembers what changed, and at the
 * end numbers the changes (kinds in the order of `KINDS`, inside a kind by id) and writes the log. A thing that ends as
 * it began makes no change. Whatever alters an index document also touches the names concerned: a flag, a label, a
 * moved or deleted value touches every name that has it.
 */
import { BinomenError } from "../../../errors.ts";
import type { Databases } from "../../records/databases.ts";
import { type ChangeKind, KIND_NUMBER } from "../../records/layout.ts";
import { append, dropSpent, ENTRY_BYTES, SPENT_SECONDS, supersede } from "../../records/log.ts";
import type { Head, Reason } from "../../records/records.ts";
import { isHeritable, type Vocabulary } from "../../records/vocabulary.ts";
import { type Entries, OpenCommit, type Outcome } from "./commit.ts";
import { CommitNames } from "./commit-names.ts";
import { CommitScores } from "./commit-scores.ts";
import { CommitSnippets, type SnippetDraft } from "./commit-snippets.ts";
import { CommitVocabulary, type Draft, VOCABULARY_KINDS } from "./commit-vocabulary.ts";

/** Old blocks that one commit drops at most: every commit makes fewer. */
const MOST_DROPPED = 1000;

/** The hand that writes one commit. Obtained from `FacetStore.write`. */
export class FacetWriter {
  readonly #commit: OpenCommit;
  readonly #names: CommitNames;
  readonly #scores: CommitScores;
  readonly #snippets: CommitSnippets;
  readonly #records: CommitVocabulary;

  constructor(databases: Databases, head: Head, vocabulary: Vocabulary, nowMs: number) {
    this.#commit = new OpenCommit(databases, head, vocabulary, nowMs);
    this.#names = new CommitNames(this.#commit);
    this.#scores = new CommitScores(this.#commit, this.#names);
    this.#snippets = new CommitSnippets(this.#commit, this.#names);
    this.#records = new CommitVocabulary(this.#commit);
  }

  /** Facets, values and sources as they stand in this commit. */
  get vocabulary(): Vocabulary {
    return this.#commit.vocabulary;
  }

  /** The tick that the first changes of this commit get. */
  get tick(): number {
    return this.#commit.tick;
  }

  /** Adds a facet (no id, or an unused one) or changes the given members of an existing one. Returns its id. */
  putFacet(facet: Draft<"facets">): number {
    const { id, before, after } = this.#records.put("facets", facet);
    if (before === undefined || after === undefined) return id;
    if (before.heritable !== after.heritable) this.#touchFacet(id, "facet-heritable", true);
    if (before.name !== after.name) this.#touchFacet(id, "label");
    return id;
  }

  /**
   * Adds a value or changes the given members of an existing one. Returns its id.
   * @throws BinomenError FACET_NOT_FOUND for a facet that is not there
   */
  putValue(value: Draft<"values">): number {
    const inherited = value.id !== undefined && isHeritable(this.vocabulary, value.id);
    const { id, before, after } = this.#records.put("values", value);
    if (after !== undefined) {
      this.#require("facets", after.facetId);
      this.#records.noteFacet(after.facetId);
      if (before !== undefined) this.#records.noteFacet(before.facetId);
    }
    if (before === undefined || after === undefined) return id;
    if (before.facetId !== after.facetId) this.#touchValue(id, "move", inherited || isHeritable(this.vocabulary, id));
    if (before.name !== after.name || before.code !== after.code) this.#touchValue(id, "label");
    return id;
  }

  /**
   * Adds a source or changes the given members of an existing one. A new value takes all its scores along.
   * @throws BinomenError FACET_NOT_FOUND for a value that is not there · FACET_SOURCE_KIND when it has both a facet value
   *   and a snippet category, or neither, or when a list that is not empty would become one of the other kind
   */
  putSource(source: Draft<"sources">): number {
    const { id, before, after } = this.#records.put("sources", source);
    if (after === undefined) return id;
    const snippets = after.snippetCategory !== null || after.snippetLanguage !== null;
    if ((after.facetValueId !== null) === snippets)
      throw new BinomenError("FACET_SOURCE_KIND", { source: after.name, facetValueId: after.facetValueId });
    if (after.facetValueId !== null) this.#require("values", after.facetValueId);
    if (before === undefined) return id;
    if ((before.facetValueId === null) !== (after.facetValueId === null)) {
      const rows = before.facetValueId === null ? this.snippetsOfSource(id) : this.scoresOfSource(id);
      if (rows.length > 0) throw new BinomenError("FACET_SOURCE_FILLED", { source: id, rows: rows.length });
    }
    if (before.facetValueId !== after.facetValueId && after.facetValueId !== null)
      this.#scores.move(id, after.facetValueId);
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
    return this.#records.delete("facets", id);
  }

  /** Deletes a value with its sources and scores. */
  deleteValue(id: number): boolean {
    for (const source of [...this.vocabulary.sources.values()])
      if (source.facetValueId === id) this.deleteSource(source.id);
    for (const source of this.#scores.sourcesOfValue(id))
      for (const score of this.scoresOfSource(source)) if (score.value === id) this.deleteScore(score.name, id, source);
    const facet = this.vocabulary.values.get(id)?.facetId;
    if (facet !== undefined) this.#records.noteFacet(facet);
    return this.#records.delete("values", id);
  }

  /** Deletes a source with its scores and snippets. */
  deleteSource(id: number): boolean {
    for (const { name, value } of this.scoresOfSource(id)) this.deleteScore(name, value, id);
    for (const { snippet } of this.snippetsOfSource(id)) this.deleteSnippet(snippet);
    return this.#records.delete("sources", id);
  }

  /** Scores a name. `metadata` is the JSON of the source's row, `null` for none. */
  putScore(name: number, value: number, source: number, metadata: string | null): Outcome {
    return this.#scores.put(name, value, source, metadata);
  }

  /** False when there was no such score. */
  deleteScore(name: number, value: number, source: number): boolean {
    return this.#scores.delete(name, value, source);
  }

  /** Adds a snippet, or changes the one of the same source, name and identity. `identity` tells equals apart. */
  putSnippet(snippet: SnippetDraft, identity: string): { id: number; outcome: Outcome } {
    return this.#snippets.put(snippet, identity);
  }

  /** False when there was no such snippet. */
  deleteSnippet(id: number): boolean {
    return this.#snippets.delete(id);
  }

  /** Scores of a source as they stand in this commit, by name, then value. */
  scoresOfSource(source: number): { name: number; value: number }[] {
    return this.#scores.ofSource(source);
  }

  /** Snippets of a source as they stand in this commit, by name. */
  snippetsOfSource(source: number): { name: number; snippet: number; identity: Buffer }[] {
    return this.#snippets.ofSource(source);
  }

  /** A number for a new import. */
  nextImport(): number {
    return this.#commit.head.nextId.imports++;
  }

  /** Raises the sequence before which deletes are forgotten. */
  forgetBefore(sequence: number): void {
    const { head } = this.#commit;
    head.oldest = Math.max(head.oldest, sequence);
  }

  /** Numbers the changes, writes records and log. Called once, by the store. */
  finish(): { sequence: number; tick: number; changes: number } {
    const { databases, head, tick } = this.#commit;
    const before = head.sequence;
    let lastTick = tick;
    const number = (kind: ChangeKind, [entries, old]: Entries): void => {
      if (entries.length === 0) return;
      lastTick = Math.max(lastTick, append(databases, kind, head.sequence + 1, tick, entries));
      head.sequence += entries.length / (ENTRY_BYTES[KIND_NUMBER[kind]] as number);
      old.sort((a, b) => a.sequence - b.sequence);
      supersede(databases, kind, old, tick);
    };
    for (const kind of VOCABULARY_KINDS) number(kind, this.#records.finish(kind));
    if (head.sequence > before) head.vocabularySequence = head.sequence;
    number("scores", this.#scores.finish());
    number("snippets", this.#snippets.finish());
    // Last: scores and snippets touch names.
    number("names", this.#names.finish());
    this.#scores.flushCounts();
    const changes = head.sequence - before;
    if (changes > 0) head.tick = lastTick;
    if (changes > 0) dropSpent(databases, this.#commit.nowSeconds - SPENT_SECONDS, MOST_DROPPED);
    databases.state.put("head", head);
    return { sequence: head.sequence, tick: head.tick, changes };
  }

  #require(kind: "facets" | "values", id: number): void {
    if (!this.vocabulary[kind].has(id)) throw new BinomenError("FACET_NOT_FOUND", { kind, id });
  }

  #touchFacet(facet: number, reason: Reason, descendants?: boolean): void {
    for (const value of this.vocabulary.values.values())
      if (value.facetId === facet) this.#touchValue(value.id, reason, descendants);
  }

  #touchValue(value: number, reason: Reason, descendants = isHeritable(this.vocabulary, value)): void {
    for (const source of this.#scores.sourcesOfValue(value))
      for (const score of this.scoresOfSource(source))
        if (score.value === value) this.#names.touch(score.name, reason, descendants);
  }

  #touchSource(source: number, reason: Reason): void {
    for (const { name, value } of this.scoresOfSource(source))
      this.#names.touch(name, reason, isHeritable(this.vocabulary, value));
    for (const { name } of this.snippetsOfSource(source)) this.#names.touch(name, reason, false);
  }
}
