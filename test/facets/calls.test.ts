import assert from "node:assert/strict";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import type { Scope } from "../../src/access/scopes.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { smallApp, temporaryFolder } from "../http/small-service.ts";
import { fill, type GoldenTables } from "./open-store.ts";
import { compactBeside, secondWriter } from "./second-writer.ts";

const TABLES: GoldenTables = {
  facets: [{ id: 2, name: "Habit", heritable: 1 }],
  facet_values: [
    { id: 21, facet_id: 2, name: "Shrub", code: "S" },
    { id: 20, facet_id: 2, name: "Tree", code: null },
  ],
  sources: [
    { id: 6, name: "habits", facet_value_id: 20, snippet_category: null, snippet_language: null, do_not_index: 0 },
    { id: 7, name: "hidden", facet_value_id: 21, snippet_category: null, snippet_language: null, do_not_index: 1 },
    { id: 8, name: "uses", facet_value_id: null, snippet_category: "use", snippet_language: "eng", do_not_index: 0 },
  ],
  scores: [],
  snippets: [],
};

async function openApp(t: TestContext, scopes: Scope[] = ["facets:read", "changes:read", "import:write"]) {
  const app = await smallApp(t);
  const { facets, keys } = app.service;
  const write = secondWriter(t, facets.store);
  await write((writer) => fill(writer, TABLES));
  const { token } = await keys.create("test", scopes, null);
  // Else errors of WFO's calls are sentences.
  const headers = { authorization: `Bearer ${token}`, accept: "application/problem+json" };
  const get = async (url: string) => app.app.inject({ url, headers });
  const post = async (url: string, body: unknown, type = "application/json") =>
    app.app.inject({
      method: "POST",
      url,
      headers: { ...headers, "content-type": type },
      payload: JSON.stringify(body),
    });
  return { app: app.app, store: facets.store, write, get, post, headers };
}

test("without a key WFO's calls are answered with WFO's sentence, and the page without a question is open", async (t) => {
  const { app } = await openApp(t);
  const refused = await app.inject({ url: "/facets/api.php?offset=0" });
  assert.equal(refused.statusCode, 401);
  assert.equal(refused.body, "Unauthorized: You must provide a bearer token!");
  assert.ok(refused.headers["www-authenticate"]);
  const page = await app.inject({ url: "/facets/api.php" });
  assert.equal(page.statusCode, 200);
  assert.match(page.body, /metadata=scores/);
});

test("posted graphs give documents in their order at both paths, under any content type", async (t) => {
  const { write, post } = await openApp(t);
  await write((writer) => writer.putScore(5, 20, 6, null));
  const graphs = [{ classification: "2025-06" }, { classification: "2025-06", taxon: ["wfo-0000000005"] }];
  const a = await post("/facets/api.php", graphs);
  assert.equal(a.statusCode, 200, a.body);
  assert.equal(
    a.body,
    '[{"taxon":null,"classification":"2025-06","error":"no taxon"},{"taxon":"wfo-0000000005","classification":"2025-06",' +
      '"wfo-f-2_ss":["wfo-fv-20"],"wfo-fv-20_provenance_ss":["wfo-0000000005-s-6-direct"],"wfo-f-2_t":"Habit :  Tree",' +
      '"snippet_text_categories_ss":[],"snippet_text_languages_ss":[],"snippet_text_name_ids_ss":[],' +
      '"snippet_text_ids_ss":[],"snippet_text_sources_ss":[],"snippet_text_bodies_txt":[]}]',
  );
  assert.equal((await post("/facets/", graphs, "application/x-www-form-urlencoded")).body, a.body);
  const enveloped = (await post("/facets/?envelope=1", graphs)).json();
  assert.equal(enveloped.kind, "taxon-values");
  assert.deepEqual(enveloped.docs, a.json());
});

