import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedSmallApp } from "./small-service.ts";

for (const [method, url, allow] of [
  ["DELETE", "/v2/species/match?scientificName=secret", "GET, HEAD, OPTIONS, POST"],
  ["PUT", "/v2/species/match/", "GET, HEAD, OPTIONS, POST"],
  ["POST", "/v1/species/12", "GET, HEAD, OPTIONS"],
  ["PATCH", "/health", "GET, HEAD, OPTIONS"],
  ["GET", "/admin/checklists/small/release", "OPTIONS, POST"],
] as const)
  test(`${method} ${url} is answered 405 with what works`, async () => {
    const { app } = await sharedSmallApp();
    const reply = await app.inject({ method, url });
    assert.equal(reply.statusCode, 405);
    assert.equal(reply.headers["allow"], allow);
    const { code, message, details } = reply.json();
    assert.equal(code, "METHOD_NOT_ALLOWED");
    assert.equal(details.method, method);
    assert.ok(message.includes(allow));
    assert.doesNotMatch(reply.body, /secret/);
  });

for (const [method, url] of [
  ["POST", "/nowhere"],
  ["DELETE", "/v2/species/match/more"],
  ["POST", "/pages/page.js"],
] as const)
  test(`${method} ${url} leads nowhere`, async () => {
    const { app } = await sharedSmallApp();
    assert.equal((await app.inject({ method, url })).statusCode, 404);
  });

test("HEAD has the headers of GET and no body", async () => {
  const { app } = await sharedSmallApp();
  for (const url of ["/v2/species/match?scientificName=Puma", "/v1/species/12", "/health"]) {
    const [head, get] = [await app.inject({ method: "HEAD", url }), await app.inject(url)];
    assert.equal(head.statusCode, 200, url);
    assert.equal(head.headers["content-length"], get.headers["content-length"]);
    assert.equal(head.headers["content-type"], get.headers["content-type"]);
    assert.equal(head.body, "");
  }
});
