/**
 * Which records fit, how many, and how do they divide? GBIF's occurrence search over the files of a snapshot.
 */
import { BinomenError } from "../../errors.ts";
import { allOf } from "../predicate/from-parameters.ts";
import type { Parameter } from "../predicate/parameters.ts";
import { and, type Predicate } from "../predicate/predicate.ts";
import { modifiedSql, quoted, sqlOf } from "../predicate/to-sql.ts";
import { afterSql, cursorAfter } from "./cursor.ts";
import { type Snapshot, type SortedTable, tableOf } from "./datasets.ts";
import type { Engine, Row } from "./engine.ts";
import { NEVER_SHOWN, type OccurrenceJson, occurrenceOf, verbatimOf } from "./record.ts";
import { type Division, type DivisionPage, facetValue, type SearchAnswer } from "./records.ts";
import type { FacetRequest, SearchRequest } from "./search-request.ts";
import { narrowed, ROW } from "./sorted.ts";
import { sourceOf, verbatimTable } from "./source.ts";

/** Newest first, records without a year last; a total order, so that pages neither repeat nor skip. */
const ORDER = `"year" DESC NULLS LAST, "month" ASC NULLS LAST, "gbifID" ASC`;

/** Answers searches. */
export class OccurrenceSearch {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** @throws BinomenError OCCURRENCE_QUERY_INVALID */
  async search(snapshot: Snapshot, request: SearchRequest): Promise<SearchAnswer> {
    const predicate = and([allOf(request.filters), request.beside]);
    const [count, { results, next }, facets] = await Promise.all([
      this.count(snapshot, predicate),
      request.limit > 0 ? this.#page(snapshot, predicate, request) : { results: [], next: undefined },
      Promise.all(request.facets.map((facet) => this.#facet(snapshot, request, facet))),
    ]);
    const { offset, limit, after } = request;
    if (after !== undefined)
      return { offset, limit, endOfRecords: next === undefined, count, ...(next && { next }), results, facets };
    const endOfRecords = limit === 0 ? count === 0 : offset + limit >= count;
    return { offset, limit, endOfRecords, count, results, facets };
  }

  /** How many records fit. */
  async count(all: Snapshot, asked: Predicate): Promise<number> {
    const { snapshot, predicate, count } = await narrowed(this.#engine, all, asked);
    if (count !== undefined) return count;
    const condition = sqlOf(predicate, snapshot.interpreted);
    const sql = `SELECT count(*) AS n FROM ${sourceOf(snapshot, condition)} WHERE ${condition.text}`;
    const [row] = await this.#engine.all(sql, condition.values);
    return Number(row!["n"]);
  }

  /** First the keys of the page, from few columns; then the records, from the files that hold them. */
  async #page(
    all: Snapshot,
    asked: Predicate,
    { limit, offset, shuffle, after }: SearchRequest,
  ): Promise<{ results: OccurrenceJson[]; next: string | undefined }> {
    const { snapshot, predicate } = await narrowed(this.#engine, all, asked);
    const condition = sqlOf(predicate, snapshot.interpreted);
    const behind = after === undefined || after === "begin" ? { text: "TRUE", values: [] } : afterSql(after);
    const order = shuffle === undefined ? ORDER : `hash("gbifID", ?), "gbifID"`;
    const sql =
      `SELECT "gbifID" AS id, filename, ${snapshot.sorted ? `${ROW}, ` : ""}"year", "month" FROM ${sourceOf(snapshot, condition)} ` +
      `WHERE (${condition.text}) AND ${behind.text} ` +
      // One more than is shown tells whether there is a next page.
      `ORDER BY ${order} LIMIT ${after === undefined ? limit : limit + 1} OFFSET ${offset}`;
    const values = [...condition.values, ...behind.values, ...(shuffle === undefined ? [] : [shuffle])];
    const found = await this.#engine.all(sql, values);
    const shown = found.slice(0, limit);
    const next = found.length > limit ? cursorAfter(snapshot, shown.at(-1)!) : undefined;
    const [rows, published] = await Promise.all([this.rows(shown, snapshot.sorted), this.published(shown, "beside")]);
    return { results: rows.map((row) => occurrenceOf(row, published.get(Number(row["gbifID"])))), next };
  }

  /**
   * The rows of keys (`id`, `filename`), in their order.
   * @param sorted the table to read instead of their files, by their places in it (`rowNumber`)
   */
  async rows(found: readonly Row[], sorted?: SortedTable): Promise<Row[]> {
    if (found.length === 0) return [];
    const files = [...new Set(found.map(({ filename }) => String(filename)))];
    const ids = found.map(({ id }) => Number(id));
    const rows = await this.#engine.all(
      sorted === undefined
        ? `SELECT * FROM ${tableOf(files)} WHERE "gbifID" IN (${ids.join(", ")})`
        : // Columns that no record fills are not there, and need not be; keys of taxa are not shown, and reading lists takes as
          // long as reading all other columns.
          `SELECT * EXCLUDE ("taxonKeys") FROM ${sorted.name}.record WHERE ${ROW} IN (${found.map((row) => Number(row[ROW])).join(", ")})`,
    );
    const byId = new Map(rows.map((row) => [Number(row["gbifID"]), row]));
    return ids.flatMap((id): Row[] => {
      const row = byId.get(id);
      return row ? [row] : [];
    });
  }

  /**
   * What sources wrote of records, by key; the files of both kinds have the same names.
   * @param columns `beside`: without what is shown as it was understood, which is most of it and need not be read
   */
  async published(found: readonly Row[], columns: "all" | "beside"): Promise<Map<number, Row>> {
    if (found.length === 0) return new Map();
    const files = new Set(found.map(({ filename }) => verbatimFile(String(filename))));
    const ids = found.map(({ id }) => Number(id)).join(", ");
    const understood = NEVER_SHOWN.map((name) => `'${name}'`).join(", ");
    const wanted = columns === "all" ? "*" : `COLUMNS(name -> name NOT IN (${understood}))`;
    const rows = await this.#engine.all(
      `SELECT ${wanted} FROM ${verbatimTable([...files])} WHERE "gbifID" IN (${ids})`,
    );
    return new Map(rows.map((row) => [Number(row["gbifID"]), row]));
  }

  async #facet(snapshot: Snapshot, request: SearchRequest, { parameter, limit, offset }: FacetRequest) {
    const predicate = and([allOf(request.filters, request.multiselect ? parameter : undefined), request.beside]);
    const { rows, total } = await this.divide(snapshot, predicate, parameter, {
      limit,
      offset,
      least: request.facetMinCount,
    });
    return { field: parameter.key, counts: rows, ...(total !== undefined && { count: total }) };
  }

