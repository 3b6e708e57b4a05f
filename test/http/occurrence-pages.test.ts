import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buildApp } from "../../src/http/app.ts";
import type { App } from "../../src/http/app-type.ts";
import { openOccurrences } from "../../src/occurrences/occurrences.ts";
import { type RandomRecord, randomRecords, writeDataset } from "../occurrences/search/random-dataset.ts";
import { sharedSmallApp } from "./small-service.ts";

// A third of the records are known to the other checklist, under keys of its own; an apostrophe in its name is no harm.
const OTHER = `o'ther "list"`;
const classifications = JSON.stringify({
  [OTHER]: {
    usage: { key: "s2", name: "Felis concolor L.", rank: "SPECIES" },
    acceptedUsage: { key: "s1", name: "Puma concolor (L.)", rank: "SPECIES" },
    taxonomicStatus: "SYNONYM",
    classification: [
      { key: "k", name: "Animalia", rank: "KINGDOM" },
      { key: "f", name: "Felidae", rank: "FAMILY" },
      { key: "s1", name: "Puma concolor", rank: "SPECIES" },
    ],
    issues: ["TAXON_MATCH_FUZZY"],
  },
});
const records: RandomRecord[] = randomRecords(700, 21).map((record, i) => ({
  ...record,
  ...(i % 3 === 0 && { classifications }),
}));
const known = records.filter((_, i) => i % 3 === 0).length;
const folder = writeDataset(records, 300);
const info = join(folder, "attempt-0001", "dataset.json");
const checklists = [
  { checklistKey: "own", releaseId: "1" },
  { checklistKey: OTHER, releaseId: "2" },
];
writeFileSync(info, JSON.stringify({ ...JSON.parse(readFileSync(info, "utf8")), checklists }));
let app: App;
let close: () => Promise<void>;

before(async () => {
  const { service } = await sharedSmallApp();
  const taxa = (name: string, checklist?: string) => (checklist === OTHER && name === "Felis concolor" ? ["s1"] : []);
  const occurrences = await openOccurrences([`birds=${folder}`], taxa, service.jobs);
  close = () => occurrences.close();
  const names = {
    match: (name: string) => service.names.match(name),
    taxaNamed: taxa,
    namesOfTaxon: async () => [],
    releaseId: () => "2",
  };
  app = await buildApp({ ...service, names, occurrences });
});
after(async () => {
  await app.close();
  await close();
  rmSync(folder, { recursive: true });
});

// biome-ignore lint/suspicious/noExplicitAny: answers are read member by member.
type Json = any;
async function search(parameters: Record<string, string>): Promise<Json> {
  const reply = await app.inject({ url: "/v1/occurrence/search", query: parameters });
  assert.equal(reply.statusCode, 200, reply.body);
  return reply.json();
}

for (const [parameters, count] of [
  [{ taxonKey: "f" }, known],
  [{ taxonKey: "s1" }, known],
  [{ taxonKey: "s2" }, known],
  [{ taxonKey: "1" }, 0],
  [{ familyKey: "f" }, known],
  [{ familyKey: "s1" }, 0],
  [{ genusKey: "*" }, 0],
  [{ acceptedTaxonKey: "s1" }, known],
  [{ taxonomicStatus: "synonym" }, known],
  [{ taxonomicIssue: "TAXON_MATCH_FUZZY" }, known],
  [{ scientificName: "Felis concolor" }, known],
  [{ scientificName: "Puma concolor" }, 0],
] as readonly [Record<string, string>, number][])
  test(`${JSON.stringify(parameters)} is meant in the checklist that is named`, async () => {
    assert.equal((await search({ ...parameters, checklistKey: OTHER, limit: "0" })).count, count);
    const [[name, value]] = Object.entries(parameters) as [[string, string]];
    if (value === "*" || name === "scientificName") return;
    const predicate = { type: "equals", key: name, value, checklistKey: OTHER };
    const body = { predicate, limit: 0 };
    const reply = await app.inject({ method: "POST", url: "/v1/occurrence/search/predicate", body });
    assert.equal(reply.json().count, count);
  });

test("facets of taxa are of the checklist that is named, and the dataset's own is the default", async () => {
  const facets = async (more: Record<string, string>) =>
    (await search({ facet: "taxonKey", limit: "0", ...more })).facets[0].counts.map(({ name }: Json) => name).sort();
  assert.deepEqual(await facets({ checklistKey: OTHER }), ["f", "k", "s1", "s2"]);
  const own = ["1", "2", "3", "4", "5"];
  assert.deepEqual(await facets({}), own);
  assert.deepEqual(await facets({ checklistKey: "own" }), own);
});

