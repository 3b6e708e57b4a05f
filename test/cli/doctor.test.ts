import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { KeyRing } from "../../src/access/keys.ts";
import { temporaryFolder } from "../http/small-service.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;

interface Finding {
  check: string;
  state: "good" | "doubtful" | "wrong";
  found: string;
  change?: string;
}

function examined(
  t: TestContext,
  spoil: (folder: string) => string[] | undefined,
): { status: number | null; wrong: Finding[] } {
  const folder = temporaryFolder(t);
  const flags = spoil(folder) ?? [];
  const { status, stdout } = spawnSync(process.execPath, [MAIN, "doctor", "--json", "--data-dir", folder, ...flags], {
    encoding: "utf8",
    env: { ...process.env, BINOMEN_MAX_CONNECTIONS: "10" },
  });
  const findings = JSON.parse(stdout) as Finding[];
  assert.ok(findings.length > 8);
  return { status, wrong: findings.filter(({ state }) => state === "wrong") };
}

test("a folder with nothing in it is good for a server", (t) => {
  const { status, wrong } = examined(t, () => undefined);
  assert.deepEqual(wrong, []);
  assert.equal(status, 0);
});

for (const [what, spoil, check] of [
  ["keys that others may read", async (folder: string) => chmodSync(join(folder, "keys.lmdb"), 0o644), /^privacy/],
  ["keys that are cut", async (folder: string) => writeFileSync(join(folder, "keys.lmdb"), "x".repeat(5000)), /^store/],
  [
    "an image that is none",
    async (folder: string) => writeFileSync(join(folder, "a.img"), "x".repeat(5000)),
    /^backbone/,
  ],
  [
    "a clock that was set back",
    async (folder: string) =>
      writeFileSync(join(folder, "audit.jsonl"), '{"at":"2999-01-01T00:00:00.000Z"}\n', { mode: 0o600 }),
    /^clock/,
  ],
] as const)
  test(`${what} are found, with what to do`, async (t) => {
    const folder = temporaryFolder(t);
    const keys = new KeyRing(folder);
    await keys.close();
    await spoil(folder);
    const { status, wrong } = examined(t, () => [
      "--data-dir",
      folder,
      ...(what.includes("image") ? ["--backbone", join(folder, "a.img")] : []),
    ]);
    assert.equal(status, 1);
    assert.ok(wrong.length > 0);
    for (const { check: found, change } of wrong) {
      assert.match(found, check);
      assert.ok(change);
    }
  });
