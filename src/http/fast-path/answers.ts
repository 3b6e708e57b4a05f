/** Which answers are to be sent in front of Fastify, and as which bytes? */
import { AnswerRoom } from "./answer-buffer.ts";
import { type FrontAnswer, HeadWriter } from "./heads.ts";

/** Answers that wait to be sent, their heads before them. */
export class FrontAnswers {
  readonly #heads: HeadWriter;
  readonly #room = new AnswerRoom();

  /** @param keepAliveTimeout how long a connection may idle, in milliseconds, as the server is told */
  constructor(keepAliveTimeout: number) {
    this.#heads = new HeadWriter(keepAliveTimeout);
  }

  /** Forgets the answers there are: they were sent. */
  clear(): void {
    this.#room.clear();
  }

  /** To be called when the platform has not yet sent what {@link whole} gave. */
  stillRead(): void {
    this.#room.stillRead();
  }

  /** The answer whose JSON `write` appends; nothing is added when that throws. */
  add(releaseId: string, write: Parameters<AnswerRoom["add"]>[1]): FrontAnswer {
    return { releaseId, json: this.#room.add(this.#heads.mostBytes(releaseId), write) };
  }

  /** Head and JSON, to be sent before the answers are cleared. No answer can be added behind it. */
  whole({ releaseId, json: { start, end } }: FrontAnswer): Buffer {
    const { bytes } = this.#room;
    return bytes.subarray(this.#heads.writeBefore(bytes, start, releaseId, end - start), end);
  }

  /** The JSON, one character a byte: so Node sends it and its own head at once. */
  text({ json: { start, end } }: FrontAnswer): string {
    return this.#room.bytes.toString("latin1", start, end);
  }
}
