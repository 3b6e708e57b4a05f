/**
 * What is known of which name?
 *
 * An LMDB environment of facets, values, sources, scores and snippets (bytes: layout.ts). One writer at a time, many
 * readers; each reader sees one commit. A write is acknowledged after it was flushed to the disk, and is not visible
 * before (`overlappingSync` off): no reader can ever have seen a sequence that a power failure takes back.
 *
 *   const store = await FacetStore.open("./facets");
 *   const { result } = await store.write((writer) => writer.putFacet({ name: "Life Form", heritable: true }));
 *   await store.close();
 */
import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { mkdir } from "node:fs/promises";
import { open, type RootDatabase } from "lmdb";
import { BinomenError } from "../../errors.ts";
import type { Databases } from "../records/databases.ts";
import { decodeNameRecord, emptyNameRecord, type NameRecord, numberKey, vocabularyKey } from "../records/layout.ts";
import type { ReadOptions } from "../records/log.ts";
import type { Facet, FacetValue, Head, Snippet, Source, Stored } from "../records/records.ts";
import type { Vocabulary } from "../records/vocabulary.ts";
import { FacetWriter } from "./commit/writer.ts";

/** Version of the bytes; another one is refused. */
const FORMAT = 1;

/** Time between two looks for readers whose process has ended. */
const READER_CHECK_MS = 10_000;

/** Options of {@link FacetStore.open}. */
export interface StoreOptions {
  /** Milliseconds since 1970; tests set it back. */
  now?: (() => number) | undefined;
  readOnly?: boolean | undefined;
}

/** What a commit was. `sequence` is the store's newest after it. */
export interface Commit<T> {
  result: T;
  sequence: number;
  tick: number;
  /** Number of log entries it made; 0: nothing had changed and nothing was written. */
  changes: number;
}

/** The store. */
export class FacetStore {
  readonly directory: string;
  readonly databases: Databases;
  readonly now: () => number;
  /** Emits `commit` after each commit of this process. */
  readonly events = new EventEmitter();
  readonly #root: RootDatabase;
  #vocabulary: Vocabulary | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;
  #readersCheckedMs = Number.NEGATIVE_INFINITY;

  private constructor(directory: string, root: RootDatabase, databases: Databases, now: () => number) {
    this.directory = directory;
    this.databases = databases;
    this.now = now;
    this.#root = root;
    this.events.setMaxListeners(0);
  }

  /** Opens the store in a folder, making it when it is not there. @throws BinomenError FACET_STORE_FOREIGN */
  static async open(directory: string, { now = Date.now, readOnly = false }: StoreOptions = {}): Promise<FacetStore> {
    if (!readOnly) await mkdir(directory, { recursive: true });
    const root = open({ path: directory, maxDbs: 24, overlappingSync: false, readOnly, noSubdir: false });
    const bytes = (name: string) => root.openDB<Buffer, Buffer>({ name, keyEncoding: "binary", encoding: "binary" });
    const records = <T>(name: string) => root.openDB<T, Buffer>({ name, keyEncoding: "binary", encoding: "msgpack" });
    const databases: Databases = {
      names: bytes("names"),
      scoresOfSource: bytes("scoresOfSource"),
      snippets: records("snippets"),
      snippetsOfSource: bytes("snippetsOfSource"),
      metadata: root.openDB<string, Buffer>({ name: "metadata", keyEncoding: "binary", encoding: "string" }),
      vocabulary: records("vocabulary"),
      log: bytes("log"),
      ticks: bytes("ticks"),
      tombstones: bytes("tombstones"),
      usage: bytes("usage"),
      pins: root.openDB<unknown, string>({ name: "pins" }),
      imports: records("imports"),
      importFiles: bytes("importFiles"),
      state: root.openDB<unknown, string>({ name: "state" }),
    };
    const store = new FacetStore(directory, root, databases, now);
    const format = databases.state.get("format");
    if (format === undefined && !readOnly) {
      const head: Head = {
        sequence: 0,
        tick: 0,
        epoch: randomBytes(6).toString("hex"),
        secret: randomBytes(16).toString("hex"),
        vocabularySequence: 0,
        oldest: 0,
        nextId: { facets: 1, values: 1, sources: 1, snippets: 1, imports: 1, metadata: 1 },
        counts: { scores: 0, snippets: 0, names: 0 },
      };
      await store.exclusively(() => {
        databases.state.putSync("format", FORMAT);
        databases.state.putSync("head", head);
      });
    } else if (format !== FORMAT) {
      await root.close();
      throw new BinomenError("FACET_STORE_FOREIGN", { path: directory, expected: FORMAT, found: format ?? "none" });
    }
    return store;
  }

