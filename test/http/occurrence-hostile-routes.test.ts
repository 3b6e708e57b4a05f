/** Hostile input to the routes of occurrences beside the search: counts, tiles, suggestions, downloads, keys. Over a socket. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { PARAMETERS } from "../../src/occurrences/predicate/parameters.ts";
import { randomRecords, writeDataset } from "../occurrences/search/random-dataset.ts";
import { type RecordServer, serveRecords } from "./occurrence-server.ts";

const records = randomRecords(300, 9);
const folder = writeDataset(records);
let server: RecordServer;
let port: number;
let authorization: string;

before(async () => {
  server = await serveRecords(folder, { jobs: {} });
  ({ port } = server);
  authorization = `Bearer ${await server.token("hostile")}`;
});
after(() => server.close());

/** The path goes out as it stands: `fetch` would resolve `..` and encode what it does not like. */
async function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, headers, agent: false }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.on("end", () => resolve({ status: reply.statusCode!, text: Buffer.concat(chunks).toString() }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** What tells of the inside: errors of the engine, stacks, files. */
const INSIDE = /(Parser|Binder|Catalog|Conversion|IO|Invalid Input) Error|root:|node_modules|at \w+ \(/;
const SQL = [
  `'; DROP TABLE occurrence; --`,
  `" OR 1=1 --`,
  `') OR TRUE OR ('`,
  `x' UNION SELECT * FROM read_text('/etc/passwd') --`,
  `?`,
  `\\`,
  `%' ESCAPE '`,
  `1) OR (1=1`,
  `\u0000`,
  `é'\u2028"`,
];
const names = PARAMETERS.map(({ name }) => name);
const encoded = (text: string) => encodeURIComponent(text);

/** Asks with SQL in each parameter, another one in each. */
async function inEach(
  all: readonly string[],
  path: (name: string, value: string) => string,
  statuses: readonly number[],
  look: (text: string, asked: string) => void = () => {},
) {
  for (const [i, name] of all.entries()) {
    const asked = path(encoded(name), encoded(SQL[(i * 3 + all.length) % SQL.length]!));
    const { status, text } = await get(asked);
    assert.ok(statuses.includes(status), `${asked}: ${status} ${text.slice(0, 200)}`);
    assert.doesNotMatch(text, INSIDE, asked);
    if (status === 200) look(text, asked);
  }
}

/** Parameters that choose nothing by themselves. */
const CHOOSES_NOTHING = /[?&](checklistKey|shuffle|q)=/;

test("SQL in any parameter of /count finds nothing or is refused", async () => {
  await inEach(
    [...names, "isGeoreferenced", "q"],
    (name, value) => `/v1/occurrence/count?${name}=${value}`,
    [200, 400],
    (text, asked) => assert.ok(CHOOSES_NOTHING.test(asked) || text === "0", `${asked}: ${text}`),
  );
  assert.equal((await get("/v1/occurrence/count")).text, String(records.length));
});

for (const path of ["basisOfRecord", "countries", "publishingCountries", "datasets", "year"])
  test(`SQL in any parameter of /counts/${path} changes nothing, finds nothing or is refused`, async () => {
    const whole = (await get(`/v1/occurrence/counts/${path}`)).text;
    const looked = [
      "country",
      "publishingCountry",
      "taxonKey",
      "nubKey",
      "checklistKey",
      "year",
      ...names.slice(0, 12),
    ];
    await inEach(
      looked,
      (name, value) => `/v1/occurrence/counts/${path}?${name}=${value}`,
      [200, 400],
      (text, asked) => assert.ok([whole, "{}"].includes(text), `${asked}: ${text}`),
    );
  });

test("SQL in any parameter of tiles is refused or gives an empty one, of capabilities nothing", async () => {
  const own = ["srs", "bin", "squareSize", "hexPerTile", "style", "verbose", "mode", "predicateHash", "tileBuffer"];
  const filters = names.filter((name) => name !== "checklistKey");
  for (const [kind, all] of [
    ["density", ["year", "basisOfRecord", "taxonKey", "country", "datasetKey", "publishingOrg", "networkKey"]],
    ["adhoc", filters],
  ] as const)
    await inEach(all, (name, value) => `/v2/map/occurrence/${kind}/0/0/0.mvt?${name}=${value}`, [204, 400]);
  for (const file of ["0.mvt", "0@1x.png"])
    await inEach(own, (name, value) => `/v2/map/occurrence/adhoc/0/0/${file}?${name}=${value}`, [200, 400, 404]);
  await inEach(
    filters,
    (name, value) => `/v2/map/occurrence/adhoc/capabilities.json?${name}=${value}`,
    [200, 400],
    (text) => assert.equal((JSON.parse(text) as { total: number }).total, 0),
  );
});

test("SQL in suggestions, as beginning and as limit, suggests nothing", async () => {
  for (const term of ["catalogNumber", "recordedBy", "institutionCode", "locality"]) {
    await inEach(["q"], (_, value) => `/v1/occurrence/search/${term}?q=${value}`, [200, 400]);
    for (const value of SQL) {
      const { status, text } = await get(`/v1/occurrence/search/${term}?q=${encoded(value)}`);
      assert.ok(status === 400 || text === "[]", `${value}: ${text}`);
      assert.equal((await get(`/v1/occurrence/search/${term}?q=a&limit=${encoded(value)}`)).status, 400, value);
    }
  }
  // What stands for any characters in SQL is itself here.
  for (const [begin, values] of [
    ["%", []],
    ["a_", ["A_1"]],
    ["x'", ["x'y"]],
    ["b%", ["B%2"]],
  ] as const)
    assert.deepEqual(JSON.parse((await get(`/v1/occurrence/search/catalogNumber?q=${encoded(begin)}`)).text), values);
});

test("SQL in parameters of iDigBio's GET calls is refused or finds nothing", async () => {
  const parameters = [
    "rq",
    "mq",
    "rsq",
    "pq",
    "sort",
    "fields",
    "fields_exclude",
    "limit",
    "offset",
    "top_fields",
    "count",
  ];
  const more = ["dateField", "minDate", "maxDate", "dateInterval", "no_attribution"];
  for (const path of [
    ...["search/records", "search/media", "search/recordsets", "search/publishers"],
    ...[
      "summary/count/records",
      "summary/top/records",
      "summary/top/media",
      "summary/datehist",
      "summary/modified/media",
    ],
  ])
    await inEach([...parameters, ...more], (name, value) => `/v2/${path}?${name}=${value}`, [200, 400]);
  await inEach(
    ["rq"],
    (_, value) => `/v2/search/records?rq=${encoded(JSON.stringify({ genus: decodeURIComponent(value) }))}`,
    [200],
    (text) => assert.equal((JSON.parse(text) as { itemCount: number }).itemCount, 0),
  );
});

const KEYS = [
  ...["..%2f..%2f..%2fetc%2fpasswd", "..", "%2e%2e", "%00", "a%00.zip", "%2f", "%5c..%5c", "-1", "NaN", "__proto__"],
  ...["constructor", "%27%20OR%201%3D1", "%FF%FE", "%E2%80%A8", "%", "%zz", "a".repeat(5_000), "9".repeat(400)],
  ...["0000000-000000000000000", "0000000-000000000000000.zip", "10.15468%2fdl.x"],
];
for (const path of [
  "/v1/occurrence/download/request/{}",
  "/v1/occurrence/download/{}/datasets",
  "/v1/occurrence/download/{}/organizations",
  "/v1/occurrence/download/{}/countries",
  "/v1/occurrence/download/{}/citation",
  "/v1/occurrence/download/{}",
  "/v1/occurrence/download/dataset/{}",
  "/v1/occurrence/download/describe/{}",
  "/v1/occurrence/{}/{}",
  "/v1/occurrence/{}/{}/verbatim",
  "/v1/occurrence/4fa7b334-ce0d-4e88-aaae-2e0c138d049e/{}",
  "/v1/occurrence/{}/fragment",
  "/v1/occurrence/search/{}?q=a",
  "/v1/jobs/{}",
  "/v2/view/recordsets/{}",
  "/v2/view/records/{}",
  "/v2/view/mediarecords/{}",
  "/v2/map/occurrence/adhoc/{}/{}/{}.mvt",
  "/v2/map/occurrence/density/{}/{}/{}@1x.png",
])
  test(`parts of ${path} that are no keys are not found or refused, with and without a login`, async () => {
    for (const part of KEYS) {
      const asked = path.replaceAll("{}", part);
      for (const headers of [{}, { authorization }] as Record<string, string>[]) {
        const { status, text } = await get(asked, headers);
        assert.ok(
          [400, 401, 404, 414, 431].includes(status),
          `${asked.slice(0, 200)}: ${status} ${text.slice(0, 200)}`,
        );
        assert.doesNotMatch(text, INSIDE, asked.slice(0, 200));
        assert.ok(text.length < 3_000, `${asked.slice(0, 100)}: ${text.length}`);
      }
    }
  });

test("downloads of a user whose name is no name of a key are refused", async () => {
  for (const part of KEYS.filter((one) => one !== ".." && one !== "%2e%2e")) {
    const { status } = await get(`/v1/occurrence/download/user/${part}`, { authorization });
    assert.ok([400, 401, 404, 414].includes(status), `${part.slice(0, 100)}: ${status}`);
  }
});

test("offsets and limits beyond all bounds are refused or cut in each list", async () => {
  for (const path of [
    "/v1/occurrence/download/dataset/4fa7b334-ce0d-4e88-aaae-2e0c138d049e",
    "/v1/occurrence/download/statistics",
    "/v1/occurrence/download/user/hostile",
    "/v2/search/records",
    "/v2/search/recordsets",
  ])
    for (const [query, isFine] of [
      ["limit=-1", false],
      ["limit=1e400", false],
      ["limit=99999999999999999999999", false],
      ["offset=-5", false],
      ["offset=99999999999999999999999", false],
      ["offset=NaN", false],
      ["limit=0", true],
    ] as const) {
      const { status, text } = await get(`${path}?${query}`, { authorization });
      assert.equal(status, isFine ? 200 : 400, `${path}?${query}: ${text.slice(0, 200)}`);
    }
});
