/**
 * What do all parts of one commit share?
 *
 * The databases, the head and vocabulary as they stand in this commit, its first tick, the JSON of rows, and the memory
 * of deletes. Scores, snippets, names and vocabulary of a commit have modules of their own (`commit-…`); `writer.ts` is
 * the hand that the rest of the program holds.
 */
import { BinomenError } from "../../../errors.ts";
import type { Databases } from "../../records/databases.ts";
import { MAX_ID } from "../../records/identifiers.ts";
import { type ChangeKind, KIND_NUMBER } from "../../records/layout.ts";
import { type Superseded, TICK_CAPACITY } from "../../records/log.ts";
import type { Head } from "../../records/records.ts";
import type { Vocabulary } from "../../records/vocabulary.ts";

/** What became of a put. */
export type Outcome = "added" | "changed" | "unchanged";
/** Entries of one kind for the log, back to back, and the older entries that they replace. */
export type Entries = [entries: Buffer, old: Superseded[]];
/** First byte of the key of a row that belongs to one score or snippet alone. */
export const OWNED = 1;
/** Key of metadata that is not there. */
export const NO_METADATA: Buffer = Buffer.alloc(8);

/** One commit while it is being made. */
export class OpenCommit {
  readonly databases: Databases;
  /** Changed in place: written when the commit ends. */
  readonly head: Head;
  /** As it was: a deleted facet was heritable once, and descendants have to hear of it. */
  readonly before: Vocabulary;
  /** Facets, values and sources as they stand in this commit. */
  readonly vocabulary: Vocabulary;
  /** The tick that the first changes of this commit get. */
  readonly tick: number;
  /** The wall clock. */
  readonly nowSeconds: number;
  /** Whether deletes of a kind are remembered at all: a look-up per new score is saved when there are none. */
  readonly #mayBeEntombed = new Map<number, boolean>();

  constructor(databases: Databases, head: Head, vocabulary: Vocabulary, nowMs: number) {
    this.databases = databases;
    this.head = structuredClone(head);
    this.before = vocabulary;
    this.vocabulary = {
      sequence: vocabulary.sequence,
      facets: new Map(vocabulary.facets),
      values: new Map(vocabulary.values),
      sources: new Map(vocabulary.sources),
    };
    // Later than the wall clock: a client that asks again with its own time loses nothing.
    this.nowSeconds = Math.floor(nowMs / 1000);
    this.tick = Math.max(this.nowSeconds + 1, head.tick + 1);
  }

  /** The tick of the change at `index` among those of its kind. */
  tickOf(index: number): number {
    return this.tick + Math.floor(index / TICK_CAPACITY);
  }

  /** Keeps (`deleted` > 0) or ends the memory of a delete; an ended one is superseded by `by`. */
  entomb(kind: ChangeKind, id: Buffer, deleted: number, old: Superseded[], by: number): void {
    const { tombstones } = this.databases;
    const number = KIND_NUMBER[kind];
    if (deleted === 0 && !this.#hasTombstones(number)) return;
    const key = Buffer.concat([Buffer.of(number), id]);
    if (deleted > 0) {
      this.#mayBeEntombed.set(number, true);
      const sequence = Buffer.allocUnsafe(6);
      sequence.writeUIntBE(deleted, 0, 6);
      tombstones.put(key, sequence);
      return;
    }
    const known = tombstones.get(key);
    if (known === undefined) return;
    old.push({ sequence: known.readUIntBE(0, 6), by });
    tombstones.remove(key);
  }

  #hasTombstones(kind: number): boolean {
    let has = this.#mayBeEntombed.get(kind);
    if (has === undefined) {
      const range = { start: Buffer.of(kind), end: Buffer.of(kind + 1), limit: 1 };
      has = this.databases.tombstones.getKeysCount(range) > 0;
      this.#mayBeEntombed.set(kind, has);
    }
    return has;
  }

  /**
   * Stores a row's JSON for one score or snippet and returns its key. Keys are numbered, not hashes of the JSON: hashed
   * rows lie scattered, so that every commit rewrote most pages of the database.
   */
  putMetadata(json: string | null): Buffer {
    if (json === null) return NO_METADATA;
    const key = Buffer.allocUnsafe(8);
    key[0] = OWNED;
    key[1] = 0;
    key.writeUIntBE(this.head.nextId.metadata++, 2, 6);
    this.databases.metadata.put(key, json);
    return key;
  }

  /** Deletes the row of a score or snippet that is gone or has another one, unless others may share it. */
  dropMetadata(key: Buffer): void {
    if (key[0] === OWNED) this.databases.metadata.remove(Buffer.from(key));
  }

  /** Whether the row stored under a key is this JSON. */
  isMetadata(key: Buffer, json: string | null): boolean {
    if (json === null || NO_METADATA.equals(key)) return json === null && NO_METADATA.equals(key);
    return this.databases.metadata.get(Buffer.from(key)) === json;
  }
}

/** @throws BinomenError REQUEST_INVALID for a number that no thing can have */
export function requireId(id: number, kind: string): void {
  if (!Number.isInteger(id) || id < 1 || id > MAX_ID)
    throw new BinomenError("REQUEST_INVALID", {
      field: `${kind} id`,
      problem: `${id} is not a whole number from 1 to ${MAX_ID}`,
    });
}
