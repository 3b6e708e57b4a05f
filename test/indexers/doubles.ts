/**
 * Stand-ins for a binomen server, a Solr core and an Elasticsearch index, for tests without a Java engine.
 *
 * They are strict: what the real ones refuse, they refuse. They are unreliable on demand: each request takes the next
 * fault of a list.
 */
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import type { Change, Feed, FeedPage, FeedQuestion } from "../../src/indexers/feed.ts";

export type Doc = Record<string, unknown>;

/** `drop-before`: the connection breaks and nothing is done; `drop-after`: it is done, the answer is lost. */
export type Fault = "none" | "drop-before" | "drop-after" | "busy" | "down" | "partial" | "proxy-page";

export interface Double {
  readonly url: string;
  /** Documents as a search would find them once published. */
  readonly docs: Map<string, Doc>;
  readonly faults: Fault[];
  /** Bodies of the update requests, newest last. */
  readonly bodies: string[];
  published: number;
  /** Called when searches may see what was written. */
  onPublished: () => void;
}

interface Reply {
  status: number;
  json: unknown;
  headers?: Record<string, string>;
}

async function serve<D extends Omit<Double, "url">>(
  t: TestContext,
  double: D,
  handle: (request: IncomingMessage, body: string, fault: Fault) => Reply | null,
): Promise<D & { url: string }> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const fault = double.faults.shift() ?? "none";
    if (fault === "drop-before") return response.destroy();
    if (fault === "busy") return response.writeHead(429, { "retry-after": "3" }).end("{}");
    if (fault === "down") return response.writeHead(503).end("<html>starting</html>");
    if (fault === "proxy-page")
      return response.writeHead(200, { "content-type": "text/html" }).end("<html>hello</html>");
    const reply = handle(request, body, fault);
    // Held open, as a long poll without news.
    if (reply === null) return;
    const { status, json, headers } = reply;
    if (fault === "drop-after") return response.destroy();
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(double, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

const newDouble = (): Omit<Double, "url"> => ({
  docs: new Map(),
  faults: [],
  bodies: [],
  published: 0,
  onPublished: () => {},
});

// Solr -----------------------------------------------------------------------------------------------------------

/** Types of Solr's default dynamic fields. */
const SOLR_TYPES: Record<string, (value: unknown) => boolean> = {
  s: (value) => typeof value === "string" && Buffer.byteLength(value) <= 32_766,
  t: (value) => typeof value === "string",
  txt: (value) => typeof value === "string",
  dt: (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value),
  l: (value) => Number.isInteger(value),
  i: (value) => Number.isInteger(value),
  d: (value) => typeof value === "number",
  b: (value) => typeof value === "boolean",
};

function solrProblem(doc: Doc): string | undefined {
  if (typeof doc["id"] !== "string" || doc["id"] === "") return "Document is missing mandatory uniqueKey field: id";
  for (const [name, value] of Object.entries(doc)) {
    if (name === "id") continue;
    const suffix = name.slice(name.lastIndexOf("_") + 1);
    const many = suffix === "ss" || suffix === "txt";
    const fits = SOLR_TYPES[suffix === "ss" ? "s" : suffix];
    if (!fits) return `[doc=${doc["id"]}] unknown field '${name}'`;
    if (Array.isArray(value) && !many) return `[doc=${doc["id"]}] multiple values for single valued field ${name}`;
    for (const one of Array.isArray(value) ? value : [value])
      if (!fits(one)) return `[doc=${doc["id"]}] Error adding field '${name}'='${String(one).slice(0, 40)}'`;
  }
  return undefined;
}

/** A core named `names` with the default schema and without schema guessing. */
export function solrDouble(t: TestContext): Promise<Double> {
  const core = newDouble();
  const answer = (status: number, msg?: string): Reply => ({
    status,
    json: {
      responseHeader: { status: status === 200 ? 0 : status, QTime: 1 },
      ...(msg ? { error: { msg, code: status } } : {}),
    },
  });
  return serve(t, core, (request, body) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://solr");
    if (pathname === "/solr/names/admin/ping") return answer(200);
    if (pathname !== "/solr/names/update") return { status: 404, json: {} };
    if (request.method !== "POST") return answer(400, "missing content stream");
    if (request.headers["content-type"] !== "application/json") return answer(415, "Unsupported ContentType");
    const within = searchParams.get("commitWithin");
    if (within !== null && !/^\d+$/.test(within)) return answer(400, "For input string");
    core.bodies.push(body);
    const command = JSON.parse(body) as Record<string, unknown>;
    for (const [name, given] of Object.entries(command)) {
      if (name === "add") {
        // Like Solr, documents before the bad one are taken.
        for (const doc of given as Doc[]) {
          const problem = solrProblem(doc);
          if (problem) return answer(400, problem);
          core.docs.set(doc["id"] as string, doc);
        }
      } else if (name === "delete" && Array.isArray(given)) {
        for (const id of given) {
          if (typeof id !== "string") return answer(400, "expected an id");
          core.docs.delete(id);
        }
      } else if (name === "delete") {
        assert.deepEqual(given, { query: "feed_s:binomen" });
        for (const [id, doc] of core.docs) if (doc["feed_s"] === "binomen") core.docs.delete(id);
      } else if (name === "commit") {
        core.published++;
        core.onPublished();
      } else return answer(400, `Unknown command '${name}'`);
    }
    return answer(200);
  });
}

