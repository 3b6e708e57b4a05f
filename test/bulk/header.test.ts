import assert from "node:assert/strict";
import { test } from "node:test";
import { formatOfContent } from "../../src/bulk/detect.ts";
import { isHeader, readHeader } from "../../src/bulk/header.ts";
import { BinomenError } from "../../src/errors.ts";

const CSV = { delimiter: ",", quote: '"', newline: "\n" };
const fields = (columns: string[], map = {}): Record<string, string> =>
  Object.fromEntries(readHeader(columns, CSV, map).use.used.map(({ column, field }) => [column, field]));

for (const column of [
  "scientificName",
  "Scientific Name",
  "scientific_name",
  "dwc:scientificName",
  "http://rs.tdwg.org/dwc/terms/scientificName",
  "Latin name",
  "latin_name",
  "sciname",
  "sci_name",
  "species name",
  "Species_Name",
  "binomial",
  "binomial name",
  "canonicalName",
  "identification",
  "taxon_name",
  "Taxon",
  "taxa",
  "organism",
  "plant name",
  "verbatimScientificName",
  "Wissenschaftlicher Name",
  "nombre científico",
  "Nom scientifique",
  "学名",
])
  test(`a column "${column}" holds the name`, () => assert.deepEqual(fields([column]), { [column]: "scientificName" }));

for (const column of [
  "taxon_author",
  "taxon_author(s)",
  "Taxon Authors",
  "authority",
  "author_name",
  "nameAuthor",
  "scientificNameAuthority",
  "scientific name author",
  "Author(s)",
  "authorship",
  "species authority",
  "Autor",
])
  test(`a column "${column}" holds the author`, () =>
    assert.deepEqual(fields(["name", column]), { name: "scientificName", [column]: "scientificNameAuthorship" }));

for (const [column, field] of [
  ["taxon rank", "taxonRank"],
  ["Rank", "taxonRank"],
  ["Familia", "family"],
  ["fam.", "family"],
  ["ordo", "order"],
  ["Regnum", "kingdom"],
  ["género", "genus"],
  ["Subspecies", "infraspecificEpithet"],
  ["variety", "infraspecificEpithet"],
  ["sous-espèce", "infraspecificEpithet"],
] as const)
  test(`a column "${column}" holds the ${field}`, () => assert.equal(fields(["name", column])[column], field));

test("the surest of several columns is used, wherever it stands, and the others are told", () => {
  const { use } = readHeader(["identification", "name", "scientificName", "locality", "auhtor name"], CSV);
  assert.deepEqual(use.used, [{ column: "scientificName", field: "scientificName" }]);
  assert.deepEqual(use.unused, [
    { column: "identification", resembles: "scientificName" },
    { column: "name", resembles: "scientificName" },
    { column: "locality" },
    { column: "auhtor name", resembles: "scientificNameAuthorship" },
  ]);
});

test("a mapped column goes before all others, and one mapped to nothing is left out", () => {
  assert.deepEqual(fields(["Art", "scientificName"], { Art: "scientificName" }), { Art: "scientificName" });
  assert.deepEqual(fields(["rank", "scientificName"], { rank: "" }), { scientificName: "scientificName" });
});

for (const column of ["taxonRemarks", "parentNameUsage", "taxonKey", "namePublishedIn", "locality", "note", "id"])
  test(`a column "${column}" is not taken for one of names`, () =>
    assert.deepEqual(readHeader(["name", column], CSV).use.unused, [{ column }]));

test("columns of one name keep both values in answers that are objects", () =>
  assert.deepEqual(readHeader(["name", "note", "note"], CSV).names, ["name", "note", "note_2"]));

test("a header of too many columns is refused with how many it has", () => {
  const columns = ["name", ...Array.from({ length: 150_000 }, (_, i) => `c${i}`)];
  assert.throws(
    () => readHeader(columns, CSV),
    (error) => error instanceof BinomenError && error.code === "REQUEST_TOO_LARGE" && /150001/.test(error.message),
  );
});

for (const [row, is] of [
  [["Abies alba", "Mill."], false],
  [["Abies", "alba"], false],
  [["id", "Latin name"], true],
  [["plot", "cover"], false],
] as const)
  test(`${row.join(" | ")} is ${is ? "" : "not "}a header`, () => assert.equal(isHeader(row), is));

for (const [what, text, format] of [
  ["names with commas", "Abies alba Mill., 1768\nPicea abies (L.) H.Karst., 1881\n", "text"],
  ["a table with semicolons", "id;Latin name\n1;Abies alba\n", "csv"],
  ["a table with semicolons that nobody knows", "Nr;Was\n1;Abies alba\n2;Picea abies\n", "csv"],
  ["a table with tabs", "id\tbinomial\n1\tAbies alba\n", "tsv"],
  ["one column with a header", "Latin name\nAbies alba\n", "csv"],
  ["names without header", "Abies alba\nPicea abies\n", "text"],
  ["UTF-16", Buffer.from("id\tname\n1\tAbies alba\n", "utf16le"), "tsv"],
  ["Excel's own", "sep=;\nid;name\n1;Abies alba\n", "csv"],
  ["JSON lines", '\uFEFF{"name":"Abies alba"}\n', "ndjson"],
] as const)
  test(`${what} is read as ${format}`, () => assert.equal(formatOfContent(Buffer.from(text)), format));
