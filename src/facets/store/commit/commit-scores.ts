/**
 * Which scores does a commit change?
 *
 * A score stands in the record of its name and, as a key, under its source. How many scores of a value a source has is
 * counted aside, so that a value finds its sources without a look at all names.
 */

import { BinomenError } from "../../../errors.ts";
import {
  findScore,
  insertScore,
  KIND_NUMBER,
  numberKey,
  removeScore,
  scoreOfSourceKey,
  usageKey,
} from "../../records/layout.ts";
import { DELETED, ENTRY_BYTES, type Superseded } from "../../records/log.ts";
import { isHeritable } from "../../records/vocabulary.ts";
import { type Entries, type OpenCommit, type Outcome, requireId } from "./commit.ts";
import type { CommitNames, OpenName } from "./commit-names.ts";

const EMPTY = Buffer.alloc(0);
const SCORE_ENTRY = ENTRY_BYTES[KIND_NUMBER.scores] as number;

/**
 * The scores of one commit. All scores of a source have the value that the source gives, and a list of snippets has none.
 */
export class CommitScores {
  readonly #commit: OpenCommit;
  readonly #names: CommitNames;
  readonly #usage = new Map<string, [value: number, source: number, delta: number]>();

  constructor(commit: OpenCommit, names: CommitNames) {
    this.#commit = commit;
    this.#names = names;
  }

  /**
   * Scores a name. `metadata` is the JSON of the source's row, `null` for none.
   * @throws BinomenError FACET_NOT_FOUND without such a source, FACET_SCORE_SOURCE when it gives another value or none
   */
  put(name: number, value: number, source: number, metadata: string | null): Outcome {
    this.#requireGiven(value, source);
    const open = this.#names.open(name);
    const at = findScore(open.record.scores, value, source);
    if (at >= 0) {
      if (this.#commit.isMetadata(open.record.scores.subarray(at + 8, at + 16), metadata)) return "unchanged";
      note(open, name, value, source, open.record.scores.readUIntBE(at + 16, 6));
      this.#commit.dropMetadata(open.record.scores.subarray(at + 8, at + 16));
      open.record.scores.set(this.#commit.putMetadata(metadata), at + 8);
      return "changed";
    }
    this.#add(open, name, value, source, this.#commit.putMetadata(metadata));
    return "added";
  }

  /** False when there was no such score. */
  delete(name: number, value: number, source: number): boolean {
    const row = this.#remove(name, value, source);
    if (row !== undefined) this.#commit.dropMetadata(row);
    return row !== undefined;
  }

  /** Gives all scores of a source another value. A score of the new value stays as it is. */
  move(source: number, to: number): void {
    for (const { name, value } of this.ofSource(source)) {
      if (value === to) continue;
      const row = this.#remove(name, value, source) as Buffer;
      const open = this.#names.open(name);
      if (findScore(open.record.scores, to, source) >= 0) this.#commit.dropMetadata(row);
      else this.#add(open, name, to, source, row);
    }
  }

  #add(open: OpenName, name: number, value: number, source: number, row: Buffer): void {
    const at = -1 - findScore(open.record.scores, value, source);
    note(open, name, value, source, 0);
    open.record.scores = insertScore(open.record.scores, at, value, source);
    open.record.scores.set(row, at + 8);
    this.#commit.databases.scoresOfSource.put(scoreOfSourceKey(source, name, value), EMPTY);
    this.#count(value, source, 1);
  }

  /** The key of the removed score's row; `undefined` when there was no such score. */
  #remove(name: number, value: number, source: number): Buffer | undefined {
    const open = this.#names.open(name);
    const at = findScore(open.record.scores, value, source);
    if (at < 0) return undefined;
    const row = Buffer.from(open.record.scores.subarray(at + 8, at + 16));
    note(open, name, value, source, open.record.scores.readUIntBE(at + 16, 6));
    open.record.scores = removeScore(open.record.scores, at);
    this.#commit.databases.scoresOfSource.remove(scoreOfSourceKey(source, name, value));
    this.#count(value, source, -1);
    return row;
  }

