/** Does a client see whether Node has read its requests? No: not on the wire, nor in order, nor when it ends. */
import assert from "node:assert/strict";
import { once } from "node:events";
import type { Socket } from "node:net";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { bothWays, CLOSE, get, type Listening, ODD_QUERIES, PATHS, PLAIN_QUERIES, sharedWays } from "./both-ways.ts";
import { smallService } from "./small-service.ts";

const MATCH = "/v2/species/match?scientificName=Puma%20concolor";
const STAY = "host: x\r\nuser-agent: test\r\naccept: */*\r\n";
const stay = (target: string, headers = STAY) => get(target, headers);

/** A request that says it has a body of so many bytes. */
const withBody = (length: number) => stay(MATCH, `${STAY}content-length: ${length}\r\n`);

/** Calls `then` once when the server has read bytes from a connection, before it answers them. */
function afterNextRead(serverSocket: Socket, then: () => unknown): void {
  const push = serverSocket.push;
  serverSocket.push = (bytes, encoding) => {
    serverSocket.push = push;
    const isRead = push.call(serverSocket, bytes, encoding);
    then();
    return isRead;
  };
}

/** The answers to requests that are sent one after the other on one connection, and how many of them Node read. */
async function oneByOne(server: Listening, requests: readonly (string | readonly string[])[]) {
  const before = server.readByNode();
  const connection = await server.converse();
  const answers: string[] = [];
  for (const request of requests) answers.push(await connection.ask(...[request].flat()));
  connection.socket.destroy();
  return { answers, readByNode: server.readByNode() - before };
}

test("after the first, plain requests of a connection are not read by Node, and get the same bytes", async () => {
  const { front, plain } = await sharedWays();
  const requests = PATHS.flatMap((path) => PLAIN_QUERIES.map((query) => stay(`${path}?${query}`)));
  const inFront = await oneByOne(front, requests);
  assert.deepEqual(inFront.answers, (await oneByOne(plain, requests)).answers);
  assert.ok(inFront.answers.every((answer) => answer.startsWith("HTTP/1.1 200 OK\r\n")));
  // The first, and those with "#".
  const withFragment = requests.filter((request) => request.includes("#")).length;
  assert.equal(inFront.readByNode, 1 + withFragment);
});

test("the date of an answer is today's, in the form of HTTP", async () => {
  const { front } = await sharedWays();
  const { socket, send } = await front.converse();
  let received = "";
  socket.on("data", (text) => {
    received += text;
  });
  for (const _ of [1, 2]) {
    received = "";
    await send(stay(MATCH));
    while (!received.includes("Date: ")) await once(socket, "data");
    const date = /\r\nDate: (\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT)\r\n/.exec(received)?.[1];
    assert.ok(Math.abs(Date.parse(date!) - Date.now()) < 60_000, date);
  }
  socket.destroy();
});

