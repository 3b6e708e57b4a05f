import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedSmallApp } from "./small-service.ts";

const post = (type: string, payload: string) => ({
  method: "POST" as const,
  url: "/v1/parser/name",
  headers: { "content-type": type },
  payload,
});

test("names in the URL are taken apart in their order", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ url: "/v1/parser/name?name=Abies%20alba%20Mill.&name=Puma" });
  assert.equal(reply.headers["content-type"], "application/json");
  const [abies, puma] = reply.json();
  assert.equal(abies.scientificName, "Abies alba Mill.");
  assert.equal(abies.genusOrAbove, "Abies");
  assert.equal(abies.specificEpithet, "alba");
  assert.equal(puma.genusOrAbove, "Puma");
});

test("a JSON array and plain lines say the same", async () => {
  const { app } = await sharedSmallApp();
  const json = await app.inject(post("application/json", '["Abies alba Mill.","Puma"]'));
  const lines = await app.inject(post("text/plain", "Abies alba Mill.\nPuma\n"));
  assert.equal(json.json().length, 2);
  assert.equal(json.body, lines.body);
});

test("no name is answered with an empty list", async () => {
  const { app } = await sharedSmallApp();
  assert.deepEqual((await app.inject({ url: "/v1/parser/name" })).json(), []);
});

for (const [what, request, status, code] of [
  ["an object", post("application/json", "{}"), 400, "REQUEST_INVALID"],
  ["a number in the list", post("application/json", "[1]"), 400, "REQUEST_INVALID"],
  ["broken JSON", post("application/json", "["), 400, "REQUEST_INVALID"],
  ["another media type", post("application/xml", "<a/>"), 415, "MEDIA_TYPE_UNSUPPORTED"],
  ["too many names", post("text/plain", "Puma\n".repeat(1001)), 413, "REQUEST_TOO_LARGE"],
] as const)
  test(`${what} is refused with ${status}`, async () => {
    const { app } = await sharedSmallApp();
    const reply = await app.inject(request);
    assert.equal(reply.statusCode, status);
    assert.equal(reply.json().code, code);
  });
