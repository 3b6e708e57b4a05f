import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { IndexedRegion, readRegion } from "../../../src/occurrences/predicate/regions.ts";
import { widened } from "../../../src/occurrences/predicate/widened.ts";

/** As an engine keeps a coordinate: 32 bits, rounded down. */
const kept = (value: number, most: number) =>
  Math.floor((value + most) / ((2 * most) / 2 ** 32)) * ((2 * most) / 2 ** 32) - most;

/** Regions of another kind each: a triangle, a hole, a notch, sharp corners, the antimeridian. */
const REGIONS = [
  "POLYGON((-50 -10,50 -10,0 15,-50 -10))",
  "POLYGON((-60 -20,60 -20,60 20,-60 20,-60 -20),(-10 -5,-10 5,10 5,10 -5,-10 -5))",
  "POLYGON((0 0,10 0,10 10,5 2,0 10,0 0))",
  "POLYGON((0 0,40 1,0 2,0 0))",
  "POLYGON((170 -20,-170 -20,-175 20,175 20,170 -20))",
  "POLYGON((-180 -90,-100 -90,-100 10,-180 90,-180 -90))",
];

test("a place on an edge of a region lies in the wider one also after an engine has rounded it", () => {
  for (const wkt of REGIONS)
    for (const rings of readRegion(wkt).polygons) {
      const [outer] = rings;
      const wider = { polygons: [widened(rings)], lines: [] };
      for (let i = 1; i < outer!.length; i++) {
        const [[x1, y1], [x2, y2]] = [outer![i - 1]!, outer![i]!];
        for (const t of [0, 0.1, 0.25, 0.5, 0.9, 1]) {
          const [x, y] = [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
          assert.ok(new IndexedRegion(wider).holds(kept(x, 180), kept(y, 90)), `${wkt}: ${x} ${y}`);
        }
      }
    }
});

test("places a metre beside the edges are found by the region and the wider one alike", () => {
  const place = fc.record({ x: fc.integer({ min: -18000, max: 17999 }), y: fc.integer({ min: -9000, max: 8999 }) });
  fc.assert(
    fc.property(fc.constantFrom(...REGIONS), place, (wkt, { x, y }) => {
      const region = readRegion(wkt);
      const wider = { ...region, polygons: region.polygons.map(widened) };
      const [lon, lat] = [x / 100 + 0.00317, y / 100 + 0.00471];
      assert.equal(new IndexedRegion(wider).holds(lon, lat), new IndexedRegion(region).holds(lon, lat));
    }),
    { numRuns: 300 },
  );
});

test("a place on a slanted edge belongs to the region also where its decimals are not exact", () => {
  const region = readRegion("POLYGON((0.1 0.1,0.7 0.1,0.7 0.7,0.1 0.1))");
  for (const at of [0.2, 0.3, 0.4, 0.6]) assert.ok(new IndexedRegion(region).holds(at, at), String(at));
  assert.ok(!new IndexedRegion(region).holds(0.3, 0.30001));
});
