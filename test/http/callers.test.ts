/** Who is counted as one caller? */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { type TestContext, test } from "node:test";
import { buildApp } from "../../src/http/app.ts";
import { Callers } from "../../src/http/fast-path/callers.ts";
import { slow } from "./slow-service.ts";
import { smallService } from "./small-service.ts";

const asked = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } }) as never;

test("an address is believed of a trusted proxy only, and of that the last that it saw itself", () => {
  const callers = new Callers(["10.0.0.0/8"]);
  assert.equal(callers.of(asked("10.0.0.7", "198.51.100.9")), "198.51.100.9");
  assert.equal(callers.of(asked("10.0.0.7", "1.2.3.4, 198.51.100.9")), "198.51.100.9", "what a client wrote itself");
  assert.equal(callers.of(asked("10.0.0.7", "198.51.100.9, 10.0.0.8")), "198.51.100.9", "through two proxies");
  assert.equal(callers.of(asked("10.0.0.7")), "10.0.0.7");
  assert.equal(callers.of(asked("203.0.113.5", "198.51.100.9")), "203.0.113.5", "no proxy of ours");
  assert.equal(callers.of(asked("::ffff:10.0.0.7", "2001:db8:1:2:3:4:5:6")), "2001:db8:1:2::/64");
  assert.equal(new Callers([]).of(asked("10.0.0.7", "198.51.100.9")), "10.0.0.7");
});

/** Asks for one name over and over on a connection of its own, as from an address; tells how often it was answered. */
async function flood(t: TestContext, port: number, from: string, target: string): Promise<() => number> {
  const socket = connect(port, "127.0.0.1").setEncoding("latin1");
  t.after(() => socket.destroy());
  await once(socket, "connect");
  const request = `GET ${target} HTTP/1.1\r\nhost: x\r\nx-forwarded-for: ${from}\r\n\r\n`;
  let answered = 0;
  socket.on("data", (text: string) => {
    const found = text.split("HTTP/1.1 200").length - 1;
    answered += found;
    if (found > 0) socket.write(request.repeat(found));
  });
  socket.write(request);
  return () => answered;
}

for (const fastPath of ["off", "request", "connection"] as const)
  test(`with fastPath ${fastPath}, callers behind a proxy take turns`, async (t) => {
    const { service } = await smallService(t, {
      fastPath,
      answerCache: 0,
      floodMilliseconds: 60_000,
      trustedProxies: ["127.0.0.1"],
    });
    const app = await buildApp(slow(service));
    await app.listen({ host: "127.0.0.1", port: 0 });
    t.after(() => app.close());
    const { port } = app.server.address() as { port: number };
    const target = "/v2/species/match?scientificName=Puma%20concolor";
    const greedy = await Promise.all(Array.from({ length: 30 }, () => flood(t, port, "198.51.100.1", target)));
    const modest = await Promise.all(Array.from({ length: 3 }, () => flood(t, port, "198.51.100.2", target)));
    const sum = (all: readonly (() => number)[]) => all.reduce((total, answered) => total + answered(), 0);
    while (sum(modest) < 10) await new Promise(setImmediate);
    const before = sum(greedy);
    while (sum(modest) < 40) await new Promise(setImmediate);
    const others = sum(greedy) - before;
    // One after the other by turns; by connections it would be 300.
    assert.ok(others >= 10 && others < 100, `30 of one caller, ${others} of the other`);
  });
