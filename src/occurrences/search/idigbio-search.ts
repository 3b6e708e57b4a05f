/**
 * Which records and media fit a query of iDigBio, and how do they divide?
 *
 * The same files, engine and predicates as GBIF's search; only what is asked and how it is shown differs.
 */
import type { Countries } from "../dictionaries/countries.ts";
import { IDIGBIO_FIELDS, type IdigbioField, VERBATIM } from "../predicate/idigbio-fields.ts";
import type { Parameter } from "../predicate/parameters.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { quoted, type Sql, sqlOf } from "../predicate/to-sql.ts";
import { asking } from "./asking.ts";
import type { Snapshot } from "./datasets.ts";
import type { Engine, Row } from "./engine.ts";
import { groupSql, type ItemFields, isWanted, mediaItem, recordItem, shownText } from "./idigbio-item.ts";
import type { OccurrenceSearch } from "./search.ts";
import { sourceOf, verbatimTable } from "./source.ts";

/** Which table is asked. */
export type IdigbioIndex = "records" | "mediarecords";

/** A question about records, or about the media of records. */
export interface IdigbioQuestion {
  readonly index: IdigbioIndex;
  readonly records: Predicate;
  readonly media: Predicate;
}

/** How a page is cut. */
export interface IdigbioPage {
  readonly limit: number;
  readonly offset: number;
  readonly sort: readonly { readonly field: IdigbioField; readonly descending: boolean }[];
  readonly fields: ItemFields;
}

/** Counts of values, each divided by the next field: `{"puma": {"itemCount": 3, "country": {…}}}`. */
export type Tally = Record<string, unknown>;

/** Snapshots of which something is remembered. */
const REMEMBERED = 8;

const MEDIA_TYPES = `CASE m."type" WHEN 'StillImage' THEN 'images' WHEN 'Sound' THEN 'sounds' WHEN 'MovingImage' THEN 'videos' END`;
const MEDIA_JSON = `[{"type":"VARCHAR","format":"VARCHAR","identifier":"VARCHAR","title":"VARCHAR","creator":"VARCHAR","license":"VARCHAR","rightsHolder":"VARCHAR"}]`;

/** Answers iDigBio's questions. */
export class IdigbioSearch {
  readonly #engine: Engine;
  readonly #search: OccurrenceSearch;
  readonly #countries: Countries;
  readonly #verbatimColumns = new Map<string, Promise<readonly string[]>>();
  readonly #sets = new Map<string, Promise<Sets>>();

  constructor(engine: Engine, search: OccurrenceSearch, countries: Countries) {
    this.#engine = engine;
    this.#search = search;
    this.#countries = countries;
  }

