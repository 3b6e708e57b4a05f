/** What do clients see when more is asked than can be answered? */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { type TestContext, test } from "node:test";
import { buildApp } from "../../src/http/app.ts";
import type { Service } from "../../src/service.ts";
import { slow } from "./slow-service.ts";
import { smallService } from "./small-service.ts";

const NAMES = ["Puma concolor", "Felidae", "Helianthus annuus", "Helianthus platycephalus", "Puma"];

const get = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nhost: x\r\n${more}\r\n`;
const match = (name: string) => get(`/v2/species/match?scientificName=${encodeURIComponent(name)}`);

async function listen(t: TestContext, service: Service): Promise<number> {
  const app = await buildApp(service);
  await app.listen({ host: "127.0.0.1", port: 0 });
  t.after(() => app.close());
  return (app.server.address() as AddressInfo).port;
}

interface Answer {
  readonly status: string;
  readonly head: string;
  readonly body: string;
}

/** A connection: sends something, and gives so many answers. */
async function open(
  port: number,
): Promise<{ ask(sent: string, count?: number): Promise<Answer[]>; send(bytes: string): void; close(): void }> {
  const socket = connect(port, "127.0.0.1").setEncoding("latin1");
  await once(socket, "connect");
  let received = "";
  let answers: Answer[] = [];
  let onAnswer = () => {};
  socket.on("data", (text) => {
    received += text;
    let at = 0;
    for (let end = received.indexOf("\r\n\r\n"); end >= 0; end = received.indexOf("\r\n\r\n", at)) {
      const head = received.slice(at, end);
      const bodyEnd = end + 4 + Number(/^content-length: (\d+)/im.exec(head)?.[1]);
      if (received.length < bodyEnd) break;
      answers.push({ status: head.slice(9, 12), head, body: received.slice(end + 4, bodyEnd) });
      at = bodyEnd;
    }
    received = received.slice(at);
    onAnswer();
  });
  return {
    ask(sent, count = 1) {
      socket.write(sent, "latin1");
      return new Promise((resolve, reject) => {
        socket.once("close", () => reject(new Error(`closed after ${answers.length} answers`)));
        onAnswer = () => {
          if (answers.length < count) return;
          resolve(answers);
          answers = [];
        };
      });
    },
    send: (bytes) => socket.write(bytes, "latin1"),
    close: () => socket.destroy(),
  };
}

async function exchange(port: number, sent: string, count: number): Promise<Answer[]> {
  const connection = await open(port);
  const answers = await connection.ask(sent, count);
  connection.close();
  return answers;
}

for (const fastPath of ["off", "request", "connection"] as const)
  test(`with fastPath ${fastPath}, what cannot be answered is refused with when to come again, and nobody is answered wrongly`, async (t) => {
    const { service } = await smallService(t, { fastPath, answerCache: 0 });
    const port = await listen(t, slow(service));
    const known = await Promise.all(NAMES.map((name) => exchange(port, match(name), 1)));
    const connections = await Promise.all(Array.from({ length: 150 }, () => open(port)));
    const watching = await open(port);
    let isOver = false;
    const looking = (async () => {
      let looks = 0;
      for (; !isOver; looks++) assert.equal((await watching.ask(get("/health")))[0]!.status, "200");
      return looks;
    })();
    const rounds = await Promise.all(
      connections.map(async (connection, i) => {
        const seen: Answer[] = [];
        for (let round = 0; round < 2; round++) {
          const name = (i + round) % NAMES.length;
          const [answer] = await connection.ask(match(NAMES[name]!));
          if (answer!.status === "200") assert.equal(answer!.body, known[name]![0]!.body);
          seen.push(answer!);
        }
        return seen;
      }),
    );
    isOver = true;
    assert.ok((await looking) > 10, "health is answered in between");
    for (const one of [watching, ...connections]) one.close();
    const seen = rounds.flat();
    const refused = seen.filter(({ status }) => status === "503");
    assert.ok(refused.length > 0, "none is refused");
    assert.equal(refused.length + seen.filter(({ status }) => status === "200").length, 300);
    assert.ok(refused.length < 300, "all are refused");
    for (const { head, body } of refused) {
      assert.match(head, /^retry-after: 1\r?$/im);
      assert.equal(JSON.parse(body).code, "OVERLOADED");
    }
    const [after] = await exchange(port, match(NAMES[0]!), 1);
    assert.equal(after!.status, "200");
  });

test("who sends thousands of requests without waiting is answered all of them in their order, and others meanwhile", async (t) => {
  for (const fastPath of ["off", "connection"] as const) {
    // However slow the machine is: here nothing is refused for having waited.
    const { service } = await smallService(t, { fastPath, floodMilliseconds: 60_000 });
    const port = await listen(t, service);
    const expected = new Map<string, string>();
    for (const name of NAMES) expected.set(name, (await exchange(port, match(name), 1))[0]!.body);
    const asked = Array.from({ length: 4_000 }, (_, i) => NAMES[i % NAMES.length]!);
    const rows = Array.from({ length: 900 }, (_, i) => ({
      scientificName: asked[i],
      remarks: match("Puma").repeat(3),
    }));
    const body = JSON.stringify(rows);
    const post = `POST /v2/species/match HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    let isOver = false;
    const many = exchange(port, asked.map(match).join("") + post + asked.map(match).join(""), 8_001).finally(() => {
      isOver = true;
    });
    await exchange(port, match("Puma"), 1);
    assert.equal(isOver, false, "others wait until all of it is answered");
    const answers = await many;
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], ["200"]);
    const [list] = answers.splice(4_000, 1);
    assert.equal((JSON.parse(list!.body) as unknown[]).length, 900);
    for (const [i, { body }] of answers.entries()) assert.equal(body, expected.get(asked[i % 4_000]!));
  }
});

