/**
 * What does a search of many records need beside the Parquet files? The same records once more, in one file of DuckDB's own,
 * sorted by taxon, for each taxon where its records begin and end, and what maps ask for once more, sorted by place.
 *
 * A subtree is then a stretch of rows, of which nothing else is read, and the rows of a page are found by their numbers. The
 * file is made beside the server's other state when a snapshot is first served, answers come from the Parquet files until it
 * is there, and are the same from both. Small datasets have none. It costs about as much room as the Parquet files
 * (bench/README.md).
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { INTERPRETED_COLUMNS, SQL_TYPES } from "../dataset/schema.ts";
import { and, type Predicate } from "../predicate/predicate.ts";
import { quoted } from "../predicate/to-sql.ts";
import type { Snapshot, SortedTable } from "./datasets.ts";
import type { Engine } from "./engine.ts";
import { keepInterrupting } from "./interrupt.ts";

/** Fewer records than this are searched quickly as they are. */
const LEAST_RECORDS = 200_000;
/** Changes with what stands in the file. */
const FORMAT = 2;
/** Memory for sorting, in megabytes; what is larger goes through the disk. */
const MEMORY_MEGABYTES = 2048;
/**
 * Rows that are kept together, and of which a page that has one must read all: DuckDB's own 122,880 make twenty records of a large
 * subtree ten times as slow, 4,096 make the file a third larger.
 */
const ROW_GROUP = 8_192;
/** The place of a row: asked by it, rows are found without looking at others. */
export const ROW = "rowNumber";
/** What maps ask for: a table of these alone is sorted by place. */
const PLACE_COLUMNS = [
  ...["decimalLongitude", "decimalLatitude", "year", "month", "basisOfRecord", "occurrenceStatus", "countryCode"],
  ...["datasetKey", "publishingOrgKey", "publishingCountry", "hasCoordinate", "hasGeospatialIssues"],
];
/** Degrees of the squares that records are sorted by. */
const SQUARE = 2;
/** Keys of one filter that are looked up. */
const MOST_KEYS = 16;

/** Makes and keeps the sorted files of a server. */
export class SortedFiles {
  readonly #folder: string;
  readonly #engine: Engine;
  readonly #leastRecords: number;
  #making: Promise<void> | undefined;
  #writer: DuckDBConnection | undefined;
  #isClosed = false;

  constructor(folder: string, engine: Engine, leastRecords = LEAST_RECORDS) {
    this.#folder = folder;
    this.#engine = engine;
    this.#leastRecords = leastRecords;
  }

