import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader, NameHits } from "../../src/image/read.ts";

/** Optimal string alignment by the textbook's whole table: the oracle. */
const TABLE = new Uint16Array(512 * 512);
function distance(a: string, b: string): number {
  const width = b.length + 1;
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      const at = i * width + j;
      if (i === 0 || j === 0) {
        TABLE[at] = i + j;
        continue;
      }
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let least = TABLE[at - width - 1]! + (same ? 0 : 1);
      least = Math.min(least, TABLE[at - width]! + 1, TABLE[at - 1]! + 1);
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      ) {
        least = Math.min(least, TABLE[at - 2 * width - 2]! + 1);
      }
      TABLE[at] = least;
    }
  }
  return TABLE[(a.length + 1) * width - 1]!;
}

function imageOf(names: readonly string[]): ImageReader {
  const usages = names.map((name, i) => ({
    id: String(i),
    scientificName: name.charAt(0).toUpperCase() + name.slice(1),
    status: "ACCEPTED" as const,
    line: i + 2,
  }));
  return new ImageReader(buildImage(usages, { checklistKey: "test" }));
}

function nearest(image: ImageReader, query: string, limit: 1 | 2): string[] {
  const hits = new NameHits();
  image.nearestNames(query, limit, hits);
  const found = Array.from(
    hits.names.subarray(0, hits.length),
    (name, i) => `${image.foldedName(name)} ${hits.distances[i]}`,
  );
  assert.equal(new Set(found).size, found.length, `${query}: a name is found twice`);
  assert.deepEqual(new Set(inTwoSteps(image, query, limit)), new Set(found), `${query}: in two steps`);
  return found.sort();
}

/** The same by the two look-ups that a matcher makes, words before spaces. */
function inTwoSteps(image: ImageReader, query: string, limit: 1 | 2): string[] {
  const hits = new NameHits();
  image.alignedNames(query, limit, hits);
  image.addSpaceEdits(query, limit, hits);
  return Array.from(hits.names.subarray(0, hits.length), (name, i) => `${image.foldedName(name)} ${hits.distances[i]}`);
}

function scanned(names: readonly string[], query: string, limit: 1 | 2): string[] {
  return names
    .filter((name) => Math.abs(name.length - query.length) <= limit)
    .map((name) => ({ name, edits: distance(query, name) }))
    .filter(({ edits }) => edits <= limit)
    .map(({ name, edits }) => `${name} ${edits}`)
    .sort();
}

/** Seeded numbers (mulberry32), so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** One edit of a string; every fifth one puts in, takes out or moves a space. */
function edited(text: string, next: (below: number) => number, letters: string): string {
  const at = next(text.length);
  const letter = next(5) === 0 ? " " : letters[next(letters.length)]!;
  switch (next(4)) {
    case 0:
      return text.slice(0, at) + letter + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + letter + text.slice(at + 1);
    default:
      return text.slice(0, at) + (text[at + 1] ?? "") + text[at] + text.slice(at + 2);
  }
}

/** The string without spaces at its ends or side by side, which folding never leaves. */
function tidy(text: string): string {
  return text.replace(/ +/g, " ").trim();
}

