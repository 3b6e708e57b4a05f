import assert from "node:assert/strict";
import { test } from "node:test";
import {
  longNumberText,
  mayHaveLongNumbers,
  parseLongAsRaw,
  parseLongAsText,
  withoutRaw,
  withRaw,
} from "../../src/tables/long-numbers.ts";

/** Numbers of which JavaScript would keep another one, or none. */
const LONG = [
  "12345678901234567890",
  "-9007199254740993",
  "9223372036854775807",
  "123456789012345678901234567890",
  "0.12345678901234567890123",
  "-12.345678901234567891",
  "12345678901234567.5e3",
  "1e400",
  "-2E+308",
];

/** Numbers that are kept whole, however long they are written. */
const SHORT = ["0", "-1", "9007199254740991", "1.5", "100000000000000000000", "0.1", "1.0000000000000000000", "1e21"];

test("numbers with more digits than JavaScript keeps are written again as they were, at any depth", () => {
  for (const source of LONG) {
    for (const text of [source, `[${source}]`, `{"a":{"b":[1,${source},"x"]}}`])
      assert.equal(JSON.stringify(parseLongAsRaw(text)), text);
    assert.ok(mayHaveLongNumbers(source), source);
    assert.equal(longNumberText(parseLongAsRaw(source)), source);
    assert.deepEqual(parseLongAsText(`{"a":${source}}`), { a: source });
  }
});

test("other numbers, and texts of digits, are what JSON.parse makes of them", () => {
  for (const source of SHORT) assert.equal(parseLongAsRaw(source), Number(source), source);
  const text = '{"a":"12345678901234567890","b":[1.25,null,true],"1234567890123456":2}';
  assert.deepEqual(parseLongAsRaw(text), JSON.parse(text));
  assert.equal(longNumberText({ rawJSON: "1" }), undefined);
});

test("what is nested too deeply for a reviver is still given to whoever refuses it", () => {
  const depth = 200_000;
  const value = parseLongAsRaw(`${"[".repeat(depth)}12345678901234567890${"]".repeat(depth)}`);
  assert.ok(Array.isArray(value));
});

test("a form without texts of numbers gets whole numbers of 64 bits, and others as text", () => {
  const kept = parseLongAsRaw('{"a":[18446744073709551615,-9223372036854775808],"b":18446744073709551616,"c":1e400}');
  assert.deepEqual(withoutRaw(kept), {
    a: [18446744073709551615n, -9223372036854775808n],
    b: "18446744073709551616",
    c: "1e400",
  });
  const bytes = new Uint8Array([1, 2]);
  assert.equal(JSON.stringify(withRaw({ a: [18446744073709551615n] })), '{"a":[18446744073709551615]}');
  assert.equal((withRaw({ bytes }) as { bytes: Uint8Array }).bytes, bytes);
});
