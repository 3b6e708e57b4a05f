/** A value that is a very long row of digits is no number, and costs what its length costs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDecimal } from "../../../src/occurrences/interpretation/numbers.ts";
import { parseMetres } from "../../../src/occurrences/interpretation/place/metres.ts";

const DIGITS = "9".repeat(200_000);

// Gone through once for each digit, they would take minutes.
test("numbers of 200,000 digits are refused, and ranges of them", { timeout: 30_000 }, () => {
  for (const text of [`${DIGITS}x`, `${DIGITS}!`, `1.${DIGITS}x`, `${DIGITS}.${DIGITS}-`])
    assert.equal(parseDecimal(text), undefined);
  for (const text of [`${DIGITS}x`, `${DIGITS} m and more`, "1.".repeat(50_000), `${"1,".repeat(50_000)}x`])
    assert.equal(parseMetres(text).value, undefined);
});

test("ranges and numbers are read as ever", () => {
  assert.equal(parseMetres("100-200 ft").value, 45.72);
  assert.equal(parseMetres("ca. 1.5 to 2,5 m").value, 2);
  assert.equal(parseMetres("-5 m").value, -5);
  assert.equal(parseDecimal("5."), 5);
  assert.equal(parseDecimal(".5d"), 0.5);
  assert.equal(parseDecimal("1.5e3"), 1500);
});
