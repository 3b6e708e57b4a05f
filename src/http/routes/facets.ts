/**
 * The calls of WFO's indexer, under `/facets/api.php` and `/facets/` (specification of the facet store §c).
 *
 *   POST  1 to 1,000 taxon graphs                → their index documents
 *   GET   ?offset=N                              → modified names, newest first
 *   GET   ?metadata=facets|sources               → all of them
 *   GET   ?metadata=scores|snippets&since=S      → those modified after the second S
 *   GET   without parameters                     → a page that says so, without a key
 *
 * `envelope=1`, `Accept: application/vnd.fyllo.v2+json` or a key of that dialect gives `{kind, docs}`, `schema=d` on POST the fields of July
 * 2026, `tombstones=1` tells deletes, `names=1` gives names from the served checklists beside ids.
 */
import { Readable } from "node:stream";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../errors.ts";
import { sequenceBefore, sincePlace } from "../../facets/feed/deltas.ts";
import { isMetadataKind, type MetadataKind, metadataAnswer, valuesJson } from "../../facets/feed/dialects.ts";
import { clockAhead } from "../../facets/store/stats.ts";
import { readGraph, type TaxonGraph } from "../../facets/values/graph.ts";
import { FORM } from "../../limits.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { requireScope } from "../auth.ts";
import { sendError, toBinomenError } from "../errors/answer-errors.ts";
import { readJsonList } from "../json-list.ts";
import { pageFiles } from "../page/page-files.ts";
import { namesWanted } from "../readable-names.ts";
import { FACETS_PAGE } from "./facets-page.ts";
import { CONTENT_SECURITY_POLICY } from "./page.ts";

const ENVELOPE_TYPE = "application/vnd.fyllo.v2+json";
const PATHS = ["/facets/api.php", "/facets/"];

/** Seconds by which `modified` runs ahead of the wall clock: whoever keeps a clock of their own may want to know. */
const CLOCK_AHEAD = "x-clock-ahead";

type Query = Record<string, string | undefined>;

