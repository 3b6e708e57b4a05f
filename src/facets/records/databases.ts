/** Which databases does the environment hold? Their keys and values are drawn in layout.ts. */
import type { Database } from "lmdb";
import type { Facet, FacetValue, Snippet, Source, Stored } from "./records.ts";

/** The databases, as layout.ts draws them. */
export interface Databases {
  names: Database<Buffer, Buffer>;
  scoresOfSource: Database<Buffer, Buffer>;
  snippets: Database<Stored<Snippet>, Buffer>;
  snippetsOfSource: Database<Buffer, Buffer>;
  metadata: Database<string, Buffer>;
  vocabulary: Database<Stored<Facet | FacetValue | Source>, Buffer>;
  log: Database<Buffer, Buffer>;
  ticks: Database<Buffer, Buffer>;
  tombstones: Database<Buffer, Buffer>;
  usage: Database<Buffer, Buffer>;
  /** Pinned walks, checkpoints of consumers: small records by name. */
  pins: Database<unknown, string>;
  imports: Database<unknown, Buffer>;
  importFiles: Database<Buffer, Buffer>;
  state: Database<unknown, string>;
}
