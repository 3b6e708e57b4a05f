/**
 * Which records fit, how many, and how do they divide? GBIF's occurrence search over the files of a snapshot.
 */
import { BinomenError } from "../../errors.ts";
import { inChecklist } from "../predicate/checklists.ts";
import { wordsOf } from "../predicate/from-json.ts";
import {
  allOf,
  checklistAsked,
  type Filters,
  filtersOf,
  type UrlParameters,
  valuesOf,
} from "../predicate/from-parameters.ts";
import { type Parameter, parameterNamed } from "../predicate/parameters.ts";
import { and, type Predicate } from "../predicate/predicate.ts";
import { quoted, sqlOf } from "../predicate/to-sql.ts";
import { invalid } from "../predicate/values.ts";
import type { Meanings } from "../predicate/vocabularies.ts";
import { afterSql, type Cursor, cursorAfter, cursorOf } from "./cursor.ts";
import { type Snapshot, tableOf } from "./datasets.ts";
import type { Engine, Row } from "./engine.ts";
import { type OccurrenceJson, occurrenceOf } from "./record.ts";
import { narrowed } from "./sorted.ts";
import { sourceOf } from "./source.ts";

/** A facet to count. */
export interface FacetRequest {
  readonly parameter: Parameter;
  readonly limit: number;
  readonly offset: number;
}

/** A search, read from wherever it came. */
export interface SearchRequest {
  readonly filters: Filters;
  /** What holds beside the filters: words, a predicate. */
  readonly beside: Predicate;
  readonly limit: number;
  readonly offset: number;
  readonly facets: readonly FacetRequest[];
  readonly facetMinCount: number;
  /** Counts of a facet are not restricted by its own filter. */
  readonly multiselect: boolean;
  readonly shuffle: string | undefined;
  /** Where the page begins, for paging by cursor; its snapshot must be asked. */
  readonly after: Cursor | "begin" | undefined;
}

/** GBIF's envelope. */
export interface SearchAnswer {
  offset: number;
  limit: number;
  endOfRecords: boolean;
  count: number;
  /** The cursor of the next page, when pages are asked for by cursor and there is one. */
  next?: string;
  results: OccurrenceJson[];
  facets: { field: string; counts: { name: string; count: number }[]; count: number }[];
}

/** Larger limits are cut to this, without an error, as GBIF does. */
const MOST_RESULTS = 300;
const DEFAULT_LIMIT = 20;
/** GBIF's public bound of paging. */
const MOST_OFFSET = 100_000;
const MOST_FACETS = 1_200_000;
const DEFAULT_FACET_LIMIT = 10;

/**
 * Reads a search from the parameters of a URL.
 * @throws BinomenError OCCURRENCE_QUERY_INVALID
 */
export function searchRequestOf(parameters: UrlParameters, meanings: Meanings): SearchRequest {
  const one = (name: string) => valuesOf(parameters[name] ?? parameters[lowerKey(parameters, name)]).at(0);
  const limit = Math.min(wholeNumber(one("limit"), DEFAULT_LIMIT, "limit"), MOST_RESULTS);
  const offset = wholeNumber(one("offset"), 0, "offset");
  if (offset + limit > MOST_OFFSET)
    invalid(
      `Max offset of ${MOST_OFFSET} exceeded: ${offset} + ${limit}. Page with after=* and the member next instead.`,
    );
  const after = one("after");
  if (after !== undefined && (offset > 0 || one("shuffle") !== undefined))
    invalid("after cannot be used together with offset or shuffle");
  const words = wordsOf(one("q") ?? "");
  return {
    filters: filtersOf(parameters, meanings),
    beside: words.length > 0 ? { type: "words", words } : { type: "all" },
    limit,
    offset,
    facets: facetsOf(parameters, one, checklistAsked(parameters, meanings)),
    facetMinCount: wholeNumber(one("facetMincount"), 0, "facetMincount"),
    multiselect: one("facetMultiselect")?.toLowerCase() === "true",
    shuffle: one("shuffle"),
    after: after === undefined ? undefined : cursorOf(after),
  };
}