test("what cannot be evaluated is refused with the place and the way out", async (t) => {
  const { post, app, headers } = await openApp(t);
  const graph = { taxon: ["wfo-0000000005"] };
  const many = await post("/facets/api.php", Array(1001).fill(graph));
  assert.deepEqual([many.statusCode, many.json().code], [413, "REQUEST_TOO_LARGE"]);
  const bad = await post("/facets/api.php", [graph, { taxon: ["wfo-5"] }]);
  assert.deepEqual([bad.statusCode, bad.json().code], [400, "FACET_NAME_ID_INVALID"]);
  assert.match(bad.json().message, /\[1\]\.taxon\[0\]/);
  const sentence = await app.inject({
    method: "POST",
    url: "/facets/api.php",
    headers: { authorization: headers.authorization },
    payload: "[{",
  });
  assert.equal(sentence.statusCode, 400);
  assert.match(String(sentence.headers["content-type"]), /^text\/plain/);
  assert.match(sentence.body, /^body: /);
  const broken = await app.inject({ method: "POST", url: "/facets/api.php", headers, payload: "[{" });
  assert.equal(broken.statusCode, 400);
});

test("facets come with their values ordered by name, and hidden sources are left out", async (t) => {
  const { get } = await openApp(t);
  const facets = await get("/facets/api.php?metadata=facets");
  const [facet] = facets.json();
  assert.deepEqual(Object.keys(facet), ["id", "kind_s", "json_t"]);
  assert.equal(
    facet.json_t,
    '{"id":"wfo-f-2","kind":"wfo-facet","name":"Habit","description":null,"link_uri":null,"facet_values":{' +
      '"wfo-fv-21":{"id":"wfo-fv-21","kind":"wfo-facet-value","name":"Shrub","description":null,"link_uri":null,"code":"S","facet_id":"wfo-f-2"},' +
      '"wfo-fv-20":{"id":"wfo-fv-20","kind":"wfo-facet-value","name":"Tree","description":null,"link_uri":null,"code":null,"facet_id":"wfo-f-2"}}}',
  );
  const sources = (await get("/facets/api.php?metadata=sources")).json();
  assert.deepEqual(
    sources.map((doc: { id: string; kind_s: string }) => [doc.id, doc.kind_s]),
    [
      ["wfo-fs-6", "wfo-facet-source"],
      ["wfo-ss-8", "wfo-snippet-source"],
    ],
  );
  assert.equal(JSON.parse(sources[0].json_t).facet_value_id, "20");
  const withdrawn = (await get("/facets/api.php?metadata=sources&envelope=1&since=0")).json();
  assert.equal(withdrawn.kind, "sources-metadata");
  assert.deepEqual(withdrawn.deleted, ["wfo-fs-7"]);
});

test("an unchanged vocabulary is not sent again", async (t) => {
  const { app, get, headers } = await openApp(t);
  const { etag } = (await get("/facets/api.php?metadata=facets")).headers;
  const again = await app.inject({
    url: "/facets/api.php?metadata=facets",
    headers: { ...headers, "if-none-match": String(etag) },
  });
  assert.equal(again.statusCode, 304);
});

test("score documents name the source before the value and carry the source's row", async (t) => {
  const { write, get } = await openApp(t);
  await write((writer) => {
    writer.putScore(5, 20, 6, '{"wfo_id":"wfo-0000000005"}');
    writer.putScore(6, 20, 6, null);
  });
  const scores = (await get("/facets/api.php?metadata=scores")).json();
  assert.equal(scores.length, 1, "a row without metadata does not appear");
  assert.deepEqual(Object.keys(scores[0]), [
    "id",
    "kind_s",
    "wfo_id_s",
    "source_id_s",
    "value_id_s",
    "modified_dt",
    "json_t",
  ]);
  assert.equal(scores[0].id, "wfo-fvs-wfo-0000000005-6-20");
  const since = Date.parse(scores[0].modified_dt) / 1000;
  assert.deepEqual((await get(`/facets/api.php?metadata=scores&since=${since}`)).json(), []);
  assert.equal((await get(`/facets/api.php?metadata=scores&since=${since - 1}`)).json().length, 1);
});

test("what is not asked for in WFO's words is answered as WFO does", async (t) => {
  const { get } = await openApp(t);
  assert.equal((await get("/facets/api.php?metadata=trees")).body, "Un-specified metadata ");
  const nothing = await get("/facets/api.php?colour=red");
  assert.deepEqual([nothing.statusCode, nothing.body], [200, ""]);
});

