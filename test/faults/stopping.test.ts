/** What becomes of what was begun when a server is told to stop? It ends with 0, whatever its clients do. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { temporaryFolder } from "../http/small-service.ts";
import { importList, newKey, newSource, PATIENCE, scores, serve } from "./server.ts";

for (const signal of ["SIGTERM", "SIGINT"] as const)
  test(`${signal} during lists, a long poll and events ends with 0, and lists that were begun are finished`, {
    timeout: PATIENCE,
  }, async (t) => {
    const state = temporaryFolder(t);
    const token = newKey(state);
    const { url, child } = await serve(t, ["--data-dir", temporaryFolder(t), "--state-dir", state]);
    const headers = { authorization: `Bearer ${token}` };
    const cursor = ((await (await fetch(`${url}/facets/changes?cursor=now`, { headers })).json()) as { cursor: string })
      .cursor;
    const poll = fetch(`${url}/facets/changes?cursor=${cursor}&wait=30`, { headers }).then((reply) => reply.status);
    const events = await fetch(`${url}/facets/changes/stream?cursor=${cursor}`, { headers });
    const rows = 50_000;
    const list = fetch(`${url}/v2/species/match`, {
      method: "POST",
      headers: { "content-type": "text/plain", accept: "application/x-ndjson" },
      body: "Helianthus annuus\n".repeat(rows),
    });
    const first = await list;
    const ended = once(child, "exit");
    child.kill(signal);
    const answered = (await first.text()).split("\n").length - 1;
    assert.equal(answered, rows);
    assert.equal(await poll, 200);
    await events.text();
    assert.deepEqual(await ended, [0, null]);
  });

test("a signal to the whole group during an import: the list is taken or refused as a whole, and the server ends with 0", {
  timeout: PATIENCE,
}, async (t) => {
  const state = temporaryFolder(t);
  const token = newKey(state);
  const data = temporaryFolder(t);
  const first = await serve(t, ["--data-dir", data, "--state-dir", state]);
  const source = await newSource(first.url, token);
  const rows = 60_000;
  const importing = importList(first.url, token, source, scores(rows));
  // Once it is there, the import has been admitted.
  await importList(first.url, token, source, "", "?dry_run=true");
  const ended = once(first.child, "exit");
  process.kill(-first.child.pid!, "SIGTERM");
  const { status, text } = await importing;
  assert.equal(status, 200, text);
  assert.deepEqual(await ended, [0, null]);
  const second = await serve(t, ["--data-dir", data, "--state-dir", state]);
  const headers = { authorization: `Bearer ${token}` };
  const list = await (await fetch(`${second.url}/facets/sources/${source}/export`, { headers })).text();
  assert.equal(new Set(list.match(/wfo-\d{10}/g)).size, rows);
});

test("what is not finished within the grace is broken off, and the server ends with 0", {
  timeout: PATIENCE,
}, async (t) => {
  const flags = ["--data-dir", temporaryFolder(t), "--state-dir", temporaryFolder(t)];
  const { child, url, said } = await serve(t, flags, { BINOMEN_GRACE_SECONDS: "1" });
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  t.after(() => socket.destroy());
  socket.on("error", () => {});
  await once(socket, "connect");
  const body = "Helianthus annuus\n".repeat(500_000);
  const head = "host: x\r\ncontent-type: text/plain\r\naccept: application/x-ndjson";
  socket.write(`POST /v2/species/match HTTP/1.1\r\n${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  await once(socket, "readable");
  // It reads no more, so its list is never finished.
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  assert.deepEqual(await ended, [0, null]);
  assert.match(said(), /broken off/);
});

for (const signal of ["SIGBUS", "SIGSEGV"] as const)
  test(`${signal}, after which no process can go on, ends a server at once`, { timeout: PATIENCE }, async (t) => {
    const { child } = await serve(t, ["--data-dir", temporaryFolder(t), "--state-dir", temporaryFolder(t)]);
    const ended = once(child, "exit");
    child.kill(signal);
    assert.deepEqual(await ended, [null, signal]);
  });
