import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import swagger from "@fastify/swagger";
import fastify from "fastify";
import type { AuditEntry } from "../../src/access/audit.ts";
import { KeyRing } from "../../src/access/keys.ts";
import type { Scope } from "../../src/access/scopes.ts";
import { BinomenError } from "../../src/errors.ts";
import { addAuth, KEY_SCHEME, requireScope } from "../../src/http/auth.ts";

async function guardedApp(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), "binomen-auth-"));
  const keys = new KeyRing(directory);
  const audit: AuditEntry[] = [];
  const clock = { now: 0 };
  const app = fastify();
  app.setErrorHandler((error, _request, reply) =>
    reply
      .code(error instanceof BinomenError ? error.status : ((error as { statusCode?: number }).statusCode ?? 500))
      .send({ code: error instanceof BinomenError ? error.code : "INTERNAL", message: (error as Error).message }),
  );
  addAuth(app, {
    keys,
    audit: { record: (entry) => audit.push(entry) },
    config: { rateBurst: 100, ratePerSecond: 10 },
    now: () => clock.now,
  });
  app.get("/open", () => "open");
  app.get("/changes", requireScope("changes:read"), (request) => ({ label: request.apiKey?.label }));
  app.get("/facets/api.php", requireScope("facets:read", { dialectA: true }), () => []);
  const cost = (request: { body: unknown }) => (request.body as unknown[]).length;
  app.post("/values", requireScope("facets:read", { cost }), () => "done");
  const sourceOf = (request: { params: unknown }) => Number((request.params as { id: string }).id);
  app.post("/sources/:id", requireScope("import:write", { sourceOf }), () => "imported");
  app.post("/vocabulary", requireScope("import:write"), () => "changed");
  app.post("/admin/swap", requireScope("admin"), () => "done");
  t.after(async () => {
    await app.close();
    await keys.close();
    rmSync(directory, { recursive: true });
  });
  const token = async (...scopes: Scope[]) => (await keys.create("portal", scopes)).token;
  const ask = (url: string, key?: string, body?: unknown[]) =>
    app.inject({
      method: body ? "POST" : "GET",
      url,
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      ...(body ? { payload: body } : {}),
    });
  return { app, keys, audit, clock, token, ask };
}

test("public routes need no key, even when none is configured", async (t) => {
  const { ask } = await guardedApp(t);
  assert.equal((await ask("/open")).statusCode, 200);
});

test("guarded routes are closed while no key is configured", async (t) => {
  const { ask } = await guardedApp(t);
  const reply = await ask("/changes", "undefined");
  assert.equal(reply.statusCode, 401);
  assert.match(reply.json().message, /no valid key/);
});

test("a missing key is answered 401 with a challenge, a wrong one with the reason", async (t) => {
  const { ask, token } = await guardedApp(t);
  const key = await token("changes:read");
  const missing = await ask("/changes");
  assert.equal(missing.statusCode, 401);
  assert.equal(missing.headers["www-authenticate"], 'Bearer realm="binomen"');
  const wrong = await ask("/changes", `${key.slice(0, -4)}AAAA`);
  assert.equal(wrong.statusCode, 401);
  assert.match(String(wrong.headers["www-authenticate"]), /error="invalid_token"/);
  assert.equal((await ask("/changes", key)).json().label, "portal");
});

test("the scheme is read without regard to case, other schemes are refused", async (t) => {
  const { app, token } = await guardedApp(t);
  const key = await token("changes:read");
  const status = async (authorization: string) =>
    (await app.inject({ url: "/changes", headers: { authorization } })).statusCode;
  assert.equal(await status(`bearer ${key}`), 200);
  assert.equal(await status(`Basic ${key}`), 401);
  assert.equal(await status(key), 401);
});

test("a key in the URL is refused even beside a good header", async (t) => {
  const { ask, token } = await guardedApp(t);
  const key = await token("changes:read");
  for (const name of ["bearer_token", "access_token", "api_key"])
    assert.equal((await ask(`/changes?${name}=${key}`, key)).statusCode, 401, name);
});

test("dialect A's clients get the sentence they know, with a challenge", async (t) => {
  const { ask } = await guardedApp(t);
  const reply = await ask("/facets/api.php");
  assert.equal(reply.statusCode, 401);
  assert.equal(reply.body, "Unauthorized: You must provide a bearer token!");
  assert.match(String(reply.headers["content-type"]), /^text\/plain/);
  assert.ok(reply.headers["www-authenticate"]);
});

test("a key without the scope is answered 403 and named the scope it lacks", async (t) => {
  const { ask, token } = await guardedApp(t);
  const reply = await ask("/admin/swap", await token("facets:read", "changes:read", "import:write"), []);
  assert.equal(reply.statusCode, 403);
  assert.match(String(reply.headers["www-authenticate"]), /scope="admin"/);
});

test("a key for certain sources imports these and changes nothing else", async (t) => {
  const { ask, keys, audit } = await guardedApp(t);
  const { token } = await keys.create("editor", ["import:write"], null, [6, 7]);
  assert.equal((await ask("/sources/6", token, [])).statusCode, 200);
  assert.equal((await ask("/sources/7", token, [])).statusCode, 200);
  const other = await ask("/sources/8", token, []);
  assert.equal(other.statusCode, 403);
  assert.match(other.json().message, /source 8/);
  assert.equal((await ask("/vocabulary", token, [])).statusCode, 403);
  assert.deepEqual(
    audit.map(({ action, outcome }) => `${action} ${outcome}`),
    ["POST /sources/6 granted", "POST /sources/7 granted", "POST /sources/8 forbidden", "POST /vocabulary forbidden"],
  );
  const all = await keys.create("curator", ["import:write"]);
  assert.equal((await ask("/sources/8", all.token, [])).statusCode, 200);
  assert.equal((await ask("/vocabulary", all.token, [])).statusCode, 200);
});

