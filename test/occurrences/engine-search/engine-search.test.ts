/** Records in a search engine are answered as the files answer them: by a stand-in that looks at each document. */
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { BinomenError } from "../../../src/errors.ts";
import type { Jobs } from "../../../src/jobs/jobs.ts";
import { contentOf, partsOf } from "../../../src/occurrences/dataset/attempts.ts";
import { documentOf, rowsSql } from "../../../src/occurrences/engine-index/document.ts";
import { newRecordIndex } from "../../../src/occurrences/engine-index/mapping.ts";
import { type OccurrenceOptions, type Occurrences, openOccurrences } from "../../../src/occurrences/occurrences.ts";
import { parameterNamed } from "../../../src/occurrences/predicate/parameters.ts";
import { type Snapshot, tableOf } from "../../../src/occurrences/search/datasets.ts";
import type { Records } from "../../../src/occurrences/search/records.ts";
import { searchRequestOf } from "../../../src/occurrences/search/search-request.ts";
import { verbatimTable } from "../../../src/occurrences/search/source.ts";
import { openJobs } from "../../jobs/open-jobs.ts";
import { engineStandIn } from "../engine-index/engine-stand-in.ts";
import { type RandomRecord, randomRecords, writeDataset } from "../search/random-dataset.ts";

const classifications = (i: number) =>
  JSON.stringify({
    other: {
      usage: { key: `u${i % 3}`, name: `Felis ${i % 3}`, rank: "SPECIES" },
      acceptedUsage: { key: "s1", name: "Felis accepta", rank: "SPECIES" },
      taxonomicStatus: i % 3 === 0 ? "SYNONYM" : "ACCEPTED",
      classification: [{ key: "f", name: "Felidae", rank: "FAMILY" }],
      issues: i % 3 === 0 ? ["TAXON_MATCH_FUZZY"] : [],
    },
  });
const MODIFIED = ["2001-02-03", "2001-02-03T04:05:06", "2001", undefined];
const records: RandomRecord[] = randomRecords(700, 13).map((record, i) => ({
  ...record,
  gbifID: i % 50 === 0 ? 2 ** 53 - 1 - i : i + 1,
  eventDate: record["year"] === undefined ? undefined : String(record["year"]),
  modified: MODIFIED[i % 4],
  ...(i % 2 === 0 && { classifications: classifications(i) }),
}));
const checklists = [
  { checklistKey: "own", releaseId: "r1" },
  { checklistKey: "other", releaseId: "r2" },
];
const folder = writeDataset(records, 250);
const info = join(folder, "attempt-0001", "dataset.json");
writeFileSync(info, JSON.stringify({ ...JSON.parse(readFileSync(info, "utf8")), checklists }));
const taxa = (name: string, key?: string) => (name === "Puma" ? [key === "own" ? "1" : "f"] : []);

const atTheEnd: (() => unknown)[] = [];
let engine: Awaited<ReturnType<typeof engineStandIn>>;
let ofFiles: Occurrences;
let ofEngine: Occurrences;

before(async () => {
  engine = await engineStandIn({ after: (fn) => void atTheEnd.push(fn) });
  const jobs = openJobs(join(folder, "jobs"));
  ofFiles = await openOccurrences([folder], taxa, jobs);
  const attempt = join(folder, "attempt-0001");
  const documents: Record<string, unknown>[] = [];
  for (const part of partsOf(attempt)) {
    const of = (kind: string) => [join(attempt, kind, part)];
    for (const row of await ofFiles.engine.all(rowsSql(tableOf(of("interpreted")), verbatimTable(of("verbatim")))))
      documents.push(JSON.parse(JSON.stringify(documentOf(row, "own"))));
  }
  const content = contentOf(JSON.parse(readFileSync(info, "utf8")));
  const meta = { dataset: "records", attempt: "attempt-0001", content, records: records.length, checklists };
  const { mappings } = newRecordIndex(meta) as { mappings: Record<string, unknown> };
  engine.indexes.set("records-1", { mappings, documents });
  engine.aliases.set("records", ["records-1"]);
  const searchEngine = { url: `${engine.url}/records`, authorization: "ApiKey secret" };
  ofEngine = await openOccurrences([], taxa, jobs, { searchEngine });
  atTheEnd.push(
    () => jobs.close(),
    () => ofFiles.close(),
    () => ofEngine.close(),
    () => rmSync(folder, { recursive: true }),
  );
});
after(async () => {
  for (const close of atTheEnd) await close();
});

const both = async (ask: (records: Records, occurrences: Occurrences) => Promise<unknown>) =>
  Promise.all([ofFiles, ofEngine].map(async (one) => ask(await one.records.now(), one)));

