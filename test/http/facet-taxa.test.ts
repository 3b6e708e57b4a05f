import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import type { Scope } from "../../src/access/scopes.ts";
import { secondWriter } from "../facets/second-writer.ts";
import { smallApp, temporaryFolder } from "./small-service.ts";

/** A checklist whose ids are WFO's, as the facet store has them. */
const WFO = `taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,scientificNameAuthorship,taxonRank,taxonomicStatus
wfo-7000000061,,,Apiaceae,Lindl.,family,accepted
wfo-4000000002,wfo-7000000061,,Cyclospermum,Lag.,genus,accepted
wfo-0000632146,wfo-4000000002,,Cyclospermum laciniatum,(DC.) Constance,species,accepted
wfo-0000540650,,wfo-0000632146,Apium laciniatum,(DC.) Urb.,species,synonym
`;

async function openApp(t: TestContext, scopes: Scope[] = ["facets:read", "changes:read"]) {
  const source = join(temporaryFolder(t), "wfo.csv");
  writeFileSync(source, WFO);
  const { app, service } = await smallApp(t, { backbones: [source] });
  await secondWriter(
    t,
    service.facets.store,
  )((writer) => {
    writer.putFacet({ id: 1, name: "Life Form", heritable: true });
    writer.putFacet({ id: 2, name: "Countries", heritable: false });
    writer.putValue({ id: 1, facetId: 1, name: "Annual" });
    writer.putValue({ id: 2, facetId: 2, name: "Chile", code: "CL" });
    writer.putSource({ id: 1, name: "annuals", facetValueId: 1, licence: "CC0", citation: "A. Botanist (2026)" });
    writer.putSource({ id: 2, name: "of Chile", facetValueId: 2 });
    writer.putSource({ id: 3, name: "uses", snippetCategory: "use", snippetLanguage: "eng", licence: "CC BY 4.0" });
    writer.putScore(632146, 2, 2, "{}");
    writer.putScore(540650, 1, 1, "{}");
    writer.putScore(4000000002, 1, 1, "{}");
    writer.putScore(4000000002, 2, 2, "{}");
    writer.putSnippet({ source: 3, name: 540650, body: "<b>Seeds</b> are eaten.", metadata: null }, "1");
  });
  const { token } = await service.keys.create("editor", scopes, null);
  const headers = { authorization: `Bearer ${token}` };
  const get = (url: string) => app.inject({ url, headers });
  return { app, get };
}

for (const [what, query] of [
  ["its name", "name=Cyclospermum laciniatum"],
  ["its name with authors", "name=Cyclospermum laciniatum (DC.) Constance"],
  ["a synonym", "name=Apium laciniatum"],
  ["its id", "id=wfo-0000632146"],
  ["the id of a synonym", "id=wfo-0000540650"],
] as const)
  test(`a taxon is found by ${what}, with every value, its provenance and licence`, async (t) => {
    const { get } = await openApp(t);
    const reply = await get(`/facets/taxon?${encodeURI(query)}`);
    assert.equal(reply.statusCode, 200, reply.body);
    const { taxon, names, facets, snippets, dropped } = reply.json();
    assert.equal(taxon, "wfo-0000632146");
    assert.deepEqual(names["wfo-0000540650"], {
      scientificName: "Apium laciniatum (DC.) Urb.",
      authorship: "(DC.) Urb.",
      rank: "SPECIES",
      status: "SYNONYM",
      accepted: { id: "wfo-0000632146", scientificName: "Cyclospermum laciniatum (DC.) Constance" },
    });
    type Shown = { name: string; evidence: { relation: string; wfo_id: string; source: { id: string } }[] };
    assert.deepEqual(
      facets.map(({ name, values }: { name: string; values: Shown[] }) => [
        name,
        ...values.flatMap((value) => [
          value.name,
          ...value.evidence.map(({ relation, wfo_id, source }) => `${relation} ${wfo_id} ${source.id}`),
        ]),
      ]),
      [
        ["Countries", "Chile", "direct wfo-0000632146 wfo-fs-2"],
        ["Life Form", "Annual", "ancestor wfo-4000000002 wfo-fs-1", "synonym wfo-0000540650 wfo-fs-1"],
      ],
    );
    const { source } = facets[1].values[0].evidence[0];
    assert.deepEqual([source.licence, source.citation], ["CC0", "A. Botanist (2026)"]);
    assert.deepEqual(
      snippets.map((one: { body: string; category: string; relation: string }) => [
        one.body,
        one.category,
        one.relation,
      ]),
      [["<b>Seeds</b> are eaten.", "use", "synonym"]],
    );
    assert.deepEqual(dropped, [
      {
        what: "score",
        relation: "ancestor",
        wfo_id: "wfo-4000000002",
        because: "facet not heritable",
        of: "Countries: Chile (of Chile)",
      },
    ]);
  });

