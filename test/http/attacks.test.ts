/** What a stranger sends over a real socket, and what the server has left for everybody else. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { ConfigInput } from "../../src/config.ts";
import type { App } from "../../src/http/app-type.ts";
import { smallApp } from "./small-service.ts";

const MATCH = "/v2/species/match";

async function listening(t: TestContext, settings: ConfigInput = {}) {
  const { app, service, folder } = await smallApp(t, settings);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const open = async (): Promise<Socket> => {
    const socket = connect(port, "127.0.0.1");
    t.after(() => socket.destroy());
    socket.on("error", () => {});
    await once(socket, "connect");
    return socket;
  };
  /** Sends bytes on a connection of its own; all that comes back until it is closed. */
  const exchange = async (bytes: string): Promise<string> => {
    const socket = await open();
    socket.write(bytes);
    return text(socket);
  };
  const ask = (path: string, headers = "") =>
    exchange(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n`);
  return { app, service, folder, port, open, exchange, ask };
}

for (const [what, header] of [
  ["a key that is none", "Bearer nonsense"],
  ["an empty key", "Bearer "],
  ["a key with letters beyond ASCII", "Bearer bnm_ü"],
  ["another scheme", "Basic YTpi"],
  ["a word", "x"],
  ["an unknown key", `Bearer bnm_${"0".repeat(12)}_${"A".repeat(43)}`],
] as const)
  test(`${what} is answered 401 on every guarded route, over a socket`, async (t) => {
    const { app, service, ask } = await listening(t);
    // With and without any good key the reason differs.
    await service.keys.create("portal", ["admin"]);
    const { paths } = app.swagger() as { paths: Record<string, Record<string, { security?: unknown }>> };
    const guarded = Object.entries(paths).filter(([, methods]) => methods["get"]?.security !== undefined);
    assert.ok(guarded.length > 3);
    for (const [path] of guarded) {
      const reply = await ask(`${path.replace(/\{\w+\}/g, "1")}?offset=0`, `authorization: ${header}\r\n`);
      assert.match(reply, /^HTTP\/1\.1 401 /, path);
      assert.match(reply, /\r\nwww-authenticate: Bearer realm="binomen"/i, path);
    }
  });

for (const [what, request, status] of [
  ["half a head", "GET /v1/species/match?name=Puma HTTP/1.1\r\nhost:", 408],
  ["nothing", "", 0],
  [
    "half a JSON body",
    `POST ${MATCH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n["`,
    408,
  ],
  ["half a CSV", `POST ${MATCH} HTTP/1.1\r\nhost: x\r\ncontent-type: text/csv\r\ncontent-length: 99\r\n\r\nscie`, 408],
  [
    "half a form",
    "POST /reconcile HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 99\r\n\r\nq=",
    408,
  ],
  [
    "half a list of names",
    "POST /v1/parser/name HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 99\r\n\r\nPu",
    408,
  ],
  [
    "half a chunk",
    `POST ${MATCH} HTTP/1.1\r\nhost: x\r\ncontent-type: text/csv\r\ntransfer-encoding: chunked\r\n\r\n99\r\nsc`,
    408,
  ],
] as const)
  test(`whoever sends ${what} and then nothing is told so and let go`, { timeout: 20_000 }, async (t) => {
    const { exchange } = await listening(t, { headSeconds: 1, bodyStallSeconds: 1 });
    const reply = await exchange(request);
    if (status !== 0) assert.match(reply, new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*REQUEST_TIMEOUT`));
  });

test("a body that brings a byte now and then is not waited for either", { timeout: 20_000 }, async (t) => {
  const { open } = await listening(t, { bodyStallSeconds: 2 });
  const socket = await open();
  socket.write(
    `POST ${MATCH} HTTP/1.1\r\nhost: x\r\ncontent-type: text/csv\r\ncontent-length: 9999\r\n\r\nscientificName\n`,
  );
  const drip = setInterval(() => socket.writable && socket.write("P"), 200);
  t.after(() => clearInterval(drip));
  assert.match(await text(socket), /^HTTP\/1\.1 408 /);
});

test("a body that goes on slowly, but does go on, is read to its end", { timeout: 20_000 }, async (t) => {
  const { open } = await listening(t, { bodyStallSeconds: 1 });
  const socket = await open();
  const row = `${"Puma concolor".padEnd(1100)}\n`;
  const head = "content-type: text/plain\r\naccept: application/x-ndjson\r\nconnection: close";
  socket.write(`POST ${MATCH} HTTP/1.1\r\nhost: x\r\n${head}\r\ncontent-length: ${row.length * 5}\r\n\r\n`);
  for (let sent = 0; sent < 5; sent++) {
    socket.write(row);
    await new Promise((resolve) => setTimeout(resolve, 600));
  }
  assert.equal((await text(socket)).split('"Puma concolor').length - 1 >= 5, true);
});

for (const [what, request] of [
  ["idle", ""],
  ["have half a head", "GET /v1"],
  ["have half a body", `POST ${MATCH} HTTP/1.1\r\nhost: x\r\ncontent-type: text/csv\r\ncontent-length: 99\r\n\r\nscie`],
  ["were answered once", `GET ${MATCH}?name=Puma HTTP/1.1\r\nhost: x\r\n\r\n`],
] as const)
  test(`when all connections ${what}, there is one for the next client`, async (t) => {
    const { open, ask } = await listening(t, { maxConnections: 20 });
    const held: Socket[] = [];
    for (let i = 0; i < 100; i++) {
      const socket = await open();
      if (request !== "") socket.write(request);
      if (request.startsWith("GET") && request.endsWith("\r\n\r\n")) await once(socket, "data");
      socket.resume();
      held.push(socket);
    }
    assert.match(await ask("/health"), /^HTTP\/1\.1 200 /);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const open20 = held.filter((socket) => !socket.destroyed && !socket.readableEnded && socket.readable);
    assert.ok(open20.length <= 20, `${open20.length} of 100 are still open`);
  });

/** A figure of /metrics. */
async function figure(app: App, name: string): Promise<number> {
  const found = new RegExp(`^${name} (\\d+)`, "m").exec((await app.inject({ url: "/metrics" })).body);
  assert.ok(found, name);
  return Number(found[1]);
}

/** Names with authors that nobody can pack well. */
function noise(bytes: number): string {
  return randomBytes(bytes / 2)
    .toString("hex")
    .replaceAll(/(.{40})/g, "Puma concolor $1\n");
}

const LIST_HEAD = "content-type: text/plain\r\naccept: application/x-ndjson";

test("a gzip that withholds its last byte fills neither disk nor memory", { timeout: 30_000 }, async (t) => {
  const { app, open, ask } = await listening(t, { bodyStallSeconds: 2 });
  // 8 million names, of which answers would be four gigabytes.
  const packed = gzipSync(Buffer.from("Puma concolor\n".repeat(8_000_000), "latin1"));
  const socket = await open();
  socket.write(
    `POST ${MATCH}?details=true HTTP/1.1\r\nhost: x\r\n${LIST_HEAD}\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`,
  );
  socket.write(packed.subarray(0, -1));
  let most = 0;
  // It reads nothing, so it does not see that it is let go when the body has stalled.
  while ((await figure(app, "binomen_connections_stalled_total")) === 0) {
    most = Math.max(
      most,
      (await figure(app, "binomen_spool_disk_bytes")) + (await figure(app, "binomen_spool_memory_bytes")),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.ok(most <= packed.length, `${most} bytes are kept of ${packed.length} that were sent`);
  assert.match(await ask("/health"), /^HTTP\/1\.1 200 /);
});

test("clients that read nothing fill the room that they have, and others are served meanwhile", {
  timeout: 60_000,
  skip: process.platform === "linux" ? false : "there are no addresses 127.0.0.2 to 127.0.0.5 here",
}, async (t) => {
  const limits = { spoolBytes: 400_000, spoolTotalBytes: 1_000_000, spoolFreePercent: 0, readStallSeconds: 2 };
  const { app, port, ask } = await listening(t, limits);
  const packed = gzipSync(noise(3_000_000), { level: 1 });
  assert.ok(packed.length > 1_500_000);
  const before = process.memoryUsage().rss;
  // Two connections from each of four addresses.
  for (let client = 0; client < 8; client++) {
    const socket = connect({ port, host: "127.0.0.1", localAddress: `127.0.0.${2 + (client % 4)}` });
    t.after(() => socket.destroy());
    socket.on("error", () => {});
    await once(socket, "connect");
    socket.write(
      `POST ${MATCH}?details=true HTTP/1.1\r\nhost: x\r\n${LIST_HEAD}\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`,
    );
    socket.write(packed);
  }
  let most = 0;
  let mostMemory = 0;
  let served = 0;
  while ((await figure(app, "binomen_connections_stalled_total")) < 8) {
    most = Math.max(most, await figure(app, "binomen_spool_disk_bytes"));
    mostMemory = Math.max(mostMemory, await figure(app, "binomen_spool_memory_bytes"));
    assert.match(await ask(`${MATCH}?name=Puma`), /^HTTP\/1\.1 200 [\s\S]*"EXACT"/);
    const list = { method: "POST", url: MATCH, headers: { "content-type": "text/plain" } } as const;
    assert.equal((await app.inject({ ...list, payload: "Puma\n" })).statusCode, 200);
    served++;
  }
  assert.ok(most > 400_000, "several clients had something there");
  assert.ok(most <= limits.spoolTotalBytes, `${most} bytes on disk`);
  assert.ok(mostMemory < 8 * 2 ** 18, `${mostMemory} bytes in memory`);
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < 2 ** 29, `${grown} bytes more in memory`);
  assert.ok(served > 3, `${served} lists of others were answered`);
  // The sockets are gone; what they held is given back.
  while ((await figure(app, "binomen_spool_disk_bytes")) > 0) await new Promise((resolve) => setImmediate(resolve));
});

test("one client that reads nothing gets no more room than one client has", { timeout: 60_000 }, async (t) => {
  const spoolBytes = 8_000_000;
  const { app, open, folder } = await listening(t, { spoolBytes, readStallSeconds: 2 });
  const body = noise(9_000_000);
  for (let connections = 0; connections < 2; connections++) {
    const socket = await open();
    socket.write(
      `POST ${MATCH}?details=true HTTP/1.1\r\nhost: x\r\n${LIST_HEAD}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  }
  let most = 0;
  while ((await figure(app, "binomen_connections_stalled_total")) < 2) {
    most = Math.max(most, await figure(app, "binomen_spool_disk_bytes"));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.ok(most > spoolBytes * 0.9 && most <= spoolBytes, `${most} bytes on disk`);
  assert.deepEqual(readdirSync(join(folder, "spool")), [], "its file has no name");
});

test("a client that reads slowly and late gets every answer, with as good as no room", {
  timeout: 60_000,
}, async (t) => {
  const { open } = await listening(t, { spoolBytes: 100_000 });
  const rows = 150_000;
  const body = "Puma concolor\n".repeat(rows);
  const socket = await open();
  socket.pause();
  socket.write(
    `POST ${MATCH} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${LIST_HEAD}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  let answered = 0;
  let tail = "";
  for await (const part of socket) {
    const text = tail + (part as Buffer).toString("latin1");
    answered += text.split('"matchType":"EXACT"').length - 1;
    tail = text.slice(-22);
    if (tail.includes('"matchType":"EXACT"')) tail = tail.slice(tail.indexOf('"matchType":"EXACT"') + 1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(answered, rows);
});

test("OpenRefine's question for half a million usages is refused at once", async (t) => {
  const { app } = await listening(t);
  const ask = (ids: string[], properties: object[]) =>
    app.inject({
      method: "POST",
      url: "/reconcile",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ extend: JSON.stringify({ ids, properties }) }).toString(),
    });
  const ids = Array.from({ length: 500_000 }, (_, i) => String(i));
  assert.equal((await ask(ids, [{ id: "rank" }])).statusCode, 413);
  assert.equal((await ask(ids.slice(0, 1001), [{ id: "rank" }])).statusCode, 413);
  const repeated = await ask(new Array(20_000).fill("7"), new Array(20_000).fill({ id: "rank" }));
  assert.equal(repeated.statusCode, 200);
  assert.deepEqual(repeated.json(), {
    meta: [{ id: "rank", name: "Rank" }],
    rows: { "7": { rank: [{ str: "SPECIES" }] } },
  });
});

test("long names are answered as none by every route that takes names", async (t) => {
  const { app } = await listening(t);
  const long = `Puma ${"concolor ".repeat(2_000)}`;
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const queries = JSON.stringify({ a: { query: long }, b: { query: "Puma concolor" } });
  const reconciled = await app.inject({
    method: "POST",
    url: "/reconcile",
    headers: form,
    payload: new URLSearchParams({ queries }).toString(),
  });
  assert.deepEqual(reconciled.json().a.result, []);
  assert.equal(reconciled.json().b.result[0].name, "Puma concolor (Linnaeus, 1771)");
  const parsed = await app.inject({
    method: "POST",
    url: "/v1/parser/name",
    headers: { "content-type": "application/json" },
    payload: JSON.stringify([long.repeat(200), "Puma concolor"]),
  });
  assert.equal(parsed.json()[0].parsed, false);
  assert.equal(parsed.json()[1].specificEpithet, "concolor");
  for (const url of [`${MATCH}?name=`, "/v1/species/match?name="])
    assert.match((await app.inject({ url: `${url}${encodeURIComponent(long.slice(0, 5000))}` })).body, /"NONE"/);
  for (const url of ["/v1/species/suggest?q=", "/v1/species/search?q=", "/reconcile/suggest/entity?prefix="])
    assert.equal((await app.inject({ url: `${url}${"a".repeat(5000)}` })).statusCode, 400, url);
});

test("names are parsed in the same words by the HTTP thread and by workers", async (t) => {
  const { app } = await listening(t);
  const names = Array.from({ length: 200 }, (_, i) => `Abies alba${i % 7 === 0 ? " Mill." : ""} var. x${i}`);
  const post = (payload: string) =>
    app.inject({ method: "POST", url: "/v1/parser/name", headers: { "content-type": "text/plain" }, payload });
  const together = (await post(names.join("\n"))).json();
  const alone = await Promise.all(names.map(async (name) => (await post(name)).json()[0]));
  assert.deepEqual(together, alone);
});

for (const [what, path, status] of [
  ["with NUL in it", "NUL", 400],
  ["that is a pipe", "PIPE", 400],
  ["that is a device", "/dev/zero", 403],
  ["longer than a path can be", `/${"a".repeat(5000)}`, 400],
] as const)
  test(`a release at a path ${what} is answered ${status}`, { timeout: 20_000 }, async (t) => {
    const { app, service, folder } = await listening(t);
    const { token } = await service.keys.create("admin", ["admin"]);
    const pipe = join(folder, "pipe.img");
    execFileSync("mkfifo", [pipe]);
    const reply = await app.inject({
      method: "POST",
      url: "/admin/checklists/small/release",
      headers: { authorization: `Bearer ${token}` },
      payload: { path: path === "PIPE" ? pipe : path === "NUL" ? join(folder, "a\u0000b") : path },
    });
    assert.equal(reply.statusCode, status, reply.body);
  });

for (const id of ["100000000000000000000", "4294967296", "4294967295", "2147483648", "0", "-1", "1e30", "x", "1.5"])
  test(`the number ${id} is refused wherever a number names something`, async (t) => {
    const { app, service } = await listening(t);
    const { token } = await service.keys.create("admin", ["admin"]);
    const headers = { authorization: `Bearer ${token}` };
    const { paths } = app.swagger() as { paths: Record<string, Record<string, unknown>> };
    let tried = 0;
    for (const [path, methods] of Object.entries(paths)) {
      if (!/^\/facets\/.*\{id\}/.test(path)) continue;
      for (const method of Object.keys(methods)) {
        const url = path.replace("{id}", id);
        const reply = await app.inject({
          method: method.toUpperCase() as "GET",
          url,
          headers,
          ...(method === "get" ? {} : { payload: {} }),
        });
        assert.ok(
          reply.statusCode >= 400 && reply.statusCode < 500,
          `${method} ${url}: ${reply.statusCode} ${reply.body}`,
        );
        tried++;
      }
    }
    assert.ok(tried > 5);
  });

test("the largest number is a number like any other", async (t) => {
  const { app, service } = await listening(t);
  const { token } = await service.keys.create("admin", ["admin"]);
  const headers = { authorization: `Bearer ${token}` };
  for (const [method, path] of [
    ["DELETE", "/facets/facets/2147483647"],
    ["DELETE", "/facets/values/2147483647"],
    ["DELETE", "/facets/sources/2147483647"],
    ["POST", "/facets/imports/2147483647/rollback"],
    ["GET", "/facets/sources/2147483647/export"],
    ["GET", "/facets/imports?source=2147483647"],
  ] as const) {
    const reply = await app.inject({ method, url: path, headers });
    assert.ok(reply.statusCode < 500, `${method} ${path}: ${reply.body}`);
  }
});

test("every answer says that its type is not to be guessed, every page what it may load", async (t) => {
  const { ask } = await listening(t);
  for (const path of ["/", "/docs/", "/facets/", "/list", "/health", `${MATCH}?name=Puma`, "/nowhere", "/metrics"]) {
    const reply = await ask(path);
    assert.match(reply, /\r\nx-content-type-options: nosniff\r\n/i, path);
    const isPage = /\r\ncontent-type: text\/html/i.test(reply);
    assert.equal(isPage, /^\/($|docs|facets|list)/.test(path), path);
    if (isPage) assert.match(reply, /\r\ncontent-security-policy: [^\r]*default-src '(self|none)'/i, path);
  }
});

test("a request keeps the id and the trace that it came with, also on a connection that stays open", async (t) => {
  const { exchange, ask } = await listening(t);
  const trace = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
  const plain = `GET ${MATCH}?name=Puma HTTP/1.1\r\nhost: x\r\nx-request-id: my-1\r\ntraceparent: ${trace}\r\n`;
  const reply = await exchange(`${plain}\r\n${plain}connection: close\r\n\r\n`);
  assert.equal(reply.split("x-request-id: my-1").length, 3);
  assert.equal(reply.split(`traceparent: ${trace}`).length, 3);
  const forged = await ask("/nowhere", "x-request-id: a b\r\ntraceparent: x\r\n");
  assert.doesNotMatch(forged, /a b|traceparent/);
  assert.match(forged, /"requestId":"[0-9a-f]{8}-\d+"/);
});

for (const [what, line, status] of [
  ["of 30 MB", `{"scientificName":"${"a".repeat(30_000_000)}"}`, 413],
  ["that never ends", "x".repeat(20_000_000), 413],
  ["nested 50,000 deep", `{"extensions":{"a":[${"[".repeat(50_000)}${"]".repeat(50_000)}]}}`, 200],
  ["of a member nested 50,000 deep", `{"scientificName":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, 200],
] as const)
  test(`an occurrence record ${what} is answered ${status}, and the next one as ever`, {
    timeout: 60_000,
  }, async (t) => {
    const { app } = await listening(t);
    const ask = (payload: string) =>
      app.inject({
        method: "POST",
        url: "/v1/interpret",
        headers: { "content-type": "application/x-ndjson" },
        payload,
      });
    const reply = await ask(`${line}\n{"scientificName":"Puma concolor"}\n`);
    assert.equal(reply.statusCode, status, reply.body.slice(0, 300));
    if (status === 200) assert.match(reply.body.split("\n")[1]!, /Puma concolor/);
    assert.match((await ask('{"scientificName":"Puma concolor"}\n')).body, /Puma concolor/);
  });

test("who hangs up in the middle of a body leaves no error in the log", async (t) => {
  const { app, service, open } = await listening(t);
  const { token } = await service.keys.create("up", ["jobs:write"]);
  const logged = t.mock.method(app.log, "error");
  const failed = t.mock.method(app.log, "fatal");
  for (const [path, type] of [
    ["/v1/jobs/interpret", "application/octet-stream"],
    ["/reconcile", "application/json"],
    [MATCH, "application/json"],
    ["/v1/interpret", "application/x-ndjson"],
  ] as const) {
    const socket = await open();
    const arrived = once(app.server, "request");
    const head = `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: ${type}`;
    socket.write(`${head}\r\ncontent-length: 1000\r\n\r\n[`);
    const [request] = (await arrived) as [IncomingMessage];
    const gone = new Promise((resolve) => request.once("close", resolve));
    socket.resetAndDestroy();
    await gone;
  }
  for (let turn = 0; turn < 20; turn++) await nextTurn();
  assert.deepEqual(
    logged.mock.calls.map(({ arguments: given }) => given),
    [],
  );
  assert.equal(failed.mock.callCount(), 0);
});
