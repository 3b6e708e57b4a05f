import assert from "node:assert/strict";
import { test } from "node:test";
import { lending, lentBytes, lentDoubles, lentInts } from "../../../src/occurrences/reading/chunk-memory.ts";

test("what is lent is zero, lies apart, and is lent again when the work is done", () => {
  const lent = lending(() => {
    const [ints, bytes, doubles] = [lentInts(5), lentBytes(3), lentDoubles(4)];
    ints.fill(7);
    bytes.fill(8);
    doubles.fill(9);
    assert.deepEqual([...ints, ...bytes, ...doubles], [7, 7, 7, 7, 7, 8, 8, 8, 9, 9, 9, 9]);
    return ints;
  });
  lending(() => {
    const ints = lentInts(5);
    assert.equal(ints.buffer, lent.buffer);
    assert.deepEqual([...ints, ...lentBytes(3), ...lentDoubles(4)], new Array(12).fill(0));
  });
});

test("work within work does not take what was lent before it", () => {
  lending(() => {
    const outer = lentInts(3).fill(1);
    lending(() => lentInts(400_000).fill(2));
    assert.throws(() =>
      lending(() => {
        for (let i = 0; i < 9; i++) lentInts(200_000).fill(2);
        throw new Error("work that fails");
      }),
    );
    const next = lentInts(3).fill(3);
    assert.deepEqual([...outer, ...next], [1, 1, 1, 3, 3, 3]);
  });
});

test("without work that takes them back arrays are made", () => {
  const [first, second] = [lentInts(3).fill(1), lentInts(3)];
  assert.notEqual(first.buffer, second.buffer);
  assert.deepEqual([...first, ...second], [1, 1, 1, 0, 0, 0]);
});
