/**
 * iDigBio's search API, version 2, over the same records: what ridigbio and idigbio-python-client ask.
 *
 * GET with parameters or POST with JSON; errors in iDigBio's form. Its downloads and its own maps are not served.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../../errors.ts";
import { bareName, checkFields, idigbioPredicate } from "../../../occurrences/predicate/from-idigbio.ts";
import {
  dataTermOf,
  IDIGBIO_FIELDS,
  IDIGBIO_MEDIA_FIELDS,
  type IdigbioField,
  keyOfUuid,
  MEDIA_FIELDS,
  mediaOfUuid,
  recordFields,
} from "../../../occurrences/predicate/idigbio-fields.ts";
import { parameterNamed } from "../../../occurrences/predicate/parameters.ts";
import { periodOf } from "../../../occurrences/predicate/periods.ts";
import { ALL, type Predicate } from "../../../occurrences/predicate/predicate.ts";
import type { Snapshot } from "../../../occurrences/search/datasets.ts";
import { groupSql } from "../../../occurrences/search/idigbio-item.ts";
import type { IdigbioIndex, IdigbioPage, IdigbioQuestion } from "../../../occurrences/search/idigbio-search.ts";
import type { Service } from "../../../service.ts";
import type { App } from "../../app-type.ts";
import { isUnchanged, occurrencesOf, sendOfSnapshot } from "./common.ts";
import { type IdigbioAsked, IdigbioParameters } from "./idigbio-request.ts";
import { recordsetRoutes } from "./idigbio-sets.ts";
import { occurrenceSchema } from "./schemas.ts";

const MOST_ITEMS = 5_000;
/** ridigbio asks no further, either. */
const MOST_OFFSET = 100_000;
/** Values of a field in a summary, and of all levels together. */
const MOST_BUCKETS = 5_000;
const MOST_ALL_BUCKETS = 100_000;
const INTERVALS = ["year", "quarter", "month", "week", "day"];

