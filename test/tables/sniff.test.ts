import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST_QUOTED_CELL } from "../../src/tables/limits.ts";
import { sniffText } from "../../src/tables/sniff.ts";
import { distinctNames, readTable, rowsOf } from "../../src/tables/table.ts";

for (const [what, text, delimiter] of [
  ["semicolons inside of quotes are not delimiters", 'wfo-1,"a; b; c"\nwfo-2,"d; e"\nwfo-3,"f"\n', ","],
  ["commas inside of quotes are not delimiters", 'x;"a, b"\ny;"c, d, e"\n', ";"],
  ["tabs inside of quotes are not delimiters", 'x,"a\tb"\ny,"c\td"\n', ","],
  ["bars are delimiters", "a|b|c\nd|e|f\n", "|"],
  ["Excel says its delimiter", "sep=;\na,b;c,d\n", ";"],
  ["Excel says its delimiter in quotes", '"sep=|"\na,b|c\n', "|"],
  ["a delimiter inside of a cell with line ends is none", 'a;b\n"x\n,,,,\n,,,,";y\n', ";"],
] as const)
  test(what, () => assert.equal(sniffText(text, true).dialect.delimiter, delimiter));

test("empty lines and sep= stand before the header and are no rows, and lines are counted through them", () => {
  const { rows, lines, delimiter } = readTable("\r\nsep=;\r\nname;x\r\nAbies alba;1\r\n");
  assert.deepEqual(
    [delimiter, rows, lines],
    [
      ";",
      [
        ["name", "x"],
        ["Abies alba", "1"],
      ],
      [3, 4],
    ],
  );
});

test("the header may go over lines", () => {
  const { headerLines, rows } = sniffText('\n"scientific\nname",x\nAbies,1\n', true);
  assert.equal(headerLines, 3);
  assert.deepEqual(rows[0], ["scientific\nname", "x"]);
});

test("rows of another length are told with their line; empty cells at the end are none", () => {
  const { problems } = readTable("a,b,c\n1,2\n1,2,3,,,\n1,2,3,4\n");
  assert.deepEqual(
    problems.map(({ kind, line }) => [kind, line]),
    [
      ["BAD_ROW", 2],
      ["BAD_ROW", 4],
    ],
  );
});

test("names tell columns apart that bear the same, or none", () => {
  assert.deepEqual(distinctNames(["note", "note", "", "note_2", "note"]), [
    "note",
    "note_3",
    "column_3",
    "note_2",
    "note_4",
  ]);
});

test("a quoted cell that is too long is read as if quotes meant nothing, and is not read again and again", async () => {
  const piece = `${"x".repeat(99)}\n`.repeat(650);
  let given = 0;
  async function* pieces(): AsyncGenerator<string> {
    yield 'a,b\n1,"';
    for (; given < 3 * LONGEST_QUOTED_CELL; given += piece.length) yield piece;
  }
  let count = 0;
  const unclosed: number[] = [];
  for await (const { line, isUnclosed } of rowsOf(pieces(), { delimiter: ",", quote: '"', newline: "\n" }, 2)) {
    count++;
    if (isUnclosed) unclosed.push(line);
  }
  assert.deepEqual(unclosed, [2]);
  assert.equal(count, given / 100 + 1);
});
