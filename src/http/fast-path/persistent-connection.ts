/**
 * Which requests on a connection that stays open need not be read as HTTP again?
 *
 * Clients that ask for one name after another send the same request each time, with another target (RFC 9112, 9.3). Node
 * reads the first; of those whose other bytes are the same only the target is read, and the answer goes straight to the
 * socket. That spares Node's parser, its objects of request and response, and their headers: 6 µs of a request of 20.
 *
 * Nothing of HTTP is interpreted here. What is not exactly one whole request like one that Node read on this connection
 * goes to Node, which also keeps the time that a connection may idle, ends connections and handles their errors. When it
 * cannot be told where a request ends, the connection stays with Node until its end.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { TRACING_HEADERS } from "../headers.ts";
import type { FrontAnswers } from "./answers.ts";
import type { FrontAnswer } from "./heads.ts";
import type { Parse } from "./paced-reading.ts";
import { wholeRefusal } from "./refusal.ts";

/** Far below what Node takes as head of a request (16 KiB); whatever is larger is for Node to judge. */
const LARGEST_REQUEST = 8_192;

const METHOD = "GET ";
const AFTER_TARGET = " HTTP/1.1\r\n";
const END_OF_HEAD = "\r\n\r\n";

/** A target without what ends or splits a request line. */
const PLAIN_TARGET = /^\/[!"$-~]*$/;

/** Headers with which more than a head may come, or that ask for another answer. */
const TELLING_HEADERS = ["content-length", "transfer-encoding", "expect", "upgrade", "prefer", ...TRACING_HEADERS];

/** Where an answer goes. */
export interface Asker {
  /** Nobody waits for the answer any more. */
  readonly isGone: boolean;
  /** Sends one of these answers; `onSent` is called when it has left. */
  send(answer: FrontAnswer, answers: FrontAnswers, onSent: () => void): void;
  /** Who asks; see `callers.ts`. */
  readonly caller: string;
  /** Says that there is too much to do. */
  refuse(): void;
  /** Has the request answered by whoever else can, or told what is wrong with it. */
  handOver(): void;
}

/** Who answers requests that Node has not read. */
export interface Answering {
  /** Takes a request by its target, like `/v2/species/match?…`; what answers it before its turn, or nothing when it is not for it. */
  takeTarget(target: string, asker: Asker): (() => void) | undefined;
}

/** One connection of a client. */
export class PersistentConnection implements Asker {
  readonly #socket: Socket;
  readonly #parse: Parse;
  readonly #answering: Answering;

  caller = "";
  /** What followed the target in the request that Node read last; `""` when there was none. */
  #afterTarget = "";
  /** A whole request that Node is reading at this moment. */
  #read = "";
  /** Has Node read and answered all that it was given? */
  #isNodeIdle = true;
  /** Stays with Node until its end. */
  #isLeft = false;
  /** The request that {@link Answering} took and has not answered. */
  #taken: Buffer | undefined;
  /** Has it answered at once. */
  #settle: () => void = () => {};

  private constructor(socket: Socket, parse: Parse, answering: Answering) {
    this.#socket = socket;
    this.#parse = parse;
    this.#answering = answering;
  }

  /**
   * Steps in between a socket that Node's HTTP server has just taken and its parser; `undefined` when the socket is not
   * read in the way that is expected here, and is left alone.
   */
  static on(socket: Socket, answering: Answering): PersistentConnection | undefined {
    const listeners = socket.listeners("data");
    if (listeners.length !== 1) return undefined;
    const connection = new PersistentConnection(socket, listeners[0] as Parse, answering);
    socket.removeAllListeners("data");
    socket.on("data", (bytes: Buffer) => connection.#giveToNode(bytes));
    // What Node reads passes `push` first. The rest of a stream's way to its listeners costs 1 µs for each request.
    const push = socket.push.bind(socket);
    socket.push = (bytes: Buffer | null, encoding) =>
      (bytes !== null && connection.#take(bytes)) || push(bytes, encoding);
    return connection;
  }

  /** Node read a request of `caller`: can the next ones be compared with it? Those that are alike are of the same caller. */
  wasRead(request: IncomingMessage, response: ServerResponse, caller: string): void {
    this.caller = caller;
    const text = this.#read;
    this.#read = "";
    const targetEnd = METHOD.length + request.url!.length;
    const isAlike =
      text.startsWith(request.url!, METHOD.length) &&
      text.startsWith(AFTER_TARGET, targetEnd) &&
      !TELLING_HEADERS.some((name) => name in request.headers);
    if (!isAlike) {
      this.#isLeft = true;
      return;
    }
    this.#afterTarget = text.slice(targetEnd);
    response.once("finish", () => {
      this.#isNodeIdle = true;
    });
  }

  get isGone(): boolean {
    return !this.#socket.writable;
  }

  send(answer: FrontAnswer, answers: FrontAnswers, onSent: () => void): void {
    this.#taken = undefined;
    const socket = this.#socket;
    socket.write(answers.whole(answer));
    // Nearly always it has left by now. A callback for each write costs 1 µs.
    if (socket.writableLength === 0) {
      onSent();
      return;
    }
    answers.stillRead();
    socket.write("", (error) => {
      if (!error) onSent();
    });
  }

  refuse(): void {
    this.#taken = undefined;
    this.#socket.write(wholeRefusal());
  }

  handOver(): void {
    const bytes = this.#taken!;
    this.#taken = undefined;
    this.#giveToNode(bytes);
  }

  /** Takes a request that is like the last one; false for whatever else. */
  #take(bytes: Buffer): boolean {
    // One at a time, so that answers keep the order of their requests.
    if (this.#taken !== undefined) this.#settle();
    // Bytes must not pass those that still wait for Node.
    if (this.#isLeft || this.#socket.readableLength > 0) return false;
    const target = this.#targetOf(bytes.toString("latin1"));
    if (target === undefined) return false;
    this.#taken = bytes;
    const settle = this.#answering.takeTarget(target, this);
    if (settle === undefined) {
      this.#taken = undefined;
      return false;
    }
    this.#settle = settle;
    return true;
  }

  /** The target of a request that is otherwise the one that Node read last. */
  #targetOf(text: string): string | undefined {
    const after = this.#afterTarget;
    const isAlike = after !== "" && this.#isNodeIdle && text.startsWith(METHOD) && text.endsWith(after);
    // A client that does not fetch its answers is left to Node, which stops reading from it.
    if (!isAlike || text.length > LARGEST_REQUEST || this.#socket.writableLength > 0) return undefined;
    const target = text.slice(METHOD.length, text.length - after.length);
    return PLAIN_TARGET.test(target) ? target : undefined;
  }

  #giveToNode(bytes: Buffer): void {
    if (this.#isLeft) {
      this.#parse(bytes);
      return;
    }
    const text = bytes.toString("latin1");
    const isWhole = text.startsWith(METHOD) && text.indexOf(END_OF_HEAD) === text.length - END_OF_HEAD.length;
    if (!isWhole || !this.#isNodeIdle) this.#isLeft = true;
    else {
      this.#isNodeIdle = false;
      this.#read = text;
    }
    // When it sees no request in it, it does not become idle again.
    this.#parse(bytes);
  }
}
