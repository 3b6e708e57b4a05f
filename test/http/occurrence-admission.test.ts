/** Questions about occurrences take turns: a few at a time, and nobody is worked for who has gone. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { availableParallelism } from "node:os";
import { after, before, type TestContext, test } from "node:test";
import { buildApp } from "../../src/http/app.ts";
import { type Occurrences, openOccurrences } from "../../src/occurrences/occurrences.ts";
import { asking } from "../../src/occurrences/search/asking.ts";
import type { SearchAnswer } from "../../src/occurrences/search/records.ts";
import type { Service } from "../../src/service.ts";
import { randomRecords, writeDataset } from "../occurrences/search/random-dataset.ts";
import { sharedSmallApp } from "./small-service.ts";

const folder = writeDataset(randomRecords(50, 3));
let service: Service;
let occurrences: Occurrences;
before(async () => {
  service = (await sharedSmallApp()).service;
  occurrences = await openOccurrences([`birds=${folder}`], (name) => service.names.taxaNamed(name), service.jobs);
});
after(async () => {
  await occurrences.close();
  rmSync(folder, { recursive: true });
});

/** A server whose searches do this. */
async function serverThat(
  t: TestContext,
  search: () => Promise<SearchAnswer>,
  limits: Partial<Service["config"]>,
): Promise<number> {
  const records = {
    ...occurrences.records,
    now: async () => ({ id: "x", search }),
  } as unknown as Occurrences["records"];
  const config = { ...service.config, refusalMilliseconds: 0, ...limits };
  const app = await buildApp({ ...service, config, occurrences: { ...occurrences, records } });
  t.after(() => app.close());
  await app.listen({ host: "127.0.0.1", port: 0 });
  return (app.server.address() as AddressInfo).port;
}

const ANSWER = { offset: 0, limit: 0, endOfRecords: true, count: 0, results: [], facets: [] };
const ask = (port: number, i: number) => fetch(`http://127.0.0.1:${port}/v1/occurrence/search?year=${1900 + i}`);

test("few are worked on at a time, some wait, and what is beyond is refused with when to come again", async (t) => {
  let running = 0;
  let most = 0;
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  t.after(() => letGo());
  const search = async () => {
    most = Math.max(most, ++running);
    await held;
    running--;
    return ANSWER;
  };
  const port = await serverThat(t, search, { searchQueueLimit: 3, searchQueueMilliseconds: 60_000 });
  const places = Math.max(2, availableParallelism());
  const beyond = 30;
  let refused = 0;
  const replies = Array.from({ length: places + 3 + beyond }, async (_, i) => {
    const reply = await ask(port, i);
    if (reply.status === 503) {
      assert.equal(reply.headers.get("retry-after"), "60");
      assert.match(await reply.text(), /wait already/);
      if (++refused === beyond) letGo();
    }
    return reply.status;
  });
  const statuses = await Promise.all(replies);
  assert.equal(statuses.filter((status) => status === 200).length, places + 3);
  assert.equal(refused, beyond);
  assert.equal(most, places);
});

test("who waits too long for a turn is refused", async (t) => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  t.after(() => letGo());
  const search = async () => {
    await held;
    return ANSWER;
  };
  const port = await serverThat(t, search, { searchQueueMilliseconds: 20 });
  const replies = Array.from({ length: 20 }, (_, i) => ask(port, i));
  const refused = await Promise.any(
    replies.map(async (reply) => ((await reply).status === 503 ? reply : Promise.reject(new Error("answered")))),
  );
  assert.equal(refused.status, 503);
  letGo();
  await Promise.all(replies);
  assert.equal((await ask(port, 0)).status, 200, "afterwards all is normal");
});

test("work for somebody who hangs up ends, and his place is free", async (t) => {
  let begun = () => {};
  const beginning = new Promise<void>((resolve) => (begun = resolve));
  const ends: string[] = [];
  const search = async () => {
    const signal = asking.getStore()!;
    begun();
    if (!signal.aborted) await once(signal, "abort");
    ends.push((signal.reason as Error).message);
    throw signal.reason;
  };
  const port = await serverThat(t, search, {});
  const socket = connect(port, "127.0.0.1");
  socket.write("GET /v1/occurrence/search HTTP/1.1\r\nhost: x\r\n\r\n");
  await beginning;
  socket.destroy();
  while (ends.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.match(ends[0]!, /closed before the answer/);
});

test("no question is worked on for ever", async (t) => {
  const search = async () => {
    const signal = asking.getStore()!;
    await once(signal, "abort");
    throw signal.reason;
  };
  const port = await serverThat(t, search, { searchSeconds: 0.05 });
  const reply = await ask(port, 0);
  assert.equal(reply.status, 503);
  assert.match(await reply.text(), /took longer than 0.05 s/);
});
