import assert from "node:assert/strict";
import { test } from "node:test";
import { BinomenError } from "../../src/errors.ts";
import {
  type ImportRow,
  importRows,
  isProblem,
  type ListKind,
  type RowProblem,
} from "../../src/facets/lists/import-rows.ts";

async function read(text: string | Uint8Array, kind: ListKind = "scores", encoding?: "windows-1252") {
  const rows: ImportRow[] = [];
  const problems: RowProblem[] = [];
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const pieces = (async function* () {
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
  })();
  for await (const row of importRows(pieces, { kind, encoding })) {
    if (isProblem(row)) problems.push(row);
    else rows.push(row);
  }
  return { rows, problems };
}

test("the columns of a score row are its metadata", async () => {
  const { rows } = await read("wfo_id,tdwg_level3\nwfo-0000000001,GRB\n");
  assert.deepEqual(rows, [{ line: 2, name: 1, body: "", metadata: '{"wfo_id":"wfo-0000000001","tdwg_level3":"GRB"}' }]);
});

test("a file without header names its columns by number", async () => {
  const { rows } = await read("wfo-0000000001,GRB\nwfo-0000000002,FRA");
  assert.deepEqual(
    rows.map((row) => row.metadata),
    ['{"col_0":"wfo-0000000001","col_1":"GRB"}', '{"col_0":"wfo-0000000002","col_1":"FRA"}'],
  );
});

test("the second column of a snippet row is its text", async () => {
  const { rows, problems } = await read(
    'id,text\r\nwfo-0000000001,"Tall, ""big"" \ntree"\r\nwfo-0000000002,\r\n',
    "snippets",
  );
  assert.deepEqual(
    rows.map((row) => row.body),
    ['Tall, "big" \ntree'],
  );
  assert.deepEqual(
    problems.map(({ code, line, column }) => [code, line, column]),
    [["BODY_EMPTY", 4, "text"]],
  );
});

test("byte order mark, no-break space and CRLF do not belong to the id", async () => {
  const { rows, problems } = await read("\ufeffwfo_id;x\r\n\u00a0wfo-0000000001\u00a0;1\r\n");
  assert.deepEqual(problems, []);
  assert.deepEqual(
    rows.map((row) => [row.name, row.line]),
    [[1, 2]],
  );
});

for (const [value, code, hint] of [
  ["wfo-0000000001.", "NAME_ID_INVALID", "Write wfo-0000000001."],
  ["WFO-0000000001", "NAME_ID_INVALID", "Write wfo-0000000001."],
  ["https://list.worldfloraonline.org/wfo-0000000001", "NAME_ID_INVALID", "Write wfo-0000000001."],
  ["wfo-1", "NAME_ID_INVALID", "A name id is wfo- and ten digits."],
  ["wfo-00000000012", "NAME_ID_INVALID", "A name id is wfo- and ten digits."],
  ["?", "NAME_ID_EMPTY", "This row was not matched to a name yet."],
] as const) {
  test(`the id ${value} is reported as ${code} with its line and a hint`, async () => {
    const { rows, problems } = await read(`wfo_id,x\nwfo-0000000001,a\n${value},b\n`);
    assert.equal(rows.length, 1);
    assert.deepEqual(problems, [{ code, line: 3, column: "wfo_id", value, hint }]);
  });
}

test("NDJSON gives the same rows", async () => {
  const { rows, problems } = await read(
    '{"wfo_id":"wfo-0000000001","body":"Tall","meta":{"rights":"CC0"}}\nno json\n{"wfo_id":"wfo-0000000002","body":"Low","note":"x"}\n',
    "snippets",
  );
  assert.deepEqual(rows, [
    { line: 1, name: 1, body: "Tall", metadata: '{"rights":"CC0"}' },
    { line: 3, name: 2, body: "Low", metadata: '{"wfo_id":"wfo-0000000002","body":"Low","note":"x"}' },
  ]);
  assert.deepEqual(
    problems.map(({ code, line }) => [code, line]),
    [["JSON_INVALID", 2]],
  );
});

