import assert from "node:assert/strict";
import { test } from "node:test";
import { KeptPredicates } from "../../src/http/routes/occurrences/kept-predicates.ts";
import { ALL, NOTHING } from "../../src/occurrences/predicate/predicate.ts";

test("a predicate is found by its number, and the same one has the same", () => {
  const kept = new KeptPredicates();
  const number = kept.keep("a", ALL);
  assert.equal(kept.keep("a", ALL), number);
  assert.notEqual(kept.keep("b", NOTHING), number);
  assert.equal(kept.get(number), ALL);
  assert.equal(kept.get(number + 1), undefined);
});

test("however many and however long predicates are, they take bounded memory, and the latest are there", () => {
  const kept = new KeptPredicates();
  const first = kept.keep("first", ALL);
  for (let i = 0; i < 3_000; i++) {
    kept.keep(String(i), ALL);
    if (i % 100 === 0) assert.equal(kept.get(first), ALL, "it is asked for again and again");
  }
  assert.equal(kept.count, 1_000);
  const long = "x".repeat(4_000_000);
  for (let i = 0; i < 20; i++) kept.keep(`${long}${i}`, ALL);
  assert.ok(kept.count <= 4, `${kept.count} long ones`);
  const longest = kept.keep("y".repeat(30_000_000), NOTHING);
  assert.equal(kept.get(longest), NOTHING);
  assert.equal(kept.count, 1);
});
