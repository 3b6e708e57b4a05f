import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { binaryKind } from "../../src/tables/binary.ts";

const bytes = (latin1: string): Buffer => Buffer.from(latin1, "latin1");

for (const [what, sample, named] of [
  ["a workbook", bytes("PK\x03\x04\x14\0\x06\0\b\0\0\0!\0[Content_Types].xml ... xl/workbook.xml"), /XLSX/],
  ["an OpenDocument sheet", bytes("PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"), /ODS/],
  ["a zip", bytes("PK\x03\x04\x14\0\0\0\0\0taxon.txt"), /ZIP/],
  ["an old workbook", bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), /XLS/],
  ["a gzip", gzipSync("name\nAbies\n"), /gzip/],
  ["a zstd", zstdCompressSync("name\nAbies\n"), /Zstandard/],
  ["a PNG", bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), /PNG/],
  ["a JPEG", bytes("\xff\xd8\xff\xe0\0\x10JFIF"), /JPEG/],
  ["a PDF", bytes("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), /PDF/],
  ["a tar", Buffer.concat([Buffer.alloc(257, "a"), bytes("ustar\x0000"), Buffer.alloc(200)]), /tar/],
  ["a Parquet file", bytes("PAR1\x15\x04\x15"), /Parquet/],
  ["an SQLite database", bytes("SQLite format 3\0\x10\0"), /SQLite/],
  ["a web page", bytes("\n<!DOCTYPE html>\n<html><head><title>Log in</title>"), /web page/],
  ["XML", bytes('<?xml version="1.0"?><Workbook><Row><Cell>Abies alba</Cell></Row></Workbook>'), /XML/],
  ["UTF-32", Buffer.from([..."id,name\n1,Abies\n"].flatMap((sign) => [sign.charCodeAt(0), 0, 0, 0])), /UTF-32/],
  ["marked UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0, 0x0a, 0, 0, 0]), /UTF-32/],
  ["noise", Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 97) % 256)), /binary/],
] as const)
  test(`${what} is named`, () => {
    const kind = binaryKind(sample);
    assert.match(kind?.name ?? "text", named);
    assert.ok((kind?.hint.length ?? 0) > 20);
  });

for (const [what, sample] of [
  ["a list of names", bytes("Abies alba\nPKalba\n")],
  ["a table in UTF-8", Buffer.from("name,ort\nAbies alba,Köln\n")],
  ["a table in Windows-1252", bytes("name,ort\nAbies alba,K\xf6ln\n")],
  ["UTF-16 with a mark", Buffer.from("\uFEFFname\nAbies alba\n", "utf16le")],
  ["UTF-16 without one", Buffer.from("name\nAbies alba\n", "utf16le")],
  ["UTF-16, the big end first", Buffer.from("name\nAbies alba\n", "utf16le").swap16()],
  ["Cyrillic in KOI8-R", bytes("name\n\xf0\xc9\xc8\xd4\xc1 \xc2\xc5\xcc\xc1\xd1\n")],
  ["a table with one odd control character", bytes(`name,note\nAbies alba,a\x01b\n${"Picea abies,c\n".repeat(9)}`)],
  ["nothing", Buffer.alloc(0)],
] as const)
  test(`${what} is text`, () => assert.equal(binaryKind(sample), undefined));
