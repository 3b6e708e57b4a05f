/** Names looked up together are those found one by one. */
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader, TOGETHER } from "../../src/image/read.ts";
import { foldName } from "../../src/names/keys/fold.ts";

const WORDS = ["abies", "alba", "albus", "baa", "abacum", "ab", "serra-taura", "serrataura"];
const words = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 });
const plainName = words.map((parts) => parts.join(" ").replace(/^./, (letter) => letter.toUpperCase()));

test("names and their only usages are found as one by one, present or not, homonyms too", () => {
  let found = 0;
  let sole = 0;
  fc.assert(
    fc.property(
      fc.array(plainName, { minLength: 20, maxLength: 90 }),
      fc.array(plainName, { minLength: 10, maxLength: TOGETHER }),
      (listed, asked) => {
        const usages = listed.map((scientificName, i) => ({
          id: String(i),
          scientificName,
          status: "ACCEPTED" as const,
          line: i,
        }));
        const image = new ImageReader(buildImage(usages, { checklistKey: "test" }));
        const together = image.namesTogether();
        for (const name of asked) assert.ok(together.add(name, name.length));
        together.find();
        asked.forEach((text, i) => {
          const name = image.exactName(foldName(text));
          assert.equal(together.names[i], name);
          assert.equal(together.soleUsages[i], name < 0 ? -1 : image.soleUsage(name));
          found += name < 0 ? 0 : 1;
          sole += together.soleUsages[i]! < 0 ? 0 : 1;
        });
      },
    ),
    { numRuns: 60 },
  );
  assert.ok(found > 200 && sole > 100 && sole < found, `${found} found, ${sole} alone`);
});

test("a name that is too long, other letters, and more names than there is room for are not taken", () => {
  const image = new ImageReader(
    buildImage([{ id: "1", scientificName: "Abies", status: "ACCEPTED", line: 1 }], { checklistKey: "test" }),
  );
  const together = image.namesTogether();
  const long = `A${"b".repeat(300)}`;
  assert.ok(!together.add(long, long.length));
  assert.ok(!together.add("Abiés", 5));
  for (let i = 0; i < TOGETHER; i++) assert.ok(together.add("Abies alba", 5));
  assert.ok(!together.add("Abies", 5));
  together.find();
  assert.ok(together.names.every((name) => image.canonicalName(image.firstUsage(name)) === "Abies"));
  together.clear();
  assert.ok(together.add("Abies", 5));
});
