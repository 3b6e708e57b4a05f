import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test from "node:test";

const HEAP_SETTINGS = new URL("../../src/pool/heap-settings.ts", import.meta.url).href;

/** What a new process says of these statements. */
function run(statements: string): { said: string; complained: string } {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", statements], {
    encoding: "utf8",
  });
  return { said: stdout.trim(), complained: stderr };
}

test("V8 still knows every setting of the heap", () => {
  const settings = run(`import { setUpHeap } from ${JSON.stringify(HEAP_SETTINGS)}; setUpHeap(); console.log("set");`);
  assert.deepEqual(settings, { said: "set", complained: "" });
});

test("V8 tells of one that it does not know", () => {
  const { complained } = run(`import v8 from "node:v8"; v8.setFlagsFromString("--heap-growing-permille=1");`);
  assert.match(complained, /heap-growing-permille/);
});