test("of what clients send without waiting, little is read in one turn of the event loop", async (t) => {
  const { service } = await smallService(t);
  const app = await buildApp(service);
  await app.listen({ host: "127.0.0.1", port: 0 });
  t.after(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  let inTurn = 0;
  let most = 0;
  app.server.prependListener("request", () => {
    if (inTurn++ === 0)
      setImmediate(() => {
        most = Math.max(most, inTurn);
        inTurn = 0;
      });
  });
  const connections = await Promise.all(Array.from({ length: 5 }, () => open(port)));
  await Promise.all(connections.map((connection) => connection.ask(match("Puma").repeat(3_000), 3_000)));
  for (const one of connections) one.close();
  // Each connection 1 kB, some fifteen requests; without it each brings 64 kB, eight hundred.
  assert.ok(most > 5 && most < 250, `${most} requests in one turn`);
});

test("of what clients send bit by bit without waiting, few requests of a connection are under way", async (t) => {
  const { service } = await smallService(t, { floodMilliseconds: 60_000 });
  const app = await buildApp(service);
  await app.listen({ host: "127.0.0.1", port: 0 });
  t.after(() => app.close());
  let underWay = 0;
  let most = 0;
  app.server.prependListener("request", (_request, response) => {
    most = Math.max(most, ++underWay);
    response.once("close", () => underWay--);
  });
  const connections = await Promise.all(
    Array.from({ length: 4 }, () => open((app.server.address() as AddressInfo).port)),
  );
  await Promise.all(
    connections.map(async (connection) => {
      const answers = connection.ask(match("Puma"), 2_000);
      for (let sent = 1; sent < 2_000; sent++) {
        connection.send(match("Puma"));
        if (sent % 20 === 0) await new Promise(setImmediate);
      }
      assert.deepEqual([...new Set((await answers).map(({ status }) => status))], ["200"]);
    }),
  );
  for (const one of connections) one.close();
  assert.ok(most > 4 && most <= 4 * 32, `${most} requests under way`);
});

test("who sends without end and reads nothing is not read from", async (t) => {
  const { service } = await smallService(t);
  const app = await buildApp(service);
  await app.listen({ host: "127.0.0.1", port: 0 });
  t.after(() => app.close());
  const accepted = once(app.server, "connection");
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  const [serverSocket] = await accepted;
  const some = match("Puma concolor").repeat(2_000);
  let sent = 0;
  // Until the server takes no more of it.
  while (sent < 200_000_000 && (socket.write(some) || (await drained(socket)))) sent += some.length;
  assert.ok(serverSocket.bytesRead < 20_000_000, `${serverSocket.bytesRead} bytes are read`);
  socket.destroy();
});

/** True when the other side goes on reading; false when it has not for a while. */
function drained(socket: ReturnType<typeof connect>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), 1_000);
    socket.once("drain", () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
