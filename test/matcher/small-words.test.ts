import assert from "node:assert/strict";
import test from "node:test";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { parseRank } from "../../src/taxonomy/rank-spelling.ts";

const rows = [
  ["Carex", "genus"],
  ["Carex aggregata", "species"],
  ["Quercus", "genus"],
  ["Quercus conferta", "species"],
  ["Salix", "genus"],
  ["Salix alba", "species"],
  ["Salix alba hortensis", "subspecies"],
  ["Prunus", "genus"],
  ["Prunus species", "species"],
  ["Prunus speciosa", "species"],
  ["Bacillus", "genus"],
  ["Bacillus horti", "species"],
].map(
  ([name, rank], i): NameUsage => ({
    id: name!,
    scientificName: name!,
    authorship: name === "Bacillus horti" ? "Yumoto et al., 1998" : undefined,
    rank: parseRank(rank),
    status: "ACCEPTED",
    line: i + 2,
  }),
);
const matcher = new Matcher(new ImageReader(buildImage(rows, { checklistKey: "test" })));

for (const [name, id, matchType] of [
  ["Carex aggregate", "Carex", "HIGHERRANK"],
  ["Quercus conf", "Quercus", "HIGHERRANK"],
  ["Quercus conf.", "Quercus", "HIGHERRANK"],
  ["Salix alba horti", "Salix alba", "EXACT"],
  ["Salix alba hort.", "Salix alba", "EXACT"],
  ["Prunus spec", "Prunus", "HIGHERRANK"],
  ["Bacillus horti", "Bacillus horti", "EXACT"],
] as const)
  test(`${name} is ${id}, however many spaces stand between its words`, () => {
    for (const written of [name, name.replace(" ", "  "), ` ${name} `]) {
      const { usage, matchType: found } = matcher.match({ scientificName: written });
      assert.deepEqual([matcher.image.id(usage), found], [id, matchType], written);
    }
  });
