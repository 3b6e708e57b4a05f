import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { distance } from "fastest-levenshtein";
import { differingLetters, type Stretch } from "../../src/page/letters.ts";

const shown = (stretches: readonly Stretch[]) =>
  stretches.map(({ text, differs }) => (differs ? `[${text}]` : text)).join("");

for (const [one, other, inOne, inOther] of [
  ["Bellis perenis", "Bellis perennis", "Bellis perenis", "Bellis per[e]nnis"],
  ["Puma concolor", "Puma concolor", "Puma concolor", "Puma concolor"],
  ["puma", "Puma", "puma", "Puma"],
  ["Xanthium strumarum", "Xanthium strumarium", "Xanthium strumarum", "Xanthium strumar[i]um"],
  ["Abies alba", "Abies olbo", "Abies [a]lb[a]", "Abies [o]lb[o]"],
  ["", "Aus", "", "[Aus]"],
] as const)
  test(`“${one}” and “${other}” differ in the letters that are marked`, () => {
    const [a, b] = differingLetters(one, other);
    assert.equal(shown(a), inOne);
    // Of two equal letters either may be the one too many.
    assert.equal(shown(b).replace("n[n]is", "[n]nis"), inOther.replace("per[e]nnis", "pere[n]nis"));
  });

test("marking loses no letter and marks no more than the edit distance", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "n", " ", "é"), maxLength: 12 });
  fc.assert(
    fc.property(name, name, (one, other) => {
      const [a, b] = differingLetters(one, other);
      assert.equal(a.map(({ text }) => text).join(""), one);
      assert.equal(b.map(({ text }) => text).join(""), other);
      const marked = (stretches: readonly Stretch[]) =>
        stretches.filter(({ differs }) => differs).reduce((sum, { text }) => sum + [...text].length, 0);
      assert.ok(Math.max(marked(a), marked(b)) <= distance(one, other));
    }),
  );
});

test("names of any length are shown, very long ones without marks", () => {
  const long = "a".repeat(5000);
  assert.deepEqual(differingLetters(long, `${long}b`)[1], [{ text: `${long}b`, differs: false }]);
});
