/** A server on a disk that is full: what it cannot write it says, and goes on. Needs the right to mount a small disk. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { SMALL_CHECKLIST, temporaryFolder } from "../http/small-service.ts";
import { fill, importList, MAIN, newKey, newSource, PATIENCE, scores, serve, smallDisk } from "./server.ts";

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
  timeout: PATIENCE,
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
  assert.match(stderr, /no room on the disk/);
  assert.deepEqual(readdirSync(disk), ["filling"]);
});

test("an import onto a full disk is refused, the list stays as it was, and with room it is taken", {
  timeout: PATIENCE,
}, async (t) => {
  const disk = smallDisk(t, 16);
  if (disk === undefined) return t.skip("no disk can be mounted here");
  const state = join(disk, "state");
  const token = newKey(state);
  const { url, child } = await serve(t, ["--data-dir", temporaryFolder(t), "--state-dir", state]);
  const source = await newSource(url, token);
  assert.equal((await importList(url, token, source, scores(100))).status, 200);
  const headers = { authorization: `Bearer ${token}` };
  const list = async () => (await fetch(`${url}/facets/sources/${source}/export`, { headers })).text();
  const before = await list();
  fill(disk);
  // Small ones go through the pipe, large ones through the disk.
  for (const count of [10_000, 100_000]) {
    const refused = await importList(url, token, source, scores(count, 1000));
    assert.equal(refused.status, 507, refused.text);
  }
  assert.equal(await list(), before);
  rmSync(join(disk, "filling"));
  const taken = await importList(url, token, source, scores(200));
  assert.equal(taken.status, 200, taken.text);
  assert.equal((await list()).split("\n").length > 200, true);
  assert.deepEqual(
    readdirSync(state).filter((name) => name.includes("upload")),
    [],
  );
  assert.equal(child.exitCode, null);
});

test("no key is made on a full disk, and it is said so; the keys before stay good", (t) => {
  const disk = smallDisk(t, 2);
  if (disk === undefined) return t.skip("no disk can be mounted here");
  const state = join(disk, "state");
  newKey(state);
  fill(disk);
  const keys = (...flags: string[]) =>
    spawnSync(process.execPath, [MAIN, "keys", ...flags, "--state-dir", state], { encoding: "utf8" });
  const before = JSON.parse(keys("list", "--json").stdout) as { id: string }[];
  let made: ReturnType<typeof keys>;
  do made = keys("create", "--label", "y", "--scope", "admin");
  while (made.status === 0);
  assert.equal(made.status, 1);
  assert.match(made.stderr, /no (room|space)/i);
  assert.match(made.stderr, /keys/, "it says what was not written");
  assert.doesNotMatch(made.stderr, /\n\s+at /, "no stack");
  assert.doesNotMatch(made.stdout, /bnm_/, "no token of a key that is not there");
  const after = JSON.parse(keys("list", "--json").stdout) as { id: string }[];
  for (const { id } of before) assert.ok(after.some((key) => key.id === id));
});
