/**
 * A client that sends lists of names, one request after the other on each connection, and counts the answers. A process of
 * its own, because on two cores the client's work is part of what is measured; it says what it used.
 *
 *   node bench/http/bulk-client.ts <request.json>      a BulkRequest; prints a BulkLoad as one line of JSON
 *
 * Before the time runs each list is asked once and its answers are counted (lines, or the length of the array); then it
 * says READY. From then on the answer to the same list must be as long, which costs the client nothing. What answers say is
 * checked by `run.ts` before.
 */
import { readFileSync } from "node:fs";
import { Agent, type ClientRequestArgs, request } from "node:http";
import { connect, type Socket, type TcpNetConnectOpts } from "node:net";

export type BulkFormat = "ndjson" | "json" | "csv";

export interface BulkRequest {
  readonly url: string;
  readonly format: BulkFormat;
  /** Name strings, all different. */
  readonly names: readonly string[];
  readonly namesPerRequest: number;
  readonly connections: number;
  readonly seconds: number;
  /** The time runs at once, and answers are counted while it does. */
  readonly isCold?: boolean;
}

/** Printed on a line of its own when the time begins to run. */
export const READY = "ready";

export interface BulkLoad {
  readonly names: number;
  readonly namesPerSecond: number;
  readonly requests: number;
  /** Requests whose status was not 200, or whose answers were not as many as the names, or not as long as before. */
  readonly failed: number;
  readonly answerBytesPerName: number;
  readonly clientUsPerName: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export const MEDIA_TYPES: Readonly<Record<BulkFormat, string>> = {
  ndjson: "application/x-ndjson",
  json: "application/json",
  csv: "text/csv",
};

/** One request's body. */
export function bodyOf(format: BulkFormat, names: readonly string[]): Buffer {
  switch (format) {
    case "ndjson":
      return Buffer.from(names.map((scientificName) => `${JSON.stringify({ scientificName })}\n`).join(""));
    case "json":
      return Buffer.from(JSON.stringify(names.map((scientificName) => ({ scientificName }))));
    case "csv":
      return Buffer.from(`scientificName\n${names.map((name) => `"${name.replaceAll('"', '""')}"\n`).join("")}`);
  }
}

/** Lines in a piece of an answer. */
function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++;
  return lines;
}

const READ_BYTES = 1 << 18;

/**
 * Reads all of a connection into the same memory: a buffer for each 64 kB read cost as much as the reading. What is read
 * must be looked at before the next read.
 */
class ReusingAgent extends Agent {
  override createConnection(options: ClientRequestArgs): Socket {
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const callback = (length: number) => socket.emit("data", buffer.subarray(0, length));
    const socket: Socket = connect({ ...(options as TcpNetConnectOpts), onread: { buffer, callback } });
    return socket;
  }
}

/** A list, and the bytes of its answers once they were counted. */
interface List {
  readonly body: Buffer;
  readonly names: number;
  answerBytes: number;
}

function listsOf(asked: BulkRequest): List[] {
  const lists: List[] = [];
  for (let start = 0; start < asked.names.length; start += asked.namesPerRequest) {
    const names = asked.names.slice(start, start + asked.namesPerRequest);
    lists.push({ body: bodyOf(asked.format, names), names: names.length, answerBytes: 0 });
  }
  return lists;
}

async function sendBulk(asked: BulkRequest): Promise<BulkLoad> {
  const lists = listsOf(asked);
  const agent = new ReusingAgent({ keepAlive: true, maxSockets: asked.connections });
  const onAllConnections = (use: () => Promise<void>) =>
    Promise.all(Array.from({ length: asked.connections }, () => use()));
  let next = 0;
  if (asked.isCold !== true) {
    await onAllConnections(async () => {
      for (let list = lists[next++]; list !== undefined; list = lists[next++])
        if (!(await isAnswered(agent, asked, list))) throw new Error("a list was not answered as it should be");
    });
    next = 0;
  }
  process.stdout.write(`${READY}\n`);
  const latencies: number[] = [];
  let names = 0;
  let bytes = 0;
  let failed = 0;
  const start = performance.now();
  const cpu = process.cpuUsage();
  const deadline = start + asked.seconds * 1000;
  await onAllConnections(async () => {
    while (performance.now() < deadline) {
      const list = lists[next++ % lists.length]!;
      const begun = performance.now();
      const isRight = await isAnswered(agent, asked, list);
      latencies.push(performance.now() - begun);
      if (!isRight) {
        failed++;
        continue;
      }
      names += list.names;
      bytes += list.answerBytes;
    }
  });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => Number((latencies[Math.ceil(share * latencies.length) - 1] ?? 0).toFixed(2));
  return {
    names,
    namesPerSecond: Math.round(names / seconds),
    requests: latencies.length,
    failed,
    answerBytesPerName: Math.round(bytes / names),
    clientUsPerName: Number(((user + system) / names).toFixed(2)),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

/** Sends a list; true when it was answered as long as before, or, the first time, by as many answers as it has names. */
async function isAnswered(agent: Agent, asked: BulkRequest, list: List): Promise<boolean> {
  const isKnown = list.answerBytes > 0;
  const counter = isKnown ? undefined : COUNTERS[asked.format]();
  const { status, length } = await post(agent, asked, list.body, counter);
  if (status !== 200) return false;
  if (counter === undefined) return length === list.answerBytes;
  list.answerBytes = length;
  return counter.answers() === list.names;
}

/** Counts answers. */
interface Counter {
  take(chunk: Buffer): void;
  answers(): number;
}

function lineCounter(headerLines: number): Counter {
  let lines = 0;
  return {
    take: (chunk) => {
      lines += countLines(chunk);
    },
    answers: () => lines - headerLines,
  };
}

function arrayCounter(): Counter {
  const chunks: Buffer[] = [];
  return {
    // What is read is read into the same memory.
    take: (chunk) => void chunks.push(Buffer.from(chunk)),
    answers: () => (JSON.parse(Buffer.concat(chunks).toString()) as unknown[]).length,
  };
}

const COUNTERS: Readonly<Record<BulkFormat, () => Counter>> = {
  ndjson: () => lineCounter(0),
  csv: () => lineCounter(1),
  json: arrayCounter,
};

interface Seen {
  status: number;
  length: number;
}

/** Sends a list. The answer is looked at as it comes: keeping 100 MB of it would cost more than reading. */
function post(agent: Agent, asked: BulkRequest, body: Buffer, counter: Counter | undefined): Promise<Seen> {
  const type = MEDIA_TYPES[asked.format];
  return new Promise((resolve, reject) => {
    const sent = request(
      `${asked.url}/v2/species/match`,
      { method: "POST", agent, headers: { "content-type": type, accept: type, "content-length": body.length } },
      (answer) => {
        const seen: Seen = { status: answer.statusCode ?? 0, length: 0 };
        answer.on("data", (chunk: Buffer) => {
          seen.length += chunk.length;
          counter?.take(chunk);
        });
        answer.on("end", () => resolve(seen));
        answer.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

if (import.meta.main) {
  const asked = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as BulkRequest;
  process.stdout.write(`${JSON.stringify(await sendBulk(asked))}\n`);
  process.exit(0);
}
