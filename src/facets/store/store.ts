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
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { open, type RootDatabase } from "lmdb";
import { BinomenError } from "../../errors.ts";
import { FileGuard } from "../../storage/file-guard.ts";
import { makeFolder } from "../../storage/folder.ts";
import { checkLmdb, keepPrivate } from "../../storage/lmdb-check.ts";
import { type Databases, MOST_DATABASES, openDatabases, openState } from "../records/databases.ts";
import {
  decodeNameRecord,
  emptyNameRecord,
  type NameRecord,
  numberKey,
  usageKey,
  vocabularyKey,
} from "../records/layout.ts";
import { blocksFrom, noteSpent, type ReadOptions } from "../records/log.ts";
import type { Facet, FacetValue, Head, Snippet, Source, Stored } from "../records/records.ts";
import type { Vocabulary } from "../records/vocabulary.ts";
import { FacetWriter } from "./commit/writer.ts";

/** Version of the bytes. */
const FORMAT = 2;
/** Versions that are brought to FORMAT when they are opened for writing; any other one is refused. */
const READABLE: readonly unknown[] = [1, 2];

const EMPTY = Buffer.alloc(0);
/** Time between two looks for readers whose process has ended. */
const READER_CHECK_MS = 10_000;

/** Options of {@link FacetStore.open}. */
export interface StoreOptions {
  /** Milliseconds since 1970; tests set it back. */
  now?: (() => number) | undefined;
  readOnly?: boolean | undefined;
  /** The file was read to its end a moment ago, so it need not be again. */
  isChecked?: boolean | undefined;
}

/** @throws STORE_DAMAGED */
function checkStore(directory: string): Promise<void> {
  const wayOut = "Move the folder away and restore a backup: binomen facets restore <backup>";
  return checkLmdb({ path: join(directory, "data.mdb"), wayOut });
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
  readonly #isReadOnly: boolean;
  /** Of a server, which keeps the file open while others may do anything to it. */
  readonly #guard: FileGuard | undefined;
  #vocabulary: Vocabulary | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;
  #seenSequence = 0;
  #readersCheckedMs = Number.NEGATIVE_INFINITY;

  private constructor(directory: string, root: RootDatabase, databases: Databases, options: StoreOptions) {
    this.directory = directory;
    this.databases = databases;
    this.now = options.now ?? Date.now;
    this.#isReadOnly = options.readOnly === true;
    this.#root = root;
    this.#guard = this.#isReadOnly
      ? new FileGuard({ path: join(directory, "data.mdb"), what: "facet store" })
      : undefined;
    this.events.setMaxListeners(0);
  }

  /**
   * Opens the store in a folder, making it when it is not there. Opening for writing waits for whoever writes; opening
   * `readOnly` waits for nobody.
   * @throws BinomenError FACET_STORE_FOREIGN, STORE_DAMAGED
   */
  static async open(directory: string, options: StoreOptions = {}): Promise<FacetStore> {
    const { readOnly = false, isChecked = false } = options;
    if (!readOnly) makeFolder(directory, 0o700);
    if (!isChecked) await checkStore(directory);
    const root = openRoot(directory, readOnly);
    keepPrivate(join(directory, "data.mdb"), join(directory, "lock.mdb"));
    const state = openState(root);
    const format = state?.get("format");
    if ((readOnly && format !== FORMAT) || (format !== undefined && !READABLE.includes(format))) {
      await root.close();
      throw new BinomenError("FACET_STORE_FOREIGN", { path: directory, expected: FORMAT, found: format ?? "none" });
    }
    const store = new FacetStore(directory, root, openDatabases(root, state), options);
    if (format === undefined) await store.#create();
    else if (format !== FORMAT) await store.#renew();
    store.#seenSequence = store.head().sequence;
    return store;
  }

  /** Opens the store for reading only; makes it, or brings it to this build's format, when it has to. */
  static async openToRead(directory: string, options: StoreOptions = {}): Promise<FacetStore> {
    if (options.isChecked !== true) await checkStore(directory);
    const checked = { ...options, isChecked: true };
    if ((await formatOf(directory)) !== FORMAT) await (await FacetStore.open(directory, checked)).close();
    return FacetStore.open(directory, { ...checked, readOnly: true });
  }

  #create(): Promise<void> {
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
    const { state } = this.databases;
    return this.exclusively(() => {
      // Another process may have been quicker.
      if (state.get("format") !== undefined) return;
      state.putSync("format", FORMAT);
      state.putSync("head", head);
    });
  }

  /** From format 1: blocks of names without a live entry stood in no list, and imports not under their source. */
  #renew(): Promise<void> {
    return this.exclusively(() => {
      for (const block of blocksFrom(this.databases, "names", 0))
        if (block.live === 0) noteSpent(this.databases, this.head().tick, block.sequence);
      const { imports, importsOfSource } = this.databases;
      for (const { key, value } of imports.getRange({}))
        importsOfSource.put(usageKey((value as { source: number }).source, (key as Buffer).readUInt32BE(0)), EMPTY);
      this.databases.state.putSync("format", FORMAT);
    });
  }

  /**
   * Sequence, tick, epoch and counts of the newest commit. Every call that reads or writes begins here.
   * @throws STORE_LOST
   */
  head(read: ReadOptions = {}): Head {
    this.#guard?.check();
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
    this.#seenSequence = commit.sequence;
    if (commit.changes > 0) this.events.emit("commit", commit.sequence);
    return commit;
  }

  /** Runs `change` alone in a write transaction, after all writes asked for before. */
  exclusively<T>(change: () => T): Promise<T> {
    const run = async (): Promise<T> => {
      if (this.#closed) throw new BinomenError("FACET_STORE_CLOSED", { path: this.directory });
      if (this.#isReadOnly) throw new Error(`${this.directory} is open for reading only`);
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

  /** Looks for what another process has committed: reads of one turn share a snapshot, which may be older. */
  refresh(): void {
    this.#guard?.check();
    const before = this.#seenSequence;
    this.#root.resetReadTxn();
    const { sequence } = this.head();
    this.#seenSequence = sequence;
    if (sequence !== before) this.events.emit("commit", sequence);
  }

  /** A killed process keeps its place as a reader, and no page newer than what it read would be used again. */
  #dropDeadReaders(): void {
    if (performance.now() - this.#readersCheckedMs < READER_CHECK_MS) return;
    this.#readersCheckedMs = performance.now();
    this.#root.readerCheck();
  }

  /** Writes a consistent copy of the store into an empty folder while it is used. */
  async copyTo(directory: string): Promise<void> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await this.#root.backup(directory, true);
    keepPrivate(join(directory, "data.mdb"));
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

function openRoot(directory: string, readOnly: boolean): RootDatabase {
  return open({ path: directory, maxDbs: MOST_DATABASES, overlappingSync: false, readOnly, noSubdir: false });
}

/** Format of the store in a folder; `undefined` when there is none. Waits for nobody. */
async function formatOf(directory: string): Promise<unknown> {
  if (!existsSync(join(directory, "data.mdb"))) return undefined;
  const root = openRoot(directory, true);
  try {
    return openState(root)?.get("format");
  } finally {
    await root.close();
  }
}