  /**
   * The sorted table of a snapshot; made first where it is not there.
   * @returns undefined for a small snapshot, and when another one is being made
   */
  async tableOf(snapshot: Snapshot): Promise<SortedTable | undefined> {
    const records = snapshot.datasets.reduce((sum, { info }) => sum + info.records, 0);
    if (records < this.#leastRecords || this.#making !== undefined || this.#isClosed) return undefined;
    const path = join(this.#folder, `${snapshot.id}-${FORMAT}.duckdb`);
    if (!existsSync(path)) {
      this.#making = this.#make(snapshot, path).finally(() => {
        this.#making = undefined;
      });
      await this.#making;
    }
    if (this.#isClosed) return undefined;
    const name = `sorted_${snapshot.id}`;
    await this.#engine.attach(path, name);
    const stored = await this.#engine.all(`DESCRIBE ${name}.record`);
    const present = new Set(stored.map((row) => String(row["column_name"])));
    const placed = await this.#engine.all(`DESCRIBE ${name}.place`);
    const columns = INTERPRETED_COLUMNS.map(({ name: column, type }) =>
      present.has(column) ? quoted(column) : `CAST(NULL AS ${SQL_TYPES[type]}) AS ${quoted(column)}`,
    );
    return {
      name,
      columns: [...columns, "filename", ROW].join(", "),
      placed: new Set(placed.map((row) => String(row["column_name"]))),
    };
  }

  /** Gives up what is being made. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const hasEnded = keepInterrupting(() => this.#writer);
    await this.#making?.catch(() => undefined);
    hasEnded();
  }

  async #make(snapshot: Snapshot, path: string): Promise<void> {
    mkdirSync(this.#folder, { recursive: true });
    // Files of earlier snapshots; one that is still attached stays readable until the server ends.
    for (const name of readdirSync(this.#folder)) rmSync(join(this.#folder, name), { recursive: true, force: true });
    const writing = `${path}.writing`;
    const database = await DuckDBInstance.create(":memory:", {
      memory_limit: `${MEMORY_MEGABYTES}MB`,
      threads: "2",
      temp_directory: `${path}.spill`,
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    try {
      const connection = await database.connect();
      this.#writer = connection;
      if (this.#isClosed) return;
      await connection.run(`ATTACH '${writing.replaceAll("'", "''")}' AS made (ROW_GROUP_SIZE ${ROW_GROUP})`);
      // Sorting lays out every column of a row: those that no record fills, two thirds of them in practice, are left out.
      const counts = INTERPRETED_COLUMNS.map(({ name }) => `count(${quoted(name)}) AS ${quoted(name)}`);
      const [filled] = (
        await connection.runAndReadAll(`SELECT ${counts.join(", ")} FROM ${snapshot.interpreted}`)
      ).getRowObjects();
      const columns = ["filename", ...Object.keys(filled!).filter((name) => filled![name] !== 0n)].map(quoted);
      // Without a single record even what the search names must be there.
      for (const name of ["gbifID", "taxonKeys"].map(quoted)) if (!columns.includes(name)) columns.push(name);
      await connection.run(
        `CREATE TABLE made.record AS SELECT row_number() OVER () - 1 AS ${ROW}, * FROM ` +
          `(SELECT ${columns.join(", ")} FROM ${snapshot.interpreted} ORDER BY "taxonKeys", "gbifID")`,
      );
      await connection.run(
        `CREATE TABLE made.taxon AS SELECT key, min(row) AS first, max(row) AS last, count(*) AS records ` +
          `FROM (SELECT ${ROW} AS row, unnest("taxonKeys") AS key FROM made.record) GROUP BY key ORDER BY key`,
      );
      const place = PLACE_COLUMNS.filter((name) => filled![name] !== 0n || /^decimal/.test(name)).map(quoted);
      await connection.run(
        `CREATE TABLE made.place AS SELECT ${place.join(", ")} FROM ${snapshot.interpreted} ` +
          `WHERE "decimalLongitude" IS NOT NULL AND "decimalLatitude" IS NOT NULL ` +
          `ORDER BY floor("decimalLatitude" / ${SQUARE}), floor("decimalLongitude" / ${SQUARE}), "year"`,
      );
      // Pages ask for rows by the one, subtrees by the other.
      const [check] = (
        await connection.runAndReadAll(`SELECT count(*) AS n FROM made.record WHERE ${ROW} <> rowid`)
      ).getRowObjects();
      if (check!["n"] !== 0n) throw new Error("Rows of the sorted file are not numbered as they lie");
      await connection.run("CHECKPOINT made");
      await connection.run("DETACH made");
      this.#writer = undefined;
      connection.closeSync();
    } finally {
      this.#writer = undefined;
      database.closeSync();
    }
    if (this.#isClosed) return;
    renameSync(writing, path);
    rmSync(`${path}.spill`, { recursive: true, force: true });
  }
}

/** The part of a snapshot in which all records of a predicate lie. */
export interface Narrowed {
  readonly snapshot: Snapshot;
  /** What is still to be asked of them. */
  readonly predicate: Predicate;
  /** How many there are, where that is known without asking. */
  readonly count?: number;
}

/**
 * The part of a snapshot in which all records of a predicate lie, and what is still to be asked of them.
 *
 * Of `taxonKey = 5 and year > 1990` over a sorted table: the rows of taxon 5, and `year > 1990`.
 */
export async function narrowed(engine: Engine, snapshot: Snapshot, predicate: Predicate): Promise<Narrowed> {
  const { sorted } = snapshot;
  const parts = predicate.type === "and" ? predicate.predicates : [predicate];
  const at = parts.findIndex(isOfTaxa);
  const leaf = parts[at];
  if (sorted === undefined) return { snapshot, predicate };
  const all = `(SELECT ${sorted.columns} FROM ${sorted.name}.record)`;
  if (leaf?.type !== "equals") return { snapshot: { ...snapshot, interpreted: all }, predicate };
  const places = leaf.values.map(() => "?").join(", ");
  const rows = await engine.all(
    `SELECT first, last, records FROM ${sorted.name}.taxon WHERE key IN (${places})`,
    leaf.values.map(String),
  );
  const ranges = rows.map(({ first, last, records }) => ({
    first: Number(first),
    last: Number(last),
    isWhole: Number(last) - Number(first) + 1 === Number(records),
  }));
  const where = ranges.map(({ first, last }) => `rowid BETWEEN ${first} AND ${last}`).join(" OR ") || "FALSE";
  const isWhole = ranges.every((range) => range.isWhole);
  const rest = isWhole ? parts.filter((_, i) => i !== at) : parts;
  return {
    snapshot: { ...snapshot, interpreted: `(SELECT ${sorted.columns} FROM ${sorted.name}.record WHERE ${where})` },
    predicate: and(rest),
    ...(isWhole && rest.length === 0 && { count: rowsOf(ranges) }),
  };
}

/** Rows of ranges, those that lie in several of them once. */
function rowsOf(ranges: readonly { readonly first: number; readonly last: number }[]): number {
  let rows = 0;
  let end = -1;
  for (const { first, last } of [...ranges].sort((a, b) => a.first - b.first)) {
    rows += Math.max(0, last - Math.max(first, end + 1) + 1);
    end = Math.max(end, last);
  }
  return rows;
}

/** A filter by taxon that is meant in the datasets' own checklist. */
function isOfTaxa(predicate: Predicate): boolean {
  return (
    predicate.type === "equals" && predicate.parameter.column === "taxonKey" && predicate.values.length <= MOST_KEYS
  );
}

/**
 * The table to ask for places of records instead of the records.
 * @param condition SQL whose columns must all be there
 * @returns undefined when it asks for others, or there is none
 */
export function placesOf({ sorted }: Snapshot, condition: string): string | undefined {
  if (sorted === undefined || /\b(fulltext|filename)\b/.test(condition)) return undefined;
  const asked = [...condition.matchAll(/"((?:[^"]|"")+)"/g)].map(([, column]) => column!);
  return asked.every((column) => sorted.placed.has(column)) ? `${sorted.name}.place` : undefined;
}
