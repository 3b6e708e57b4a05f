import assert from "node:assert/strict";
import { test } from "node:test";
import { filtersOf } from "../../../src/occurrences/predicate/from-parameters.ts";
import type { Meanings } from "../../../src/occurrences/predicate/vocabularies.ts";

const read = (name: string, value: string) => () => filtersOf({ [name]: value }, {} as Meanings);

test("whole numbers are written in digits, as GBIF reads them", () => {
  for (const [name, value] of [
    ["year", "1e3"],
    ["year", "1999.0"],
    ["year", "0x7cf"],
    ["month", "1e0"],
    ["day", "5."],
    ["startDayOfYear", "1e1,20"],
  ] as const)
    assert.throws(read(name, value), { code: "OCCURRENCE_QUERY_INVALID" }, `${name}=${value}`);
  for (const value of ["1999", " 1999 ", "-5", "+1999", "1999,2005", "*,2005"])
    assert.doesNotThrow(read("year", value));
  for (const value of ["1e1", "10.5", ".5", "-1"]) assert.doesNotThrow(read("decimalLatitude", value));
});
