import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "fast-png";
import { binsOf } from "../../../src/occurrences/map/bins.ts";
import { eachInTurns } from "../../../src/occurrences/map/in-turns.ts";
import { picture } from "../../../src/occurrences/map/picture.ts";
import { tileOf } from "../../../src/occurrences/map/tile.ts";
import { vectorTile } from "../../../src/occurrences/map/vector-tile.ts";

/** How often others have their turn meanwhile. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns++;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  return turns;
}

test("each is worked on once, in order, and others have their turn", async () => {
  const seen: number[] = [];
  const turns = await turnsDuring(() => eachInTurns([...Array(1_000).keys()], (one) => seen.push(one), 10));
  assert.deepEqual(seen, [...Array(1_000).keys()]);
  assert.ok(turns >= 99, `${turns}`);
});

test("tiles of many records are drawn in turns", async () => {
  const pixels = Array.from({ length: 200_000 }, (_, i) => ({ px: i % 512, py: Math.floor(i / 512), total: 1 }));
  const features = pixels.map(({ px, py }) => {
    return { points: [[px, py]] as [number, number][], isPolygon: false, attributes: new Map([["total", 1]]) };
  });
  assert.ok((await turnsDuring(() => vectorTile("occurrence", 512, features))) > 20);
  assert.ok((await turnsDuring(() => picture(pixels, undefined, "classic.point", 4))) > 20);
});

test("a picture of shapes is the same at every scale", async () => {
  const pixels = [
    { px: 10, py: 20, total: 5 },
    { px: 300, py: 400, total: 50_000 },
  ];
  const bins = binsOf(tileOf("3", "4", "2", "EPSG:3857"), { bin: "square", squareSize: "64" });
  const small = decode(await picture(pixels, bins, "classic.poly", 1));
  const large = decode(await picture(pixels, bins, "classic.poly", 4));
  let coloured = 0;
  for (let y = 0; y < 512; y += 7)
    for (let x = 0; x < 512; x += 7) {
      const one = small.data[y * 512 + x]!;
      assert.equal(large.data[4 * y * 2_048 + 4 * x], one);
      if (one > 0) coloured++;
    }
  assert.ok(coloured > 0);
});
