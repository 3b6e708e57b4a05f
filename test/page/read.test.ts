import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { knownColumns, questionOf } from "../../src/page/list/engine/columns.ts";
import { SourceProblem } from "../../src/page/list/engine/problem.ts";
import { openFile, readSource } from "../../src/page/list/engine/read.ts";
import { readTable } from "../../src/tables/table.ts";
import { openWorkbook } from "../../src/tables/workbook.ts";
import { writeXlsx } from "../../src/tables/write-workbook.ts";

const delimiterOf = (text: string) => readTable(text, { mayBeList: true, known: knownColumns }).delimiter;

async function previewOf(name: string, content: string | Uint8Array) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const source = await openFile(new File([bytes as Uint8Array<ArrayBuffer>], name));
  return readSource(source, {}).preview;
}

for (const [what, text, delimiter] of [
  ["a list of names with commas in authorships", "Puma concolor (Linnaeus, 1771)\nFelis catus Linnaeus, 1758\n", ""],
  ["a list of one name", "Abies alba Mill.", ""],
  ["a header that is known", "id;Scientific Name;note\n1;Aus bus;x\n", ";"],
  ["what a spreadsheet copies", "Aus bus\t12\nAus cus\t13", "\t"],
  ["bars", "no|taxon|place\n1|Aus bus|here\n2|Aus cus|there\n", "|"],
  ["commas without a known header", "x1,Abies alba,Italy\nx2,Bellis perennis,Spain\n", ","],
  ["a header in Spanish", "nº,nombre científico,país\n1,Aus bus,Perú\n", ","],
] as const)
  test(`the delimiter of ${what} is ${JSON.stringify(delimiter)}`, () => assert.equal(delimiterOf(text), delimiter));

for (const [encoding, bytes] of [
  ["utf-8", Buffer.from("scientificName\tplace\nTulipa ×gesneriana\tKöln\n")],
  ["utf-16le", Buffer.from("\uFEFFscientificName\tplace\nTulipa ×gesneriana\tKöln\n", "utf16le")],
  ["utf-16be", Buffer.from("\uFEFFscientificName\tplace\nTulipa ×gesneriana\tKöln\n", "utf16le").swap16()],
  ["utf-16le", Buffer.from("scientificName\tplace\nTulipa ×gesneriana\tKöln\n", "utf16le")],
  ["windows-1252", Buffer.from("scientificName\tplace\nTulipa ×gesneriana\tKöln\n", "latin1")],
] as const)
  test(`${encoding} is known${bytes[0] === 0x73 && encoding === "utf-16le" ? " without its mark" : ""}, also in gzip`, async () => {
    for (const content of [bytes, gzipSync(bytes)]) {
      const preview = await previewOf("list.txt.gz", content);
      assert.equal(preview.encoding, encoding);
      assert.deepEqual(preview.rows, [["Tulipa ×gesneriana", "Köln"]]);
      assert.deepEqual(preview.roles, ["scientificName", ""]);
    }
  });

for (const [what, text, hasHeader, roles] of [
  [
    "odd names of columns",
    "Cat. No.,dwc:scientificName,Author,Familia\n1,Aus bus,L.,Aidae\n",
    true,
    ["", "scientificName", "scientificNameAuthorship", "family"],
  ],
  [
    "a column that is called like nothing known",
    "code x,was found,place\n1,Abies alba,Italy\n2,Bellis perennis,Spain\n",
    true,
    ["", "scientificName", ""],
  ],
  ["no header", "1,Abies alba,Italy\n2,Bellis perennis,Spain\n", false, ["", "scientificName", ""]],
  [
    "titles that read like names",
    "No.,Was gefunden wurde,Ort\n1,Abies alba,Rom\n2,Bellis perennis,Köln\n",
    true,
    ["", "scientificName", ""],
  ],
  ["genus and epithet", "Genus,Species\nAbies,alba\nBellis,perennis\n", true, ["genus", "specificEpithet"]],
  [
    "genus and whole names",
    "Genus,Species\nAbies,Abies alba\nBellis,Bellis perennis\n",
    true,
    ["genus", "scientificName"],
  ],
] as const)
  test(`columns are guessed from ${what}`, async () => {
    const preview = await previewOf("a.csv", text);
    assert.deepEqual([preview.hasHeader, preview.roles], [hasHeader, roles]);
  });

test("rows that are odd are told with their lines, and none is lost", async () => {
  const preview = await previewOf("a.csv", 'name,x\n"Aus bus,1\nAus cus,2\nAus dus\nAus eus,1,2\n');
  assert.deepEqual([preview.rowCount, preview.unclosed, preview.uneven], [4, [2], [4, 5]]);
});

