import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../src/config.ts";
import { buildApp } from "../../src/http/app.ts";
import type { Service } from "../../src/service.ts";

/** An app over a service that serves nothing: for what does not depend on a checklist. */
async function emptyApp(t: { after(fn: () => Promise<void>): void }) {
  const service = {
    config: loadConfig({ logLevel: "silent" }, {}),
    checklists: () => [],
    close: async () => {},
  } as unknown as Service;
  const app = await buildApp(service);
  t.after(() => app.close());
  return app;
}

test("an unknown path is answered in the shape of every error", async (t) => {
  const app = await emptyApp(t);
  const reply = await app.inject({ url: "/nowhere?key=secret" });
  assert.equal(reply.statusCode, 404);
  assert.equal(reply.headers["content-type"], "application/json");
  assert.deepEqual(Object.keys(reply.json()), ["code", "message", "details", "requestId"]);
  assert.equal(reply.json().code, "NOT_FOUND");
  assert.doesNotMatch(reply.body, /secret/);
});

test("/health says that it is ok and which checklists are loaded", async (t) => {
  const app = await emptyApp(t);
  const reply = await app.inject({ url: "/health" });
  assert.equal(reply.statusCode, 200);
  assert.equal(reply.json().status, "ok");
  assert.deepEqual(reply.json().checklists, []);
});

test("a preflight request of a page from elsewhere is allowed", async (t) => {
  const app = await emptyApp(t);
  const reply = await app.inject({ method: "OPTIONS", url: "/v2/species/match" });
  assert.equal(reply.statusCode, 204);
  assert.equal(reply.headers["access-control-allow-origin"], "*");
});

test("the OpenAPI document lists the registered paths", async (t) => {
  const app = await emptyApp(t);
  const reply = await app.inject({ url: "/docs/json" });
  assert.equal(reply.statusCode, 200);
  assert.ok(reply.json().paths["/health"]);
});
