/**
 * May a page from elsewhere ask?
 *
 * Yes: everything here is public reading or is protected by a key that the page must send itself, never by a cookie.
 */
import type { App } from "./app-type.ts";

const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

/** Sends `Access-Control-Allow-Origin` with every answer and answers preflight requests of any path with 204. */
export function allowOtherOrigins(app: App): void {
  app.addHook("onRequest", (request, reply, done) => {
    reply.raw.setHeader("access-control-allow-origin", "*");
    if (request.method !== "OPTIONS") return done();
    reply
      .code(204)
      .header("allow", METHODS)
      .header("access-control-allow-methods", METHODS)
      .header("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "*")
      .header("access-control-max-age", "86400")
      .send();
  });
}
