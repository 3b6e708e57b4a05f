import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { Ajv } from "ajv";
import { sharedSmallApp } from "./small-service.ts";

const SCHEMAS = new URL("../../../shared/data/recon/files/0.2/schemas/", import.meta.url);
const skip = existsSync(SCHEMAS) ? false : "the schemas of the Reconciliation API are not beside the project";

async function reconcile(queries: object, path = "/reconcile") {
  const { app } = await sharedSmallApp();
  return app.inject({
    method: "POST",
    url: path,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ queries: JSON.stringify(queries) }).toString(),
  });
}

/** Checks that a document obeys a schema of the specification. */
function assertObeys(schema: string, document: unknown): void {
  const ajv = new Ajv({ strict: false, validateSchema: false, logger: false });
  let seen = 0;
  for (const file of readdirSync(SCHEMAS)) {
    const { $schema, ...content } = JSON.parse(readFileSync(new URL(file, SCHEMAS), "utf8"));
    // The manifest's schema refers to one that is only on the web.
    if (content.properties?.authentication) content.properties.authentication = {};
    ajv.addSchema(content, file);
    seen++;
  }
  assert.ok(seen > 5);
  const validate = ajv.getSchema(schema);
  assert.ok(validate, `${schema} is there`);
  assert.ok(validate(document), JSON.stringify(validate.errors));
}

test("a name that is the same is a sure match, a misspelled one is offered", async () => {
  const reply = await reconcile({
    q0: { query: "Puma concolor", properties: [{ pid: "kingdom", v: "Animalia" }] },
    q1: { query: "Pumma concolor", limit: 3 },
    q2: { query: "Zzyzx nonexistens" },
  });
  assert.equal(reply.statusCode, 200, reply.body);
  const { q0, q1, q2 } = reply.json();
  assert.deepEqual([q0.result[0].id, q0.result[0].match], ["12", true]);
  assert.deepEqual([q1.result[0].id, q1.result[0].match], ["12", false]);
  assert.equal(q1.result[0].description, "species, in Felidae");
  assert.deepEqual(q2.result, []);
});

test("a synonym says whose it is", async () => {
  const { q } = (await reconcile({ q: { query: "Helianthus platycephalus" } })).json();
  assert.match(q.result[0].description, /synonym of Helianthus annuus/);
});

test("manifest, results, suggestions and properties obey the schemas of version 0.2", { skip }, async () => {
  const { app } = await sharedSmallApp();
  const json = async (url: string) => (await app.inject({ url })).json();
  assertObeys("manifest.json", await json("/reconcile"));
  assertObeys("reconciliation-result-batch.json", (await reconcile({ q: { query: "Puma concolr" } })).json());
  assertObeys("suggest-entities-response.json", await json("/reconcile/suggest/entity?prefix=Pu"));
  assertObeys("suggest-properties-response.json", await json("/reconcile/suggest/property?prefix=k"));
  assertObeys("data-extension-property-proposal.json", await json("/reconcile/extend/propose?type=Taxon"));
  const extend = encodeURIComponent('{"ids":["12","99"],"properties":[{"id":"family"},{"id":"rank"}]}');
  const extended = await json(`/reconcile?extend=${extend}`);
  assertObeys("data-extension-response.json", extended);
  assert.deepEqual(extended.rows["12"], { family: [{ str: "Felidae" }], rank: [{ str: "SPECIES" }] });
  assert.deepEqual(extended.rows["99"], { family: [], rank: [] });
});

test("one checklist among several is asked under its own root", async () => {
  const { app } = await sharedSmallApp();
  assert.equal((await reconcile({ q: { query: "Puma" } }, "/reconcile/small")).json().q.result[0].id, "11");
  const unknown = await app.inject({ url: "/reconcile/nowhere" });
  assert.deepEqual([unknown.statusCode, unknown.json().code], [404, "CHECKLIST_UNKNOWN"]);
});

for (const [what, queries, code] of [
  ["no JSON", "{", "REQUEST_INVALID"],
  ["a list", "[]", "REQUEST_INVALID"],
  ["a question without a name", '{"q0":{}}', "REQUEST_INVALID"],
  ["a limit that is no number", '{"q0":{"query":"Puma","limit":"5"}}', "REQUEST_INVALID"],
  [
    "too many questions",
    JSON.stringify(Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`q${i}`, { query: "Puma" }]))),
    "REQUEST_TOO_LARGE",
  ],
] as const) {
  test(`${what} is refused as ${code}`, async () => {
    const { app } = await sharedSmallApp();
    const reply = await app.inject({ url: "/reconcile", query: { queries } });
    assert.equal(reply.json().code, code);
    assert.ok(reply.statusCode === 400 || reply.statusCode === 413);
  });
}

test("names are suggested by their beginning, accepted ones first", async () => {
  const { app } = await sharedSmallApp();
  const suggest = async (q: string) =>
    (await app.inject({ url: "/v1/species/suggest", query: { q } }))
      .json()
      .map((view: { canonicalName: string }) => view.canonicalName);
  assert.deepEqual(await suggest("pu"), ["Puma", "Puma concolor"]);
  assert.deepEqual(await suggest("Helianthus "), ["Helianthus", "Helianthus annuus", "Helianthus platycephalus"]);
  assert.deepEqual(await suggest("Helianthus a"), ["Helianthus annuus"]);
  assert.deepEqual(await suggest("Helianthus p"), ["Helianthus platycephalus"]);
  assert.deepEqual(await suggest("as"), ["Asterales", "Asteraceae"]);
});

test("a usage that is viewed is JSON for programs and its page for people", async () => {
  const { app } = await sharedSmallApp();
  const html = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
  for (const [url, place] of [
    ["/reconcile/view/12", "/species/12"],
    ["/reconcile/small/view/12", "/species/12?checklistKey=small"],
    ["/v1/species/12", "/species/12"],
    ["/v1/species/12?checklistKey=small", "/species/12?checklistKey=small"],
  ] as const) {
    for (const headers of [{}, { accept: "*/*" }, { accept: "application/json, text/html" }]) {
      const reply = await app.inject({ url, headers });
      assert.equal(reply.json().canonicalName, "Puma concolor", url);
    }
    const reply = await app.inject({ url, headers: html });
    assert.equal(reply.statusCode, 303, url);
    const { pathname, search } = new URL(reply.headers["location"] as string, new URL(url, "http://host/"));
    assert.equal(pathname + search, place);
    assert.match(reply.headers["vary"] as string, /accept/i);
  }
});

test("a preview is a card that runs nothing and may be shown in a frame", async () => {
  const { app } = await sharedSmallApp();
  const { preview } = (await app.inject({ url: "/reconcile/small" })).json();
  const { pathname } = new URL(preview.url.replace("{{id}}", "8"));
  const reply = await app.inject({ url: pathname });
  assert.equal(reply.statusCode, 200);
  assert.match(reply.headers["content-type"] as string, /^text\/html/);
  assert.match(reply.body, /Helianthus platycephalus/);
  assert.match(reply.body, /synonym of <i>Helianthus annuus/);
  assert.doesNotMatch(reply.body, /<script|<style|style=/);
  const policy = reply.headers["content-security-policy"] as string;
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /frame-ancestors \*/);
  for (const [, link] of reply.body.matchAll(/href="([^"]+)"/g)) {
    const { pathname: path } = new URL(link!, new URL(pathname, "http://host/"));
    assert.equal((await app.inject({ url: path })).statusCode, 200, path);
  }
  assert.ok(preview.width > 0 && preview.height > 0);
  assert.equal((await app.inject({ url: "/reconcile/preview/none" })).statusCode, 404);
});
