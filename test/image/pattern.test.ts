/** A pattern selects every word that may be near, by signatures alone. */
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { buildImage } from "../../src/image/build.ts";
import { type ImageHeader, viewSections } from "../../src/image/layout/format.ts";
import { decodeText } from "../../src/image/layout/text.ts";
import { wordSignature } from "../../src/image/layout/word-bytes.ts";
import { WordPattern } from "../../src/image/near/words/bit-parallel.ts";
import { WordTable } from "../../src/image/words/read-words.ts";

const word = fc.string({ unit: fc.constantFrom(..."abcdefg"), minLength: 2, maxLength: 9 });

function tableOf(words: readonly string[]): WordTable {
  const usages = words.map((text, line) => ({
    id: String(line),
    scientificName: `Abies ${text}`,
    status: "ACCEPTED" as const,
    line,
  }));
  const sections = viewSections(buildImage(usages, { checklistKey: "test" }), "test");
  const header = JSON.parse(decodeText(sections.header, 0, sections.header.length)) as ImageHeader;
  return new WordTable(sections, header.wordCount);
}

test("what is selected by signatures leaves no word out that is within the limit, whatever that is", () => {
  let within = 0;
  let passedOver = 0;
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 5, maxLength: 40 }),
      word,
      fc.integer({ min: 1, max: 5 }),
      (words, asked, limit) => {
        const table = tableOf(words);
        const pattern = new WordPattern(table);
        const bytes = new TextEncoder().encode(asked);
        pattern.set(bytes, 0, bytes.length);
        const { signatures } = table;
        const count = pattern.select(signatures, 1, signatures.length, limit);
        const selected = [...pattern.selected.subarray(0, count)];
        const numbers = Uint32Array.from(signatures, (_, number) => number);
        if (limit < 3) {
          assert.equal(pattern.selectWords(numbers, 1, numbers.length, limit), count);
          assert.deepEqual([...pattern.selected.subarray(0, count)], selected);
        }
        for (let number = 1; number < signatures.length; number++) {
          const isNear = pattern.distance(number, signatures[number]!, limit) <= limit;
          if (isNear) assert.ok(selected.includes(number), `${table.text(number)} is near ${asked}`);
          within += isNear ? 1 : 0;
          passedOver += selected.includes(number) ? 0 : 1;
        }
      },
    ),
  );
  assert.ok(within > 100 && passedOver > 100, `${within} within, ${passedOver} passed over`);
});

test("more places than ever before are selected too", () => {
  const table = tableOf(["alba"]);
  const pattern = new WordPattern(table);
  const bytes = new TextEncoder().encode("alba");
  pattern.set(bytes, 0, bytes.length);
  const signatures = new Uint32Array(3000).fill(wordSignature(bytes, 0, bytes.length));
  assert.equal(pattern.select(signatures, 0, 3000, 1), 3000);
  assert.equal(pattern.selected[2999], 2999);
});