for (const parameters of [
  {},
  { limit: "0", facet: ["year", "country", "catalogNumber", "recordedBy", "issue", "taxonKey", "elevation"] },
  { limit: "0", facet: ["hasCoordinate", "modified", "eventDate", "basisOfRecord", "crawlId", "gbifId"] },
  { gbifRegion: "europe", limit: "1", facet: ["gbifRegion", "publishedByGbifRegion"] },
  { limit: "0", facet: "year", facetLimit: "3", facetOffset: "2" },
  { limit: "0", facet: "year", facetLimit: "0" },
  { limit: "0", facet: "year", facetOffset: "500" },
  { limit: "0", facet: "catalogNumber", facetMincount: "120" },
  { country: "DK", facet: ["country", "year"], facetMultiselect: "true", limit: "3" },
  { limit: "300", offset: "350" },
  { q: "puma CONCÓLOR", limit: "5" },
  { catalogNumber: "a1" },
  { catalogNumber: "a1", matchCase: "true" },
  { taxonKey: "1", facet: "taxonKey" },
  { taxonKey: "f", checklistKey: "other", facet: ["taxonKey", "taxonomicIssue", "familyKey", "taxonomicStatus"] },
  { taxonomicIssue: "TAXON_MATCH_FUZZY", checklistKey: "other" },
  { acceptedTaxonKey: "s1", checklistKey: "other", limit: "1" },
  { familyKey: "*", checklistKey: "other" },
  { scientificName: "Puma" },
  { scientificName: "Puma", checklistKey: "other" },
  { scientificName: "nothing" },
  { modified: "2001-02-03" },
  { eventDateGte: "1995" },
  { eventDate: "1995,1999" },
  { year: "99999999999" },
  { year: "-99999999999,1999" },
  { year: "*,99999999999" },
  { month: "*" },
  { geometry: "POLYGON((-90 -10,90 -10,90 10,-90 10,-90 -10))" },
  { geoDistance: "0,0,3000km" },
  { datasetKey: "4fa7b334-ce0d-4e88-aaae-2e0c138d049e", limit: "2" },
] as Record<string, string | string[]>[])
  test(`${JSON.stringify(parameters)} is answered as the files answer it`, async () => {
    const [files, index] = await both((one, { meanings }) => one.search(searchRequestOf(parameters, meanings)));
    assert.deepEqual(index, JSON.parse(JSON.stringify(files)));
  });

test("pages by cursor are those of the files, each record once", async () => {
  const keysOf = async (one: Occurrences) => {
    const keys: unknown[] = [];
    for (let after: string | undefined = "*"; after !== undefined; ) {
      const asked = searchRequestOf({ after, limit: "90", country: ["DK", "SE"] }, one.meanings);
      const page = await (await one.records.at(asked.after!)).search(asked);
      keys.push(...page.results.map(({ key }) => key));
      assert.ok(page.count > 300);
      after = page.next;
    }
    return keys;
  };
  const files = await keysOf(ofFiles);
  assert.ok(new Set(files).size === files.length && files.length > 300);
  assert.deepEqual(await keysOf(ofEngine), files);
});

test("a shuffled page is the same for the same seed, and asks for an order of its own", async () => {
  const asked = searchRequestOf({ shuffle: "7", limit: "5" }, ofEngine.meanings);
  assert.equal((await (await ofEngine.records.now()).search(asked)).results.length, 5);
  assert.ok((engine.requests.at(-1)!.body["query"] as Record<string, unknown>)["function_score"]);
});

test("single records, what was published and suggestions are those of the files", async () => {
  for (const ask of [
    (one) => one.record(7, "u"),
    (one) => one.recordOf(String(records[6]!["datasetKey"]).toUpperCase(), "O:6", "u"),
    (one) => one.verbatim(7, "u"),
    (one) => one.suggest(parameterNamed("catalogNumber")!, "a", 10),
    (one) => one.suggest(parameterNamed("recordedBy")!, "bOb", 1),
    (one) => one.suggest(parameterNamed("recordedBy")!, "cy*", 10),
    (one) => one.suggest(parameterNamed("catalogNumber")!, "b%", 10),
  ] as ((one: Records) => Promise<unknown>)[]) {
    const [files, index] = await both(ask);
    assert.deepEqual(index, JSON.parse(JSON.stringify(files)));
    assert.notDeepEqual(files, []);
  }
  for (const ask of [(one) => one.record(5_000_000, "u"), (one) => one.recordOf("x", "y", "u")] as ((
    one: Records,
  ) => Promise<unknown>)[])
    await assert.rejects(async () => ask(await ofEngine.records.now()), { code: "OCCURRENCE_NOT_FOUND" });
});