test("a deleted score is told as a tombstone on request", async (t) => {
  const { write, get } = await openApp(t);
  await write((writer) => writer.putScore(5, 20, 6, "{}"));
  await write((writer) => writer.deleteScore(5, 20, 6));
  assert.deepEqual((await get("/facets/api.php?metadata=scores&since=0")).json(), []);
  const [inert] = (await get("/facets/api.php?metadata=scores&since=0&tombstones=1")).json();
  assert.equal(inert.deleted_b, true);
  const enveloped = (await get("/facets/api.php?metadata=scores&since=0&envelope=1")).json();
  assert.deepEqual(enveloped.deleted, ["wfo-fvs-wfo-0000000005-6-20"]);
});

test("the envelope is chosen by media type as well, and a walk says what it is pinned to", async (t) => {
  const { app, write, get, headers } = await openApp(t);
  await write((writer) => {
    for (const name of [5, 6]) writer.putScore(name, 20, 6, null);
  });
  const accept = "application/vnd.fyllo.v2+json";
  const reply = await app.inject({ url: "/facets/api.php?offset=0", headers: { ...headers, accept } });
  const { kind, docs } = reply.json();
  assert.equal(kind, "modified_names");
  assert.deepEqual(
    docs.map(({ wfo_id }: { wfo_id: string }) => wfo_id),
    ["wfo-0000000006", "wfo-0000000005"],
  );
  const asOf = Number(reply.headers["x-fyllo-as-of"]);
  await write((writer) => writer.putScore(7, 20, 6, null));
  assert.deepEqual((await get(`/facets/api.php?offset=0&as_of=${asOf}`)).json(), docs);
  assert.equal((await get("/facets/api.php?offset=0")).json()[0].wfo_id, "wfo-0000000007");
  assert.equal((await get("/facets/api.php?offset=-1")).statusCode, 400);
});

test("an envelope's cursor is as good as its last second", async (t) => {
  const { write, get } = await openApp(t);
  await write((writer) => writer.putScore(5, 20, 6, "{}"));
  const { cursor } = (await get("/facets/?metadata=scores&envelope=1")).json();
  await write((writer) => writer.putScore(6, 20, 6, "{}"));
  const next = (await get(`/facets/?metadata=scores&envelope=1&since=${cursor}`)).json();
  assert.deepEqual(
    next.docs.map(({ id }: { id: string }) => id),
    ["wfo-fvs-wfo-0000000006-6-20"],
  );
  assert.equal((await get(`/facets/?metadata=snippets&since=${cursor}`)).json().code, "FACET_CURSOR_INVALID");
});

test("statistics count scores per facet, value and source", async (t) => {
  const { write, get } = await openApp(t);
  await write((writer) => {
    for (const name of [5, 6, 7]) writer.putScore(name, 20, 6, null);
    writer.putScore(5, 21, 7, null);
    writer.deleteScore(7, 20, 6);
  });
  const { facets, counts } = (await get("/facets/stats")).json();
  assert.equal(counts.scores, 3);
  assert.equal(facets[0].scores, 3);
  assert.deepEqual(
    facets[0].values.map(({ id, scores }: { id: string; scores: number }) => [id, scores]),
    [
      ["wfo-fv-21", 1],
      ["wfo-fv-20", 2],
    ],
  );
});

test("the feed tells an upsert, a delete and the names concerned", async (t) => {
  const { write, get } = await openApp(t);
  await write((writer) => writer.putScore(5, 20, 6, '{"wfo_id":"wfo-0000000005"}'));
  const first = (await get("/facets/changes?kinds=scores,names&include_docs=true")).json();
  assert.deepEqual(
    first.results.map(({ kind, id, op }: { kind: string; id: string; op: string }) => [kind, id, op]),
    [
      ["score", "wfo-fvs-wfo-0000000005-6-20", "upsert"],
      ["name", "wfo-0000000005", "touch"],
    ],
  );
  assert.deepEqual([first.results[1].reasons, first.results[1].descendants], [["score"], true]);
  assert.equal(first.results[0].doc.json_t, '{"wfo_id":"wfo-0000000005"}');
  await write((writer) => writer.deleteScore(5, 20, 6));
  const next = (await get(`/facets/changes?kinds=scores,names&cursor=${first.cursor}`)).json();
  assert.deepEqual(
    next.results.map(({ id, op }: { id: string; op: string }) => [id, op]),
    [
      ["wfo-fvs-wfo-0000000005-6-20", "delete"],
      ["wfo-0000000005", "touch"],
    ],
  );
  assert.equal(next.more, false);
  const foreign = await get(`/facets/changes?kinds=scores&cursor=${first.cursor}`);
  assert.deepEqual([foreign.statusCode, foreign.json().code], [400, "FACET_CURSOR_INVALID"]);
  const status = (await get("/facets/status")).json();
  assert.equal(status.readers[0].lag, 2, "the key has acknowledged its first page only");
});

