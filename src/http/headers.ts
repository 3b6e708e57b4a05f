/**
 * What do browsers and proxies learn from every answer beside what was asked for?
 *
 * That its type is not to be guessed, what a page may load, and under which id the request stands in the log. A
 * `traceparent` (W3C Trace Context) and an `x-request-id` that came with the request go back with the answer.
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { App } from "./app-type.ts";

/** Answers are what they say they are: a name that looks like a script must not become one. */
export const NOT_SNIFFED = ["x-content-type-options", "nosniff"] as const;

/** Pages load and ask nothing but this server; what they make leaves as a blob. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Ids that clients may choose. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;
/** Version, trace, span, flags. */
const TRACE_PARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Headers by which clients follow a request; with one of them it is not answered in front of Fastify. */
export const TRACING_HEADERS = ["x-request-id", "traceparent"] as const;

/** Gives requests their ids: the client's own, else one of ours. */
export function requestIds(): (request: IncomingMessage) => string {
  const prefix = randomBytes(4).toString("hex");
  let count = 0;
  return ({ headers: { "x-request-id": given } }) =>
    typeof given === "string" && REQUEST_ID.test(given) ? given : `${prefix}-${++count}`;
}

/** The trace of a request; `undefined` when it has none that can be read. */
export function traceOf({ headers }: { headers: IncomingMessage["headers"] }): string | undefined {
  const given = headers["traceparent"];
  return typeof given === "string" && TRACE_PARENT.test(given) ? given : undefined;
}

/** Sets the headers of every answer of `app`. Call it before routes are registered. */
export function addHeaders(app: App): void {
  app.addHook("onRequest", (request, reply, done) => {
    reply.raw.setHeader(...NOT_SNIFFED);
    if (request.headers["x-request-id"] === request.id) reply.raw.setHeader("x-request-id", request.id);
    const trace = traceOf(request);
    if (trace !== undefined) reply.raw.setHeader("traceparent", trace);
    done();
  });
  app.addHook("onSend", (_request, reply, payload, done) => {
    const type = reply.getHeader("content-type");
    if (typeof type === "string" && type.startsWith("text/html") && !reply.hasHeader("content-security-policy"))
      reply.header("content-security-policy", CONTENT_SECURITY_POLICY);
    done(null, payload);
  });
}
