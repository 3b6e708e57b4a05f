import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { stemEpithet, stemName } from "../../src/names/keys/stem.ts";

const CASES = "../shared/data/names/stem_cases.tsv";

for (const [word, stem] of [
  ["alba", "alb"],
  ["albus", "alb"],
  ["virgata", "uirgat"],
  ["montivagus", "montiuag"],
  ["oblique", "oblique"],
  ["cibus", "cibus"],
  ["vi", "ui"],
] as const)
  test(`the stem of ${word} is ${stem}`, () => assert.equal(stemEpithet(word), stem));

test("only the words after the genus are stemmed", () =>
  assert.equal(stemName("betula alba naturae"), "betula alb natur"));

test("every stem of the reference list is reproduced", { skip: !existsSync(CASES) && "reference list absent" }, () => {
  const lines = readFileSync(CASES, "utf8").split("\n").filter(Boolean);
  assert.ok(lines.length > 29_000);
  const wrong = lines.filter((line) => {
    const [word, stem] = line.split("\t");
    return stemEpithet(word!) !== stem;
  });
  assert.deepEqual(wrong, []);
});
