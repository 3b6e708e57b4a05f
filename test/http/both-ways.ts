/** Servers over one service of which one answers in front of Fastify and one does not, and what a client sees of both. */
import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { after } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Config } from "../../src/config.ts";
import { buildApp } from "../../src/http/app.ts";
import type { App } from "../../src/http/app-type.ts";
import type { Service } from "../../src/service.ts";
import { sharedSmallApp, smallService } from "./small-service.ts";

export interface Closing {
  after(fn: () => unknown): void;
}

export interface Listening {
  app: App;
  /** Requests that Fastify saw. */
  byFastify: string[];
  /** Requests that Node read. */
  readByNode(): number;
  /** What comes back until the server closes the connection. Times are left out. */
  exchange(...packets: string[]): Promise<string>;
  /** Opens a connection that stays open. */
  converse(): Promise<Conversation>;
  /** Waited for before Fastify answers. */
  beforeAnswer: (url: string) => Promise<void>;
  /** Called when `app` closes, before it lets go of its port. */
  whileClosing: () => Promise<void>;
}

/** A connection on which several requests are sent. */
export interface Conversation {
  readonly socket: Socket;
  /** The server's end of it. */
  readonly serverSocket: Socket;
  /** Sends packets, each when the server has read the one before; what came back when an answer is complete. */
  ask(...packets: string[]): Promise<string>;
  /** Sends a packet and waits until the server has read it. */
  send(packet: string): Promise<void>;
  /** What comes back until so many answers are complete, or the connection ends. */
  answers(count: number): Promise<string>;
}

export async function listen(t: Closing, service: Service, fastPath: Config["fastPath"]): Promise<Listening> {
  const app = await buildApp({ ...service, config: { ...service.config, fastPath } });
  const { server } = app;
  const byFastify: string[] = [];
  let readByNode = 0;
  const listening: Listening = {
    app,
    byFastify,
    readByNode: () => readByNode,
    exchange: exchangeWith(app),
    converse: () => converseWith(app),
    beforeAnswer: async () => {},
    whileClosing: async () => {},
  };
  app.addHook("onRequest", async (request) => {
    byFastify.push(`${request.method} ${request.url}`);
    // Of the same length for both.
    request.id = "id";
    await listening.beforeAnswer(request.url);
  });
  app.addHook("preClose", () => listening.whileClosing());
  server.on("request", () => {
    readByNode++;
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  t.after(() => app.close());
  return listening;
}

async function converseWith({ server }: Pick<App, "server">): Promise<Conversation> {
  const accepted = once(server, "connection");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [serverSocket] = (await accepted) as [Socket];
  let received = "";
  let hasEnded = false;
  socket.setEncoding("latin1").on("data", (text) => {
    received += text;
  });
  socket.on("close", () => {
    hasEnded = true;
  });
  let sent = 0;
  const send = async (packet: string) => {
    socket.write(packet, "latin1");
    sent += packet.length;
    while (serverSocket.bytesRead < sent && !hasEnded) await nextTurn();
  };
  const answers = async (count: number, hasNoBody = false) => {
    let end = 0;
    for (let found = 0; found < count && !(hasEnded && end >= received.length); ) {
      const next = answerEnd(received, end, hasNoBody);
      if (next !== undefined) {
        found++;
        end = next;
      } else if (hasEnded) end = received.length;
      else await nextTurn();
    }
    const text = received.slice(0, end);
    received = received.slice(end);
    return text.replaceAll(/^date: .*$/gim, "Date");
  };
  const ask = async (...packets: string[]) => {
    for (const packet of packets) await send(packet);
    return answers(1, packets[0]!.startsWith("HEAD "));
  };
  return { socket, serverSocket, ask, send, answers };
}

/** Where the answer that begins at `start` ends; `undefined` when it is not complete. */
function answerEnd(received: string, start: number, hasNoBody: boolean): number | undefined {
  const head = received.indexOf("\r\n\r\n", start);
  if (head < 0) return undefined;
  const length = /^content-length: (\d+)$/im.exec(received.slice(start, head).replaceAll("\r", ""));
  const end = head + 4 + (hasNoBody ? 0 : Number(length?.[1] ?? 0));
  return end <= received.length ? end : undefined;
}

export function exchangeWith({ server }: Pick<App, "server">): Listening["exchange"] {
  return async (...packets) => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    let received = "";
    socket.setEncoding("latin1").on("data", (text) => {
      received += text;
    });
    for (const packet of packets) socket.write(packet, "latin1");
    await once(socket, "close");
    return received.replaceAll(/^date: .*$/gim, "Date");
  };
}

/** The same service listening with the front and without. */
export async function bothWays(t: Closing, service?: Service): Promise<{ front: Listening; plain: Listening }> {
  const shared = service ?? (await smallService(t)).service;
  return { front: await listen(t, shared, "connection"), plain: await listen(t, shared, "off") };
}

let shared: ReturnType<typeof bothWays> | undefined;
const atTheEnd: (() => unknown)[] = [];
after(async () => {
  for (const close of atTheEnd) await close();
});

/** For all tests that only ask. */
export async function sharedWays() {
  const { service } = await sharedSmallApp();
  shared ??= bothWays({ after: (close) => void atTheEnd.push(close) }, service);
  return shared;
}

export const PLAIN_QUERIES = [
  "scientificName=Puma",
  "scientificName=Helianthus%20annuus",
  "scientificName=Helianthus+annuus+L.",
  "scientificName=Helianthus%20anuus&verbose=true",
  "scientificName=Puma%2Bconcolor",
  "scientificName=M%C3%BCllerina",
  "scientificName=",
  "scientificName==",
  "scientificName=a=b=c",
  "scientificName=Puma#concolor",
  "scientificName=Puma?x",
  "scientificName=%00",
  "scientificName=%22%5C%0A",
  `scientificName=${"Helianthus%20".repeat(400)}`,
  "name=Puma%20concolor&strict=false&verbose=false&limit=100",
  "scientificName=Puma&taxonRank=GENUS&kingdom=Animalia&checklistKey=small",
  "usageKey=7",
  "scientificName=Puma&details=true",
  "name=Helianthus%20anuus&details=TRUE&verbose=true",
  "scientificName=Puma&checklistKey=",
  "verbose=true&name=Felidae&scientificName=Puma",
  "class=Mammalia&scientificName=Puma&exclude=10,11",
];

/** None of these is for the front. */
export const ODD_QUERIES = [
  "",
  "scientificName",
  "&",
  "&scientificName=Puma",
  "scientificName=Puma&",
  "scientificName=Puma&&verbose=true",
  "scientificName=Puma&scientificName=Felidae",
  "kingdom=a&kingdom=b&scientificName=Puma",
  "scientificName=%",
  "scientificName=%E9t%E9",
  "scientificName=%ED%A0%80",
  "scientificName=Puma%2",
  "scientific%4Eame=Puma",
  "scientific+Name=Puma",
  "dwc:scientificName=Puma",
  "scientific_name=Puma",
  "__proto__=1&scientificName=Puma",
  "constructor=1&scientificName=Puma",
  "toString=1&scientificName=Puma",
  "scientificName=Puma&nonsense[0]=1",
  "=Puma",
];

export const PATHS = ["/v2/species/match", "/v1/species/match", "/v1/species/match2"];

export const CLOSE = "host: x\r\nconnection: close\r\n";

export const get = (target: string, headers = CLOSE, version = "1.1") =>
  `GET ${target} HTTP/${version}\r\n${headers}\r\n`;