test("a waiting reader is woken by the next commit", async (t) => {
  const { write, get } = await openApp(t);
  const { cursor } = (await get("/facets/changes?kinds=scores&cursor=now")).json();
  const waiting = get(`/facets/changes?kinds=scores&wait=30&cursor=${cursor}`);
  await write((writer) => writer.putScore(5, 20, 6, null));
  assert.equal((await waiting).json().results.length, 1);
});

test("a stream tells changes as they happen, goes on after an event id and ends with the server", async (t) => {
  const { app, write, headers } = await openApp(t);
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  const open = async (lastEventId: string | undefined) => {
    const more = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
    const reply = await fetch(`${address}/facets/changes/stream?kinds=scores`, { headers: { ...headers, ...more } });
    assert.equal(reply.headers.get("content-type"), "text/event-stream");
    return (reply.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  };
  const nextEvent = async (reader: ReadableStreamDefaultReader<string>) => {
    for (let text = ""; ; ) {
      const { value, done } = await reader.read();
      assert.ok(!done, "the stream ended early");
      text += value;
      const found = /id: (.*)\nevent: changes\ndata: (.*)\n\n/.exec(text);
      if (found) return { id: found[1] as string, page: JSON.parse(found[2] as string) };
    }
  };
  const first = await open(undefined);
  await write((writer) => writer.putScore(5, 20, 6, null));
  const { id, page } = await nextEvent(first);
  assert.equal(page.results[0].id, "wfo-fvs-wfo-0000000005-6-20");
  await first.cancel();
  await write((writer) => writer.putScore(6, 20, 6, null));
  const second = await open(id);
  const next = await nextEvent(second);
  assert.deepEqual(
    next.page.results.map((change: { id: string }) => change.id),
    ["wfo-fvs-wfo-0000000006-6-20"],
  );
  await app.close();
  for (;;) if ((await second.read()).done) break;
});

test("a cursor from before forgotten deletes is too old, one of another store is of another epoch", async (t) => {
  const { store, write, get } = await openApp(t);
  await write((writer) => writer.putScore(5, 20, 6, null));
  const { cursor } = (await get("/facets/changes?kinds=scores")).json();
  await write((writer) => writer.deleteScore(5, 20, 6));
  compactBeside(store, -1);
  const old = await get(`/facets/changes?kinds=scores&cursor=${cursor}`);
  assert.deepEqual([old.statusCode, old.json().code], [410, "FACET_CURSOR_TOO_OLD"]);
  assert.match(old.json().message, /\/facets\/snapshot/);
  const other = await openApp(t);
  await other.write((writer) => writer.putScore(5, 20, 6, null));
  const foreign = await other.get(`/facets/changes?kinds=scores&cursor=${cursor}`);
  assert.deepEqual([foreign.statusCode, foreign.json().code], [409, "FACET_EPOCH_CHANGED"]);
  assert.deepEqual((await verifyStore(store)).problems, []);
});

test("a snapshot begins with its cursor and ends with its count", async (t) => {
  const { write, get } = await openApp(t);
  await write((writer) => writer.putScore(5, 20, 6, null));
  const lines = (await get("/facets/snapshot?kinds=scores,values")).body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ kind }) => kind),
    ["snapshot", "value", "value", "score", "end"],
  );
  assert.equal(lines.at(-1).count, 3);
  const after = (await get(`/facets/changes?kinds=scores,values&cursor=${lines[0].cursor}`)).json();
  assert.deepEqual(after.results, []);
});

