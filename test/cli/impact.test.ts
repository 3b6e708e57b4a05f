/** What `binomen impact` says of a list that is not there: as all commands do, whatever opened it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

test("a list that is not there is named, and that it is not there", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "binomen-impact-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const source = join(folder, "cats.csv");
  writeFileSync(source, "scientificName\nPuma concolor\n");
  const absent = join(folder, "names.tsv");
  const args = [MAIN, "impact", source, source, absent, "--data-dir", folder];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /names\.tsv: no such file or folder/);
});
