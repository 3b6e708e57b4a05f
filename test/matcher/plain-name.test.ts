import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { plainNameEnd } from "../../src/matcher/query/plain-name.ts";
import { parseName } from "../../src/names/parse.ts";

const ENDS: readonly [text: string, plain: string][] = [
  ["Abies", "Abies"],
  ["Abies alba", "Abies alba"],
  ["Abies alba alpina", "Abies alba alpina"],
  ["Rosa-canina canina", "Rosa-canina canina"],
  ["Aster novae-angliae", "Aster novae-angliae"],
  // an authorship, or a fourth word, stands behind the plain words
  ["Abies alba Mill.", "Abies alba"],
  ["Abies (L.) Mill.", "Abies"],
  ["Abies alba alpina minor", "Abies alba alpina"],
  ["Abies alba ", "Abies alba"],
  // words for the parser
  ["Abies sp", ""],
  ["Abies alba var", ""],
  ["Abies alba von Berg", ""],
  ["Tobacco mosaic virus", ""],
  ["Herpesviridae", ""],
  ["Ochrophage alba", ""],
  ["Not a name", ""],
  ["Unidentified alba", ""],
  ["Candidatus-x alba", ""],
  // other signs
  ["", ""],
  ["abies alba", ""],
  ["A. alba", ""],
  ["Abies alba.", ""],
  ["Abies müllerii", ""],
  ["Abies- alba", ""],
  ["Abies alba-", ""],
  ["ABIES ALBA", ""],
];

for (const [text, plain] of ENDS) {
  test(`of "${text}" the words "${plain}" are plain`, () => {
    assert.equal(text.slice(0, plainNameEnd(text)), plain);
  });
}

test("a name that is plain to its end is its own canonical name to the parser", () => {
  const letters = fc.string({ unit: fc.constantFrom(..."abcdefgilmnoprstuvx"), minLength: 5, maxLength: 12 });
  let seen = 0;
  fc.assert(
    fc.property(letters, fc.array(letters, { maxLength: 2 }), (first, rest) => {
      const name = [first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(" ");
      if (plainNameEnd(name) !== name.length) return;
      seen++;
      assert.equal(parseName(name).canonicalName, name);
    }),
    { numRuns: 500, seed: 1 },
  );
  assert.ok(seen > 400, `${seen} names were plain`);
});
