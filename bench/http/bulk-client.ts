/**
 * A client that sends lists of names, one request after the other on each connection, and counts the answers. A process of
 * its own, because on two cores the client's work is part of what is measured; it says what it used.
 *
 *   node bench/http/bulk-client.ts <request.json>      a BulkRequest; prints a BulkLoad as one line of JSON
 *
 * Answers are counted (lines, or the length of the array) in every request; what they say is checked by `run.ts` before.
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
}

export interface BulkLoad {
  readonly names: number;
  readonly namesPerSecond: number;
  readonly requests: number;
  /** Requests whose status was not 200 or whose number of answers was not that of the names. */
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

if (import.meta.main) {
  const asked = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as BulkRequest;
  process.stdout.write(`${JSON.stringify(await sendBulk(asked))}\n`);
  process.exit(0);
}

async function sendBulk(asked: BulkRequest): Promise<BulkLoad> {
  const bodies: { body: Buffer; names: number }[] = [];
  for (let start = 0; start < asked.names.length; start += asked.namesPerRequest) {
    const names = asked.names.slice(start, start + asked.namesPerRequest);
    bodies.push({ body: bodyOf(asked.format, names), names: names.length });
  }
  const agent = new ReusingAgent({ keepAlive: true, maxSockets: asked.connections });
  const latencies: number[] = [];
  let next = 0;
  let names = 0;
  let bytes = 0;
  let failed = 0;
  const start = performance.now();
  const cpu = process.cpuUsage();
  const deadline = start + asked.seconds * 1000;
  async function connection() {
    while (performance.now() < deadline) {
      const sent = bodies[next++ % bodies.length]!;
      const begun = performance.now();
      const { status, lines, length } = await post(agent, asked, sent.body);
      latencies.push(performance.now() - begun);
      // An array would have to be parsed to be counted.
      const isComplete = asked.format === "json" || lines === sent.names + (asked.format === "csv" ? 1 : 0);
      if (status === 200 && isComplete) names += sent.names;
      else failed++;
      bytes += length;
    }
  }
  await Promise.all(Array.from({ length: asked.connections }, connection));
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

interface Seen {
  status: number;
  lines: number;
  length: number;
}

/** Sends a list. The answer is counted as it comes: keeping 100 MB of it would cost more than reading. */
function post(agent: Agent, asked: BulkRequest, body: Buffer): Promise<Seen> {
  const type = MEDIA_TYPES[asked.format];
  return new Promise((resolve, reject) => {
    const sent = request(
      `${asked.url}/v2/species/match`,
      { method: "POST", agent, headers: { "content-type": type, accept: type, "content-length": body.length } },
      (answer) => {
        const seen: Seen = { status: answer.statusCode ?? 0, lines: 0, length: 0 };
        answer.on("data", (chunk: Buffer) => {
          seen.lines += countLines(chunk);
          seen.length += chunk.length;
        });
        answer.on("end", () => resolve(seen));
        answer.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}