test("a source is made, hidden and deleted by HTTP, and its names hear of it", async (t) => {
  const { app, store, post, get, headers } = await openApp(t);
  const made = await post("/facets/sources", { name: "more habits", facetValueId: 20, licence: "CC0" });
  assert.equal(made.statusCode, 200, made.body);
  const { id } = made.json();
  await post("/facets/scores", { upsert: [{ wfo_id: "wfo-0000000009", valueId: 20, sourceId: id }] });
  const { cursor } = (await get("/facets/changes?kinds=names&cursor=now")).json();
  const patch = { method: "PATCH", url: `/facets/sources/${id}`, headers } as const;
  const hidden = await app.inject({ ...patch, payload: { doNotIndex: true } });
  assert.equal(hidden.statusCode, 200, hidden.body);
  const [touched] = (await get(`/facets/changes?kinds=names&cursor=${cursor}`)).json().results;
  assert.deepEqual([touched.id, touched.reasons], ["wfo-0000000009", ["source-flag"]]);
  assert.equal((await app.inject({ ...patch, payload: { doNotIndex: true } })).json().changes, 0);
  await app.inject({ method: "DELETE", url: `/facets/sources/${id}`, headers });
  assert.equal(store.head().counts.scores, 0);
  const both = await post("/facets/sources", { name: "both", facetValueId: 20, snippetCategory: "use" });
  assert.equal(both.json().code, "FACET_SOURCE_KIND");
  const unknown = await post("/facets/sources", { name: "nowhere", facetValueId: 999 });
  assert.equal(unknown.json().code, "FACET_NOT_FOUND");
});

for (const since of ["1.7e9", " 5", "-1", "abc", "1774880981000", "0x10", "1,5", "null"])
  test(`since=${since} is refused by every call, not read as the beginning`, async (t) => {
    const { get } = await openApp(t);
    for (const kind of ["facets", "sources", "scores", "snippets"])
      for (const more of ["", "&envelope=1"]) {
        const reply = await get(`/facets/api.php?metadata=${kind}&since=${encodeURIComponent(since)}${more}`);
        assert.deepEqual([reply.statusCode, reply.json().code], [400, "REQUEST_INVALID"], kind);
        assert.match(reply.json().message, /since/);
      }
  });

test("a parameter that is given twice is refused", async (t) => {
  const { get } = await openApp(t);
  for (const query of ["metadata=scores&since=1&since=2", "offset=0&offset=1000"])
    assert.equal((await get(`/facets/api.php?${query}`)).statusCode, 400, query);
});

test("the vocabulary is told with a checksum, and every record of it can be posted back as it was read", async (t) => {
  const { get, post, app, headers } = await openApp(t);
  const first = await get("/facets/vocabulary");
  const { facets, values, sources } = first.json();
  assert.deepEqual(
    [facets, values, sources].map((records) => records.map(({ name }: { name: string }) => name)),
    [["Habit"], ["Shrub", "Tree"], ["habits", "hidden", "uses"]],
  );
  const etag = first.headers["etag"] as string;
  const same = await app.inject({ url: "/facets/vocabulary", headers: { ...headers, "if-none-match": etag } });
  assert.equal(same.statusCode, 304);
  for (const [kind, records] of Object.entries({ facets, values, sources }))
    for (const record of records) {
      const payload = JSON.stringify(record);
      const options = {
        url: `/facets/${kind}/${record.id}`,
        headers: { ...headers, "content-type": "application/json" },
      };
      const back = await app.inject({ method: "PATCH", ...options, payload });
      assert.deepEqual([back.statusCode, back.json().changes], [200, 0], `${payload}: ${back.body}`);
    }
  // Another store takes them as they are, ids and all.
  const other = await openOther(t);
  for (const [kind, records] of Object.entries({ facets, values, sources }))
    for (const record of records) {
      const reply = await other.post(`/facets/${kind}`, record);
      assert.equal(reply.statusCode, 200, reply.body);
    }
  const told = (await other.get("/facets/vocabulary")).json();
  const withoutStamps = (records: Record<string, unknown>[]) =>
    records.map(({ sequence, tick, lastImport, ...record }) => record);
  assert.deepEqual(withoutStamps(told.sources), withoutStamps(sources));
  const changed = await post("/facets/facets", { name: "Zone" });
  assert.equal(changed.statusCode, 200);
  assert.notEqual((await get("/facets/vocabulary")).headers["etag"], etag);
});