test("bytes that are no UTF-8 are refused, and read when the encoding is named", async () => {
  const bytes = Buffer.from("wfo_id,n\nwfo-0000000001,M\u00fcller\n", "latin1");
  await assert.rejects(read(bytes), (error) => error instanceof BinomenError && error.code === "FACET_IMPORT_ENCODING");
  const { rows } = await read(bytes, "scores", "windows-1252");
  assert.equal(rows[0]?.metadata, '{"wfo_id":"wfo-0000000001","n":"Müller"}');
});

test("a quote that is never closed is reported where it was opened, and costs no other row", async () => {
  const { rows, problems } = await read('wfo_id,x\nwfo-0000000001,a\nwfo-0000000002,"b\nwfo-0000000003,c\n');
  assert.deepEqual(
    rows.map((row) => row.name),
    [1, 3],
  );
  assert.deepEqual(
    problems.map(({ code, line }) => [code, line]),
    [["QUOTE_UNCLOSED", 3]],
  );
});

const NAME = "wfo-0000000001";

test("semicolons and tabs inside of quotes are not delimiters, with and without header", async () => {
  for (const head of ["", "wfo_id,body\n"]) {
    const { rows, problems } = await read(`${head}${NAME},"a; b; c\td"\nwfo-0000000002,"e; f"\n`, "snippets");
    assert.deepEqual(problems, []);
    assert.deepEqual(
      rows.map(({ body }) => body),
      ["a; b; c\td", "e; f"],
    );
  }
});

test("columns of one name keep their values, and columns called by numbers their order", async () => {
  const { rows } = await read(`wfo_id,2019,note,note,1\n${NAME},a,b,c,d\n`);
  assert.equal(rows[0]?.metadata, `{"wfo_id":"${NAME}","2019":"a","note":"b","note_2":"c","1":"d"}`);
});

test("a row with more cells than the header is reported, and empty cells behind the last are not", async () => {
  const { rows, problems } = await read(`wfo_id,x\n${NAME},a,,\nwfo-0000000002,a,b\n`);
  assert.deepEqual(
    rows.map(({ name }) => name),
    [1],
  );
  assert.deepEqual(
    problems.map(({ code, line }) => [code, line]),
    [["ROW_TOO_LONG", 3]],
  );
});

test("UTF-16 with a byte order mark is read, Excel's sep= is obeyed, a workbook refused by its name", async () => {
  const utf16 = await read(Buffer.from(`\uFEFFsep=;\r\nwfo_id;x\r\n${NAME};é\r\n`, "utf16le"));
  assert.deepEqual(utf16.rows[0]?.metadata, `{"wfo_id":"${NAME}","x":"é"}`);
  await assert.rejects(read(Buffer.from("PK\x03\x04\x14\0xl/workbook.xml", "latin1")), /XLSX/);
});

test("a fault of encoding is told with its line and byte", async () => {
  const bytes = Buffer.concat([
    Buffer.from(`wfo_id,n\n${NAME},a\nwfo-0000000002,M`),
    Buffer.from([0xfc]),
    Buffer.from("l\n"),
  ]);
  await assert.rejects(read(bytes), (error) => {
    assert.ok(error instanceof BinomenError);
    assert.deepEqual([error.details["line"], error.details["offset"]], [3, bytes.indexOf(0xfc)]);
    return true;
  });
});

test("a key column that the list lacks is refused", async () => {
  async function* bytes() {
    yield Buffer.from(`wfo_id,body\n${NAME},a\n`);
  }
  const rows = importRows(bytes(), { kind: "snippets", keyColumn: "page" });
  await assert.rejects(rows.next(), (error) => error instanceof BinomenError && error.code === "FACET_IMPORT_COLUMN");
});
