/** GBIF's routes around downloads, over a socket. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Jobs } from "../../src/jobs/jobs.ts";
import { type RandomRecord, randomRecords, writeDataset } from "../occurrences/search/random-dataset.ts";
import { type RecordServer, serveRecords } from "./occurrence-server.ts";

const RECORDED = new URL("../../../shared/data/occurrence-api/recorded.jsonl", import.meta.url).pathname;
const ORG = "28eb1a3f-1c15-4a95-931a-4af90ecb574d";
const records = randomRecords(300, 9).map(
  (record, i): RandomRecord => ({
    ...record,
    publishingOrgKey: ORG,
    publishingCountry: i % 3 ? "DK" : "SE",
    license: "CC_BY_4_0",
  }),
);
const DATASETS = [...new Set(records.map(({ datasetKey }) => String(datasetKey)))];
const folder = writeDataset(records);
let now = Date.UTC(2026, 0, 15);
let server: RecordServer;
let jobs: Jobs;
let address: string;
const logins: Record<string, string> = {};

before(async () => {
  server = await serveRecords(folder, {
    jobs: { now: () => now, limits: { jobsAtOnce: 2, jobsPerClient: 3, jobsUnderWay: 60, jobDays: 182 } },
    taxaNamed: () => [],
    options: { version: "1" },
  });
  ({ jobs } = server);
  address = `${server.address}/v1/occurrence/download`;
  for (const label of ["birder", "other"]) logins[label] = `Basic ${btoa(`${label}:${await server.token(label)}`)}`;
});
after(() => server.close());

type Shown = Record<string, unknown> & { key: string; status: string };
const get = (path: string, label?: string, more: Record<string, string> = {}) =>
  fetch(`${address}${path}`, { headers: { ...(label && { authorization: logins[label]! }), ...more } });
const json = async <T = Shown>(path: string, label?: string) => (await (await get(path, label)).json()) as T;
const ask = (body: object, label = "birder", more: Record<string, string> = {}) =>
  fetch(`${address}/request`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: logins[label]!, ...more },
    body: JSON.stringify(body),
  });

/** Asks, and waits for the end. */
async function made(body: object, label = "birder", more: Record<string, string> = {}): Promise<Shown> {
  const reply = await ask(body, label, more);
  const key = await reply.text();
  assert.equal(reply.status, 201, key);
  for await (const _ of jobs.updates(key, new AbortController().signal));
  return json(`/${key}`);
}