async function openOther(t: TestContext) {
  const { app, service } = await smallApp(t);
  const { token } = await service.keys.create("test", ["facets:read", "import:write"], null);
  const headers = { authorization: `Bearer ${token}` };
  return {
    get: (url: string) => app.inject({ url, headers }),
    post: (url: string, body: object) => app.inject({ method: "POST", url, headers, payload: body }),
  };
}

test("null stays null in a body, and where nothing may be null it is refused", async (t) => {
  const { store, post, app, headers } = await openApp(t);
  const patch = (url: string, payload: object) => app.inject({ method: "PATCH", url, headers, payload });
  await patch("/facets/sources/8", { licence: "CC0", description: "" });
  assert.equal((await patch("/facets/sources/8", { licence: null, facetValueId: null })).statusCode, 200);
  const { licence, description, facetValueId } = store.vocabulary().sources.get(8)!;
  assert.deepEqual([licence, description, facetValueId], [null, "", null]);
  for (const [url, body] of [
    ["/facets/facets/2", { heritable: null }],
    ["/facets/facets/2", { name: null }],
    ["/facets/values/20", { facetId: null }],
    ["/facets/sources/6", { doNotIndex: null }],
    ["/facets/sources/6", { facetValueId: 0 }],
  ] as const)
    assert.equal((await patch(url, body)).statusCode, 400, `${url} ${JSON.stringify(body)}`);
  assert.equal(store.vocabulary().facets.get(2)?.heritable, true);
  const score = { wfo_id: "wfo-0000000005", valueId: null, sourceId: 6 };
  assert.equal((await post("/facets/scores", { upsert: [score] })).statusCode, 400);
});

test("a score of a value that its source does not give is refused, as is one of a list of snippets", async (t) => {
  const { store, post } = await openApp(t);
  const score = (valueId: number, sourceId: number) =>
    post("/facets/scores", { upsert: [{ wfo_id: "wfo-0000000005", valueId, sourceId }] });
  for (const [value, source, status, code] of [
    [21, 6, 400, "FACET_SCORE_SOURCE"],
    [20, 8, 400, "FACET_SCORE_SOURCE"],
    [20, 99, 404, "FACET_NOT_FOUND"],
  ] as const) {
    const reply = await score(value, source);
    assert.deepEqual([reply.statusCode, reply.json().code], [status, code], reply.body);
  }
  assert.equal(store.head().counts.scores, 0);
  assert.equal((await score(20, 6)).statusCode, 200);
});

test("explain tells what counts for a taxon, from which list and why the rest does not", async (t) => {
  const { write, post, app } = await openApp(t);
  await write((writer) => {
    writer.putScore(5, 20, 6, "{}");
    writer.putScore(5, 21, 7, null);
    writer.putScore(9, 20, 6, null);
    writer.putSnippet({ source: 8, name: 5, body: "Timber.", metadata: null }, "1");
  });
  const graph = { classification: "2026-06", taxon: ["wfo-0000000005"], path: [["wfo-0000000009"]] };
  const reply = await post("/facets/explain", graph);
  assert.equal(reply.statusCode, 200, reply.body);
  const { taxon, counted, dropped, document } = reply.json();
  assert.equal(taxon, "wfo-0000000005");
  assert.deepEqual(
    counted.map((one: { what: string; relation: string; source: { id: string } }) => [
      one.what,
      one.relation,
      one.source.id,
    ]),
    [
      ["score", "direct", "wfo-fs-6"],
      ["score", "ancestor", "wfo-fs-6"],
      ["snippet", "direct", "wfo-ss-8"],
    ],
  );
  assert.deepEqual(
    dropped.map((one: { value: string; because: string }) => [one.value, one.because]),
    [["wfo-fv-21", "source not indexed"]],
  );
  assert.deepEqual(document, (await post("/facets/", [graph])).json()[0]);
  for (const bad of [[graph], "x", { taxon: ["wfo-5"] }, { taxon: 7 }])
    assert.equal((await post("/facets/explain", bad)).statusCode, 400, JSON.stringify(bad));
  assert.equal((await app.inject({ method: "POST", url: "/facets/explain", payload: graph })).statusCode, 401);
});

