/** Are ranks and codes read as the Catalogue of Life's dictionaries say? Skipped without `../shared/data`. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parseCode } from "../../src/taxonomy/code-spelling.ts";
import { parseRank } from "../../src/taxonomy/rank-spelling.ts";

const FOLDER = new URL("../../../shared/data/names/dict/", import.meta.url);
const skip = existsSync(FOLDER) ? false : "the data of ../shared/data are not here";

const pairs = (file: string): [word: string, value: string][] =>
  readFileSync(new URL(file, FOLDER), "utf8")
    .split(/\r?\n/)
    .filter((line) => line.includes(","))
    .map((line) => [line.slice(0, line.lastIndexOf(",")), line.slice(line.lastIndexOf(",") + 1)]);

test("no rank word means another rank than in the dictionary, and few are not known", { skip }, () => {
  const words = pairs("col-rank.csv");
  const other = words.filter(([word, rank]) => ![rank, undefined].includes(parseRank(word)));
  // An infrageneric taxon without rank is what both values say.
  assert.deepEqual(other, [["infragen.unranked", "INFRAGENERIC_NAME"]]);
  const unknown = words.filter(([word]) => parseRank(word) === undefined);
  assert.ok(
    words.length > 300 && unknown.length < words.length * 0.1,
    `${unknown.length} of ${words.length} not known`,
  );
});

test("all words for the codes that GBIF knows mean what the dictionary says", { skip }, () => {
  const words = pairs("col-nomcode.csv").filter(([, code]) => code !== "PHYLO");
  assert.ok(words.length > 35);
  for (const [word, code] of words) assert.equal(parseCode(word), code === "PHYTO" ? "PHYTOSOCIOLOGICAL" : code, word);
});
