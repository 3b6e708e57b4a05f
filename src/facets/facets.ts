/**
 * What does a server hold open of the facet store?
 *
 * The store, the walks over modified names, and how far each consumer of the feed has read.
 */
import type { ChangeKind } from "./records/layout.ts";
import { FacetStore, type StoreOptions } from "./store/store.ts";
import { NameWalks } from "./store/walk.ts";

/** How far a consumer has read; kept while the server runs. */
interface Checkpoint {
  sequence: number;
  kinds: readonly ChangeKind[];
  seenMs: number;
}

/** The open store and what is remembered of its consumers. */
export interface Facets {
  readonly store: FacetStore;
  readonly walks: NameWalks;
  readonly checkpoints: Map<string, Checkpoint>;
  close(): Promise<void>;
}

/** Opens the store in a folder, making it when it is not there. */
export async function openFacets(directory: string, options: StoreOptions = {}): Promise<Facets> {
  const store = await FacetStore.open(directory, options);
  return { store, walks: new NameWalks(store), checkpoints: new Map(), close: () => store.close() };
}

/**
 * Resolves when the store has a sequence above `sequence`, or after `waitMs`, or when it is aborted or closed.
 * Commits of other processes (`binomen facets import` beside a running server) are looked for twice a second.
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
    const poll = setInterval(() => isNew() && done(), 500);
    store.events.on("commit", done);
    store.events.on("close", done);
    stop.addEventListener("abort", done);
  });
}
