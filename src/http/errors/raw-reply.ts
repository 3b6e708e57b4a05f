/** What is a client told whose request never became one: a head that is too long, a body that stops, no room? */
import { STATUS_CODES } from "node:http";
import type { BinomenError } from "../../errors.ts";
import { PROBLEM_TYPE, problemOf } from "./problem.ts";

/** A whole answer as it goes to the socket; the connection ends with it. */
export function rawReply(error: BinomenError): Buffer {
  const body = Buffer.from(JSON.stringify(problemOf(error, undefined)));
  const wait = error.details["retryAfterSeconds"];
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${body.length}`,
    ...(wait === undefined ? [] : [`retry-after: ${wait}`]),
    `date: ${new Date().toUTCString()}`,
    "access-control-allow-origin: *",
    "x-content-type-options: nosniff",
    "connection: close",
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]);
}
