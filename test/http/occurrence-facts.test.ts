/** What breaks clients of GBIF's and iDigBio's occurrence APIs first: each of these facts, over a socket. */
import assert from "node:assert/strict";
import { truncateSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Jobs } from "../../src/jobs/jobs.ts";
import { type RandomRecord, randomRecords, writeDataset } from "../occurrences/search/random-dataset.ts";
import { type RecordServer, serveRecords } from "./occurrence-server.ts";

const records = randomRecords(400, 5).map((record, i): RandomRecord => {
  // Names without keys and keys without names, as an interpretation may leave them.
  const ranks = [
    { kingdom: "Animalia", kingdomKey: "1", family: "Felidae", familyKey: "10", genus: "Puma", genusKey: "11" },
    { kingdom: "Animalia", kingdomKey: "1", genus: "Puma" },
    { familyKey: "10", species: "Puma concolor" },
    {},
  ][i % 4]!;
  return { ...record, ...ranks, publishingCountry: i % 2 ? "US" : "GB" };
});
const folder = writeDataset(records);
let server: RecordServer;
let jobs: Jobs;
let address: string;
let login: string;

before(async () => {
  server = await serveRecords(folder, {
    jobs: { limits: { jobsAtOnce: 1, jobsPerClient: 3, jobsUnderWay: 60, jobDays: 182 } },
  });
  ({ jobs, address } = server);
  login = `Basic ${btoa(`birder:${await server.token("birder")}`)}`;
});
after(() => server.close());

// biome-ignore lint/suspicious/noExplicitAny: answers are read member by member.
type Json = any;
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${address}${path}`, { headers });
const json = async (path: string): Promise<Json> => (await get(path)).json();
const search = (query: string) => json(`/v1/occurrence/search?${query}`);
const post = (path: string, body: unknown, authorization = login) =>
  fetch(`${address}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify(body),
  });
const DOWNLOAD = "/v1/occurrence/download";
let asked = 0;
/** Asks for a download that nobody asked for before. */
const request = (more: object = {}) =>
  post(`${DOWNLOAD}/request`, {
    ...{ format: "SIMPLE_CSV", predicate: { type: "lessThan", key: "ELEVATION", value: 2000 + asked++ } },
    ...more,
  });
const ended = async (key: string) => {
  for await (const _ of jobs.updates(key, new AbortController().signal));
};

test("1: JSON is exactly application/json, tiles are exactly image/png and application/x-protobuf", async () => {
  const download = await (await request()).text();
  for (const path of [
    ...["/v1/occurrence/search", "/v1/occurrence/1", "/v1/occurrence/1/verbatim", "/v1/occurrence/1/fragment"],
    ...["/v1/occurrence/count", "/v1/occurrence/count/schema", "/v1/occurrence/counts/basisOfRecord"],
    ...["countries", "publishingCountries", "datasets", "year"].map((name) => `/v1/occurrence/counts/${name}`),
    ...["/v1/occurrence/search/catalogNumber?q=a", "/v1/enumeration/country", "/v1/occurrence/search/expand?name=Puma"],
    ...[`${DOWNLOAD}/${download}`, `${DOWNLOAD}/describe/simpleCsv`, `${DOWNLOAD}/${download}/datasets`],
    ...["/v2/search/records", "/v2/summary/count/records", "/v2/meta/fields/records"],
    ...["/v2/map/occurrence/density/capabilities.json"],
  ]) {
    const reply = await get(path);
    assert.deepEqual([reply.status, reply.headers.get("content-type")], [200, "application/json"], path);
  }
  for (const [path, type] of [
    ["@1x.png", "image/png"],
    [".mvt", "application/x-protobuf"],
  ])
    assert.equal((await get(`/v2/map/occurrence/density/0/0/0${path}`)).headers.get("content-type"), type);
  await ended(download);
});

test("2: a limit above 300 is cut to 300 and is no error", async () => {
  for (const limit of ["301", "500", "100000"]) {
    const { limit: shown, results } = await search(`limit=${limit}`);
    assert.deepEqual([shown, results.length], [300, 300]);
  }
});

test("3: parameters without a value count as absent", async () => {
  const all = records.length;
  for (const query of [
    ...["facetLimit=", "year=", "country=&month=%20", "limit=&offset=", "taxonKey=&geometry=&hasCoordinate="],
    ...["scientificName=", "q=", "facet=&facetMincount=&facetOffset=", "issue=&issue=", "checklistKey=", "shuffle="],
  ]) {
    const reply = await get(`/v1/occurrence/search?${query}`);
    assert.equal(reply.status, 200, query);
    const { count, limit } = (await reply.json()) as Json;
    assert.deepEqual([count, limit], [all, 20], query);
    assert.equal(await (await get(`/v1/occurrence/count?${query}`)).text(), String(all), query);
  }
  assert.deepEqual(await json("/v1/occurrence/counts/year?year="), await json("/v1/occurrence/counts/year"));
  const { count } = await search("country=&country=DK");
  assert.equal(count, records.filter(({ countryCode }) => countryCode === "DK").length);
});

