/** Names in the forms of lists, files and determinations: open nomenclature, several names in a cell, what stands around a name. */
import assert from "node:assert/strict";
import test from "node:test";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import type { MatchQuery } from "../../src/taxonomy/match.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { parseRank } from "../../src/taxonomy/rank-spelling.ts";

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
] as const;

const image = new ImageReader(
  buildImage(
    NAMES.map(
      ([id, scientificName, authorship, rank, parentId]): NameUsage => ({
        id,
        scientificName,
        authorship: authorship || undefined,
        rank: parseRank(rank),
        status: "ACCEPTED",
        ...(parentId === "" ? {} : { parentId }),
        line: 1,
      }),
    ),
    { checklistKey: "list forms" },
  ),
);
const matcher = new Matcher(image);

function outcomeOf(query: MatchQuery | string) {
  return matcher.match(typeof query === "string" ? { scientificName: query } : query);
}

function answer(query: MatchQuery | string): string {
  const outcome = outcomeOf(query);
  const name = outcome.usage < 0 ? "-" : image.canonicalName(outcome.usage);
  const qualifier = outcome.qualifier === undefined ? "" : ` ${outcome.qualifier}`;
  return `${outcome.matchType} ${name}${qualifier}`;
}

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
  assert.equal(answer({ genericName: "Quercus L." }), "EXACT Quercus");
  assert.equal(answer("Quercus robur - English Oak"), "EXACT Quercus robur");
  assert.equal(answer("Quercus robur - fastigiata"), "EXACT Quercus robur fastigiata");
});
