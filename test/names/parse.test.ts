import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseAnyName, parseName, stepsOfLastParse } from "../../src/names/parse.ts";

test("a plain name with authorship is taken apart", () => {
  const name = parseName("Agalinis purpurea (L.) Briton var. borealis (Berg.) Peterson, 1987");
  assert.equal(name.genus, "Agalinis");
  assert.equal(name.specificEpithet, "purpurea");
  assert.equal(name.infraspecificEpithet, "borealis");
  assert.equal(name.rank, "VARIETY");
  assert.equal(name.canonicalName, "Agalinis purpurea borealis");
  assert.equal(name.canonicalFull, "Agalinis purpurea var. borealis");
  assert.equal(name.authorship, "(Berg.) Peterson, 1987");
  assert.deepEqual(name.basionymAuthorship?.authors, ["Berg."]);
  assert.equal(name.combinationAuthorship?.year, "1987");
  assert.equal(name.quality, 1);
});

test("authorship from its own column is used when the name has none", () => {
  const name = parseName("Puma concolor", { authorship: "(Linnaeus, 1771)" });
  assert.equal(name.authorship, "(Linnaeus, 1771)");
  assert.equal(name.code, "ZOOLOGICAL");
  assert.equal(name.codeOrigin, "inferred");
});

test("the code decides whether a word in parentheses is a subgenus or an author", () => {
  assert.equal(parseName("Aus (Zubcova)", { code: "ZOOLOGICAL" }).infragenericEpithet, "Zubcova");
  assert.equal(parseName("Aus (Bus)", { code: "BOTANICAL" }).infragenericEpithet, undefined);
  assert.equal(parseName("Aus (Bus)", { code: "BOTANICAL" }).authorship, "(Bus)");
});

test("the rank decides whether a particle is an epithet or begins an author", () => {
  assert.equal(parseName("Zodarion van Tol, 2009", { rank: "SPECIES" }).specificEpithet, "van");
  assert.equal(parseName("Zodarion van Tol, 2009").uninomial, "Zodarion");
});

test("a known code overrules the look of a virus, not of a placeholder", () => {
  assert.equal(parseName("Ithomeis satellites", { code: "ZOOLOGICAL" }).specificEpithet, "satellites");
  assert.equal(parseName("incertae sedis", { code: "ZOOLOGICAL" }).quality, 0);
});

test("the parents of a hybrid formula are parsed", () => {
  const name = parseName("Salix aurita L. × S. caprea L.");
  assert.equal(name.kind, "hybridFormula");
  assert.deepEqual(
    name.hybridParents.map((parent) => parent.canonicalName),
    ["Salix aurita", "Salix caprea"],
  );
  assert.deepEqual(
    name.hybridParents.map((parent) => parent.verbatim),
    ["Salix aurita L.", "S. caprea L."],
  );
  assert.equal(name.cardinality, 0);
});

const anyString = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        "Abies",
        "alba",
        "×",
        "x",
        "(",
        ")",
        "L.",
        "var.",
        "f.",
        "cf.",
        "sp.",
        "&",
        ",",
        "1753",
        "'",
        '"',
        "[",
        "]",
        "ex",
        "<i>",
        "&amp;",
        "Ã¼",
        "†",
        "?",
        "sensu",
        "nom.",
        "\u0308",
      ),
      { maxLength: 20 },
    )
    .map((words) => words.join(" ")),
);

test("no string makes the parser throw, and the words lie inside the string in order", () =>
  fc.assert(
    fc.property(anyString, (s) => {
      const name = parseName(s);
      for (const word of name.words) {
        assert.ok(word.start >= 0 && word.start < word.end && word.end <= s.length, JSON.stringify(word));
        assert.notEqual(s.slice(word.start, word.end).trim(), "");
      }
      assert.ok(name.quality >= 0 && name.quality <= 4);
    }),
    { numRuns: 2000 },
  ));

/** Names made of Latin-looking words, ranks and authors. */
const aName = fc
  .record({
    genus: fc.constantFrom("Abies", "Carex", "Puma", "Helix", "Io", "Prunus-lauro", "Xanthium"),
    epithets: fc.array(fc.constantFrom("alba", "novi-belgii", "concolor", "major", "robur", "silvaticum"), {
      maxLength: 2,
    }),
    marker: fc.constantFrom("", "var. ", "subsp. ", "f. "),
    authorship: fc.constantFrom(
      "",
      " L.",
      " (L.) Mill.",
      " Smith & Jones, 1900",
      " Müll.Arg.",
      " (van der Wulp, 1871)",
    ),
  })
  .map(({ genus, epithets: [species, infra], marker, authorship }) =>
    species === undefined
      ? genus + authorship
      : infra === undefined
        ? `${genus} ${species}${authorship}`
        : `${genus} ${species} ${marker}${infra}${authorship}`,
  );

test("a canonical name is its own canonical name, and the standard form parses to itself", () =>
  fc.assert(
    fc.property(aName, (s) => {
      const name = parseName(s);
      assert.equal(parseName(name.canonicalName!).canonicalName, name.canonicalName);
      assert.equal(parseName(name.canonicalFull!).canonicalFull, name.canonicalFull);
      assert.equal(parseName(name.normalised!).normalised, name.normalised);
    }),
  ));

test("words carry the places they have in the string, HTML and all", () => {
  const s = "<i>Velutina halioides</i> (Müller &amp; Kurian, 1953)";
  assert.deepEqual(
    parseName(s).words.map((word) => [word.kind, s.slice(word.start, word.end)]),
    [
      ["genus", "Velutina"],
      ["specificEpithet", "halioides"],
      ["author", "Müller"],
      ["author", "Kurian"],
      ["year", "1953"],
    ],
  );
});

test("long runs of one sign neither overflow the stack nor change the name before them", () => {
  for (const piece of ["[", "(", "'", '"', "_", "×", "A.", "x ", "f. ", "(L. ", "&amp;", "\u0308"])
    assert.equal(parseAnyName(`Abies alba ${piece.repeat(20_000)}`).genus ?? "Abies", "Abies", piece);
});

test("4 kB of garbage are read whole, more is not read at all", () => {
  const garbage = "Abies alba Mill. ((( × &amp; <i> Ã¼ '' var. f. ";
  const longer = parseName(garbage.repeat(2500));
  assert.deepEqual([longer.kind, longer.quality, longer.warnings], ["notAName", 0, ["unusually long"]]);
  assert.equal(stepsOfLastParse(), 0);
  const name = parseName(garbage.repeat(80));
  assert.equal(name.canonicalName?.startsWith("Abies alba"), true);
  assert.ok(name.warnings.includes("unusually long"));
});

test("twice the string takes about twice the steps", () => {
  for (const piece of ["Abies alba Mill. ", "x Abies ", "(L. ", "var. alba ", "'a ", "Balsamo M ", "Ã¼\u0308<i>"]) {
    parseAnyName(piece.repeat(1000));
    const once = stepsOfLastParse();
    parseAnyName(piece.repeat(2000));
    assert.ok(stepsOfLastParse() <= 2.2 * once, piece);
  }
});