test("a checklist that no record was matched against is refused by name, taxonomic issues with the parameter to use", async () => {
  const unknown = await app.inject("/v1/occurrence/search?taxonKey=1&checklistKey=elsewhere");
  assert.equal(unknown.statusCode, 400);
  assert.match(unknown.body, /checklistKey elsewhere .* own, o'ther/);
  const issue = await app.inject("/v1/occurrence/search?issue=TAXON_MATCH_FUZZY&checklistKey=own");
  assert.deepEqual(
    [issue.statusCode, issue.body],
    [400, "Please use TAXONOMIC_ISSUE parameter instead of ISSUE parameter  when using a checklistKey"],
  );
});

/** All pages by cursor: the keys of their records. */
async function pages(parameters: Record<string, string>, between?: () => void): Promise<number[]> {
  const keys: number[] = [];
  for (let after: string | undefined = "*"; after !== undefined; ) {
    const page: Json = await search({ ...parameters, after });
    keys.push(...page.results.map(({ key }: Json) => key));
    assert.equal(page.endOfRecords, page.next === undefined);
    after = page.next;
    between?.();
    between = undefined;
  }
  return keys;
}

test("pages by cursor are those by offset, each record once, nulls last", async () => {
  const byOffset: number[] = [];
  for (let offset = 0; offset < records.length; offset += 300)
    byOffset.push(...(await search({ limit: "300", offset: `${offset}` })).results.map(({ key }: Json) => key));
  assert.equal(new Set(byOffset).size, records.length);
  assert.deepEqual(await pages({ limit: "37" }), byOffset);
  const danes = byOffset.filter((key) => records[key - 1]!["countryCode"] === "DK");
  assert.deepEqual(await pages({ limit: "50", country: "DK" }), danes);
  assert.deepEqual(await pages({ limit: `${danes.length}`, country: "DK" }), danes);
});

test("an answer that is no page by cursor has GBIF's members alone", async () => {
  assert.deepEqual(Object.keys(await search({ limit: "1" })), [
    "offset",
    "limit",
    "endOfRecords",
    "count",
    "results",
    "facets",
  ]);
});

for (const after of [
  "x",
  "LTE=",
  Buffer.from("0123456789abcdef 1 1 1;DROP").toString("base64url"),
  Buffer.from("0123456789abcdef 1 1 1").toString("base64url"),
  Buffer.from("0123456789abcdef 1e9 - NaN").toString("base64url"),
])
  test(`the cursor ${after} is refused`, async () => {
    const reply = await app.inject({ url: "/v1/occurrence/search", query: { after } });
    assert.equal(reply.statusCode, 400);
    assert.match(reply.body, /begin with after=\*/);
  });

test("a cursor goes with neither offset nor shuffle, and the bound of paging names it", async () => {
  for (const more of ["&offset=20", "&shuffle=1"])
    assert.equal((await app.inject(`/v1/occurrence/search?after=*${more}`)).statusCode, 400);
  assert.match((await app.inject("/v1/occurrence/search?offset=100000")).body, /after=\*/);
});

test("a key of GBIF's that clients send unasked means the records' own checklist, another unknown key is refused", async () => {
  for (const key of ["7ddf754f-d193-4cc9-b351-99906754a03b", "d7dddbf4-2cf0-4f39-9b2a-bb099caae36c"])
    for (const more of [{}, { taxonKey: "4" }, { familyKey: "f" }, { scientificName: "Puma concolor" }]) {
      const own: Json = await search({ limit: "5", ...more });
      assert.deepEqual(await search({ limit: "5", ...more, checklistKey: key }), own, JSON.stringify(more));
    }
  const reply = await app.inject({ url: "/v1/occurrence/search", query: { checklistKey: "nowhere" } });
  assert.equal(reply.statusCode, 400);
  assert.match(reply.body, /nowhere is not one .* own/);
});

// The last: sooner or later the newer records are found, which are fewer.
test("a cursor goes on in the records of its first page, though newer ones have come", async () => {
  const whole = await pages({ limit: "300" });
  const newer = join(folder, "attempt-0002");
  const meanwhile = () => {
    cpSync(join(folder, "attempt-0001"), newer, { recursive: true });
    rmSync(join(newer, "interpreted", "part-000000.parquet"));
  };
  assert.deepEqual(await pages({ limit: "100" }, meanwhile), whole);
});
