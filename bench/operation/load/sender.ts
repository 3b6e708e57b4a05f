/**
 * Asks for names on a schedule, as cheaply as it can: client and server share the cores, and what the client takes is lacking
 * where it is measured. A thread of its own.
 *
 * An open loop: a request is due when it is due, whether or not those before it were answered, and its time begins then. It
 * takes a connection that has room; when none has, it waits for one, and is given up as people give up.
 */
import { connect, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

/** What a sender does. */
export interface Schedule {
  readonly port: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Connections that stay open. */
  readonly connections: number;
  /** Requests that may be under way on a connection; more than one is pipelining. */
  readonly depth: number;
  /** Addresses of this machine to ask from, in turn: each is a client. */
  readonly from: readonly string[];
  /** Whole requests, sent in turn. */
  readonly requests: readonly string[];
  /** Seconds after which a request that found no connection is given up. */
  readonly patience: number;
}

/** What became of the requests. Times are milliseconds from when a request was due. */
export interface Sent {
  readonly answered: number[];
  /** The same from when it was sent: without waiting for a connection. */
  readonly answeredSinceSent: number[];
  readonly refused: number[];
  /** Answered by neither 200 nor 503, or not at all. */
  readonly failed: number;
  /** Found no connection in time. */
  readonly unsent: number;
  /** Answered 200, by address. */
  readonly answeredFrom: readonly number[];
  /** A word about the first failure. */
  readonly firstFailure: string;
}

/** How long the last answers are waited for. */
const LAST_MILLISECONDS = 10_000;
const LOOK_MILLISECONDS = 20;
const END_OF_HEAD = "\r\n\r\n";
const READ_BYTES = 1 << 16;

/** A connection, and since when those of its requests are due that are not answered. */
interface Connection {
  socket: Socket | undefined;
  readonly from: number;
  due: number[];
  sent: number[];
  /** Not yet written, read but not whole. */
  out: string;
  rest: string;
}

const schedule = workerData as Schedule;
const sent = {
  answered: [] as number[],
  answeredSinceSent: [] as number[],
  refused: [] as number[],
  failed: 0,
  unsent: 0,
  firstFailure: "",
};
const answeredFrom = schedule.from.map(() => 0);
/** With room for a request. */
const free: Connection[] = [];
const unwritten: Connection[] = [];
/** When those are due that have no connection, oldest at `oldest`. */
let waiting: number[] = [];
let oldest = 0;
let asked = 0;
let underWay = 0;

function fail(why: string, count: number): void {
  sent.failed += count;
  sent.firstFailure ||= why;
}

function socketOf(connection: Connection): Socket {
  const received = Buffer.alloc(READ_BYTES);
  const callback = (length: number): boolean => {
    read(connection, connection.rest + received.toString("latin1", 0, length));
    return true;
  };
  const socket = connect({
    ...{ port: schedule.port, host: "127.0.0.1", localAddress: schedule.from[connection.from]!, noDelay: true },
    onread: { buffer: received, callback },
  });
  let problem = "closed before the answer";
  socket.once("error", (error) => {
    problem = error.message;
  });
  socket.once("close", () => {
    const { due } = connection;
    if (due.length > 0) fail(problem, due.length);
    underWay -= due.length;
    if (due.length >= schedule.depth) free.push(connection);
    connection.socket = undefined;
    connection.due = [];
    connection.sent = [];
    connection.rest = "";
  });
  return socket;
}

function send(connection: Connection, due: number): void {
  connection.due.push(due);
  connection.sent.push(performance.now());
  underWay++;
  if (connection.out === "") unwritten.push(connection);
  connection.out += schedule.requests[asked++ % schedule.requests.length]!;
}

function write(): void {
  for (const connection of unwritten) {
    connection.socket ??= socketOf(connection);
    connection.socket.write(connection.out, "latin1");
    connection.out = "";
  }
  unwritten.length = 0;
}

/** Reads whole answers. */
function read(connection: Connection, text: string): void {
  const wasFull = connection.due.length >= schedule.depth;
  const now = performance.now();
  let at = 0;
  for (;;) {
    const endOfHead = text.indexOf(END_OF_HEAD, at);
    if (endOfHead < 0) break;
    const head = text.slice(at, endOfHead);
    const end = endOfHead + END_OF_HEAD.length + Number(/content-length: (\d+)/i.exec(head)![1]);
    if (end > text.length) break;
    answer(connection, head, now);
    at = end;
  }
  connection.rest = text.slice(at);
  while (oldest < waiting.length && connection.due.length < schedule.depth) {
    const due = waiting[oldest++]!;
    if (now - due > schedule.patience * 1000) sent.unsent++;
    else send(connection, due);
  }
  if (oldest > 10_000) {
    waiting = waiting.slice(oldest);
    oldest = 0;
  }
  if (wasFull && connection.due.length < schedule.depth) free.push(connection);
  write();
}

function answer(connection: Connection, head: string, now: number): void {
  underWay--;
  const due = connection.due.shift()!;
  const sentAt = connection.sent.shift()!;
  // The first of each connection pays for its opening.
  if (Number.isNaN(due)) return;
  const status = head.slice(9, 12);
  if (status === "200") {
    sent.answered.push(now - due);
    sent.answeredSinceSent.push(now - sentAt);
    answeredFrom[connection.from]!++;
  } else if (status === "503") sent.refused.push(now - due);
  else fail(head, 1);
}

for (let i = 0; i < schedule.connections; i++) {
  const connection = { socket: undefined, from: i % schedule.from.length, due: [], sent: [], out: "", rest: "" };
  send(connection, Number.NaN);
  if (schedule.depth > 1) free.push(connection);
}
write();
// Opened first, then measured.
const opened = performance.now();
while (underWay > 0 && performance.now() - opened < LAST_MILLISECONDS)
  await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));

const began = performance.now();
const total = Math.round(schedule.seconds * schedule.perSecond);
let count = 0;

function tick(): void {
  const now = performance.now();
  for (; count < total && began + (count / schedule.perSecond) * 1000 <= now; count++) {
    const due = began + (count / schedule.perSecond) * 1000;
    const connection = free.at(-1);
    if (connection === undefined) waiting.push(due);
    else {
      send(connection, due);
      if (connection.due.length >= schedule.depth) free.pop();
    }
  }
  write();
  if (count < total) setTimeout(tick, 1);
  else waitForLast(now + LAST_MILLISECONDS);
}

function waitForLast(until: number): void {
  const isOver = performance.now() > until;
  if (isOver || (underWay === 0 && oldest === waiting.length)) {
    sent.unsent += waiting.length - oldest;
    if (underWay > 0) fail("no answer", underWay);
    parentPort!.postMessage({ ...sent, answeredFrom } satisfies Sent);
    process.exit();
  }
  setTimeout(() => waitForLast(until), LOOK_MILLISECONDS);
}

tick();
