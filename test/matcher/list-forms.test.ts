/** Names in the forms of lists, files and determinations: open nomenclature, several names in a cell, what stands around a name. */
import assert from "node:assert/strict";
import test from "node:test";
import { answersOf, imageOfNames } from "./small-checklist.ts";

const NAMES = [
  ["1", "Plantae", "", "kingdom", ""],
  ["2", "Fagaceae", "Dumort.", "family", "1"],
  ["3", "Quercus", "L.", "genus", "2"],
  ["4", "Quercus robur", "L.", "species", "3"],
  ["5", "Quercus robur fastigiata", "(Lam.) DC.", "variety", "4"],
  ["6", "Quercus ilex", "L.", "species", "3"],
  ["7", "Fagus", "L.", "genus", "2"],
  ["8", "Fagus sylvatica", "L.", "species", "7"],
  ["9", "Animalia", "", "kingdom", ""],
  ["10", "Sciuridae", "Fischer, 1817", "family", "9"],
  ["11", "Sciurus", "Linnaeus, 1758", "genus", "10"],
  ["12", "Sciurus vulgaris", "Linnaeus, 1758", "species", "11"],
  ["13", "Leucourus", "Costa, 1850", "genus", "10"],
  ["14", "Costa", "Smith, 1900", "genus", "10"],
  ["15", "Costa alba", "Smith, 1900", "species", "14"],
  ["18", "Quercus fastigiata", "Lam.", "species", "3"],
  ["16", "Betula", "Trin.", "genus", "2"],
  ["17", "Alba", "Jones, 1950", "genus", "10"],
] as const;

const image = imageOfNames(NAMES);
const { outcomeOf, answer } = answersOf(image);

for (const written of [
  "Quercus ? robur",
  "Quercus ?robur",
  "Quercus robur ?",
  "Quercus robur?",
  "?Quercus robur",
  "Quercus (?) robur",
  "Quercus cf. robur",
  "Quercus robur cf.",
]) {
  test(`${written} is most likely that species, and the answer says that it is not sure`, () => {
    const { matchType, usage, qualifier, reasons } = outcomeOf(written);
    assert.deepEqual(
      [matchType, image.canonicalName(usage), qualifier],
      ["EXACT", "Quercus robur", written.includes("?") ? "?" : "cf."],
    );
    assert.ok(reasons.includes("UNCERTAIN"));
  });
}

for (const written of [
  "Quercus, Fagus",
  "Quercus & Fagus",
  "Quercus et Fagus",
  "Quercus vel Fagus",
  "Quercus?/Fagus?",
  "Quercus sp. / Fagus sp.",
  "Quercus sp. or Fagus sp.",
  "Quercus robur\nFagus sylvatica",
  "Quercus robur - Fagus sylvatica",
  "Quercus robur ? Fagus sylvatica",
  "Quercus robur hybrid Fagus sylvatica",
])
  test(`${JSON.stringify(written)} is the lowest common taxon`, () =>
    assert.equal(answer(written), "HIGHERRANK Fagaceae"));

for (const query of [
  { genus: "Quercus, Fagus" },
  { genus: "Quercus & Fagus" },
  { genericName: "Quercus, Fagus" },
  { genericName: "Quercus / Fagus" },
])
  test(`${JSON.stringify(query)} is the lowest common taxon`, () => assert.equal(answer(query), "HIGHERRANK Fagaceae"));

for (const written of ["Quercus robur - Quercus ilex", "Quercus robur - ilex", "Quercus robur v. Quercus ilex"])
  test(`${written} is the genus`, () => assert.equal(answer(written), "HIGHERRANK Quercus"));

test("an author, a common name, a variety behind the signs of several names are none", () => {
  assert.equal(answer("Leucourus, Costa"), "EXACT Leucourus");
  assert.equal(answer("Alba, Costa"), "EXACT Costa alba");
  assert.equal(answer({ genericName: "Quercus L." }), "EXACT Quercus");
  assert.equal(answer("Quercus robur - English Oak"), "EXACT Quercus robur");
  assert.equal(answer("Quercus robur - fastigiata"), "EXACT Quercus robur fastigiata");
});

