/** Datums and their shifts, compared with what PROJ 9.5.1 makes of the operations of the EPSG dataset. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadDictionaries } from "../../../src/occurrences/dictionaries/dictionaries.ts";

const { datums } = loadDictionaries();

/** Code of the system, a place in it, and the same place in WGS 84. */
const PLACES: readonly [code: number, latitude: number, longitude: number, north: number, east: number][] = [
  [4230, 48.2, 7.5, 48.199122, 7.498846],
  [4230, 40.4, -3.7, 40.398828, -3.701218],
  [4267, 39.0, -98.0, 39.000029, -98.000349],
  [4267, 45.5, -122.6, 45.499807, -122.601189],
  [4277, 51.5, -0.1, 51.500512, -0.101609],
  [4277, 57.1, -4.2, 57.099792, -4.201342],
  [4301, 35.68, 139.76, 35.683239, 139.756767],
  [4301, 43.06, 141.35, 43.062422, 141.346259],
  [4618, -23.5, -46.6, -23.500492, -46.600446],
  [4618, -3.1, -60.0, -3.100365, -60.000501],
  [4289, 52.1, 5.1, 52.099019, 5.099607],
  [4312, 48.2, 16.37, 48.1995, 16.368797],
  [4313, 50.85, 4.35, 50.849455, 4.351265],
  [4314, 50.1, 8.7, 50.098841, 8.699004],
  [4284, 55.75, 37.6, 55.750036, 37.598126],
  [4284, 56.0, 92.9, 56.000681, 92.899816],
  [4202, -33.9, 151.2, -33.89842, 151.201157],
  [4203, -31.95, 115.86, -31.948782, 115.861497],
  [4272, -41.3, 174.8, -41.298288, 174.800164],
  [4222, -33.9, 18.4, -33.900092, 18.399356],
  [4210, -1.3, 36.8, -1.302615, 36.800818],
  [4209, -17.8, 31.0, -17.801163, 30.999967],
  [4248, -12.0, -77.0, -12.003432, -77.002215],
  [4149, 46.95, 7.45, 46.948678, 7.449048],
  [4265, 41.9, 12.5, 41.900643, 12.499814],
  [4207, 38.7, -9.1, 38.701563, -9.10124],
  [4275, 45.0, 3.0, 44.999979, 2.999352],
  [4746, 50.9, 11.3, 50.898764, 11.298606],
  [4668, 60.0, 10.0, 59.999545, 9.998538],
  [4240, 13.75, 100.5, 13.751665, 100.496719],
  [4611, 22.3, 114.2, 22.298468, 114.202454],
  [4261, 34.0, -6.8, 33.997365, -6.798391],
  [4201, 9.0, 38.7, 9.001045, 38.700837],
  [4322, 10.0, 20.0, 10.000041, 20.000154],
  [4135, 20.0, -156.0, 19.9969, -155.997275],
  [4293, -22.6, 17.1, -22.600374, 17.09914],
  [4300, 53.3, -6.3, 53.300243, -6.300953],
  [4231, 52.0, 3.0, 51.99919, 2.998659],
];

test("places are shifted to where EPSG's operations shift them, to half a metre", () => {
  for (const [code, latitude, longitude, north, east] of PLACES) {
    const found = datums.lookup(`EPSG:${code}`);
    assert.deepEqual(found, { kind: "shift", code }, String(code));
    const shifted = datums.toWgs84(code, latitude, longitude)!;
    const metres =
      111_320 * Math.hypot(shifted.latitude - north, (shifted.longitude - east) * Math.cos(north / 57.296));
    assert.ok(metres < 0.5, `${code} at ${latitude}, ${longitude}: ${metres} m beside it`);
  }
});

const KINDS: Readonly<Record<string, readonly string[]>> = {
  wgs84: [
    ...["EPSG:4326", "EPSG:4258", "EPSG:4619", "EPSG:4171", "EPSG:9000", "EPSG:4490", "EPSG:7844", "EPSG:6668"],
    ...["EPSG:4979", "EPSG:6269", "WGS 84 (G1762)", "ITRF2014", "RGF93 v1", "SWEREF99", "JGD2011", "PNG94"],
  ],
  shift: ["EPSG:4275", "NTF", "EPSG:4124", "RT90", "EPSG:6230", "ED79", "PDO", "TDW67", "Djakarta (Batavia)", "WGS 66"],
  // Degrees beside a system in metres, in gon, or from Paris.
  metres: ["EPSG:2154", "EPSG:31370", "EPSG:27700", "EPSG:3857", "EPSG:32633", "EPSG:4807", "EPSG:5551", "EPSG:3035"],
  unknown: ["EPSG:7405", "OSGB36", "EPSG:9999", "EPSG:119", "my GPS", "", "EPSG:0"],
};

for (const [kind, texts] of Object.entries(KINDS))
  test(`texts that say ${kind} are understood so`, () => {
    const wrong = texts.filter((text) => datums.lookup(text).kind !== kind);
    assert.deepEqual(wrong, []);
  });

test("a system to which EPSG has no shift is not shifted", () => {
  assert.deepEqual(datums.lookup("EPSG:4308"), { kind: "shift", code: 4308 });
  assert.equal(datums.toWgs84(4308, 60, 15), undefined);
});

test("every shift of the table leads to a place less than ten kilometres away", () => {
  let shifts = 0;
  const table = readFileSync(new URL("../../../data/dictionaries/epsg.tsv", import.meta.url), "utf8");
  for (const line of table.split("\n")) {
    const [code, , , , , shift] = line.split("\t");
    if (!shift?.includes(",")) continue;
    const there = datums.toWgs84(Number(code), 0, 0)!;
    assert.ok(111_320 * Math.hypot(there.latitude, there.longitude) < 10_000, `${code}: ${JSON.stringify(there)}`);
    shifts++;
  }
  assert.ok(shifts > 250);
});
