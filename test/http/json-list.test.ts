import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BinomenError } from "../../src/errors.ts";
import { readJsonList } from "../../src/http/json-list.ts";
import { FORM } from "../../src/limits.ts";

/** Long enough not to be read at once. */
const PADDING = " ".repeat(1 << 18);

const asItIs = (member: unknown) => member;
const read = (text: string, most = 1e6) => readJsonList(Buffer.from(text + PADDING), most, asItIs);

test("a long array has the members that JSON.parse finds", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), fc.boolean(), async (members, isSpaced) => {
      const text = JSON.stringify(members, undefined, isSpaced ? "\t" : undefined);
      assert.deepEqual(await read(text), JSON.parse(text));
    }),
  ));

test("whatever long bytes are, they are an array as JSON.parse says, or refused", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom("[", "]", "{", "}", ",", ":", '"', "\\", '\\"', "1", "null", " ", '"a"', "é")),
      async (parts) => {
        const text = parts.join("");
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expected = undefined;
        }
        const outcome = await read(text).catch((error: unknown) => {
          assert.ok(error instanceof BinomenError, String(error));
          return undefined;
        });
        assert.deepEqual(outcome, Array.isArray(expected) ? expected : undefined);
      },
    ),
    { numRuns: 1_000 },
  ));

for (const [what, text, code] of [
  ["more members than may be", "[1,2,3,4]", "REQUEST_TOO_LARGE"],
  ["a member longer than a row", `["${"a".repeat(FORM.rowBytes)}"]`, "REQUEST_TOO_LARGE"],
  ["a member without end", `[${"[".repeat(3_000_000)}`, "REQUEST_TOO_LARGE"],
  ["a text without end", `["${"a".repeat(3_000_000)}`, "REQUEST_TOO_LARGE"],
  ["an object", '{"a":[]}', "REQUEST_INVALID"],
  ["nothing", "", "REQUEST_INVALID"],
  ["a comma at the end", "[1,]", "REQUEST_INVALID"],
  ["something behind", "[1] 2", "REQUEST_INVALID"],
  ["brackets that do not fit", "[1}", "REQUEST_INVALID"],
] as const)
  test(`an array with ${what} is refused`, () => assert.rejects(read(text, 3), { code }));

test("others have their turn while a long array is read", async () => {
  let turns = 0;
  let isRead = false;
  const immediate = () => {
    turns++;
    if (!isRead) setImmediate(immediate);
  };
  setImmediate(immediate);
  const members = await readJsonList(Buffer.from(`[${'{"a":[1,2,3]},'.repeat(150_000)}0]`), 1e6, asItIs);
  isRead = true;
  assert.equal(members.length, 150_001);
  assert.ok(turns > 5, `${turns} turns`);
});
