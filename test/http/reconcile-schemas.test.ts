/** Do all answers of reconciliation obey the official schemas, in each version, and mean the same? */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { Ajv, type ValidateFunction } from "ajv";
import { sharedSmallApp } from "./small-service.ts";

const VERSIONS = new URL("../../../shared/data/recon/files/", import.meta.url);
const skip = existsSync(VERSIONS) ? false : "the schemas of the Reconciliation API are not beside the project";

/** A checker of documents by the schemas of one version. */
function schemasOf(version: string): (schema: string, document: unknown) => void {
  const folder = new URL(`${version}/schemas/`, VERSIONS);
  const ajv = new Ajv({ strict: false, validateSchema: false, logger: false, validateFormats: false });
  for (const file of readdirSync(folder)) {
    // The address of the meta-schema is one that no validator knows.
    const { $schema: _, ...content } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    if (content.properties?.authentication) content.properties.authentication = {};
    if (file !== "openapi.json") ajv.addSchema(content, file);
  }
  return (schema, document) => {
    const validate = ajv.getSchema(schema) as ValidateFunction | undefined;
    assert.ok(validate, `${version} has the schema ${schema}`);
    assert.ok(validate(document), `${version} ${schema}: ${JSON.stringify(validate.errors)}`);
  };
}

const DRAFT = "/reconcile/small/1.0-draft";
const post = async (url: string, payload: object) =>
  (await sharedSmallApp()).app.inject({ method: "POST", url, payload });
const get = async (url: string) => (await (await sharedSmallApp()).app.inject({ url })).json();
const nameOf = (propertyValue: unknown) => ({ matchType: "name", propertyValue });

for (const version of ["0.1", "0.2"])
  test(`every answer obeys the schemas of version ${version}`, { skip }, async () => {
    const check = schemasOf(version);
    const { app } = await sharedSmallApp();
    const manifest = await get("/reconcile");
    check("manifest.json", manifest);
    assert.ok(manifest.versions.includes(version));
    const questions = {
      q0: { query: "Puma concolor", properties: [{ pid: "kingdom", v: "Animalia" }] },
      q1: { query: "Pumma concolor", limit: 3, type: "Taxon" },
      q2: { query: "Zzyzx nonexistens" },
      q3: { query: "Helianthus platycephalus" },
    };
    check("reconciliation-query-batch.json", questions);
    const answered = await app.inject({ url: "/reconcile", query: { queries: JSON.stringify(questions) } });
    check("reconciliation-result-batch.json", answered.json());
    assert.equal(answered.json().q0.result[0].id, "12");
    for (const [kind, schema] of [
      ["entity", "suggest-entities-response.json"],
      ["property", "suggest-properties-response.json"],
      ["type", "suggest-types-response.json"],
    ] as const) {
      const { service_url, service_path } = manifest.suggest[kind];
      const { pathname } = new URL(service_url + service_path);
      const suggested = await get(`${pathname}?prefix=${kind === "property" ? "k" : kind === "type" ? "t" : "pu"}`);
      check(schema, suggested);
      assert.ok(suggested.result.length > 0, kind);
    }
    const proposed = await get(
      new URL(manifest.extend.propose_properties.service_url + manifest.extend.propose_properties.service_path)
        .pathname,
    );
    if (version === "0.2") check("data-extension-property-proposal.json", proposed);
    const extend = {
      ids: ["12", "8", "99"],
      properties: proposed.properties.map(({ id }: { id: string }) => ({ id })),
    };
    check("data-extension-query.json", extend);
    const extended = await app.inject({ url: "/reconcile", query: { extend: JSON.stringify(extend) } });
    check("data-extension-response.json", extended.json());
  });

test("every property that is advertised has a value for a usage that has it", async () => {
  const { properties } = await get("/reconcile/extend/propose");
  const extend = JSON.stringify({ ids: ["12", "8"], properties });
  const { rows } = await get(`/reconcile?extend=${encodeURIComponent(extend)}`);
  const without: string[] = [];
  for (const { id } of properties) if (!["12", "8"].some((usage) => rows[usage][id].length > 0)) without.push(id);
  // The small checklist has no order of cats and gives no code.
  assert.deepEqual(
    without.filter((id) => id !== "nomenclaturalCode"),
    [],
  );
  assert.deepEqual(rows["8"].accepted, [{ str: "Helianthus annuus L." }]);
});

