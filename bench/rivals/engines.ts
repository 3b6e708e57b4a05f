/** Which engines are compared? The list, in the order of the table. */
import { binomenRival } from "./binomen.ts";
import { flexsearchRival } from "./flexsearch.ts";
import { fuseRival } from "./fuse.ts";
import { luceneRival } from "./lucene.ts";
import { mapRival } from "./map.ts";
import { minisearchRival } from "./minisearch.ts";
import { oramaRival } from "./orama.ts";
import { postgresRival } from "./postgres.ts";
import { redisearchRival } from "./redisearch.ts";
import type { Rival } from "./rival.ts";
import { sqliteRival } from "./sqlite.ts";

/** Every engine by the name that `npm run bench:rivals -- --only` takes. */
export const ENGINES: Readonly<Record<string, () => Rival>> = {
  binomen: () => binomenRival("index"),
  "binomen-decision": () => binomenRival("decision"),
  map: mapRival,
  "lucene-gbif": () => luceneRival("gbif"),
  "lucene-free": () => luceneRival("free"),
  "flexsearch-forward": () => flexsearchRival("forward"),
  "flexsearch-trigram": () => flexsearchRival("trigram"),
  minisearch: minisearchRival,
  orama: oramaRival,
  fuse: fuseRival,
  sqlite: sqliteRival,
  "postgres-gin": () => postgresRival("gin"),
  "postgres-gist": () => postgresRival("gist"),
  redisearch: () => redisearchRival(1),
};
