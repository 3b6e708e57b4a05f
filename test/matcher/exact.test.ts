import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";

function matcherOf(...names: string[]): Matcher {
  const rows = names.map((scientificName, i) => ({
    id: String(i),
    scientificName,
    status: "ACCEPTED" as const,
    line: i + 2,
  }));
  return new Matcher(new ImageReader(buildImage(rows, { checklistKey: "test" })));
}

describe("a name with umlauts", () => {
  const matcher = matcherOf("Büttneria affinis Pohl", "Byttneria affinis Pohl", "Oncidium löfgrenii Cogn.");
  const answer = (scientificName: string) => {
    const { usage, matchType, chosen } = matcher.match({ scientificName });
    return [usage < 0 ? "" : matcher.image.id(usage), matchType, chosen?.editDistance];
  };

  test("is meant by the letters without their dots, rather than another name one letter away", () => {
    assert.deepEqual(answer("Buttneria affinis"), ["0", "VARIANT", 1]);
    assert.deepEqual(answer("Oncidium lofgrenii"), ["2", "VARIANT", 1]);
  });

  test("is the same with dots and with two letters for them", () => {
    assert.deepEqual(answer("Büttneria affinis"), ["0", "EXACT", 0]);
    assert.deepEqual(answer("Buettneria affinis"), ["0", "EXACT", 0]);
  });

  test("is not meant where a name has the letters themselves", () => {
    const both = matcherOf("Müllera exotica Baker", "Mullera exotica Miq.");
    const { usage, matchType } = both.match({ scientificName: "Mullera exotica" });
    assert.deepEqual([both.image.id(usage), matchType], ["1", "EXACT"]);
  });
});
