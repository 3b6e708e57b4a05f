/** The fit of near spellings sees what the matcher sees, and finds weights that are known. */
import assert from "node:assert/strict";
import test from "node:test";
import { fitted } from "../../bench/quality/logistic.ts";
import { IN_USE, weighed } from "../../bench/quality/spelling-features.ts";
import { samplesOf } from "../../bench/quality/spelling-samples.ts";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";

const NAMES = [
  "Cardamine",
  "Cardamine pratensis",
  "Cardamine grandiscapa",
  "Cardamine pratensis latifolia",
  "Sisymbriella",
  "Sisymbriella longipes",
  "Hutchinsia",
  "Draba koreana",
  "Draba grandiscapa",
  "Erysimum sylvestrisulum",
];

const image = new ImageReader(
  buildImage(
    NAMES.map((scientificName, i) => ({
      id: String(i),
      parentId: undefined,
      rank: (["GENUS", "SPECIES", "SUBSPECIES"] as const)[scientificName.split(" ").length - 1]!,
      scientificName,
      status: "ACCEPTED" as const,
      line: i,
    })),
    { checklistKey: "fit" },
  ),
);

for (const [asked, meant, place] of [
  ["Cardamine pratebsis", "Cardamine pratensis", "EPITHET"],
  ["Cardamine pratensis latifloia", "Cardamine pratensis latifolia", "EPITHET"],
  ["Draba coreana", "Draba koreana", "EPITHET"],
  ["Cardamyne grandiscapa", "Cardamine grandiscapa", "GENUS"],
  ["Sisymbrielaa lognipes", "Sisymbriella longipes", "GENUS"],
  ["Hutchinnsia", "Hutchinsia", "UNINOMIAL"],
] as const)
  test(`${asked} has the odds that its features weigh`, () => {
    const [sample, ...others] = samplesOf(
      "test",
      image,
      [{ query: { scientificName: asked }, rightName: meant, editDistance: 1, uninomial: false, kind: "" }],
      1,
    );
    assert.deepEqual(others, []);
    assert.equal(sample!.place, place);
    assert.equal(sample!.isRight, true);
    const { chosen } = new Matcher(image).match({ scientificName: asked });
    assert.ok(Math.abs(weighed(sample!.values, IN_USE[place]) - chosen!.odds) < 1e-9);
  });

test("a regression finds the weights that its data were made with", () => {
  const rows = Array.from({ length: 4000 }, (_, i) => [1, (i % 20) / 10 - 1, i % 3 === 0 ? 1 : 0]);
  const chance = (row: number[]) => 1 / (1 + Math.exp(-(0.5 * row[0]! + 2 * row[1]! - 1 * row[2]!)));
  const seen = rows.flatMap((row) => [
    { row, isRight: true, weight: chance(row) },
    { row, isRight: false, weight: 1 - chance(row) },
  ]);
  const { bias, slope, mark } = fitted(["bias", "slope", "mark"], seen);
  for (const [found, made] of [
    [bias, 0.5],
    [slope, 2],
    [mark, -1],
  ] as const)
    assert.ok(Math.abs(found! - made) < 0.05, `${found} instead of ${made}`);
});
