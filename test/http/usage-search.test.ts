/** GBIF's routes that find usages, asked over a socket as its clients do. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { catApp } from "./cat-service.ts";

type Json = Record<string, unknown>;
interface Found {
  offset: number;
  limit: number;
  endOfRecords: boolean;
  count: number;
  results: Json[];
  facets: { field: string; counts: { name: string; count: number }[] }[];
}

const closing: (() => unknown)[] = [];
let url: string;
before(async () => {
  const app = await catApp({ after: (close) => void closing.unshift(close) }, { withOther: true });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
after(async () => {
  for (const close of closing) await close();
});

async function get<T>(path: string, status = 200): Promise<T> {
  const reply = await fetch(`${url}/v1/species${path}`);
  assert.equal(reply.status, status, path);
  assert.equal(reply.headers.get("content-type"), "application/json");
  return (await reply.json()) as T;
}
const search = (query: string, status = 200) => get<Found & Json>(`/search?${query}`, status);
const suggest = async (q: string, more = "") =>
  (await get<Json[]>(`/suggest?q=${encodeURIComponent(q)}${more}`)).map((usage) => usage["canonicalName"]);
const names = (usages: readonly Json[]) => usages.map((usage) => usage["canonicalName"]);

for (const [typed, ...found] of [
  ["pum", "Puma", "Pumaria", "Puma concolor"],
  ["concolor", "Puma concolor", "Pumaria concolor"],
  ["P. concolor", "Puma concolor", "Pumaria concolor"],
  ["puma conc", "Puma concolor"],
  ["pumma conc", "Puma concolor"],
  ["concolr", "Puma concolor"],
  ["couguar", "Puma concolor couguar"],
  ["puma couguar", "Puma concolor couguar"],
  ["Puma concolor (Linnaeus, 1771)", "Puma concolor"],
  ["PUMA CONCOLOR", "Puma concolor"],
  ["Felis cat", "Felis catus"],
  ["Puma concolor subsp. cou", "Puma concolor couguar"],
  ["Puma concolor subsp.", "Puma concolor", "Puma concolor couguar"],
] as const)
  test(`"${typed}" suggests ${found.join(", ")}`, async () => {
    const suggested = await suggest(typed);
    for (const name of found) assert.ok(suggested.includes(name), `${name} in ${suggested.join(", ")}`);
    assert.equal(suggested[0], found[0]);
  });

test("nothing is suggested for what no name is like", async () => {
  assert.deepEqual(await suggest("xylophon"), []);
  assert.deepEqual(await suggest("…"), []);
});

test("suggestions obey rank, limit, offset and checklist, and have GBIF's members", async () => {
  assert.deepEqual(await suggest("puma", "&rank=SUBSPECIES"), ["Puma concolor couguar"]);
  assert.deepEqual(await suggest("pum", "&limit=1"), ["Puma"]);
  assert.deepEqual(await suggest("pum", "&limit=1&offset=1"), ["Pumaria"]);
  assert.deepEqual(await suggest("puma", "&datasetKey=other"), ["Puma concolor"]);
  const [puma] = await get<Json[]>("/suggest?q=puma%20concolor");
  assert.deepEqual(puma!["higherClassificationMap"], { 1: "Animalia", 2: "Felidae", 3: "Puma" });
  assert.equal(puma!["status"], "ACCEPTED");
  assert.equal(puma!["datasetTitle"], undefined);
});

test("a search finds names by any word, and common names", async () => {
  assert.deepEqual(names((await search("q=concolor")).results).sort(), [
    "Felis concolor",
    "Panthera concolor",
    "Puma concolor",
    "Puma concolor couguar",
    "Pumaria concolor",
  ]);
  const lion = await search("q=mountain%20lion");
  assert.deepEqual(names(lion.results), ["Puma concolor"]);
  assert.equal((lion.results[0]!["vernacularNames"] as Json[]).length, 3);
  assert.equal((await search("q=cougar&qField=VERNACULAR")).count, 1);
  assert.deepEqual(names((await search("q=cougar&qField=SCIENTIFIC")).results), ["Felis cougar"]);
  assert.equal((await search("q=cougar")).count, 2);
});

test("without words a search goes through all usages, page by page, each once", async () => {
  const first = await search("limit=10");
  const second = await search("limit=10&offset=10");
  assert.deepEqual([first.count, first.endOfRecords, second.endOfRecords], [14, false, true]);
  assert.equal(new Set([...first.results, ...second.results].map(({ key }) => key)).size, 14);
  assert.deepEqual((await search("limit=0")).results, []);
  assert.deepEqual((await search("offset=100")).results, []);
});

for (const [query, count] of [
  ["rank=SPECIES", 7],
  ["rank=species&rank=genus", 10],
  ["rank=GENUS,FAMILY", 4],
  ["status=SYNONYM", 3],
  ["status=DOUBTFUL", 1],
  ["status=provisionally_accepted", 1],
  ["highertaxonKey=2", 9],
  ["higherTaxonKey=2&status=ACCEPTED", 5],
  ["highertaxonKey=12&q=concolor", 1],
  ["highertaxonKey=2&highertaxonKey=12", 11],
  ["nameType=SCIENTIFIC", 14],
  ["nameType=virus", 0],
  ["rank=SPECIES&status=ACCEPTED&highertaxonKey=1", 2],
  ["datasetKey=other", 2],
  ["checklistKey=other&rank=SPECIES", 1],
] as const)
  test(`a search by ${query} counts ${count}`, async () => {
    const found = await search(`${query}&limit=1000`);
    assert.equal(found.count, count);
    assert.equal(found.results.length, count);
  });

test("facets count what is found, and what would be without their own filter", async () => {
  const { facets } = await search("limit=0&facet=rank&facet=STATUS&facet=higherTaxonKey");
  const counts = (field: string, list = facets) =>
    Object.fromEntries(list.find((facet) => facet.field === field)!.counts.map(({ name, count }) => [name, count]));
  assert.deepEqual(counts("RANK"), { SPECIES: 7, GENUS: 3, KINGDOM: 2, FAMILY: 1, SUBSPECIES: 1 });
  assert.deepEqual(counts("STATUS"), { ACCEPTED: 10, SYNONYM: 3, DOUBTFUL: 1 });
  assert.equal(counts("HIGHERTAXON_KEY")["2"], 9);
  const narrow = await search("limit=0&facet=status&status=SYNONYM");
  assert.deepEqual(counts("STATUS", narrow.facets), { SYNONYM: 3 });
  const multi = await search("limit=0&facet=status&status=SYNONYM&facetMultiselect=true");
  assert.deepEqual([multi.count, counts("STATUS", multi.facets)["ACCEPTED"]], [3, 10]);
  const few = await search("limit=0&facet=rank&facetLimit=1&facetMincount=2");
  assert.deepEqual(few.facets[0]!.counts, [{ name: "SPECIES", count: 7 }]);
  assert.deepEqual((await search("limit=0")).facets, []);
});

for (const query of [
  "isExtinct=true",
  "habitat=MARINE",
  "threat=VULNERABLE",
  "nomenclaturalStatus=CONSERVED",
  "nonsense=1",
  "rank=specis",
  "status=HOMOTYPIC_SYNONYM",
  "status=yes",
  "nameType=WELLFORMED",
  "qField=DESCRIPTION",
  "facet=habitat",
  "facetLimit=-1",
  "hl=true",
  "limit=1001",
  "limit=x",
  "offset=-1",
])
  test(`a search by ${query} is refused with what is known instead`, async () => {
    const refused = await search(query, 400);
    assert.equal(refused["code"], "REQUEST_INVALID");
    assert.ok(String(refused["message"]).length > 20);
  });

test("a higher taxon that is not there is refused, an unknown checklist as well", async () => {
  assert.equal((await search("highertaxonKey=99", 404))["code"], "USAGE_NOT_FOUND");
  assert.equal((await search("datasetKey=nowhere", 404))["code"], "CHECKLIST_UNKNOWN");
  assert.equal((await get<Json>("/suggest?q=a&datasetKey=nowhere", 404))["code"], "CHECKLIST_UNKNOWN");
  assert.equal((await get<Json>("/suggest", 400))["code"], "REQUEST_INVALID");
});

test("what pygbif sends when nothing is asked is taken: flags that are false, empty values", async () => {
  const { count } = await search("q=puma&limit=100&facet=False&hl=false&verbose=false&rank=&isExtinct=");
  assert.equal(count, 6);
});

test("/v1/species finds a name in all checklists, or in one, whatever its case and with its authorship", async () => {
  const list = async (query: string) =>
    (await get<Found>(`?${query}`)).results.map(({ key, datasetKey }) => `${datasetKey} ${key}`);
  assert.deepEqual(await list("name=puma%20concolor"), ["cats 4", "other b"]);
  assert.deepEqual(await list("name=Puma%20concolor&datasetKey=other"), ["other b"]);
  assert.deepEqual(await list(`name=${encodeURIComponent("Puma concolor (Linnaeus, 1771)")}`), ["cats 4", "other b"]);
  assert.deepEqual(await list("name=Puma&rank=SPECIES"), []);
  assert.deepEqual(await list("name=Nonsuch"), []);
  assert.deepEqual(await list("datasetKey=other&sourceId=b"), ["other b"]);
  assert.equal((await list("limit=1000")).length, 14);
  assert.equal((await list("limit=1000&rank=GENUS")).length, 3);
  const page = await get<Found>("?limit=3&rank=GENUS");
  assert.deepEqual([page.results.length, page.endOfRecords], [3, true]);
  assert.equal((await get<Found>("?limit=2&rank=GENUS")).endOfRecords, false);
  assert.equal((await get<Json>("?rank=specis", 400))["code"], "REQUEST_INVALID");
});

for (const path of ["/search?q=puma&", "/suggest?q=puma&", "/search?"])
  test(`nothing is found beyond the 100,000th: ${path}`, async () => {
    await get(`${path}offset=99990&limit=10`);
    for (const page of ["offset=99991&limit=10", "offset=2147483647", "offset=9007199254739991"]) {
      const reply = await fetch(`${url}/v1/species${path}${page}`);
      assert.equal(reply.status, 400, page);
      assert.match(await reply.text(), /Max offset of 100000 exceeded/);
    }
  });
