/** Does the stream of records stand clients that are slow, leave, or send something odd? */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type ClientRequest, request } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import type { App } from "../../src/http/app-type.ts";
import { smallApp } from "./small-service.ts";

const URL = "/v1/interpret?clock=2026-11-29T00:00:00Z";
const NDJSON = { "content-type": "application/x-ndjson" };
const RECORD = '{"occurrenceID":"a","year":"2014"}\n';

async function listening(t: TestContext): Promise<App> {
  const { app } = await smallApp(t, { workers: 1, bodyStallSeconds: 2 });
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
