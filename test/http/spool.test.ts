import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { type TestContext, test } from "node:test";
import { BodySpool } from "../../src/http/spool.ts";
import { type SpoolLimits, SpoolSpace } from "../../src/http/spool-space.ts";
import { DEFAULT_LIMITS } from "../../src/limits.ts";
import { smallApp, temporaryFolder } from "./small-service.ts";

const CHUNK_BYTES = 10_000;

/** A body of numbered chunks; how many were read of it. */
function numbered(count: number): { body: Readable; read: () => number } {
  let read = 0;
  const body = new Readable({
    // Kept apart, as byte streams do not.
    objectMode: true,
    highWaterMark: 1,
    read() {
      this.push(read < count ? Buffer.alloc(CHUNK_BYTES, String(read++).padEnd(10)) : null);
    },
  });
  return { body, read: () => read };
}

const numberOf = (chunk: Uint8Array): number => Number.parseInt(Buffer.from(chunk.subarray(0, 10)).toString(), 10);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

function spaceOf(t: TestContext, limits: Partial<SpoolLimits> = {}): SpoolSpace {
  return new SpoolSpace(temporaryFolder(t), { ...DEFAULT_LIMITS, spoolFreePercent: 0, ...limits });
}

/** A spool whose client takes nothing yet, and a promise of the moment it has to wait. */
function heldUp(body: Readable, space: SpoolSpace, client = "a"): { spool: BodySpool; full: Promise<void> } {
  let onFull = () => {};
  const full = new Promise<void>((resolve) => {
    onFull = resolve;
  });
  return { spool: new BodySpool(body, { isHeldUp: () => true, client, space, onFull }), full };
}

test("chunks come out as they went in, through memory and file", async (t) => {
  const space = spaceOf(t);
  const { body } = numbered(200);
  const { spool } = heldUp(body, space);
  const taken: number[] = [];
  let most = 0;
  for await (const chunk of spool.chunks()) {
    taken.push(numberOf(chunk));
    if (taken.length % 50 === 0) await once(body, "readable").catch(() => undefined);
    most = Math.max(most, space.counts().fileBytes);
    if (taken.length === 199) break;
  }
  await spool.close();
  assert.deepEqual(taken, upTo(199));
  assert.ok(most > 0, "some went through the file");
  assert.deepEqual(readdirSync(space.folder), []);
  assert.deepEqual(space.counts(), { memoryBytes: 0, fileBytes: 0, fullCount: 0 });
});

test("without room a body waits, and nothing of it is lost", { timeout: 20_000 }, async (t) => {
  const space = spaceOf(t, { spoolBytes: 25 * CHUNK_BYTES });
  const { body, read } = numbered(500);
  const { spool, full } = heldUp(body, space);
  await full;
  assert.equal(space.counts().fileBytes, 25 * CHUNK_BYTES);
  assert.ok(space.counts().memoryBytes < (1 << 17) + CHUNK_BYTES);
  assert.ok(read() < 60, `${read()} chunks were read`);
  const taken: number[] = [];
  for await (const chunk of spool.chunks()) taken.push(numberOf(chunk));
  assert.deepEqual(taken, upTo(500));
  await spool.close();
  assert.equal(space.counts().fileBytes, 0);
});

test("all requests of a client share its room, all clients the whole, and room that is given back is used", {
  timeout: 20_000,
}, async (t) => {
  const space = spaceOf(t, { spoolBytes: 20 * CHUNK_BYTES, spoolTotalBytes: 30 * CHUNK_BYTES });
  const spools = ["a", "a", "a", "b", "c"].map((client) => heldUp(numbered(200).body, space, client));
  await Promise.all(spools.map(({ full }) => full));
  assert.equal(space.counts().fileBytes, 30 * CHUNK_BYTES, "what all may hold");
  for (const { spool } of spools.slice(0, 3)) await spool.close();
  assert.ok(space.counts().fileBytes <= 20 * CHUNK_BYTES);
  const counts: number[] = [];
  for (const { spool } of spools.slice(3)) {
    let count = 0;
    for await (const _ of spool.chunks()) count++;
    counts.push(count);
    await spool.close();
  }
  assert.deepEqual(counts, [200, 200]);
  assert.deepEqual({ ...space.counts(), fullCount: 0 }, { memoryBytes: 0, fileBytes: 0, fullCount: 0 });
});

test("a disk that is nearly full takes no lists", { timeout: 20_000 }, async (t) => {
  const space = spaceOf(t, { spoolFreePercent: 100 });
  const { spool, full } = heldUp(numbered(100).body, space);
  await full;
  assert.equal(space.counts().fileBytes, 0);
  await spool.close();
});

test("a body is not read ahead of a client that takes its answers", async (t) => {
  const space = spaceOf(t);
  const { body, read } = numbered(1_000);
  const spool = new BodySpool(body, { isHeldUp: () => false, client: "a", space });
  const chunks = spool.chunks();
  for (let i = 0; i < 300; i++) {
    const { value } = await chunks.next();
    assert.equal(numberOf(value!), i);
    assert.ok(read() - i < 30, `${read()} read, ${i} taken`);
  }
  assert.equal(space.counts().fileBytes, 0);
  await spool.close();
});

test("what a body fails of is told after what came before, and closing ends those who wait for more", async (t) => {
  const space = spaceOf(t);
  const { body } = numbered(50);
  const { spool } = heldUp(body, space);
  const chunks = spool.chunks();
  await chunks.next();
  body.destroy(new Error("gone"));
  await assert.rejects(async () => {
    for await (const _ of chunks);
  }, /gone/);
  await spool.close();
  const silent = new BodySpool(new Readable({ read() {} }), { isHeldUp: () => false, client: "a", space });
  const waiting = silent.chunks().next();
  await silent.close();
  assert.deepEqual(await waiting, { value: undefined, done: true });
});

test("a client that sends everything before it reads anything gets all answers", async (t) => {
  const { app } = await smallApp(t, { port: 0 });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const rows = 60_000;
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = { "content-type": "text/plain", accept: "application/x-ndjson" };
    const call = request({ port, host: "127.0.0.1", method: "POST", path: "/v2/species/match", headers }, (reply) => {
      reply.pause();
      sent.then(() => {
        let text = "";
        reply.setEncoding("utf8");
        reply.on("data", (part) => {
          text += part;
        });
        reply.on("end", () => resolve(text));
        reply.on("error", reject);
        reply.resume();
      }, reject);
    });
    call.on("error", reject);
    const sent = new Promise<void>((done) => call.end("Helianthus annuus\n".repeat(rows), done));
  });
  assert.equal(answer.split("\n").length - 1, rows);
});
