import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { BinomenError } from "../../../src/errors.ts";
import { predicateOf } from "../../../src/occurrences/predicate/from-json.ts";
import { PARAMETERS, parameterNamed } from "../../../src/occurrences/predicate/parameters.ts";
import { sqlOf } from "../../../src/occurrences/predicate/to-sql.ts";
import { comparisonOf } from "../../../src/occurrences/predicate/values.ts";

const CASES = "../shared/data/occurrence-api";
const skip = existsSync(CASES) ? false : "recorded cases are not here";
const meanings = {
  country: (text: string) => (/^[a-z]{2}$/i.test(text) ? text.toUpperCase() : undefined),
  concepts: () => undefined,
  taxa: () => [],
};
const lines = (file: string) =>
  readFileSync(`${CASES}/${file}`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

const isTaken = (key: string, value: string): boolean => {
  try {
    comparisonOf(parameterNamed(key)!, value, meanings);
    return value.trim() !== "";
  } catch (error) {
    assert.ok(error instanceof BinomenError && error.code === "OCCURRENCE_QUERY_INVALID", String(error));
    return false;
  }
};

test("every recorded value is taken or refused as GBIF does", { skip }, () => {
  const cases = lines("value-cases.jsonl");
  assert.ok(cases.length > 70);
  for (const { key, value, valid } of cases) assert.equal(isTaken(key, value), valid, `${key} ${value}`);
});

test("every recorded predicate becomes a condition without a value in its text", { skip }, () => {
  const cases = lines("predicate-cases.jsonl");
  assert.ok(cases.length > 80);
  for (const { predicate } of cases) {
    const { text, values } = sqlOf(predicateOf(predicate, meanings));
    assert.equal(text.split("?").length - 1, values.length, text);
    assert.doesNotMatch(text, /value_1|Passer/);
  }
});

for (const [key, value, valid] of [
  ["year", "1990,*", true],
  ["year", "5-10", false],
  ["YEAR", "19x0", false],
  ["event_date", "2001-02-30", false],
  ["eventDate", "2001,2010-01", true],
  ["basisOfRecord", "human observation", true],
  ["basis_of_record", "human observatory", false],
  ["datasetKey", "foo-bar", false],
  ["geoDistance", "10,20,5parsec", false],
  ["geometry", "POLYGON((170 0,-170 0,-170 10,170 10,170 0))", true],
  ["geometry", "POLYGON((0 0,10 10,10 0,0 10,0 0))", false],
  ["geometry", "CIRCLE(0 0)", false],
  ["geometry", `LINESTRING(${Array.from({ length: 10_001 }, (_, i) => `${i % 180} 0`)})`, false],
] as const)
  test(`${key}=${value.slice(0, 60)} is ${valid ? "taken" : "refused"}`, () =>
    assert.equal(isTaken(key, value), valid));

test("the name of a parameter ignores letter case and . _ - space, and each has a name of its own", () => {
  for (const name of ["taxonKey", "TAXON_KEY", "taxon-key", "taxon key", "taxonkey"])
    assert.equal(parameterNamed(name)?.key, "TAXON_KEY");
  assert.equal(parameterNamed("spellCheck"), undefined);
  assert.equal(new Set(PARAMETERS.map(({ key }) => key)).size, PARAMETERS.length);
});

for (const [what, json] of [
  ["an unknown type", { type: "nearly", key: "YEAR", value: "1" }],
  ["no predicates", { type: "and", predicates: [] }],
  ["an unknown key", { type: "equals", key: "COLOUR", value: "red" }],
  ["no value", { type: "equals", key: "YEAR" }],
  ["a comparison of a text", { type: "lessThan", key: "CATALOG_NUMBER", value: "a" }],
  ["a null inside", { type: "not", predicate: null }],
  ["a list for a predicate", []],
  [
    "a tree that is too deep",
    Array.from({ length: 200 }).reduce((inner) => ({ type: "not", predicate: inner }), {
      type: "isNull",
      parameter: "YEAR",
    }),
  ],
] as const)
  test(`a predicate with ${what} is refused`, () =>
    assert.throws(
      () => predicateOf(json, meanings),
      (error) => error instanceof BinomenError && error.status === 400,
    ));

test("more than 101,000 values are refused with their number", () =>
  assert.throws(
    () => predicateOf({ type: "in", key: "CATALOG_NUMBER", values: Array(101_001).fill("a") }, meanings),
    (error) => error instanceof BinomenError && error.status === 413 && /101001/.test(error.message),
  ));
