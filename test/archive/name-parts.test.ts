import assert from "node:assert/strict";
import { test } from "node:test";
import { assembleAuthorship, assembleName, splitAuthorship } from "../../src/archive/name-parts.ts";

for (const [name, authorship, canonical, own, rest] of [
  ["Abies alba Mill.", "Mill.", undefined, "Abies alba", "Mill."],
  ["Abies alba", "Mill.", undefined, "Abies alba", "Mill."],
  ["Puma concolor (Linnaeus 1771)", "(Linnaeus, 1771)", undefined, "Puma concolor", "(Linnaeus, 1771)"],
  ["Puma concolor(Linnaeus, 1771)", "(Linnaeus, 1771)", undefined, "Puma concolor", "(Linnaeus, 1771)"],
  ["Carex aa Kom .", "Kom.", undefined, "Carex aa", "Kom."],
  ["Abies alba Mill. var. alba", "Mill.", undefined, "Abies alba Mill. var. alba", undefined],
  ["Abies tall", "l", undefined, "Abies tall", "l"],
  ["Aus bus L., 1758", undefined, "Aus bus", "Aus bus", "L., 1758"],
  ["Aus bus de Vries, 1900", undefined, "Aus bus", "Aus bus", "de Vries, 1900"],
  ["Aus bus var. cus L.", undefined, "Aus bus", "Aus bus var. cus L.", undefined],
  ["Aus bus", undefined, "Aus bus", "Aus bus", undefined],
] as const)
  test(`"${name}" with ${authorship ?? canonical} is "${own}" by ${rest}`, () =>
    assert.deepEqual(splitAuthorship(name, authorship, canonical), { name: own, authorship: rest }));

const PARTS = {
  uninomial: undefined,
  genericName: undefined,
  genericMark: undefined,
  infragenericEpithet: undefined,
  specificEpithet: undefined,
  specificMark: undefined,
  infraspecificEpithet: undefined,
  cultivarEpithet: undefined,
  notho: undefined,
  rank: undefined,
  verbatimRank: undefined,
  code: undefined,
};

for (const [parts, name] of [
  [{ uninomial: "Felidae" }, "Felidae"],
  [
    { genericName: "Carex", specificEpithet: "nigra", infraspecificEpithet: "juncea", rank: "SUBSPECIES" },
    "Carex nigra subsp. juncea",
  ],
  [
    {
      genericName: "Puma",
      specificEpithet: "concolor",
      infraspecificEpithet: "couguar",
      rank: "SUBSPECIES",
      code: "ZOOLOGICAL",
    },
    "Puma concolor couguar",
  ],
  [{ genericName: "Carex", specificMark: "×", specificEpithet: "abitibiana" }, "Carex × abitibiana"],
  [
    { genericName: "Carex", infragenericEpithet: "Vignea", rank: "SUBGENUS", code: "BOTANICAL" },
    "Carex subgen. Vignea",
  ],
  [{ genericName: "Aus", infragenericEpithet: "Bus", rank: "SUBGENUS", code: "ZOOLOGICAL" }, "Aus (Bus)"],
  [{ genericName: "Aus", infragenericEpithet: "Bus", specificEpithet: "cus" }, "Aus (Bus) cus"],
  [{ genericName: "Rosa", specificEpithet: "alba", cultivarEpithet: "Maxima" }, "Rosa alba 'Maxima'"],
  [{ genericName: "Orchis", specificEpithet: "mixta", notho: "specific" }, "Orchis × mixta"],
  [{ specificEpithet: "alba" }, undefined],
] as const)
  test(`parts make ${name}`, () => assert.equal(assembleName({ ...PARTS, ...parts }), name));

test("authorships are put together with years and brackets", () => {
  const none = {
    authors: undefined,
    exAuthors: undefined,
    year: undefined,
    basionymAuthors: undefined,
    basionymExAuthors: undefined,
    basionymYear: undefined,
  };
  assert.equal(assembleAuthorship(none), undefined);
  assert.equal(assembleAuthorship({ ...none, basionymAuthors: "Linnaeus", basionymYear: "1771" }), "(Linnaeus, 1771)");
  assert.equal(
    assembleAuthorship({ ...none, authors: "Rose|Leonard", exAuthors: "Barneby", basionymAuthors: "L." }),
    "(L.) Barneby ex Rose & Leonard",
  );
});
