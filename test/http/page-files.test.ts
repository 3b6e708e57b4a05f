import assert from "node:assert/strict";
import { test } from "node:test";
import { pageFile, pageFiles } from "../../src/http/page/page-files.ts";

test("the page takes at most 150 kB of scripts; the map's are apart from them", async () => {
  const files = await pageFiles();
  const scripts = [...files].filter(([name]) => name.endsWith(".js"));
  assert.ok(scripts.length >= 3);
  assert.ok(!files.has("map.js"));
  const size = scripts.reduce((sum, [, { br }]) => sum + br.length, 0);
  assert.ok(size <= 150_000, `${size} bytes`);
});

test("the land of the map is closed rings of GeoJSON, none of which leaps over the antimeridian", async () => {
  const file = await pageFile("land.json");
  const { features } = JSON.parse(file!.plain.toString()) as {
    features: { geometry: { type: string; coordinates: [number, number][][][] } }[];
  };
  const rings = features.flatMap(({ geometry }) => geometry.coordinates.flat());
  assert.ok(rings.length > 100);
  for (const ring of rings) {
    assert.deepEqual(ring[0], ring.at(-1));
    for (const [i, [x]] of ring.entries())
      if (i > 0 && Math.abs(ring[i]![1]) < 89)
        assert.ok(Math.abs(x - ring[i - 1]![0]) <= 180, `${ring[i - 1]} ${ring[i]}`);
  }
});