test("how far each key has read is told with its call, also after a restart", async (t) => {
  const folder = temporaryFolder(t);
  const open = (closing: Pick<TestContext, "after">) =>
    smallApp(closing as TestContext, { stateDir: join(folder, "state") });
  const close: (() => unknown)[] = [];
  const first = await open({ after: (fn) => void close.unshift(fn as () => unknown) });
  const { token, key } = await first.service.keys.create(
    "reader",
    ["changes:read", "import:write", "facets:read"],
    null,
  );
  const headers = { authorization: `Bearer ${token}` };
  await first.app.inject({ method: "POST", url: "/facets/facets", headers, payload: { name: "Habit" } });
  const { cursor } = (await first.app.inject({ url: "/facets/changes", headers })).json();
  await first.app.inject({ url: `/facets/changes?cursor=${cursor}`, headers });
  await first.app.inject({ method: "POST", url: "/facets/facets", headers, payload: { name: "Zone" } });
  for (const end of close) await end();
  const second = await open(t);
  const { readers } = (await second.app.inject({ url: "/facets/status", headers })).json();
  assert.deepEqual(
    readers.map(({ seen, ...reader }: { seen: string }) => reader),
    [{ key: key.id, call: "changes", sequence: "1", lag: 1 }],
  );
});

test("a key carries its dialect: WFO's own indexer needs nothing in its URL", async (t) => {
  const { app, service } = await smallApp(t);
  const { token, key } = await service.keys.create("airflow", ["facets:read"], null, null, "envelope");
  const ask = async (query: string, bearer = token) =>
    (
      await app.inject({
        url: `/facets/api.php?${query}`,
        headers: { authorization: `Bearer ${bearer}`, accept: "application/problem+json" },
      })
    ).json();
  for (const [query, kind] of [
    ["offset=0", "modified_names"],
    ["metadata=facets", "facets-metadata"],
    ["metadata=scores&since=0", "scores-metadata"],
  ] as const) {
    assert.equal((await ask(query)).kind, kind);
    assert.ok(Array.isArray(await ask(`${query}&envelope=0`)), "the request has the last word");
  }
  const next = await service.keys.rotate(key.id, 0);
  assert.equal((await ask("offset=0", next.token)).kind, "modified_names", "rotated keys keep it");
  assert.equal((await ask("offset=0&envelope=yes", next.token)).code, "REQUEST_INVALID");
});

test("how far WFO's own calls have read is told as well", async (t) => {
  const { write, get } = await openApp(t);
  await write((writer) => writer.putScore(5, 20, 6, "{}"));
  const [{ modified_dt }] = (await get("/facets/?metadata=scores&since=0")).json();
  const readers = async () =>
    (await get("/facets/status")).json().readers.map(({ call, lag }: { call: string; lag: number }) => [call, lag]);
  assert.deepEqual(await readers(), [], "nobody has come back yet");
  const since = Date.parse(modified_dt) / 1000;
  await get(`/facets/?metadata=scores&since=${since}`);
  assert.deepEqual(await readers(), [["metadata scores", 0]]);
  await write((writer) => writer.putScore(6, 20, 6, "{}"));
  await get("/facets/?offset=0");
  await get("/facets/?offset=1000");
  await get(`/facets/?metadata=scores&since=${since}`);
  assert.deepEqual(await readers(), [
    ["metadata scores", 2],
    ["offset", 0],
  ]);
});

test("an import takes no more seconds of the store's clock than pages need, and every call says how far it is ahead", async (t) => {
  const { write, get } = await openApp(t);
  await write((writer) => {
    for (let name = 1; name <= 5000; name++) writer.putScore(name, 20, 6, "{}");
  });
  const { clockAheadSeconds } = (await get("/facets/status")).json();
  assert.ok(clockAheadSeconds >= 1 && clockAheadSeconds <= 6, `${clockAheadSeconds} s`);
  for (const query of ["offset=0", "metadata=scores&since=0", "metadata=facets"])
    assert.match(String((await get(`/facets/api.php?${query}`)).headers["x-clock-ahead"]), /^[0-6]$/, query);
});