describe("nearestNames finds what a comparison with every name finds", () => {
  test("for 3,000 edited names of a crowded checklist, spaces edited too", () => {
    const next = random(7);
    const syllables = ["al", "ba", "ro", "sa", "us", "i", "a", "or", "ti", "pi"];
    const word = () => Array.from({ length: 1 + next(4) }, () => syllables[next(syllables.length)]).join("");
    const names = new Set<string>();
    while (names.size < 800) names.add(Array.from({ length: 1 + next(3) }, word).join(" "));
    const all = [...names];
    const image = imageOf(all);
    let found = 0;
    for (let i = 0; i < 3000; i++) {
      let query = all[next(all.length)]!;
      for (let edits = next(4); edits > 0; edits--) query = tidy(edited(query, next, "albrostuip")) || "a";
      const limit = i % 2 === 0 ? 2 : 1;
      const expected = scanned(all, query, limit);
      found += expected.length;
      assert.deepEqual(nearest(image, query, limit), expected, `query "${query}" within ${limit}`);
    }
    assert.ok(found > 5000, "the oracle found little: the test shows nothing");
  });

  test("for long words that a query splits, with a letter lost at the split and another edit", () => {
    const next = random(23);
    const word = (letters: number) => Array.from({ length: letters }, () => "aeiorstlnc"[next(10)]).join("");
    const all = Array.from({ length: 300 }, (_, i) => {
      const first = word(6 + next(12));
      return i % 3 === 0 ? first : i % 3 === 1 ? `${first} ${word(5 + next(8))}` : `${first} ${word(4)} ${word(9)}`;
    });
    const image = imageOf(all);
    let found = 0;
    for (let i = 0; i < 1500; i++) {
      const name = all[next(all.length)]!;
      const at = 1 + next(name.length - 1);
      const split = tidy(`${name.slice(0, at)} ${name.slice(at + next(2))}`);
      const query = tidy(i % 2 === 0 ? edited(split, next, "aeiorst") : split) || "a";
      const expected = scanned(all, query, 2);
      found += expected.length;
      assert.deepEqual(nearest(image, query, 2), expected, `query "${query}"`);
    }
    assert.ok(found > 1200, "the oracle found little: the test shows nothing");
  });

  const odd = [
    "tobacco mosaic virus",
    "hop latent virus strain 12",
    "bold aaa1234",
    "sh1506234 07fu",
    "мох",
    "a b",
    "ab",
    "a b c d",
    `longgenus${"abcdefghij".repeat(4)} epithet`,
    `aus ${"longepithet".repeat(6)}`,
    `aus bus ${"verylongthirdword ".repeat(4)}end`,
    "x".repeat(33),
    "abies alba",
    "abies alba alba",
  ];

  test("for names with digits, other letters, four words, and words longer than a machine word", () => {
    const next = random(11);
    const image = imageOf(odd);
    for (let i = 0; i < 1500; i++) {
      let query = odd[next(odd.length)]!;
      for (let edits = next(3); edits > 0; edits--) query = tidy(edited(query, next, "abg1м")) || "a";
      // Distances count bytes: an edit of a letter outside ASCII may be two.
      if (/[^ -~]/.test(query)) continue;
      const expected = scanned(odd, query, 2);
      assert.deepEqual(nearest(image, query, 2), expected, `query "${query}"`);
    }
  });

  test("for any small checklist and any query", () => {
    const aWord = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 5 });
    const aName = fc.array(aWord, { minLength: 1, maxLength: 4 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.uniqueArray(aName, { minLength: 1, maxLength: 30 }), aName, (names, query) => {
        assert.deepEqual(nearest(imageOf(names), query, 2), scanned(names, query, 2));
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});

describe("one edit of a space is one edit", () => {
  const names = ["abies alba", "abies alba alpina", "novaeangliae minor", "abiesalba"];
  const image = imageOf(names);
  for (const [query, edits] of [
    ["abi es alba", "abies alba 1"],
    ["abie salba", "abies alba 1"],
    ["abiesa lba", "abies alba 1"],
    ["abiesxalba", "abies alba 1"],
    ["abies alb alpina", "abies alba alpina 1"],
    ["abiesalba alpina", "abies alba alpina 1"],
    ["novae angliae minor", "novaeangliae minor 1"],
  ] as const) {
    test(`${query} is one edit from ${edits.slice(0, -2)}`, () =>
      assert.ok(nearest(image, query, 1).includes(edits), nearest(image, query, 1).join()));
  }
});

test("a string longer than is searched finds only itself", () => {
  const long = `aus ${"b".repeat(300)}`;
  const image = imageOf([long]);
  assert.deepEqual(nearest(image, long, 2), [`${long} 0`]);
  assert.deepEqual(nearest(image, `${long}b`, 2), []);
});
