/** Which databases does the environment hold? Their keys and values are drawn in layout.ts. */
import type { Database, RootDatabase } from "lmdb";
import type { Facet, FacetValue, Snippet, Source, Stored } from "./records.ts";

/** Most databases an environment may have; those named below, and room for more. */
export const MOST_DATABASES = 24;

/** The databases, as layout.ts draws them. */
export interface Databases {
  names: Database<Buffer, Buffer>;
  scoresOfSource: Database<Buffer, Buffer>;
  snippets: Database<Stored<Snippet>, Buffer>;
  snippetsOfSource: Database<Buffer, Buffer>;
  formerSnippets: Database<Buffer, Buffer>;
  metadata: Database<string, Buffer>;
  vocabulary: Database<Stored<Facet | FacetValue | Source>, Buffer>;
  log: Database<Buffer, Buffer>;
  ticks: Database<Buffer, Buffer>;
  spent: Database<Buffer, Buffer>;
  tombstones: Database<Buffer, Buffer>;
  usage: Database<Buffer, Buffer>;
  imports: Database<unknown, Buffer>;
  importFiles: Database<Buffer, Buffer>;
  importsOfSource: Database<Buffer, Buffer>;
  state: Database<unknown, string>;
}

/** The database of small records by name: it is opened first, since it tells the format of all others. */
export function openState(root: RootDatabase): Databases["state"] {
  return root.openDB<unknown, string>({ name: "state" });
}

/** Opens the databases, making those that are not there unless the environment is open for reading only. */
export function openDatabases(root: RootDatabase, state: Databases["state"]): Databases {
  const bytes = (name: string) => root.openDB<Buffer, Buffer>({ name, keyEncoding: "binary", encoding: "binary" });
  const records = <T>(name: string) => root.openDB<T, Buffer>({ name, keyEncoding: "binary", encoding: "msgpack" });
  return {
    names: bytes("names"),
    scoresOfSource: bytes("scoresOfSource"),
    snippets: records("snippets"),
    snippetsOfSource: bytes("snippetsOfSource"),
    formerSnippets: bytes("formerSnippets"),
    metadata: root.openDB<string, Buffer>({ name: "metadata", keyEncoding: "binary", encoding: "string" }),
    vocabulary: records("vocabulary"),
    log: bytes("log"),
    ticks: bytes("ticks"),
    spent: bytes("spent"),
    tombstones: bytes("tombstones"),
    usage: bytes("usage"),
    imports: records("imports"),
    importFiles: bytes("importFiles"),
    importsOfSource: bytes("importsOfSource"),
    state,
  };
}
