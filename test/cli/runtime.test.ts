import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { isTuned, TUNED_OPTIONS, tunedStart } from "../../src/cli/terminal/runtime.ts";

const RUNTIME = new URL("../../src/cli/terminal/runtime.ts", import.meta.url).href;

describe("a command is started anew", () => {
  test("with V8's settings, and with large pages where the system gives them on request", () => {
    assert.deepEqual(tunedStart(["--enable-source-maps"], { HOME: "/home/a" }, "always [madvise] never\n"), {
      options: ["--enable-source-maps", ...TUNED_OPTIONS],
      environment: { HOME: "/home/a", GLIBC_TUNABLES: "glibc.malloc.hugetlb=1" },
    });
  });

  test("beside other tunables", () => {
    const start = tunedStart([], { GLIBC_TUNABLES: "glibc.malloc.check=3" }, "[madvise]");
    assert.equal(start?.environment["GLIBC_TUNABLES"], "glibc.malloc.check=3:glibc.malloc.hugetlb=1");
  });

  test("without large pages when the system always gives them, never does, or knows none", () => {
    for (const mode of ["[always] madvise never", "always madvise [never]", undefined])
      assert.deepEqual(tunedStart([], {}, mode)?.environment, {}, mode);
  });

  test("but not twice", () => {
    const { options, environment } = tunedStart([], {}, "[madvise]")!;
    assert.equal(tunedStart(options, environment, "[madvise]"), undefined);
  });

  test("but not against the user's own settings, however they are written", () => {
    const environment = { GLIBC_TUNABLES: "glibc.malloc.hugetlb=0", NODE_OPTIONS: "--max_semi_space_size=64" };
    const options = ["--allocation-site-pretenuring", "--heap-growing-percent=50"];
    assert.equal(tunedStart(options, environment, "[madvise]"), undefined);
  });
});

/** What a new process says of these statements. */
function run(statements: string): { said: string; complained: string } {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", statements], {
    encoding: "utf8",
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  return { said: stdout.trim(), complained: stderr };
}

test("V8 still knows every option of a tuned process", () => {
  const { status, stderr } = spawnSync(process.execPath, [...TUNED_OPTIONS, "-e", ""], { encoding: "utf8" });
  assert.equal(stderr, "");
  assert.equal(status, 0);
  const unknown = spawnSync(process.execPath, ["--heap-growing-permille=1", "-e", ""], { encoding: "utf8" });
  assert.match(unknown.stderr, /heap-growing-permille/, "an option that V8 does not know is noticed");
});

test("a process that restarts itself is tuned, and with tuning off it stays as it is", {
  skip: process.execve === undefined && "this Node cannot replace its process",
}, () => {
  const program = (tuning: string) =>
    `import { isTuned, restartTuned } from ${JSON.stringify(RUNTIME)}; restartTuned("${tuning}"); console.log(isTuned());`;
  assert.deepEqual(run(program("on")), { said: "true", complained: "" });
  assert.deepEqual(run(program("off")), { said: "false", complained: "" });
  assert.equal(isTuned([]), false);
});