test("the engine is asked for whole answers, with its key", () => {
  assert.ok(engine.requests.length > 0);
  for (const { path, authorization } of engine.requests) {
    assert.match(path, /^\/records-1\/_search\?allow_partial_search_results=false$/);
    assert.equal(authorization, "ApiKey secret");
  }
});

test("a checklist that the index does not have is refused by name", () => {
  assert.throws(() => searchRequestOf({ taxonKey: "1", checklistKey: "col" }, ofEngine.meanings), /own, other/);
});

for (const [what, reply, code] of [
  ["an engine that is overloaded", { status: 429, body: "{}" }, "SEARCH_ENGINE_UNREACHABLE"],
  ["a page of a proxy", { status: 200, body: "<html>" }, "SEARCH_ENGINE_UNREACHABLE"],
  ["an answer of some shards", { status: 200, body: `{"_shards":{"failed":1}}` }, "SEARCH_ENGINE_UNREACHABLE"],
  ["an answer that ran out of time", { status: 200, body: `{"timed_out":true}` }, "SEARCH_ENGINE_UNREACHABLE"],
  ["a wrong key", { status: 401, body: "{}" }, "SEARCH_ENGINE_REFUSED"],
  [
    "a question with too many conditions",
    { status: 400, body: `{"error":{"type":"x","root_cause":[{"type":"too_many_clauses"}]}}` },
    "DOWNLOAD_TOO_COMPLEX",
  ],
] as const)
  test(`${what} is ${code}, never a wrong answer`, async () => {
    const now = await ofEngine.records.now();
    engine.state.reply = reply;
    try {
      await assert.rejects(now.count({ type: "all" }), { code });
    } finally {
      engine.state.reply = undefined;
    }
  });

test("a connection that ends under a question is no outage: it is asked once more, and not again and again", async () => {
  const now = await ofEngine.records.now();
  engine.state.drops = 1;
  assert.equal(await now.count({ type: "all" }), records.length);
  engine.state.drops = 2;
  await assert.rejects(now.count({ type: "all" }), { code: "SEARCH_ENGINE_UNREACHABLE" });
  assert.equal(engine.state.drops, 0);
});

test("questions that only files answer are refused with a code", async () => {
  assert.throws(() => ofEngine.datasets.snapshot(), { code: "OCCURRENCE_FILES_ABSENT" });
  assert.throws(() => ofEngine.datasets.attempts(), { code: "OCCURRENCE_FILES_ABSENT" });
  const now = await ofEngine.records.now();
  const year = parameterNamed("year")!;
  await assert.rejects(now.divide({ type: "all" }, year, { limit: 70_000, offset: 0 }), {
    code: "SEARCH_ENGINE_CANNOT",
  });
});

test("two indexes with checklists of their own are asked each in its own, and a facet of taxa is refused", async () => {
  const first = engine.indexes.get("records-1")!;
  const second = { ...first, mappings: { ...first.mappings, _meta: { binomen: { checklists: [checklists[1]] } } } };
  engine.indexes.set("records-2", second);
  engine.aliases.set("two", ["records-1", "records-2"]);
  const jobs = openJobs(join(folder, "jobs-two"));
  const two = await openOccurrences([], taxa, jobs, { searchEngine: { url: `${engine.url}/two` } });
  try {
    const now = await two.records.now();
    const count = (parameters: Record<string, string>) =>
      now.search(searchRequestOf({ limit: "0", ...parameters }, two.meanings)).then((answer) => answer.count);
    assert.equal(await count({}), 2 * records.length);
    const own = records.filter(({ taxonKeys }) => (taxonKeys as string[]).includes("1")).length;
    assert.equal(await count({ taxonKey: "1" }), own);
    assert.equal(await count({ scientificName: "Puma" }), own + records.filter((_, i) => i % 2 === 0).length);
    await assert.rejects(count({ facet: "taxonKey" }), { code: "SEARCH_ENGINE_CANNOT" });
  } finally {
    await jobs.close();
    await two.close();
  }
});

