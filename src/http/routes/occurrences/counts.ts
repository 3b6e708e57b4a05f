/** GBIF's routes that count occurrences, and the list of countries that its clients join them with. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { filtersOf, valuesOf } from "../../../occurrences/predicate/from-parameters.ts";
import { parameterNamed } from "../../../occurrences/predicate/parameters.ts";
import { and, type Predicate } from "../../../occurrences/predicate/predicate.ts";
import { invalid } from "../../../occurrences/predicate/values.ts";
import type { Records } from "../../../occurrences/search/records.ts";
import type { Service } from "../../../service.ts";
import type { App } from "../../app-type.ts";
import { first, type Parameters } from "../../parameters.ts";
import { isUnchanged, occurrencesOf, sendOfSnapshot } from "./common.ts";
import { occurrenceSchema } from "./schemas.ts";
import { predicateOfQuery } from "./search.ts";

/** Every value of a facet. */
const ALL_VALUES = 1_000_000;
const LEAST_YEAR = 1000;

/** Dimensions by which GBIF counts; any combination is counted here. */
const DIMENSIONS = [
  ["basisOfRecord", "ENUM"],
  ["country", "COUNTRY"],
  ["datasetKey", "UUID"],
  ["isGeoreferenced", "BOOLEAN"],
  ["issue", "ENUM"],
  ["protocol", "ENUM"],
  ["publishingCountry", "COUNTRY"],
  ["taxonKey", "STRING"],
  ["typeStatus", "STRING"],
  ["year", "INTEGER"],
] as const;

/** Registers the routes. */
export function occurrenceCountRoutes(app: App, service: Service): void {
  const answering =
    (answer: (query: Parameters, records: Records) => Promise<unknown>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const records = await occurrencesOf(service).records.now();
      if (isUnchanged(request, reply, records)) return reply;
      sendOfSnapshot(reply, records, await answer(request.query as Parameters, records));
      return reply;
    };
  const counts = async (records: Records, predicate: Predicate, name: string) => {
    const parameter = parameterNamed(name)!;
    return (await records.divide(predicate, parameter, { limit: ALL_VALUES, offset: 0 })).rows;
  };
  const tally = (rows: readonly { name: string; count: number }[]) =>
    Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  const filtered = (query: Parameters, names: readonly string[]): Predicate => {
    const { meanings } = occurrencesOf(service);
    const some = Object.fromEntries(names.map((name) => [name, first(query[name])]));
    return and([...filtersOf(some, meanings).values()]);
  };

  app.get(
    "/v1/occurrence/count",
    occurrenceSchema("How many occurrences: a bare number"),
    answering(async (query, records) => {
      const { isGeoreferenced, ...rest } = query;
      const georeferenced = valuesOf(isGeoreferenced).at(0)?.toLowerCase();
      if (georeferenced !== undefined && georeferenced !== "true" && georeferenced !== "false")
        return invalid(`Value ${georeferenced} is no valid boolean`);
      const predicate = predicateOfQuery(rest, occurrencesOf(service).meanings);
      if (georeferenced === undefined) return records.count(predicate);
      const has = filtered({ hasCoordinate: "true", hasGeospatialIssue: "false" }, [
        "hasCoordinate",
        "hasGeospatialIssue",
      ]);
      const place = georeferenced === "true" ? has : ({ type: "not", predicate: has } as const);
      return records.count(and([predicate, place]));
    }),
  );

  app.get(
    "/v1/occurrence/count/schema",
    occurrenceSchema("By what can be counted"),
    answering(async () => DIMENSIONS.map(([key, type]) => ({ dimensions: [{ key, type }] }))),
  );
  app.get(
    "/v1/occurrence/counts/basisOfRecord",
    occurrenceSchema("Counts by basis of record"),
    answering(async (_query, records) => tally(await counts(records, { type: "all" }, "basisOfRecord"))),
  );
  for (const [path, counted, by] of [
    ["countries", "country", "publishingCountry"],
    ["publishingCountries", "publishingCountry", "country"],
  ] as const)
    app.get(
      `/v1/occurrence/counts/${path}`,
      occurrenceSchema(`Counts by ${counted}, under the names of GBIF's enumeration`),
      answering(async (query, records) => {
        const { countries } = occurrencesOf(service).dictionaries;
        const rows = await counts(records, filtered(query, [by]), counted);
        return tally(rows.map(({ name, count }) => ({ name: countries.ofCode(name)?.enumName ?? name, count })));
      }),
    );
  app.get(
    "/v1/occurrence/counts/datasets",
    occurrenceSchema("Counts by dataset"),
    answering(async (query, records) => {
      const taxonKey = query["taxonKey"] ?? query["nubKey"];
      return tally(await counts(records, filtered({ ...query, taxonKey }, ["taxonKey", "country"]), "datasetKey"));
    }),
  );
  app.get(
    "/v1/occurrence/counts/year",
    occurrenceSchema("Counts by year; both bounds are exclusive"),
    answering(async (query, records) => {
      const [from, to] = yearsOf(first(query["year"]));
      const parameter = parameterNamed("year")!;
      const predicate = {
        type: "range",
        parameter,
        bounds: { gt: from, ...(to !== undefined && { lt: to }) },
      } as const;
      return tally(await counts(records, predicate, "year"));
    }),
  );
  app.get(
    "/v1/enumeration/country",
    occurrenceSchema("Countries as GBIF's clients know them", "operation"),
    answering(async () => occurrencesOf(service).dictionaries.countries.all()),
  );
}

/** `"1990,2000"`; without it all years after 1500. */
function yearsOf(text: string | undefined): [number, number | undefined] {
  if (text === undefined || text.trim() === "") return [1500, undefined];
  const [from, to, more] = text.split(",").map((end) => end.trim());
  const isYear = (end: string | undefined) => end === "*" || /^\d{1,4}$/.test(end ?? "");
  const next = new Date().getUTCFullYear() + 1;
  const isRange = more === undefined && isYear(from) && (to === undefined || isYear(to));
  const [least, most] = [from === "*" ? 1500 : Number(from), to === "*" ? undefined : Number(to ?? from)];
  if (!isRange || least < LEAST_YEAR || (most !== undefined && most > next))
    return invalid(`Parameter ${text} is not a valid year range`);
  return [least, most];
}
