/** Words as codes are the words of the text. */
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { commonBeginning, Word } from "../../src/names/keys/word.ts";

const text = fc.string({ unit: fc.constantFrom(..."abz-é×"), maxLength: 80 });

test("a word has the letters of its text, whatever it held before", () => {
  const word = new Word();
  fc.assert(
    fc.property(text, (letters) => {
      assert.equal(word.take(letters).text(), letters);
      assert.equal(word.take(`x${letters}y`, 1, letters.length + 1).text(), letters);
      assert.equal(word.isPlain(), /^[a-z]{2,}$/.test(letters));
    }),
  );
});

test("the common beginning of two words is as long as that of their texts", () => {
  fc.assert(
    fc.property(text, text, text, (beginning, a, b) => {
      const length = commonBeginning(new Word().take(beginning + a), new Word().take(beginning + b));
      assert.ok(length >= beginning.length && (beginning + a).startsWith((beginning + b).slice(0, length)));
      assert.notEqual((beginning + a)[length] ?? "end of a", (beginning + b)[length] ?? "end of b");
    }),
  );
});

test("words of a checklist are read letter by letter, of ASCII or not", () => {
  const epithets = ["alba", "pseudohieracioides", "ñandu", "alba ñandu longissima"];
  const usages = epithets.map((epithet, line) => ({
    id: String(line),
    scientificName: `Abies ${epithet}`,
    status: "ACCEPTED" as const,
    line,
  }));
  const image = new ImageReader(buildImage(usages, { checklistKey: "test" }));
  const numbers = new Uint32Array(3);
  const word = new Word();
  let read = 0;
  for (let name = 0; name < image.nameCount; name++) {
    const count = image.wordsOf(name, numbers);
    for (const number of numbers.subarray(0, count)) {
      image.readWord(number, word);
      assert.equal(word.text(), image.wordText(number));
      read++;
    }
  }
  assert.ok(read >= 8, `${read} words read`);
});
