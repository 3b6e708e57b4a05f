import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as nextTurn } from "node:timers/promises";
import yauzl from "yauzl";
import { randomRecords, writeDataset } from "../occurrences/search/random-dataset.ts";
import { type RecordServer, serveRecords } from "./occurrence-server.ts";
import { sharedSmallApp } from "./small-service.ts";

const records = randomRecords(600, 3);
const folder = writeDataset(records);
let server: RecordServer;
let address: string;
let basic: string;

before(async () => {
  server = await serveRecords(folder);
  ({ address } = server);
  basic = `Basic ${btoa(`birder:${await server.token("birder")}`)}`;
});
after(() => server.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${address}${path}`, { headers });

test("a search answers GBIF's envelope as exactly application/json, with records that rgbif can read", async () => {
  const reply = await get("/v1/occurrence/search?limit=5&country=DK&facetLimit=&spellCheck=true");
  assert.equal(reply.headers.get("content-type"), "application/json");
  const { results, ...envelope } = (await reply.json()) as { results: Record<string, unknown>[] };
  const count = records.filter((record) => record["countryCode"] === "DK").length;
  assert.deepEqual(envelope, { offset: 0, limit: 5, endOfRecords: false, count, facets: [] });
  for (const record of results) {
    assert.equal(typeof record["key"], "number");
    assert.equal(record["gbifID"], String(record["key"]));
    for (const member of ["issues", "media", "facts", "relations", "identifiers"])
      assert.ok(Array.isArray(record[member]), member);
    assert.ok(!Object.values(record).includes(null));
  }
});

test("the same answer is not sent twice to a client that has it", async () => {
  const first = await get("/v1/occurrence/1");
  const tag = first.headers.get("etag")!;
  assert.equal((await get("/v1/occurrence/1", { "if-none-match": tag })).status, 304);
  assert.equal((await get("/v1/occurrence/1", { "if-none-match": 'W/"other"' })).status, 200);
});

for (const [path, status, text] of [
  ["/v1/occurrence/9999", 404, /Entity not found/],
  ["/v1/occurrence/abc", 400, /abc is not a number/],
  ["/v1/occurrence/search?year=19x0", 400, /19x0/],
  ["/v1/occurrence/search?limit=-1", 400, /limit/],
  ["/v1/occurrence/search?offset=99990&limit=20", 400, /Max offset of 100000 exceeded: 99990 \+ 20/],
  ["/v1/occurrence/search?facet=colour", 400, /colour/],
  ["/v1/occurrence/search/colour?q=a", 404, /Entity not found/],
  ["/v1/occurrence/search/locality", 400, /q is required/],
  ["/v1/occurrence/counts/year?year=1,2", 400, /not a valid year range/],
] as const)
  test(`${path} is answered ${status} in plain text`, async () => {
    const reply = await get(path);
    assert.equal(reply.status, status);
    assert.equal(reply.headers.get("content-type"), "text/plain");
    assert.match(await reply.text(), text);
  });

test("a predicate finds what parameters find", async () => {
  const predicate = {
    type: "and",
    predicates: [
      { type: "equals", key: "COUNTRY", value: "DK" },
      { type: "lessThan", key: "YEAR", value: 2000 },
    ],
  };
  const reply = await fetch(`${address}/v1/occurrence/search/predicate`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ predicate, limit: 0, facets: ["YEAR"], facetLimit: 3 }),
  });
  const found = (await reply.json()) as { count: number; facets: { field: string; counts: unknown[] }[] };
  const same = (await (await get("/v1/occurrence/search?country=DK&year=*,1999&limit=0")).json()) as { count: number };
  assert.equal(found.count, same.count);
  assert.ok(found.count > 0);
  assert.deepEqual([found.facets[0]?.field, found.facets[0]?.counts.length], ["YEAR", 3]);
});

test("counts are bare numbers and tallies", async () => {
  assert.equal(await (await get("/v1/occurrence/count")).text(), String(records.length));
  const bases = (await (await get("/v1/occurrence/counts/basisOfRecord")).json()) as Record<string, number>;
  assert.equal(
    Object.values(bases).reduce((a, b) => a + b),
    records.length,
  );
  assert.deepEqual(Object.keys((await (await get("/v1/occurrence/counts/countries")).json()) as object).sort(), [
    "DENMARK",
    "NORWAY",
    "SWEDEN",
  ]);
  const years = Object.keys((await (await get("/v1/occurrence/counts/year?year=1990,1993")).json()) as object);
  assert.deepEqual(years.sort(), ["1991", "1992"]);
});

test("a record is found by dataset and occurrenceID, as published, and with its history", async () => {
  const record = (await (await get("/v1/occurrence/7")).json()) as Record<string, unknown>;
  const same = await (await get(`/v1/occurrence/${record["datasetKey"]}/O:6`)).json();
  assert.deepEqual(same, record);
  const verbatim = (await (await get("/v1/occurrence/7/verbatim")).json()) as Record<string, unknown>;
  assert.match(String(verbatim["http://rs.tdwg.org/dwc/terms/scientificName"]), / L\.$/);
  const { versions } = (await (await get("/v1/occurrence/7/history")).json()) as { versions: { attempt: string }[] };
  assert.deepEqual(
    versions.map(({ attempt }) => attempt),
    ["attempt-0001"],
  );
});

test("a name of any spelling is matched before it is searched, and the answer says what was understood", async () => {
  for (const [name, key] of [
    ["Pumma concolor", "12"],
    ["puma concolour", "12"],
    ["Helianthus platycephalus", "7"],
    ["Helianthus anuus L.", "7"],
    ["Puma nonsensica", undefined],
  ] as const) {
    const reply = await get(`/v1/occurrence/search?limit=0&scientificName=${encodeURIComponent(name)}`);
    const { understood } = (await reply.json()) as { understood: { scientificName: string; taxonKeys: string[] }[] };
    assert.deepEqual(
      understood.map(({ scientificName, taxonKeys }) => [scientificName, taxonKeys]),
      [[name, key === undefined ? [] : [key]]],
    );
  }
});

test("a server without datasets says how to serve one", async () => {
  const { app: plain } = await sharedSmallApp();
  const reply = await plain.inject("/v1/occurrence/search");
  assert.equal(reply.statusCode, 404);
  assert.match(reply.body, /--dataset/);
});

/** Waits until a download is finished: what it says then. */
async function finished(key: string): Promise<Record<string, unknown>> {
  for (;;) {
    const status = (await (await get(`/v1/occurrence/download/${key}`)).json()) as Record<string, unknown>;
    if (!["PREPARING", "RUNNING"].includes(String(status["status"]))) return status;
    await nextTurn(50);
  }
}

/** The members of a zip as text. */
async function unzipped(bytes: Buffer): Promise<Record<string, string>> {
  const members: Record<string, string> = {};
  const zip = await yauzl.fromBufferPromise(bytes);
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    members[entry.fileName] = Buffer.concat(chunks).toString("utf8");
  }
  return members;
}

const DENMARK = { type: "equals", key: "COUNTRY", value: "DK" };
const danes = records.filter((record) => record["countryCode"] === "DK").map((record) => String(record["gbifID"]));

async function ask(format: string, predicate: unknown = DENMARK, authorization = basic): Promise<Response> {
  return fetch(`${address}/v1/occurrence/download/request`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify({ format, predicate, notification_address: ["a@b.c"] }),
  });
}

test("a download has the records that its predicate finds, under a key that is the whole answer", async () => {
  const reply = await ask("SIMPLE_CSV");
  assert.equal(reply.status, 201);
  assert.equal(reply.headers.get("content-type"), "application/json");
  const key = await reply.text();
  assert.match(key, /^\d{7}-\d{15}$/);
  const status = await finished(key);
  assert.equal(status["status"], "SUCCEEDED", String(status["problem"]));
  assert.equal(status["totalRecords"], danes.length);
  assert.equal(
    (status["request"] as Record<string, unknown>)["creator"],
    undefined,
    "whose it is, only its owner is told",
  );
  const file = Buffer.from(await (await get(`/v1/occurrence/download/request/${key}.zip`)).arrayBuffer());
  assert.equal(file.length, status["size"]);
  const table = (await unzipped(file))[`${key}.csv`]!.split("\n");
  assert.equal(table.pop(), "");
  assert.equal(table[0]!.split("\t").length, 50);
  assert.deepEqual(
    table.slice(1).map((line) => line.split("\t")[0]),
    danes,
  );
  const part = await get(`/v1/occurrence/download/request/${key}`, { range: "bytes=10-19" });
  assert.equal(part.status, 206);
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), file.subarray(10, 20));
  assert.equal((await get(`/v1/occurrence/download/request/${key}`, { range: `bytes=${file.length}-` })).status, 416);
  assert.equal(
    await (await ask("SIMPLE_CSV", { value: "DK", key: "COUNTRY", type: "equals" })).text(),
    key,
    "the same request",
  );
});

for (const [format, member, lines] of [
  ["DWCA", "occurrence.txt", danes.length + 1],
  ["SPECIES_LIST", undefined, 2],
] as const)
  test(`${format} holds what was asked for`, async () => {
    const key = await (await ask(format)).text();
    const status = await finished(key);
    assert.equal(status["status"], "SUCCEEDED", String(status["problem"]));
    const file = Buffer.from(await (await get(`/v1/occurrence/download/request/${key}.zip`)).arrayBuffer());
    const members = await unzipped(file);
    assert.equal(members[member ?? `${key}.csv`]!.trimEnd().split("\n").length, lines);
  });

for (const [what, status, send] of [
  ["without a key", 401, () => ask("SIMPLE_CSV", DENMARK, "")],
  ["with a wrong password", 401, () => ask("SIMPLE_CSV", DENMARK, `Basic ${btoa("birder:nothing")}`)],
  ["of an unknown format", 400, () => ask("XLS")],
  ["with a predicate that is none", 400, () => ask("DWCA", { type: "equals", key: "COLOUR", value: "red" })],
] as const)
  test(`a request ${what} is refused with ${status}`, async () => {
    const reply = await send();
    assert.equal(reply.status, status);
    assert.equal(reply.headers.get("content-type"), "text/plain");
    if (status === 401) assert.equal(reply.headers.get("www-authenticate"), 'Basic realm="GBIF"');
  });

test("the owner sees the list of downloads, nobody else does", async () => {
  const mine = await get("/v1/occurrence/download/user/birder", { authorization: basic });
  const { results } = (await mine.json()) as { results: { request: { creator: string } }[] };
  assert.ok(results.length > 0);
  assert.equal(results[0]!.request.creator, "birder");
  assert.equal((await get("/v1/occurrence/download/user/other", { authorization: basic })).status, 401);
  assert.equal((await get("/v1/occurrence/download/0000000-000000000000000")).status, 404);
});
