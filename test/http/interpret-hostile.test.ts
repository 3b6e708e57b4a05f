/** Does the stream of records stand clients that are slow, leave, or send something odd? */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import type { App } from "../../src/http/app-type.ts";
import { sharedSmallApp, smallApp } from "./small-service.ts";

const URL = "/v1/interpret?clock=2026-11-29T00:00:00Z";
const NDJSON = { "content-type": "application/x-ndjson" };
const RECORD = '{"occurrenceID":"a","year":"2014"}\n';

async function listening(t: TestContext): Promise<App> {
  const { app } = await smallApp(t, { workers: 1 });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return app;
}

/** A request of a client of its own, whose body has begun with a record; resolves when the server has begun with it. */
async function begun(app: App): Promise<ClientRequest> {
  const { port } = app.server.address() as AddressInfo;
  const sent = request({ port, host: "127.0.0.1", path: URL, method: "POST", headers: NDJSON, agent: false });
  sent.on("error", () => {});
  const arrived = once(app.server, "request");
  sent.write(RECORD);
  await arrived;
  return sent;
}

test("requests whose records do not come keep nobody out, and are answered once they do", async (t) => {
  const app = await listening(t);
  const slow: ClientRequest[] = [];
  for (let i = 0; i < 20; i++) slow.push(await begun(app));
  const reply = await app.inject({ method: "POST", url: URL, headers: NDJSON, payload: RECORD });
  assert.equal(reply.statusCode, 200, reply.body);
  const answered = once(slow[0]!, "response");
  slow[0]!.end();
  const [{ statusCode }] = await answered;
  assert.equal(statusCode, 200);
  for (const one of slow) one.destroy();
});

test("a client that leaves while it is answered is no error", async (t) => {
  const app = await listening(t);
  const logged = t.mock.method(app.log, "error");
  const arrived = once(app.server, "request");
  const sent = await begun(app);
  const [, response] = (await arrived) as [IncomingMessage, ServerResponse];
  const answered = once(sent, "response");
  sent.write(RECORD.repeat(60_000));
  await answered;
  const gone = once(response, "close");
  sent.destroy();
  await gone;
  for (let turn = 0; turn < 50; turn++) await nextTurn();
  assert.deepEqual(
    logged.mock.calls.map((call) => call.arguments),
    [],
  );
});

test("a client that leaves before it is answered is no error", async (t) => {
  const app = await listening(t);
  const logged = t.mock.method(app.log, "error");
  const arrived = once(app.server, "request");
  const sent = await begun(app);
  const [received, response] = (await arrived) as [IncomingMessage, ServerResponse];
  const isWhole = once(received, "end");
  sent.end(RECORD);
  await isWhole;
  const gone = once(response, "close");
  sent.destroy();
  await gone;
  // There is one worker: when this is answered, what came before is done.
  assert.equal((await app.inject(post(RECORD))).statusCode, 200);
  for (let turn = 0; turn < 50; turn++) await nextTurn();
  assert.deepEqual(
    logged.mock.calls.map((call) => call.arguments),
    [],
  );
});

const post = (payload: string | Buffer, headers: Record<string, string> = {}) => ({
  ...{ method: "POST" as const, url: URL, payload },
  headers: { ...NDJSON, ...headers },
});

for (const [encoding, compress] of [
  ["gzip", gzipSync],
  ["x-gzip", gzipSync],
  ["deflate", deflateSync],
  ["zstd", zstdCompressSync],
] as const)
  test(`records packed as ${encoding} are unpacked`, async () => {
    const { app } = await sharedSmallApp();
    const plain = await app.inject(post(RECORD.repeat(3)));
    const reply = await app.inject(post(compress(RECORD.repeat(3)), { "content-encoding": encoding }));
    assert.deepEqual([reply.statusCode, reply.body], [200, plain.body]);
  });

for (const [what, payload, encoding, status] of [
  ["an encoding that is not known", brotliCompressSync(RECORD), "br", 415],
  ["two encodings", gzipSync(gzipSync(RECORD)), "gzip, gzip", 415],
  ["what is no gzip", RECORD, "gzip", 400],
  ["gzip that is cut off", gzipSync(RECORD.repeat(3)).subarray(0, 30), "gzip", 400],
] as const)
  test(`${what} is refused with ${status}`, async () => {
    const { app } = await sharedSmallApp();
    assert.equal((await app.inject(post(payload, { "content-encoding": encoding }))).statusCode, status);
  });

test("a byte order mark before the first record is skipped, and only there", async () => {
  const { app } = await sharedSmallApp();
  const plain = await app.inject(post(RECORD));
  assert.equal((await app.inject(post(`\uFEFF${RECORD}`))).body, plain.body);
  assert.equal((await app.inject(post("\uFEFF"))).body, "");
  const [first, second] = (await app.inject(post(`${RECORD}\uFEFF${RECORD}`))).body.trim().split("\n");
  assert.equal(`${first}\n`, plain.body);
  assert.equal(JSON.parse(second!).error.line, 2);
});
