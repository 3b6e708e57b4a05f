import assert from "node:assert/strict";
import test from "node:test";
import { openSource } from "../../src/archive/open.ts";
import { BUNDLED_BACKBONE } from "../../src/checklists/bundled.ts";
import { parseName } from "../../src/names/parse.ts";
import { COMMON_WORDS, UNKNOWN_WORDS, VAGUE_WORDS } from "../../src/names/words/prose.ts";

test("no word that begins prose, a common name or a placeholder is a genus of the bundled backbone", async () => {
  const words = new Set([...COMMON_WORDS, ...UNKNOWN_WORDS, ...VAGUE_WORDS]);
  const source = await openSource(BUNDLED_BACKBONE.path);
  let genera = 0;
  for await (const batch of source.usages())
    for (const { scientificName, rank } of batch) {
      if (rank !== "GENUS") continue;
      genera++;
      const first = scientificName.split(" ", 1)[0]!.toLowerCase();
      assert.ok(!words.has(first), `${scientificName} is a genus`);
    }
  await source.close();
  assert.ok(genera > 20_000 && words.size > 250, `${genera} genera, ${words.size} words`);
});

test("a string that begins with a common word is no name, in whatever case", () => {
  for (const word of COMMON_WORDS) {
    const capital = word.charAt(0).toUpperCase() + word.slice(1);
    for (const phrase of [`${word} near pond`, `${capital} near pond`, `${word} near pond`.toUpperCase()])
      assert.equal(parseName(phrase).quality, 0, phrase);
  }
});
