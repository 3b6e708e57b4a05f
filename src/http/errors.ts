/**
 * What does a client see when something goes wrong?
 *
 * Always `{ code, message, details, requestId }` with the status that fits the code, never a stack. Everything that is
 * no {@link BinomenError} is logged with its cause and shown as INTERNAL.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { Static } from "typebox";
import { BinomenError } from "../errors.ts";
import type { App } from "./app-type.ts";
import { KnownMethods } from "./methods.ts";
import type { ErrorReply } from "./schemas/errors.ts";

/** Media types that the parsers of `app` take, for the message of a 415. */
const TAKEN = "application/json";

/** Makes all errors, unknown paths and methods of `app` answer in one shape. Call it before routes are registered. */
export function answerErrors(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendError(toBinomenError(error, request), request, reply),
  );
  const methods = new KnownMethods(app);
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const allowed = methods.allowed(path);
    if (allowed === undefined) return sendError(new BinomenError("NOT_FOUND", { path }), request, reply);
    reply.header("allow", allowed);
    return sendError(new BinomenError("METHOD_NOT_ALLOWED", { path, method: request.method, allowed }), request, reply);
  });
}

/** The answer to a URL that the router itself refuses, in the shape of every error. */
export function answerRouterError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  sendError(toBinomenError(error, request), request, reply);
}

/** Sends `error` in the shape of the wire; `Retry-After` stands when the error says how long to wait. */
export function sendError(error: BinomenError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.status >= 500) request.log.error({ err: error, cause: error.cause, requestId: request.id }, error.message);
  const wait = error.details["retryAfterSeconds"];
  if (wait !== undefined) reply.header("retry-after", String(wait));
  // As bytes, because Fastify adds a charset to strings, which strict clients refuse.
  const body = Buffer.from(JSON.stringify(errorReply(error, request.id)));
  return reply.code(error.status).header("content-type", "application/json").send(body);
}

/** An error as clients see it. */
function errorReply(error: BinomenError, requestId: string): Static<typeof ErrorReply> {
  return { code: error.code, message: error.message, details: { ...error.details }, requestId };
}

/** What Fastify throws, said in our codes. */
function toBinomenError(error: FastifyError | BinomenError, request: FastifyRequest): BinomenError {
  if (error instanceof BinomenError) return error;
  if (error.validation) {
    const [first] = error.validation;
    const field = first?.instancePath.slice(1).replaceAll("/", ".") || String(first?.params["missingProperty"] ?? "");
    return invalid(field || (error.validationContext ?? "request"), first?.message ?? error.message, error);
  }
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new BinomenError("REQUEST_TOO_LARGE", {
        found: `${request.headers["content-length"] ?? "too many"} bytes`,
        limit: `${request.routeOptions.bodyLimit} bytes`,
        hint: "Send names as a stream (application/x-ndjson or text/csv to /v2/species/match): it has no limit.",
      });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new BinomenError("MEDIA_TYPE_UNSUPPORTED", {
        found: request.headers["content-type"] ?? "(none)",
        expected: TAKEN,
      });
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return invalid("body", error.message, error);
    case "FST_ERR_BAD_URL":
      return invalid("url", "is not well-formed (a stray % or a broken UTF-8 sequence)", error);
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return invalid("request", error.message, error);
  return new BinomenError("INTERNAL", {}, { cause: error });
}

function invalid(field: string, problem: string, cause: Error): BinomenError {
  return new BinomenError("REQUEST_INVALID", { field, problem }, { cause });
}

/** The path without the query, which may hold secrets of others. */
function pathOf(request: FastifyRequest): string {
  return request.url.split("?")[0] ?? "";
}
