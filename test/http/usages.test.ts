/** GBIF's routes about one usage, asked over a socket as its clients do. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { App } from "../../src/http/app-type.ts";
import { catApp } from "./cat-service.ts";

type Json = Record<string, unknown>;
interface Page {
  offset: number;
  limit: number;
  endOfRecords: boolean;
  results: Json[];
}

const closing: (() => unknown)[] = [];
let app: App;
let url: string;
before(async () => {
  app = await catApp({ after: (close) => void closing.unshift(close) }, { withOther: true });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
after(async () => {
  for (const close of closing) await close();
});

async function get<T = Json>(path: string, status = 200): Promise<T> {
  const reply = await fetch(`${url}/v1/species/${path}`);
  assert.equal(reply.status, status, path);
  assert.equal(reply.headers.get("content-type"), "application/json");
  return (await reply.json()) as T;
}
const names = (usages: readonly Json[]) => usages.map((usage) => usage["canonicalName"]);

/** Members of GBIF's NameUsage (API v1). */
const MEMBERS = new Set(
  [
    ["key", "nubKey", "nameKey", "taxonID", "sourceTaxonKey", "datasetKey", "constituentKey", "parentKey", "parent"],
    ["acceptedKey", "accepted", "basionymKey", "basionym", "scientificName", "canonicalName", "vernacularName"],
    ["authorship", "nameType", "rank", "origin", "taxonomicStatus", "nomenclaturalStatus", "remarks", "publishedIn"],
    ["accordingTo", "references", "numDescendants", "lastCrawled", "lastInterpreted", "issues", "synonym"],
    ["kingdom", "phylum", "class", "order", "family", "genus", "subgenus", "species"].flatMap((r) => [r, `${r}Key`]),
  ].flat(),
);

test("a usage has GBIF's members and no others, unless details ask", async () => {
  const usage = await get("4");
  assert.deepEqual(
    Object.keys(usage).filter((member) => !MEMBERS.has(member)),
    [],
  );
  assert.equal(usage["scientificName"], "Puma concolor (Linnaeus, 1771)");
  assert.equal(usage["vernacularName"], "Mountain lion");
  assert.equal(usage["numDescendants"], 1);
  assert.equal(usage["datasetKey"], "cats");
  assert.deepEqual(
    [usage["genusKey"], usage["parent"], usage["taxonomicStatus"]],
    [3, "Puma Jardine, 1834", "ACCEPTED"],
  );
  const detailed = await get("4?details=true");
  assert.deepEqual([detailed["nomenclaturalCode"], typeof detailed["release"]], ["ZOOLOGICAL", "string"]);
});

test("a doubtful name and a synonym are called as API v1 calls them", async () => {
  assert.equal((await get("9"))["taxonomicStatus"], "DOUBTFUL");
  const synonym = await get("5");
  assert.deepEqual([synonym["synonym"], synonym["acceptedKey"]], [true, 4]);
});

test("the name of a usage is taken apart", async () => {
  const name = await get("8/name");
  assert.equal(name["key"], 8);
  assert.deepEqual(
    [name["genusOrAbove"], name["specificEpithet"], name["infraSpecificEpithet"], name["bracketYear"]],
    ["Puma", "concolor", "couguar", "1792"],
  );
});

test("parents stand root first, children by rank and name, synonyms are no children", async () => {
  assert.deepEqual(names(await get<Json[]>("4/parents")), ["Animalia", "Felidae", "Puma"]);
  assert.deepEqual(names((await get<Page>("3/children")).results), ["Puma concolor", "Puma pardoides"]);
  assert.deepEqual(names((await get<Page>("4/children")).results), ["Puma concolor couguar"]);
  assert.deepEqual(names((await get<Page>("4/synonyms")).results), [
    "Felis concolor",
    "Felis cougar",
    "Panthera concolor",
  ]);
  assert.deepEqual(await get<Json[]>("2/childrenAll"), [
    { key: 10, name: "Felis", rank: "GENUS", size: 1 },
    { key: 3, name: "Puma", rank: "GENUS", size: 2 },
  ]);
});

test("lists are cut into pages", async () => {
  const page = await get<Page>("4/synonyms?limit=2&offset=1");
  assert.deepEqual(names(page.results), ["Felis cougar", "Panthera concolor"]);
  assert.deepEqual([page.offset, page.limit, page.endOfRecords], [1, 2, true]);
  assert.equal((await get<Page>("4/synonyms?limit=2")).endOfRecords, false);
  assert.deepEqual((await get<Page>("4/synonyms?limit=0")).results, []);
});

test("combinations of a basionym are the names of its taxon with its epithet and its author in brackets", async () => {
  assert.deepEqual(names(await get<Json[]>("5/combinations")).sort(), ["Panthera concolor", "Puma concolor"]);
  assert.deepEqual(await get("4/combinations"), []);
  assert.deepEqual(await get("11/combinations"), []);
});

test("related usages are those of the same name in the other checklists", async () => {
  const { results } = await get<Page>("4/related");
  assert.deepEqual(
    results.map(({ key, datasetKey }) => [key, datasetKey]),
    [["b", "other"]],
  );
  assert.deepEqual((await get<Page>("11/related")).results, []);
  const back = await get<Page>("b/related?checklistKey=other");
  assert.deepEqual(
    back.results.map(({ key, datasetKey }) => [key, datasetKey]),
    [[4, "cats"]],
  );
});

