/** What stands before an answer that is given in front of Fastify? The same for all, but for release, length and date. */
import { RELEASE_HEADER } from "./json.ts";

/** An answer in front of Fastify. */
export interface FrontAnswer {
  /** UTF-8 bytes read as Latin-1: one character a byte. */
  readonly json: string;
  readonly releaseId: string;
}

/** The headers of an answer as Node takes them: name, value, name, value … */
export function headersOf({ json, releaseId }: FrontAnswer): string[] {
  return [
    "access-control-allow-origin",
    "*",
    RELEASE_HEADER,
    releaseId,
    "content-type",
    "application/json",
    "content-length",
    String(json.length),
  ];
}

/** Writes heads as Node writes them from these headers, for answers that do not pass through Node's response. */
export class HeadWriter {
  /** What Node adds when a connection stays open. */
  readonly #stays: string;
  #releaseId = "";
  #beforeLength = "";
  /** The second since 1970 of `#afterLength`. */
  #second = Number.NaN;
  #afterLength = "";

  /** @param keepAliveTimeout how long a connection may idle, in milliseconds, as the server is told */
  constructor(keepAliveTimeout: number) {
    const seconds = Math.floor(keepAliveTimeout / 1000);
    this.#stays = `\r\nConnection: keep-alive\r\n${keepAliveTimeout > 0 ? `Keep-Alive: timeout=${seconds}\r\n` : ""}\r\n`;
  }

  /** Head and body. */
  write(answer: FrontAnswer): string {
    const { json, releaseId } = answer;
    if (releaseId !== this.#releaseId) {
      this.#releaseId = releaseId;
      const headers = headersOf(answer);
      this.#beforeLength = "HTTP/1.1 200 OK\r\n";
      for (let i = 0; i < headers.length - 1; i += 2) {
        this.#beforeLength += `${i === 0 ? "" : `${headers[i - 1]}\r\n`}${headers[i]}: `;
      }
    }
    const now = Date.now();
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#afterLength = `\r\nDate: ${new Date(now).toUTCString()}${this.#stays}`;
    }
    return this.#beforeLength + json.length + this.#afterLength + json;
  }
}
