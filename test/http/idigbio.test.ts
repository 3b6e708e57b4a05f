import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { buildApp } from "../../src/http/app.ts";
import type { App } from "../../src/http/app-type.ts";
import { openOccurrences } from "../../src/occurrences/occurrences.ts";
import { uuidOf } from "../../src/occurrences/predicate/idigbio-fields.ts";
import { type RandomRecord, randomRecords, writeDataset } from "../occurrences/search/random-dataset.ts";
import { sharedSmallApp } from "./small-service.ts";

const image = { type: "StillImage", identifier: "https://example.org/a.jpg", format: "image/jpeg" };
const records: RandomRecord[] = randomRecords(400, 11).map((record, i) => ({
  ...record,
  genus: ["Acer", "Quercus", "Aster", undefined][i % 4],
  family: i % 4 === 2 ? "Asteraceae" : undefined,
  country: { DK: "Denmark", SE: "Sweden", NO: "Norway" }[String(record["countryCode"])],
  minimumElevationInMeters: record["elevation"] as number,
  lastInterpreted: Date.UTC(2026, 0, 1, 0, 0, i),
  ...(i % 5 === 0 && { mediaType: ["StillImage"], media: JSON.stringify([image, { ...image, type: "Sound" }]) }),
}));
const folder = writeDataset(records, 150);
let app: App;
let address: string;
let close: () => Promise<void>;

