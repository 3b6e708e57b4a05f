import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { csvRows } from "../../src/tables/csv-cells.ts";

async function rows(text: string, size = 1000, delimiter = ","): Promise<{ line: number; cells: string[] }[]> {
  const found: { line: number; cells: string[] }[] = [];
  for await (const { line, cells } of csvRows(pieces(text, size), delimiter)) found.push({ line, cells });
  return found;
}

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

for (const [why, text, cells] of [
  ["plain cells are cut at commas", "a,b,\n", [["a", "b", ""]]],
  ["a quoted cell may hold commas and line breaks", '"a,b\nc",d\n', [["a,b\nc", "d"]]],
  ["a doubled quote is a quote", '"say ""yes""",d', [['say "yes"', "d"]]],
  ["a backslash before a quote makes it a quote", '"say \\"yes\\"",d', [['say "yes"', "d"]]],
  ["any other backslash stands for itself", '"a\\b",c\\d', [["a\\b", "c\\d"]]],
  ["CRLF, CR and LF end rows", "a\r\nb\rc\nd", [["a"], ["b"], ["c"], ["d"]]],
  ["blank lines are no rows", "\n\na\n\n", [["a"]]],
  ["an empty quoted cell is empty", '"",b', [["", "b"]]],
  ["a quote inside an unquoted cell stands for itself", 'a"b,c', [['a"b', "c"]]],
] as const) {
  test(why, async () => {
    for (const size of [1, 2, 3, 1000]) {
      assert.deepEqual(
        (await rows(text, size)).map((row) => row.cells),
        cells,
        `pieces of ${size}`,
      );
    }
  });
}

test("a row says on which line it starts", async () => {
  const found = await rows('h\n"a\nb",c\r\nd\n');
  assert.deepEqual(
    found.map((row) => row.line),
    [1, 2, 4],
  );
});

test("what is written as CSV is read back, whatever the size of the pieces", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 9 }),
      async (table, size) => {
        const text = table.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\n");
        // A backslash before a quote is the other way to write a quote: not what this property writes.
        fc.pre(!text.includes('\\"'));
        assert.deepEqual(
          (await rows(text, size)).map((row) => row.cells),
          table,
        );
      },
    ),
  ));
