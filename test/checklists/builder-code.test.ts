import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { builderCode, checksumOfCode } from "../../src/checklists/builder-code.ts";
import { keptImagePath } from "../../src/checklists/image-folder.ts";

const SOURCES = join(import.meta.dirname, "../../src");

test("the name of a kept image bears the code that built it", () => {
  assert.match(builderCode(), /^[0-9a-f]{12}$/);
  assert.match(
    keptImagePath("/kept", "col", "0f3a91c2b4d5e6f7aa"),
    new RegExp(`col-0f3a91c2b4d5e6f7-f\\d+-${builderCode()}\\.img$`),
  );
});

for (const file of [
  "names/parse.ts",
  "image/names/build-names.ts",
  "taxonomy/rank.ts",
  "tables/cells.ts",
  "archive/dwca.ts",
])
  test(`a change of ${file} gives images another name, so that no image of other code answers`, (t) => {
    const root = mkdtempSync(join(tmpdir(), "code-"));
    t.after(() => rmSync(root, { recursive: true }));
    cpSync(SOURCES, root, { recursive: true });
    const before = checksumOfCode(root);
    assert.equal(before, checksumOfCode(SOURCES), "the place does not count");
    appendFileSync(join(root, file), "\n");
    assert.notEqual(checksumOfCode(root), before);
  });
