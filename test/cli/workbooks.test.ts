/** Spreadsheets as lists and checklists, over the command line. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { strToU8, zipSync } from "fflate";
import { openWorkbook } from "../../src/tables/workbook.ts";
import { writeXlsx } from "../../src/tables/write-workbook.ts";
import { temporaryFolder } from "../http/small-service.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const DATA = mkdtempSync(join(tmpdir(), "binomen-workbooks-"));
after(() => rmSync(DATA, { recursive: true }));
const BACKBONE = join(DATA, "three.csv");
writeFileSync(BACKBONE, "scientificName,scientificNameAuthorship\nAbies alba,Mill.\nPicea abies,\nPinus mugo,Turra\n");

/** Runs the command line to its end; lists are matched against three names. */
function binomen(args: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const own = args[0] === "match" ? ["--backbone", BACKBONE, "--data-dir", DATA] : [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args, ...own], { encoding: "utf8" });
  return { code: status, stdout, stderr };
}

const HEADER = ["Nr", "Latin name", "Author(s)", "note"];
const ROWS = [
  ["1", "Abies alba", "Mill.", 'say "x", y\nz'],
  ["2", "Picea abies", "", "=1+1"],
  [],
  ["4", "Pinus mugo", "Turra", "é"],
];

/** An ODS with an empty sheet before that of the names. */
function ods(rows: readonly (readonly string[])[]): Uint8Array {
  const cell = (text: string): string =>
    text === "" ? "<table:table-cell/>" : `<table:table-cell><text:p>${text}</text:p></table:table-cell>`;
  const table = (name: string, content: readonly (readonly string[])[]): string =>
    `<table:table table:name="${name}">${content.map((cells) => `<table:table-row>${cells.map(cell).join("")}</table:table-row>`).join("")}</table:table>`;
  return zipSync({
    mimetype: strToU8("application/vnd.oasis.opendocument.spreadsheet"),
    "content.xml": strToU8(
      `<?xml version="1.0"?><office:document-content><office:body><office:spreadsheet>${table("Notes", [["plan"], ["x"]])}${table("Names", rows)}</office:spreadsheet></office:body></office:document-content>`,
    ),
  });
}

test("a workbook is matched, and answered as a workbook with all its columns", (t) => {
  const folder = temporaryFolder(t);
  const [list, out] = [join(folder, "list.xlsx"), join(folder, "out.xlsx")];
  writeFileSync(list, writeXlsx(HEADER, ROWS));
  const { code, stderr } = binomen(["match", list, "--out", out]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /"Latin name" as scientificName/);
  const workbook = openWorkbook(readFileSync(out));
  const [header = [], ...rows] = workbook.rows(workbook.sheets[0]!);
  assert.deepEqual(header.slice(0, 5), [...HEADER, "matchType"]);
  assert.deepEqual(
    rows.map((row) => row.slice(0, 4)),
    [ROWS[0], ROWS[1], [], ROWS[3]],
  );
  assert.deepEqual(
    rows.map((row) => row[4]),
    ["EXACT", "EXACT", undefined, "EXACT"],
  );
});

test("the sheet of names of an ODS is found, and another one can be named", (t) => {
  const folder = temporaryFolder(t);
  const list = join(folder, "list.ods");
  writeFileSync(list, ods([["scientificName"], ["Abies alba"]]));
  const { code, stdout } = binomen(["match", list]);
  assert.equal(code, 0);
  assert.match(stdout, /^scientificName,matchType.*\nAbies alba,EXACT/);
  const notes = binomen(["match", list, "--sheet", "Notes", "--column", "plan"]);
  assert.match(notes.stdout, /^plan,.*\nx,NONE/);
  const none = binomen(["match", list, "--sheet", "Other"]);
  assert.equal(none.code, 1);
  assert.match(none.stderr, /without such a sheet/);
});

test("a checklist is built from a workbook", (t) => {
  const folder = temporaryFolder(t);
  const [source, out] = [join(folder, "list.xlsx"), join(folder, "x.img")];
  writeFileSync(source, writeXlsx(HEADER, ROWS));
  const built = binomen(["build", source, "--out", out]);
  assert.equal(built.code, 0, built.stderr);
  assert.match(built.stderr, /3 names, 3 usages/);
});

/** A sheet of one cell in the last column, in as many rows as there are: 16 thousand million cells. */
function manyCells(): Uint8Array {
  const rows = Array.from({ length: 10_000 }, (_, i) => `<row r="${i + 1}"><c r="XFD${i + 1}"><v>1</v></c></row>`);
  return zipSync({
    "xl/workbook.xml": strToU8('<workbook><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>'),
    "xl/_rels/workbook.xml.rels": strToU8('<Relationships><Relationship Id="rId1" Target="s.xml"/></Relationships>'),
    "xl/s.xml": strToU8(`<worksheet><sheetData>${rows.join("")}</sheetData></worksheet>`),
  });
}

