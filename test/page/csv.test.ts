import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { parseTable, writeCsv } from "../../src/page/csv.js";
import { guessColumns, guessLayout, isHeader, questionOf } from "../../src/page/sheet.js";

test("a list of names is no table, whatever commas its authorships have", () => {
  const { delimiter, rows, lines } = parseTable(
    "\uFEFFPuma concolor (Linnaeus, 1771)\r\n\r\nFelis catus Linnaeus, 1758\n",
    isHeader,
  );
  assert.equal(delimiter, "");
  assert.deepEqual(rows, [["Puma concolor (Linnaeus, 1771)"], ["Felis catus Linnaeus, 1758"]]);
  assert.deepEqual(lines, [1, 3]);
});

test("a header that is known makes a table, with quotes and line ends inside cells", () => {
  const { delimiter, rows, lines } = parseTable(
    'id;Scientific Name;note\n1;"Aus ""bus"";";"two\nlines"\n2;Aus cus;\n',
    isHeader,
  );
  assert.equal(delimiter, ";");
  assert.deepEqual(rows, [
    ["id", "Scientific Name", "note"],
    ["1", 'Aus "bus";', "two\nlines"],
    ["2", "Aus cus", ""],
  ]);
  assert.deepEqual(lines, [1, 2, 4]);
});

test("what a spreadsheet copies is a table also without header", () => {
  assert.deepEqual(parseTable("Aus bus\t12\nAus cus\t13", isHeader).rows, [
    ["Aus bus", "12"],
    ["Aus cus", "13"],
  ]);
});

test("a quote that does not end is a character", () => {
  assert.deepEqual(parseTable('name,x\n"Aus bus,1\nAus cus,2\n', isHeader).rows[1], ['"Aus bus', "1"]);
});

test("what is written reads back as it was", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", "\n", " ", ";"), maxLength: 5 });
  const rows = fc
    .integer({ min: 2, max: 3 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }));
  fc.assert(
    fc.property(rows, (cells) => {
      const written = writeCsv([["name", ...cells[0]!.slice(1)], ...cells]);
      assert.deepEqual(parse(written, { bom: true }) as unknown as string[][], [
        ["name", ...cells[0]!.slice(1)],
        ...cells,
      ]);
    }),
  );
});

test("columns are guessed by name, the full name before its parts", () => {
  assert.deepEqual(guessColumns(["No", "dwc:family", "Species", "scientificName", "Author", "ORDER"]), {
    scientificName: 3,
    scientificNameAuthorship: 4,
    family: 1,
    order: 5,
  });
  assert.equal(isHeader(["Puma concolor", "Chile"]), false);
});

test("a row asks with what its columns hold, and an epithet is completed by its genus", () => {
  assert.deepEqual(
    questionOf(["alba", " Mill. ", "Abies", ""], {
      scientificName: 0,
      scientificNameAuthorship: 1,
      genus: 2,
      family: 3,
    }),
    {
      scientificName: "Abies alba",
      scientificNameAuthorship: "Mill.",
      genus: "Abies",
    },
  );
  assert.deepEqual(questionOf([], { scientificName: 0 }), {});
});

test("a table whose header nobody knows is found by its even lines, and its names by their look", () => {
  const { delimiter, rows } = parseTable(
    "Nr;Was;Autor;Ort\n1;Abies alba;Mill.;Zürich\n2;Bellis perennis;L.;Genève\n",
    isHeader,
  );
  assert.equal(delimiter, ";");
  assert.deepEqual(guessLayout(rows), { hasHeader: true, columns: { scientificName: 1, scientificNameAuthorship: 2 } });
  assert.deepEqual(guessLayout(rows.slice(1)), { hasHeader: false, columns: { scientificName: 1 } });
  assert.equal(parseTable("1,Abies alba,Mill.\n2,Bellis perennis,L.\n", isHeader).delimiter, ",");
});

test("a list with one comma or semicolon in some lines stays a list", () => {
  assert.equal(parseTable("Aus bus L., 1758\nAus cus L., 1758\n", isHeader).delimiter, "");
  assert.equal(parseTable("Aus bus; Aus cus\nAus dus\n", isHeader).delimiter, "");
  assert.deepEqual(guessLayout([["Abies"], ["Abies alba"]]), { hasHeader: false, columns: { scientificName: 0 } });
});