for (const [what, odd] of [
  ["an unknown checklist", stay(`${MATCH}&checklistKey=nowhere`)],
  ["other headers", stay(MATCH, `${STAY}accept-encoding: gzip\r\n`)],
  ["fewer headers", stay(MATCH, "host: x\r\n")],
  ["another path", stay("/v1/species/12")],
  ["no path that is known", stay("/nowhere")],
  ["a path only", stay("/v2/species/match")],
  ["a slash at the end of the path", stay("/v2/species/match/?scientificName=Puma")],
  ["HEAD", stay(MATCH).replace("GET", "HEAD")],
  ["OPTIONS", stay(MATCH).replace("GET", "OPTIONS")],
  ["another method", stay(MATCH).replace("GET", "PUT")],
  ["a method in small letters", stay(MATCH).replace("GET", "get")],
  ["a method that begins like GET", stay(MATCH).replace("GET", "GETS")],
  ["two spaces after the method", stay(MATCH).replace("GET ", "GET  ")],
  ["a space in the target", stay(`${MATCH} x`)],
  ["a tabulator in the target", stay(`${MATCH}\tx`)],
  ["a line break in the target", stay(`${MATCH}\r\nx: y HTTP/1.1`)],
  ["a bare line feed in the target", stay(`${MATCH}\nx`)],
  ["a second head in the target", stay(`${MATCH} HTTP/1.1\r\nhost: x\r\n\r\nGET /nowhere`)],
  ["bytes beyond ASCII", stay("/v2/species/match?scientificName=\xe9t\xe9")],
  ["a null byte", stay(`${MATCH}\0`)],
  ["a whole URL", stay(`http://x${MATCH}`)],
  ["a target that is none", stay(MATCH.slice(1))],
  ["HTTP/1.0", get(MATCH, STAY, "1.0")],
  ["the wish to close", get(MATCH)],
  ["the wish to close, told late", stay(MATCH, `${STAY}connection: close\r\n`)],
  ["a body", get(MATCH, `${STAY}content-length: 3\r\n`).concat("abc")],
  ["an empty body", get(MATCH, `${STAY}content-length: 0\r\n`)],
  ["a body in chunks", get(MATCH, `${STAY}transfer-encoding: chunked\r\n`).concat("3\r\nabc\r\n0\r\n\r\n")],
  ["an expectation", get(MATCH, `${STAY}expect: 100-continue\r\ncontent-length: 0\r\n`)],
  ["the wish to upgrade", get(MATCH, `${STAY}connection: upgrade\r\nupgrade: websocket\r\n`)],
  ["a header that is not well-formed", stay(MATCH, `${STAY}a b: c\r\n`)],
  ["a head too large", stay(`${MATCH}${"x".repeat(20_000)}`)],
  ["a large head", stay(`${MATCH}${"x".repeat(9_000)}`)],
  ["an empty line before it", `\r\n${stay(MATCH)}`],
  ["nothing of HTTP", "\x16\x03\x01\x02\r\n\r\n"],
] as const)
  test(`a request with ${what}, amid plain ones, gets the same bytes as from Fastify`, async () => {
    const { front, plain } = await sharedWays();
    const requests = [stay(MATCH), stay(MATCH), odd, stay("/v1/species/match?name=Felidae"), stay(MATCH), get(MATCH)];
    assert.deepEqual((await oneByOne(front, requests)).answers, (await oneByOne(plain, requests)).answers);
  });

test("oddly written queries amid plain ones are left to Fastify, and the plain ones are still not read", async () => {
  const { front, plain } = await sharedWays();
  const requests = PATHS.flatMap((path) =>
    ODD_QUERIES.flatMap((query) => [stay(MATCH), stay(`${path}?${query}`), stay(MATCH)]),
  );
  const inFront = await oneByOne(front, requests);
  assert.deepEqual(inFront.answers, (await oneByOne(plain, requests)).answers);
  assert.equal(inFront.readByNode, 1 + PATHS.length * ODD_QUERIES.length);
});

for (const [what, packets] of [
  ["in two packets", [stay(MATCH).slice(0, 50), stay(MATCH).slice(50)]],
  ["whose last line feed comes late", [stay(MATCH).slice(0, -1), "\n"]],
  ["letter by letter", [...stay(MATCH)]],
  ["whose body comes later", [get(MATCH, `${STAY}content-length: 3\r\n`), "abc"]],
  ["whose body looks like another request", [withBody(stay(MATCH).length), stay(MATCH)]],
  ["whose body looks like itself", [withBody(withBody(100).length), withBody(withBody(100).length)]],
] as const)
  test(`a request ${what} is read whole, and those after it too`, async () => {
    const { front, plain } = await sharedWays();
    for (const before of [[], [stay(MATCH)], [stay(MATCH), stay(MATCH)]]) {
      const requests = [...before, packets, stay("/v1/species/match?name=Felidae"), packets, stay(MATCH)];
      assert.deepEqual((await oneByOne(front, requests)).answers, (await oneByOne(plain, requests)).answers);
    }
  });

/** Requests of all kinds; what ends a connection comes from the list above. */
const HEADERS = fc.constantFrom(STAY, STAY, STAY, "host: x\r\n", `${STAY}origin: https://a.b\r\n`);
const TARGETS = fc.oneof(
  fc.constantFrom(MATCH, "/v1/species/match?name=Felidae", "/v1/species/12", `${MATCH}&checklistKey=nowhere`),
  fc
    .string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 12 })
    .map((text) => `/v2/species/match?scientificName=${text}`),
);
const REQUESTS = fc.array(
  fc.tuple(TARGETS, HEADERS).map(([target, headers]) => stay(target, headers)),
  { minLength: 1, maxLength: 8 },
);

