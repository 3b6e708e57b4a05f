/** What is a request told that cannot be answered now? The same for all, made once a second: refusing must cost little. */
import { BinomenError } from "../../errors.ts";
import { problemOf } from "../errors/problem.ts";
import { NOT_SNIFFED } from "../headers.ts";

const RETRY_AFTER_SECONDS = 1;

/** The body of a refusal. */
export const REFUSAL = JSON.stringify(
  problemOf(
    new BinomenError("OVERLOADED", {
      problem: "More is asked than can be answered.",
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    }),
    undefined,
  ),
);

/** The headers of a refusal: name, value, name, value … */
export function refusalHeaders(mediaType: string): string[] {
  return [
    "access-control-allow-origin",
    "*",
    ...NOT_SNIFFED,
    "content-type",
    mediaType,
    "retry-after",
    String(RETRY_AFTER_SECONDS),
    "content-length",
    String(REFUSAL.length),
  ];
}

let second = Number.NaN;
let whole = Buffer.alloc(0);

/** A whole refusal of a look-up, for answers that do not pass through Node's response. Not to be changed. */
export function wholeRefusal(): Buffer {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) {
    second = now;
    const headers = refusalHeaders("application/json");
    const lines: string[] = [];
    for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
    const date = new Date(now * 1000).toUTCString();
    whole = Buffer.from(
      `HTTP/1.1 503 Service Unavailable\r\n${lines.join("\r\n")}\r\nDate: ${date}\r\nConnection: keep-alive\r\n\r\n${REFUSAL}`,
    );
  }
  return whole;
}
