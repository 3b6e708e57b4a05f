import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { gzipSync } from "node:zlib";
import type { Scope } from "../../src/access/scopes.ts";
import { secondWriter } from "../facets/second-writer.ts";
import { smallApp } from "./small-service.ts";

async function openApp(t: TestContext, scopes: Scope[] = ["import:write", "facets:read"]) {
  const { app, service } = await smallApp(t);
  const { store } = service.facets;
  await secondWriter(
    t,
    store,
  )((writer) => {
    writer.putFacet({ id: 1, name: "Life Form", heritable: true });
    writer.putValue({ id: 1, facetId: 1, name: "Annual" });
    writer.putSource({ id: 1, name: "List of annuals", facetValueId: 1 });
  });
  const { token } = await service.keys.create("test", scopes, null);
  const authorization = `Bearer ${token}`;
  const upload = (query: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
    app.inject({
      method: "POST",
      url: `/facets/sources/1/import${query}`,
      headers: { authorization, "content-type": "text/csv", ...headers },
      payload,
    });
  return { app, store, upload, authorization };
}

const LIST = "wfo_id,x\nwfo-0000000001,a\nwfo-0000000002,b\nabies,c\n";

test("a list is replaced over HTTP, its report names the bad rows, and it can be taken back", async (t) => {
  const { app, store, upload, authorization } = await openApp(t);
  const first = await upload("?licence=CC0&file_name=one.csv", gzipSync(LIST));
  assert.equal(first.statusCode, 200, first.body);
  assert.deepEqual([first.json().added, first.json().bad, first.json().problems[0].line], [2, 1, 4]);
  assert.equal(store.vocabulary().sources.get(1)?.licence, "CC0");
  await upload("", "wfo-0000000003\n");
  const headers = { authorization };
  const { imports } = (await app.inject({ url: "/facets/imports?source=1", headers })).json();
  assert.deepEqual(
    imports.map((record: { id: number; fileName: string }) => [record.id, record.fileName]),
    [
      [2, "upload"],
      [1, "one.csv"],
    ],
  );
  const back = await app.inject({ method: "POST", url: "/facets/imports/1/rollback", headers });
  assert.deepEqual([back.json().added, back.json().removed], [2, 1]);
  const list = await app.inject({ url: "/facets/sources/1/export", headers });
  assert.equal(list.headers["content-type"], "application/x-ndjson");
  assert.equal(list.body.trim().split("\n").length, 2);
});

test("a dry run over HTTP changes nothing", async (t) => {
  const { store, upload } = await openApp(t);
  const before = store.head().sequence;
  const dry = await upload("?dry_run=true", LIST);
  assert.deepEqual([dry.json().added, dry.json().dryRun, dry.json().sequence], [2, true, null]);
  assert.equal(store.head().sequence, before);
});

test("a key that may only read imports nothing", async (t) => {
  const { store, upload } = await openApp(t, ["facets:read"]);
  const refused = await upload("", LIST);
  assert.equal(refused.statusCode, 403);
  assert.equal(refused.json().code, "FORBIDDEN");
  assert.equal(store.head().counts.scores, 0);
});

for (const [what, query, body, code] of [
  ["an empty body", "", "", "REQUEST_INVALID"],
  ["a list without a usable row", "", "x,y\nabies,1\n", "FACET_IMPORT_EMPTY"],
  ["a damaged gzip", "", gzipSync(LIST).subarray(0, 30), "FACET_FILE_INVALID"],
  ["bytes of another encoding", "", Buffer.from("wfo-0000000001,M\u00fcller\n", "latin1"), "FACET_IMPORT_ENCODING"],
  ["an encoding we do not know", "?encoding=koi8-r", LIST, "REQUEST_INVALID"],
] as const) {
  test(`${what} is refused as ${code}`, async (t) => {
    const { upload } = await openApp(t);
    const refused = await upload(query, body);
    assert.equal(refused.statusCode, 400, refused.body);
    assert.equal(refused.json().code, code);
  });
}
