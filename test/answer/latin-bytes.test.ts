import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { isLatinName, isLongWordedLatin, mustEscape } from "../../src/answer/bytes/latin-bytes.ts";
import { nameType } from "../../src/names/forms/formatted-name.ts";

const LATIN = ["abies", "abies alba", "abies alba alpina", "adalia 8punctata", "Abies virens", "adalia virgata"];
const OTHER = [
  "",
  "abies ",
  "tobacco mosaic virus",
  "abies viroides",
  "Virus alba",
  "bacillus phage",
  "Dionychopus amasis gv",
  "Gv alba",
  "viola tricolor alba minor",
  "Viola Alba",
  "sh1506234 07fu",
  "müllerina alba",
  "viola a b c d",
  "abies alba/picea",
];

for (const name of LATIN) {
  test(`"${name}" is plain Latin, and of that type`, () => {
    const bytes = new TextEncoder().encode(`x ${name} y`);
    assert.equal(isLatinName(bytes, 2, bytes.length - 2), true);
    assert.equal(nameType(name.charAt(0).toUpperCase() + name.slice(1)), "SCIENTIFIC");
  });
}

for (const name of OTHER) {
  test(`"${name}" must be looked at as text`, () => {
    const bytes = new TextEncoder().encode(name);
    assert.equal(isLatinName(bytes, 0, bytes.length), false);
  });
}

/** The bytes of a text between others, and where they are. */
function amid(text: string) {
  const bytes = new TextEncoder().encode(`"${text}" v\\`);
  return { bytes, view: new DataView(bytes.buffer), start: 1, end: bytes.length - 4 };
}

const word = fc.string({ unit: fc.constantFrom(..."abefgnopuvrizAVZ019-é"), minLength: 1, maxLength: 12 });
const latinWord = fc.string({ unit: fc.constantFrom(..."abefgnopuvriz"), minLength: 5, maxLength: 12 });
const names = fc.array(fc.oneof({ weight: 4, arbitrary: latinWord }, word), { minLength: 1, maxLength: 4 });

test("four letters at a time, a name is taken for Latin only when it is by each letter, and most are", () => {
  let certain = 0;
  let latin = 0;
  fc.assert(
    fc.property(names, (words) => {
      const { bytes, view, start, end } = amid(words.join(" "));
      const shortest = Math.min(...words.map(({ length }) => length));
      const isCertain = isLongWordedLatin(view, start, end, words.length, shortest);
      const isLatin = isLatinName(bytes, start, end);
      assert.ok(isLatin || !isCertain);
      if (isCertain) certain++;
      if (isLatin) latin++;
    }),
    { numRuns: 3000 },
  );
  assert.ok(certain > 100 && latin > certain, `${certain} of ${latin}`);
});

for (const name of ["Abiesia albanica", "Abiesia albanica alpinata", "Abiesia"])
  test(`"${name}" is known to be Latin four letters at a time, with nothing else in it`, () => {
    const words = name.split(" ");
    const shortest = Math.min(...words.map(({ length }) => length));
    const { view, start, end } = amid(name);
    assert.equal(isLongWordedLatin(view, start, end, words.length, shortest), true);
    for (let at = 0; at < name.length; at++)
      for (const other of ["é", "v", "8", "-", "A", "`", "{", "[", "\u0000", " ", "\u007f", "\u00a0"]) {
        if (other === "A" && at === 0) continue;
        const changed = amid(name.slice(0, at) + other + name.slice(at + 1));
        const isCertain = isLongWordedLatin(changed.view, changed.start, changed.end, words.length, shortest);
        assert.equal(isCertain, other === " " && name[at] === " ", `${other} at ${at}`);
      }
  });

test("what must be escaped is found wherever it stands", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) => {
      const { view, start, end } = amid(text);
      assert.equal(mustEscape(view, start, end), /["\\\u0000-\u001f]/.test(text));
    }),
    { numRuns: 3000 },
  );
  for (const sign of ['"', "\\", "\u0000", "\u001f", "\n"])
    for (let before = 0; before < 9; before++) {
      const { view, start, end } = amid(`${"é".repeat(before)}${sign}${"x".repeat(9 - before)}`);
      assert.equal(mustEscape(view, start, end), true);
    }
});
