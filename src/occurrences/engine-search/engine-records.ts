/**
 * The records of some indexes of OpenSearch or Elasticsearch, asked as the files are asked.
 *
 * Pages have the order of the files' pages, facets are counted by the values as they were written. Two things are the engine's
 * own: the order of `shuffle`, and how many values a facet has when they are very many, which is then left out.
 */
import { createHash } from "node:crypto";
import { BinomenError } from "../../errors.ts";
import { engineField, FOLDED_KINDS, fieldOfParameter, NO_CHECKLIST } from "../predicate/engine-fields.ts";
import { allOf } from "../predicate/from-parameters.ts";
import { type Parameter, parameterNamed } from "../predicate/parameters.ts";
import { and, type Predicate } from "../predicate/predicate.ts";
import { type EngineQuery, engineQueryOf } from "../predicate/to-search-engine.ts";
import { type Cursor, cursorAfter, outlived } from "../search/cursor.ts";
import { type OccurrenceJson, verbatimOf } from "../search/record.ts";
import {
  type Division,
  type DivisionPage,
  facetValue,
  type RecordPart,
  type Records,
  type SearchAnswer,
} from "../search/records.ts";
import type { FacetRequest, SearchRequest } from "../search/search-request.ts";
import type { EngineClient, EngineJson } from "./engine-client.ts";

/** Buckets of one answer (the engines' limit is 65,536). */
const MOST_BUCKETS = 60_000;
/** Values that are counted a request, and requests after which they are too many to be counted. */
const COUNTED_AT_ONCE = 10_000;
const MOST_COUNTS = 20;

/** As the files order records: newest first, those without a year last. */
const ORDER = [
  { year: { order: "desc", missing: "_last" } },
  { month: { order: "asc", missing: "_last" } },
  { gbifId: { order: "asc" } },
];

interface Hit {
  readonly _source: { readonly record: OccurrenceJson; readonly verbatim?: EngineJson };
  readonly fields?: Readonly<Record<string, readonly unknown[]>>;
}
interface Bucket {
  readonly key: unknown;
  readonly key_as_string?: string;
  readonly doc_count: number;
}

/** The records of indexes. */
export class EngineRecords implements Records {
  readonly id: string;
  readonly #client: EngineClient;
  readonly #parts: readonly RecordPart[];

  constructor(client: EngineClient, id: string, parts: readonly RecordPart[]) {
    this.#client = client;
    this.id = id;
    this.#parts = parts;
  }

