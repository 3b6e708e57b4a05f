/** The short way around the polygons must answer what they answer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { iso1A2Code } from "@rapideditor/country-coder";
import fc from "fast-check";
import { BorderGrid, borderEdges, CELLS_PER_DEGREE } from "../../../src/occurrences/dictionaries/border-grid.ts";
import { BorderParts } from "../../../src/occurrences/dictionaries/border-parts.ts";
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
      const edge = (degrees: number, share: number) =>
        (Math.floor(degrees * CELLS_PER_DEGREE) + share * 0.999) / CELLS_PER_DEGREE;
      const south = Math.min(89.99, edge(lat + 90, part) - 90);
      const west = Math.min(179.99, edge(lng + 180, 1 - part) - 180);
      assert.equal(code(south, west), code(lat, lng));
    }),
    { numRuns: 3_000 },
  );
  assert.ok(without > 1_000);
});

test("two points of a part of a cell that no border crosses are in the same country", () => {
  const parts = new BorderParts(borderEdges(), (lat, lng) => {
    const found = code(lat, lng);
    return found === null ? [] : [found];
  });
  let [clear, crossed, told] = [0, 0, 0];
  const countries = new Set<string>();
  const ask = (lat: number, lng: number) => {
    if (grid.cellOf(lat, lng) >= 0) return;
    const answer = parts.at(lat, lng);
    if (answer === undefined) crossed++;
    else {
      clear++;
      const right = code(lat, lng);
      assert.deepEqual(answer, right === null ? [] : [right], `${lat} ${lng}`);
      if (right !== null) countries.add(right);
    }
    told++;
  };
  // Twice, so that most are answered by another point of their part: borders in the Alps, in the Caribbean, in the Bering Strait.
  for (const shift of [0, 0.0007])
    for (const [south, west] of [
      [45.8, 5.9],
      [17.7, -64.9],
      [65.3, -169.4],
      [51.0, 3.3],
      [-29.9, 27.0],
    ] as const)
      for (let lat = south; lat < south + 0.9; lat += 0.0031)
        for (let lng = west; lng < west + 0.9; lng += 0.0037) ask(lat + shift, lng + shift);
  fc.assert(fc.property(latitude, longitude, ask), { numRuns: 3_000 });
  assert.ok(
    clear > 5 * crossed && crossed > 200 && countries.size > 6,
    `${clear} ${crossed} ${told} ${[...countries]}`,
  );
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

test("what is near is what stands around a point, where no border is near, too", () => {
  const places = new Places();
  const around = (lat: number, lng: number, radius: number): Set<string> => {
    const found = new Set<string>();
    const cos = Math.max(0.05, Math.cos((lat * Math.PI) / 180));
    for (const distance of [0, radius / 2, radius])
      for (let i = 0; i < 8; i++) {
        const north = lat + distance * Math.cos((Math.PI * i) / 4);
        const east = lng + (distance / cos) * Math.sin((Math.PI * i) / 4);
        const [there] = north > 90 || north < -90 ? [] : places.at(north, ((east + 540) % 360) - 180);
        if (there !== undefined) found.add(there);
      }
    return found;
  };
  let clear = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: -899, max: 899 }),
      fc.integer({ min: -1799, max: 1799 }),
      fc.constantFrom(0, 100, 30_000),
      (tenthsNorth, tenthsEast, meters) => {
        const [lat, lng] = [tenthsNorth / 10, tenthsEast / 10];
        if (lat > 44 && lat < 47 && lng > 32 && lng < 37) return;
        const cos = Math.max(0.01, Math.cos((lat * Math.PI) / 180));
        const radius = Number(
          Math.min(Math.abs(lat) > 85 ? 60 : 10, Math.max(0.05, meters / (111_319.491 * cos))).toFixed(2),
        );
        const near = places.near(lat, lng, meters);
        assert.deepEqual(new Set(near), around(lat, lng, radius));
        if (near.length === 1) clear++;
      },
    ),
    { numRuns: 1_500 },
  );
  assert.ok(clear > 200, String(clear));
});

test("Crimea is with both who claim it, the rest of Ukraine is not", () => {
  const places = new Places();
  assert.deepEqual([...places.at(45, 34)].sort(), ["RU", "UA"]);
  assert.deepEqual(places.at(48, 31), ["UA"]);
});