test("a question has the whole name, and the columns that have a role", () => {
  const roles = ["genus", "specificEpithet", "scientificNameAuthorship", ""] as const;
  assert.deepEqual(questionOf(["Abies", "alba", "Mill.", "x"], roles), {
    name: "Abies alba Mill.",
    query: { genus: "Abies", scientificName: "Abies alba", scientificNameAuthorship: "Mill." },
  });
  assert.deepEqual(questionOf(["Abies", "", "", ""], roles), { name: "Abies", query: { scientificName: "Abies" } });
  assert.equal(questionOf(["", "", "Mill.", ""], roles), undefined);
});

/** An XLSX with shared strings, dates, gaps, phonetic text and a second sheet, with prefixed names as some programs write. */
function oddWorkbook(): Uint8Array {
  const sheet = (rows: string) =>
    strToU8(`<?xml version="1.0"?><x:worksheet xmlns:x="m"><x:sheetData>${rows}</x:sheetData></x:worksheet>`);
  return zipSync({
    "xl/workbook.xml": strToU8(
      '<workbook><sheets><sheet name="Notes &amp; more" r:id="rId1"/><sheet name="Names" r:id="rId2"/></sheets></workbook>',
    ),
    "xl/_rels/workbook.xml.rels": strToU8(
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
    ),
    "xl/sharedStrings.xml": strToU8(
      "<sst><si><t>scientificName</t></si><si><r><t>Abies </t></r><r><t>alba</t></r><rPh><t>zz</t></rPh></si></sst>",
    ),
    "xl/styles.xml": strToU8(
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="171" formatCode="0.0&quot;d&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>',
    ),
    "xl/worksheets/sheet1.xml": sheet(""),
    "xl/worksheets/sheet2.xml": sheet(
      '<x:row r="2"><x:c r="A2" t="s"><x:v>0</x:v></x:c><x:c r="C2" t="inlineStr"><x:is><x:t>day</x:t></x:is></x:c></x:row>' +
        '<x:row r="3"><x:c r="A3" t="s"><x:v>1</x:v></x:c><x:c r="B3" s="2"><x:v>3.5</x:v></x:c><x:c r="C3" s="1"><x:v>44197</x:v></x:c><x:c r="D3" t="b"><x:v>1</x:v></x:c><x:c r="E3" t="str"><x:f>A3</x:f><x:v>a&lt;b</x:v></x:c></x:row>',
    ),
  });
}

test("an XLSX is read: the first sheet with cells, dates, formulas, rich text, gaps", async () => {
  const preview = await previewOf("odd.xlsx", oddWorkbook());
  assert.deepEqual(preview.sheets, ["Notes & more", "Names"]);
  assert.equal(preview.sheet, "Names");
  assert.deepEqual(preview.header, ["scientificName", "", "day"]);
  assert.deepEqual(preview.rows, [["Abies alba", "3.5", "2021-01-01", "TRUE", "a<b"]]);
  assert.deepEqual(preview.roles.slice(0, 2), ["scientificName", ""]);
});

test("an ODS is read: repeated cells and rows, spaces, notes left out", () => {
  const content = `<office:document-content><table:table table:name="T"><table:table-row><table:table-cell office:value-type="string"><text:p>name</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell><office:annotation><text:p>note</text:p></office:annotation><text:p>Abies<text:s/>alba</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2021-01-01"><text:p>1.1.21</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:document-content>`;
  assert.deepEqual(openWorkbook(zipSync({ "content.xml": strToU8(content) })).rows("T"), [
    ["name", "x", "x"],
    [],
    [],
    ["Abies alba", "2021-01-01"],
    ["Abies alba", "2021-01-01"],
  ]);
});

test("an XLSX that is written reads back, whatever characters it has", () => {
  const rows = [
    ["Aus bus", "a&b<c>", ' "x" '],
    ["", "Ü×\n2", "=1+1"],
  ];
  assert.deepEqual(openWorkbook(writeXlsx(["name", "b", "c"], rows)).rows("names"), [["name", "b", "c"], ...rows]);
});

for (const [what, bytes, code] of [
  ["nothing", new Uint8Array(), "empty"],
  ["spaces", strToU8("  \n \n"), "empty"],
  ["a zip of something else", zipSync({ "a.xml": strToU8("<a/>") }), "damaged"],
  ["a zip that is cut off", oddWorkbook().subarray(0, 300), "damaged"],
  ["a gzip that is cut off", gzipSync("Abies alba\n".repeat(1000)).subarray(0, 40), "damaged"],
] as const)
  test(`a file with ${what} is refused as ${code}`, async () => {
    await assert.rejects(
      previewOf("x", bytes),
      (error: SourceProblem) => error instanceof SourceProblem && error.code === code,
    );
  });