before(async () => {
  const { service } = await sharedSmallApp();
  const taxa = (name: string) => (name === "Puma concolor" ? ["4"] : []);
  const occurrences = await openOccurrences([`birds=${folder}`], taxa, service.jobs);
  close = () => occurrences.close();
  app = await buildApp({ ...service, occurrences });
  await app.listen({ host: "127.0.0.1", port: 0 });
  address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
after(async () => {
  await app.close();
  await close();
  rmSync(folder, { recursive: true });
});

// biome-ignore lint/suspicious/noExplicitAny: answers are read member by member.
type Json = any;
async function post(path: string, body: unknown): Promise<{ status: number; json: Json; type: string | null }> {
  const headers = { "content-type": "application/json" };
  const reply = await fetch(`${address}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: reply.status, json: await reply.json(), type: reply.headers.get("content-type") };
}
const get = async (path: string): Promise<{ status: number; json: Json }> => {
  const reply = await fetch(`${address}${path}`);
  return { status: reply.status, json: await reply.json() };
};
const count = async (rq: unknown, mq: unknown = {}) =>
  (await post("/v2/summary/count/records", { rq, mq })).json.itemCount as number;
const expected = (fits: (record: RandomRecord) => unknown) => records.filter(fits).length;

const within = (r: RandomRecord, west: number, south: number, east: number, north: number) =>
  r["decimalLatitude"] !== undefined &&
  (r["decimalLatitude"] as number) >= south &&
  (r["decimalLatitude"] as number) <= north &&
  (west <= east
    ? (r["decimalLongitude"] as number) >= west && (r["decimalLongitude"] as number) <= east
    : (r["decimalLongitude"] as number) >= west || (r["decimalLongitude"] as number) <= east);
const box = (west: number, north: number, east: number, south: number) => ({
  geopoint: { type: "geo_bounding_box", top_left: { lat: north, lon: west }, bottom_right: { lat: south, lon: east } },
});
const square = [
  { lat: 15, lon: -20 },
  { lat: 15, lon: 60 },
  { lat: -5, lon: 60 },
  { lat: -5, lon: -20 },
];
const has = (r: RandomRecord, name: string, ...values: unknown[]) => values.includes(r[name]);

for (const [rq, fits] of [
  [{}, () => true],
  [{ genus: "ACER" }, (r) => has(r, "genus", "Acer")],
  [{ genus: ["acer", "Quercus"] }, (r) => has(r, "genus", "Acer", "Quercus")],
  [{ genus: [] }, () => false],
  [{ genus: "acer", countrycode: "dnk" }, (r) => has(r, "genus", "Acer") && has(r, "countryCode", "DK")],
  [{ country: "denmark" }, (r) => has(r, "countryCode", "DK")],
  [{ country: ["denmark", "atlantis"] }, (r) => has(r, "countryCode", "DK")],
  [{ genus: { type: "exists" } }, (r) => r["genus"] !== undefined],
  [{ "genus.keyword": { type: "missing" } }, (r) => r["genus"] === undefined],
  [{ geopoint: { type: "missing" } }, (r) => r["decimalLatitude"] === undefined],
  [{ year: 1995 }, (r) => has(r, "year", 1995)],
  [{ year: ["1995", 1996] }, (r) => has(r, "year", 1995, 1996)],
  [{ year: { type: "range", gte: "1995", lt: 2000 } }, (r) => Number(r["year"]) >= 1995 && Number(r["year"]) < 2000],
  [{ minelevation: { type: "range", gt: 100.5 } }, (r) => Number(r["elevation"]) > 100.5],
  [{ minelevation: { type: "range" } }, (r) => r["elevation"] !== undefined],
  [
    { datecollected: { type: "range", gte: "1995-01-01", lt: "2000-01-01" } },
    (r) => Number(r["eventDateGte"]) >= Date.UTC(1995) && Number(r["eventDateGte"]) < Date.UTC(2000),
  ],
  [{ datecollected: { type: "range", lte: "1995" } }, (r) => Number(r["eventDateGte"]) < Date.UTC(1996)],
  [
    { datemodified: { type: "range", gt: "2026-01-01T00:03:20+00:00" } },
    (r) => Number(r["lastInterpreted"]) > Date.UTC(2026, 0, 1, 0, 3, 20),
  ],
  [{ catalognumber: { type: "prefix", value: "A" } }, (r) => /^a/i.test(String(r["catalogNumber"] ?? ""))],
  [{ catalognumber: { type: "prefix", value: "a_" } }, (r) => /^a_/i.test(String(r["catalogNumber"] ?? ""))],
  [{ collector: { type: "prefix", value: "cy*" } }, (r) => (r["recordedBy"] as string[] | undefined)?.includes("Cy*")],
  [{ collector: { type: "prefix", value: "*" } }, () => false],
  [{ collector: "ann" }, (r) => (r["recordedBy"] as string[] | undefined)?.some((one) => /^ann$/i.test(one))],
  [{ genus: { type: "exact", text: "Acer" } }, (r) => has(r, "genus", "Acer")],
  [{ genus: { type: "keyword", text: ["Acer", "Aster"] } }, (r) => has(r, "genus", "Acer", "Aster")],
  [{ genus: { type: "fuzzy", text: "Quercsu" } }, (r) => has(r, "genus", "Quercus")],
  [{ genus: { type: "fuzzy", text: "Ace" } }, (r) => has(r, "genus", "Acer")],
  [{ basisofrecord: "preservedspecimen" }, (r) => has(r, "basisOfRecord", "PRESERVED_SPECIMEN")],
  [{ basisofrecord: "hearsay" }, () => false],
  [{ flags: ["zero_coordinate", "nonsense"] }, (r) => (r["issue"] as string[]).includes("ZERO_COORDINATE")],
  [{ hasImage: true }, (r) => r["mediaType"]],
  [{ hasImage: "false" }, (r) => !r["mediaType"]],
  [{ hasMedia: [true, false] }, () => true],
  [{ scientificname: "Puma concolor" }, (r) => (r["taxonKeys"] as string[]).includes("4")],
  [{ scientificname: "alba abies" }, (r) => has(r, "scientificName", "Abies alba")],
  [{ scientificname: "alb" }, () => false],
  [{ data: { type: "fulltext", value: "Abies ALBA" } }, (r) => has(r, "scientificName", "Abies alba")],
  [{ "data.dwc:scientificName": "Abies alba L." }, (r) => has(r, "scientificName", "Abies alba")],
  [{ "gen*": "aster" }, (r) => has(r, "genus", "Aster")],
  [{ county: "Kent" }, () => false],
  [{ uuid: uuidOf(7) }, (r) => has(r, "gbifID", 7)],
  [{ uuid: "00041678-5df1-4a23-ba78-8c12f60af369" }, () => false],
  [box(-50, 10, 100, -10), (r) => within(r, -50, -10, 100, 10)],
  [box(-50, -10, 100, 10), (r) => within(r, -50, -10, 100, 10)],
  [box(-170, 20, 170, -20), (r) => within(r, -170, -20, 170, 20)],
  [box(150, 20, -150, -20), (r) => within(r, 150, -20, -150, 20)],
  [{ geopoint: { type: "geo_polygon", value: square } }, (r) => within(r, -20, -5, 60, 15)],
  [{ geopoint: { type: "geo_polygon", value: [...square].reverse() } }, (r) => within(r, -20, -5, 60, 15)],
  [
    {
      geopoint: {
        type: "geo_shape",
        value: {
          type: "Polygon",
          coordinates: [
            [
              [-20, -5],
              [60, -5],
              [60, 15],
              [-20, 15],
              [-20, -5],
            ],
          ],
        },
      },
    },
    (r) => within(r, -20, -5, 60, 15),
  ],
  [
    {
      geopoint: {
        type: "geo_shape",
        value: {
          type: "envelope",
          coordinates: [
            [-20, 15],
            [60, -5],
          ],
        },
      },
    },
    (r) => within(r, -20, -5, 60, 15),
  ],
  [
    { geopoint: { type: "geo_distance", distance: "30000km", lat: 0, lon: 0 } },
    (r) => r["decimalLatitude"] !== undefined,
  ],
] as readonly [unknown, (record: RandomRecord) => unknown][])
  test(`${JSON.stringify(rq).slice(0, 120)} finds what looking at each record finds`, async () =>
    assert.equal(await count(rq), expected(fits)));

for (const [what, body, name, more] of [
  ["a field that is not there", { rq: { nosuchfield: "x" } }, "TermNotFoundError", { terms: ["nosuchfield"] }],
  ["several such fields", { rq: { "geopoint.1": 1, b: 2 } }, "TermNotFoundError", { terms: ["geopoint.1", "b"] }],
  ["letters of the wrong case", { rq: { Family: "x" } }, "TermNotFoundError", { near: { Family: ["family"] } }],
  ["an unknown field to sort by", { rq: {}, sort: "colour" }, "TermNotFoundError", { terms: ["colour"] }],
  ["an unknown type", { rq: { genus: { type: "nonsense" } } }, "QueryParseError", { error: "unable to parse type" }],
  ["no type", { rq: { genus: {} } }, "QueryParseError", { error: "unable to get type" }],
  ["null", { rq: { genus: null } }, "QueryParseError", {}],
  ["a list in a list", { rq: { genus: [["a"]] } }, "QueryParseError", {}],
  ["a text for a number", { rq: { year: "long ago" } }, "QueryParseError", {}],
  ["a word for a boolean", { rq: { hasImage: "perhaps" } }, "QueryParseError", {}],
  ["a date that is none", { rq: { datecollected: { type: "range", gte: "2001-02-31" } } }, "QueryParseError", {}],
  ["a box without corners", { rq: { geopoint: { type: "geo_bounding_box" } } }, "QueryParseError", {}],
  ["a latitude beyond 90", { rq: box(0, 91, 1, 0) }, "QueryParseError", {}],
  ["a shape on a text", { rq: { genus: { ...box(0, 1, 1, 0).geopoint } } }, "QueryParseError", {}],
  [
    "an unknown unit",
    { rq: { geopoint: { type: "geo_distance", distance: "3 parsec", lat: 0, lon: 0 } } },
    "QueryParseError",
    {},
  ],
  ["stars without end", { rq: { [`${"*a".repeat(60)}`]: "x" } }, "QueryParseError", {}],
  ["a page too far", { rq: {}, offset: 99_990, limit: 20 }, "QueryParseError", {}],
  ["a limit that is no number", { rq: {}, limit: "many" }, "ParameterParseError", { parameter: "limit" }],
  ["a negative offset", { rq: {}, offset: -1 }, "ParameterParseError", { parameter: "offset" }],
  ["a query that is no object", { rq: ["a"] }, "ParameterParseError", { parameter: "rq" }],
  ["a query that is no JSON", { rq: "{genus" }, "ParameterParseError", { parameter: "rq" }],
] as readonly [string, unknown, string, Record<string, unknown>][])
  test(`${what} is refused in iDigBio's form`, async () => {
    const { status, json, type } = await post("/v2/search/records", body);
    assert.equal(status, 400);
    assert.equal(type, "application/json");
    assert.equal(json.statusCode, 400);
    assert.equal(json.name, name);
    for (const [member, value] of Object.entries(more)) assert.deepEqual(json[member], value);
  });

test("pages by uuid hold every record once, at most 5,000 a page", async () => {
  const seen: string[] = [];
  for (let offset = 0; ; offset += 150) {
    const { json } = await post("/v2/search/records", { rq: {}, sort: ["uuid"], limit: 150, offset, fields: ["uuid"] });
    assert.equal(json.itemCount, records.length);
    if (json.items.length === 0) break;
    for (const item of json.items) {
      assert.deepEqual(Object.keys(item.indexTerms), ["uuid"]);
      assert.deepEqual(item.data, {});
      seen.push(item.uuid);
    }
  }
  assert.deepEqual(
    seen,
    records.map((record) => uuidOf(record["gbifID"] as number)),
  );
  const all = await post("/v2/search/records", { rq: {}, limit: 100_000 });
  assert.equal(all.json.items.length, records.length);
});

test("a record has iDigBio's members, longitude first, small letters, and what the source wrote", async () => {
  const { json } = await get(`/v2/search/records?rq=${encodeURIComponent('{"geopoint":{"type":"exists"}}')}&limit=1`);
  assert.deepEqual(Object.keys(json), ["itemCount", "lastModified", "items", "attribution", "aggs"]);
  const [item] = json.items;
  assert.deepEqual(Object.keys(item), ["uuid", "type", "etag", "version", "data", "recordIds", "indexTerms"]);
  assert.deepEqual(Object.keys(item.indexTerms.geopoint), ["lon", "lat"]);
  assert.match(item.data["dwc:scientificName"], / L\.$/);
  assert.equal(item.indexTerms.scientificname, item.indexTerms.scientificname.toLowerCase());
  assert.equal(
    json.attribution.reduce((sum: number, one: Json) => sum + one.itemCount, 0),
    json.itemCount,
  );
});

test("fields, and fields that are excluded, say what is shown", async () => {
  const some = await post("/v2/search/records", {
    rq: {},
    limit: 1,
    fields: ["uuid", "genus", "data.dwc:scientificName"],
  });
  assert.deepEqual(Object.keys(some.json.items[0].data), ["dwc:scientificName"]);
  assert.ok(Object.keys(some.json.items[0].indexTerms).every((name) => ["uuid", "genus"].includes(name)));
  const rest = await post("/v2/search/records", { rq: {}, limit: 1, fieldsExclude: ["data", "indexData"] });
  assert.deepEqual(rest.json.items[0].data, {});
  assert.ok(Object.keys(rest.json.items[0].indexTerms).length > 5);
  const none = await post("/v2/search/records", { rq: {}, no_attribution: true });
  assert.ok(!("attribution" in none.json));
});

test("a sort goes up, or down where it says so", async () => {
  const years = async (sort: unknown) =>
    (await post("/v2/search/records", { rq: { year: { type: "exists" } }, sort, limit: 400 })).json.items.map(
      (item: Json) => item.indexTerms.year,
    );
  const up = await years("year");
  assert.deepEqual(
    up,
    [...up].sort((a, b) => a - b),
  );
  assert.deepEqual(await years([{ year: "desc" }]), [...up].reverse());
  assert.deepEqual(await years({ year: { order: "desc" } }), [...up].reverse());
});

test("a summary divides counts by one field after the other", async () => {
  const { json } = await post("/v2/summary/top/records", { rq: {}, top_fields: ["country", "genus"], count: 2 });
  assert.equal(json.itemCount, records.length);
  assert.equal(Object.keys(json.country).length, 2);
  const [[country, first]] = Object.entries(json.country) as [[string, Json]];
  assert.equal(
    first.itemCount,
    expected((r) => String(r["country"]).toLowerCase() === country),
  );
  for (const [genus, { itemCount }] of Object.entries(first.genus) as [string, Json][])
    assert.equal(
      itemCount,
      expected((r) => String(r["country"]).toLowerCase() === country && String(r["genus"]).toLowerCase() === genus),
    );
  const names = (await get("/v2/summary/top/basic")).json;
  assert.deepEqual(Object.keys(names), ["itemCount", "scientificname"]);
  const lists = await post("/v2/summary/top/records", { rq: {}, topFields: ["flags", "collector"] });
  assert.equal(
    lists.json.flags.zero_coordinate.itemCount,
    expected((r) => (r["issue"] as string[]).includes("ZERO_COORDINATE")),
  );
  assert.equal((await post("/v2/summary/top/records", { rq: {}, top_fields: ["geopoint"] })).status, 400);
});

test("dates are counted by years, and by fields within them", async () => {
  const { json } = await post("/v2/summary/datehist", { rq: {}, minDate: "1995-01-01", top_fields: ["genus"] });
  const inYear = (year: number) => expected((r) => r["year"] === year && r["eventDateGte"] !== undefined);
  assert.equal(json.dates["1996-01-01"].itemCount, inYear(1996));
  assert.ok(json.dates["1996-01-01"].genus.acer.itemCount > 0);
  assert.equal(json.itemCount, records.length);
  assert.equal(
    json.rangeCount,
    expected((r) => Number(r["eventDateGte"]) >= Date.UTC(1995)),
  );
});

test("media are found by their own query and by that of their records", async () => {
  const sounds = expected((r) => r["mediaType"]);
  const all = await post("/v2/search/media", { mq: {}, rq: {} });
  assert.equal(all.json.itemCount, 2 * sounds);
  const some = await post("/v2/search/media", { mq: { mediatype: "sounds" }, rq: { genus: "acer" } });
  assert.equal(
    some.json.itemCount,
    expected((r) => r["mediaType"] && r["genus"] === "Acer"),
  );
  const [item] = some.json.items;
  assert.deepEqual([item.type, item.indexTerms.accessuri], ["mediarecords", image.identifier]);
  const record = await get(`/v2/view/records/${item.indexTerms.records[0]}`);
  assert.ok(record.json.indexTerms.mediarecords.includes(item.uuid));
  assert.equal((await get(`/v2/view/media/${item.uuid}`)).json.uuid, item.uuid);
  assert.equal(await count({ mediarecords: item.uuid }), 1);
  assert.equal(await count({}, { mediatype: "sounds" }), sounds);
});

test("one record is shown with who published it, an unknown one is not found", async () => {
  const { json } = await get(`/v2/view/records/${uuidOf(7)}`);
  assert.deepEqual([json.uuid, json.type], [uuidOf(7), "records"]);
  assert.equal(json.attribution.uuid, records[6]!["datasetKey"]);
  assert.equal((await get(`/v2/view/${uuidOf(7)}`)).status, 200);
  for (const uuid of [uuidOf(999_999), "00041678-5df1-4a23-ba78-8c12f60af369", "..%2f..%2fetc", "1;drop table x"]) {
    const { status, json } = await get(`/v2/view/records/${uuid}`);
    assert.deepEqual([status, json], [404, { error: "Not Found", statusCode: 404 }]);
  }
});

test("fields are described, with data and indexData below", async () => {
  const { json } = await get("/v2/meta/fields/records");
  assert.deepEqual(json.genus, { type: "string", fieldName: "dwc:genus" });
  assert.equal(json.data["dwc:scientificName"].type, "string");
  assert.ok("indexData" in json);
  assert.ok("accessuri" in (await get("/v2/meta/fields/media")).json);
});

test("datasets are recordsets", async () => {
  const { json } = await post("/v2/search/recordsets", { rsq: {} });
  assert.equal(json.itemCount, 2);
  const [{ uuid }] = json.items;
  assert.equal((await get(`/v2/view/recordsets/${uuid}`)).json.indexTerms.uuid, uuid);
  assert.equal((await post("/v2/summary/count/recordsets", { rsq: { uuid } })).json.itemCount, 1);
  assert.equal(
    await count({ recordset: uuid }),
    expected((r) => r["datasetKey"] === uuid),
  );
});

const CASES = "../shared/data/occurrence-api/idigbio-cases.jsonl";
const skip = existsSync(CASES) ? false : "recorded cases are not here";
test("what clients ask unasked is answered: recordsets that were taken in, media by flags", async () => {
  const sets = async (rsq: object) => (await post("/v2/summary/count/recordsets", { rsq })).json.itemCount;
  assert.ok((await sets({ "data.ingest": true })) > 0);
  assert.equal(await sets({ "data.ingest": true }), await sets({}));
  assert.equal(await sets({ "data.ingest": false }), 0);
  const { json } = await post("/v2/summary/top/media", { rq: {}, mq: {}, top_fields: ["flags"], count: 3 });
  assert.deepEqual(json.flags, {});
});

test("every case of the data is answered with its status", { skip }, async () => {
  const cases = readFileSync(CASES, "utf8").trim().split("\n");
  assert.ok(cases.length > 20);
  for (const line of cases) {
    const { rq, status } = JSON.parse(line) as Json;
    assert.equal((await post("/v2/search/records", { rq, limit: 1 })).status, status, line);
  }
});