  /** Columns of what sources wrote. */
  verbatimColumns(snapshot: Snapshot): Promise<readonly string[]> {
    return remembered(this.#verbatimColumns, snapshot, async () => {
      const files = verbatimTable(snapshot.datasets.flatMap(({ verbatim }) => verbatim));
      const rows = await this.#engine.all(`DESCRIBE SELECT * FROM ${files}`);
      const names = rows.map((row) => String(row["column_name"]));
      return names.filter((name) => !["gbifID", "coreId", "extensions"].includes(name));
    });
  }

  /** Values of a text column within some edits of a text, in its own spelling. */
  async similar(snapshot: Snapshot, { column, isList }: Parameter, text: string, edits: number): Promise<string[]> {
    if (column === undefined) return [];
    const value = isList ? `unnest(${quoted(column)})` : quoted(column);
    const source = sourceOf(snapshot, { text: quoted(column) });
    const sql =
      `SELECT DISTINCT lower(name) AS name FROM (SELECT ${value} AS name FROM ${source}) ` +
      `WHERE abs(length(name) - length(?)) <= ${edits} AND damerau_levenshtein(lower(name), ?) <= ${edits} LIMIT 1000`;
    return (await this.#engine.all(sql, [text, text])).map(({ name }) => String(name));
  }

  /** How many fit, and when the last of them was understood anew. */
  async count(
    snapshot: Snapshot,
    question: IdigbioQuestion,
  ): Promise<{ itemCount: number; lastModified: string | null }> {
    const { table, condition } = this.#table(snapshot, question);
    const sql = `SELECT count(*) AS n, max("lastInterpreted") AS last FROM ${table} WHERE ${condition.text}`;
    const [row] = await this.#engine.all(sql, condition.values);
    const last = row!["last"];
    return { itemCount: Number(row!["n"]), lastModified: last instanceof Date ? isoOf(last) : null };
  }

  /** The items of a page. */
  async items(snapshot: Snapshot, question: IdigbioQuestion, page: IdigbioPage): Promise<unknown[]> {
    if (page.limit === 0) return [];
    const isMedia = question.index === "mediarecords";
    const order = page.sort.flatMap(({ field: { parameter, name }, descending }) =>
      parameter.column === undefined || name === "hasImage" || name === "hasMedia"
        ? []
        : [`${quoted(parameter.column)} ${descending ? "DESC" : "ASC"} NULLS LAST`],
    );
    order.push(`"gbifID"`, ...(isMedia ? ["nth"] : []));
    const { table, condition } = this.#table(snapshot, question, order.join());
    const shown = isMedia ? "*" : `"gbifID" AS id, filename`;
    const sql =
      `SELECT ${shown} FROM ${table} WHERE ${condition.text} ORDER BY ${order.join(", ")} ` +
      `LIMIT ${page.limit} OFFSET ${page.offset}`;
    const found = await this.#engine.all(sql, condition.values);
    return isMedia ? found.map((row) => mediaItem(row, page.fields)) : this.#records(found, page.fields);
  }

  async #records(found: readonly Row[], fields: ItemFields): Promise<unknown[]> {
    const rows = await this.#search.rows(found);
    const verbatim = wantsVerbatim(fields) ? await this.#search.published(found, "all") : new Map<number, Row>();
    return rows.map((row) => recordItem(row, verbatim.get(Number(row["gbifID"])), fields, this.#countries));
  }

  /** Counts by fields, most first, each value divided by the next field. */
  async top(
    snapshot: Snapshot,
    question: IdigbioQuestion,
    fields: readonly IdigbioField[],
    count: number,
  ): Promise<Tally> {
    const levels = fields.map((field) => ({ ...groupSql(field)!, name: field.name, limit: count, field }));
    return this.#divided(snapshot, question, levels);
  }

  /** Counts by spans of time from a day to before another, each divided by fields. */
  async dates(
    snapshot: Snapshot,
    question: IdigbioQuestion,
    { column, interval, from, to }: { column: string; interval: string; from: number; to: number },
    fields: readonly IdigbioField[],
    count: number,
  ): Promise<{ dates: Tally; rangeCount: number }> {
    const at = quoted(column);
    const within: Sql = { text: `${at} >= ? AND ${at} <= ?`, values: [{ ms: from }, { ms: to }] };
    const span = { sql: `strftime(date_trunc('${interval}', ${at}), '%Y-%m-%d')`, isList: false, name: "dates" };
    const rest = fields.map((field) => ({ ...groupSql(field)!, name: field.name, limit: count, field }));
    const tally = await this.#divided(snapshot, question, [{ ...span, limit: MOST_SPANS }, ...rest], within);
    const dates = (tally["dates"] ?? {}) as Record<string, { itemCount: number }>;
    const sorted = Object.fromEntries(Object.entries(dates).sort(([a], [b]) => (a < b ? -1 : 1)));
    const rangeCount = Object.values(dates).reduce((sum, { itemCount }) => sum + itemCount, 0);
    return { dates: sorted, rangeCount };
  }

  /** Tables of each level, cut to the values that are shown; then one list of rows, put into one another. */
  async #divided(snapshot: Snapshot, question: IdigbioQuestion, levels: readonly Level[], more?: Sql): Promise<Tally> {
    const { table, condition } = this.#table(snapshot, question, levels.map(({ sql }) => sql).join());
    const where = more === undefined ? condition.text : `(${condition.text}) AND ${more.text}`;
    const columns = levels.map(({ sql }, i) => `${sql} AS f${i}`);
    const hasLists = levels.some(({ isList }) => isList);
    // A record whose lists are laid out in rows is still one record.
    if (hasLists) columns.push(`"gbifID" AS id`);
    const counted = hasLists ? "count(DISTINCT id)" : "count(*)";
    let values = `SELECT ${columns.join(", ")} FROM ${table} WHERE ${where}`;
    for (const [i, { isList }] of levels.entries())
      if (isList)
        values = `SELECT * EXCLUDE (f${i}), unnest(CASE WHEN len(f${i}) > 0 THEN f${i} ELSE [NULL] END) AS f${i} FROM (${values})`;
    const tables = [`v AS MATERIALIZED (${values})`];
    for (const [i, { limit }] of levels.entries()) {
      const above = levels.slice(0, i).map((_, j) => `f${j}`);
      const keep = above.length === 0 ? "" : `SEMI JOIN l${i - 1} USING (${above.join(", ")})`;
      const partition = above.length === 0 ? "" : `PARTITION BY ${above.join(", ")}`;
      const grouped = `SELECT ${[...above, `f${i}`].join(", ")}, ${counted} AS n FROM v ${keep} WHERE f${i} IS NOT NULL GROUP BY ALL`;
      tables.push(
        `l${i} AS (SELECT * FROM (${grouped}) QUALIFY row_number() OVER (${partition} ORDER BY n DESC, f${i}) <= ${limit})`,
      );
    }
    const all = levels.map((_, i) => `SELECT ${i} AS level, * FROM l${i}`).join(" UNION ALL BY NAME ");
    const order = levels.map((_, i) => `f${i} NULLS FIRST`).join(", ");
    const sql = `WITH ${tables.join(", ")} SELECT * FROM (${all}) ORDER BY level, n DESC, ${order}`;
    const rows = await this.#engine.all(sql, [...condition.values, ...(more?.values ?? [])]);
    const top: Tally = Object.create(null);
    for (const row of rows) {
      const level = Number(row["level"]);
      let at = top;
      for (let i = 0; i <= level; i++) {
        const { name, field } = levels[i]!;
        const value = String(row[`f${i}`]);
        const shown = field?.type === "string" ? shownText(field, value, this.#countries) : value;
        at = below(below(at, name), shown);
      }
      at["itemCount"] = Number(row["n"]);
    }
    return top;
  }

  /** Records of each dataset, most first. */
  async attribution(snapshot: Snapshot, question: IdigbioQuestion): Promise<unknown[]> {
    const { table, condition } = this.#table(snapshot, question);
    const sql =
      `SELECT "datasetKey" AS uuid, count(*) AS n FROM ${table} WHERE ${condition.text} AND "datasetKey" IS NOT NULL ` +
      `GROUP BY 1 ORDER BY n DESC, uuid LIMIT ${MOST_SETS}`;
    const [rows, sets] = await Promise.all([this.#engine.all(sql, condition.values), this.sets(snapshot)]);
    return rows.map(({ uuid, n }) => {
      const set = sets.get(String(uuid));
      const totalCount = set?.totalCount ?? Number(n);
      return {
        ...{ uuid: String(uuid), itemCount: Number(n), name: set?.name ?? String(uuid), description: null, logo: null },
        ...{ url: null, emllink: null, archivelink: null, contacts: [], data_rights: set?.license ?? null },
        ...{ publisher: null, totalCount, hitRatio: totalCount === 0 ? 0 : Number(n) / totalCount },
      };
    });
  }

  /** All datasets by key. */
  sets(snapshot: Snapshot): Promise<Sets> {
    return remembered(this.#sets, snapshot, async () => {
      const sql =
        `SELECT "datasetKey" AS uuid, any_value("publishingOrgKey") AS publisher, any_value(filename) AS file, ` +
        `count(*) AS n FROM ${snapshot.interpreted} WHERE "datasetKey" IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT ${MOST_SETS}`;
      const rows = await this.#engine.all(sql);
      return new Map(
        rows.map(({ uuid, n, file, publisher }) => {
          const info = snapshot.datasets.find(({ interpreted }) => interpreted.includes(String(file)))?.info;
          const name = info?.title ?? String(uuid);
          const by = publisher === null ? null : String(publisher);
          return [String(uuid), { name, license: info?.license ?? null, totalCount: Number(n), publisher: by }];
        }),
      );
    });
  }

  /** The table that is asked, and its condition. @param more SQL that names further columns */
  #table(snapshot: Snapshot, { index, records, media }: IdigbioQuestion, more = ""): { table: string; condition: Sql } {
    const ofRecords = sqlOf(records, snapshot.interpreted);
    const source = sourceOf(snapshot, { text: `${ofRecords.text} ${more}` });
    if (index === "records" && media.type === "all") return { table: source, condition: ofRecords };
    const ofMedia = sqlOf(media);
    const all = mediaSource(`SELECT * FROM ${source} WHERE ${ofRecords.text}`);
    if (index === "mediarecords")
      return { table: all, condition: { text: ofMedia.text, values: [...ofRecords.values, ...ofMedia.values] } };
    const text = `${ofRecords.text} AND "gbifID" IN (SELECT "gbifID" FROM ${all} WHERE ${ofMedia.text})`;
    const values = [...ofRecords.values, ...ofRecords.values, ...ofMedia.values];
    return { table: source, condition: { text: `(${text})`, values } };
  }
}

type Sets = ReadonlyMap<string, { name: string; license: string | null; totalCount: number; publisher: string | null }>;

/** What belongs to a snapshot, made once. */
function remembered<T>(known: Map<string, Promise<T>>, { id }: Snapshot, make: () => Promise<T>): Promise<T> {
  const found = known.get(id);
  if (found !== undefined) return found;
  if (known.size >= REMEMBERED) known.clear();
  // For whoever asks next, too: it does not end with who asked first.
  const made = asking.run(undefined, make);
  known.set(id, made);
  made.catch(() => known.delete(id));
  return made;
}

/** What stands below a value, begun when it is not there; without a prototype, since values are names of members. */
function below(tally: Tally, value: string): Tally {
  tally[value] ??= Object.create(null);
  return tally[value] as Tally;
}

interface Level {
  readonly sql: string;
  readonly isList: boolean;
  readonly name: string;
  readonly limit: number;
  readonly field?: IdigbioField;
}

const MOST_SETS = 10_000;
const MOST_SPANS = 200_000;

/** True when what sources wrote is shown: `data`, or fields that nobody interpreted. */
function wantsVerbatim(fields: ItemFields): boolean {
  const wantsData = fields.only?.some((name) => /^(data\b|\*)/.test(name)) ?? isWanted("data", fields);
  return (
    wantsData ||
    IDIGBIO_FIELDS.some(({ name, parameter }) => parameter.column?.startsWith(VERBATIM) && isWanted(name, fields))
  );
}

/** Media of records, a row each, from 1 within a record. */
function mediaSource(records: string): string {
  const uuid = `'6d656469-' || lpad(format('{:x}', nth), 4, '0') || '-8000-80' || left(hex, 2) || '-' || right(hex, 12)`;
  const record = `'62696e6f-6d65-8000-80' || left(hex, 2) || '-' || right(hex, 12)`;
  const list = `SELECT *, from_json(media, '${MEDIA_JSON}') AS list, lpad(format('{:x}', "gbifID"), 14, '0') AS hex FROM (${records}) WHERE media IS NOT NULL`;
  const each = `SELECT "gbifID", "datasetKey", "lastInterpreted", hex, unnest(list) AS m, generate_subscripts(list, 1) AS nth FROM (${list})`;
  return `(SELECT "gbifID", "datasetKey", "lastInterpreted", nth, TRUE AS "hasSpecimen", m.*, ${MEDIA_TYPES} AS mediatype, ${uuid} AS uuid, ${record} AS record FROM (${each}))`;
}

/** `"2025-07-08T19:30:29.940+00:00"` */
export function isoOf(date: Date): string {
  return date.toISOString().replace("Z", "+00:00");
}