function lowerKey(parameters: UrlParameters, name: string): string {
  return Object.keys(parameters).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
}

function facetsOf(
  parameters: UrlParameters,
  one: (name: string) => string | undefined,
  checklist: string | undefined,
): FacetRequest[] {
  const limit = wholeNumber(one("facetLimit"), DEFAULT_FACET_LIMIT, "facetLimit");
  const offset = wholeNumber(one("facetOffset"), 0, "facetOffset");
  const names = [...new Set(valuesOf(parameters["facet"]))];
  return names.flatMap((name) => {
    const parameter = parameterNamed(name);
    if (parameter === undefined) return invalid(`Cannot parse ${name} into a known OccurrenceSearchParameter`);
    if (parameter.kind === "geometry" || parameter.kind === "geoDistance" || parameter.kind === "checklist")
      return invalid(`${parameter.key} cannot be a facet`);
    const facet = {
      parameter: inChecklist(parameter, checklist),
      limit: wholeNumber(one(`${name}.facetLimit`), limit, `${name}.facetLimit`),
      offset: wholeNumber(one(`${name}.facetOffset`), offset, `${name}.facetOffset`),
    };
    if (facet.limit + facet.offset > MOST_FACETS)
      return invalid(`Facets paging is only supported up to ${MOST_FACETS} elements`);
    return [facet];
  });
}