// Elasticsearch --------------------------------------------------------------------------------------------------

/** An index named `names`, missing until it is made, that takes requests of at most `mostBytes`. */
export function elasticsearchDouble(t: TestContext, mostBytes = 1_000_000): Promise<Double> {
  const index = newDouble();
  let there = false;
  // Versions of removed documents are kept, as for index.gc_deletes.
  const versions = new Map<string, bigint>();
  const failure = (status: number, type: string, reason = type): Reply => ({
    status,
    json: { error: { type, reason }, status },
  });

  function one(action: string, meta: { _id: string; version: bigint }, doc: Doc | undefined): [number, object] {
    const known = versions.get(meta._id);
    if (known !== undefined && known >= meta.version) {
      const reason = `[${meta._id}]: version conflict, current version [${known}] is higher or equal to the one provided`;
      return [409, { error: { type: "version_conflict_engine_exception", reason } }];
    }
    if (
      action === "index" &&
      Object.entries(doc!).some(([name, value]) => name.endsWith("_l") && typeof value !== "number")
    )
      return [400, { error: { type: "document_parsing_exception", reason: "failed to parse field of type [long]" } }];
    const had = index.docs.has(meta._id);
    versions.set(meta._id, meta.version);
    if (action === "index") index.docs.set(meta._id, doc!);
    else index.docs.delete(meta._id);
    if (action === "delete") return [had ? 200 : 404, { result: had ? "deleted" : "not_found" }];
    return [had ? 200 : 201, { result: had ? "updated" : "created" }];
  }

  function bulk(body: string, fault: Fault): Reply {
    if (Buffer.byteLength(body) > mostBytes) return failure(413, "content_too_long_exception");
    if (!body.endsWith("\n"))
      return failure(400, "illegal_argument_exception", "must be terminated by a newline [\\n]");
    index.bodies.push(body);
    const lines = body.slice(0, -1).split("\n");
    const items: object[] = [];
    for (let at = 0; at < lines.length; at++) {
      const entries = Object.entries(JSON.parse(lines[at]!) as Record<string, Record<string, unknown>>);
      const [action, meta] = entries[0] ?? ["", {}];
      const digits = /"version":(\d+)/.exec(lines[at]!)?.[1];
      if (entries.length !== 1 || !["index", "delete"].includes(action) || !digits)
        return failure(400, "illegal_argument_exception", "Malformed action/metadata line");
      const { _id, version_type } = meta as { _id: string; version_type: string };
      if (typeof _id !== "string" || Buffer.byteLength(_id) > 512 || version_type !== "external" || BigInt(digits) < 1n)
        return failure(400, "action_request_validation_exception");
      const doc = action === "index" ? (JSON.parse(lines[++at] ?? "null") as Doc | null) : undefined;
      if (doc === null || Array.isArray(doc)) return failure(400, "parse_exception", "document expected");
      // Every second action meets a full queue.
      const [status, rest] =
        fault === "partial" && items.length % 2 === 0
          ? [429, { error: { type: "es_rejected_execution_exception", reason: "queue full" } }]
          : one(action, { _id, version: BigInt(digits) }, doc);
      items.push({ [action]: { _index: "names", _id, status, ...rest } });
    }
    return {
      status: 200,
      json: { took: 1, errors: items.some((item) => JSON.stringify(item).includes("error")), items },
    };
  }

  return serve(t, index, (request, body, fault) => {
    const type = request.headers["content-type"];
    const call = `${request.method} ${request.url}`;
    if (body !== "" && type !== (call.endsWith("_bulk") ? "application/x-ndjson" : "application/json"))
      return failure(406, "media_type_header_exception");
    if (call === "PUT /names") {
      if (there) return failure(400, "resource_already_exists_exception");
      there = true;
      return { status: 200, json: { acknowledged: true } };
    }
    if (!there) return failure(404, "index_not_found_exception");
    if (call === "GET /names") return { status: 200, json: { names: { aliases: {}, mappings: {}, settings: {} } } };
    if (call === "DELETE /names") {
      there = false;
      index.docs.clear();
      versions.clear();
      return { status: 200, json: { acknowledged: true } };
    }
    if (call === "POST /names/_refresh") {
      index.published++;
      index.onPublished();
      return { status: 200, json: { _shards: { failed: 0 } } };
    }
    if (call === "POST /names/_bulk") return bulk(body, fault);
    return failure(400, "illegal_argument_exception", `no handler for ${call}`);
  });
}