test("every answer obeys the schemas of the draft of 1.0", { skip }, async () => {
  const check = schemasOf("1.0-draft");
  const manifest = await get(DRAFT);
  check("manifest.json", manifest);
  const questions = {
    queries: [
      {
        conditions: [
          nameOf("Puma concolor"),
          { matchType: "property", propertyId: "kingdom", propertyValue: "Animalia" },
        ],
      },
      { type: "Taxon", limit: 3, conditions: [nameOf("Pumma concolor")] },
      { conditions: [nameOf("Zzyzx nonexistens")] },
      { conditions: [{ matchType: "id", propertyValue: "8" }] },
    ],
  };
  check("reconciliation-query-batch.json", questions);
  const answered = await post(`${DRAFT}/match`, questions);
  assert.equal(answered.statusCode, 200, answered.body);
  check("reconciliation-result-batch.json", answered.json());
  const ids = answered
    .json()
    .results.map(({ candidates }: { candidates: { id: string }[] }) => candidates.map(({ id }) => id));
  assert.deepEqual(ids, [["12"], ["12"], [], ["8"]]);
  for (const [kind, prefix, schema] of [
    ["entity", "pu", "suggest-entities-response.json"],
    ["property", "k", "suggest-properties-response.json"],
    ["type", "t", "suggest-types-response.json"],
  ] as const) {
    assert.equal(manifest.suggest[kind], true);
    const suggested = await get(`${DRAFT}/suggest/${kind}?prefix=${prefix}`);
    check(schema, suggested);
    assert.ok(suggested.result.length > 0);
  }
  const proposed = await get(`${DRAFT}/extend/propose?type=Taxon`);
  check("data-extension-property-proposal.json", proposed);
  const extend = { ids: ["12", "99"], properties: proposed.properties.map(({ id }: { id: string }) => ({ id })) };
  check("data-extension-query.json", extend);
  const extended = await post(`${DRAFT}/extend`, extend);
  check("data-extension-response.json", extended.json());
  const [row] = extended.json().rows;
  assert.deepEqual(
    row.properties.find(({ id }: { id: string }) => id === "family"),
    { id: "family", values: [{ str: "Felidae" }] },
  );
});

test("the draft gives the candidates of 0.2, in another form", async () => {
  const names = ["Puma concolor", "Pumma concolour", "Helianthus", "Helianthus platycephalus Cass.", "Felidae"];
  const queries = Object.fromEntries(names.map((query, at) => [at, { query }]));
  const before = await get(`/reconcile?queries=${encodeURIComponent(JSON.stringify(queries))}`);
  const draft = await post(`${DRAFT}/match`, { queries: names.map((name) => ({ conditions: [nameOf(name)] })) });
  names.forEach((name, at) => {
    assert.deepEqual(draft.json().results[at].candidates, before[at].result, name);
  });
});

for (const [what, condition, count] of [
  ["a kingdom that fits", { propertyId: "kingdom", propertyValue: "animalia", required: true }, 1],
  ["a kingdom that does not", { propertyId: "kingdom", propertyValue: "Plantae", required: true }, 0],
  ["one of several families", { propertyId: "family", propertyValue: ["Canidae", "Felidae"], required: true }, 1],
  [
    "all of several families",
    { propertyId: "family", propertyValue: ["Canidae", "Felidae"], required: true, matchQuantifier: "all" },
    0,
  ],
  ["none of a family", { propertyId: "family", propertyValue: "Felidae", matchQuantifier: "none" }, 0],
] as const)
  test(`${what} can be required of candidates`, async () => {
    const conditions = [nameOf("Puma concolor"), { matchType: "property", ...condition }];
    const { results } = (await post(`${DRAFT}/match`, { queries: [{ conditions }] })).json();
    // The kingdom that was given may be offered instead of the name.
    assert.equal(results[0].candidates.filter(({ id }: { id: string }) => id === "12").length, count);
  });

test("a type that no checklist has gives no candidates", async () => {
  const { results } = (
    await post(`${DRAFT}/match`, { queries: [{ type: "Person", conditions: [nameOf("Puma")] }] })
  ).json();
  assert.deepEqual(results, [{ candidates: [] }]);
});

for (const [what, body] of [
  ["no object", []],
  ["no queries", {}],
  ["the form of 0.2", { queries: { q0: { query: "Puma" } } }],
  ["a query without conditions", { queries: [{ conditions: [] }] }],
  ["a condition of no kind", { queries: [{ conditions: [{ propertyValue: "Puma" }] }] }],
  ["a condition without a value", { queries: [{ conditions: [{ matchType: "name" }] }] }],
  ["a property without an id", { queries: [{ conditions: [{ matchType: "property", propertyValue: "x" }] }] }],
  ["null", { queries: [null] }],
  ["too many", { queries: Array.from({ length: 101 }, () => ({ conditions: [nameOf("Puma")] })) }],
] as const)
  test(`${what} is refused by the draft, in words`, async () => {
    const reply = await post(`${DRAFT}/match`, body);
    assert.ok(reply.statusCode === 400 || reply.statusCode === 413, `${reply.statusCode} ${reply.body}`);
    assert.match(reply.json().code, /^REQUEST_/);
  });

test("the preview of the draft names its usage by a parameter", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ url: `${DRAFT}/preview?id=12` });
  assert.match(reply.body, /Puma concolor/);
  const [, style] = /<link rel="stylesheet" href="([^"]+)"/.exec(reply.body) ?? [];
  const { pathname } = new URL(style ?? "", new URL(`${DRAFT}/preview`, "http://host/"));
  assert.equal(pathname, "/page/preview.css");
  assert.equal((await app.inject({ url: `${DRAFT}/preview` })).statusCode, 400);
});
