/**
 * How much is read of one connection at a time?
 *
 * A client may send thousands of requests without waiting for an answer. Node reads all that the socket holds, and everybody
 * else waits meanwhile. Here what came in one piece is given to Node bit by bit, one connection after the other, and no more
 * of it while many requests of the connection are not answered: the client waits for itself. Bodies are not cut: whoever
 * reads them says how much is wanted.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Some requests of a usual size; of what is not longer nothing is held back while few of its connection wait. */
const BIT_BYTES = 1_024;
/** Requests of a connection that may wait for their answers when more of it is read: with a bit more, few (`waitlist.ts`). */
const MOST_UNANSWERED = 8;

/** What Node's listener for the bytes of a connection is called with. */
export type Parse = (bytes: Buffer) => void;

/** The reading of one connection. */
export class PacedReading {
  readonly #socket: Socket;
  readonly #parse: Parse;
  /** Asks for {@link readOn} in the next turn. */
  readonly #onHeld: (reading: PacedReading) => void;
  #held: Buffer[] = [];
  #unanswered = 0;
  #last: IncomingMessage | undefined;
  #isPaused = false;

  private constructor(socket: Socket, parse: Parse, onHeld: (reading: PacedReading) => void) {
    this.#socket = socket;
    this.#parse = parse;
    this.#onHeld = onHeld;
  }

  /** Steps in before Node's parser; `undefined` when the socket is not read in the way that is expected here. */
  static on(socket: Socket, onHeld: (reading: PacedReading) => void): PacedReading | undefined {
    const listeners = socket.listeners("data");
    if (listeners.length !== 1) return undefined;
    const reading = new PacedReading(socket, listeners[0] as Parse, onHeld);
    socket.removeAllListeners("data");
    socket.on("data", (bytes: Buffer) => reading.take(bytes));
    return reading;
  }

  /** Gives bytes to Node, now or later. */
  take(bytes: Buffer): void {
    const isLittle = bytes.length <= BIT_BYTES && this.#unanswered < MOST_UNANSWERED;
    if (this.#held.length === 0 && (isLittle || this.#isBody)) {
      this.#parse(bytes);
      return;
    }
    this.#held.push(bytes);
    this.#pause();
    if (this.#held.length === 1) this.#onHeld(this);
  }

  /** Node read a request of this connection. */
  wasRead(request: IncomingMessage, response: ServerResponse): void {
    this.#last = request;
    this.#unanswered++;
    response.once("close", () => {
      if (this.#unanswered-- === MOST_UNANSWERED && this.#held.length > 0) this.#onHeld(this);
    });
  }

  /** Gives Node a bit of what is held; true when more can follow. */
  readOn(): boolean {
    const [bytes] = this.#held;
    if (this.#socket.destroyed) this.#held = [];
    else if (bytes !== undefined && this.#unanswered < MOST_UNANSWERED) {
      const end = this.#isBody ? bytes.length : BIT_BYTES;
      if (end < bytes.length) this.#held[0] = bytes.subarray(end);
      else this.#held.shift();
      this.#parse(bytes.subarray(0, end));
    }
    if (this.#held.length === 0) {
      this.#resume();
      return false;
    }
    this.#pause();
    return this.#unanswered < MOST_UNANSWERED;
  }

  /** Is a body being read? */
  get #isBody(): boolean {
    return this.#last?.complete === false;
  }

  /** To be called again after each bit: with every request that Node has read it lets the socket go on. */
  #pause(): void {
    this.#isPaused = true;
    this.#socket.pause();
  }

  #resume(): void {
    if (!this.#isPaused) return;
    const socket = this.#socket;
    // Node itself does not read on while the client does not fetch its answers.
    if (socket.writableNeedDrain) socket.once("drain", () => this.#resume());
    else {
      this.#isPaused = false;
      socket.resume();
    }
  }
}
