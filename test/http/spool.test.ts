import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { BinomenError } from "../../src/errors.ts";
import { spooled } from "../../src/http/spool.ts";
import { SpoolSpace } from "../../src/http/spool-space.ts";
import { DEFAULT_LIMITS } from "../../src/limits.ts";
import { smallApp, temporaryFolder } from "./small-service.ts";

async function* numbered(count: number, seen: number[] = []): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) {
    seen.push(i);
    yield Buffer.from(String(i).padStart(10));
  }
}

test("chunks come out as they went in, through memory and file", async (t) => {
  const folder = temporaryFolder(t);
  const options = { isUploading: () => true, space: new SpoolSpace(folder, DEFAULT_LIMITS), memoryBytes: 25 };
  const taken: number[] = [];
  for await (const chunk of spooled(numbered(200), options)) {
    taken.push(Number(Buffer.from(chunk).toString()));
    if (taken.length % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(
    taken,
    Array.from({ length: 200 }, (_, i) => i),
  );
  assert.deepEqual(readdirSync(folder), []);
});

test("when the file is full the chunks before are given, then the error", async (t) => {
  const folder = temporaryFolder(t);
  const space = new SpoolSpace(folder, { ...DEFAULT_LIMITS, spoolBytes: 30 });
  const options = { isUploading: () => true, space, memoryBytes: 20 };
  const answers = spooled(numbered(100), options);
  let count = 0;
  const first = await answers.next();
  assert.equal(first.done, false);
  // The source runs ahead while nothing is taken.
  await new Promise((resolve) => setTimeout(resolve, 50));
  await assert.rejects(
    async () => {
      for await (const _ of answers) count++;
    },
    (error) => error instanceof BinomenError && error.code === "REQUEST_TOO_LARGE",
  );
  assert.ok(count >= 4 && count < 99, `${count} chunks`);
});

test("a reader that goes away ends the source", async (t) => {
  const seen: number[] = [];
  const answers = spooled(numbered(1_000_000, seen), {
    isUploading: () => false,
    space: new SpoolSpace(temporaryFolder(t), DEFAULT_LIMITS),
  });
  await answers.next();
  await answers.return(undefined);
  const after = seen.length;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(seen.length, after);
  assert.ok(after < 1_000_000);
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