test("the verbatim row is in Darwin Core, common names are its extension", async () => {
  const row = await get("4/verbatim");
  assert.equal(row["http://rs.tdwg.org/dwc/terms/parentNameUsageID"], "3");
  const extensions = row["extensions"] as Record<string, Json[]>;
  assert.equal(extensions["http://rs.gbif.org/terms/1.0/VernacularName"]?.length, 3);
  assert.equal((await get("5/verbatim"))["http://rs.tdwg.org/dwc/terms/acceptedNameUsageID"], "4");
});

test("common names are given in pages", async () => {
  const page = await get<Page>("4/vernacularNames?limit=2");
  assert.deepEqual(
    page.results.map(({ vernacularName, taxonKey }) => [vernacularName, taxonKey]),
    [
      ["Mountain lion", 4],
      ["Cougar", 4],
    ],
  );
  assert.equal(page.endOfRecords, false);
});

test("metrics count what is below a usage, synonyms apart", async () => {
  assert.deepEqual(await get("2/metrics"), {
    key: 2,
    numChildren: 2,
    numPhylum: 0,
    numClass: 0,
    numOrder: 0,
    numFamily: 0,
    numGenus: 2,
    numSubgenus: 0,
    numSpecies: 3,
    numInfraspecific: 1,
    numDescendants: 6,
    numSynonyms: 0,
  });
  assert.equal((await get("4/metrics"))["numSynonyms"], 3);
});

test("the highest taxa of a checklist are its roots, under its further keys, too", async () => {
  assert.deepEqual(names((await get<Page>("root/cats")).results), ["Animalia", "Plantae"]);
  assert.deepEqual(names((await get<Page>("root/other")).results), ["Animalia"]);
  assert.deepEqual(
    (await get<Json[]>("rootAll/cats")).map(({ name, size }) => [name, size]),
    [
      ["Animalia", 3],
      ["Plantae", 1],
    ],
  );
  assert.equal((await get("root/nowhere", 404))["code"], "CHECKLIST_UNKNOWN");
});

test("no Red List category is made up", async () => {
  const refused = await get("4/iucnRedListCategory", 404);
  assert.equal(refused["code"], "RED_LIST_UNKNOWN");
});

for (const path of ["", "/name", "/parents", "/children", "/childrenAll", "/synonyms", "/combinations", "/related"])
  test(`an unknown key is 404 at /v1/species/{key}${path}, an unknown checklist as well`, async () => {
    assert.equal((await get(`nonsuch${path}`, 404))["code"], "USAGE_NOT_FOUND");
    assert.equal((await get(`4${path}?checklistKey=nowhere`, 404))["code"], "CHECKLIST_UNKNOWN");
    assert.equal((await get(`4${path}?datasetKey=nowhere`, 404))["code"], "CHECKLIST_UNKNOWN");
  });

for (const [page, problem] of [
  ["limit=1001", "1000"],
  ["limit=-1", "-1"],
  ["limit=ten", "ten"],
  ["offset=1.5", "1.5"],
  ["offset=1e3", "1e3"],
] as const)
  test(`a page with ${page} is refused, not corrected`, async () => {
    for (const path of ["4/children", "4/synonyms", "4/related", "4/vernacularNames", "root/cats"]) {
      const refused = await get(`${path}?${page}`, 400);
      assert.equal(refused["code"], "REQUEST_INVALID");
      assert.match(String(refused["message"]), new RegExp(problem.replaceAll(".", "\\.")));
    }
  });

test("an identifier leads to its usage at /v2/species/match/id/{identifier}", async () => {
  const ask = async (path: string) => (await (await fetch(`${url}/v2/species/match/id/${path}`)).json()) as Json[];
  assert.deepEqual(
    (await ask("4")).map(({ mainIndexID, datasetKey }) => [mainIndexID, datasetKey]),
    [["4", "cats"]],
  );
  assert.equal((await ask("4"))[0]?.["scientificName"], "Puma concolor (Linnaeus, 1771)");
  assert.deepEqual(await ask("gbif:4"), [], "whose number 4 is meant is said, and this checklist is not GBIF's");
  assert.equal((await ask("cats/4")).length, 1);
  assert.deepEqual(await ask("other/4"), []);
  assert.deepEqual(await (await fetch(`${url}/v2/species/match/joins/4`)).json(), []);
  assert.equal((await fetch(`${url}/v2/species/match/joins/99`)).status, 404);
  assert.deepEqual(
    (await ask("5")).map(({ acceptedTaxonID }) => acceptedTaxonID),
    ["4"],
  );
  assert.deepEqual(await ask("nonsuch"), []);
  assert.deepEqual(
    (await ask("b?checklistKey=other")).map(({ mainIndexID }) => mainIndexID),
    ["b"],
  );
  assert.equal((await fetch(`${url}/v2/species/match/id/4?checklistKey=nowhere`)).status, 404);
});

test("every usage route stands in OpenAPI with the statuses that it answers", async () => {
  const { paths } = (await (await fetch(`${url}/docs/json`)).json()) as { paths: Record<string, Json> };
  const routes = Object.keys(paths).filter((path) => /^\/v1\/species(\/(?!match)|$)/.test(path));
  assert.equal(routes.length, 17);
  for (const path of routes) {
    const { responses } = paths[path]!["get"] as { responses: Json };
    assert.deepEqual(Object.keys(responses), ["200", "400", "404", "405", "408", "431", "500", "503"], path);
  }
});
