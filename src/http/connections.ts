/**
 * How long is a connection kept whose client keeps the server waiting?
 *
 * Node watches the head of a request and connections that idle (`headersTimeout`, `keepAliveTimeout`). Here it is watched
 * that a body goes on coming, that answers are taken, and that there is always room for one more: when all connections are
 * taken, the one that waits for its client longest makes room. What the server itself keeps waiting is left alone: a body
 * that nobody reads yet, an answer that is still computed.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { BinomenError } from "../errors.ts";
import type { LoadLimits } from "../limits.ts";
import { rawReply } from "./errors/raw-reply.ts";

/** Time between two looks at the bodies that come. */
const LOOK_MILLISECONDS = 1_000;
/** A body has to bring so much in the time that it has. */
const LEAST_BODY_BYTES = 1_024;
/** A client that sends less in a second may have to make room. */
const SLOW_BYTES = 1_024;

/** What a client is told whose body does not come while the server is closing. */
const CLOSING = { problem: "The server is closing.", retryAfterSeconds: 1 };

/** What is known of a connection. Times are in milliseconds of the monotonic clock. */
interface Connection {
  readonly socket: Socket;
  /** Since when it waits for its client. */
  waitsSince: number;
  /** Bytes read until the last look. */
  bytes: number;
  request: IncomingMessage | undefined;
  response: ServerResponse | undefined;
  /** When the body had last brought enough, and its bytes then. */
  bodyMark: number;
  bodyBytes: number;
}

/** Figures for /metrics. */
export interface ConnectionCounts {
  open: number;
  /** Closed because others needed the room, or refused when nobody could make room. */
  displaced: number;
  refused: number;
  /** Closed because a body or the taking of an answer stalled. */
  stalled: number;
}

/** Watches all connections of a server. */
export class Connections {
  readonly #limits: LoadLimits;
  readonly #open = new Map<Socket, Connection>();
  readonly #counts = { displaced: 0, refused: 0, stalled: 0 };
  #timer: NodeJS.Timeout | undefined;
  #isClosing = false;

  constructor(limits: LoadLimits) {
    this.#limits = limits;
  }

  /** Begins. To be called when all others that listen to the server do, so that none of them takes this away. */
  watch(server: Server): void {
    const limits = this.#limits;
    server.headersTimeout = limits.headSeconds * 1000;
    server.on("connection", (socket) => this.#take(socket));
    server.prependListener("request", (request, response) => this.#requested(request, response));
    // Fires when a socket neither sent nor took anything for so long; what becomes of it is decided here.
    server.setTimeout(limits.readStallSeconds * 1000, (socket) => this.#idled(socket));
  }

  counts(): ConnectionCounts {
    return { open: this.#open.size, ...this.#counts };
  }

  /**
   * Lets go of all that wait for their client: the others are answered first, then they go, too. Node would wait for those
   * that never sent a request.
   */
  close(): void {
    this.#isClosing = true;
    for (const connection of this.#open.values()) this.#closeUnused(connection);
  }

  #closeUnused({ request, socket }: Connection): void {
    if (request === undefined && socket.writableLength === 0) socket.destroySoon();
  }

  #take(socket: Socket): void {
    if (this.#open.size >= this.#limits.maxConnections && !this.#makeRoom()) {
      this.#counts.refused++;
      const error = new BinomenError("OVERLOADED", { problem: "All connections are taken.", retryAfterSeconds: 1 });
      socket.end(rawReply(error));
      socket.once("error", () => {});
      socket.destroySoon();
      return;
    }
    const now = performance.now();
    const connection: Connection = {
      socket,
      waitsSince: now,
      bytes: 0,
      request: undefined,
      response: undefined,
      bodyMark: now,
      bodyBytes: 0,
    };
    this.#open.set(socket, connection);
    socket.once("close", () => {
      this.#open.delete(socket);
      if (this.#open.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    });
    // Only while there is something to look at: a server that nobody asks does nothing.
    this.#timer ??= setInterval(() => this.#look(), LOOK_MILLISECONDS).unref();
  }

  #requested(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.#open.get(request.socket);
    if (connection === undefined) return;
    connection.request = request;
    connection.response = response;
    connection.bodyMark = performance.now();
    connection.bodyBytes = request.socket.bytesRead;
    response.once("close", () => {
      if (connection.response !== response) return;
      connection.request = undefined;
      connection.response = undefined;
      connection.waitsSince = performance.now();
      if (this.#isClosing) this.#closeUnused(connection);
    });
  }

  #look(): void {
    const now = performance.now();
    for (const connection of this.#open.values()) {
      const { socket, request } = connection;
      const isSlow = socket.bytesRead - connection.bytes < SLOW_BYTES;
      const isMoving = socket.bytesRead !== connection.bytes;
      connection.bytes = socket.bytesRead;
      if (request === undefined && this.#isClosing) this.#closeUnused(connection);
      if (request === undefined) {
        // Look-ups on a connection that stays open pass Node by.
        if (isMoving && socket.bytesWritten > 0) connection.waitsSince = now;
        continue;
      }
      if (!isSlow || !isAwaited(request)) connection.waitsSince = now;
      else if (this.#isClosing) this.#end(connection, new BinomenError("OVERLOADED", CLOSING));
      this.#watchBody(connection, now);
    }
  }

  #watchBody(connection: Connection, now: number): void {
    const { socket, request } = connection;
    const isEnough = socket.bytesRead - connection.bodyBytes >= LEAST_BODY_BYTES;
    if (isEnough || request === undefined || !isAwaited(request)) {
      connection.bodyMark = now;
      connection.bodyBytes = socket.bytesRead;
      return;
    }
    if (now - connection.bodyMark < this.#limits.bodyStallSeconds * 1000) return;
    this.#counts.stalled++;
    this.#end(
      connection,
      new BinomenError("REQUEST_TIMEOUT", {
        problem: `The body of the request did not go on for ${this.#limits.bodyStallSeconds} s.`,
      }),
    );
  }

  /** Nothing was sent or taken for the time that is allowed. */
  #idled(socket: Socket): void {
    const connection = this.#open.get(socket);
    if (connection?.request === undefined || socket.writableLength > 0) {
      if (socket.writableLength > 0) this.#counts.stalled++;
      socket.destroy();
      return;
    }
    // The answer is still computed, or waited for.
    socket.setTimeout(this.#limits.readStallSeconds * 1000);
  }

  /** Closes the connection that waits for its client longest; false when none does. */
  #makeRoom(): boolean {
    let longest: Connection | undefined;
    for (const connection of this.#open.values()) {
      const { request, socket } = connection;
      const waits = request === undefined ? socket.writableLength === 0 : isAwaited(request);
      if (waits && (longest === undefined || connection.waitsSince < longest.waitsSince)) longest = connection;
    }
    if (longest === undefined) return false;
    this.#counts.displaced++;
    this.#open.delete(longest.socket);
    this.#end(longest, new BinomenError("OVERLOADED", { problem: "All connections are taken.", retryAfterSeconds: 1 }));
    return true;
  }

  /** Ends a connection, with a reason when none of an answer has left. */
  #end({ socket, request, response }: Connection, error: BinomenError): void {
    if (request === undefined || response?.headersSent !== false) {
      socket.destroy();
      return;
    }
    socket.write(rawReply(error));
    socket.destroySoon();
  }
}

/** True while more of a body is to come, and could: when what has come fills the buffer, it is for the server to read it. */
function isAwaited(request: IncomingMessage): boolean {
  return !request.complete && request.readableLength < request.readableHighWaterMark;
}