test("datasets beside the engine answer what files do, from the attempt that the index holds", async () => {
  const jobs = openJobs(join(folder, "jobs-beside"));
  const asked = { searchEngine: { url: `${engine.url}/records`, authorization: "ApiKey secret" } };
  const beside = await openOccurrences([`birds=${folder}`], taxa, jobs, asked);
  const next = join(folder, "attempt-0002");
  try {
    assert.equal((await beside.records.now()).id, (await ofEngine.records.now()).id);
    assert.deepEqual((await beside.files.now()).datasets, ofFiles.datasets.snapshot().datasets.map(named));
    // A newer attempt that is not indexed yet does not answer maps while the index answers searches.
    cpSync(join(folder, "attempt-0001"), next, { recursive: true });
    const newer = { ...JSON.parse(readFileSync(info, "utf8")), attempt: "attempt-0002", now: 1 };
    writeFileSync(join(next, "dataset.json"), JSON.stringify(newer));
    assert.deepEqual(attemptsOf(await afresh(asked, jobs)), ["attempt-0001"]);
    engine.indexes.set("records-2", heldAs(contentOf(newer)));
    engine.aliases.set("records", ["records-2"]);
    let now = await beside.files.now();
    while (attemptsOf(now)[0] !== "attempt-0002") now = await beside.files.now();
    // Names in them are meant in the checklist of the files, by folder.
    const named2 = beside.files.meanings.taxa("Puma", undefined);
    assert.deepEqual(named2, [{ keys: ["1"] }]);
    for (const [content, problem] of [
      [undefined, /records-2 does not say/],
      ["0badc0de", /no index has an attempt of birds/],
    ] as const) {
      engine.indexes.set("records-2", heldAs(content));
      await assert.rejects(
        afresh(asked, jobs),
        (error: BinomenError) => error.code === "OCCURRENCE_FILES_OTHER" && problem.test(error.message),
      );
    }
    engine.indexes.set("records-2", heldAs(contentOf(newer)));
    engine.aliases.set("records", ["records-1", "records-2"]);
    await assert.rejects(afresh(asked, jobs), /none of the datasets has the attempt of index records-1/);
    // While the engine is away, maps go on; of a server that never saw it nothing can be said.
    engine.aliases.set("records", ["records-2"]);
    engine.state.reply = { status: 503, body: "{}" };
    await beside.files.now();
    await assert.rejects(afresh(asked, jobs), { code: "SEARCH_ENGINE_UNREACHABLE" });
  } finally {
    engine.state.reply = undefined;
    engine.aliases.set("records", ["records-1"]);
    engine.indexes.delete("records-2");
    rmSync(next, { recursive: true, force: true });
    await jobs.close();
    await beside.close();
  }
});

test("a dataset that is not there is refused beside an engine, too", async () => {
  const jobs = openJobs(join(folder, "jobs-none"));
  const asked = { searchEngine: { url: `${engine.url}/records` } };
  await assert.rejects(openOccurrences(["birds=nowhere"], taxa, jobs, asked), { code: "DATASET_NOT_FOUND" });
  await jobs.close();
});

const attemptsOf = ({ datasets }: Snapshot) => datasets.map(({ attempt }) => attempt);
const named = (dataset: Snapshot["datasets"][number]) => ({ ...dataset, name: "birds" });

/** The first index as one of another attempt. */
function heldAs(content: string | undefined) {
  const first = engine.indexes.get("records-1")!;
  return { ...first, mappings: { ...first.mappings, _meta: { binomen: { content, checklists } } } };
}

/** What a server that is started now takes from files. */
async function afresh(options: OccurrenceOptions, jobs: Jobs): Promise<Snapshot> {
  const one = await openOccurrences([`birds=${folder}`], taxa, jobs, options);
  return one.files.now().finally(() => one.close());
}

test("when the alias is moved the next answers come from the new index; a cursor of the old one is outlived with it", async () => {
  const source = await openOccurrences([], taxa, openJobs(join(folder, "jobs-moved")), {
    searchEngine: { url: `${engine.url}/records` },
  });
  const before = await source.records.now();
  const asked = searchRequestOf({ after: "*", limit: "5" }, source.meanings);
  const { next } = await before.search(asked);
  const { mappings, documents } = engine.indexes.get("records-1")!;
  engine.indexes.set("records-3", { mappings, documents: documents.slice(0, 10) });
  engine.aliases.set("records", ["records-3"]);
  let now = before;
  while (now.id === before.id) now = await source.records.now();
  assert.equal(await now.count({ type: "all" }), 10);
  const cursor = searchRequestOf({ after: next!, limit: "5" }, source.meanings).after!;
  assert.equal((await source.records.at(cursor)).id, before.id);
  engine.indexes.delete("records-1");
  await assert.rejects(
    async () => (await source.records.at(cursor)).count({ type: "all" }),
    (error: BinomenError) => error.code === "OCCURRENCE_QUERY_INVALID" && /after=\*/.test(error.message),
  );
  await source.close();
});
