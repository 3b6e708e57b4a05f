/** SQLite, as Node brings it: a B-tree for exact names, FTS5 trigrams for similar ones, Levenshtein for their order. */

import { DatabaseSync, type StatementSync } from "node:sqlite";
import { distance } from "fastest-levenshtein";
import { ownProcessorSeconds } from "../measure.ts";
import { CANDIDATES, type Rival } from "./rival.ts";
import { trigrams } from "./rival-setup.ts";

const POOL = 50;

export function sqliteRival(): Rival {
  const database = new DatabaseSync(":memory:");
  let exact: StatementSync;
  let similar: StatementSync;
  return {
    engine: `SQLite ${process.versions["sqlite"]} FTS5`,
    settings: `any trigram, best ${POOL} by bm25, then Levenshtein`,
    place: "in process",
    async load(names) {
      database.exec(`
        CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE VIRTUAL TABLE grams USING fts5(name, tokenize = 'trigram', detail = none, content = 'names', content_rowid = 'id');
        BEGIN`);
      const insert = database.prepare("INSERT INTO names VALUES (?, ?)");
      names.forEach((name, id) => void insert.run(id, name));
      database.exec(`
        COMMIT;
        CREATE INDEX name_index ON names(name);
        INSERT INTO grams(grams) VALUES ('rebuild');
        INSERT INTO grams(grams) VALUES ('optimize')`);
      exact = database.prepare("SELECT id FROM names WHERE name = ?");
      similar = database.prepare("SELECT rowid AS id, name FROM grams WHERE grams MATCH ? ORDER BY rank LIMIT ?");
    },
    exact: (text) => ({ candidates: exact.all(text).map((row) => Number(row["id"])) }),
    fuzzy(text) {
      const wanted = trigrams(text)
        .map((gram) => `"${gram}"`)
        .join(" OR ");
      const pool = similar.all(wanted, POOL) as { id: number; name: string }[];
      return {
        candidates: pool
          .map(({ id, name }) => ({ id, edits: distance(text, name) }))
          .sort((a, b) => a.edits - b.edits)
          .slice(0, CANDIDATES)
          .map(({ id }) => id),
      };
    },
    processorSeconds: ownProcessorSeconds,
    serverMiB: () => 0,
    close: async () => database.close(),
  };
}
