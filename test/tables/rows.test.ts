import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { RowSplitter, type TableFormat } from "../../src/tables/rows.ts";
import { ProblemReport } from "../../src/taxonomy/problem-report.ts";

const CSV: TableFormat = { encoding: "utf-8", newline: "\n", delimiter: ",", quote: '"', headerLines: 0 };
const TSV: TableFormat = { ...CSV, delimiter: "\t", quote: "" };

/** Splits text that arrives in pieces of whole lines. */
function split(
  pieces: readonly string[],
  format: TableFormat,
  count: number,
  wanted = Array.from({ length: count }, (_, column) => column),
): { rows: string[][]; lines: number[]; report: ProblemReport } {
  const rows: string[][] = [];
  const lines: number[] = [];
  const report = new ProblemReport();
  const splitter = new RowSplitter(
    format,
    { wanted, count },
    (cells, line) => {
      rows.push([...cells]);
      lines.push(line);
    },
    report,
  );
  for (const text of pieces) splitter.push({ text });
  splitter.end();
  return { rows, lines, report };
}

/** Cuts text behind every n-th line end, also inside quotes. */
const cut = (text: string, every: number): string[] => {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return Array.from({ length: Math.ceil(lines.length / every) }, (_, i) =>
    lines.slice(i * every, (i + 1) * every).join(""),
  );
};

const cell = fc.string({ unit: fc.constantFrom("a", "Ä", " ", '"', ",", "\n", "\t", ";", "'"), maxLength: 6 });

test("quoted rows are those that csv-parse reads, wherever the text is cut", () => {
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }),
    );
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 3 }), fc.constantFrom("\n", "\r\n"), (rows, every, lineEnd) => {
      const text = rows.map((cells) => cells.map((c) => `"${c.replaceAll('"', '""')}"`).join(",") + lineEnd).join("");
      const expected = parse(text, { relax_column_count: true }) as unknown as string[][];
      const { rows: found, report } = split(cut(text, every), CSV, rows[0]!.length);
      assert.deepEqual(found, expected);
      assert.equal(report.total, 0);
    }),
  );
});

test("a row of wanted columns is the row of all columns, picked", () => {
  const plain = fc.string({ unit: fc.constantFrom("a", "é", " ", '"', ",", "漢"), maxLength: 5 });
  const table = fc.array(fc.array(plain, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(table, fc.subarray([0, 1, 2], { minLength: 1 }), (rows, wanted) => {
      const text = rows.map((cells) => `${cells.join("\t")}\n`).join("");
      assert.deepEqual(
        split(cut(text, 2), TSV, 3, wanted).rows,
        rows.map((cells) => wanted.map((column) => cells[column])),
      );
    }),
  );
});

test("lines are counted through quoted line ends, empty lines and headers", () => {
  const { rows, lines } = split(['h,h\n1,"a\nb"\n\n2,c\n'], { ...CSV, headerLines: 1 }, 2);
  assert.deepEqual(rows, [
    ["1", "a\nb"],
    ["2", "c"],
  ]);
  assert.deepEqual(lines, [2, 5]);
});

test("short and long rows are read and reported with their line, and no cell of the row before shines through", () => {
  const { rows, report } = split(["a\tb\tc\n1\n1\t2\t3\t4\n"], TSV, 3);
  assert.deepEqual(rows, [
    ["a", "b", "c"],
    ["1", "", ""],
    ["1", "2", "3"],
  ]);
  assert.deepEqual(report.toJSON()[0]?.first, [
    { line: 2, value: "1 columns, 3 expected" },
    { line: 3, value: "4 columns, 3 expected" },
  ]);
});

test("one delimiter too many at the end of a row is no problem", () => {
  const { rows, report } = split(["a\tb\t\n"], TSV, 2);
  assert.deepEqual(rows, [["a", "b"]]);
  assert.equal(report.total, 0);
});

test("quotes that quote nothing are characters", () => {
  assert.deepEqual(split(['x "y" z,"a "b" c"\n'], CSV, 2).rows, [['x "y" z', 'a "b" c']]);
  assert.deepEqual(split(['1\t"Candidatus" x\n'], TSV, 2).rows, [["1", '"Candidatus" x']]);
});

test("a quote that is never closed costs one row, not the file", () => {
  const { rows, report } = split(['1,"a\n2,b\n3,"c"\n'], CSV, 2);
  assert.deepEqual(rows, [
    ["1", '"a'],
    ["2", "b"],
    ["3", "c"],
  ]);
  assert.deepEqual(
    report.toJSON().map(({ kind, first }) => [kind, first[0]?.line]),
    [["UNCLOSED_QUOTE", 1]],
  );
});

test("delimiters and line ends may be several characters", () => {
  const format: TableFormat = { ...TSV, delimiter: "\t|\t", newline: "\t|\n" };
  assert.deepEqual(split(["1\t|\troot\t|\n2\t|\tBacteria\t|\n"], format, 2).rows, [
    ["1", "root"],
    ["2", "Bacteria"],
  ]);
});
