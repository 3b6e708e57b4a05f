/** GBIF's routes that find and show occurrences. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../../errors.ts";
import { FORM } from "../../../limits.ts";
import { ownChecklists } from "../../../occurrences/occurrences.ts";
import { predicateOf } from "../../../occurrences/predicate/from-json.ts";
import { allOf, valuesOf } from "../../../occurrences/predicate/from-parameters.ts";
import { parameterNamed } from "../../../occurrences/predicate/parameters.ts";
import { and, simplified } from "../../../occurrences/predicate/predicate.ts";
import { invalid } from "../../../occurrences/predicate/values.ts";
import type { Meanings } from "../../../occurrences/predicate/vocabularies.ts";
import type { Records } from "../../../occurrences/search/records.ts";
import { type SearchRequest, searchRequestOf, wholeNumber } from "../../../occurrences/search/search-request.ts";
import type { Service } from "../../../service.ts";
import type { App } from "../../app-type.ts";
import { first, type Parameters } from "../../parameters.ts";
import { isUnchanged, occurrencesOf, sendOfSnapshot } from "./common.ts";
import { occurrenceSchema } from "./schemas.ts";

/** Registers the routes. */
export function occurrenceSearchRoutes(app: App, service: Service): void {
  /** Answers from the records of now; a client that has that answer is told so. */
  const answering =
    (answer: (request: FastifyRequest, records: Records) => Promise<unknown>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const records = await occurrencesOf(service).records.now();
      if (isUnchanged(request, reply, records)) return reply;
      sendOfSnapshot(reply, records, await answer(request, records));
      return reply;
    };

  const answerOf = async (asked: SearchRequest, now: Records) => {
    const { after } = asked;
    const isFirst = after === undefined || after === "begin";
    const records = isFirst ? now : await occurrencesOf(service).records.at(after);
    return records.search(asked);
  };
  const search = answering(async (request, records) => {
    const { meanings } = occurrencesOf(service);
    const parameters = { ...(request.query as Parameters), ...bodyParameters(request.body) };
    const answer = await answerOf(searchRequestOf(parameters, meanings), records);
    const names = valuesOf(parameters["scientificName"]).filter((name) => name !== "*");
    const asked = valuesOf(parameters["checklistKey"]).at(0);
    const checklist = asked === undefined ? undefined : meanings.checklist?.(asked);
    // What was understood: a name of any spelling is matched before it is searched.
    return names.length === 0
      ? answer
      : { ...answer, understood: names.flatMap((name) => understood(service, name, checklist)) };
  });
  app.get("/v1/occurrence/search", occurrenceSchema("Occurrences by GBIF's search parameters, with facets"), search);
  app.post("/v1/occurrence/search", occurrenceSchema("The same, parameters as JSON"), search);

  app.post(
    "/v1/occurrence/search/predicate",
    { bodyLimit: service.config.predicateLimit, ...occurrenceSchema("Occurrences by a predicate") },
    answering(async (request, records) => {
      const { meanings } = occurrencesOf(service);
      const body = bodyObject(request.body);
      const { predicate, facets, ...rest } = body;
      const read = searchRequestOf({ ...texts(rest), facet: listOf(facets) }, meanings);
      const asked: SearchRequest = {
        ...read,
        filters: new Map(),
        // Once for all of its questions: its records, their count and each facet.
        beside: and([read.beside, simplified(predicateOf(predicate, meanings))]),
      };
      return answerOf(asked, records);
    }),
  );

  app.get(
    "/v1/occurrence/search/expand",
    occurrenceSchema("What a name stands for in a foreign index: keys and all synonyms"),
    answering(async (request) => expanded(service, request.query as Parameters)),
  );

  app.get<{ Params: { term: string } }>(
    "/v1/occurrence/search/:term",
    occurrenceSchema("Values of a term that begin with q"),
    answering(async (request, records) => {
      const { term } = request.params as { term: string };
      const parameter = parameterNamed(term);
      if (parameter === undefined || (parameter.kind !== "text" && parameter.kind !== "exactText"))
        throw new BinomenError("OCCURRENCE_NOT_FOUND", { uri: request.url });
      const query = request.query as Parameters;
      const q = first(query["q"])?.trim();
      if (!q) return invalid("Parameter q is required");
      const limit = Math.min(wholeNumber(first(query["limit"]) || undefined, 10, "limit"), 300);
      return records.suggest(parameter, q, limit);
    }),
  );

  app.get(
    "/v1/occurrence/:key",
    occurrenceSchema("One occurrence as it was understood"),
    answering((request, records) => records.record(keyIn(request), request.url)),
  );
  for (const kind of ["verbatim", "fragment"])
    app.get(
      `/v1/occurrence/:key/${kind}`,
      occurrenceSchema("One occurrence as it was published"),
      answering((request, records) => records.verbatim(keyIn(request), request.url)),
    );
  app.get(
    "/v1/occurrence/:key/history",
    occurrenceSchema("What an occurrence was in each attempt"),
    answering((request) => history(service, keyIn(request), request.url)),
  );
  app.get(
    "/v1/occurrence/:key/:occurrenceID",
    occurrenceSchema("One occurrence by its dataset and occurrenceID"),
    answering((request, records) => {
      const { key, occurrenceID } = request.params as { key: string; occurrenceID: string };
      return records.recordOf(key, occurrenceID, request.url);
    }),
  );
  app.get(
    "/v1/occurrence/:key/:occurrenceID/verbatim",
    occurrenceSchema("The same as it was published"),
    answering(async (request, records) => {
      const { key, occurrenceID } = request.params as { key: string; occurrenceID: string };
      const record = await records.recordOf(key, occurrenceID, request.url);
      return records.verbatim(record["key"] as number, request.url);
    }),
  );
}

