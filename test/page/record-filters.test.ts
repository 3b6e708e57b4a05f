import assert from "node:assert/strict";
import { test } from "node:test";
import { IndexedRegion, readRegion } from "../../src/occurrences/predicate/regions.ts";
import {
  type Bounds,
  filtersIn,
  predicateOf,
  queryOf,
  rectangleOf,
  yearEnds,
  yearsOf,
} from "../../src/page/records/filters.ts";

for (const [from, to, year] of [
  ["", "", ""],
  ["1990", "", "1990,*"],
  ["", "2000", "*,2000"],
  ["1990", "2000", "1990,2000"],
  ["1990", "1990", "1990"],
] as const)
  test(`years from “${from}” to “${to}” are asked for as “${year}”, and read back`, () => {
    assert.equal(yearsOf(from, to), year);
    assert.deepEqual(yearEnds(year), [from, to]);
  });

for (const [bounds, inside, outside] of [
  [{ west: 0, south: 0, east: 10, north: 10 }, [5, 5], [11, 5]],
  [{ west: -180, south: -90, east: 180, north: 90 }, [179, 89], undefined],
  [{ west: 37, south: -85, east: 321, north: 85 }, [-60, 0], [0, 0]],
  [{ west: -200, south: -10, east: -100, north: 10 }, [170, 0], [100, 0]],
  [{ west: 170, south: -10, east: 190, north: 10 }, [-175, 0], [160, 0]],
] as readonly [Bounds, [number, number], [number, number] | undefined][])
  test(`the area from ${bounds.west} to ${bounds.east} is a region that the search reads`, () => {
    const region = readRegion(rectangleOf(bounds));
    assert.ok(new IndexedRegion(region).holds(...inside));
    if (outside) assert.ok(!new IndexedRegion(region).holds(...outside));
  });

test("filters go into the address and back, and into the predicate of a download", () => {
  const filters = { scientificName: "Puma concolor", country: "DK", year: "1990,*", q: "oak", geometry: "POINT(1 2)" };
  assert.deepEqual(filtersIn(new URLSearchParams(`${queryOf(filters)}&other=1&country=`)), filters);
  assert.deepEqual(predicateOf(filters), {
    type: "and",
    predicates: [
      { type: "equals", key: "SCIENTIFIC_NAME", value: "Puma concolor" },
      { type: "equals", key: "COUNTRY", value: "DK" },
      { type: "equals", key: "YEAR", value: "1990,*" },
      { type: "fullTextSearch", q: "oak" },
      { type: "within", geometry: "POINT(1 2)" },
    ],
  });
  assert.equal(predicateOf({}), undefined);
});
