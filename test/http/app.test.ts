import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedSmallApp } from "./small-service.ts";

test("an unknown path is answered in the shape of every error", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ url: "/nowhere?key=secret" });
  assert.equal(reply.statusCode, 404);
  assert.equal(reply.headers["content-type"], "application/problem+json");
  assert.deepEqual(Object.keys(reply.json()), [
    "type",
    "title",
    "status",
    "detail",
    "code",
    "message",
    "details",
    "requestId",
  ]);
  assert.equal(reply.json().code, "NOT_FOUND");
  assert.doesNotMatch(reply.body, /secret/);
});

test("/health says that it is ok and which checklists are loaded", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ url: "/health" });
  assert.equal(reply.statusCode, 200);
  assert.equal(reply.json().status, "ok");
  const [checklist] = reply.json().checklists;
  assert.equal(checklist.checklistKey, "small");
  assert.equal(checklist.usageCount, 12);
  assert.match(checklist.release, /^[0-9a-f]{16}$/);
});

test("a preflight request of a page from elsewhere is allowed", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ method: "OPTIONS", url: "/v2/species/match" });
  assert.equal(reply.statusCode, 204);
  assert.equal(reply.headers["access-control-allow-origin"], "*");
});

test("the OpenAPI document lists the registered paths", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ url: "/docs/json" });
  assert.equal(reply.statusCode, 200);
  assert.ok(reply.json().paths["/health"]);
});