/** Registers dialect A and its variants. */
export async function facetRoutes(app: App, { facets, matching, config }: Service): Promise<void> {
  await app.register(async (scope) => {
    // PHP's clients send JSON under any content type, or none.
    scope.setErrorHandler(sendDialectError);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: config.graphsLimit }, (_request, body, done) =>
      done(null, body),
    );
    const cost = (request: FastifyRequest): number => costOf(request.body as TaxonGraph[]);
    const guard = requireScope("facets:read", { dialectA: true });
    const guardValues = requireScope("facets:read", { dialectA: true, cost });
    const tags = ["facets"];
    for (const url of PATHS) {
      scope.get(
        url,
        {
          ...guard,
          onRequest: async (request, reply) => (isQuestion(request) ? guard.onRequest(request, reply) : undefined),
          schema: { tags, summary: "Modified names, facets, sources, scores and snippets (WFO's calls)" },
        },
        (request, reply) => (isQuestion(request) ? answer(request, reply) : sendPage(request, reply)),
      );
      scope.post(
        url,
        {
          ...guardValues,
          bodyLimit: config.graphsLimit,
          preValidation: async (request) => {
            const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
            request.body = await readJsonList(bytes, FORM.graphs, readGraph);
          },
          schema: { tags, summary: "Index documents of up to 1,000 taxon graphs (WFO's call)" },
        },
        (request, reply) => {
          const graphs = request.body as TaxonGraph[];
          const { schema, sources } = request.query as Query;
          const options = {
            envelope: wantsEnvelope(request),
            schema: schema === "d" ? ("d" as const) : ("a" as const),
            withSources: sources === "1",
          };
          return reply.type("application/json").send(Readable.from(valuesJson(facets.store, graphs, options)));
        },
      );
    }
  });

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    for (const [field, given] of Object.entries(request.query as Record<string, unknown>))
      if (typeof given !== "string") throw new BinomenError("REQUEST_INVALID", { field, problem: "it is given twice" });
    const { offset, metadata, since = "", as_of, tombstones } = request.query as Query;
    const envelope = wantsEnvelope(request);
    reply.type("application/json");
    if (metadata !== undefined) {
      if (!isMetadataKind(metadata)) return reply.type("text/plain; charset=utf-8").send("Un-specified metadata ");
      return sendMetadata(request, reply, metadata, since, { envelope, tombstones: tombstones === "1" });
    }
    if (offset === undefined) return reply.type("text/plain; charset=utf-8").send("");
    const asOf = as_of === undefined ? undefined : wholeNumber("as_of", as_of);
    const page = facets.walks.page(request.apiKey?.id ?? "", wholeNumber("offset", offset), asOf);
    facets.readers.tell(facets.store.head().tick);
    // An empty page ends the walk: everything up to its pin was told.
    if (page.names.length === 0) note(request, "offset", page.asOf);
    reply.header("x-fyllo-as-of", String(page.asOf)).header(CLOCK_AHEAD, clockAhead(facets.store));
    const nameOf = namesWanted(matching, request.query);
    const docs = nameOf ? page.names.map((one) => ({ ...one, name: nameOf(one.wfo_id) })) : page.names;
    return reply.send(JSON.stringify(envelope ? { kind: "modified_names", docs } : docs));
  }

  function sendMetadata(
    request: FastifyRequest,
    reply: FastifyReply,
    kind: MetadataKind,
    since: string,
    dialect: { envelope: boolean; tombstones: boolean },
  ): FastifyReply {
    if (kind === "facets" || kind === "sources") {
      const { epoch, vocabularySequence } = facets.store.head();
      const variant = `${kind}${dialect.envelope ? "e" : ""}${dialect.tombstones ? "t" : ""}${Number(since) || 0}`;
      const etag = `"${epoch}-${vocabularySequence}-${variant}"`;
      reply.header("etag", etag).header("cache-control", "private, no-cache").header("vary", "accept");
      if (request.headers["if-none-match"] === etag) return reply.code(304).send();
    }
    noteSince(request, kind, since);
    const { body, more, lastTick } = metadataAnswer(facets.store, kind, since, dialect);
    facets.readers.tell(Math.min(lastTick, facets.store.head().tick));
    if ((kind === "facets" || kind === "sources") && lastTick > 0)
      reply.header("last-modified", new Date(lastTick * 1000).toUTCString());
    reply.header("x-more", String(more)).header(CLOCK_AHEAD, clockAhead(facets.store));
    if (more) {
      const next = new URL(request.url, "http://host");
      next.searchParams.set("since", String(lastTick));
      reply.header("link", `<${next.pathname}${next.search}>; rel="next"`);
    }
    return reply.send(JSON.stringify(withNames(request, body)));
  }

  /** What a key comes back with is what it has finished reading, as in the change feed. */
  function noteSince(request: FastifyRequest, kind: MetadataKind, since: string): void {
    const place = sincePlace(facets.store, kind, since);
    if (place > 0) note(request, `metadata ${kind}`, sequenceBefore(facets.store, kind, place));
  }

  function note(request: FastifyRequest, call: string, sequence: number): void {
    const { epoch } = facets.store.head();
    facets.readers.note({ key: request.apiKey?.id ?? "", call, sequence, epoch, seenMs: facets.store.now() });
  }

  /** Documents that concern a name get it beside the id. */
  function withNames(request: FastifyRequest, body: unknown): unknown {
    const nameOf = namesWanted(matching, request.query);
    if (nameOf === undefined) return body;
    const named = (docs: readonly object[]) =>
      docs.map((doc) => ("wfo_id_s" in doc ? { ...doc, name: nameOf(String(doc.wfo_id_s)) } : doc));
    if (Array.isArray(body)) return named(body);
    const envelope = body as { docs: object[] };
    return { ...envelope, docs: named(envelope.docs) };
  }
}

/** One unit per graph, and one more for every 50 names beyond that: what is read grows with the names. */
function costOf(graphs: readonly TaxonGraph[]): number {
  let entries = 0;
  for (const { related } of graphs) entries += related.length;
  return graphs.length + Math.floor(entries / 50);
}

/** One sentence, as WFO's calls answer; whoever asks for JSON gets the members of every error. */
function sendDialectError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toBinomenError(error, request);
  if (/\bjson\b/i.test(request.headers.accept ?? "")) return sendError(known, request, reply);
  return sendError(known, request, reply, "sentence");
}

function isQuestion(request: FastifyRequest): boolean {
  return Object.keys(request.query as Query).length > 0;
}

/** WFO's page of calls at WFO's path; at ours the editor's page, which names it. */
async function sendPage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const isEditors = !(request.routeOptions.url ?? "").endsWith("api.php");
  reply.header("content-security-policy", CONTENT_SECURITY_POLICY);
  reply.header("referrer-policy", "same-origin").header("x-content-type-options", "nosniff");
  const page = isEditors ? (await pageFiles()).get("facets.html")?.plain : FACETS_PAGE;
  return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(page);
}

/** What the request says, else what its key does. */
function wantsEnvelope(request: FastifyRequest): boolean {
  const { envelope } = request.query as Query;
  if (envelope !== undefined && envelope !== "1" && envelope !== "0")
    throw new BinomenError("REQUEST_INVALID", { field: "envelope", problem: `1 or 0 is expected, found ${envelope}` });
  if (envelope !== undefined) return envelope === "1";
  return (request.headers.accept ?? "").includes(ENVELOPE_TYPE) || request.apiKey?.dialect === "envelope";
}

function wholeNumber(field: string, text: string): number {
  if (/^[0-9]{1,15}$/.test(text)) return Number(text);
  throw new BinomenError("REQUEST_INVALID", { field, problem: `a whole number is expected, found ${text}` });
}
