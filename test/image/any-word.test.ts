import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { anyImage } from "../answer/any-checklist.ts";

/** The words of a name as an image keeps them: genus, epithet, the rest. */
function wordsOf(name: string): string[] {
  const [first = "", second, ...rest] = name.split(" ");
  return [first, ...(second === undefined ? [] : [second]), ...(rest.length === 0 ? [] : [rest.join(" ")])];
}

function hasInOrder(words: readonly string[], beginnings: readonly string[]): boolean {
  let found = 0;
  for (const word of words) if (found < beginnings.length && word.startsWith(beginnings[found]!)) found++;
  return found === beginnings.length;
}

test("names with words that begin so are what a full scan finds, each once", () =>
  fc.assert(
    fc.property(anyImage, fc.nat(), fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }), (image, seed, lengths) => {
      const names = Array.from({ length: image.nameCount }, (_, name) => name);
      const words = wordsOf(image.foldedName(seed % image.nameCount));
      const beginnings = words.slice(0, lengths.length).map((word, i) => word.slice(0, 1 + lengths[i]!));
      const anyWord = image.anyWord();
      const found = [...anyWord.names(beginnings.map((beginning) => anyWord.beginning(beginning)))];
      const expected = names.filter((name) => hasInOrder(wordsOf(image.foldedName(name)), beginnings));
      assert.ok(expected.length > 0);
      assert.deepEqual(
        found.sort((a, b) => a - b),
        expected,
      );
    }),
  ));

test("words spelled almost alike count when they are asked for", () => {
  const usage = (id: string, scientificName: string) => ({ id, scientificName, status: "ACCEPTED" as const, line: 1 });
  const names = ["Puma", "Puma concolor", "Gumma concolor", "Poa annua"];
  const image = new ImageReader(
    buildImage(
      names.map((name, i) => usage(String(i), name)),
      { checklistKey: "near" },
    ),
  );
  const anyWord = image.anyWord();
  const none = anyWord.beginning("pumma");
  assert.deepEqual(none.words, []);
  const found = [...anyWord.names([anyWord.near("pumma", 1, none), anyWord.beginning("conc")])];
  assert.deepEqual(found.map((name) => image.foldedName(name)).sort(), ["gumma concolor", "puma concolor"]);
  assert.deepEqual([...anyWord.names([anyWord.near("concollorr", 1, none)])], []);
  assert.equal([...anyWord.names([anyWord.near("concollorr", 2, none)])].length, 2);
});