  async search(request: SearchRequest): Promise<SearchAnswer> {
    const predicate = and([allOf(request.filters), request.beside]);
    const [{ count, results, next }, facets] = await Promise.all([
      this.#page(predicate, request),
      Promise.all(request.facets.map((facet) => this.#facet(request, facet))),
    ]);
    const { offset, limit, after } = request;
    if (after !== undefined)
      return { offset, limit, endOfRecords: next === undefined, count, ...(next && { next }), results, facets };
    const endOfRecords = limit === 0 ? count === 0 : offset + limit >= count;
    return { offset, limit, endOfRecords, count, results, facets };
  }

  async count(predicate: Predicate): Promise<number> {
    const answer = await this.#ask({ query: this.#query(predicate), size: 0, track_total_hits: true });
    return totalOf(answer);
  }

  async #page(predicate: Predicate, { limit, offset, shuffle, after }: SearchRequest) {
    const query = this.#query(predicate);
    const behind = after === undefined || after === "begin" ? undefined : afterQuery(after);
    const [answer, count] = await Promise.all([
      this.#ask({
        ...(shuffle === undefined
          ? { query: behind === undefined ? query : all([query, behind]), sort: ORDER }
          : shuffled(query, shuffle)),
        // One more than is shown tells whether there is a next page.
        ...{ from: offset, size: after === undefined || limit === 0 ? limit : limit + 1 },
        ...{ track_total_hits: behind === undefined, _source: ["record"], docvalue_fields: ["year", "month"] },
      }),
      behind === undefined ? undefined : this.count(predicate),
    ]);
    const hits = hitsOf(answer);
    const shown = hits.slice(0, limit);
    const last = shown.at(-1);
    const next = hits.length > limit && last !== undefined ? cursorAfter(this, placeOf(last)) : undefined;
    return { count: count ?? totalOf(answer), results: shown.map(({ _source }) => _source.record), next };
  }

  async #facet(request: SearchRequest, { parameter, limit, offset }: FacetRequest) {
    const predicate = and([allOf(request.filters, request.multiselect ? parameter : undefined), request.beside]);
    const { rows, total } = await this.divide(predicate, parameter, { limit, offset, least: request.facetMinCount });
    return { field: parameter.key, counts: rows, ...(total !== undefined && { count: total }) };
  }

  async divide(
    predicate: Predicate,
    parameter: Parameter,
    { limit, offset, least = 0 }: DivisionPage,
  ): Promise<Division> {
    const field = this.#facetField(parameter);
    if (field === undefined) return { rows: [], total: 0 };
    const query = this.#query(predicate);
    const leastCount = Math.max(1, least);
    // One more than is shown tells whether these are all.
    const size = offset + limit + 1;
    if (size > MOST_BUCKETS && limit < EVERY_VALUE) cannot(`More than ${MOST_BUCKETS} values of a facet are wanted.`);
    const asked = Math.min(size, MOST_BUCKETS);
    const terms = {
      ...{ field, size: asked, shard_size: MOST_BUCKETS, min_doc_count: leastCount },
      order: [{ _count: "desc" }, { _key: "asc" }],
    };
    const answer = await this.#ask({ query, size: 0, track_total_hits: false, aggs: { values: { terms } } });
    const buckets = bucketsOf(answer);
    if (limit >= EVERY_VALUE && buckets.length >= MOST_BUCKETS) cannot(`There are more than ${MOST_BUCKETS} values.`);
    const rows = buckets
      .slice(offset, offset + limit)
      .map((bucket) => ({ name: nameOf(parameter, bucket), count: bucket.doc_count }));
    const total = buckets.length < asked ? buckets.length : await this.#valueCount(query, field, leastCount);
    return { rows, total };
  }

  /** How many values a field has, by looking at each; `undefined` when they are too many. */
  async #valueCount(query: EngineQuery, field: string, least: number): Promise<number | undefined> {
    let count = 0;
    let after: unknown;
    for (let request = 0; request < MOST_COUNTS; request++) {
      const composite = {
        ...{ size: COUNTED_AT_ONCE, sources: [{ value: { terms: { field } } }] },
        ...(after !== undefined && { after }),
      };
      const answer = await this.#ask({ query, size: 0, track_total_hits: false, aggs: { values: { composite } } });
      const buckets = bucketsOf(answer);
      count += buckets.filter(({ doc_count }) => doc_count >= least).length;
      if (buckets.length < COUNTED_AT_ONCE) return count;
      after = (answer["aggregations"] as { values: { after_key: unknown } }).values.after_key;
    }
    return undefined;
  }

  async record(key: number, uri: string): Promise<OccurrenceJson> {
    return (await this.#one({ term: { gbifId: { value: key } } }, ["record"], uri)).record;
  }

  async recordOf(datasetKey: string, occurrenceID: string, uri: string): Promise<OccurrenceJson> {
    const query = all([
      { term: { datasetKey: { value: datasetKey, case_insensitive: true } } },
      { term: { occurrenceId: { value: occurrenceID.toLowerCase() } } },
    ]);
    return (await this.#one(query, ["record"], uri)).record;
  }

  async verbatim(key: number, uri: string): Promise<OccurrenceJson> {
    const { record, verbatim } = await this.#one({ term: { gbifId: { value: key } } }, ["record", "verbatim"], uri);
    if (verbatim === undefined) return cannot("What was published does not stand in its index.");
    return verbatimOf(verbatim, record);
  }

  async suggest(parameter: Parameter, begin: string, limit: number): Promise<string[]> {
    const field = this.#facetField(parameter);
    if (field === undefined || limit === 0) return [];
    const terms = { field, size: limit, order: { _key: "asc" }, include: `${anyCase(begin)}.*` };
    const query = { prefix: { [field]: { value: begin, case_insensitive: true } } };
    const answer = await this.#ask({ query, size: 0, track_total_hits: false, aggs: { values: { terms } } });
    return bucketsOf(answer).map(({ key }) => String(key));
  }

  async #one(query: EngineQuery, members: string[], uri: string): Promise<Hit["_source"]> {
    const answer = await this.#ask({ query, size: 1, sort: [{ gbifId: "asc" }], _source: members });
    const [hit] = hitsOf(answer);
    if (hit === undefined) throw new BinomenError("OCCURRENCE_NOT_FOUND", { uri });
    return hit._source;
  }

  async #ask(body: EngineJson): Promise<EngineJson> {
    const indexes = this.#parts.map(({ place }) => place);
    return (await this.#client.search(indexes, body)) ?? outlived();
  }

  /** Taxa are meant in each index's own checklist. */
  #query(predicate: Predicate): EngineQuery {
    const groups = new Map<string, string[]>();
    for (const { place, checklists } of this.#parts) {
      const own = checklists[0]?.checklistKey ?? NO_CHECKLIST;
      groups.set(own, [...(groups.get(own) ?? []), place]);
    }
    const queries = [...groups].map(([own, places]) => ({ places, query: engineQueryOf(predicate, own) }));
    if (queries.length === 1) return queries[0]!.query;
    if (queries.every(({ query }) => JSON.stringify(query) === JSON.stringify(queries[0]!.query)))
      return queries[0]!.query;
    const should = queries.map(({ places, query }) => all([{ terms: { _index: places } }, query]));
    return { bool: { should, minimum_should_match: 1 } };
  }

  /** The field that holds the values of a parameter as they were written. */
  #facetField(parameter: Parameter): string | undefined {
    const { kind, column, name } = parameter;
    if (column === undefined || kind === "geologicalTime") return undefined;
    if (kind === "eventDate") return "eventDateInterval";
    const own = new Set(this.#parts.map(({ checklists }) => checklists[0]?.checklistKey ?? NO_CHECKLIST));
    const fields = new Set([...own].map((checklist) => fieldOfParameter(parameter, checklist, true)));
    if (fields.size > 1)
      return cannot(`${name} has other values in each of the checklists ${[...own].join(", ")}: give a checklistKey.`);
    const [field] = fields;
    return field !== undefined && FOLDED_KINDS.has(kind) ? `${field}.verbatim` : field;
  }
}

