import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { KeyRing } from "../../src/access/keys.ts";
import { SCOPES } from "../../src/access/scopes.ts";
import { BinomenError } from "../../src/errors.ts";

const DAY = 86_400_000;

function ringAt(t: TestContext, clock = { now: Date.UTC(2030, 0, 1) }) {
  const directory = mkdtempSync(join(tmpdir(), "binomen-keys-"));
  const ring = new KeyRing(directory, () => clock.now);
  t.after(async () => {
    await ring.close();
    rmSync(directory, { recursive: true });
  });
  return { ring, directory, clock };
}

const code = (expected: string) => (error: unknown) => error instanceof BinomenError && error.code === expected;

test("a new key is let in with its scopes, in the catalogue's order, and listed without its secret", async (t) => {
  const { ring } = ringAt(t);
  const { key, token } = await ring.create("portal", ["changes:read", "facets:read"]);
  const verdict = ring.verify(token);
  assert.ok("key" in verdict);
  assert.equal(verdict.key.id, key.id);
  assert.deepEqual(verdict.key.scopes, ["facets:read", "changes:read"]);
  assert.deepEqual(Object.keys(ring.list()[0] as object).includes("secret"), false);
});

test("no secret stands in the file, which only its owner may read", async (t) => {
  const { ring, directory } = ringAt(t);
  const { token } = await ring.create("portal", ["admin"]);
  const path = join(directory, "keys.lmdb");
  const bytes = readFileSync(path);
  assert.equal(bytes.includes(token.slice(17)), false);
  assert.equal(bytes.includes("portal"), true);
  assert.equal(statSync(path).mode & 0o077, 0);
});

test("without any key everything is refused, and the refusal says why", (t) => {
  const { ring } = ringAt(t);
  for (const token of ["", "undefined", `bnm_${"0".repeat(12)}_${"A".repeat(43)}`])
    assert.deepEqual(ring.verify(token), { refused: "none-configured" });
});

test("a token that differs in one character anywhere is refused", async (t) => {
  const { ring } = ringAt(t);
  const { token } = await ring.create("portal", ["admin"]);
  for (let at = 0; at < token.length; at++) {
    // The last base64url character of 32 bytes carries 4 bits: change a carried one.
    const other = String.fromCharCode(token.charCodeAt(at) === 65 ? 81 : 65);
    assert.ok("refused" in ring.verify(token.slice(0, at) + other + token.slice(at + 1)), `position ${at}`);
  }
  assert.ok("refused" in ring.verify(`${token}A`));
  assert.ok("key" in ring.verify(token));
});

test("a key is refused from its expiry on", async (t) => {
  const { ring, clock } = ringAt(t);
  await ring.create("other", ["admin"]);
  const { token } = await ring.create("portal", ["admin"], clock.now + DAY);
  clock.now += DAY - 1;
  assert.ok("key" in ring.verify(token));
  clock.now += 1;
  assert.deepEqual(ring.verify(token), { refused: "expired" });
});

test("rotation lets both keys in during the overlap and only the new one after it", async (t) => {
  const { ring, clock } = ringAt(t);
  const old = await ring.create("portal", ["changes:read"], clock.now + 90 * DAY);
  clock.now += 80 * DAY;
  const next = await ring.rotate(old.key.id, 7 * DAY);
  assert.equal(next.key.expires, clock.now + 90 * DAY);
  assert.deepEqual(next.key.scopes, ["changes:read"]);
  assert.ok("key" in ring.verify(old.token) && "key" in ring.verify(next.token));
  await assert.rejects(ring.rotate(old.key.id, DAY), code("CONFIG_INVALID"));
  clock.now += 7 * DAY;
  assert.deepEqual(ring.verify(old.token), { refused: "expired" });
  assert.ok("key" in ring.verify(next.token));
});

test("rotation never makes a key live longer than it would have", async (t) => {
  const { ring, clock } = ringAt(t);
  const old = await ring.create("portal", ["admin"], clock.now + DAY);
  await ring.rotate(old.key.id, 30 * DAY);
  clock.now += DAY;
  assert.deepEqual(ring.verify(old.token), { refused: "expired" });
});

test("a key that another process revokes is refused at once", async (t) => {
  const { ring, directory } = ringAt(t);
  await ring.create("other", ["admin"]);
  const { key, token } = await ring.create("portal", ["admin"]);
  assert.ok("key" in ring.verify(token));
  const module = new URL("../../src/access/keys.ts", import.meta.url).href;
  const script = `const { KeyRing } = await import(${JSON.stringify(module)});
    const ring = new KeyRing(${JSON.stringify(directory)}); await ring.revoke(${JSON.stringify(key.id)}); await ring.close();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
  const exit = await new Promise((resolve) => child.once("exit", resolve));
  assert.equal(exit, 0);
  assert.deepEqual(ring.verify(token), { refused: "revoked" });
});

test("last use is kept to the minute and survives a restart", async (t) => {
  const { ring, directory, clock } = ringAt(t);
  const { token } = await ring.create("portal", ["admin"]);
  assert.equal(ring.list()[0]?.lastUsed, null);
  const first = clock.now;
  ring.verify(token);
  clock.now += 59_000;
  ring.verify(token);
  await ring.close();
  const again = new KeyRing(directory);
  t.after(() => again.close());
  assert.equal(again.list()[0]?.lastUsed, first);
});

test("a key for certain sources keeps them when it is rotated, and they need import:write", async (t) => {
  const { ring } = ringAt(t);
  const old = await ring.create("editor", ["import:write"], null, [6, 7]);
  assert.deepEqual((await ring.rotate(old.key.id, 0)).key.sources, [6, 7]);
  await assert.rejects(ring.create("editor", ["facets:read"], null, [6]), code("CONFIG_INVALID"));
  await assert.rejects(ring.create("editor", ["import:write", "admin"], null, [6]), code("CONFIG_INVALID"));
});

test("keys without scope, without label or already expired are not made", async (t) => {
  const { ring, clock } = ringAt(t);
  await assert.rejects(ring.create("portal", []), code("CONFIG_INVALID"));
  await assert.rejects(ring.create("  ", SCOPES), code("CONFIG_INVALID"));
  await assert.rejects(ring.create("portal", SCOPES, clock.now), code("CONFIG_INVALID"));
  await assert.rejects(ring.revoke("abc"), code("KEY_UNKNOWN"));
  assert.deepEqual(ring.list(), []);
});