for (const [written, expected] of [
  ["Quercus sp., cf. robur", "EXACT Quercus robur cf."],
  ["Quercus sp. (cf. robur)", "EXACT Quercus robur cf."],
  ["Quercus sp. 1 cf. robur", "HIGHERRANK Quercus sp."],
  ["Quercus vgl. robur", "EXACT Quercus robur cf."],
  ["Quercus simil. robur", "EXACT Quercus robur cf."],
  ["Quercus ¿robur?", "EXACT Quercus robur ?"],
  ["Quercus ex grege robur", "EXACT Quercus robur group"],
  ["Quercus prope robur", "HIGHERRANK Quercus nr."],
  ["Quercus ???", "HIGHERRANK Quercus ?"],
  ["Quercus NULL", "HIGHERRANK Quercus indet."],
  ["Quercus (hybrid)", "HIGHERRANK Quercus indet."],
  ["Quercus ×", "HIGHERRANK Quercus indet."],
  ["Quercus gen. nov.", "EXACT Quercus"],
  ["Quercus n. gen.", "EXACT Quercus"],
  ["Fagaceae n. gen.", "HIGHERRANK Fagaceae indet."],
  ["Fagaceae Genus A", "HIGHERRANK Fagaceae indet."],
  ["Quercus robur n. ssp.", "HIGHERRANK Quercus robur"],
] as const)
  test(`${written} is answered ${expected}`, () => assert.equal(answer(written), expected));

for (const written of [
  '"Quercus";"robur"',
  '["Quercus", "robur"]',
  "www.example.org/Quercus/robur",
  "/species/quercus/robur",
  "images/Quercus/robur.png",
  "Quercus (×) robur",
  "Quercus x. robur",
  "Quercus х robur",
  "Quercus \\u00d7 robur",
  "Quercus (as Erythrobalanus) robur",
  "Quercus robur paratype",
  "Quercus robur syntypes",
  "Quercus robur type species",
  "Quercus robur copulating",
  "Quercus robur ca. 20",
  "Quercus robur auth. L.",
])
  test(`${written} is Quercus robur`, () => assert.equal(answer(written), "EXACT Quercus robur"));

test("a family is known behind its word in other languages", () => {
  for (const written of ["Famille des Fagaceae", "Familia de las Fagaceae", "family of Fagaceae"])
    assert.equal(answer(written), "EXACT Fagaceae");
});

test("cells in quotes that hold a species that is not there are its genus", () => {
  for (const written of ['"Quercus","xylosa"', "'Quercus';'xylosa'", '["Quercus","xylosa"]'])
    assert.equal(answer(written), "HIGHERRANK Quercus");
});

test("a capitalised word that ends as epithets do, and is nobody who published in the genus, is no author of it", () => {
  for (const written of ["Quercus Triaureus", "Fagus Maculosa", "Sciurus Triaurense", "Leucourus Xylopipes"])
    assert.equal(answer(written), `HIGHERRANK ${written.split(" ")[0]}`);
  for (const written of ["Quercus Kotschy", "Fagus Skuja", "Leucourus Costa", "Sciurus Linnaeus", "Betula Trinius"])
    assert.equal(answer(written), `EXACT ${written.split(" ")[0]}`);
});

test("a genus and its epithet without the space between them are that species, when the checklist has no such word", () => {
  for (const written of [
    "quercusrobur",
    "sciurusvulgaris",
    "fagussylvatica.html",
    "quercusrobur L.",
    "QuercusroburL.",
    "Quercusrobur2",
  ])
    assert.match(answer(written), /^EXACT (?:Quercus robur|Sciurus vulgaris|Fagus sylvatica)$/, written);
  assert.equal(answer("quercusxylosa"), "NONE -");
});
