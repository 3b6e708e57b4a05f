/** Lists as people have them, over HTTP: other encodings, delimiters, line ends, stray quotes, files that are no tables. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { sharedSmallApp } from "./small-service.ts";

interface Sent {
  type?: string;
  accept?: string;
}

async function send(payload: string | Buffer, { type = "text/csv", accept = "text/csv" }: Sent = {}) {
  const { app } = await sharedSmallApp();
  return app.inject({
    method: "POST",
    url: "/v2/species/match",
    headers: { "content-type": type, accept },
    payload: Buffer.from(payload),
  });
}

const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

for (const [what, payload, type] of [
  ["with CR alone", "name,x\rPuma concolor,1\rPuma,2\r"],
  ["with CR LF and a byte order mark", "\uFEFFname,x\r\nPuma concolor,1\r\nPuma,2\r\n"],
  ["in UTF-16 with a mark", Buffer.from("\uFEFFname,x\nPuma concolor,1\nPuma,2\n", "utf16le")],
  ["in UTF-16 without one", Buffer.from("name,x\nPuma concolor,1\nPuma,2\n", "utf16le")],
  ["in UTF-16, the big end first", utf16be("\uFEFFname,x\nPuma concolor,1\nPuma,2\n")],
  ["in UTF-16 that the media type names", utf16be("name,x\nPuma concolor,1\nPuma,2\n"), "text/csv; charset=utf-16be"],
  ["that Excel wrote with its delimiter", "sep=;\r\nname;x\r\nPuma concolor;1\r\nPuma;2\r\n"],
  ["with bars", "name|x\nPuma concolor|1\nPuma|2\n"],
  ["with tabs", "name\tx\nPuma concolor\t1\nPuma\t2\n"],
  ["behind empty lines", "\n\nname,x\nPuma concolor,1\nPuma,2\n"],
  ["with empty cells behind the last column", "name,x\nPuma concolor,1,,\nPuma,2,\n"],
] as const)
  test(`a table ${what} has an answer for each row`, async () => {
    const reply = await send(payload, { ...(type !== undefined && { type }), accept: "application/json" });
    assert.equal(reply.statusCode, 200, reply.body);
    const rows = reply.json() as { usage?: { canonicalName?: string }; x: string; error?: unknown }[];
    assert.deepEqual(
      rows.map(({ usage, x, error }) => [usage?.canonicalName, x, error]),
      [
        ["Puma concolor", "1", undefined],
        ["Puma", "2", undefined],
      ],
    );
  });

test("Windows-1252 is read where the media type says so, and where a line is not UTF-8", async () => {
  const bytes = Buffer.from("name,ort\nPuma concolor,K\xf6ln\n", "latin1");
  for (const type of ["text/csv; charset=windows-1252", "text/csv"]) {
    const reply = await send(bytes, { type, accept: "application/json" });
    assert.equal(reply.json()[0].ort, "Köln");
  }
  const unknown = await send(bytes, { type: "text/csv; charset=klingon" });
  assert.equal(unknown.statusCode, 400);
  assert.match(unknown.body, /klingon/);
});

test("a quote that is never closed costs no row: its row is answered and says so, the table stays one", async () => {
  const list = 'id,name\n1,"Puma concolor\n2,Puma\n3,"Puma concolor"\n';
  const rows = (await send(list, { accept: "application/json" })).json() as Record<string, { code?: string }>[];
  assert.deepEqual(
    rows.map(({ id, error }) => [id, error?.code]),
    [
      ["1", "QUOTE_UNCLOSED"],
      ["2", undefined],
      ["3", undefined],
    ],
  );
  const lines = (await send(list)).body.trimEnd().split("\n");
  assert.equal(lines.length, 4);
  assert.match(lines[1]!, /^1,"""Puma concolor",.*"?Line 2 has a quote that is never closed/);
});

test("the columns that are used, and those that are not, stand in headers", async () => {
  const reply = await send("Latin name,taxon_author(s),scientfic rank,Ort\nPuma concolor,,,x\n");
  assert.equal(
    reply.headers["binomen-columns-used"],
    "Latin%20name=scientificName, taxon_author(s)=scientificNameAuthorship",
  );
  assert.equal(reply.headers["binomen-columns-unused"], "scientfic%20rank;resembles=taxonRank, Ort");
});

test("columns of one name keep both values", async () => {
  const [row] = (await send("name,note,note\nPuma,a,b\n", { accept: "application/json" })).json();
  assert.deepEqual([row.note, row.note_2], ["a", "b"]);
});

for (const [what, payload, named] of [
  ["a gzip without Content-Encoding", gzipSync("name\nPuma\n"), /gzip file.*Content-Encoding/],
  ["a workbook", Buffer.from("PK\x03\x04\x14\0\x06\0[Content_Types].xml xl/workbook.xml", "latin1"), /XLSX/],
  ["a picture", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"), /PNG/],
  ["a document", Buffer.from("%PDF-1.4\n%\xe2\xe3\n1 0 obj", "latin1"), /PDF/],
  ["a web page", "<!DOCTYPE html><html><body>Log in</body></html>", /web page/],
] as const)
  for (const type of [
    "text/csv",
    "text/tab-separated-values",
    "text/plain",
    "application/x-ndjson",
    "application/json",
  ])
    test(`${what} sent as ${type} is refused by its name with 415`, async () => {
      const reply = await send(payload, { type });
      assert.equal(reply.statusCode, 415, reply.body);
      assert.equal(reply.json().code, "FILE_NOT_A_TABLE");
      assert.match(reply.body, named);
    });

test("a header of too many columns is refused, and not kept", async () => {
  const reply = await send(`name,${Array.from({ length: 20_000 }, (_, i) => `c${i}`).join(",")}\nPuma\n`);
  assert.equal(reply.statusCode, 413);
  assert.match(reply.body, /20001 columns/);
});
