/** A server that takes what an engine takes: indexes and aliases, bulk, searches of the kind that `EngineRecords` sends. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fits, valuesOf } from "./engine-double.ts";

type Json = Record<string, unknown>;

/** An index as the stand-in keeps it. */
export interface StandInIndex {
  readonly mappings: Json;
  readonly documents: readonly Json[];
}

/** A running stand-in; `requests` are the searches that it was sent. */
export async function engineStandIn(closing: { after(fn: () => unknown): void }) {
  const indexes = new Map<string, StandInIndex>();
  const aliases = new Map<string, readonly string[]>();
  const requests: { path: string; body: Json; authorization: string | undefined }[] = [];
  const state = { reply: undefined as { status: number; body: string } | undefined, drops: 0 };
  const server = createServer(async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (status: number, json: object | string) =>
      reply
        .writeHead(status, { "content-type": "application/json" })
        .end(typeof json === "string" ? json : JSON.stringify(json));
    if (state.drops > 0) {
      state.drops--;
      return request.socket.destroy();
    }
    if (state.reply !== undefined) return send(state.reply.status, state.reply.body);
    const [, written = "", verb = ""] = request.url!.split(/[/?]/);
    const names = decodeURIComponent(written)
      .split(",")
      .flatMap((name) => aliases.get(name) ?? [name]);
    const found = names.map((name) => [name, indexes.get(name)] as const);
    if (found.some(([, index]) => index === undefined))
      return send(404, { error: { type: "index_not_found_exception" } });
    if (verb === "_mapping")
      return send(200, Object.fromEntries(found.map(([name, index]) => [name, { mappings: index!.mappings }])));
    assert.equal(verb, "_search");
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Json;
    requests.push({ path: request.url!, body, authorization: request.headers.authorization });
    const documents = found.flatMap(([name, index]) => index!.documents.map((one) => ({ ...one, _index: name })));
    send(200, answerOf(body, documents, foldedIn(found[0]![1]!.mappings)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { indexes, aliases, requests, state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Whether a field is kept in small letters. */
export function foldedIn(mappings: Json): (field: string) => boolean {
  return (field) => {
    let at: unknown = mappings;
    for (const name of field.split(".")) at = (at as { properties?: Json } | undefined)?.properties?.[name];
    return (at as { normalizer?: string } | undefined)?.normalizer !== undefined;
  };
}

function answerOf(body: Json, documents: readonly Json[], isFolded: (field: string) => boolean): Json {
  const known = ["query", "sort", "from", "size", "track_total_hits", "_source", "docvalue_fields", "aggs"];
  for (const name of Object.keys(body)) assert.ok(known.includes(name), name);
  const found = documents.filter((one) => fits(body["query"] as Json, one, isFolded));
  const [from, size] = [Number(body["from"] ?? 0), Number(body["size"] ?? 10)];
  const sort = (body["sort"] ?? []) as Json[];
  const hits = size === 0 ? [] : [...found].sort((a, b) => compared(sort, a, b)).slice(from, from + size);
  const members = (body["_source"] ?? []) as string[];
  return {
    ...{ timed_out: false, _shards: { failed: 0 } },
    hits: {
      ...(body["track_total_hits"] !== false && { total: { value: found.length, relation: "eq" } }),
      hits: hits.map((one) => ({
        _source: Object.fromEntries(members.map((name) => [name, one[name]])),
        fields: Object.fromEntries(
          ((body["docvalue_fields"] ?? []) as string[]).flatMap((name) =>
            one[name] === undefined ? [] : [[name, [one[name]]]],
          ),
        ),
      })),
    },
    ...(body["aggs"] !== undefined && { aggregations: { values: divided(body["aggs"] as Json, found, isFolded) } }),
  };
}

function compared(sort: readonly Json[], a: Json, b: Json): number {
  for (const one of sort) {
    const [[field, given]] = Object.entries(one) as [[string, string | { order: string }]];
    const order = typeof given === "string" ? given : given.order;
    if (field === "_score") continue;
    const [x, y] = [a[field] as number | undefined, b[field] as number | undefined];
    if (x === y) continue;
    if (x === undefined) return 1;
    if (y === undefined) return -1;
    return (x - y) * (order === "desc" ? -1 : 1);
  }
  return 0;
}

function divided(aggs: Json, found: readonly Json[], isFolded: (field: string) => boolean): Json {
  const { terms, composite } = aggs["values"] as { terms?: Json; composite?: Json };
  const source = (composite?.["sources"] as { value: { terms: { field: string } } }[] | undefined)?.[0];
  const field = String(terms?.["field"] ?? source?.value.terms.field);
  const counts = new Map<unknown, number>();
  for (const one of found)
    for (const value of new Set(valuesOf(one, field, isFolded))) counts.set(value, (counts.get(value) ?? 0) + 1);
  const least = Number(terms?.["min_doc_count"] ?? 1);
  const include = terms?.["include"] === undefined ? undefined : new RegExp(`^${terms["include"]}$`);
  const byKey = (a: unknown, b: unknown) =>
    typeof a === "number" ? a - (b as number) : String(a) < String(b) ? -1 : 1;
  const isByCount = Array.isArray(terms?.["order"]);
  const all = [...counts]
    .filter(([key, count]) => count >= least && (include === undefined || include.test(String(key))))
    .sort(([a, n], [b, m]) => (isByCount ? m - n : 0) || byKey(a, b));
  const size = Number(terms?.["size"] ?? composite?.["size"]);
  const after = (composite?.["after"] as { value: unknown } | undefined)?.value;
  const rest = after === undefined ? all : all.filter(([key]) => byKey(key, after) > 0);
  const buckets = rest.slice(0, size).map(([key, doc_count]) => ({
    key: source === undefined ? (typeof key === "boolean" ? Number(key) : key) : { value: key },
    ...(typeof key === "boolean" && { key_as_string: String(key) }),
    doc_count,
  }));
  return { buckets, ...(buckets.length > 0 && { after_key: { value: rest.slice(0, size).at(-1)![0] } }) };
}
