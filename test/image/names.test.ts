import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readUsageName } from "../../src/image/names/build-names.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import { parseName } from "../../src/names/parse.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";

function nameOf(row: Partial<NameUsage> & { scientificName: string }) {
  return readUsageName({ id: "1", status: "ACCEPTED", line: 2, ...row });
}

describe("the key of a row is the folded canonical name", () => {
  for (const [row, folded, scientificName, authorship] of [
    [{ scientificName: "Abies alba" }, "abies alba", "Abies alba", undefined],
    [{ scientificName: "Abies alba", authorship: "Mill." }, "abies alba", "Abies alba Mill.", "Mill."],
    [{ scientificName: "Abies alba Mill." }, "abies alba", "Abies alba Mill.", "Mill."],
    [{ scientificName: "Abies alba Mill.", authorship: "Mill." }, "abies alba", "Abies alba Mill.", "Mill."],
    [{ scientificName: "Abies alba var. alpina", rank: "VARIETY" }, "abies alba alpina", "Abies alba var. alpina"],
    [{ scientificName: "Abies alba subsp. alpina", rank: "VARIETY" }, "abies alba alpina", "Abies alba subsp. alpina"],
    [{ scientificName: "Satyrium w-album" }, "satyrium walbum", "Satyrium w-album"],
    [{ scientificName: "Salix × rubens" }, "salix rubens", "Salix × rubens"],
    [{ scientificName: "Aus (Bus) cus", authorship: "L., 1758" }, "aus cus", "Aus (Bus) cus L., 1758", "L., 1758"],
  ] as const) {
    test(`${JSON.stringify(row)} is kept under "${folded}"`, () => {
      const name = nameOf(row);
      assert.deepEqual([name.folded, name.scientificName, name.authorship], [folded, scientificName, authorship]);
    });
  }
});

describe("a name that is not whole is kept under all it says", () => {
  for (const [scientificName, folded] of [
    ["Abies sp.", "abies sp"],
    ["Abies cf. alba", "abies cf alba"],
    ["Abies alba 'Nana'", "abies alba nana"],
    ["Tobacco mosaic virus", "tobacco mosaic virus"],
    ["SH1506234.07FU", "sh1506234 07fu"],
    ["Salix alba × Salix fragilis", "salix alba salix fragilis"],
    ["???", "???"],
  ] as const) {
    test(`${scientificName} is kept under "${folded}"`, () => assert.equal(nameOf({ scientificName }).folded, folded));
  }
});

test("names that are taken without parsing are what the parser makes of them", () => {
  for (const scientificName of [
    "Abies",
    "Pinaceae",
    "Abies alba",
    "Abies alba alpina",
    "Virus",
    "Aus subspecies",
    "Aus alba var",
    "Candidatus Aus",
    "Uncultured bacterium",
    "Incertae sedis",
    "Aus et",
    "Aus bus ex",
    "Aus x",
    "Aus hybrid",
    "Aus de vries",
    "Homo sapiens neanderthalensis",
  ]) {
    const parsed = parseName(scientificName);
    const key = parsed.kind === "scientific" && parsed.qualifiers.length === 0 ? parsed.canonicalName : undefined;
    const expected = parsed.tail === undefined && parsed.phrase === undefined ? key : undefined;
    assert.equal(nameOf({ scientificName }).folded, foldName(expected ?? scientificName), scientificName);
  }
});
