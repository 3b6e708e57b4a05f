import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { ByteSink } from "../../src/answer/bytes/byte-sink.ts";
import { copyBytes } from "../../src/image/layout/literals.ts";

/** Any strings: long ones, lone surrogates, quotes, control characters. */
const texts = fc.array(
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: fc.constantFrom("a", '"', "\\", "\n", "é", "×", "…", "\ud800", "\udc00", "𝒜") }),
  ),
);

const textOf = (sink: ByteSink) => Buffer.from(sink.copy()).toString();

test("what is written is UTF-8, whatever the sink had room for", () =>
  fc.assert(
    fc.property(texts, (all) => {
      const sink = new ByteSink(1);
      for (const text of all) sink.write(text);
      assert.deepEqual(Buffer.from(sink.copy()), Buffer.concat(all.map((text) => Buffer.from(text))));
    }),
  ));

test("what is quoted is what JSON.stringify writes", () =>
  fc.assert(
    fc.property(texts, (all) => {
      const sink = new ByteSink(1);
      for (const text of all) sink.writeQuoted(text);
      assert.equal(textOf(sink), all.map((text) => JSON.stringify(text)).join(""));
    }),
  ));

test("a number is what String makes of it", () =>
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: -5, max: 1100 }), fc.double()), (value) => {
      const sink = new ByteSink(1);
      sink.writeNumber(value);
      assert.equal(textOf(sink), String(value));
    }),
  ));

test("pieces are copied into reserved room, also when the sink grows meanwhile", () => {
  const sink = new ByteSink(8);
  sink.write("ab cd");
  for (const [start, length] of [
    [3, 2],
    [0, 7],
    [0, 14],
  ] as const) {
    sink.reserve(length);
    sink.length = copyBytes(sink.view, start, length, sink.view, sink.length);
  }
  assert.equal(textOf(sink), "ab cdcdab cdcdab cdcdab cdcd");
  assert.equal(sink.copy(7).length, 21);
});
