/** What stands before an answer that is given in front of Fastify? The same for all, but for release, length and date. */

import { NOT_SNIFFED } from "../headers.ts";
import { RELEASE_HEADER } from "../json.ts";
import type { AnswerPlace } from "./answer-buffer.ts";

/** An answer in front of Fastify: where its JSON is. */
export interface FrontAnswer {
  readonly releaseId: string;
  readonly json: AnswerPlace;
}

/** Digits of a length at most. */
const MOST_DIGITS = 16;
const ZERO = 0x30;

const NO_BYTES = Buffer.alloc(0);

/** The headers of an answer as Node takes them: name, value, name, value … */
export function headersOf({ releaseId, json }: FrontAnswer): string[] {
  return headersWith(releaseId, json.end - json.start);
}

function headersWith(releaseId: string, length: number): string[] {
  return [
    "access-control-allow-origin",
    "*",
    ...NOT_SNIFFED,
    RELEASE_HEADER,
    releaseId,
    "content-type",
    "application/json",
    "content-length",
    String(length),
  ];
}

/** Writes heads as Node writes them from these headers, for answers that do not pass through Node's response. */
export class HeadWriter {
  /** What Node adds when a connection stays open. */
  readonly #stays: string;
  #releaseId: string | undefined;
  #beforeLength: Buffer = NO_BYTES;
  /** The second since 1970 of `#afterLength`. */
  #second = Number.NaN;
  #afterLength: Buffer = NO_BYTES;

  /** @param keepAliveTimeout how long a connection may idle, in milliseconds, as the server is told */
  constructor(keepAliveTimeout: number) {
    const seconds = Math.floor(keepAliveTimeout / 1000);
    this.#stays = `\r\nConnection: keep-alive\r\n${keepAliveTimeout > 0 ? `Keep-Alive: timeout=${seconds}\r\n` : ""}\r\n`;
    this.#setSecond(0);
  }

  /** Bytes of a head at most. */
  mostBytes(releaseId: string): number {
    this.#setRelease(releaseId);
    return this.#beforeLength.length + MOST_DIGITS + this.#afterLength.length;
  }

  /**
   * Writes the head of an answer so that it ends at `end`; where it starts.
   * @param length bytes of its JSON
   */
  writeBefore(bytes: Uint8Array, end: number, releaseId: string, length: number): number {
    this.#setRelease(releaseId);
    this.#setSecond(Math.floor(Date.now() / 1000));
    let at = end - this.#afterLength.length;
    bytes.set(this.#afterLength, at);
    let rest = length;
    do {
      bytes[--at] = ZERO + (rest % 10);
      rest = Math.floor(rest / 10);
    } while (rest > 0);
    at -= this.#beforeLength.length;
    bytes.set(this.#beforeLength, at);
    return at;
  }

  #setRelease(releaseId: string): void {
    if (releaseId === this.#releaseId) return;
    this.#releaseId = releaseId;
    let text = "HTTP/1.1 200 OK\r\n";
    const headers = headersWith(releaseId, 0);
    for (let i = 0; i < headers.length - 1; i += 2) text += `${i === 0 ? "" : `${headers[i - 1]}\r\n`}${headers[i]}: `;
    this.#beforeLength = Buffer.from(text, "latin1");
  }

  #setSecond(second: number): void {
    if (second === this.#second) return;
    this.#second = second;
    this.#afterLength = Buffer.from(`\r\nDate: ${new Date(second * 1000).toUTCString()}${this.#stays}`, "latin1");
  }
}