test("any requests, cut into packets anywhere, are answered in their order as by Fastify", async () => {
  const { front, plain } = await sharedWays();
  let unread = 0;
  await fc.assert(
    fc.asyncProperty(REQUESTS, fc.array(fc.nat(), { maxLength: 4 }), async (requests, cuts) => {
      const text = requests.join("");
      // Whole requests when it is not cut elsewhere.
      const ends = cuts.length > 0 ? cuts.map((cut) => cut % text.length) : endsOf(requests);
      const places = [...new Set([0, ...ends, text.length])].sort((a, b) => a - b);
      const packets = places.slice(1).map((end, i) => text.slice(places[i], end));
      const seen: string[] = [];
      const before = front.readByNode();
      for (const server of [front, plain]) {
        const connection = await server.converse();
        const answers = connection.answers(requests.length);
        for (const packet of packets) await connection.send(packet);
        seen.push(await answers);
        connection.socket.destroy();
      }
      unread += requests.length - (front.readByNode() - before);
      assert.equal(seen[0], seen[1]);
    }),
    { numRuns: 300 },
  );
  assert.ok(unread > 20, `only ${unread} requests were not read by Node`);
});

function endsOf(requests: readonly string[]): number[] {
  let end = 0;
  return requests.map((request) => {
    end += request.length;
    return end;
  });
}

test("requests that are not waited for are answered in their order", async () => {
  const { front, plain } = await sharedWays();
  const requests = Array.from({ length: 60 }, (_, i) => [
    stay(`/v2/species/match?scientificName=Puma%20c${"o".repeat(i)}ncolor`),
    ...(i % 7 === 6 ? [stay(`${MATCH}&checklistKey=nowhere`), stay("/v1/species/12")] : []),
  ]).flat();
  const seen: string[] = [];
  for (const server of [front, plain]) {
    const connection = await server.converse();
    await connection.ask(stay(MATCH));
    for (const request of requests) await connection.send(request);
    seen.push(await connection.answers(requests.length));
    connection.socket.destroy();
  }
  assert.equal(seen[0], seen[1]);
});

test("a request that comes while Node has two others to answer waits for both", async (t) => {
  const { front, plain } = await bothWays(t);
  const seen: string[] = [];
  for (const server of [front, plain]) {
    const waiting: (() => void)[] = [];
    server.beforeAnswer = (url) =>
      new Promise((resolve) => (url.startsWith("/v1/species/1") ? waiting.push(resolve) : resolve()));
    const connection = await server.converse();
    await connection.ask(stay(MATCH));
    await connection.send(stay("/v1/species/12"));
    await connection.send(stay("/v1/species/11"));
    while (waiting.length < 2) await nextTurn();
    waiting[0]!();
    const first = await connection.answers(1);
    await connection.send(stay(MATCH));
    for (let turn = 0; turn < 10; turn++) await nextTurn();
    waiting[1]!();
    seen.push(first + (await connection.answers(2)));
    connection.socket.destroy();
  }
  assert.equal(seen[0], seen[1]);
});

test("requests that the server reads in one turn are answered in their order", async () => {
  const { front } = await sharedWays();
  const connection = await front.converse();
  await connection.ask(stay(MATCH));
  const targets = [MATCH, `${MATCH}&checklistKey=nowhere`, "/v2/species/match?scientificName=Puma", MATCH];
  for (const target of targets) connection.serverSocket.emit("data", Buffer.from(stay(target)));
  const answers = (await connection.answers(targets.length)).split(/(?=HTTP\/1\.1 )/);
  assert.deepEqual(
    answers.map((answer) => answer.slice(9, 12)),
    ["200", "404", "200", "200"],
  );
  assert.match(answers[2]!, /"canonicalName":"Puma"/);
  connection.socket.destroy();
});

test("requests that Node has not read are counted like others", async (t) => {
  const { front } = await bothWays(t);
  await oneByOne(front, [stay(MATCH), stay(MATCH), stay(MATCH), get(MATCH)]);
  const { payload } = await front.app.inject("/metrics");
  assert.match(
    payload,
    /^http_request_duration_seconds_count\{method="GET",route="\/v2\/species\/match",status="200"\} 4$/m,
  );
});

