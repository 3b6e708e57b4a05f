import assert from "node:assert/strict";
import test from "node:test";
import { Recent } from "../../src/answer/cache/recent.ts";

test("what is asked for again is kept, what is not is dropped", () => {
  const recent = new Recent<number, number>(4);
  recent.set(0, 10);
  for (let key = 1; key < 100; key++) {
    recent.set(key, key);
    assert.equal(recent.get(0), 10);
  }
  assert.equal(recent.get(99), 99);
  assert.equal(recent.get(1), undefined);
});

test("a capacity of none keeps nothing", () => {
  const recent = new Recent<string, number>(0);
  recent.set("a", 1);
  assert.equal(recent.get("a"), undefined);
});
