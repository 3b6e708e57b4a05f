import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeText, encodedLength, encodeText } from "../../src/image/layout/text.ts";

test("text of any letters comes back from its bytes, which are UTF-8", () =>
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), fc.nat(5), (text, at) => {
      const bytes = new Uint8Array(new SharedArrayBuffer(at + 3 * text.length));
      const end = encodeText(text, bytes, at);
      assert.equal(end - at, encodedLength(text));
      assert.deepEqual(Buffer.from(bytes.slice(at, end)), Buffer.from(text, "utf8"));
      assert.equal(decodeText(bytes, at, end), text);
    }),
  ));

test("half of a surrogate pair becomes the replacement character", () => {
  const bytes = new Uint8Array(16);
  assert.equal(decodeText(bytes, 0, encodeText("a\ud800b", bytes)), "a\ufffdb");
});