/** From so many values on all are wanted. */
const EVERY_VALUE = 1_000_000;
const YEAR = engineField(parameterNamed("year")!.column!, NO_CHECKLIST);
const MONTH = engineField(parameterNamed("month")!.column!, NO_CHECKLIST);

/** @throws BinomenError SEARCH_ENGINE_CANNOT always */
function cannot(problem: string): never {
  throw new BinomenError("SEARCH_ENGINE_CANNOT", { problem });
}

function all(filter: readonly EngineQuery[]): EngineQuery {
  return { bool: { filter } };
}

/** Records behind a cursor, as `afterSql` of the files has it. */
function afterQuery({ year, month, gbifId }: Cursor): EngineQuery {
  const is = (field: string, value: number | null): EngineQuery =>
    value === null ? { bool: { must_not: [{ exists: { field } }] } } : { term: { [field]: { value } } };
  const beyond = (field: string, range: object): EngineQuery => ({
    bool: {
      should: [{ range: { [field]: range } }, { bool: { must_not: [{ exists: { field } }] } }],
      minimum_should_match: 1,
    },
  });
  const should: EngineQuery[] = [
    all([is(YEAR, year), is(MONTH, month), { range: { gbifId: { gt: gbifId } } }]),
    ...(month === null ? [] : [all([is(YEAR, year), beyond(MONTH, { gt: month })])]),
    ...(year === null ? [] : [beyond(YEAR, { lt: year })]),
  ];
  return { bool: { should, minimum_should_match: 1 } };
}

/** Any order, the same for the same seed. */
function shuffled(query: EngineQuery, seed: string): EngineJson {
  const number = createHash("sha256").update(seed).digest().readInt32BE(0);
  const random = { random_score: { seed: number, field: "gbifId" }, boost_mode: "replace" };
  return { query: { function_score: { query, ...random } }, sort: [{ _score: "desc" }, { gbifId: "asc" }] };
}

/** A pattern of Lucene's for a text in any letter case. */
function anyCase(text: string): string {
  return [...text]
    .map((sign) => {
      const cases = [...new Set([sign, sign.toLowerCase(), sign.toUpperCase()])].filter((one) => [...one].length === 1);
      return cases.length > 1 ? `(${cases.map(escaped).join("|")})` : escaped(sign);
    })
    .join("");
}

function escaped(sign: string): string {
  return /[\p{L}\p{N}]/u.test(sign) ? sign : `\\${sign}`;
}

function hitsOf(answer: EngineJson): Hit[] {
  return (answer["hits"] as { hits: Hit[] }).hits;
}

function totalOf(answer: EngineJson): number {
  return (answer["hits"] as { total: { value: number } }).total.value;
}

function bucketsOf(answer: EngineJson): Bucket[] {
  return (answer["aggregations"] as { values: { buckets: Bucket[] } }).values.buckets;
}

function nameOf(parameter: Parameter, { key, key_as_string }: Bucket): string {
  if (parameter.kind === "boolean") return key_as_string ?? String(Boolean(key));
  return facetValue(parameter, parameter.kind === "date" ? new Date(Number(key)) : key);
}

/** What a cursor says of a hit. */
function placeOf({ _source, fields }: Hit): Record<string, unknown> {
  return { id: _source.record["key"], year: fields?.["year"]?.[0], month: fields?.["month"]?.[0] };
}
