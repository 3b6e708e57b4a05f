/**
 * The change feed and the documents of taxa read from the store itself, for `binomen index --store`: no server and no
 * key are needed, only the right to read its folder. A running server may write at the same time.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { BinomenError } from "../errors.ts";
import { changed } from "../facets/facets.ts";
import { changesPage } from "../facets/feed/changes.ts";
import { valuesJson } from "../facets/feed/dialects.ts";
import { isChangeKind } from "../facets/records/log.ts";
import { FacetStore } from "../facets/store/store.ts";
import { readGraph } from "../facets/values/graph.ts";
import type { Feed } from "../indexers/feed.ts";
import type { ComputeValues } from "../indexers/taxa.ts";

export interface StoreFeed extends Feed {
  readonly values: ComputeValues;
  close(): Promise<void>;
}

/**
 * Opens the store in a folder for reading.
 *
 * @throws BinomenError SOURCE_NOT_FOUND when there is no store; FACET_STORE_FOREIGN, STORE_DAMAGED
 */
export async function openStoreFeed(directory: string): Promise<StoreFeed> {
  if (!existsSync(join(directory, "data.mdb"))) throw new BinomenError("SOURCE_NOT_FOUND", { path: directory });
  const store = await FacetStore.openToRead(directory);
  return {
    name: `store ${directory}`,
    async page({ cursor, limit, kinds, waitSeconds, stop }) {
      const known = kinds.filter(isChangeKind);
      const unknown = kinds.find((kind) => !isChangeKind(kind));
      if (unknown !== undefined)
        throw new BinomenError("REQUEST_INVALID", { field: "kinds", problem: `no kind ${unknown}` });
      const read = () => {
        try {
          const question = { cursor, limit, includeDocs: true, ...(known.length > 0 ? { kinds: known } : {}) };
          return changesPage(store, question);
        } catch (cause) {
          if (!(cause instanceof BinomenError) || (cause.status !== 409 && cause.status !== 410)) throw cause;
          throw new BinomenError("FEED_CURSOR_GONE", { url: directory, problem: cause.message }, { cause });
        }
      };
      const page = read();
      if (page.results.length > 0 || waitSeconds === 0) return page;
      await changed(store, Number(page.high), waitSeconds * 1000, stop);
      return read();
    },
    async values(graphs) {
      const read = graphs.map((graph, i) => readGraph(JSON.parse(graph), i));
      let text = "";
      for await (const piece of valuesJson(store, read)) text += piece;
      return JSON.parse(text) as Record<string, unknown>[];
    },
    close: () => store.close(),
  };
}
