/** Names of the same stems, and numbers of words, whatever was asked before. */
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader, NameHits } from "../../src/image/read.ts";
import { stemEpithet } from "../../src/names/keys/stem.ts";

const GENERA = ["abies", "pinus", "larix"];
const EPITHETS = ["alba", "albus", "album", "albi", "nigra", "nigrum", "montana", "montanus", "a", "zonata", "zonatum"];
const name = fc.tuple(fc.constantFrom(...GENERA), fc.constantFrom("", ...EPITHETS));

function imageOf(names: readonly string[]): ImageReader {
  const usages = names.map((folded, line) => ({
    id: String(line),
    scientificName: folded.charAt(0).toUpperCase() + folded.slice(1),
    status: "ACCEPTED" as const,
    line,
  }));
  return new ImageReader(buildImage(usages, { checklistKey: "test" }));
}

test("the names of a stem are all names of the genus whose epithets have it", () => {
  let found = 0;
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { minLength: 12, maxLength: 30, selector: String }),
      name,
      (parts, [genus, epithet]) => {
        const names = parts.map((words) => words.join(" ").trim());
        const image = imageOf(names);
        const hits = new NameHits();
        image.namesWithStem(`${genus} ${epithet || "alba"}`, hits);
        const stem = stemEpithet(epithet || "alba");
        const expected = parts.filter(
          (words) => words[0] === genus && words[1] !== "" && stemEpithet(words[1]) === stem,
        );
        const texts = [...hits.names.subarray(0, hits.length)].map((each) => image.foldedName(each));
        assert.deepEqual(texts.sort(), expected.map((words) => words.join(" ")).sort());
        found += texts.length;
      },
    ),
  );
  assert.ok(found > 100, `${found} found`);
});

test("a word is a genus or an epithet as the checklist has it, not as the name asked before", () => {
  const image = imageOf(["abies", "abies alba", "pinus alba", "alba alba nigra", "niger"]);
  for (const asked of ["", "alba", "alba alba", "abies nigra", "alba abies", "niger niger niger", "nigra alba"]) {
    const about = `after "${asked}"`;
    image.exactName(asked);
    assert.equal(image.hasGenus("alba"), true, about);
    assert.equal(image.hasGenus("nigra"), false, about);
    assert.equal(image.hasGenus("abies"), true, about);
    assert.equal(image.genusCountOfEpithet("alba"), 3, about);
    assert.equal(image.genusCountOfEpithet("abies"), 0, about);
    assert.equal(image.genusCountOfEpithet("niger"), 0, about);
    assert.equal(image.childCountOfGenus("alba"), 1, about);
    assert.deepEqual(image.generaWithEpithet("niger"), [], about);
    assert.equal(image.generaWithEpithet("alba").length, 3, about);
  }
});
