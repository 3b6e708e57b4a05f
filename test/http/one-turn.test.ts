import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { test } from "node:test";
import { smallApp } from "./small-service.ts";

const NAMES = ["Helianthus annuus", "Puma concolor", "Nonsuch nowhere", "Felidae", "Helianthus platycephalus"];

const requestOf = (name: string, more = "") =>
  `GET /v2/species/match?scientificName=${encodeURIComponent(name)} HTTP/1.1\r\nhost: x\r\n${more}\r\n`;

test("requests that come in one packet are answered in their order, as each alone", async (t) => {
  const { app } = await smallApp(t);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const alone: string[] = [];
  for (const name of NAMES) {
    const reply = await fetch(`http://127.0.0.1:${port}/v2/species/match?scientificName=${encodeURIComponent(name)}`);
    assert.equal(reply.headers.get("content-length"), String(Buffer.byteLength(await reply.clone().text())));
    alone.push(await reply.text());
  }
  const socket = connect(port, "127.0.0.1");
  const asked = [...NAMES, ...NAMES.toReversed()];
  socket.write(asked.map((name, i) => requestOf(name, i === asked.length - 1 ? "connection: close\r\n" : "")).join(""));
  let received = "";
  socket.setEncoding("utf8").on("data", (text) => {
    received += text;
  });
  await once(socket, "close");
  const bodies = received.split(/HTTP\/1\.1 200 OK\r\n/).slice(1);
  assert.deepEqual(
    bodies.map((body) => body.slice(body.indexOf("\r\n\r\n") + 4)),
    [...alone, ...alone.toReversed()],
  );
});

test("who hangs up before the answer takes nobody else's", async (t) => {
  const { app } = await smallApp(t);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const impatient = connect(port, "127.0.0.1");
  impatient.write(requestOf("Puma concolor"), () => impatient.resetAndDestroy());
  await once(impatient, "close");
  const reply = await fetch(`http://127.0.0.1:${port}/v2/species/match?scientificName=Felidae`);
  assert.equal(((await reply.json()) as { usage: { name: string } }).usage.name, "Felidae");
});