  /** Counts by value, most first; `total` is how many values there are. */
  async divide(
    all: Snapshot,
    asked: Predicate,
    parameter: Parameter,
    { limit, offset, least = 0 }: DivisionPage,
  ): Promise<Division> {
    const { snapshot, predicate } = await narrowed(this.#engine, all, asked);
    const column = facetColumn(parameter);
    if (column === undefined) return { rows: [], total: 0 };
    const condition = sqlOf(predicate, snapshot.interpreted);
    const source = sourceOf(snapshot, { text: `${condition.text} ${column}` });
    const with_ =
      `WITH v AS (SELECT ${valueSql(parameter, column)} AS name FROM ${source} WHERE ${condition.text}), ` +
      `c AS (SELECT name, count(*) AS n FROM v WHERE name IS NOT NULL GROUP BY name HAVING count(*) >= ${Math.max(1, least)}) `;
    const page = `SELECT name, n, count(*) OVER () AS total FROM c ORDER BY n DESC, name LIMIT ${limit} OFFSET ${offset}`;
    const rows: { name: string; count: number }[] = [];
    let total: unknown = 0;
    if (limit > 0)
      for await (const chunk of this.#engine.chunks(with_ + page, condition.values)) {
        total = chunk[0]?.["total"] ?? total;
        for (const { name, n } of chunk) rows.push({ name: facetValue(parameter, name), count: Number(n) });
      }
    // Behind the last value there is no row that could say how many there are.
    if (rows.length === 0 && (limit === 0 || offset > 0)) {
      const [counted] = await this.#engine.all(`${with_}SELECT count(*) AS total FROM c`, condition.values);
      total = counted?.["total"] ?? 0;
    }
    return { rows, total: Number(total) };
  }

  /** One record. @throws BinomenError OCCURRENCE_NOT_FOUND */
  async record(snapshot: Snapshot, key: number, uri: string): Promise<OccurrenceJson> {
    return this.#record(snapshot, `"gbifID" = ?`, [key], uri);
  }

  /** One record by its dataset and occurrenceID, letter case ignored. @throws BinomenError OCCURRENCE_NOT_FOUND */
  async recordOf(snapshot: Snapshot, datasetKey: string, occurrenceID: string, uri: string): Promise<OccurrenceJson> {
    const where = `lower("datasetKey") = lower(?) AND lower("occurrenceID") = lower(?)`;
    return this.#record(snapshot, where, [datasetKey, occurrenceID], uri);
  }

  async #record(
    snapshot: Snapshot,
    where: string,
    values: readonly (string | number)[],
    uri: string,
  ): Promise<OccurrenceJson> {
    const sql = `SELECT "gbifID" AS id, filename FROM ${snapshot.interpreted} WHERE ${where} ORDER BY id LIMIT 1`;
    const found = await this.#engine.all(sql, values);
    const [[row], published] = await Promise.all([this.rows(found), this.published(found, "beside")]);
    if (!row) throw new BinomenError("OCCURRENCE_NOT_FOUND", { uri });
    return occurrenceOf(row, published.get(Number(row["gbifID"])));
  }

