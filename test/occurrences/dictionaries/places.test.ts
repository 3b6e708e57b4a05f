/** The short way around the polygons must answer what they answer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { iso1A2Code } from "@rapideditor/country-coder";
import fc from "fast-check";
import { BorderGrid } from "../../../src/occurrences/dictionaries/border-grid.ts";
import { Places } from "../../../src/occurrences/dictionaries/places.ts";

const grid = new BorderGrid();
const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const code = (lat: number, lng: number) => iso1A2Code([lng, lat], { level: "territory" });

test("two points of a cell that no border crosses are in the same country", () => {
  let without = 0;
  fc.assert(
    fc.property(latitude, longitude, fc.double({ min: 0, max: 1, noNaN: true }), (lat, lng, part) => {
      if (grid.cellOf(lat, lng) < 0) return;
      without++;
      const south = Math.min(89.99, Math.floor((lat + 90) * 10) / 10 - 90 + part * 0.0999);
      const west = Math.min(179.99, Math.floor((lng + 180) * 10) / 10 - 180 + (1 - part) * 0.0999);
      assert.equal(code(south, west), code(lat, lng));
    }),
    { numRuns: 3_000 },
  );
  assert.ok(without > 1_000);
});

test("points along borders have the country that the polygons say", () => {
  const places = new Places();
  let crossed = 0;
  // Around Lake Constance: four countries, an enclave.
  for (let lat = 47.3; lat < 47.9; lat += 0.0137)
    for (let lng = 8.3; lng < 10.1; lng += 0.0173) {
      const [roundedLat, roundedLng] = [Math.round(lat * 1e4) / 1e4, Math.round(lng * 1e4) / 1e4];
      assert.deepEqual(places.at(roundedLat, roundedLng), [code(roundedLat, roundedLng)]);
      if (grid.cellOf(roundedLat, roundedLng) < 0) crossed++;
    }
  assert.ok(crossed > 500, String(crossed));
});

test("Crimea is with both who claim it, the rest of Ukraine is not", () => {
  const places = new Places();
  assert.deepEqual([...places.at(45, 34)].sort(), ["RU", "UA"]);
  assert.deepEqual(places.at(48, 31), ["UA"]);
});
