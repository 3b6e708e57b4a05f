import assert from "node:assert/strict";
import test from "node:test";
import { gbifCases, misfit } from "../../bench/gbif-cases.ts";

const cases = gbifCases()?.filter((testCase) => testCase.kind === "unit");
if (cases === undefined) test("GBIF's unit cases", { skip: "../shared/data is absent" }, () => {});
else {
  test("there are unit cases of GBIF", () => assert.ok(cases.length > 100));
  for (const testCase of cases) {
    const { fn, args } = testCase.query;
    test(`${testCase.api} ${fn}(${JSON.stringify(args).slice(1, -1)}) answers as GBIF's ${testCase.src}`, () =>
      // Unit cases need no matcher.
      assert.equal(misfit(testCase, undefined as never), undefined));
  }
}
