import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PARTS } from "../../bench/parts.ts";

const RUN = fileURLToPath(new URL("../../bench/run.ts", import.meta.url));
const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

test("every part has a script and a name of its own", () => {
  assert.ok(PARTS.length > 10);
  assert.deepEqual(
    PARTS.filter(({ script }) => scripts[script] === undefined),
    [],
  );
  assert.equal(new Set(PARTS.map(({ name }) => name)).size, PARTS.length);
  for (const { name } of PARTS) assert.match(name, /^[a-z-]+$/); // `--only` takes names with commas between them
});

test("what a part reads has been written by a part before it", () => {
  const before: string[] = [];
  let checked = 0;
  for (const { name, affordable, full } of PARTS) {
    for (const word of [...(affordable ?? []), ...full]) {
      if (word.endsWith(".img")) assert.ok(before.includes("build"), name);
      if (word.endsWith(".queries")) assert.ok(before.includes("queries"), name);
      if (word.startsWith(".cache/")) checked++;
    }
    before.push(name);
  }
  assert.ok(checked > 3);
});

test("parts are listed, and one that there is not is refused with those that there are", () => {
  const listed = spawnSync(process.execPath, [RUN, "--list", "--only", "match,gbif"], { encoding: "utf8" });
  assert.equal(listed.status, 0);
  assert.match(listed.stdout, /^gbif +npm run bench:gbif\nmatch +npm run bench:match\n$/);
  const refused = spawnSync(process.execPath, [RUN, "--only", "mach"], { encoding: "utf8" });
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /no part mach; known: names, .*match/);
});