test("4: parameters that nobody knows are ignored", async () => {
  for (const query of [
    "spellCheck=true",
    "mediatype=",
    "verbatimTaxonId=7",
    "__proto__=1",
    "foo[bar]=1",
    "constructor=x",
  ])
    assert.equal((await search(`limit=0&${query}`)).count, records.length, query);
});

test("5: names of parameters ignore letter case and the signs . _ - and space", async () => {
  const wanted = (await search("limit=0&taxonKey=4&basisOfRecord=HUMAN_OBSERVATION")).count;
  assert.ok(wanted > 0 && wanted < records.length);
  for (const [taxon, basis] of [
    ["TAXON_KEY", "BASIS_OF_RECORD"],
    ["taxon_key", "basis-of-record"],
    ["taxonkey", "basisofrecord"],
    ["Taxon-Key", "Basis%20Of%20Record"],
    ["taxon.key", "basis.of.record"],
    ["tAxOnKeY", "BASISOFRECORD"],
  ])
    assert.equal((await search(`LIMIT=0&${taxon}=4&${basis}=HUMAN_OBSERVATION`)).count, wanted, taxon);
});

test("6: the answer to a request for a download is the key alone, 201, application/json", async () => {
  const reply = await request();
  assert.deepEqual([reply.status, reply.headers.get("content-type")], [201, "application/json"]);
  const text = await reply.text();
  assert.equal(text, text.trim());
  assert.doesNotMatch(text, /["'{]/);
  assert.equal((await get(`${DOWNLOAD}/${text}`)).status, 200);
  await ended(text);
});

test("7: a key has seven digits, a dash and fifteen digits", async () => {
  for (let i = 0; i < 3; i++) {
    const key = await (await request()).text();
    assert.match(key, /^[0-9]{7}-[0-9]{15}$/);
    await ended(key);
  }
});

test("8: where a download stands is told without a login, whose it is only to its owner", async () => {
  const key = await (
    await request({ description: "mine", notification_address: ["a@b.example"], creator: "birder" })
  ).text();
  await ended(key);
  const reply = await get(`${DOWNLOAD}/${key}`);
  assert.equal(reply.status, 200);
  const text = await reply.text();
  for (const secret of ["birder", "a@b.example", "mine", "creator", "notificationAddresses", "description", "source"])
    assert.ok(!text.includes(secret), secret);
  const own = await (await get(`${DOWNLOAD}/${key}`, { authorization: login })).text();
  assert.ok(own.includes("birder") && own.includes("a@b.example") && own.includes("mine"));
});

test("9: a download that ends without a file is KILLED", async () => {
  const broken = await (await request()).text();
  await ended(broken);
  truncateSync(join(folder, "jobs", broken, `${broken}.zip`), 30);
  assert.equal((await get(`${DOWNLOAD}/request/${broken}.zip`)).status, 410);
  // The second waits for the first, so that it can be cancelled.
  const [first, second] = [await (await request()).text(), await (await request({ format: "DWCA" })).text()];
  const cancelled = await fetch(`${address}${DOWNLOAD}/request/${second}`, {
    ...{ method: "DELETE", headers: { authorization: login } },
  });
  assert.equal(cancelled.status, 204);
  await ended(first);
  const status = async (key: string) => ((await json(`${DOWNLOAD}/${key}`)) as { status: string }).status;
  assert.deepEqual([await status(broken), await status(first)], ["KILLED", "SUCCEEDED"]);
  const ends = jobs.job(second).status === "SUCCEEDED" ? "SUCCEEDED" : "KILLED";
  assert.equal(await status(second), ends);
});

test("10: what is refused is never refused with 429", async () => {
  const some = await Promise.all(Array.from({ length: 8 }, () => request({ format: "DWCA" })));
  const statuses = new Set(some.map(({ status }) => status));
  assert.ok(!statuses.has(429) && statuses.has(201), [...statuses].join(" "));
  const keys = await Promise.all(some.map(async (reply) => (reply.status === 201 ? reply.text() : undefined)));
  for (const key of keys) if (key !== undefined) await ended(key);
  const values = Array.from({ length: 101_001 }, (_, i) => `${i}`);
  const predicate = { type: "in", key: "CATALOG_NUMBER", values };
  assert.equal((await post("/v1/occurrence/search/predicate", { predicate })).status, 413);
  const replies = await Promise.all(
    Array.from({ length: 60 }, (_, i) => get(`/v1/occurrence/search?limit=1&offset=${i}`)),
  );
  assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([200]));
});

test("11: errors are one sentence of plain text without the word html", async () => {
  for (const [path, status] of [
    ["/v1/occurrence/search?year=<html>", 400],
    ["/v1/occurrence/search?geometry=POLYGON((<html>))", 400],
    ["/v1/occurrence/search?facet=html", 400],
    ["/v1/occurrence/search?offset=100001", 400],
    ["/v1/occurrence/html", 400],
    ["/v1/occurrence/987654321", 404],
    ["/v1/occurrence/search/html?q=html", 404],
    [`${DOWNLOAD}/html`, 404],
    [`${DOWNLOAD}/request/html.zip`, 404],
    [`${DOWNLOAD}/user/html`, 401],
    ["/v1/occurrence/counts/year?year=html", 400],
  ] as const) {
    const reply = await get(path);
    const text = await reply.text();
    assert.deepEqual([reply.status, reply.headers.get("content-type")], [status, "text/plain"], `${path} ${text}`);
    assert.doesNotMatch(text, /html|^\s*[{[]/i, path);
    assert.equal(text.trim().split("\n").length, 1, text);
  }
});

test("12: names and keys of ranks come in pairs, and issues, key and media always", async () => {
  const seen = new Set<string>();
  for (const offset of [0, 300])
    for (const record of (await search(`limit=300&offset=${offset}`)).results) {
      for (const rank of ["kingdom", "phylum", "class", "order", "family", "genus", "species"]) {
        assert.equal(rank in record, `${rank}Key` in record, `${record.key} ${rank}`);
        if (rank in record) seen.add(rank);
      }
      for (const member of ["issues", "media"]) assert.ok(Array.isArray(record[member]), member);
      assert.ok("key" in record);
      assert.ok(!Object.values(record).includes(null));
    }
  assert.deepEqual([...seen].sort(), ["family", "genus", "kingdom"]);
});

test("13: key is a number below 2^53, gbifID the same as text", async () => {
  for (const record of (await search("limit=300")).results) {
    assert.ok(Number.isSafeInteger(record.key));
    assert.equal(record.gbifID, String(record.key));
    for (const rank of ["kingdomKey", "familyKey", "taxonKey"])
      if (rank in record) assert.equal(typeof record[rank], "number");
  }
});

test("14: counts by country have the names of the enumeration, records and facets two letters, and the list joins them", async () => {
  const list = (await json("/v1/enumeration/country")) as {
    iso2: string;
    iso3: string;
    title: string;
    enumName: string;
  }[];
  // As GBIF's list has them; of what is no country of ISO, and of territories between two regions, nothing is said.
  const known = (iso2: string) => list.find((one) => one.iso2 === iso2);
  assert.deepEqual(known("MX"), {
    ...{ iso2: "MX", iso3: "MEX", isoNumerical: 484, title: "Mexico", gbifRegion: "LATIN_AMERICA", enumName: "MEXICO" },
  });
  assert.ok(!("isoNumerical" in known("ZZ")!) && !("gbifRegion" in known("GL")!));
  const nameOf = new Map(list.map(({ iso2, enumName }) => [iso2, enumName]));
  assert.deepEqual(Object.keys(await json("/v1/occurrence/counts/countries")).sort(), ["DENMARK", "NORWAY", "SWEDEN"]);
  assert.deepEqual(Object.keys(await json("/v1/occurrence/counts/publishingCountries?country=DK")).sort(), [
    "UNITED_KINGDOM",
    "UNITED_STATES",
  ]);
  const { facets, results } = await search("limit=100&facet=country&facet=publishingCountry");
  for (const { counts } of facets)
    for (const { name } of counts) {
      assert.match(name, /^[A-Z]{2}$/);
      assert.match(nameOf.get(name)!, /^[A-Z_]+$/);
    }
  for (const { countryCode } of results) if (countryCode !== undefined) assert.match(countryCode, /^[A-Z]{2}$/);
  for (const { iso2, iso3, title } of list.slice(0, 200)) {
    assert.match(iso2, /^[A-Z]{2}$/);
    assert.match(iso3, /^[A-Z]{3}$/);
    assert.ok(title.length > 0);
  }
});

test("15: an iDigBio geopoint has lon before lat", async () => {
  for (const body of [
    { rq: { geopoint: { type: "exists" } }, fields: ["uuid", "geopoint"] },
    { rq: { geopoint: { type: "exists" } } },
  ]) {
    const { items } = (await (await post("/v2/search/records", { ...body, limit: 20 })).json()) as Json;
    assert.ok(items.length > 0);
    for (const { indexTerms } of items) {
      assert.deepEqual(Object.keys(indexTerms.geopoint), ["lon", "lat"]);
      assert.ok(Math.abs(indexTerms.geopoint.lat) <= 20);
    }
  }
});
