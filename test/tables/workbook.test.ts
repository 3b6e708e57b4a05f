/** What a workbook says of itself is a claim: odd ones are damaged files, never other cells, never gigabytes. */
import assert from "node:assert/strict";
import test from "node:test";
import { strToU8, zipSync } from "fflate";
import { openWorkbook } from "../../src/tables/workbook.ts";
import { WorkbookProblem } from "../../src/tables/workbook-form.ts";

const ods = (rows: string) =>
  zipSync({ "content.xml": strToU8(`<a:doc><a:table a:name="s">${rows}</a:table></a:doc>`) });
const odsRow = (cells: string, attributes = "") => `<a:table-row ${attributes}>${cells}</a:table-row>`;
const odsCell = (text: string, attributes = "") => `<a:table-cell ${attributes}><a:p>${text}</a:p></a:table-cell>`;

const xlsx = (rows: string, behind = "") =>
  zipSync({
    "xl/workbook.xml": strToU8('<workbook><sheets><sheet name="s" r:id="r1"/></sheets></workbook>'),
    "xl/_rels/workbook.xml.rels": strToU8('<R><Relationship Id="r1" Target="worksheets/s.xml"/></R>'),
    "xl/sharedStrings.xml": strToU8("<sst><si><t>Abies</t></si></sst>"),
    "xl/styles.xml": strToU8('<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'),
    "xl/worksheets/s.xml": strToU8(`<worksheet><sheetData>${rows}</sheetData>${behind}</worksheet>`),
  });
const rowsOf = (bytes: Uint8Array) => openWorkbook(bytes).rows("s");
const problemOf = (bytes: Uint8Array): WorkbookProblem["code"] => {
  try {
    rowsOf(bytes);
  } catch (error) {
    assert.ok(error instanceof WorkbookProblem, String(error));
    return error.code;
  }
  return assert.fail("it was read");
};

test("cells that are repeated stand as often as they say, empty ones behind the last full one not", () => {
  const cells = `${odsCell("x", 'a:number-columns-repeated="2"')}${odsCell("", 'a:number-columns-repeated="3"')}${odsCell("y")}`;
  const behind = odsCell("", 'a:number-columns-repeated="16378"');
  assert.deepEqual(rowsOf(ods(odsRow(cells + behind, 'a:number-rows-repeated="2"'))), [
    ["x", "x", "", "", "", "y"],
    ["x", "x", "", "", "", "y"],
  ]);
});

for (const claim of ["-5", "0", "1.5", "abc", "1e9", "99999999999999999999", " ", "NaN"]) {
  test(`an ODS that repeats a cell or a row ${claim} times is damaged`, () => {
    assert.equal(problemOf(ods(odsRow(odsCell("x", `a:number-columns-repeated="${claim}"`)))), "damaged");
    assert.equal(problemOf(ods(odsRow(odsCell("x"), `a:number-rows-repeated="${claim}"`))), "damaged");
  });
  test(`an XLSX with a row ${claim}, or a shared string ${claim} of one, is damaged`, () => {
    assert.equal(problemOf(xlsx(`<row r="${claim}"><c r="A1" t="str"><v>x</v></c></row>`)), "damaged");
    const string = claim === "0" ? "1" : claim;
    assert.equal(problemOf(xlsx(`<row r="1"><c r="A1" t="s"><v>${string}</v></c></row>`)), "damaged");
  });
}

test("a row of many repeated empty cells claims no memory", () => {
  const empties = '<a:table-cell a:number-columns-repeated="8000"/>'.repeat(20_000);
  assert.equal(problemOf(ods(odsRow(empties + odsCell("x")))), "damaged");
  assert.deepEqual(rowsOf(ods(odsRow(empties))), []);
});

test("cells of no column, or of one that no sheet has, are told, not left out", () => {
  for (const place of ["1", "XFE1", "ZZZZZZ1"])
    assert.equal(problemOf(xlsx(`<row r="1"><c r="${place}" t="str"><v>x</v></c></row>`)), "damaged", place);
  const [row] = rowsOf(xlsx('<row r="1"><c r="XFD1" t="str"><v>x</v></c></row>'));
  assert.equal(row?.length, 16_384);
});

test("a second row of the same number is told, not taken for the first", () => {
  const row = '<row r="2"><c r="A2" t="str"><v>x</v></c></row>';
  assert.equal(problemOf(xlsx(row + row)), "damaged");
});

test("a number that is no day stays a number where a date is expected", () => {
  const dated = (value: string) => rowsOf(xlsx(`<row r="1"><c r="A1" s="1"><v>${value}</v></c></row>`))[0]?.[0];
  assert.equal(dated("45000"), "2023-03-15");
  for (const value of ["1e300", "-700000", "99999999999"]) assert.equal(dated(value), String(Number(value)));
});

test("cells that are merged over several rows are told of", () => {
  const merged = '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B2:B14"/></mergeCells>';
  const opened = openWorkbook(xlsx('<row r="1"><c t="inlineStr"><is><t>x</t></is></c></row>', merged));
  assert.deepEqual(opened.rows("s"), [["x"]]);
  assert.deepEqual(opened.merged?.("s"), ["B2:B14"]);
});

test("what a cell of a workbook holds is neither lost nor changed", () => {
  const cells = [
    ["<f>UPPER(&quot;abies&quot;)</f>", "", '=UPPER("abies")'],
    ["<f>A1</f><v></v>", "", "=A1"],
    ["<f>A1&amp;B1</f><v>x1</v>", 't="str"', "x1"],
    ["<f>IF(A1,1,&quot;&quot;)</f><v></v>", 't="str"', ""],
    ["<v>12345678901234567890</v>", "", "12345678901234567890"],
    ["<v>52.520000000000003</v>", "", "52.52"],
    ["<is><t>a_x000D_b</t></is>", 't="inlineStr"', "a\rb"],
    ["<v>_x005F_x0041_</v>", 't="str"', "_x0041_"],
    ["<is><r><t>Abies</t></r><r><t> alba</t></r></is>", 't="inlineStr"', "Abies alba"],
  ] as const;
  const row = cells.map(([content, attributes]) => `<c ${attributes}>${content}</c>`).join("");
  const [found] = rowsOf(xlsx(`<row r="1">${row}</row>`));
  assert.deepEqual(
    cells.map((_, column) => found![column] ?? ""),
    cells.map(([, , wanted]) => wanted),
  );
});

test("a part that is cut by what the zip says of its size is damaged, at whatever byte", () => {
  const whole = ods(odsRow(odsCell("x")).repeat(3000));
  const header = Buffer.from(whole).lastIndexOf("PK\u0001\u0002", undefined, "latin1");
  const size = Buffer.from(whole).readUInt32LE(header + 24);
  assert.equal(rowsOf(whole).length, 3000);
  for (const claimed of [10, 1000, size - 1, size - 50]) {
    const cut = Buffer.from(whole);
    cut.writeUInt32LE(claimed, header + 24);
    assert.equal(problemOf(cut), "damaged", String(claimed));
  }
});
