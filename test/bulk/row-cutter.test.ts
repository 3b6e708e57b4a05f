import assert from "node:assert/strict";
import test from "node:test";
import { type RowChunk, RowCutter } from "../../src/bulk/row-cutter.ts";
import { BinomenError } from "../../src/errors.ts";

const READ_BYTES = 1 << 16;

/** Chunks of a stream that comes in reads of a size. */
function cut(bytes: Buffer, readBytes: number, cutter = new RowCutter()): RowChunk[] {
  const chunks: RowChunk[] = [];
  for (let at = 0; at < bytes.length; at += readBytes) chunks.push(...cutter.push(bytes.subarray(at, at + readBytes)));
  return [...chunks, ...cutter.end()];
}

/** Lines of about 40 bytes. */
function lines(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${i} ${"Abies alba Mill.".repeat(1 + (i % 4))}`);
}

for (const readBytes of [7, 1_000, READ_BYTES, 1_000_000]) {
  test(`reads of ${readBytes} bytes are cut into whole rows, none lost, each chunk with its first line`, () => {
    const rows = lines(20_000);
    const chunks = cut(Buffer.from(`${rows.join("\n")}\n`), readBytes);
    let line = 1;
    for (const { bytes, firstLine } of chunks) {
      assert.equal(firstLine, line);
      const text = bytes.toString();
      assert.ok(text.endsWith("\n"));
      const found = text.slice(0, -1).split("\n");
      assert.deepEqual(found, rows.slice(line - 1, line - 1 + found.length));
      line += found.length;
    }
    assert.equal(line - 1, rows.length);
  });
}

test("a short list gives work to several, a long one comes in larger chunks, and none of a few rows", () => {
  const sizes = cut(Buffer.from(`${lines(50_000).join("\n")}\n`), READ_BYTES).map(({ bytes }) => bytes.length);
  assert.ok(sizes.length > 20);
  const early = sizes.slice(0, 4);
  assert.ok(Math.max(...early) <= 40_960, `${early}`);
  const late = sizes.slice(6, -1);
  assert.ok(Math.min(...late) > 32_768, `${late}`);
  assert.ok(Math.max(...late) <= 81_920, `${late}`);
});

for (const size of [42_000, 50_000, 60_000])
  test(`a list of ${size} bytes is two chunks that are alike`, () => {
    const row = "Abies alba Mill.\n";
    const sizes = cut(Buffer.from(row.repeat(size / row.length)), READ_BYTES).map(({ bytes }) => bytes.length);
    assert.equal(sizes.length, 2);
    assert.ok(Math.abs(sizes[0]! - sizes[1]!) <= 2 * row.length, `${sizes}`);
  });

test("a row that is longer than a chunk stays whole, and one without end is refused", () => {
  const long = `x${"y".repeat(300_000)}\n`;
  const chunks = cut(Buffer.from(`a\n${long}b\n`), READ_BYTES);
  assert.equal(chunks.map(({ bytes }) => bytes.toString()).join(""), `a\n${long}b\n`);
  assert.ok(chunks.some(({ bytes }) => bytes.includes(long)));
  const endless = () => cut(Buffer.alloc(2_000_000, "z"), READ_BYTES);
  assert.throws(endless, (error) => error instanceof BinomenError && error.code === "REQUEST_INVALID");
});

test("a line break between quotes does not end a row of a table", () => {
  const rows = Array.from({ length: 9_000 }, (_, i) => `${i},"Abies\nalba ""Mill."""\n`);
  const chunks = cut(Buffer.from(rows.join("")), 1_000, new RowCutter({ delimiter: ",", quote: '"', newline: "\n" }));
  for (const { bytes } of chunks) assert.match(bytes.toString(), /^\d+,".*"\n$/s);
  assert.equal(chunks.map(({ bytes }) => bytes.toString()).join(""), rows.join(""));
  assert.equal(chunks[1]!.firstLine, 1 + chunks[0]!.bytes.toString().split("\n").length - 1);
});

test("the last row may lack its line end", () => {
  const chunks = cut(Buffer.from("Abies alba\nPicea abies"), 5);
  assert.equal(chunks.map(({ bytes }) => bytes.toString()).join(""), "Abies alba\nPicea abies");
});
