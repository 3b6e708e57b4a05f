import assert from "node:assert/strict";
import { test } from "node:test";
import { commentFaults, drawing, drawingFaults, quoteFaults, redrawn, roomFaults, wordListFaults } from "./rooms.ts";

const houseOf = (files: Record<string, string>) => new Map(Object.entries(files));
const WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen";

test("a room with 21 files, and a room without a rule, are faults", () => {
  const files = Array.from({ length: 21 }, (_, n) => [`names/keys/k${n}.ts`, ""]);
  const house = houseOf({ ...Object.fromEntries(files), "attic/box.ts": "" });
  assert.equal(roomFaults(house, ["names/"]).length, 2);
  assert.deepEqual(roomFaults(houseOf({ "names/keys/fold.ts": "" }), ["names/"]), []);
});

for (const [written, code] of [
  ["in one string", `new Set("${WORDS}".split(" "))`],
  ["in several strings", `new Set(("${WORDS.slice(0, 30)}" +\n  "${WORDS.slice(30)}").split(" "))`],
  ["as an array", `[${WORDS.split(" ").map((word) => `"${word}"`)}]`],
] as const)
  test(`a list of sixteen words ${written} is a fault outside the rooms of words`, () => {
    assert.equal(wordListFaults(houseOf({ "matcher/query/x.ts": code })).length, 1);
    assert.deepEqual(wordListFaults(houseOf({ "names/words/x.ts": code })), []);
  });

test("a comparison with a quotation mark is a fault outside the rooms that read quotes", () => {
  const code = "if (text.charCodeAt(at) === 0x22) quoted = !quoted;";
  assert.deepEqual(quoteFaults(houseOf({ "archive/x.ts": `\n${code}` })), [
    "src/archive/x.ts:2 reads quotes of a table",
  ]);
  assert.deepEqual(quoteFaults(houseOf({ "tables/x.ts": code })), []);
});

test("the drawing differs from a house with another room, and not from its own", () => {
  const house = houseOf({ "names/keys/fold.ts": "a\n".repeat(900), "names/text/scan.ts": "" });
  const map = redrawn(house, "## Rooms\n\n```\nold\n```\n\nmore\n");
  assert.ok(map.includes(drawing(house)) && map.endsWith("more\n") && !map.includes("old"));
  assert.deepEqual(drawingFaults(house, map), []);
  assert.match(drawingFaults(houseOf({ ...Object.fromEntries(house), "attic/x.ts": "" }), map).join(), /attic/);
  assert.match(
    drawingFaults(houseOf({ "names/keys/fold.ts": "a\n" }), map).join(),
    /0\.9 k lines.*text\/, which is gone/,
  );
});

test("a comment that names a file or links a name which is not there is a fault", () => {
  const house = houseOf({
    "names/keys/fold.ts":
      "/** As `stem.ts` and {@link foldName}, see keys/gone.ts and {@link lostName}. */\nexport const foldName = 1;",
    "names/keys/stem.ts": "// bench/names.ts measures it",
  });
  assert.deepEqual(commentFaults(house, new Set(["bench/names.ts"])), [
    "src/names/keys/fold.ts: a comment names keys/gone.ts, which is not there",
    "src/names/keys/fold.ts: a comment links lostName, which is not there",
  ]);
});
