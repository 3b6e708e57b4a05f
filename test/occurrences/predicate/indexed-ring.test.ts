import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { filtersOf } from "../../../src/occurrences/predicate/from-parameters.ts";
import { IndexedRing, type Point, type Ring } from "../../../src/occurrences/predicate/indexed-ring.ts";
import type { Meanings } from "../../../src/occurrences/predicate/vocabularies.ts";

/** The textbook: each edge is looked at. */
function placeIn(ring: Ring, x: number, y: number): string {
  let isInside = false;
  for (let i = 1; i < ring.length; i++) {
    const [[x1, y1], [x2, y2]] = [ring[i - 1]!, ring[i]!];
    const isNear = x >= Math.min(x1, x2) && x <= Math.max(x1, x2) && y >= Math.min(y1, y2) && y <= Math.max(y1, y2);
    const [dx, dy] = [x2 - x1, y2 - y1];
    if (isNear && Math.abs(dx * (y - y1) - dy * (x - x1)) <= 1e-9 * (Math.abs(dx) + Math.abs(dy))) return "on the line";
    if (y2 > y !== y1 > y && x < ((x1 - x2) * (y - y2)) / (y1 - y2) + x2) isInside = !isInside;
  }
  return isInside ? "inside" : "outside";
}

/** Round, with edges of all lengths, seen from its middle. */
function star(radii: readonly number[]): Ring {
  const points = radii.map((radius, i): Point => {
    const angle = (2 * Math.PI * i) / radii.length;
    return [10 + radius * Math.cos(angle), 50 + radius * Math.sin(angle)];
  });
  return [...points, points[0]!];
}

/** Teeth that all reach from south to north, leaning to the east. */
function comb(teeth: number, lean: number): Ring {
  const points: Point[] = [];
  for (let i = 0; i < teeth; i++) points.push([i, 1], [i + 0.5 + lean, 10], [i + 0.75, 1.5]);
  return [[0, 0], ...points, [teeth, 0], [0, 0]];
}

const ring = fc.oneof(
  fc.array(fc.double({ min: 0.01, max: 8, noNaN: true }), { minLength: 3, maxLength: 300 }).map(star),
  fc
    .tuple(fc.integer({ min: 1, max: 200 }), fc.double({ min: -0.2, max: 0.2, noNaN: true }))
    .map(([n, l]) => comb(n, l)),
);

test("an indexed ring says of every point what looking at each edge says", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      ring,
      fc.array(fc.tuple(fc.nat(1_000), fc.nat(1_000), fc.nat(3)), { minLength: 50 }),
      (points, asked) => {
        const indexed = new IndexedRing(points);
        const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
        const at = (all: number[], share: number) =>
          Math.min(...all) - 0.1 + share * (Math.max(...all) - Math.min(...all) + 0.2);
        for (const [a, b, kind] of asked) {
          const edge = 1 + (a % (points.length - 1));
          const [from, to] = [points[edge - 1]!, points[edge]!];
          const [x, y] = [
            [at(xs, a / 1_000), at(ys, b / 1_000)],
            // A point of the ring, one on an edge, one at the height of a point.
            from,
            [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2],
            [at(xs, b / 1_000), from[1]],
          ][kind] as Point;
          const place = placeIn(points, x, y);
          assert.equal(indexed.place(x, y), place, `${x} ${y}`);
          seen.add(place);
        }
      },
    ),
  );
  assert.equal(seen.size, 3);
});

test("a ring of ten thousand edges looks at few of them for a point", () => {
  const points = star(Array.from({ length: 9_999 }, (_, i) => 5 + (i % 2)));
  let looked = 0;
  const get = (point: Point, name: string | symbol) => {
    looked++;
    return Reflect.get(point, name);
  };
  const indexed = new IndexedRing(points.map((point) => new Proxy(point, { get })));
  for (let i = 0; i < 50; i++) {
    looked = 0;
    indexed.place(5 + i / 5, 47 + i / 8);
    assert.ok(looked < 1_000, `${looked} looks at points`);
  }
});

test("the points of all shapes of a question are counted together", () => {
  const circle = (x: number) => {
    const points = Array.from({ length: 4_000 }, (_, i) => {
      const angle = (2 * Math.PI * (i % 3_999)) / 3_999;
      return `${(x + Math.cos(angle)).toFixed(5)} ${Math.sin(angle).toFixed(5)}`;
    });
    return `POLYGON((${points.join(",")}))`;
  };
  const of = (count: number) =>
    filtersOf({ geometry: Array.from({ length: count }, (_, i) => circle(3 * i)) }, {} as Meanings);
  assert.equal(of(2).size, 1);
  assert.throws(() => of(3), /more than 10000 points/);
});
