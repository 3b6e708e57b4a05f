import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { isOcrConfusion } from "../../src/matcher/compare/edit-distance.ts";
import { NameComparison } from "../../src/matcher/compare/name-comparison.ts";
import { isSameWhenNormalised } from "../../src/matcher/compare/same-normalised.ts";
import { partialTarget, targetOf } from "../../src/matcher/query/target.ts";
import { phoneticKey, soundAlike } from "../../src/names/keys/phonetic.ts";
import { Word } from "../../src/names/keys/word.ts";

function wordOf(text: string): Word {
  return new Word().take(text);
}

function imageOf(names: readonly string[]): ImageReader {
  const rows = names.map((scientificName, i) => ({
    id: String(i),
    scientificName,
    status: "ACCEPTED" as const,
    line: i + 2,
  }));
  return new ImageReader(buildImage(rows, { checklistKey: "test" }));
}

const NAMES = [
  "Abies",
  "Abies alba",
  "Abies alba alpina",
  "Abies al ba",
  "Picea alba",
  "Stella nigrovillosus",
  "Viola tricolor var. alba f. minor",
];

function compared(asked: string, found: string): NameComparison {
  const image = imageOf(NAMES);
  const target = targetOf({ scientificName: asked })!;
  const name = image.exactName(found);
  assert.ok(name >= 0, found);
  return new NameComparison(image).of(target, name);
}

describe("a comparison of two names", () => {
  test("tells which words differ, and reads them", () => {
    const comparison = compared("Abies albo", "abies alba");
    assert.equal(comparison.isAligned, true);
    assert.deepEqual([comparison.differs(0), comparison.differs(1)], [false, true]);
    assert.equal(comparison.found(1), "alba");
    assert.equal(comparison.found(2), undefined);
    assert.equal(comparison.isPlain, true);
  });

  test("sees moved and missing spaces", () => {
    assert.equal(compared("Abiesalba", "abies alba").isSameWithoutSpaces(), true);
    assert.equal(compared("Abi esalba", "abies alba").isSameWithoutSpaces(), true);
    assert.equal(compared("Abies al ba", "abies alba").isAligned, false);
    assert.equal(compared("Abies albo", "abies alba").isSameWithoutSpaces(), false);
  });

  test("counts the words of names with more than three", () => {
    const comparison = compared("Viola tricolor var. alba f. minus", "viola tricolor alba minor");
    assert.equal(comparison.foundCount, 4);
    const last = compared("Viola tricolor", "viola tricolor alba minor");
    assert.equal(last.isAligned, false);
  });

  test("is made anew for another target", () => {
    const image = imageOf(NAMES);
    const comparison = new NameComparison(image);
    const whole = targetOf({ scientificName: "Abies alba alpina" })!;
    const name = image.exactName("abies alba");
    assert.equal(comparison.of(whole, name).isAligned, false);
    assert.equal(comparison.of(partialTarget(whole, "Abies alba", "SPECIES"), name).isAligned, true);
  });
});

const PARTS = [
  "a",
  "us",
  "um",
  "ii",
  "i",
  "y",
  "j",
  "e",
  "th",
  "t",
  "rh",
  "r",
  "gh",
  "rr",
  "l",
  "ll",
  "m",
  "trix",
  "b",
];

/** Two words that differ in one of their parts; those that normalisers treat in their own way come often enough. */
const wordPair = fc
  .tuple(fc.array(fc.constantFrom(...PARTS), { minLength: 2, maxLength: 6 }), fc.nat(5), fc.constantFrom(...PARTS))
  .map(([parts, at, other]) => [parts.join(""), parts.with(at % parts.length, other).join("")] as const);

test("word by word and as a whole, two names normalise alike or not alike", () => {
  let alike = 0;
  fc.assert(
    fc.property(wordPair, wordPair, fc.boolean(), ([first, second], [third, fourth], isLong) => {
      const asked = isLong ? `Abies ${first} ${third}` : `Abies ${first}`;
      for (const other of isLong ? [`Abies ${second} ${fourth}`, `Abies ${first} ${fourth}`] : [`Abies ${second}`]) {
        if (other === asked) continue;
        const image = imageOf([other]);
        const target = partialTarget(targetOf({ scientificName: asked })!, asked, undefined);
        const comparison = new NameComparison(image).of(target, 0);
        // "Abies et at" is no name of three words.
        if (image.canonicalName(0) !== other || !comparison.isPlain || !comparison.isFoundPlain()) continue;
        const expected = isSameWhenNormalised(asked, image.canonicalName(0));
        assert.equal(comparison.isSameWhenNormalised(), expected, `${asked} and ${other}`);
        if (expected) alike++;
      }
    }),
    { numRuns: 1000, seed: 4 },
  );
  assert.ok(alike > 20, `only ${alike} pairs were alike`);
});

test("two words sound alike exactly when their phonetic keys are equal", () => {
  let alike = 0;
  fc.assert(
    fc.property(wordPair, ([a, b]) => {
      const same = phoneticKey(a) === phoneticKey(b);
      if (same && a !== b) alike++;
      assert.equal(soundAlike(wordOf(a), wordOf(b)), same, `${a} and ${b}`);
    }),
    { numRuns: 3000, seed: 5 },
  );
  assert.ok(alike > 20, `only ${alike} pairs sounded alike`);
  assert.equal(soundAlike(wordOf("pulchella"), wordOf("pulcella")), true);
  assert.equal(soundAlike(wordOf("strellae"), wordOf("sttrellae")), true);
});

test("letters that scanned text confuses are told from others", () => {
  for (const [a, b] of [
    ["alba", "a1ba"],
    ["comosa", "cornosa"],
    ["nivea", "uivea"],
    ["hirta", "birta"],
  ] as const)
    assert.equal(isOcrConfusion(wordOf(a), wordOf(b)), true, `${a} ${b}`);
  for (const [a, b] of [
    ["alba", "alta"],
    ["comosa", "comos"],
    ["arn", "am m"],
    ["r", "n"],
  ] as const)
    assert.equal(isOcrConfusion(wordOf(a), wordOf(b)), false, `${a} ${b}`);
});
