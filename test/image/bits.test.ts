/** Where is a set bit, and how many are before it? */
import assert from "node:assert/strict";
import test from "node:test";
import { countBits, rankBits, selectBit } from "../../src/image/layout/bits.ts";

const bits = Uint32Array.from({ length: 300 }, (_, word) => (word % 7 === 0 ? 0 : 0x8100_0001 ^ (word * 0x1357)));
const counts = countBits(bits);
const places = Array.from({ length: bits.length * 32 }, (_, at) => at).filter(
  (at) => (bits[at >>> 5]! >>> (at & 31)) & 1,
);

test("each set bit is found by its number, and its number by its place", () => {
  assert.ok(places.length > 1_000);
  for (const [n, place] of places.entries()) {
    assert.equal(selectBit(bits, counts, n), place);
    assert.equal(rankBits(bits, counts, place), n);
  }
});

test("a bit that there is not ends the search: it would go on for ever", () => {
  for (const n of [-1, -100_000, places.length, places.length + 1, 1 << 30])
    assert.equal(selectBit(bits, counts, n), -1, String(n));
});