  /** What the publisher wrote, under the URIs of the terms. @throws BinomenError OCCURRENCE_NOT_FOUND */
  async verbatim(snapshot: Snapshot, key: number, uri: string): Promise<OccurrenceJson> {
    const record = await this.record(snapshot, key, uri);
    for (const { verbatim } of snapshot.datasets) {
      const [row] = await this.#engine.all(`SELECT * FROM ${tableOf(verbatim)} WHERE "gbifID" = ? LIMIT 1`, [key]);
      if (row) return verbatimOf(row, record);
    }
    throw new BinomenError("OCCURRENCE_NOT_FOUND", { uri });
  }

  /** Values of a column that begin with a text, each once. */
  async suggest(snapshot: Snapshot, parameter: Parameter, begin: string, limit: number): Promise<string[]> {
    if (parameter.column === undefined) return [];
    const value = parameter.isList ? `unnest(${quoted(parameter.column)})` : quoted(parameter.column);
    const sql =
      `WITH v AS (SELECT ${value} AS name FROM ${snapshot.interpreted}) ` +
      `SELECT DISTINCT name FROM v WHERE starts_with(lower(name), ?) ORDER BY name LIMIT ${limit}`;
    return (await this.#engine.all(sql, [begin.toLowerCase()])).map(({ name }) => String(name));
  }
}

function verbatimFile(interpreted: string): string {
  return interpreted.replace(/interpreted(.[^/\\]*)$/, "verbatim$1");
}

function facetColumn({ name, column }: Parameter): string | undefined {
  if (column === "taxonKey" && name === "taxonKey") return `"taxonKeys"`;
  return column === undefined ? undefined : quoted(column);
}

/** A value of each record, or each of its values once. */
function valueSql({ name, isList }: Parameter, column: string): string {
  // Keys of taxa are different ones already, and laying them out takes most of the time of their facet.
  if (column === '"taxonKeys"') return `unnest(${column})`;
  if (isList) return `unnest(list_distinct(${column}))`;
  return name === "modified" ? modifiedSql(column) : column;
}