for (const [what, bytes, message] of [
  ["with too many cells", manyCells(), /more than 50000000 cells/],
  ["that is cut off", writeXlsx(HEADER, ROWS).subarray(0, 900), /cannot be read as workbook/],
  ["that is another zip", zipSync({ "taxon.txt": strToU8("name\nAbies\n") }), /neither XLSX nor ODS/],
] as const)
  test(`a workbook ${what} is refused with exit code 1`, (t) => {
    const list = join(temporaryFolder(t), "list.xlsx");
    writeFileSync(list, bytes);
    const { code, stderr } = binomen(["match", list]);
    assert.equal(code, 1);
    assert.match(stderr, message);
  });

test("a list of CR lines, in UTF-16 or with a stray quote is answered row for row, a picture refused", (t) => {
  const folder = temporaryFolder(t);
  const file = (name: string, bytes: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const answered = (stdout: string): number => stdout.trimEnd().split("\n").length - 1;
  const cr = binomen(["match", file("cr.csv", "scientificName\rAbies alba\rPicea abies\r")]);
  assert.deepEqual([cr.code, answered(cr.stdout)], [0, 2]);
  const utf16 = binomen(["match", file("u.csv", Buffer.from("\uFEFFname;x\nAbies alba;1\n", "utf16le"))]);
  assert.deepEqual([utf16.code, answered(utf16.stdout)], [0, 1]);
  const stray = binomen(["match", file("s.csv", 'id,name\n1,"Abies alba\n2,Picea abies\n3,Pinus mugo\n')]);
  assert.deepEqual([stray.code, answered(stray.stdout)], [0, 3]);
  assert.match(stray.stderr, /quoted cell does not end.*\(line 2/);
  assert.match(stray.stdout, /Line 2 has a quote that is never closed/);
  for (const command of ["match", "build"]) {
    const picture = binomen([command, file("p.csv", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0", "latin1"))]);
    assert.equal(picture.code, 1);
    assert.match(picture.stderr, /PNG picture/);
  }
});

test("a cell that a workbook cannot hold is cut at a whole character, and told with its row", (t) => {
  const folder = temporaryFolder(t);
  const [list, out] = [join(folder, "long.csv"), join(folder, "out.xlsx")];
  // The last character that fits is the first half of a pair.
  const long = `${"x".repeat(32_766)}😀 and more`;
  writeFileSync(list, `name,note\nAbies alba,short\nPicea abies,${long}\n`);
  const { code, stderr } = binomen(["match", list, "--out", out]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /1 × A cell of a workbook holds 32,767 characters.*\(line 3: "note"\)/);
  const workbook = openWorkbook(readFileSync(out));
  const notes = [...workbook.rows(workbook.sheets[0]!)].map((row) => row[1]);
  assert.deepEqual(notes.slice(0, 2), ["note", "short"]);
  assert.equal(notes[2], "x".repeat(32_766));
});

/** A workbook with these sheets, the first with its cells B2 and B3 merged. */
function sheets(...tables: (readonly (readonly string[])[])[]): Uint8Array {
  const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const row = (cells: readonly string[]): string => `<row>${cells.map(cell).join("")}</row>`;
  const part = (table: readonly (readonly string[])[], i: number): [string, Uint8Array] => [
    `xl/worksheets/sheet${i + 1}.xml`,
    strToU8(
      `<worksheet><sheetData>${table.map(row).join("")}</sheetData>${i === 0 ? '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>' : ""}</worksheet>`,
    ),
  ];
  const listed = tables.map((_, i) => `<sheet name="sheet ${i + 1}" r:id="r${i}"/>`).join("");
  const links = tables.map((_, i) => `<Relationship Id="r${i}" Target="worksheets/sheet${i + 1}.xml"/>`).join("");
  return zipSync({
    "xl/workbook.xml": strToU8(`<workbook><sheets>${listed}</sheets></workbook>`),
    "xl/_rels/workbook.xml.rels": strToU8(`<Relationships>${links}</Relationships>`),
    ...Object.fromEntries(tables.map(part)),
  });
}

test("other sheets with names, merged cells and lines above the header are told", (t) => {
  const list = join(temporaryFolder(t), "list.xlsx");
  const names = [["My list"], ["nr", "scientificName", "note"], ["1", "Abies alba", "x"], ["2", "Picea abies", "y"]];
  writeFileSync(list, sheets(names.slice(1), [["plot"], ["7"]], names.slice(1)));
  const several = binomen(["match", list, "--to", "tsv"]);
  assert.equal(several.code, 0, several.stderr);
  assert.match(several.stderr, /the sheet "sheet 1" is read; "sheet 3" also holds names: --sheet/);
  assert.match(several.stderr, /merged.*B2:B3/);
  const named = binomen(["match", list, "--sheet", "sheet 3", "--to", "tsv"]);
  assert.equal(named.stderr, "");
  writeFileSync(list, sheets(names));
  assert.match(binomen(["match", list, "--to", "tsv"]).stderr, /the header is line 2; a line above it is left out/);
});
