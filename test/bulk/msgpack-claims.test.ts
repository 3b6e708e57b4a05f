import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pack, unpack } from "msgpackr";
import { msgpackClaims } from "../../src/bulk/msgpack-claims.ts";
import { FORM } from "../../src/limits.ts";

for (const [what, hex] of [
  ["a list of 16,777,215 in a list of as many, 34 deep", "dd00ffffff".repeat(34)],
  ["a list of 4,294,967,295", "ddffffffff"],
  ["maps of 65,535 in each other", "deffff".repeat(40)],
  ["maps of 4,294,967,295", "91dfffffffff"],
  ["a text longer than what follows", "91d9ff61"],
  ["a text of 4 GB", "91dbffffffff"],
  ["bytes of 4 GB", "91c6ffffffff"],
  ["an extension of 4 GB", "91c9ffffffff01"],
  ["a cut length", "dd0000"],
  ["a list that lacks its last member", "92a161"],
  ["a map in the place of a key", "918180c081a16101"],
  ["a list in the place of a key", "919181900000"],
  ["bytes in the place of a key", "9181c4016100"],
  ["a time in the place of a key", "9181d6ff0000000000"],
  ["nil in the place of a key", "9181c000"],
  ["a number in the place of the second key", "9182a161010203"],
  ["a second value behind the first", "9090"],
  ["nothing", ""],
  ["the head that no type has", "91c1"],
  ["a record of the library", "91d47240"],
  ["a regular expression of the library", "91c7047861616161"],
  ["lists deeper than the limit", `${"91".repeat(FORM.depth + 2)}00`],
] as const)
  test(`MessagePack that is ${what} is refused unread`, () =>
    assert.notEqual(msgpackClaims(Buffer.from(hex, "hex"), 1000).problem, undefined));

test("a list of more names than a request may have is refused unread", () => {
  assert.equal(msgpackClaims(pack(["a", "b", "c"]), 3).problem, undefined);
  assert.equal(msgpackClaims(pack(["a", "b", "c"]), 2).problem, "too many");
});

test("whatever the library writes passes", () =>
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      assert.equal(msgpackClaims(pack([value]), 1).problem, undefined);
    }),
  ));

test("what passes is unpacked, and holds no more values than it has bytes", () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (random) => {
      const bytes = Buffer.from(random);
      if (msgpackClaims(bytes, 60).problem !== undefined) return;
      let values = 0;
      const count = (value: unknown): void => {
        values++;
        if (typeof value === "object" && value !== null && !(value instanceof Uint8Array))
          Object.values(value).forEach(count);
      };
      count(unpack(bytes));
      assert.ok(values <= bytes.length);
    }),
    { numRuns: 20_000 },
  ));
