/**
 * What does a server hold open of the facet store?
 *
 * The store, open for reading only; the process that writes it; what is remembered of those who read.
 */
import { WriteProcess } from "./lists/write-process.ts";
import { Readers } from "./store/readers.ts";
import { FacetStore, type StoreOptions } from "./store/store.ts";
import { NameWalks } from "./store/walk.ts";

/** The open store, and what works on it. */
export interface Facets {
  /** For reading only: nothing that a server does in its own process can wait for a writer. */
  readonly store: FacetStore;
  readonly writes: WriteProcess;
  readonly readers: Readers;
  readonly walks: NameWalks;
  close(): Promise<void>;
}

/** Opens the store in a folder, making it when it is not there. */
export async function openFacets(directory: string, options: StoreOptions = {}): Promise<Facets> {
  const store = await FacetStore.openToRead(directory, options);
  const writes = new WriteProcess(store);
  const readers = new Readers(directory, store.now);
  const close = async (): Promise<void> => {
    await writes.close();
    await store.close();
    await readers.close();
  };
  return { store, writes, readers, walks: new NameWalks(store, readers), close };
}

/**
 * Resolves when the store has a sequence above `sequence`, or after `waitMs`, or when it is aborted or closed.
 * Commits of other processes (the writing one apart: `binomen facets import` beside a server) are looked for twice a second.
 */
export function changed(store: FacetStore, sequence: number, waitMs: number, stop: AbortSignal): Promise<void> {
  const isNew = (): boolean => store.head().sequence > sequence;
  if (waitMs <= 0 || stop.aborted || isNew()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timeout);
      clearInterval(poll);
      store.events.off("commit", done);
      store.events.off("close", done);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timeout = setTimeout(done, waitMs);
    const poll = setInterval(() => {
      try {
        store.refresh();
      } catch {
        // Whoever waits is told by the read that follows.
        done();
      }
    }, 500);
    store.events.on("commit", done);
    store.events.on("close", done);
    stop.addEventListener("abort", done);
  });
}
