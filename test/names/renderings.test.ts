import assert from "node:assert/strict";
import { test } from "node:test";
import { gbifParsedName } from "../../src/names/forms/gbif-parsed-name.ts";
import { GNPARSER_COLUMNS, gnparserRow } from "../../src/names/forms/gnparser-columns.ts";
import { parseName } from "../../src/names/parse.ts";

test("a name is shown as GBIF's parser shows it, members in GBIF's order", () =>
  assert.equal(
    JSON.stringify(gbifParsedName(parseName("Abies alba var. alpina (L.) Mill. 1768"))),
    JSON.stringify({
      scientificName: "Abies alba var. alpina (L.) Mill. 1768",
      type: "SCIENTIFIC",
      genusOrAbove: "Abies",
      specificEpithet: "alba",
      infraSpecificEpithet: "alpina",
      parsed: true,
      authorship: "Mill.",
      bracketAuthorship: "L.",
      year: "1768",
      parsedPartially: false,
      canonicalName: "Abies alba alpina",
      canonicalNameWithMarker: "Abies alba var. alpina",
      canonicalNameComplete: "Abies alba var. alpina (L.) Mill., 1768",
      rankMarker: "var.",
    }),
  ));

for (const [name, type] of [
  ["Tobacco mosaic virus", "VIRUS"],
  ["BOLD:AAA0001", "OTU"],
  ["incertae sedis", "PLACEHOLDER"],
  ["Abies alba × Abies cephalonica", "HYBRID"],
  ["Abies sp. 12", "INFORMAL"],
  ["Candidatus Liberibacter solanacearum", "CANDIDATUS"],
  ["Rosa 'Peace'", "CULTIVAR"],
  ["12 34", "NO_NAME"],
] as const)
  test(`GBIF's type of ${name} is ${type}`, () => assert.equal(gbifParsedName(parseName(name)).type, type));

test("a name is a row of gnparser's flat output", () => {
  const row = gnparserRow(parseName("Abies alba M.T. Lucas, 1768"), () => "id");
  assert.equal(row.length, GNPARSER_COLUMNS.length);
  assert.deepEqual(row, [
    "id",
    "Abies alba M.T. Lucas, 1768",
    "2",
    "Abies alb",
    "Abies alba",
    "Abies alba",
    "M. T. Lucas 1768",
    "1768",
    "1",
  ]);
});
