/** What Node compiled of the modules is kept for the next command, where it may be. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "binomen-compiled-"));
after(() => rmSync(folder, { recursive: true }));

function parse(environment: NodeJS.ProcessEnv): string {
  const { NODE_COMPILE_CACHE: _, NODE_DISABLE_COMPILE_CACHE: __, ...env } = process.env;
  const { stdout, status, stderr } = spawnSync(process.execPath, [MAIN, "parse", "Puma concolor"], {
    env: { ...env, ...environment },
    encoding: "utf8",
  });
  assert.deepEqual([status, stderr], [0, ""]);
  return stdout;
}

const filesIn = (cache: string) =>
  existsSync(cache)
    ? readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    : [];

test("compiled modules lie in the cache folder, or where the user wants them, or nowhere", () => {
  const [home, data, own, off] = ["home", "data", "own", "off"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  const first = parse({ XDG_CACHE_HOME: home });
  const kept = filesIn(join(home, "binomen", "compiled")).length;
  assert.ok(kept > 50, `${kept} files`);
  assert.equal(parse({ XDG_CACHE_HOME: home }), first);
  assert.equal(filesIn(join(home, "binomen", "compiled")).length, kept);

  assert.equal(parse({ XDG_CACHE_HOME: off, BINOMEN_DATA_DIR: data }), first);
  assert.ok(filesIn(join(data, "compiled")).length > 50);
  assert.equal(parse({ XDG_CACHE_HOME: off, NODE_COMPILE_CACHE: own }), first);
  assert.ok(filesIn(own).length > 50);
  assert.equal(parse({ XDG_CACHE_HOME: off, NODE_DISABLE_COMPILE_CACHE: "1" }), first);
  assert.deepEqual(filesIn(off), []);
});

test("a cache folder that cannot be written, or holds rubbish, changes no answer", () => {
  const blocked = join(folder, "blocked");
  writeFileSync(blocked, "a file where the folder should be");
  const rubbish = join(folder, "rubbish");
  const answer = parse({ XDG_CACHE_HOME: rubbish });
  assert.equal(parse({ XDG_CACHE_HOME: blocked }), answer);
  const files = filesIn(rubbish);
  assert.ok(files.length > 50);
  for (const { parentPath, name } of files) writeFileSync(join(parentPath, name), "rubbish");
  assert.equal(parse({ XDG_CACHE_HOME: rubbish }), answer);
});
