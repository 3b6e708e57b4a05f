import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ByteCache } from "../../src/answer/cache/byte-cache.ts";

const found = (cache: ByteCache, key: string) =>
  cache.find(key) ? cache.bytes.toString("utf8", cache.start, cache.end) : undefined;

/** Asks for the key, and remembers an answer that only this key has when it is not known. */
function ask(cache: ByteCache, key: string, size: number): boolean {
  const answer = `${JSON.stringify(key)}${"·".repeat(size)}`;
  const known = found(cache, key);
  if (known !== undefined) {
    assert.equal(known, answer);
    return true;
  }
  const bytes = Buffer.from(`before${answer}`);
  cache.put(bytes, 6, bytes.length);
  return false;
}

const keys = fc.oneof(
  fc.constantFrom("Abies alba", "Abies albа", "Abies", "\ud800", "\udc00", "é", "\u0000s", "ab", "ba"),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.nat(300).map((n) => `name ${n}`),
);

test("whatever is found is the answer to exactly this key, however often the ring went round", () => {
  let known = 0;
  fc.assert(
    fc.property(fc.array(keys, { minLength: 50, maxLength: 400 }), fc.constantFrom(4, 16, 64), (asked, capacity) => {
      const cache = new ByteCache(capacity, 60);
      for (const key of asked) if (ask(cache, key, 3)) known++;
    }),
  );
  assert.ok(known > 100, `only ${known} were known`);
});

test("as many answers as the capacity are kept, and what is wanted stays", () => {
  const cache = new ByteCache(1000, 100);
  ask(cache, "wanted", 10);
  let missed = 0;
  for (let i = 0; i < 20_000; i++) {
    ask(cache, `name ${i}`, 10);
    if (i % 8 === 7) ask(cache, `name ${i - 4}`, 10);
    if (i % 100 === 0 && !ask(cache, "wanted", 10)) missed++;
  }
  // Two others may fall on its places in the table.
  assert.ok(missed <= 10, `missed ${missed} of 200`);
  let kept = 0;
  for (let i = 19_999; i >= 19_500; i--) if (found(cache, `name ${i}`) !== undefined) kept++;
  assert.ok(kept > 400, `${kept} of the last 500`);
  assert.equal(found(cache, "name 3"), undefined);
});

test("of names that never come again nothing is kept, until some do", () => {
  const cache = new ByteCache(1000, 100);
  const isKept = (name: string) => found(cache, name) !== undefined;
  for (let i = 0; i < 10_000; i++) ask(cache, `new ${i}`, 10);
  assert.ok(!isKept("new 9999"));
  // What is asked for twice is remembered the second time.
  for (const isKnown of [false, false, true]) assert.equal(ask(cache, "wanted", 10), isKnown);
  assert.ok(!isKept("new 9998"));
  for (let i = 0; i < 10_000; i++) ask(cache, `some ${i - (i % 2)}`, 10);
  ask(cache, "at once", 10);
  assert.ok(isKept("at once"));
});

test("neither long keys nor huge answers are kept", () => {
  const cache = new ByteCache(1000, 100);
  for (let i = 0; i < 2; i++) {
    assert.equal(ask(cache, "x".repeat(401), 1), false);
    assert.equal(ask(cache, "huge", 20_000), false);
  }
});

test("a capacity of none keeps nothing", () => {
  const cache = new ByteCache(0, 100);
  for (let i = 0; i < 2; i++) assert.equal(ask(cache, "a", 1), false);
  assert.equal(cache.asked, 0);
});
