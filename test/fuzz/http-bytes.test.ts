/** Whatever bytes come over a socket, the server answers them or hangs up, and the next client is served. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { smallApp } from "../http/small-service.ts";
import { damaged, found } from "./mutate.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 150);

const request = (line: string, head: string, body = ""): Buffer =>
  Buffer.from(`${line} HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\n${body}`);

const SEEDS = [
  request("GET /v2/species/match?scientificName=Puma%20concolor&verbose=true", "accept: */*"),
  request("GET /v1/species/match?name=Puma&rank=genus", "x-request-id: a\r\nconnection: keep-alive"),
  Buffer.concat([request("GET /v2/species/match?name=Puma", "a: b"), request("GET /health", "a: b")]),
  request("POST /v2/species/match", "content-type: application/json\r\ncontent-length: 8", '["Puma"]'),
  request(
    "POST /v2/species/match",
    "content-type: text/csv\r\ntransfer-encoding: chunked",
    "5\r\nname\n\r\n5\r\nPuma\n\r\n0\r\n\r\n",
  ),
  request(
    "POST /reconcile",
    "content-type: application/x-www-form-urlencoded\r\ncontent-length: 31",
    'queries={"a":{"query":"Puma"}}.',
  ),
  request("GET /v1/species/suggest?q=Pu&limit=3&offset=1", "accept-encoding: gzip, zstd;q=0"),
  request("GET /v1/species/search?q=puma&facet=rank&rank=SPECIES", "if-none-match: *"),
  request("POST /v1/parser/name", "content-type: text/plain\r\nexpect: 100-continue\r\ncontent-length: 5", "Puma\n"),
  request("OPTIONS *", "origin: x\r\naccess-control-request-method: POST"),
];

test("damaged and glued requests are answered without 500, and the next client is served", {
  timeout: 120_000,
}, async (t) => {
  const { app } = await smallApp(t, { headSeconds: 1, bodyStallSeconds: 1 });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const exchange = async (bytes: Buffer): Promise<string> => {
    const socket = connect(port, "127.0.0.1");
    let reply = "";
    socket.setEncoding("latin1");
    socket.on("data", (part) => {
      reply += part;
    });
    socket.on("error", () => {});
    // Half-closed: what is incomplete is known to be.
    socket.end(bytes);
    await once(socket, "close");
    return reply;
  };
  let answered = 0;
  const check = async (bytes: Buffer): Promise<void> => {
    const reply = await exchange(bytes);
    if (reply !== "") answered++;
    assert.doesNotMatch(reply, /^HTTP\/1\.1 5(?!03)/m, JSON.stringify(bytes.toString("latin1")));
    assert.ok(reply === "" || reply.startsWith("HTTP/1.1 "), JSON.stringify(bytes.toString("latin1")));
  };
  for (const { bytes } of found("http")) await check(bytes);
  await fc.assert(fc.asyncProperty(damaged([...SEEDS, ...found("http").map(({ bytes }) => bytes)]), check), {
    numRuns: RUNS,
  });
  assert.ok(answered > RUNS / 4, `${answered} were answered`);
  assert.match(await exchange(SEEDS[0]!), /^HTTP\/1\.1 200 [\s\S]*EXACT/);
});
