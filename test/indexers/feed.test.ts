import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { BinomenError } from "../../src/errors.ts";
import { HttpFeed } from "../../src/indexers/feed.ts";
import { Transient } from "../../src/indexers/retry.ts";
import { feedDouble, StoreDouble } from "./doubles.ts";

async function feedOf(t: TestContext) {
  const store = new StoreDouble();
  store.put("a", { value_i: 1 });
  const server = await feedDouble(t, store, "bnm_token");
  const ask = (token = "bnm_token", cursor: string | undefined = undefined, waitSeconds = 0) =>
    new HttpFeed(server.url, token).page({
      cursor,
      limit: 7,
      kinds: ["scores", "snippets"],
      waitSeconds,
      stop: new AbortController().signal,
    });
  return { server, ask };
}

test("a page is asked for with cursor, limit, kinds and documents, and the key only in the header", async (t) => {
  const { server, ask } = await feedOf(t);
  const page = await ask();
  assert.deepEqual(page.results, [{ kind: "score", id: "a", op: "upsert", doc: { value_i: 1, id: "a" }, seq: "1" }]);
  await ask("bnm_token", "0", 20);
  assert.deepEqual(server.questions, [
    "limit=7&kinds=scores%2Csnippets&include_docs=true",
    "cursor=0&limit=7&kinds=scores%2Csnippets&include_docs=true&wait=20",
  ]);
});

test("a refused key is told with the server's reason", async (t) => {
  const { ask } = await feedOf(t);
  await assert.rejects(ask("wrong"), (error) => {
    assert.ok(error instanceof BinomenError);
    assert.equal(error.code, "FEED_UNREADABLE");
    assert.match(error.message, /401 This key is not known here/);
    return true;
  });
});

for (const status of [409, 410])
  test(`a cursor that the server answers with ${status} asks for a rebuild`, async (t) => {
    const { server, ask } = await feedOf(t);
    server.refusal = { status, json: { code: "X", message: "epoch-changed" } };
    await assert.rejects(ask(), (error) => error instanceof BinomenError && error.code === "FEED_CURSOR_GONE");
  });

for (const [what, json] of [
  ["no object", null],
  ["a list", []],
  ["a page without cursor", { epoch: "1", results: [], more: false, high: "0" }],
  [
    "a change without id",
    { epoch: "1", results: [{ seq: "1", kind: "score", op: "upsert" }], cursor: "1", more: false, high: "1" },
  ],
  [
    "a sequence that is no number",
    { epoch: "1", results: [{ seq: "1}", id: "a", kind: "score", op: "upsert" }], cursor: "1", more: false, high: "1" },
  ],
  [
    "a document that is a list",
    {
      epoch: "1",
      results: [{ seq: "1", id: "a", kind: "score", op: "upsert", doc: [] }],
      cursor: "1",
      more: false,
      high: "1",
    },
  ],
] as const)
  test(`${what} is no page of changes`, async (t) => {
    const { server, ask } = await feedOf(t);
    server.refusal = { status: 200, json };
    await assert.rejects(ask(), (error) => error instanceof BinomenError && error.code === "FEED_UNREADABLE");
  });

test("a server that is down may be asked again", async (t) => {
  const { server, ask } = await feedOf(t);
  server.faults.push("busy", "drop-before");
  await assert.rejects(ask(), (error) => error instanceof Transient && error.retryAfterMs === 3_000);
  await assert.rejects(ask(), Transient);
});
