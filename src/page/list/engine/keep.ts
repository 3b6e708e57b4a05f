/** How does a list outlive a reload? In the browser's own database: nothing of it is kept on the server. */
import type { Decision, Found, Roles } from "../protocol.ts";

const DATABASE = "binomen";
const VERSION = 1;
/** Rows or answers in one record: one record a row takes minutes to write. */
export const CHUNK = 1000;

/** What is kept of a list besides rows, answers and decisions. */
export interface KeptList {
  title: string;
  header: string[];
  roles: Roles;
  rowCount: number;
  checklistKey: string;
  checklistTitle: string;
  release: string;
  isMixed: boolean;
  isStopped: boolean;
}

/** Everything that was kept. */
export interface Kept {
  list: KeptList;
  rows: string[][];
  lines: number[];
  /** Answers by the number of their question. */
  found: Map<number, Found>;
  decisions: Map<number, Decision>;
}

interface RowChunk {
  rows: string[][];
  lines: number[];
}

function asPromise<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** The browser's database, opened when it is first needed. One list is kept at a time. */
export class Keeper {
  #database: Promise<IDBDatabase> | undefined;

  #open(): Promise<IDBDatabase> {
    this.#database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, VERSION);
      request.onupgradeneeded = () => {
        for (const store of ["list", "rows", "found", "decisions"]) request.result.createObjectStore(store);
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return this.#database;
  }

  /** Forgets what was kept and keeps a new list. */
  async begin(list: KeptList, { rows, lines }: RowChunk): Promise<void> {
    await this.forget();
    const transaction = (await this.#open()).transaction(["list", "rows"], "readwrite");
    transaction.objectStore("list").put(list, "current");
    const store = transaction.objectStore("rows");
    for (let from = 0; from < rows.length; from += CHUNK)
      store.put({ rows: rows.slice(from, from + CHUNK), lines: lines.slice(from, from + CHUNK) }, from / CHUNK);
    await finished(transaction);
  }

  /** Keeps what changed about the list itself. */
  async update(list: KeptList): Promise<void> {
    const transaction = (await this.#open()).transaction("list", "readwrite");
    transaction.objectStore("list").put(list, "current");
    await finished(transaction);
  }

  /** Keeps answers: each piece under the number of its first question. */
  async keepFound(questions: readonly number[], found: readonly (Found | undefined)[]): Promise<void> {
    const [first] = questions;
    if (first === undefined) return;
    const transaction = (await this.#open()).transaction("found", "readwrite");
    transaction.objectStore("found").put({ questions, found: questions.map((question) => found[question]) }, first);
    await finished(transaction);
  }

  /** Keeps or forgets decisions. */
  async keepDecisions(rows: readonly number[], decisions: ReadonlyMap<number, Decision>): Promise<void> {
    const transaction = (await this.#open()).transaction("decisions", "readwrite");
    const store = transaction.objectStore("decisions");
    for (const row of rows) {
      const decision = decisions.get(row);
      if (decision) store.put(decision, row);
      else store.delete(row);
    }
    await finished(transaction);
  }

  /** What was kept, `undefined` when nothing was. */
  async load(): Promise<Kept | undefined> {
    const database = await this.#open();
    const transaction = database.transaction(["list", "rows", "found", "decisions"]);
    const [list, chunks, pieces, rows, decisions] = await Promise.all([
      asPromise<KeptList | undefined>(transaction.objectStore("list").get("current")),
      asPromise<RowChunk[]>(transaction.objectStore("rows").getAll()),
      asPromise<{ questions: number[]; found: (Found | undefined)[] }[]>(transaction.objectStore("found").getAll()),
      asPromise(transaction.objectStore("decisions").getAllKeys()),
      asPromise<Decision[]>(transaction.objectStore("decisions").getAll()),
    ]);
    if (!list) return undefined;
    const found = new Map<number, Found>();
    for (const piece of pieces)
      piece.questions.forEach((question, at) => {
        const one = piece.found[at];
        if (one) found.set(question, one);
      });
    return {
      list,
      rows: chunks.flatMap((chunk) => chunk.rows),
      lines: chunks.flatMap((chunk) => chunk.lines),
      found,
      decisions: new Map(rows.map((row, at) => [Number(row), decisions[at] as Decision])),
    };
  }

  /** Forgets everything. */
  async forget(): Promise<void> {
    const stores = ["list", "rows", "found", "decisions"];
    const transaction = (await this.#open()).transaction(stores, "readwrite");
    for (const store of stores) transaction.objectStore(store).clear();
    await finished(transaction);
  }
}
