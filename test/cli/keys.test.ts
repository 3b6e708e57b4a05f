import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { KeyRing } from "../../src/access/keys.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;

function keysIn(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), "binomen-cli-keys-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const keys = (...given: string[]) => {
    const command = [MAIN, "keys", ...given, "--data-dir", directory];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
    return { status, stdout, stderr };
  };
  return { directory, keys };
}

test("keys create prints the token alone, which opens what it was made for", async (t) => {
  const { directory, keys } = keysIn(t);
  const made = keys(
    "create",
    "--label",
    "portal",
    "--scope",
    "changes:read",
    "--scope",
    "facets:read",
    "--expires",
    "90d",
  );
  assert.equal(made.status, 0, made.stderr);
  assert.match(made.stdout, /^bnm_[0-9a-f]{12}_[\w-]{43}\n$/);
  assert.match(made.stderr, /once only/);
  const ring = new KeyRing(directory);
  t.after(() => ring.close());
  const verdict = ring.verify(made.stdout.trim());
  assert.ok("key" in verdict);
  assert.deepEqual(verdict.key.scopes, ["facets:read", "changes:read"]);
  assert.ok(Math.abs(verdict.key.expires! - Date.now() - 90 * 86_400_000) < 60_000);
});

test("keys list, rotate and revoke show and change the state, and the audit log keeps no secret", (t) => {
  const { directory, keys } = keysIn(t);
  const token = keys("create", "--label", "portal", "--scope", "admin").stdout.trim();
  const id = token.slice(4, 16);
  assert.match(keys("list").stdout, new RegExp(`${id} +valid +admin +- +portal`));
  const next = keys("rotate", id, "--overlap", "0s");
  assert.equal(next.status, 0, next.stderr);
  assert.match(keys("list").stdout, new RegExp(`${id} +expired`));
  const nextId = next.stdout.slice(4, 16);
  assert.equal(keys("revoke", nextId).status, 0);
  const listed = JSON.parse(keys("list", "--json").stdout) as { id: string; revoked: string | null }[];
  assert.match(listed.find((key) => key.id === nextId)?.revoked ?? "", /^\d{4}-/);
  const audit = readFileSync(join(directory, "audit.jsonl"), "utf8");
  assert.deepEqual(
    audit
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).action),
    ["keys create", "keys rotate", "keys revoke"],
  );
  for (const secret of [token.slice(17), next.stdout.slice(17).trim()]) assert.equal(audit.includes(secret), false);
});

test("keys create takes sources that import:write is restricted to, and list shows them", (t) => {
  const { keys } = keysIn(t);
  const made = keys("create", "--label", "editor", "--scope", "import:write", "--source", "6", "--source", "7");
  assert.equal(made.status, 0, made.stderr);
  assert.match(keys("list").stdout, /import:write:6\+7/);
});

for (const [mistake, given, exit, said] of [
  ["an unknown scope", ["create", "--label", "x", "--scope", "root"], 2, /admin/],
  ["no scope", ["create", "--label", "x"], 2, /--scope/],
  ["an expiry that is no time", ["create", "--label", "x", "--scope", "admin", "--expires", "soon"], 2, /90d/],
  ["an expiry in the past", ["create", "--label", "x", "--scope", "admin", "--expires", "2001-01-01"], 2, /past/],
  ["an unknown key", ["revoke", "0123456789ab"], 1, /binomen keys list/],
] as const)
  test(`${mistake} ends with exit code ${exit} and says what would be right`, (t) => {
    const { status, stdout, stderr } = keysIn(t).keys(...given);
    assert.equal(status, exit, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, said);
  });
