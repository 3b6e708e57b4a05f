/** A server on a disk that is full: what it cannot write it says, and goes on. Needs the right to mount a small disk. */
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { SMALL_CHECKLIST, temporaryFolder } from "../http/small-service.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;

/** A disk of some megabytes; `undefined` where none can be made. */
function smallDisk(t: TestContext, megabytes: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "binomen-disk-"));
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  t.after(() => {
    if (status === 0) execFileSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  if (status !== 0) return undefined;
  return folder;
}

/** Writes until nothing goes in any more. */
function fill(folder: string): void {
  const file = openSync(join(folder, "filling"), "w");
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, "ENOSPC");
    }
  }
  closeSync(file);
}

async function serve(t: TestContext, flags: readonly string[], environment: Record<string, string> = {}) {
  const source = join(temporaryFolder(t), "small.csv");
  writeFileSync(source, SMALL_CHECKLIST);
  const child: ChildProcess = spawn(process.execPath, [MAIN, "serve", "--port", "0", "--backbone", source, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  t.after(() => child.kill("SIGKILL"));
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on("data", (chunk) => {
        said += chunk;
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (address !== undefined) resolve(address);
      });
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  return { child, url, said: () => said };
}

function newKey(stateDir: string): string {
  const flags = ["keys", "create", "--label", "x", "--scope", "admin", "--state-dir", stateDir];
  const token = /bnm_[\w-]+/.exec(spawnSync(process.execPath, [MAIN, ...flags], { encoding: "utf8" }).stdout)?.[0];
  assert.ok(token);
  return token;
}

test("on a full disk a good key is let in, a write is told that there is no room, and the server goes on", async (t) => {
  const disk = smallDisk(t, 16);
  if (disk === undefined) return t.skip("no disk can be mounted here");
  const state = join(disk, "state");
  const token = newKey(state);
  const { url, child } = await serve(t, ["--data-dir", temporaryFolder(t), "--state-dir", state]);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  fill(disk);
  assert.equal((await fetch(`${url}/facets/vocabulary`, { headers })).status, 200);
  let refused = 0;
  for (let i = 0; i < 200 && refused === 0; i++) {
    const body = JSON.stringify({ name: `Facet ${i}`, description: "x".repeat(5_000) });
    const reply = await fetch(`${url}/facets/facets`, { method: "POST", headers, body });
    if (reply.status === 200) continue;
    assert.equal(reply.status, 507, await reply.text());
    refused++;
  }
  assert.equal(refused, 1, "the disk is full at some time");
  assert.equal((await fetch(`${url}/facets/vocabulary`, { headers })).status, 200);
  assert.equal((await fetch(`${url}/v2/species/match?name=Puma`)).status, 200);
  assert.equal(child.exitCode, null);
  rmSync(join(disk, "filling"));
  const again = await fetch(`${url}/facets/facets`, { method: "POST", headers, body: '{"name":"Now"}' });
  assert.equal(again.status, 200, "with room it goes on as if nothing had been");
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  assert.deepEqual(await ended, [0, null]);
});

test("when the disk of the spool is full, the one list breaks off, and the next is answered", {
  timeout: 60_000,
}, async (t) => {
  const disk = smallDisk(t, 4);
  if (disk === undefined) return t.skip("no disk can be mounted here");
  const flags = ["--data-dir", temporaryFolder(t), "--state-dir", temporaryFolder(t)];
  const settings = { BINOMEN_SPOOL_DIR: disk, BINOMEN_READ_STALL_SECONDS: "2" };
  const { url, child, said } = await serve(t, flags, settings);
  const headers = { "content-type": "text/plain", accept: "application/x-ndjson" };
  const outcome = await new Promise<string>((resolve) => {
    const call = request(`${url}/v2/species/match`, { method: "POST", headers }, (reply) => {
      reply.pause();
      reply.once("error", () => resolve("broken off"));
      reply.once("end", () => resolve("whole"));
      // Reads only when all was sent, as many clients do.
      void sent.then(() => reply.resume());
    });
    call.once("error", () => resolve("broken off"));
    const sent = new Promise<void>((done) => call.end("Helianthus annuus\n".repeat(1_000_000), done));
  });
  assert.equal(outcome, "broken off");
  assert.match(said(), /a list waits for its client: there is no room/);
  const reply = await fetch(`${url}/v2/species/match`, { method: "POST", headers, body: "Puma\n" });
  assert.match(await reply.text(), /Puma/);
  assert.equal(child.exitCode, null);
});

test("a source is not compiled onto a full disk, and nothing is left of the try", (t) => {
  const disk = smallDisk(t, 2);
  if (disk === undefined) return t.skip("no disk can be mounted here");
  fill(disk);
  const source = join(temporaryFolder(t), "small.csv");
  writeFileSync(source, SMALL_CHECKLIST);
  const out = join(disk, "small.img");
  const { status, stderr } = spawnSync(process.execPath, [MAIN, "build", source, "--out", out], { encoding: "utf8" });
  assert.equal(status, 1);
  assert.match(stderr, /no (room|space)|ENOSPC/i);
});

for (const signal of ["SIGTERM", "SIGINT"] as const)
  test(`${signal} during lists, a long poll and events ends with 0, and lists that were begun are finished`, {
    timeout: 60_000,
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