/** Registers the routes. */
export function idigbioRoutes(app: App, service: Service): void {
  const idigbio = () => occurrencesOf(service).idigbio;
  const routes = (path: string, summary: string, answer: (asked: IdigbioAsked) => Promise<unknown>, methods = BOTH) => {
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const snapshot = await occurrencesOf(service).files.now();
      if (isUnchanged(request, reply, snapshot)) return reply;
      const path = request.params as Record<string, string>;
      const asked = { snapshot, parameters: new IdigbioParameters(request), path, url: request.url };
      sendOfSnapshot(reply, snapshot, await answer(asked));
      return reply;
    };
    for (const method of methods) app.route({ method, url: path, ...occurrenceSchema(summary, "idigbio"), handler });
  };

  const search = (index: IdigbioIndex) => async (asked: IdigbioAsked) => {
    const { snapshot, parameters } = asked;
    const fields = await fieldsOf(service, snapshot, index);
    const question = await questionOf(service, asked, index);
    const page = pageOf(parameters, fields, index);
    const hasAttribution = String(parameters.get("no_attribution") ?? "false").toLowerCase() !== "true";
    const [count, items, attribution] = await Promise.all([
      idigbio().count(snapshot, question),
      idigbio().items(snapshot, question, page),
      hasAttribution ? idigbio().attribution(snapshot, question) : [],
    ]);
    return { ...count, items, ...(hasAttribution && { attribution }), aggs: {} };
  };
  routes("/v2/search", "Records by iDigBio's query", search("records"));
  routes("/v2/search/records", "Records by iDigBio's query", search("records"));
  routes("/v2/search/media", "Media by iDigBio's queries of media and of records", search("mediarecords"));
  routes("/v2/media", "The same", search("mediarecords"));
  for (const [path, index] of [
    ["records", "records"],
    ["basic", "records"],
    ["media", "mediarecords"],
  ] as const) {
    routes(`/v2/summary/count/${path}`, "How many fit", async (asked) => {
      const { itemCount } = await idigbio().count(asked.snapshot, await questionOf(service, asked, index));
      return { itemCount };
    });
    routes(`/v2/summary/modified/${path}`, "When what fits was last understood anew", async (asked) =>
      idigbio().count(asked.snapshot, await questionOf(service, asked, index)),
    );
    routes(`/v2/summary/top/${path}`, "Counts by fields, each value divided by the next field", async (asked) => {
      const { snapshot } = asked;
      const question = await questionOf(service, asked, index);
      const standard = index === "records" ? "scientificname" : "mediatype";
      const { top, count } = await topOf(service, asked, index, [standard]);
      const [{ itemCount }, tally] = await Promise.all([
        idigbio().count(snapshot, question),
        idigbio().top(snapshot, question, top, count),
      ]);
      return { itemCount, ...Object.fromEntries(top.slice(0, 1).map(({ name }) => [name, {}])), ...tally };
    });
  }
  routes("/v2/summary/datehist", "Counts by years, months or days", async (asked) => {
    const question = await questionOf(service, asked, "records");
    const { top, count } = await topOf(service, asked, "records", []);
    const span = await spanOf(service, asked);
    const [{ itemCount }, found] = await Promise.all([
      idigbio().count(asked.snapshot, question),
      idigbio().dates(asked.snapshot, question, span, top, count),
    ]);
    return { ...found, itemCount };
  });

  const record = async ({ snapshot, path, url }: IdigbioAsked) => {
    const key = keyOfUuid(path["uuid"]!);
    const [item] = key === undefined ? [] : await viewed(service, snapshot, "records", oneRecord(key), ALL);
    if (item === undefined) throw new BinomenError("OCCURRENCE_NOT_FOUND", { uri: url });
    return item;
  };
  const media = async ({ snapshot, path, url }: IdigbioAsked) => {
    const found = mediaOfUuid(path["uuid"]!);
    const uuid = MEDIA_FIELDS.get("uuid")!.parameter;
    const one: Predicate = { type: "equals", parameter: uuid, values: [path["uuid"]!.toLowerCase()] };
    const [item] =
      found === undefined ? [] : await viewed(service, snapshot, "mediarecords", oneRecord(found.key), one);
    if (item === undefined) throw new BinomenError("OCCURRENCE_NOT_FOUND", { uri: url });
    return item;
  };
  routes("/v2/view/records/:uuid", "One record", record, ["GET"]);
  for (const name of ["media", "mediarecords"]) routes(`/v2/view/${name}/:uuid`, "One media record", media, ["GET"]);
  routes(
    "/v2/view/:uuid",
    "One record or media record",
    (asked) => (mediaOfUuid(asked.path["uuid"]!) ? media(asked) : record(asked)),
    ["GET"],
  );
  routes("/v2/meta/fields/records", "Fields of records", async ({ snapshot }) => {
    const columns = await idigbio().verbatimColumns(snapshot);
    const data = columns.map((column) => [
      dataTermOf(column),
      { type: "string", fieldName: `data.${dataTermOf(column)}` },
    ]);
    return { ...described(IDIGBIO_FIELDS), data: Object.fromEntries(data), indexData: {} };
  });
  for (const name of ["media", "mediarecords"])
    routes(`/v2/meta/fields/${name}`, "Fields of media", async () => ({
      ...described(IDIGBIO_MEDIA_FIELDS),
      data: {},
      indexData: {},
    }));
  recordsetRoutes(routes, service);
}

const BOTH: ("GET" | "POST")[] = ["GET", "POST"];

function described(fields: readonly IdigbioField[]): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ name, type, term }) => [name, { type, fieldName: term }]));
}

async function fieldsOf(service: Service, snapshot: Snapshot, index: IdigbioIndex) {
  if (index === "mediarecords") return MEDIA_FIELDS;
  return recordFields(await occurrencesOf(service).idigbio.verbatimColumns(snapshot));
}

async function questionOf(service: Service, asked: IdigbioAsked, index: IdigbioIndex): Promise<IdigbioQuestion> {
  const { snapshot, parameters } = asked;
  const {
    idigbio,
    files: { meanings },
  } = occurrencesOf(service);
  const read = async (name: string, index: IdigbioIndex) =>
    idigbioPredicate(parameters.object(name), {
      index,
      fields: await fieldsOf(service, snapshot, index),
      meanings,
      similar: (parameter, text, edits) => idigbio.similar(snapshot, parameter, text, edits),
    });
  return { index, records: await read("rq", "records"), media: await read("mq", "mediarecords") };
}

