import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { VectorTile } from "@mapbox/vector-tile";
import { decode } from "fast-png";
import { PbfReader } from "pbf";
import { buildApp } from "../../src/http/app.ts";
import type { App } from "../../src/http/app-type.ts";
import { openOccurrences } from "../../src/occurrences/occurrences.ts";
import { type RandomRecord, randomRecords, writeDataset } from "../occurrences/search/random-dataset.ts";
import { sharedSmallApp } from "./small-service.ts";

/** Places that are easily lost: both sides of the antimeridian, the poles, the edge of Web Mercator. */
const ODD = [
  [180, 0],
  [-180, 0],
  [179.9999, 10],
  [-179.9999, 10],
  [0, 90],
  [0, -90],
  [12, 85.05],
  [12, -85.05],
  [12, 85.06],
  [0, 0],
] as const;
const random = randomRecords(500, 5);
const records: RandomRecord[] = [
  ...random,
  ...ODD.map(([lon, lat], i) => ({
    ...random[i]!,
    gbifID: 10_000 + i,
    decimalLongitude: lon,
    decimalLatitude: lat,
    year: 2001,
  })),
];
const folder = writeDataset(records, 200);
let app: App;
let address: string;
let close: () => Promise<void>;

before(async () => {
  const { service } = await sharedSmallApp();
  const occurrences = await openOccurrences([`birds=${folder}`], () => [], service.jobs);
  close = () => occurrences.close();
  app = await buildApp({ ...service, occurrences });
  await app.listen({ host: "127.0.0.1", port: 0 });
  address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/v2/map/occurrence`;
});
after(async () => {
  await app.close();
  await close();
  rmSync(folder, { recursive: true });
});

interface Shown {
  readonly extent: number;
  readonly features: { type: number; properties: Record<string, number>; geometry: { x: number; y: number }[] }[];
}

async function tile(path: string): Promise<Shown> {
  const reply = await fetch(`${address}/${path}`);
  if (reply.status === 204) return { extent: 0, features: [] };
  assert.equal(reply.status, 200, path);
  assert.equal(reply.headers.get("content-type"), "application/x-protobuf");
  const { layers } = new VectorTile(new PbfReader(Buffer.from(await reply.arrayBuffer())));
  assert.deepEqual(Object.keys(layers), ["occurrence"]);
  const layer = layers["occurrence"]!;
  const features = Array.from({ length: layer.length }, (_, i) => {
    const feature = layer.feature(i);
    return {
      type: feature.type,
      properties: feature.properties as Record<string, number>,
      geometry: feature.loadGeometry()[0]!,
    };
  });
  return { extent: layer.extent, features };
}

const sum = ({ features }: Shown) => features.reduce((total, { properties }) => total + properties["total"]!, 0);

/** The pixel of the world on which a record lies, `undefined` beyond Web Mercator. */
function worldPixel(record: RandomRecord, z: number, srs: string): [number, number] | undefined {
  const [lon, lat] = [record["decimalLongitude"], record["decimalLatitude"]] as [number?, number?];
  if (lon === undefined || lat === undefined) return undefined;
  const high = 512 * 2 ** z;
  const wide = srs === "EPSG:4326" ? 2 * high : high;
  const x = Math.floor(((lon + 180) / 360) * wide) % wide;
  if (srs === "EPSG:4326") return [x, Math.min(high - 1, Math.floor(((90 - lat) / 180) * high))];
  if (Math.abs(lat) > 85.0511287798066) return undefined;
  const sine = Math.sin((lat * Math.PI) / 180);
  const share = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [x, Math.min(high - 1, Math.floor(share * high))];
}

for (const srs of ["EPSG:3857", "EPSG:4326"])
  for (const z of [0, 1, 3])
    test(`at zoom ${z} of ${srs} every record lies in one tile, on its pixel`, async () => {
      const expected = new Map<string, number>();
      for (const record of records) {
        const at = worldPixel(record, z, srs);
        if (at) expected.set(at.join(), (expected.get(at.join()) ?? 0) + 1);
      }
      const found = new Map<string, number>();
      const columns = srs === "EPSG:4326" ? 2 ** (z + 1) : 2 ** z;
      for (let x = 0; x < columns; x++)
        for (let y = 0; y < 2 ** z; y++) {
          const { features, extent } = await tile(`density/${z}/${x}/${y}.mvt?srs=${srs}`);
          assert.ok(extent === 512 || extent === 0);
          for (const { geometry, properties, type } of features) {
            assert.equal(type, 1);
            const [point] = geometry;
            assert.ok(point!.x >= -64 && point!.x < 576 && point!.y >= -64 && point!.y < 576);
            if (point!.x < 0 || point!.x > 511 || point!.y < 0 || point!.y > 511) continue;
            const key = `${x * 512 + point!.x},${y * 512 + point!.y}`;
            found.set(key, (found.get(key) ?? 0) + properties["total"]!);
          }
        }
      assert.deepEqual([...found].sort(), [...expected].sort());
    });

test("the margin of a tile goes on beyond the antimeridian", async () => {
  const { features } = await tile("density/3/0/3.mvt");
  const beyond = features.filter(({ geometry }) => geometry[0]!.x < 0);
  assert.ok(beyond.length > 0, "records at 179.9999 lie left of the first tile");
  const last = await tile("density/3/7/3.mvt");
  assert.ok(last.features.some(({ geometry }) => geometry[0]!.x > 511));
});

test("squares hold each record of the tile once and lie on their grid", async () => {
  for (const size of [8, 16, 100, 4096]) {
    const shown = await tile(`density/1/1/0.mvt?bin=square&squareSize=${size}`);
    assert.equal(shown.extent, 4096);
    const inTile = records.filter((record) => {
      const at = worldPixel(record, 1, "EPSG:3857");
      return at && at[0] >= 512 && at[1] < 512;
    });
    assert.equal(sum(shown), inTile.length);
    for (const { geometry, type } of shown.features) {
      assert.equal(type, 3);
      assert.equal(geometry[0]!.x % size, 0);
      assert.ok(geometry[1]!.x - geometry[0]!.x <= size);
    }
  }
});

test("hexagons of neighbouring tiles meet: those on the edge are the same, with the same counts", async () => {
  const [left, right] = await Promise.all([0, 1].map((x) => tile(`density/1/${x}/0.mvt?bin=hex&hexPerTile=9`)));
  const at = ({ features }: Shown, shift: number) =>
    new Map(
      features.map(({ geometry, properties }) => {
        const xs = geometry.map(({ x }) => x + shift);
        const ys = geometry.map(({ y }) => y);
        return [`${Math.min(...xs)},${Math.min(...ys)}`, { total: properties["total"]!, east: Math.max(...xs) }];
      }),
    );
  const [west, east] = [at(left!, 0), at(right!, 4096)];
  const across = [...west].filter(([corner, { east }]) => Number(corner.split(",")[0]) < 4090 && east > 4102);
  assert.ok(across.length > 0);
  for (const [corner, { total }] of across) {
    const near = [...east].find(([other]) => {
      const [x1, y1] = corner.split(",").map(Number);
      const [x2, y2] = other.split(",").map(Number);
      return Math.abs(x1! - x2!) <= 1 && Math.abs(y1! - y2!) <= 1;
    });
    assert.equal(near?.[1].total, total);
  }
});

for (const [filter, fits] of [
  ["country=DK", (r) => r["countryCode"] === "DK"],
  ["taxonKey=4", (r) => (r["taxonKeys"] as string[]).includes("4")],
  ["taxonKey=4&country=SE", (r) => (r["taxonKeys"] as string[]).includes("4") && r["countryCode"] === "SE"],
  ["year=1995", (r) => r["year"] === 1995],
  ["year=,1995", (r) => Number(r["year"]) <= 1995],
  [
    "year=1995,&basisOfRecord=material%20sample",
    (r) => Number(r["year"]) >= 1995 && r["basisOfRecord"] === "MATERIAL_SAMPLE",
  ],
  ["issue=ZERO_COORDINATE", (r) => (r["issue"] as string[]).includes("ZERO_COORDINATE")],
] as readonly [string, (record: RandomRecord) => unknown][])
  test(`a tile of ${filter} counts what looking at each record counts`, async () => {
    const placed = records.filter((record) => worldPixel(record, 0, "EPSG:4326") && fits(record));
    for (const kind of ["density", "adhoc"]) {
      const asked = kind === "adhoc" ? filter.replace("=,", "=*,").replace(",&", ",*&") : filter;
      const halves = [0, 1].map((x) => tile(`${kind}/0/${x}/0.mvt?srs=EPSG:4326&bin=square&${asked}`));
      assert.equal(
        (await Promise.all(halves)).reduce((all, one) => all + sum(one), 0),
        placed.length,
      );
      const { total } = (await (await fetch(`${address}/${kind}/capabilities.json?${asked}`)).json()) as {
        total: number;
      };
      assert.equal(total, placed.length);
    }
  });

test("verbose tells the years, whose counts make the total", async () => {
  const { features } = await tile("density/0/0/0.mvt?verbose=true&bin=square&squareSize=4096&year=1990,2010");
  const [{ properties }] = features as [Shown["features"][number]];
  const { total, ...years } = properties;
  assert.ok(Object.keys(years).length > 10 && Object.keys(years).every((year) => /^\d{4}$/.test(year)));
  assert.equal(
    Object.values(years).reduce((a, b) => a + b),
    total,
  );
});

test("an ad-hoc tile shows bounds of records, or their middle with a geohash", async () => {
  const bounds = await tile("adhoc/0/0/0.mvt?country=DK");
  assert.ok(bounds.features.every(({ type }) => type === 3));
  const middles = await tile("adhoc/0/0/0.mvt?country=DK&mode=GEO_CENTROID");
  assert.equal(middles.features.length, bounds.features.length);
  assert.equal(sum(middles), sum(bounds));
  for (const { type, properties } of middles.features) {
    assert.equal(type, 1);
    assert.match(String(properties["geohash"]), /^[0-9b-hjkmnp-z]{3}$/);
  }
});

test("a predicate is kept under a number for the tiles of an ad-hoc map", async () => {
  const headers = { "content-type": "application/json" };
  const predicate = { type: "equals", key: "COUNTRY", value: "DK" };
  const reply = await fetch(`${address}/adhoc/predicate`, { method: "POST", headers, body: JSON.stringify(predicate) });
  const hash = await reply.text();
  assert.match(hash, /^-?\d+$/);
  const path = "adhoc/0/0/0.mvt?bin=square&";
  assert.equal(sum(await tile(`${path}predicateHash=${hash}`)), sum(await tile(`${path}country=DK`)));
  assert.equal((await fetch(`${address}/${path}predicateHash=12`)).status, 404);
});

test("capabilities give whole degrees, and go beyond 180 when records lie on both sides", async () => {
  const all = (await (await fetch(`${address}/density/capabilities.json`)).json()) as Record<string, number>;
  assert.deepEqual([all["minLat"], all["maxLat"], all["minYear"], all["maxYear"]], [-90, 90, 1990, 2009]);
  const across = await fetch(
    `${address}/adhoc/capabilities.json?geometry=${encodeURIComponent("POLYGON((179 9,-179 9,-179 11,179 11,179 9))")}`,
  );
  const { minLng, maxLng, total } = (await across.json()) as Record<string, number>;
  assert.deepEqual([minLng, maxLng], [179, 181]);
  assert.ok(total! >= 2);
  const none = (await (await fetch(`${address}/density/capabilities.json?country=JP`)).json()) as Record<
    string,
    unknown
  >;
  const { generated, ...rest } = none;
  assert.deepEqual(rest, { minLat: -90, minLng: -180, maxLat: 90, maxLng: 180, total: 0 });
  assert.match(String(generated), /^\d{4}-/);
});

test("an empty tile is 204, a known one 304", async () => {
  assert.equal((await fetch(`${address}/density/3/0/0.mvt?country=JP`)).status, 204);
  const first = await fetch(`${address}/density/0/0/0.mvt`);
  assert.equal(first.headers.get("access-control-allow-origin"), "*");
  const etag = first.headers.get("etag")!;
  assert.match(etag, /^W\/"/);
  assert.equal((await fetch(`${address}/density/0/0/0.mvt`, { headers: { "if-none-match": etag } })).status, 304);
});

test("a picture shows where the records of the tile lie", async () => {
  for (const [query, side] of [
    ["@1x.png", 512],
    ["@Hx.png?style=unheard.of", 256],
    ["@2x.png?bin=hex&style=green.poly", 1024],
  ] as const) {
    const reply = await fetch(`${address}/density/0/0/0${query}`);
    assert.equal(reply.headers.get("content-type"), "image/png");
    const { width, height, data, palette } = decode(Buffer.from(await reply.arrayBuffer()));
    assert.deepEqual([width, height], [side, side]);
    assert.ok(palette !== undefined && data.some((colour) => colour !== 0) && data.some((colour) => colour === 0));
  }
  const at = await fetch(`${address}/density/0/0/0@1x.png?geometry=${encodeURIComponent("POINT(0 0)")}`);
  const { data } = decode(Buffer.from(await at.arrayBuffer()));
  assert.deepEqual([data[256 * 512 + 256] !== 0, data[0]], [true, 0]);
});

for (const [path, text] of [
  ["density/0/0/0.mvt?taxonKey=1&datasetKey=4fa7b334-ce0d-4e88-aaae-2e0c138d049e", /Only one type of map/],
  ["density/0/1/0.mvt", /x 1 is not below 1/],
  ["density/2/0/4.mvt", /y 4 is not below 4/],
  ["density/25/0/0.mvt", /z 25 is deeper than 24/],
  ["density/-1/0/0.mvt", /z -1 is not a whole number/],
  ["density/1e3/0/0.mvt", /not a whole number/],
  ["density/0/0/99999999999999999999.mvt", /not a whole number/],
  ["density/0/0/..%2f..%2fetc.mvt", /not a whole number|not a tile/],
  ["density/0/0/0.gif", /not a tile/],
  ["density/0/0/0@9x.png", /not a tile/],
  ["density/0/0/0.mvt?srs=EPSG:3575", /EPSG:3857 and EPSG:4326 are/],
  ["density/0/0/0.mvt?bin=circle", /neither square nor hex/],
  ["density/0/0/0.mvt?bin=square&squareSize=0", /squareSize 0/],
  ["density/0/0/0.mvt?bin=hex&hexPerTile=1000000", /hexPerTile/],
  ["density/0/0/0.mvt?year=19x0", /19x0/],
  ["adhoc/0/0/0.mvt?mode=GEO_FENCE", /GEO_BOUNDS/],
] as const)
  test(`${path.slice(0, 70)} is refused in plain text`, async () => {
    const reply = await fetch(`${address}/${path}`);
    assert.equal(reply.status, 400);
    assert.equal(reply.headers.get("content-type"), "text/plain");
    assert.match(await reply.text(), text);
  });

test("the deepest zoom is answered", async () => {
  const last = 2 ** 24 - 1;
  for (const [x, y] of [
    [0, 0],
    [last, last],
    [2 ** 23, 2 ** 23],
  ])
    assert.ok([200, 204].includes((await fetch(`${address}/density/24/${x}/${y}.mvt?bin=hex`)).status));
  assert.equal(
    sum(await tile(`density/24/${2 ** 23}/${2 ** 23}.mvt?bin=square`)),
    records.filter((r) => r["decimalLongitude"] === 0 && r["decimalLatitude"] === 0).length,
  );
});
