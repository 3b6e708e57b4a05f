import assert from "node:assert/strict";
import test from "node:test";
import { buildImage } from "../../src/image/build.ts";
import { viewSections } from "../../src/image/layout/format.ts";
import { ImageReader } from "../../src/image/read.ts";
import { WordTable } from "../../src/image/words/read-words.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

test("the length of each word follows from its number, however many words there are of a length", () => {
  // Of 4 to 63 letters, some lengths with thousands of words and some with one.
  const epithets = Array.from({ length: 9_000 }, (_, i) => {
    const end = [0, 1, 2].map((place) => LETTERS[Math.floor(i / 26 ** place) % 26]).join("");
    return `${"a".repeat(1 + Math.floor(60 * (i / 9_000) ** 6))}${end}`;
  });
  const usages = epithets.map((epithet, i) => ({
    id: String(i),
    scientificName: `Aus ${epithet}`,
    status: "ACCEPTED" as const,
    line: 1,
  }));
  const image = buildImage(usages, { checklistKey: "words" });
  const { wordCount } = new ImageReader(image).header;
  assert.ok(wordCount > 8_000, `${wordCount} words`);
  const words = new WordTable(viewSections(image, "words.img"), wordCount);
  const lengths = new Set<number>();
  for (let word = 1; word <= wordCount; word++) {
    const { length } = words.text(word);
    lengths.add(length);
    assert.equal(words.lengthByNumber(word), length, words.text(word));
  }
  assert.ok(lengths.size > 20, `${lengths.size} lengths`);
});
