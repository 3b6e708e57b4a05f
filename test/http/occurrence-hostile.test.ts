import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { IDIGBIO_FIELDS } from "../../src/occurrences/predicate/idigbio-fields.ts";
import { PARAMETERS } from "../../src/occurrences/predicate/parameters.ts";
import { randomRecords, writeDataset } from "../occurrences/search/random-dataset.ts";
import { type RecordServer, serveRecords } from "./occurrence-server.ts";

const records = randomRecords(300, 9);
const folder = writeDataset(records);
let server: RecordServer;
let address: string;

before(async () => {
  server = await serveRecords(folder);
  ({ address } = server);
});
after(() => server.close());

const get = async (path: string) => {
  const reply = await fetch(`${address}${path}`);
  return { status: reply.status, text: await reply.text() };
};
const post = async (path: string, body: unknown) => {
  const headers = { "content-type": "application/json" };
  const reply = await fetch(`${address}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: reply.status, text: await reply.text() };
};
const countIn = (text: string) => (JSON.parse(text) as { count: number }).count;

/** Values that would do harm if they became part of a statement. */
const SQL = [
  `'; DROP TABLE occurrence; --`,
  `" OR 1=1 --`,
  `') OR TRUE OR ('`,
  `x' UNION SELECT * FROM read_text('/etc/passwd') --`,
  `?`,
  `$1`,
  `\\`,
  `%' ESCAPE '`,
  `[1,2]`,
  `\u0000`,
];

test("SQL in any parameter finds nothing or is refused in a sentence", async () => {
  let looked = 0;
  for (const [i, { name }] of [...PARAMETERS, { name: "q" }, { name: "shuffle" }].entries()) {
    const value = SQL[i % SQL.length]!;
    const { status, text } = await get(
      `/v1/occurrence/search?limit=1&facet=${name}&${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    );
    assert.ok(status === 200 || status === 400, `${name}=${value}: ${status} ${text}`);
    assert.doesNotMatch(text, /Parser Error|Binder Error|Catalog Error|root:/);
    if (status === 200 && name !== "shuffle" && name !== "q" && name !== "checklistKey")
      assert.equal(countIn(text), 0, `${name}=${value}`);
    looked++;
  }
  assert.ok(looked > 100);
  assert.equal(countIn((await get("/v1/occurrence/search?limit=0")).text), records.length);
});

test("SQL in every kind of value of a text finds nothing", async () => {
  for (const value of SQL)
    for (const [type, key] of [
      ["equals", "CATALOG_NUMBER"],
      ["like", "CATALOG_NUMBER"],
      ["like", "RECORDED_BY"],
      ["equals", "RECORDED_BY"],
      ["equals", "TAXON_KEY"],
    ]) {
      const { status, text } = await post("/v1/occurrence/search/predicate", {
        predicate: { type, key, value },
        limit: 0,
      });
      // A lone ? is a pattern for one character.
      if (type === "like" && value === "?") assert.equal(status, 200);
      else if (status === 200) assert.equal(countIn(text), 0, `${type} ${key} ${value}`);
      else assert.equal(status, 400, text);
    }
});

test("SQL in every field of iDigBio, as a value and as a name, finds nothing or is refused", async () => {
  for (const [i, { name }] of IDIGBIO_FIELDS.entries()) {
    const value = SQL[i % SQL.length]!;
    for (const given of [
      value,
      [value],
      { type: "prefix", value },
      { type: "exact", text: value },
      { type: "range", gte: value },
    ]) {
      const { status, text } = await post("/v2/summary/count/records", { rq: { [name]: given } });
      assert.ok(status === 200 || status === 400, `${name} ${JSON.stringify(given)}: ${text}`);
      assert.doesNotMatch(text, /Parser Error|Binder Error|Catalog Error/);
      if (status === 200) assert.equal(JSON.parse(text).itemCount, 0, `${name} ${JSON.stringify(given)}`);
    }
  }
  // A star in the name of a field stands for any: such a name finds nothing.
  for (const value of SQL.filter((one) => !one.includes("*")))
    for (const body of [
      { rq: { [value]: "x" } },
      { sort: [value] },
      { top_fields: [value] },
      { rq: { [`data.${value}`]: 1 } },
    ]) {
      const path = "top_fields" in body ? "/v2/summary/top/records" : "/v2/search/records";
      assert.equal((await post(path, body)).status, 400, JSON.stringify(body));
    }
});

const ring = (points: number) => {
  const around = Array.from({ length: points }, (_, i) => {
    const angle = (i / points) * 2 * Math.PI;
    return `${(Math.cos(angle) * 10).toFixed(6)} ${(Math.sin(angle) * 10).toFixed(6)}`;
  });
  return `POLYGON((${[...around, around[0]].join(",")}))`;
};

test("a region of 100,000 points is refused with the bound, one of 9,000 is answered", async () => {
  const asked = (geometry: string) =>
    post("/v1/occurrence/search/predicate", { predicate: { type: "within", geometry }, limit: 0 });
  const large = await asked(ring(100_000));
  assert.ok([400, 413].includes(large.status), large.text.slice(0, 200));
  assert.match(large.text, /10000/);
  assert.ok(large.text.length < 3000);
  const fine = await asked(ring(9_000));
  assert.equal(fine.status, 200, fine.text.slice(0, 200));
  const inside = records.filter(
    ({ decimalLatitude: y, decimalLongitude: x }) => y !== undefined && Math.hypot(Number(x), Number(y)) < 9.99,
  ).length;
  assert.ok(countIn(fine.text) >= inside);
});

test("101,001 predicates are refused with their number, 101,000 values are answered", async () => {
  const leaf = { type: "equals", key: "YEAR", value: "1990" };
  const many = await post("/v1/occurrence/search/predicate", {
    predicate: { type: "or", predicates: Array(101_001).fill(leaf) },
    limit: 0,
  });
  assert.equal(many.status, 413, many.text.slice(0, 200));
  assert.match(many.text, /101001/);
  const values = Array.from({ length: 100_999 }, (_, i) => `n${i}`);
  const fine = await post("/v1/occurrence/search/predicate", {
    predicate: { type: "in", key: "CATALOG_NUMBER", values: [...values, "a1"] },
    limit: 0,
  });
  assert.equal(fine.status, 200, fine.text.slice(0, 200));
  const wanted = records.filter(({ catalogNumber }) => String(catalogNumber).toLowerCase() === "a1").length;
  assert.equal(countIn(fine.text), wanted);
});

test("as many predicates as GBIF takes are answered when they differ in their value alone, else refused with a bound", async () => {
  const asked = (type: string, count: number) =>
    post("/v1/occurrence/search/predicate", {
      predicate: {
        type: "or",
        predicates: Array.from({ length: count }, (_, i) => ({ type, key: "CATALOG_NUMBER", value: `A${i}` })),
      },
      limit: 0,
    });
  const equal = await asked("equals", 100_900);
  assert.equal(equal.status, 200, equal.text.slice(0, 200));
  const wanted = records.filter(({ catalogNumber }) => String(catalogNumber).toLowerCase() === "a1").length;
  assert.equal(countIn(equal.text), wanted);
  const patterns = await asked("like", 2_001);
  assert.equal(patterns.status, 413);
  assert.match(patterns.text, /2001 conditions .* maximum is 2000/);
});

test("many values of a list are found like a few of them", async () => {
  const values = Array.from({ length: 50_000 }, (_, i) => `x${i}`);
  for (const [key, value, fits] of [
    ["TAXON_KEY", "4", (r) => (r["taxonKeys"] as string[]).includes("4")],
    ["RECORDED_BY", "ANN", (r) => (r["recordedBy"] as string[] | undefined)?.some((one) => /^ann$/i.test(one))],
  ] as [string, string, (record: (typeof records)[number]) => unknown][]) {
    const predicate = { type: "in", key, values: [...values, value] };
    const { status, text } = await post("/v1/occurrence/search/predicate", { predicate, limit: 0 });
    assert.equal(status, 200, text.slice(0, 200));
    assert.equal(countIn(text), records.filter(fits).length);
  }
});

test("a body beyond the bound is refused as too large", async () => {
  const { status, text } = await post("/v1/occurrence/search/predicate", {
    predicate: null,
    pad: "x".repeat(33 << 20),
  });
  assert.equal(status, 413, text.slice(0, 200));
});

for (const [query, status, pattern] of [
  ["limit=1000000000000000", 400, /limit/],
  ["limit=100000", 200, /"limit":300/],
  ["limit=1.5", 400, /limit/],
  ["limit=0x10", 400, /limit/],
  ["limit=", 200, /"limit":20/],
  ["offset=-1", 400, /offset/],
  ["offset=99999999999999999999", 400, /offset/],
  ["offset=99981", 400, /Max offset/],
  ["offset=99980", 200, /"endOfRecords":true/],
  ["facet=year&facetLimit=1200001", 400, /1200000/],
  ["facet=year&year.facetLimit=NaN", 400, /year.facetLimit/],
  ["facet=year&facetOffset=1e6", 400, /facetOffset/],
] as const)
  test(`${query} is answered ${status}`, async () => {
    const reply = await get(`/v1/occurrence/search?${query}`);
    assert.equal(reply.status, status);
    assert.match(reply.text, pattern);
  });

const PARTS = [
  "..%2f..%2fetc%2fpasswd",
  "%00",
  "-1",
  "1e9",
  "NaN",
  "__proto__",
  "constructor",
  "1;DROP",
  "9".repeat(400),
  "%27",
];
for (const path of [
  "/v1/occurrence/{}",
  "/v1/occurrence/{}/verbatim",
  "/v1/occurrence/{}/history",
  "/v1/occurrence/{}/x",
  "/v1/occurrence/4fa7b334-ce0d-4e88-aaae-2e0c138d049e/{}",
  "/v1/occurrence/search/{}?q=a",
  "/v2/view/records/{}",
  "/v2/view/media/{}",
  "/v2/view/{}",
  "/v2/map/occurrence/density/{}/0/0.mvt",
  "/v2/map/occurrence/density/0/{}/0.mvt",
  "/v2/map/occurrence/density/0/0/{}.mvt",
  "/v1/occurrence/download/{}",
])
  test(`parts of the path ${path} that are no keys are not found or refused`, async () => {
    for (const part of PARTS) {
      const { status, text } = await get(path.replace("{}", part));
      assert.ok(status === 400 || status === 404, `${part}: ${status} ${text.slice(0, 200)}`);
      assert.doesNotMatch(text, /root:|Error:|at \w+ \(/);
    }
  });

test("a request with thousands of members, or of fields, is refused at once, and the same field many times is one", async () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `f${i}`);
  const members = Object.fromEntries(many.map((name) => [name, 1]));
  for (const [path, body] of [
    ["/v1/occurrence/search", members],
    ["/v1/occurrence/search/predicate", members],
    ["/v2/search/records", members],
    ["/v2/search/records", { fields: many }],
    ["/v2/search/records", { fields: "*", fields_exclude: many }],
    ["/v2/search/media", { fields: many }],
    ["/v2/summary/top/records", { top_fields: many }],
  ] as const)
    assert.equal((await post(path, body)).status, 400, path);
  const { status, text } = await post("/v2/search/records", { fields: many.fill("genus"), limit: 1 });
  assert.equal(status, 200);
  assert.deepEqual(
    Object.keys(JSON.parse(text).items[0].indexTerms).filter((name) => name !== "genus"),
    [],
  );
});
