import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseName, stepsOfLastParse } from "../../src/names/parse.ts";

test("a plain name with authorship is taken apart", () => {
  const name = parseName("Agalinis purpurea (L.) Briton var. borealis (Berg.) Peterson, 1987");
  assert.equal(name.genus, "Agalinis");
  assert.equal(name.specificEpithet, "purpurea");
  assert.equal(name.infraspecificEpithet, "borealis");
  assert.equal(name.rank, "VARIETY");
  assert.equal(name.canonicalName, "Agalinis purpurea borealis");
  assert.equal(name.canonicalFull, "Agalinis purpurea var. borealis");
  assert.equal(name.authorship, "(Berg.) Peterson, 1987");
  assert.deepEqual(name.basionymAuthorship?.authors, ["Berg."]);
  assert.equal(name.combinationAuthorship?.year, "1987");
  assert.equal(name.quality, 1);
});

test("authorship from its own column is used when the name has none", () => {
  const name = parseName("Puma concolor", { authorship: "(Linnaeus, 1771)" });
  assert.equal(name.authorship, "(Linnaeus, 1771)");
  assert.equal(name.code, "ZOOLOGICAL");
  assert.equal(name.codeOrigin, "inferred");
});

test("the parents of a hybrid formula are parsed", () => {
  const name = parseName("Salix aurita L. × S. caprea L.");
  assert.equal(name.kind, "hybridFormula");
  assert.deepEqual(
    name.hybridParents.map((parent) => parent.canonicalName),
    ["Salix aurita", "Salix caprea"],
  );
  assert.equal(name.cardinality, 0);
});

const anyString = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        "Abies",
        "alba",
        "×",
        "x",
        "(",
        ")",
        "L.",
        "var.",
        "f.",
        "cf.",
        "sp.",
        "&",
        ",",
        "1753",
        "'",
        '"',
        "[",
        "]",
        "ex",
        "<i>",
        "&amp;",
        "Ã¼",
        "†",
        "?",
        "sensu",
        "nom.",
        "\u0308",
      ),
      { maxLength: 20 },
    )
    .map((words) => words.join(" ")),
);

test("no string makes the parser throw, and the words lie inside the string in order", () =>
  fc.assert(
    fc.property(anyString, (s) => {
      const name = parseName(s);
      for (const word of name.words) {
        assert.ok(word.start >= 0 && word.start < word.end && word.end <= s.length, JSON.stringify(word));
        assert.notEqual(s.slice(word.start, word.end).trim(), "");
      }
      assert.ok(name.quality >= 0 && name.quality <= 4);
    }),
    { numRuns: 2000 },
  ));

test("twice the string takes about twice the steps", () => {
  for (const piece of ["Abies alba Mill. ", "x Abies ", "(L. ", "var. alba ", "'a ", "Balsamo M ", "Ã¼\u0308<i>"]) {
    parseName(piece.repeat(1000));
    const once = stepsOfLastParse();
    parseName(piece.repeat(2000));
    assert.ok(stepsOfLastParse() <= 2.2 * once, piece);
  }
});