  #requireGiven(value: number, source: number): void {
    const given = this.#commit.vocabulary.sources.get(source);
    if (given?.facetValueId === value) return;
    if (given === undefined) throw new BinomenError("FACET_NOT_FOUND", { kind: "source", id: source });
    if (!this.#commit.vocabulary.values.has(value))
      throw new BinomenError("FACET_NOT_FOUND", { kind: "value", id: value });
    const gives = given.facetValueId === null ? "snippets" : `value ${given.facetValueId}`;
    throw new BinomenError("FACET_SCORE_SOURCE", { source, gives, value });
  }

  /** Scores of a source as they stand in this commit, by name, then value. */
  ofSource(source: number): { name: number; value: number }[] {
    const range = { start: scoreOfSourceKey(source, 0, 0), end: scoreOfSourceKey(source + 1, 0, 0) };
    const found: { name: number; value: number }[] = [];
    for (const key of this.#commit.databases.scoresOfSource.getKeys(range))
      found.push({ name: (key as Buffer).readUIntBE(4, 5), value: (key as Buffer).readUInt32BE(9) });
    return found;
  }

  /** Sources that have scores of a value, as they stand in this commit. */
  sourcesOfValue(value: number): number[] {
    this.flushCounts();
    const range = { start: usageKey(value, 0), end: usageKey(value + 1, 0) };
    return [...this.#commit.databases.usage.getKeys(range)].map((key) => (key as Buffer).readUInt32BE(4));
  }

  /** Writes how many scores of which value each source has. */
  flushCounts(): void {
    const { usage } = this.#commit.databases;
    for (const [value, source, delta] of this.#usage.values()) {
      const key = usageKey(value, source);
      const count = (usage.get(key)?.readUInt32BE(0) ?? 0) + delta;
      if (count > 0) usage.put(key, numberKey(count, 4));
      else usage.remove(key);
    }
    this.#usage.clear();
  }

  /** Numbers the scores that changed, and touches their names. */
  finish(): Entries {
    const { head, vocabulary, before } = this.#commit;
    const changes = this.#names.scoreChanges();
    changes.sort((a, b) => a.name - b.name || a.value - b.value || a.source - b.source);
    const entries = Buffer.alloc(changes.length * SCORE_ENTRY);
    const old: Superseded[] = [];
    let made = 0;
    for (const change of changes) {
      const { record } = this.#names.open(change.name);
      const at = findScore(record.scores, change.value, change.source);
      if (at < 0 && change.before === 0) continue;
      const sequence = head.sequence + made + 1;
      const entry = made * SCORE_ENTRY;
      entries.writeUIntBE(change.name, entry + 1, 5);
      entries.writeUInt32BE(change.value, entry + 6);
      entries.writeUInt32BE(change.source, entry + 10);
      if (change.before > 0) old.push({ sequence: change.before, by: sequence });
      if (at < 0 || change.before === 0)
        this.#commit.entomb("scores", entries.subarray(entry + 1, entry + 14), at < 0 ? sequence : 0, old, sequence);
      if (at < 0) entries[entry] = DELETED;
      else {
        entries.set(record.scores.subarray(at + 8, at + 16), entry + 14);
        record.scores.writeUIntBE(sequence, at + 16, 6);
        record.scores.writeUIntBE(this.#commit.tickOf(made), at + 22, 5);
      }
      if (change.before === 0) head.counts.scores++;
      else if (at < 0) head.counts.scores--;
      const { value } = change;
      this.#names.touch(change.name, "score", isHeritable(vocabulary, value) || isHeritable(before, value));
      made++;
    }
    return [entries.subarray(0, made * SCORE_ENTRY), old];
  }

  #count(value: number, source: number, delta: number): void {
    const key = `${value} ${source}`;
    const known = this.#usage.get(key);
    if (known === undefined) this.#usage.set(key, [value, source, delta]);
    else known[2] += delta;
  }
}

function note(open: OpenName, name: number, value: number, source: number, before: number): void {
  for (const change of open.scoreChanges) if (change.value === value && change.source === source) return;
  requireId(value, "value");
  requireId(source, "source");
  open.scoreChanges.push({ name, value, source, before });
}
