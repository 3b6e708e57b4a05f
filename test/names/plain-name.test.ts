import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import test from "node:test";
import { constants, zstdDecompressSync } from "node:zlib";
import fc from "fast-check";
import { openSource } from "../../src/archive/open.ts";
import { BUNDLED_BACKBONE } from "../../src/checklists/bundled.ts";
import { readUsageName } from "../../src/image/names/build-names.ts";
import { parseName } from "../../src/names/parse.ts";
import { plainNameEnd } from "../../src/names/plain-name.ts";
import { JOINING_AUTHORS, PARTICLES, SUFFIXES, UNKNOWN_AUTHORS } from "../../src/names/words/authors.ts";
import { KIND_WORDS } from "../../src/names/words/kinds.ts";
import {
  AGGREGATES,
  APPROXIMATIONS,
  COMPARISONS,
  DOUBTFUL_EPITHETS,
  NOMENCLATURAL_NOTES,
  OTHER_STOPS,
  TAXONOMIC_NOTES,
} from "../../src/names/words/names.ts";
import { RANK_MARKER_WORDS } from "../../src/names/words/rank-markers.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";

const ENDS: readonly [text: string, plain: string][] = [
  ["Abies", "Abies"],
  ["Abies alba", "Abies alba"],
  ["Abies alba alpina", "Abies alba alpina"],
  ["Aster novae-angliae", "Aster novae-angliae"],
  // an authorship, or a fourth word, stands behind the plain words
  ["Abies alba Mill.", "Abies alba"],
  ["Abies (L.) Mill.", "Abies"],
  ["Abies alba alpina minor", "Abies alba alpina"],
  ["Abies alba ", "Abies alba"],
  // words for the parser
  ["Abies sp", ""],
  ["Carex aggregate", ""],
  ["Quercus conf", ""],
  ["Salix alba horti", ""],
  ["Rosa superspecies", ""],
  ["Festuca ovina aggr", ""],
  ["Galium ined", ""],
  ["Hieracium murorum microgene", ""],
  ["Taraxacum partim", ""],
  ["Inocybe stirps", ""],
  ["Rubus nothovar", ""],
  ["Viola alba secundum", ""],
  ["Bidens indeterminate", ""],
  ["Sorbus nullo", "Sorbus nullo"],
  ["Rosa-canina canina", ""],
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

/** Reads a string that is plain to its end with the parser; true when it was. */
function agrees(name: string): boolean {
  if (name === "" || plainNameEnd(name) !== name.length) return false;
  assert.equal(parseName(name).canonicalName, name);
  const { canonicalName, folded } = readUsageName({ ...ROW, scientificName: name });
  assert.deepEqual([canonicalName, folded], [name, name.toLowerCase().replaceAll("-", "")]);
  return true;
}

const ROW: NameUsage = { id: "1", scientificName: "", status: "ACCEPTED", line: 1 };

/** Words of the lists that the parser keeps; each is an epithet to all who read names, or to none. */
const SMALL_WORDS: readonly string[] = [
  ...RANK_MARKER_WORDS,
  ...PARTICLES,
  ...JOINING_AUTHORS,
  ...SUFFIXES.keys(),
  ...UNKNOWN_AUTHORS.keys(),
  ...COMPARISONS.keys(),
  ...APPROXIMATIONS.keys(),
  ...AGGREGATES.keys(),
  ...TAXONOMIC_NOTES,
  ...NOMENCLATURAL_NOTES,
  ...OTHER_STOPS,
  ...DOUBTFUL_EPITHETS,
  ...KIND_WORDS,
].filter((word) => /^[a-z]+$/.test(word));

test("a small word of the parser's lists is plain to nobody: not to the matcher, not to the builder of images", () => {
  const read = (scientificName: string) => readUsageName({ ...ROW, scientificName, rank: "SPECIES" }).textForm;
  for (const word of SMALL_WORDS) {
    for (const name of [`Carex ${word}`, `Carex alba ${word}`]) {
      assert.equal(plainNameEnd(name), 0, name);
      assert.equal(read(name), undefined, name);
    }
  }
  assert.ok(SMALL_WORDS.length > 380, `${SMALL_WORDS.length} words`);
  assert.equal(read("Carex nigra"), 0);
});

const odd = fc.constantFrom(...SMALL_WORDS);

test("a name that is plain to its end is its own canonical name to the parser and to the builder", async (t) => {
  const [genera, epithets] = await backboneWords();
  const word = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...epithets) }, { weight: 1, arbitrary: odd });
  const capital = odd.map((small) => small.charAt(0).toUpperCase() + small.slice(1));
  const first = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...genera) }, { weight: 1, arbitrary: capital });
  let seen = 0;
  fc.assert(
    fc.property(first, fc.array(word, { maxLength: 2 }), (genus, rest) => {
      if (agrees([genus, ...rest].join(" "))) seen++;
    }),
    { numRuns: 4000, seed: 1 },
  );
  assert.ok(seen > 2000, `${seen} names were plain`);
  t.diagnostic(`${genera.length} genera, ${epithets.length} epithets`);
});

/** Genera and epithets of the bundled backbone. */
async function backboneWords(): Promise<[string[], string[]]> {
  const source = await openSource(BUNDLED_BACKBONE.path);
  const genera = new Set<string>();
  const epithets = new Set<string>();
  for await (const batch of source.usages())
    for (const { scientificName } of batch) {
      const [genus, ...rest] = scientificName.split(" ");
      if (/^[A-Z][a-z-]+$/.test(genus!)) genera.add(genus!);
      for (const word of rest.slice(0, 2)) if (/^[a-z-]+$/.test(word)) epithets.add(word);
    }
  await source.close();
  return [[...genera], [...epithets]];
}

// Words as people write them behind a genus: notes, abbreviations, other languages.
const DIRTY = new URL("../../../shared/data/names/dirty_names.txt.zst", import.meta.url);

test("dirty names that are plain to their end are their own canonical names", (t) => {
  if (!existsSync(DIRTY))
    return t.skip("the dirty names are not here; words of the lists and of the backbone were read");
  const params = { [constants.ZSTD_d_windowLogMax]: 27 };
  const lines = zstdDecompressSync(readFileSync(DIRTY), { params }).toString("utf8").split("\n");
  const words = lines.map((line) => line.trim().split(/ +/).slice(0, 3).join(" "));
  const seen = new Set(words.filter((name) => agrees(name)));
  assert.ok(seen.size > 10_000, `${seen.size} names were plain`);
});