function keyIn(request: FastifyRequest): number {
  const { key } = request.params as { key: string };
  if (!/^\d{1,16}$/.test(key) || !Number.isSafeInteger(Number(key)))
    return invalid(`Occurrence key ${key} is not a number`);
  return Number(key);
}

/** The record in every attempt that holds it, oldest first, with the members that changed. */
async function history(service: Service, key: number, uri: string): Promise<unknown> {
  const { datasets, search } = occurrencesOf(service);
  const versions: Record<string, unknown>[] = [];
  let before: Record<string, unknown> | undefined;
  for (const attempt of datasets.attempts()) {
    const snapshot = datasets.snapshotOf([attempt]);
    const record = await search.record(snapshot, key, uri).catch((error: unknown) => {
      if (error instanceof BinomenError && error.code === "OCCURRENCE_NOT_FOUND") return undefined;
      throw error;
    });
    if (record === undefined) continue;
    const changed = before === undefined ? [] : changedMembers(before, record);
    versions.push({
      dataset: attempt.name,
      attempt: attempt.attempt,
      checklists: attempt.info.checklists,
      changed,
      record,
    });
    before = record;
  }
  if (versions.length === 0) throw new BinomenError("OCCURRENCE_NOT_FOUND", { uri });
  return { key, versions };
}

const TIMES = new Set(["lastInterpreted", "lastParsed", "lastCrawled"]);

function changedMembers(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (member) => !TIMES.has(member) && JSON.stringify(before[member]) !== JSON.stringify(after[member]),
  );
}

/** A name in the checklist that is asked for, else in each that records are found in by name. */
function understood(service: Service, name: string, asked?: string): Record<string, unknown>[] {
  const own = ownChecklists(occurrencesOf(service).records);
  const checklists = asked === undefined ? own : [{ checklistKey: asked, releaseIds: [] as string[] }];
  return checklists.map(({ checklistKey, releaseIds }) => {
    const { usage, acceptedUsage, diagnostics } = service.names.match(name, checklistKey);
    // Keys may have changed between the release of the records and the one that is served.
    const served = service.names.releaseId(checklistKey);
    const others = releaseIds.filter((id) => id !== served);
    return {
      scientificName: name,
      ...(checklistKey !== undefined && { checklistKey }),
      ...(others.length > 0 && { release: served, releaseOfRecords: others.join(", ") }),
      matchType: diagnostics.matchType,
      ...(usage && { usage: { key: usage.key, name: usage.name } }),
      ...(acceptedUsage && { acceptedUsage: { key: acceptedUsage.key, name: acceptedUsage.name } }),
      taxonKeys: service.names.taxaNamed(name, checklistKey),
    };
  });
}

/**
 * Keys and all names of the taxa that a name means, ready for the query of another index: in the checklist that is asked for,
 * else in that of the first dataset.
 */
async function expanded(service: Service, query: Parameters): Promise<unknown> {
  const name = first(query["name"])?.trim();
  if (!name) return invalid("Parameter name is required");
  const asked = first(query["checklistKey"])?.trim() || undefined;
  const [meant] = understood(service, name, asked && occurrencesOf(service).meanings.checklist?.(asked));
  const checklistKey = meant?.["checklistKey"] as string | undefined;
  const taxonKeys = service.names.taxaNamed(name, checklistKey);
  const names = (await Promise.all(taxonKeys.map((key) => service.names.namesOfTaxon(key, checklistKey)))).flat();
  return { ...meant, taxonKeys, names, clause: { taxonKey: taxonKeys, scientificName: names } };
}

/** Parameters of a POST: numbers and booleans as texts. */
function bodyParameters(body: unknown): Parameters {
  return body === undefined || body === null ? {} : texts(bodyObject(body));
}

function bodyObject(body: unknown): Record<string, unknown> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return invalid("A JSON object is expected");
  // Each would be looked for among the parameters.
  if (Object.keys(body).length > FORM.columns) return invalid(`More than ${FORM.columns} members are no question`);
  return body as Record<string, unknown>;
}

function texts(members: Record<string, unknown>): Record<string, string | string[]> {
  const entries = Object.entries(members).flatMap(([name, value]): [string, string | string[]][] => {
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return [[name, value.map(textOf)]];
    return [[name, textOf(value)]];
  });
  return Object.fromEntries(entries);
}

function textOf(value: unknown): string {
  return typeof value === "object" ? invalid(`${JSON.stringify(value)} is not a value of a parameter`) : String(value);
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

/** All filters of a request as one predicate: for counts and tiles. */
export function predicateOfQuery(query: Parameters, meanings: Meanings) {
  const { filters, beside } = searchRequestOf({ ...query, limit: "0", offset: "0" }, meanings);
  return and([allOf(filters), beside]);
}