test("what fails is answered as an error by Fastify, and the connection goes on", async (t) => {
  const { service } = await smallService(t);
  let isBroken = false;
  const matching = new Proxy(service.matching, {
    get(target, member) {
      if (isBroken && (member === "writeAnswer" || member === "answer")) return () => assert.fail("it is broken");
      const value = Reflect.get(target, member);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const { front, plain } = await bothWays(t, { ...service, matching });
  const seen: string[][] = [];
  for (const server of [front, plain]) {
    const connection = await server.converse();
    const answers: string[] = [];
    for (const broken of [false, false, true, true, false, false]) {
      isBroken = broken;
      answers.push(await connection.ask(stay(MATCH)));
    }
    connection.socket.destroy();
    seen.push(answers);
  }
  assert.deepEqual(
    seen[0]!.map((answer) => answer.slice(9, 12)),
    ["200", "200", "500", "500", "200", "200"],
  );
  assert.deepEqual(seen[0], seen[1]);
});

test("each answer names its release, also after another took its place", async (t) => {
  const { service } = await smallService(t);
  let releaseId = "first";
  const matching = new Proxy(service.matching, {
    get(target, member) {
      if (member === "releaseId") return () => releaseId;
      const value = Reflect.get(target, member);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const { front } = await bothWays(t, { ...service, matching });
  const connection = await front.converse();
  for (const id of ["first", "first", "second", "second", "first"]) {
    releaseId = id;
    assert.match(await connection.ask(stay(MATCH)), new RegExp(`^binomen-release: ${id}\r$`, "m"));
  }
  assert.equal(front.readByNode(), 1);
  connection.socket.destroy();
});

test("a client that does not fetch its answers is not read from any more, and gets all of them later", async (t) => {
  const { front } = await bothWays(t);
  const connection = await front.converse();
  const { socket, serverSocket } = connection;
  const request = stay(`/v2/species/match?verbose=true&scientificName=${"Helianthus%20annuus%20".repeat(200)}`);
  const expected = await connection.ask(request);
  const other = await front.converse();
  const otherRequest = stay(`${MATCH}${"%20and%20others".repeat(400)}&verbose=true`);
  const otherExpected = await other.ask(otherRequest);
  socket.pause();
  let count = 0;
  let notSentAtOnce = 0;
  while (!serverSocket.isPaused()) {
    assert.ok(count++ < 20_000, "it reads on");
    // As if each were read alone: the kernel may put several together.
    serverSocket.push(Buffer.from(request));
    await nextTurn();
    if (serverSocket.writableLength === 0) continue;
    notSentAtOnce++;
    assert.equal(await other.ask(otherRequest), otherExpected);
  }
  assert.ok(notSentAtOnce > 0);
  assert.ok(serverSocket.writableLength < 1_000_000, `${serverSocket.writableLength} bytes wait`);
  socket.resume();
  assert.equal(await connection.answers(count), expected.repeat(count));
  socket.destroy();
  other.socket.destroy();
});

test("what was asked before the server closes is still answered", async (t) => {
  const { front } = await bothWays(t);
  const connection = await front.converse();
  await connection.ask(stay(MATCH));
  const closed = new Promise<void>((resolve, reject) => {
    afterNextRead(connection.serverSocket, () => front.app.close().then(resolve, reject));
  });
  assert.match(await connection.ask(stay(MATCH)), /^HTTP\/1\.1 200 OK\r\n/);
  await closed;
  assert.equal(front.readByNode(), 1);
});

test("a connection that idles too long is ended, whoever read its requests", async (t) => {
  const { front } = await bothWays(t);
  front.app.server.keepAliveTimeout = 20;
  const connection = await front.converse();
  await connection.ask(stay(MATCH));
  await connection.ask(stay(MATCH));
  assert.equal(front.readByNode(), 1);
  await once(connection.socket, "close");
});

test("a client that hangs up before it is answered disturbs nobody", async (t) => {
  const { front } = await bothWays(t);
  const connection = await front.converse();
  await connection.ask(stay(MATCH));
  afterNextRead(connection.serverSocket, () => connection.serverSocket.destroy());
  connection.socket.write(stay(MATCH));
  await once(connection.socket, "close");
  assert.match(await front.exchange(get(MATCH, CLOSE)), /^HTTP\/1\.1 200 OK\r\n/);
});