/** Names of members and their kinds, lists by their first element. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

for (const format of ["simpleCsv", "simpleParquet", "speciesList", "dwca"])
  test(`describe/${format} has GBIF's columns in its order, under its terms`, async (t) => {
    if (!existsSync(RECORDED)) return t.skip("no recorded answers here");
    type Fields = { fields: Record<string, unknown>[] };
    type Described = Record<string, Fields | Fields["fields"]>;
    const recorded = readFileSync(RECORDED, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { url: string; body: Described })
      .filter(({ url }) => url.endsWith(`/describe/${format}`));
    const columns = (described: Described) =>
      Object.entries(described).flatMap(([name, fields]) => {
        const all = Array.isArray(fields) ? fields : fields.fields;
        return typeof all[0] !== "object"
          ? []
          : [[name, all.map((field) => [field["name"], field["term"], field["nullable"]])]];
      });
    const ours = await json<Described>(`/describe/${format}`);
    assert.ok(recorded.length > 0);
    for (const { body } of recorded) assert.deepEqual(columns(ours), columns(body));
  });

test("a format that is not made has no columns", async () => {
  assert.equal((await get("/describe/simpleAvro")).status, 404);
});

for (const [query, predicate] of [
  ["country=DK&country=SE", { type: "in", key: "COUNTRY", values: ["DK", "SE"], matchCase: false }],
  [
    "year=1990,2000",
    {
      type: "and",
      predicates: [
        { type: "greaterThanOrEquals", key: "YEAR", value: "1990" },
        { type: "lessThanOrEquals", key: "YEAR", value: "2000" },
      ],
    },
  ],
  ["elevation=*,10", { type: "lessThanOrEquals", key: "ELEVATION", value: "10" }],
  ["catalogNumber=*", { type: "isNotNull", parameter: "CATALOG_NUMBER" }],
  ["eventDate=2001,2002-03", { type: "equals", key: "EVENT_DATE", value: "2001,2002-03", matchCase: false }],
  ["geoDistance=1,2,10km", { type: "geoDistance", latitude: "1", longitude: "2", distance: "10km" }],
  [
    "geometry=POINT(1 2)&hasCoordinate=true",
    {
      type: "and",
      predicates: [
        { type: "within", geometry: "POINT(1 2)" },
        { type: "equals", key: "HAS_COORDINATE", value: "true", matchCase: false },
      ],
    },
  ],
  [
    "month=1,2&month=5",
    {
      type: "or",
      predicates: [
        {
          type: "and",
          predicates: [
            { type: "greaterThanOrEquals", key: "MONTH", value: "1" },
            { type: "lessThanOrEquals", key: "MONTH", value: "2" },
          ],
        },
        { type: "equals", key: "MONTH", value: "5", matchCase: false },
      ],
    },
  ],
  ["spellCheck=true&year=", null],
] as const)
  test(`the predicate of a search by ${query} finds as much as the search`, async () => {
    const request = await json<{ predicate: unknown; format: string }>(`/request/predicate?format=simple_csv&${query}`);
    assert.equal(request.format, "SIMPLE_CSV");
    assert.deepEqual(request.predicate, predicate);
    const search = await fetch(`${address.replace(/download$/, "search")}?limit=0&${query}`);
    const { count } = (await search.json()) as { count: number };
    const download = await made({ ...request, force: true });
    assert.equal(download["totalRecords"], count);
  });

test("a search that would be refused has no predicate", async () => {
  assert.equal((await get("/request/predicate?year=abc")).status, 400);
  assert.equal((await get("/request/predicate?format=XLS")).status, 400);
});

test("a finished download tells of its datasets, publishers and countries, and its owner of more", async () => {
  const body = {
    format: "SIMPLE_CSV",
    predicate: { type: "equals", key: "COUNTRY", value: "DK" },
    description: "mine",
  };
  const { key, ...shown } = await made(body, "birder", { "user-agent": "libcurl/7 rgbif/3.8.1" });
  assert.equal(shown["license"], "http://creativecommons.org/licenses/by/4.0/legalcode");
  assert.deepEqual((shown["request"] as Shown)["predicate"], { ...body.predicate, matchCase: false });
  assert.ok(!("source" in shown) && !("description" in (shown["request"] as Shown)));
  const own = await json(`/${key}?statistics=true`, "birder");
  assert.deepEqual([own["source"], own["numberOrganizations"], own["numberPublishingCountries"]], ["rgbif", 1, 2]);
  assert.equal((own["request"] as Shown)["description"], "mine");
  type Page = { count: number; limit: number; results: (Record<string, unknown> & { numberRecords: number })[] };
  for (const [path, members] of [
    ["datasets", ["downloadKey", "datasetKey", "numberRecords", "publishingCountryCode"]],
    ["organizations", ["downloadKey", "organizationKey", "numberRecords"]],
    ["countries", ["downloadKey", "countryCode", "numberRecords"]],
  ] as const) {
    const page = await json<Page>(`/${key}/${path}`);
    const sum = page.results.reduce((all, { numberRecords }) => all + numberRecords, 0);
    assert.equal(sum, shown["totalRecords"], path);
    for (const member of members) assert.ok(member in page.results[0]!, `${path} ${member}`);
    const second = await json<Page>(`/${key}/${path}?limit=1&offset=${page.count - 1}`);
    assert.deepEqual(second.results, page.results.slice(-1));
  }
  const used = await json<Page>(`/dataset/${DATASETS[0]}?limit=300`);
  const row = used.results.find(({ downloadKey }) => downloadKey === key);
  assert.equal((row!["download"] as Shown).key, key);
  assert.equal((await get("/dataset/foo-bar")).status, 400);
  for (const path of [
    "/foo-bar/datasets",
    "/foo-bar/countries",
    "/foo-bar/citation",
    "/10.15468/dl.hx3uzz",
    "/foo-bar",
  ]) {
    const reply = await get(path);
    assert.deepEqual([reply.status, await reply.text()], [404, "Download was not found"], path);
  }
});

test("what was downloaded is counted by dataset and month, also after its file was erased", async () => {
  type Months = Record<string, Record<string, number>>;
  const before = await json<Months>("/statistics/downloadsByDataset");
  const { key } = await made({ format: "SIMPLE_CSV", predicate: null, force: true }, "other", {
    "user-agent": "pygbif/0.7",
  });
  now += 183 * 24 * 3600 * 1000;
  jobs.look();
  const erased = await json(`/${key}`);
  assert.deepEqual([erased.status, erased["downloadLink"]], ["FILE_ERASED", ""]);
  const gone = await get(`/request/${key}.zip`);
  assert.deepEqual([gone.status, await gone.text()], [410, "This download was erased, but the metadata is retained."]);
  const after = await json<Months>("/statistics/downloadsByDataset");
  assert.equal(after["2026"]!["1"], (before["2026"]?.["1"] ?? 0) + 1);
  assert.deepEqual(await json<Months>("/statistics/downloadsBySource?source=pygbif"), { 2026: { 1: 1 } });
  assert.deepEqual(await json<Months>("/statistics/downloadsBySource?toDate=2025-12"), {});
  const some = await json<Months>(`/statistics/downloadedRecordsByDataset?datasetKey=${DATASETS[0]}`);
  assert.ok(some["2026"]!["1"]! > 0);
  const page = await json<{ results: Record<string, unknown>[] }>(`/statistics?publishingOrgKey=${ORG}&limit=1`);
  assert.deepEqual(shapeOf(page.results[0]), {
    ...{ datasetKey: "string", totalRecords: "number", numberDownloads: "number", year: "number", month: "number" },
  });
  assert.equal((await get("/statistics?fromDate=soon")).status, 400);
});

test("a file that was cut on the disk is not given away, and the same request makes a new one", async () => {
  const body = { format: "SPECIES_LIST", predicate: { type: "equals", key: "COUNTRY", value: "NO" } };
  const { key } = await made(body);
  assert.equal((await get(`/request/${key}.zip`)).status, 200);
  truncateSync(join(folder, "jobs", key, `${key}.zip`), 50);
  assert.equal((await get(`/request/${key}.zip`)).status, 410);
  assert.equal((await json(`/${key}`)).status, "KILLED", "rgbif waits for nothing else");
  assert.notEqual((await made(body)).key, key);
});

test("of fifty requests at once each client has three at work, the others are told which, and all files are whole", async () => {
  const ofOne = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      ask({ format: "SIMPLE_CSV", predicate: { type: "lessThan", key: "ELEVATION", value: 900 - i } }),
    ),
  );
  const taken: string[] = [];
  for (const reply of ofOne) {
    const text = await reply.text();
    if (reply.status === 201) taken.push(text);
    else {
      assert.equal(reply.status, 420, text);
      assert.match(text, /too many simultaneous downloads; the limit is 3/);
    }
  }
  assert.ok(taken.length >= 3, `${taken.length}`);
  const same = await Promise.all(
    Array.from({ length: 50 }, () =>
      ask({ format: "SIMPLE_CSV", predicate: { type: "isNull", parameter: "MONTH" } }, "other"),
    ),
  );
  const keys = new Set(await Promise.all(same.map((reply) => reply.text())));
  assert.equal(keys.size, 1, "the same request is the same download");
  for (const key of [...taken, ...keys]) {
    for await (const _ of jobs.updates(key, new AbortController().signal));
    const { status, size } = await json(`/${key}`);
    assert.equal(status, "SUCCEEDED");
    assert.equal((await (await get(`/request/${key}`)).arrayBuffer()).byteLength, size);
    assert.deepEqual(readdirSync(join(folder, "jobs", key)), [`${key}.zip`]);
  }
});

for (const [what, status, body] of [
  ["with a member that is not known", 400, { format: "DWCA", colour: "red" }],
  ["for another creator", 401, { format: "DWCA", creator: "other" }],
  ["with a webhook to where none go", 403, { format: "DWCA", webhook: "http://169.254.169.254/" }],
  [
    "with more items than are taken",
    413,
    {
      format: "DWCA",
      predicate: { type: "in", key: "CATALOG_NUMBER", values: Array.from({ length: 101_001 }, (_, i) => i) },
    },
  ],
  [
    "of an extension that there is not",
    400,
    { format: "DWCA", verbatimExtensions: ["http://rs.gbif.org/terms/1.0/Cats"] },
  ],
] as const)
  test(`a request ${what} is refused with ${status} in plain text`, async () => {
    const reply = await ask(body);
    assert.equal(reply.status, status);
    assert.equal(reply.headers.get("content-type"), "text/plain");
    assert.ok((await reply.text()).length < 500);
  });

test("a cancelled download is cancelled, by its owner alone, and its list can be asked by status", async () => {
  const { key } = await made({ format: "SIMPLE_CSV", predicate: { type: "equals", key: "MONTH", value: 3 } });
  const cancel = (label: string) =>
    fetch(`${address}/request/${key}`, { method: "DELETE", headers: { authorization: logins[label]! } });
  assert.equal((await cancel("other")).status, 401);
  assert.equal((await cancel("birder")).status, 204);
  assert.equal((await json(`/${key}`)).status, "SUCCEEDED", "what is finished stays");
  const done = await json<{ count: number }>("/user/birder?status=SUCCEEDED,KILLED&limit=0", "birder");
  assert.equal(await (await get("/user/birder/count?status=SUCCEEDED,KILLED", "birder")).text(), String(done.count));
  assert.equal(await (await get("/user/birder/count?from=2030-01-01", "birder")).text(), "0");
});