  /** Sequence, tick, epoch and counts of the newest commit. */
  head(read: ReadOptions = {}): Head {
    return this.databases.state.get("head", read) as Head;
  }

  /** Facets, values and sources as of the read. */
  vocabulary(read: ReadOptions = {}): Vocabulary {
    const { vocabularySequence } = this.head(read);
    const cached = this.#vocabulary;
    if (cached !== undefined && cached.sequence === vocabularySequence) return cached;
    const load = <T>(kind: "facets" | "values" | "sources"): Map<number, Stored<T>> => {
      const found = new Map<number, Stored<T>>();
      const range = { ...read, start: vocabularyKey(kind, 0), end: vocabularyKey(kind, 2 ** 32 - 1) };
      for (const { key, value } of this.databases.vocabulary.getRange(range))
        found.set((key as Buffer).readUInt32BE(1), value as unknown as Stored<T>);
      return found;
    };
    const vocabulary = {
      sequence: vocabularySequence,
      facets: load<Facet>("facets"),
      values: load<FacetValue>("values"),
      sources: load<Source>("sources"),
    };
    this.#vocabulary = vocabulary;
    return vocabulary;
  }

  /** What is known of a name; an empty record when nothing is. Its bytes are the reader's own. */
  name(name: number, read: ReadOptions = {}): NameRecord {
    const bytes = this.databases.names.get(numberKey(name, 5), read);
    return bytes === undefined ? emptyNameRecord() : decodeNameRecord(bytes);
  }

  snippet(id: number, read: ReadOptions = {}): Stored<Snippet> | undefined {
    return this.databases.snippets.get(numberKey(id, 4), read);
  }

  /** JSON of a source's row by its key; `null` when there is none. */
  metadata(key: Buffer, read: ReadOptions = {}): string | null {
    return this.databases.metadata.get(key, read) ?? null;
  }

  /** Runs `read` on one snapshot, however many commits happen while it awaits. */
  async onSnapshot<T>(read: (options: ReadOptions) => Promise<T> | T): Promise<T> {
    const transaction = this.databases.state.useReadTransaction();
    try {
      return await read({ transaction });
    } finally {
      transaction.done();
    }
  }

  /**
   * Makes one commit. `change` runs inside the only write transaction; when it throws, nothing is changed.
   * Resolves after the commit is on the disk.
   */
  async write<T>(change: (writer: FacetWriter) => T): Promise<Commit<T>> {
    const commit = await this.exclusively(() => {
      const writer = new FacetWriter(this.databases, this.head(), this.vocabulary(), this.now());
      const result = change(writer);
      return { result, ...writer.finish() };
    });
    if (commit.changes > 0) this.events.emit("commit", commit.sequence);
    return commit;
  }

  /** Runs `change` alone in a write transaction, after all writes asked for before. */
  exclusively<T>(change: () => T): Promise<T> {
    const run = async (): Promise<T> => {
      if (this.#closed) throw new BinomenError("FACET_STORE_CLOSED", { path: this.directory });
      this.#dropDeadReaders();
      let result: T;
      try {
        result = this.#root.transactionSync(change);
      } catch (error) {
        // The snapshot may have been read inside the transaction that has just been undone.
        this.#vocabulary = undefined;
        throw error;
      }
      // lmdb must not see the next transaction, nor a close, before this one was flushed: close() would never return.
      await this.#root.flushed;
      return result;
    };
    const done = this.#queue.then(run, run);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** Lets another thread write: this one's writes wait until `work` is done. Readers are told of what it committed. */
  elsewhere<T>(work: () => Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      if (this.#closed) throw new BinomenError("FACET_STORE_CLOSED", { path: this.directory });
      const before = this.head().sequence;
      try {
        return await work();
      } finally {
        // Reads of one turn share a snapshot, which may be older than what the thread has just committed.
        this.#root.resetReadTxn();
        const { sequence } = this.head();
        if (sequence > before) this.events.emit("commit", sequence);
      }
    };
    const done = this.#queue.then(run, run);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** A killed process keeps its place as a reader, and no page newer than what it read would be used again. */
  #dropDeadReaders(): void {
    if (performance.now() - this.#readersCheckedMs < READER_CHECK_MS) return;
    this.#readersCheckedMs = performance.now();
    this.#root.readerCheck();
  }

  /** Writes a consistent copy of the store into an empty folder while it is used. */
  async copyTo(directory: string): Promise<void> {
    await mkdir(directory, { recursive: true });
    await this.#root.backup(directory, true);
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Waits for the writes asked for and closes. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#queue;
    this.#closed = true;
    this.events.emit("close");
    await this.#root.close();
  }
}