test("a taxon that no checklist has is told by its id alone, and what is no taxon is refused", async (t) => {
  const { get } = await openApp(t);
  const alone = (await get("/facets/taxon?id=wfo-0000000099")).json();
  assert.deepEqual([alone.taxon, alone.checklistKey, alone.facets], ["wfo-0000000099", null, []]);
  for (const [query, status] of [
    ["id=abies", 400],
    ["", 400],
    ["id=wfo-0000632146&name=Apium", 400],
    ["name=Nonsensia+nulla", 404],
    ["name=Apium&checklistKey=none", 404],
  ] as const)
    assert.equal((await get(`/facets/taxon?${query}`)).statusCode, status, query);
});

test("names stand beside ids in every call that is asked for them, and in none that is not", async (t) => {
  const { app, get } = await openApp(t);
  const genus = "Cyclospermum Lag.";
  const called = (one: { name: { scientificName: string } | null }) => one.name?.scientificName;
  const recent = (await get("/facets/recent?limit=2")).json().names;
  assert.deepEqual(recent.map(called), [genus, "Cyclospermum laciniatum (DC.) Constance"]);
  assert.deepEqual(recent[0].reasons, ["score"]);
  const walk = (await get("/facets/api.php?offset=0&names=1")).json();
  assert.equal(called(walk[0]), genus);
  const scores = (await get("/facets/api.php?metadata=scores&since=0&names=1&envelope=1")).json().docs;
  assert.ok(scores.some((doc: { name: null }) => called(doc) === genus));
  for (const names of ["1", "true"]) {
    const { results } = (await get(`/facets/changes?kinds=names&names=${names}`)).json();
    assert.ok(results.some((one: { name: null }) => called(one) === genus));
  }
  for (const url of ["/facets/sources/1/export?names=1", "/facets/snapshot?kinds=names,scores&names=1"])
    assert.match((await get(url)).body, /"scientificName":"Cyclospermum Lag\."/, url);
  const graph = { taxon: ["wfo-0000632146"], path: [["wfo-4000000002"]] };
  const explain = async (query: string) => {
    const { headers } = (await get("/facets/recent")).raw.req as unknown as { headers: Record<string, string> };
    return (await app.inject({ method: "POST", url: `/facets/explain${query}`, headers, payload: graph })).json();
  };
  assert.equal((await explain("?names=1")).readable["wfo-4000000002"].scientificName, genus);
  for (const body of [
    (await get("/facets/api.php?offset=0")).body,
    (await get("/facets/api.php?metadata=scores&since=0")).body,
    (await get("/facets/changes?kinds=names")).body,
    (await get("/facets/sources/1/export")).body,
    (await get("/facets/snapshot")).body,
    JSON.stringify(await explain("")),
  ])
    assert.doesNotMatch(body, /Cyclospermum/);
  for (const url of ["/facets/api.php?offset=0&names=yes", "/facets/changes?names=yes"])
    assert.equal((await get(url)).statusCode, 400, url);
});

test("the editor's page runs nothing that stands in the HTML and loads nothing from elsewhere", async (t) => {
  const { app } = await openApp(t);
  const page = await app.inject({ url: "/facets/" });
  assert.equal(page.statusCode, 200);
  const policy = String(page.headers["content-security-policy"]);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.doesNotMatch(page.body, /<script(?![^>]*src=)|<style|style=|\son[a-z]+=|https?:\/\//);
  const assets = [...page.body.matchAll(/(?:src|href)="\.\.(\/page\/[^"]+)"/g)].map(([, path]) => path as string);
  assert.equal(assets.length, 3);
  for (const path of assets) assert.equal((await app.inject({ url: path })).statusCode, 200, path);
  const calls = await app.inject({ url: "/facets/api.php" });
  assert.match(calls.body, /metadata=scores/);
  assert.match(String(calls.headers["content-security-policy"]), /default-src 'none'/);
  assert.equal((await app.inject({ url: "/page/facets.html" })).statusCode, 404);
});
