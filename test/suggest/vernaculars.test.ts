import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { keepVernaculars, Vernaculars, vernacularFile } from "../../src/suggest/vernaculars.ts";

const NAMES = [
  { usageId: "1", vernacularName: "mountain lion", language: "en" },
  { usageId: "1", vernacularName: "Löwe der Berge", language: "de" },
  { usageId: "2", vernacularName: "common sunflower" },
];

function imagePath(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "binomen-vernaculars-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, "a.img");
}

async function* listOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

test("common names are found by the beginning of any word, whatever the case and the accents", async (t) => {
  const path = imagePath(t);
  assert.equal(await keepVernaculars(listOf(NAMES), path), 3);
  const vernaculars = new Vernaculars(path);
  const find = async (typed: string) =>
    (await vernaculars.find(typed, 5, async () => {})).map(({ usageId }) => usageId);
  assert.deepEqual(await find("Lion"), ["1"]);
  assert.deepEqual(await find("lowe"), ["1"]);
  assert.deepEqual(await find("sunfl"), ["2"]);
  assert.deepEqual(await find("tiger"), []);
});

test("a source without common names leaves no file, and nothing is found", async (t) => {
  const path = imagePath(t);
  await keepVernaculars(listOf(NAMES), path);
  await keepVernaculars(listOf([]), path);
  assert.equal(existsSync(vernacularFile(path)), false);
  assert.deepEqual(await new Vernaculars(path).find("lion", 5, async () => {}), []);
});
