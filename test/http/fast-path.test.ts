/** Does it make a difference whether a request is answered in front of Fastify or by it? None that a client can see. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fastify } from "fastify";
import { plainParameters } from "../../src/http/parameters.ts";
import {
  bothWays,
  CLOSE,
  exchangeWith,
  get,
  listen,
  ODD_QUERIES,
  PATHS,
  PLAIN_QUERIES,
  sharedWays,
} from "./both-ways.ts";
import { smallService } from "./small-service.ts";

test("plain queries are answered in front, with the bytes that Fastify would send", async (t) => {
  const { front, plain } = await bothWays(t);
  for (const path of PATHS)
    for (const query of PLAIN_QUERIES) {
      const request = get(`${path}?${query}`);
      const answer = await front.exchange(request);
      assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/, query);
      assert.equal(answer, await plain.exchange(request), query);
    }
  assert.deepEqual(front.byFastify, []);
  assert.equal(plain.byFastify.length, PATHS.length * PLAIN_QUERIES.length);
});

test("oddly written queries are left to Fastify", async (t) => {
  const { front, plain } = await bothWays(t);
  for (const path of PATHS)
    for (const query of ODD_QUERIES) {
      const request = get(`${path}?${query}`);
      assert.equal(await front.exchange(request), await plain.exchange(request), query);
    }
  assert.equal(front.byFastify.length, PATHS.length * ODD_QUERIES.length);
});

test("with fastPath off, request or connection a conversation has the same bytes, and only connection spares Node the reading", async (t) => {
  const { service } = await smallService(t);
  const requests = [...PLAIN_QUERIES, ...ODD_QUERIES].map((query) => get(`${PATHS[0]}?${query}`, "host: x\r\n"));
  const told = new Map<string, { answers: string[]; readByNode: number; byFastify: number }>();
  for (const fastPath of ["off", "request", "connection"] as const) {
    const server = await listen(t, service, fastPath);
    const conversation = await server.converse();
    const answers: string[] = [];
    for (const request of requests) answers.push(await conversation.ask(request));
    conversation.socket.destroy();
    told.set(fastPath, { answers, readByNode: server.readByNode(), byFastify: server.byFastify.length });
  }
  const { off, request, connection } = Object.fromEntries(told);
  assert.match(off!.answers[0]!, /^HTTP\/1\.1 200 OK/);
  assert.deepEqual(request!.answers, off!.answers);
  assert.deepEqual(connection!.answers, off!.answers);
  assert.equal(off!.byFastify, requests.length);
  assert.equal(request!.byFastify, ODD_QUERIES.length);
  assert.equal(request!.readByNode, requests.length);
  assert.ok(connection!.readByNode < requests.length, "those like the one before are not read again");
});

const MATCH = "/v2/species/match?scientificName=Puma%20concolor";

for (const [what, request] of [
  ["other headers", get(MATCH, `${CLOSE}accept-encoding: gzip, br\r\norigin: https://a.b\r\nif-none-match: "x"\r\n`)],
  ["what is accepted", get(MATCH, `${CLOSE}accept: text/csv\r\naccept-version: 2\r\nrange: bytes=0-9\r\n`)],
  ["a key", get(MATCH, `${CLOSE}authorization: Bearer bnm_x\r\ncookie: a=b\r\n`)],
  ["HTTP/1.0", get(MATCH, "", "1.0")],
  ["HTTP/1.0 that would stay", get(MATCH, "connection: keep-alive\r\n", "1.0") + get(MATCH, "", "1.0")],
  ["no host", get(MATCH, "connection: close\r\n")],
  ["an empty host", get(MATCH, "host:\r\nconnection: close\r\n")],
  ["the wish to upgrade", get(MATCH, "host: x\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n")],
  ["a body", get(MATCH, `${CLOSE}content-length: 3\r\n`).concat("abc")],
  ["a body in chunks", get(MATCH, `${CLOSE}transfer-encoding: chunked\r\n`).concat("3\r\nabc\r\n0\r\n\r\n")],
  ["an expectation", get(MATCH, `${CLOSE}expect: 100-continue\r\ncontent-length: 0\r\n`)],
  ["another expectation", get(MATCH, `${CLOSE}expect: more\r\n`)],
  ["a header that is not well-formed", get(MATCH, `${CLOSE}a b: c\r\n`)],
  ["headers too large", get(MATCH, `${CLOSE}x: ${"y".repeat(20_000)}\r\n`)],
  ["a URL too long", get(`${MATCH}${"x".repeat(20_000)}`)],
  ["HEAD", get(MATCH).replace("GET", "HEAD")],
  ["OPTIONS", get(MATCH).replace("GET", "OPTIONS")],
  ["DELETE", get(MATCH).replace("GET", "DELETE")],
  ["POST without a body", get(MATCH).replace("GET", "POST")],
  ["an unknown method", get(MATCH).replace("GET", "FETCH")],
  ["a whole URL", get(`http://x${MATCH}`)],
  ["a slash at the end of the path", get("/v2/species/match/?scientificName=Puma")],
  ["a path in capitals", get("/V2/species/match?scientificName=Puma")],
  ["an encoded path", get("/v2/species/m%61tch?scientificName=Puma")],
  ["a path with two slashes", get("/v2//species/match?scientificName=Puma")],
  ["bytes that are not encoded", get("/v2/species/match?scientificName=\xe9t\xe9")],
  ["another path", get("/v2/species/matches?scientificName=Puma")],
  ["no query", get("/v2/species/match")],
  ["an unknown checklist", get(`${MATCH}&checklistKey=nowhere`)],
  ["several, one after the other", get(MATCH, "host: x\r\n").repeat(5) + get(MATCH)],
  [
    "several of all kinds",
    get(MATCH, "host: x\r\n") +
      get(`${MATCH}&checklistKey=nowhere`, "host: x\r\n") +
      get("/v1/species/12", "host: x\r\n") +
      get(MATCH, "host: x\r\n").replace("GET", "HEAD") +
      get("/v1/species/match?name=Felidae", "host: x\r\n") +
      get("/nowhere", "host: x\r\n") +
      get(MATCH),
  ],
  ["something after the last", get(MATCH) + get(MATCH)],
] as const)
  test(`a request with ${what} gets the same bytes in front as from Fastify`, async () => {
    const { front, plain } = await sharedWays();
    const answer = await front.exchange(request);
    assert.match(answer, /^HTTP\/1\.1 \d{3} /);
    assert.equal(answer, await plain.exchange(request));
  });

test("a connection that stays open is told for how long, as by Fastify", async () => {
  const { front, plain } = await sharedWays();
  const answer = await front.exchange(get(MATCH, "host: x\r\n"), get(MATCH));
  assert.match(answer, /Keep-Alive: timeout=72\r\n/);
  assert.equal(answer, await plain.exchange(get(MATCH, "host: x\r\n"), get(MATCH)));
});

test("a server that is closing answers whoever still comes, and lets go of the connection", async (t) => {
  const { front, plain } = await bothWays(t);
  const answers: string[] = [];
  for (const one of [front, plain]) {
    one.whileClosing = async () => void answers.push(await one.exchange(get(MATCH, "host: x\r\n")));
    await one.app.close();
  }
  assert.match(answers[0]!, /^HTTP\/1\.1 200 [\s\S]*\r\nconnection: close\r\n/i);
  assert.equal(answers[0], answers[1]);
});

test("what fails in front is answered as an error by Fastify", async (t) => {
  const { service } = await smallService(t);
  const matching = new Proxy(service.matching, {
    get(target, member) {
      if (member === "writeAnswer" || member === "answer") return () => assert.fail("matching is broken");
      const value = Reflect.get(target, member);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const { front, plain } = await bothWays(t, { ...service, matching });
  const request = get(MATCH, "host: x\r\n") + get("/v1/species/12");
  const answer = await front.exchange(request);
  assert.match(answer, /^HTTP\/1\.1 500 /);
  assert.match(answer, /Puma concolor/);
  assert.equal(answer, await plain.exchange(request));
});

test("names that come together are answered as each alone, without remembered answers", async (t) => {
  const { service } = await smallService(t, { answerCache: 0 });
  const { front, plain } = await bothWays(t, service);
  const names = [
    "Puma concolor",
    "Felidae",
    "Helianthus anuus",
    "Nonsuch nowhere",
    "helianthus",
    "Puma",
    "P. concolor",
  ];
  const targets = Array.from({ length: 70 }, (_, i) => {
    const target = `${PATHS[i % 3]}?scientificName=${encodeURIComponent(names[i % names.length]!)}`;
    return i % 5 === 4 ? `${target}&checklistKey=small` : target;
  });
  const together = await front.exchange(
    targets.map((target, i) => get(target, i === targets.length - 1 ? CLOSE : "host: x\r\n")).join(""),
  );
  assert.deepEqual(front.byFastify, []);
  const answers = together.split(/(?=HTTP\/1\.1 200 OK\r\n)/);
  assert.equal(answers.length, targets.length);
  for (const [i, target] of targets.entries()) {
    const alone = await plain.exchange(get(target));
    assert.equal(answers[i]!.split("\r\n\r\n")[1], alone.split("\r\n\r\n")[1], target);
  }
});

test("requests are counted once, whoever answers them", async (t) => {
  const { front } = await bothWays(t);
  await front.exchange(get(MATCH, "host: x\r\n") + get(MATCH, "host: x\r\n") + get(MATCH));
  await front.app.inject(MATCH);
  const { payload } = await front.app.inject("/metrics");
  const counts = payload.match(/^http_request_duration_seconds_count\{.*"\/v2\/species\/match",status="200"\} .*$/gm);
  assert.deepEqual(
    counts?.filter((line) => line.includes('"GET"')),
    ['http_request_duration_seconds_count{method="GET",route="/v2/species/match",status="200"} 4'],
  );
});

/** Pieces of names and values; those that no request line may hold are left out. */
const PIECES = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("scientificName", "a", "b", "+", "%20", "%C3%BC", "Puma", "%2B") },
  fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 3 }),
  fc.string({ unit: "grapheme", maxLength: 3 }).map(encodeURIComponent),
  fc.constantFrom("%", "%C3", "%ED%A0%80", "%F4%90%80%80", "%c0%80", "#", "=", "&", "__proto__"),
);
const TEXTS = fc.array(PIECES, { maxLength: 4 }).map((pieces) => pieces.join(""));
const NAMES = fc.oneof({ weight: 3, arbitrary: fc.constantFrom("scientificName", "a", "kingdom") }, TEXTS);
const QUERIES = fc.array(
  fc.tuple(NAMES, TEXTS).map((pair) => pair.join("=")),
  { minLength: 1, maxLength: 3 },
);

test("parameters that are read in front are those that Fastify reads", async (t) => {
  const app = fastify();
  app.get("/x", async ({ query }) => query);
  await app.listen({ host: "127.0.0.1", port: 0 });
  t.after(() => app.close());
  const exchange = exchangeWith(app);
  let read = 0;
  await fc.assert(
    fc.asyncProperty(QUERIES, async (parts) => {
      const url = `/x?${parts.join("&")}`;
      const parameters = plainParameters(url, 3);
      if (parameters === undefined) return;
      read++;
      const answer = Buffer.from(await exchange(get(url)), "latin1").toString();
      assert.deepEqual(JSON.parse(answer.split("\r\n\r\n")[1]!), { ...parameters });
    }),
    { numRuns: 1_000 },
  );
  assert.ok(read > 200, `only ${read} queries were read`);
});