test("admin is good for every scope", async (t) => {
  const { ask, token } = await guardedApp(t);
  const key = await token("admin");
  assert.equal((await ask("/changes", key)).statusCode, 200);
  assert.equal((await ask("/admin/swap", key, [])).statusCode, 200);
});

test("a revoked key is refused by the running server", async (t) => {
  const { ask, token, keys } = await guardedApp(t);
  const key = await token("changes:read");
  await token("admin");
  assert.equal((await ask("/changes", key)).statusCode, 200);
  await keys.revoke(key.slice(4, 16));
  assert.match((await ask("/changes", key)).json().message, /revoked/);
});

test("the size of the body is charged, and 429 says when to come back", async (t) => {
  const { ask, token, clock } = await guardedApp(t);
  const key = await token("facets:read");
  const first = await ask("/values", key, new Array(150).fill(0));
  assert.equal(first.statusCode, 200);
  assert.equal(first.headers["ratelimit-limit"], "100");
  assert.equal(first.headers["ratelimit-remaining"], "0");
  const second = await ask("/values", key, [0]);
  assert.equal(second.statusCode, 429);
  assert.equal(second.json().code, "RATE_LIMITED");
  assert.equal(second.headers["retry-after"], "5");
  clock.now += 5_001;
  assert.equal((await ask("/values", key, [0])).statusCode, 200);
});

test("an address that keeps sending wrong keys is slowed down, others are not concerned", async (t) => {
  const { app, ask, token, audit } = await guardedApp(t);
  const key = await token("changes:read");
  const statuses = [];
  for (let n = 0; n < 1100; n++) statuses.push((await ask("/changes", "wrong")).statusCode);
  assert.equal(statuses.at(-1), 429);
  assert.equal(audit.length, statuses.filter((status) => status === 401).length, "what is slowed down is not logged");
  assert.equal((await ask("/changes", key)).statusCode, 200);
  assert.equal((await app.inject({ url: "/changes", remoteAddress: "192.0.2.1" })).statusCode, 401);
});

test("whoever has an IPv6 network is slowed down, whichever of its addresses is used", async (t) => {
  const { app } = await guardedApp(t);
  const from = async (remoteAddress: string) => (await app.inject({ url: "/changes", remoteAddress })).statusCode;
  let last = 0;
  for (let n = 1; n <= 1100; n++) last = await from(`2001:db8:1:2::${n.toString(16)}`);
  assert.equal(last, 429);
  assert.equal(await from("2001:db8:1:2:3:4:5:6"), 429);
  assert.equal(await from("2001:db8:1:3::1"), 401);
});

test("refusals, writes and admin calls are audited without secrets, reading is not", async (t) => {
  const { app, ask, token, audit } = await guardedApp(t);
  const key = await token("admin");
  const reader = await token("changes:read");
  await ask("/changes", reader);
  await ask(`/changes?access_token=${reader}`);
  await ask("/admin/swap", reader, []);
  await ask("/admin/swap", key, []);
  await app.inject({ method: "POST", url: "/admin/swap", headers: { authorization: `Bearer ${key}` }, payload: "x" });
  assert.deepEqual(
    audit.map(({ action, outcome, key: id, status, detail }) => [action, outcome, id, status, detail]),
    [
      ["GET /changes", "unauthorized", null, 401, "in-url"],
      ["POST /admin/swap", "forbidden", reader.slice(4, 16), 403, undefined],
      ["POST /admin/swap", "granted", key.slice(4, 16), 200, undefined],
      ["POST /admin/swap", "failed", key.slice(4, 16), 415, undefined],
    ],
  );
  for (const secret of [key.slice(17), reader.slice(17)]) assert.equal(JSON.stringify(audit).includes(secret), false);
});

test("a server that forgot addAuth refuses guarded routes instead of opening them", async (t) => {
  const app = fastify();
  t.after(() => app.close());
  app.get("/changes", requireScope("changes:read"), () => "leaked");
  const reply = await app.inject({ url: "/changes" });
  assert.equal(reply.statusCode, 500);
  assert.equal(reply.body.includes("leaked"), false);
});

test("the OpenAPI document names key and scope of guarded routes only", async (t) => {
  const app = fastify();
  t.after(() => app.close());
  const none = { verify: () => ({ refused: "unknown" as const }), anyUsable: () => false };
  addAuth(app, { keys: none, audit: { record: () => {} }, config: { rateBurst: 1, ratePerSecond: 1 } });
  await app.register(swagger, { openapi: { openapi: "3.1.0", components: { securitySchemes: KEY_SCHEME } } });
  app.get("/open", () => "open");
  app.get("/changes", { ...requireScope("changes:read"), schema: { summary: "What changed?" } }, () => "guarded");
  await app.ready();
  const { paths } = app.swagger() as { paths: Record<string, { get: { security?: unknown; summary?: string } }> };
  assert.equal(paths["/open"]?.get.security, undefined);
  assert.deepEqual(paths["/changes"]?.get.security, [{ apiKey: ["changes:read"] }]);
  assert.equal(paths["/changes"]?.get.summary, "What changed?");
});
