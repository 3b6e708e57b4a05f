import assert from "node:assert/strict";
import { test } from "node:test";
import { splitLines } from "../../src/bulk/rows.ts";
import { detectNewline } from "../../src/tables/encoding.ts";
import { RowSplitter } from "../../src/tables/rows.ts";
import { readTable } from "../../src/tables/table.ts";
import { ProblemReport } from "../../src/taxonomy/problem-report.ts";

const ROWS = [
  ["id", "name", "note"],
  ["1", "Abies alba", "a, b"],
  ["2", "Picea abies", 'c "d"'],
  ["3", "Larix decidua", ""],
  ["4", "Pinus nigra", "e"],
] as const;

/** The rows as a file in which each row has its own line end. */
function written(delimiter: string, ends: readonly string[]): string {
  return ROWS.map((row, i) => {
    const cells = row.map((cell) =>
      delimiter !== "\t" && /[",;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    );
    return cells.join(delimiter) + ends[i];
  }).join("");
}

/** The same rows as archives and records read them. */
function splitRows(text: string, delimiter: string, report: ProblemReport): string[][] {
  const rows: string[][] = [];
  const format = {
    ...{ encoding: "utf-8", newline: detectNewline(text), delimiter, quote: delimiter === "\t" ? "" : '"' },
    headerLines: 0,
  };
  const splitter = new RowSplitter(format, { wanted: [0, 1, 2], count: 3 }, (cells) => rows.push([...cells]), report);
  splitter.push({ text });
  splitter.end();
  return rows;
}

const MIXTURES: readonly (readonly [string, readonly string[]])[] = [
  ["one CR between LF", ["\n", "\r", "\n", "\n", "\n"]],
  ["several CR between LF", ["\n", "\r", "\r", "\r", "\n"]],
  ["a CR between CR LF", ["\r\n", "\r\n", "\r", "\r\n", "\r\n"]],
  ["LF behind the header, then CR to the end", ["\n", "\r", "\r", "\r", "\r"]],
  ["CR behind the header, then LF", ["\r", "\r", "\n", "\n", "\n"]],
  ["CR, then LF", ["\r", "\r", "\r", "\r", "\n"]],
  ["CR CR LF of a file that was converted twice", ["\r\r\n", "\r\r\n", "\r\r\n", "\r\r\n", "\r\r\n"]],
  ["LF and CR LF", ["\n", "\r\n", "\n", "\r\n", "\n"]],
];

for (const delimiter of [",", ";", "\t"])
  for (const [what, ends] of MIXTURES)
    test(`${what}: all rows of a table of ${JSON.stringify(delimiter)} are read`, () => {
      const text = written(delimiter, ends);
      assert.deepEqual(readTable(text).rows, ROWS);
      const report = new ProblemReport();
      assert.deepEqual(splitRows(text, delimiter, report), ROWS);
      assert.equal(report.count("BAD_ROW"), 0);
    });

for (const [what, text, rows] of [
  ["in a quoted cell", 'id,name\n1,"Abies\ralba"\n', [["id", "name"], ["1", "Abies\ralba"]]], // biome-ignore format: a row
  ["in a cell of a row that is whole", "id,name\n1,Abies\ralba\n", [["id", "name"], ["1", "Abies\ralba"]]], // biome-ignore format: a row
  ["in a row that no cut makes even", "id,name\n1,Abies\ralba,x,y\n", [["id", "name"], ["1", "Abies\ralba", "x", "y"]]], // biome-ignore format: a row
] as const)
  test(`a carriage return ${what} is a character`, () => assert.deepEqual(readTable(text).rows, rows));

test("several rows in a line are told of", () => {
  const report = new ProblemReport();
  splitRows("id\tname\tnote\n1\ta\tx\r2\tb\ty\r3\tc\tz\n4\td\t\n", "\t", report);
  assert.deepEqual(
    report.toJSON().map(({ kind, count, first }) => [kind, count, first]),
    [["MIXED_LINE_ENDS", 1, [{ line: 2, value: "3 rows" }]]],
  );
});

test("a row behind a line of several rows has its own line", () => {
  const { lines } = readTable("id,name\n1,a\r2,b\r3,c\n4,d\n5,e\n");
  assert.deepEqual(lines, [1, 2, 2, 2, 3, 4]);
});

test("names of a list end at any line end", () => {
  assert.deepEqual(splitLines("Abies alba\nPicea abies\rLarix\r\nPinus\r\r\n\nTaxus"), [
    ...["Abies alba", "Picea abies", "Larix", "Pinus", "", "Taxus"],
  ]);
  assert.deepEqual(splitLines("Abies alba\rPicea abies\nLarix\r", "\r"), ["Abies alba", "Picea abies", "Larix"]);
});

test("a list of nothing but carriage returns is read in linear time", () => {
  assert.equal(splitLines(`${"\r".repeat(1_000_000)}\n`).length > 0, true);
});