// The store ------------------------------------------------------------------------------------------------------

/** A store of documents with a change feed in which each document stands at its latest change, like binomen's. */
export class StoreDouble implements Feed {
  readonly name = "http://127.0.0.1:8080/";
  readonly docs = new Map<string, Doc>();
  #log = new Map<string, Change>();
  #seq: bigint;
  /** Called before each page: a place for changes between pages. */
  beforePage: () => void = () => {};

  /** @param firstSeq beyond 2^53 shows that versions are not rounded. */
  constructor(firstSeq = 0n) {
    this.#seq = firstSeq;
  }

  put(id: string, doc: Doc): void {
    this.docs.set(id, { ...doc, id });
    this.#append({ kind: "score", id, op: "upsert", doc: { ...doc, id } });
  }

  remove(id: string): void {
    if (this.docs.delete(id)) this.#append({ kind: "score", id, op: "delete" });
  }

  touch(id: string): void {
    this.#append({ kind: "name", id, op: "touch" });
  }

  #append(change: Omit<Change, "seq">): void {
    this.#log.delete(`${change.kind} ${change.id}`);
    this.#log.set(`${change.kind} ${change.id}`, { ...change, seq: String(++this.#seq) });
  }

  async page({ cursor, limit }: FeedQuestion): Promise<FeedPage> {
    return this.pageNow(cursor, limit);
  }

  pageNow(cursor: string | undefined, limit: number): FeedPage {
    this.beforePage();
    const after = BigInt(cursor ?? "0");
    const rest = [...this.#log.values()].filter(({ seq }) => BigInt(seq) > after);
    const results = rest.slice(0, limit);
    const end = results.at(-1)?.seq ?? cursor ?? "0";
    return { epoch: "1", results, cursor: end, more: rest.length > limit, high: String(this.#seq) };
  }
}

/** A binomen server with this store's feed, whose one key is `token`; a long poll without news never ends. */
export function feedDouble(t: TestContext, store: StoreDouble, token: string) {
  const double = { ...newDouble(), questions: [] as string[], refusal: undefined as Reply | undefined };
  return serve(t, double, (request) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://binomen");
    if (pathname !== "/facets/changes")
      return { status: 404, json: { code: "NOT_FOUND", message: "Nothing is here." } };
    if (request.headers.authorization !== `Bearer ${token}`)
      return { status: 401, json: { code: "UNAUTHORIZED", message: "This key is not known here." } };
    double.questions.push(searchParams.toString());
    if (double.refusal) return double.refusal;
    const page = store.pageNow(searchParams.get("cursor") ?? undefined, Number(searchParams.get("limit")));
    return page.results.length === 0 && searchParams.has("wait") ? null : { status: 200, json: page };
  });
}