function pageOf(
  parameters: IdigbioParameters,
  fields: ReadonlyMap<string, IdigbioField>,
  index: IdigbioIndex,
): IdigbioPage {
  const limit = Math.min(parameters.number("limit", 100), MOST_ITEMS);
  const offset = parameters.number("offset", 0);
  if (offset + limit > MOST_OFFSET)
    throw new BinomenError("IDIGBIO_QUERY_INVALID", {
      problem: `offset + limit may be ${MOST_OFFSET} at most, not ${offset} + ${limit}: narrow the query, or download the records`,
    });
  const sort = (parameters.list("sort") ?? []).flatMap(sortOf);
  checkFields(
    sort.map(({ name }) => name),
    { fields, index },
  );
  return {
    limit,
    offset,
    sort: sort.flatMap(({ name, descending }) => {
      const field = fields.get(bareName(name));
      return field === undefined ? [] : [{ field, descending }];
    }),
    fields: { only: parameters.texts("fields"), without: parameters.texts("fields_exclude") ?? [] },
  };
}

/** `"uuid"`, or `{"genus": "desc"}`, or `{"genus": {"order": "desc"}}` */
function sortOf(given: unknown): { name: string; descending: boolean }[] {
  if (typeof given === "string") return [{ name: given, descending: false }];
  if (typeof given !== "object" || given === null)
    throw new BinomenError("IDIGBIO_PARAMETER_INVALID", { parameter: "sort" });
  return Object.entries(given).map(([name, way]) => {
    const order = typeof way === "object" && way !== null ? (way as { order?: unknown }).order : way;
    if (order !== "asc" && order !== "desc") throw new BinomenError("IDIGBIO_PARAMETER_INVALID", { parameter: "sort" });
    return { name, descending: order === "desc" };
  });
}

async function topOf(
  service: Service,
  { snapshot, parameters }: IdigbioAsked,
  index: IdigbioIndex,
  standard: string[],
): Promise<{ top: IdigbioField[]; count: number }> {
  const fields = await fieldsOf(service, snapshot, index);
  const names = parameters.texts("top_fields") ?? standard;
  checkFields(names, { fields, index });
  const top = names.map((name) => {
    const field = fields.get(bareName(name));
    if (field === undefined || groupSql(field) === undefined)
      throw new BinomenError("IDIGBIO_QUERY_INVALID", { problem: `${name.slice(0, 100)} has no values to count by` });
    return field;
  });
  const count = Math.max(1, Math.min(parameters.number("count", 10), MOST_BUCKETS));
  if (top.length > 0 && count ** top.length > MOST_ALL_BUCKETS)
    throw new BinomenError("IDIGBIO_QUERY_INVALID", {
      problem: `${count} values of ${top.length} fields are more than ${MOST_ALL_BUCKETS} counts: ask for fewer`,
    });
  return { top, count };
}

async function spanOf(service: Service, { snapshot, parameters }: IdigbioAsked) {
  const name = String(parameters.get("dateField") ?? "datecollected");
  const fields = await fieldsOf(service, snapshot, "records");
  checkFields([name], { fields, index: "records" });
  const field = fields.get(bareName(name));
  if (field?.type !== "date" || field.parameter.column === undefined)
    throw new BinomenError("IDIGBIO_QUERY_INVALID", { problem: `${name.slice(0, 100)} is not a date` });
  const interval = String(parameters.get("dateInterval") ?? "year");
  if (!INTERVALS.includes(interval)) throw new BinomenError("IDIGBIO_PARAMETER_INVALID", { parameter: "dateInterval" });
  const end = (parameter: string, otherwise: number) => {
    const text = parameters.get(parameter);
    if (text === undefined) return otherwise;
    const period = typeof text === "string" ? periodOf(text) : undefined;
    if (period === undefined) throw new BinomenError("IDIGBIO_PARAMETER_INVALID", { parameter });
    return parameter === "maxDate" ? period.before - 1 : period.from;
  };
  const from = end("minDate", Date.UTC(1700, 0, 1));
  return { column: field.parameter.column, interval, from, to: end("maxDate", Date.now()) };
}

function oneRecord(key: number): Predicate {
  return { type: "equals", parameter: parameterNamed("gbifId")!, values: [key] };
}

/** The item and who published it. */
async function viewed(
  service: Service,
  snapshot: Snapshot,
  index: IdigbioIndex,
  records: Predicate,
  media: Predicate,
): Promise<unknown[]> {
  const { idigbio } = occurrencesOf(service);
  const question = { index, records, media };
  const all = { limit: 1, offset: 0, sort: [], fields: { only: undefined, without: [] } };
  const items = await idigbio.items(snapshot, question, all);
  const [attribution] = await idigbio.attribution(snapshot, question);
  return items.map((item) => ({ ...(item as object), attribution: attribution ?? {} }));
}