/** @throws BinomenError OCCURRENCE_QUERY_INVALID */
export function wholeNumber(text: string | undefined, otherwise: number, name: string): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!/^\d{1,15}$/.test(text) || !Number.isSafeInteger(number))
    return invalid(`Value ${text} invalid for parameter ${name}`);
  return number;
}

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
    const { snapshot, predicate } = await narrowed(this.#engine, all, asked);
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
      `SELECT "gbifID" AS id, filename, "year", "month" FROM ${sourceOf(snapshot, condition)} ` +
      `WHERE (${condition.text}) AND ${behind.text} ` +
      // One more than is shown tells whether there is a next page.
      `ORDER BY ${order} LIMIT ${after === undefined ? limit : limit + 1} OFFSET ${offset}`;
    const values = [...condition.values, ...behind.values, ...(shuffle === undefined ? [] : [shuffle])];
    const found = await this.#engine.all(sql, values);
    const shown = found.slice(0, limit);
    const next = found.length > limit ? cursorAfter(snapshot, shown.at(-1)!) : undefined;
    return { results: (await this.rows(shown, snapshot.sorted && snapshot.interpreted)).map(occurrenceOf), next };
  }

  /** The rows of keys (`id`, `filename`), in their order. @param sorted the table to read instead of their files */
  async rows(found: readonly Row[], sorted?: string): Promise<Row[]> {
    if (found.length === 0) return [];
    const files = [...new Set(found.map(({ filename }) => String(filename)))];
    const ids = found.map(({ id }) => Number(id));
    const rows = await this.#engine.all(
      `SELECT * FROM ${sorted ?? tableOf(files)} WHERE "gbifID" IN (${ids.join(", ")})`,
    );
    const byId = new Map(rows.map((row) => [Number(row["gbifID"]), row]));
    return ids.flatMap((id): Row[] => {
      const row = byId.get(id);
      return row ? [row] : [];
    });
  }

  async #facet(snapshot: Snapshot, request: SearchRequest, { parameter, limit, offset }: FacetRequest) {
    const predicate = and([allOf(request.filters, request.multiselect ? parameter : undefined), request.beside]);
    const { rows, total } = await this.divide(snapshot, predicate, parameter, {
      limit,
      offset,
      least: request.facetMinCount,
    });
    return { field: parameter.key, counts: rows, count: total };
  }

  /** Counts by value, most first; `total` is how many values there are. */
  async divide(
    all: Snapshot,
    asked: Predicate,
    parameter: Parameter,
    { limit, offset, least = 0 }: { limit: number; offset: number; least?: number },
  ): Promise<{ rows: { name: string; count: number }[]; total: number }> {
    const { snapshot, predicate } = await narrowed(this.#engine, all, asked);
    const column = facetColumn(parameter);
    if (column === undefined) return { rows: [], total: 0 };
    const condition = sqlOf(predicate, snapshot.interpreted);
    const value = parameter.isList || column === '"taxonKeys"' ? `unnest(${column})` : column;
    const source = sourceOf(snapshot, { text: `${condition.text} ${column}` });
    const sql =
      `WITH v AS (SELECT ${value} AS name FROM ${source} WHERE ${condition.text}), ` +
      `c AS (SELECT name, count(*) AS n FROM v WHERE name IS NOT NULL GROUP BY name HAVING count(*) >= ${Math.max(1, least)}) ` +
      `SELECT CAST(name AS VARCHAR) AS name, n, count(*) OVER () AS total FROM c ORDER BY n DESC, name LIMIT ${limit} OFFSET ${offset}`;
    const rows = await this.#engine.all(sql, condition.values);
    return {
      rows: rows.map(({ name, n }) => ({ name: String(name), count: Number(n) })),
      total: Number(rows[0]?.["total"] ?? 0),
    };
  }

  /** One record. @throws BinomenError OCCURRENCE_NOT_FOUND */
  async record(snapshot: Snapshot, key: number, uri: string): Promise<OccurrenceJson> {
    return occurrenceOf(await this.#row(snapshot, `"gbifID" = ?`, [key], uri));
  }

  /** One record by its dataset and occurrenceID, letter case ignored. @throws BinomenError OCCURRENCE_NOT_FOUND */
  async recordOf(snapshot: Snapshot, datasetKey: string, occurrenceID: string, uri: string): Promise<OccurrenceJson> {
    const where = `lower("datasetKey") = lower(?) AND lower("occurrenceID") = lower(?)`;
    return occurrenceOf(await this.#row(snapshot, where, [datasetKey, occurrenceID], uri));
  }

  async #row(snapshot: Snapshot, where: string, values: readonly (string | number)[], uri: string): Promise<Row> {
    const sql = `SELECT "gbifID" AS id, filename FROM ${snapshot.interpreted} WHERE ${where} LIMIT 1`;
    const [row] = await this.rows(await this.#engine.all(sql, values));
    if (!row) throw new BinomenError("OCCURRENCE_NOT_FOUND", { uri });
    return row;
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

const SHOWN_FIRST = [
  "key",
  "datasetKey",
  "publishingOrgKey",
  "publishingCountry",
  "lastInterpreted",
  "lastCrawled",
  "lastParsed",
];
const DARWIN_CORE = "http://rs.tdwg.org/dwc/terms/";

function verbatimOf(row: Row, record: OccurrenceJson): OccurrenceJson {
  const shown: OccurrenceJson = {};
  for (const member of SHOWN_FIRST) if (record[member] !== undefined) shown[member] = record[member];
  const extensions = row["extensions"];
  shown["extensions"] = typeof extensions === "string" ? JSON.parse(extensions) : {};
  for (const [term, value] of Object.entries(row)) {
    if (value === null || ["gbifID", "coreId", "extensions", "filename"].includes(term)) continue;
    shown[/^https?:/.test(term) ? term : `${uriBase(term)}${term}`] = value;
  }
  return shown;
}

const DUBLIN_CORE = new Set(
  "license rightsHolder accessRights bibliographicCitation references modified language type".split(" "),
);

function uriBase(term: string): string {
  return DUBLIN_CORE.has(term) ? "http://purl.org/dc/terms/" : DARWIN_CORE;
}

function facetColumn({ name, column }: Parameter): string | undefined {
  if (column === "taxonKey" && name === "taxonKey") return `"taxonKeys"`;
  return column === undefined ? undefined : quoted(column);
}
