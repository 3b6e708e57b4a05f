import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { openFiles } from "../../../src/archive/packed/files.ts";
import { combineCrc, deflatePiece, ZipWriter } from "../../../src/occurrences/export/zip.ts";
import { readRows } from "../../../src/occurrences/reading/read-rows.ts";
import { openOccurrences } from "../../../src/occurrences/reading/source.ts";

test("checksums of pieces make the checksum of the whole", () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (a, b) =>
      assert.equal(combineCrc(crc32(a), crc32(b), b.length), crc32(Buffer.concat([a, b]))),
    ),
  ));

test("a zip of pieces that were compressed apart is read as a zip", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "binomen-zip-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "a.zip");
  const zip = new ZipWriter(path);
  zip.begin("occurrence.txt");
  for (const text of ["first, ", "second, ".repeat(10_000), "third"]) zip.add(deflatePiece(Buffer.from(text)));
  zip.addWhole("meta.xml", "<archive/>");
  zip.addWhole("empty.txt", "");
  zip.end();
  const { files, close } = await openFiles(path);
  const contents: Record<string, string> = {};
  for (const file of files) {
    const chunks: Buffer[] = [];
    for await (const chunk of file.read()) chunks.push(chunk);
    contents[file.name] = Buffer.concat(chunks).toString();
  }
  await close();
  assert.deepEqual(contents, {
    "occurrence.txt": `first, ${"second, ".repeat(10_000)}third`,
    "meta.xml": "<archive/>",
    "empty.txt": "",
  });
});

for (const [separator, files] of [
  ["\\", "data/occurrence.txt"],
  ["\\", "occurrence.txt"],
  ["/", "data\\occurrence.txt"],
] as const)
  test(`an archive whose entries are written dwca${separator}… with ${files} is read`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "binomen-zip-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "a.zip");
    const zip = new ZipWriter(path);
    zip.addWhole(
      `dwca${separator}meta.xml`,
      `<archive xmlns="http://rs.tdwg.org/dwc/text/"><core rowType="http://rs.tdwg.org/dwc/terms/Occurrence" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" ignoreHeaderLines="0"><files><location>${files}</location></files><id index="0"/><field index="1" term="http://rs.tdwg.org/dwc/terms/scientificName"/></core></archive>`,
    );
    zip.addWhole(`dwca${separator}${files.replace("/", separator)}`, "1\tAbies alba\n2\tPicea abies\n");
    zip.end();
    const source = await openOccurrences(path);
    let rows = 0;
    for await (const chunk of source.chunks()) rows += readRows(chunk).rows.length;
    await source.close();
    assert.equal(rows, 2);
  });
