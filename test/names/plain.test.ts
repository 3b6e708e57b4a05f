import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { constants, zstdDecompressSync } from "node:zlib";
import fc from "fast-check";
import { openSource } from "../../src/archive/open.ts";
import { BUNDLED_BACKBONE } from "../../src/checklists/bundled.ts";
import { parseAnyName, parseName } from "../../src/names/parse.ts";
import type { ParseOptions } from "../../src/names/parsed-name.ts";
import { PlainReader } from "../../src/names/plain.ts";

const reader = new PlainReader();

for (const s of [
  "Quercus",
  "Quercus robur",
  "Quercus robur L.",
  "Carex nigra subsp. alba (L.) Mill.",
  "Puma (Felis) concolor major Smith, 1900",
  "Arum pictum Hook. f. ex J.-P.Smith, Jones & Van Tieghem 1900",
  "Shewanella alga Simidu et al., 1990",
  "Osmia rufa Toro and W. J. de Wilde, 1979",
  "Asteraceae Bercht. & J.Presl",
  "Aster novae-angliae (Müll.Arg., O'Brien & DC.) A.Gray",
])
  test(`${s} is plain`, () => assert.notEqual(reader.read(s, undefined), undefined));

for (const s of [
  "",
  "Quercus ",
  " Quercus robur",
  "Quercus  robur",
  "Quercus × hispanica",
  "Quercus robur var. ",
  "Not Homo sapiens",
  "Tobacco mosaic virus",
  "Tobamovirus tabaci",
  "Parus caeruleus complex",
  "Abies cf. alba",
  "Abies alba sensu Mill.",
  "Abies alba Mill., P. P.",
  "Abies alba Walker, F.",
  "Cycloneda Darestei Crotch",
  "Abies alba L. f. minor",
  "Abies alba (L.",
  "Abies alba L.)",
  "Abies alba Smith, 190",
  "Abies alba Hort.",
  "Abies alba SMITH, 1900",
  "Abies alba MÃ¼ller",
])
  test(`"${s}" is not plain`, () => assert.equal(reader.read(s, undefined), undefined));

/** Mostly the plain words (before the bar), sometimes those that only look so. "_" stands for a space. */
function words(list: string): fc.Arbitrary<string> {
  const [plain, odd] = list.split(" | ").map((part) => fc.constantFrom(...part.split(" ")));
  return fc.oneof({ weight: 9, arbitrary: plain! }, { weight: 1, arbitrary: odd! });
}
const aGenus = words("Abies Carex Puma_(Felis) Aus_(Smith) Oidium | Io Virola Satellitaria Nothing Parvirus Not");
const anEpithet = words(
  "alba minor novae-angliae oides subsp._minor f._alba | ab ser complex vector de bacterium alba-group virus-alba " +
    "f._vector var._ser var. sp. cf._alba",
);
const anAuthor = words(
  "L. Mill. Smith DC. A.Gray A._Gray J.-P.Smith O'Brien Hook.f. van_der_Wulp W.J.de_Wilde Müll.Arg. | MS. Hook._f. Van " +
    "Hort. II Darestei P._P. Group Auct. JONES J._R in Ärnbäck-Christie-Linde",
);
const aJoint = words(",_ _&_ _ex_ _and_ | _ _et_ _in_ _f._ ; _et_al.,_ )_ _(");
const aYear = fc.constantFrom("", "", ", 1753", " 1900", ", 1999a", ", 199", " et al.", " et al., 1990", ")");
const aTeam = fc
  .tuple(anAuthor, fc.array(fc.tuple(aJoint, anAuthor), { maxLength: 3 }), aYear)
  .map(([first, rest, year]) => first + rest.flat().join("") + year);
const anAuthorship = fc.oneof(
  fc.constant(""),
  aTeam.map((team) => ` ${team}`),
  fc.tuple(aTeam, aTeam).map(([basionym, combination]) => ` (${basionym}) ${combination}`),
  aTeam.map((team) => ` (${team})`),
);
const aPlainLookingName = fc
  .tuple(aGenus, fc.array(anEpithet, { maxLength: 2 }), anAuthorship)
  .map(([genus, epithets, authorship]) => [genus, ...epithets].join(" ").concat(authorship).replaceAll("_", " "));

const someOptions: fc.Arbitrary<ParseOptions | undefined> = fc.constantFrom(
  undefined,
  { code: "ZOOLOGICAL" },
  { code: "BOTANICAL", rank: "VARIETY" },
  { rank: "SPECIES" },
  { rank: "GENUS" },
  { authorship: "(L.) Mill." },
);

test("what is read as plain is read by the scanner to the same result", () => {
  let plain = 0;
  fc.assert(
    fc.property(aPlainLookingName, someOptions, (s, options) => {
      if (reader.read(s, options) !== undefined) plain++;
      assert.deepEqual(parseName(s, options), parseAnyName(s, options));
    }),
    { numRuns: 6000 },
  );
  assert.ok(plain > 1000, `only ${plain} names were plain`);
});

/** Reads names both ways; most of a checklist are plain. */
function readBothWays(names: readonly string[]): void {
  let plain = 0;
  for (const name of names) {
    if (reader.read(name, undefined) !== undefined) plain++;
    assert.deepEqual(parseName(name), parseAnyName(name));
  }
  assert.ok(names.length > 5000 && plain > 0.9 * names.length, `${plain} of ${names.length}`);
}

/** Of every so many usages of a backbone, one is read. */
const EVERY = 40;

const withAuthorship = (name: string, authorship: string | undefined) => (authorship ? `${name} ${authorship}` : name);

test("nine of ten names of the bundled backbone are plain, and read as the scanner reads them", async () => {
  const source = await openSource(BUNDLED_BACKBONE.path);
  const names: string[] = [];
  let at = 0;
  for await (const batch of source.usages())
    for (const { scientificName, authorship } of batch)
      if (at++ % EVERY === 0) names.push(withAuthorship(scientificName, authorship));
  await source.close();
  readBothWays(names);
});

// Of all codes, and with more kinds of authors than the bundled one, but not free to ship.
const BACKBONE = new URL("../../../shared/data/backbone/backbone_small.tsv.zst", import.meta.url);

test("nine of ten names of a larger backbone are plain, and read as the scanner reads them", (t) => {
  if (!existsSync(BACKBONE)) return t.skip("the larger backbone is not here; the bundled one was read");
  const params = { [constants.ZSTD_d_windowLogMax]: 27 };
  const lines = zstdDecompressSync(readFileSync(BACKBONE), { params }).toString("utf8").split("\n");
  const names = lines.flatMap((line, at) => {
    const [, , , name, authorship] = at % EVERY === 1 ? line.split("\t") : [];
    return name ? withAuthorship(name, authorship) : [];
  });
  readBothWays(names);
});
