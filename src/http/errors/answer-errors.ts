/**
 * What does a client see when something goes wrong?
 *
 * Always the members of `problem.ts` with the status that fits the code, never a stack. Everything that is not a
 * {@link BinomenError} is logged with its cause and shown as INTERNAL, but for a disk that is full.
 */
import { maxHeaderSize } from "node:http";
import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../errors.ts";
import { isDiskFull } from "../../storage/disk-full.ts";
import type { App } from "../app-type.ts";
import { traceOf } from "../headers.ts";
import { KnownMethods } from "../methods.ts";
import { problemOf, problemTypeAt } from "./problem.ts";
import { rawReply } from "./raw-reply.ts";

/** Characters of a path that an answer repeats: what is asked shall not be answered by several times as much. */
const MOST_SHOWN = 300;

/** Media types that the parsers of `app` take, for the message of a 415. */
const TAKEN = "application/json";

/**
 * Makes all errors, unknown paths and methods of `app` answer in one shape. Call it before routes are registered.
 * @param refusalMilliseconds how long 503 is held back, see `fast-path/held-refusals.ts`
 */
export function answerErrors(app: App, refusalMilliseconds: number): void {
  app.setErrorHandler(async (thrown: FastifyError, request, reply) => {
    const error = toBinomenError(thrown, request);
    if (error.code === "OVERLOADED") await setTimeout(refusalMilliseconds);
    return sendError(error, request, reply);
  });
  const methods = new KnownMethods(app);
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const allowed = methods.allowed(path);
    const shown = shortened(path);
    if (allowed === undefined) return sendError(new BinomenError("NOT_FOUND", { path: shown }), request, reply);
    reply.header("allow", allowed);
    return sendError(
      new BinomenError("METHOD_NOT_ALLOWED", { path: shown, method: request.method, allowed }),
      request,
      reply,
    );
  });
}

/** The answer to a URL that the router itself refuses, in the shape of every error. */
export function answerRouterError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  sendError(toBinomenError(error, request), request, reply);
}

/** Is it to be looked into? Refusals under load are counted in /metrics; thousands of lines would hide what is wrong. */
export function isFailure({ status, code }: BinomenError): boolean {
  return status >= 500 && code !== "OVERLOADED";
}

/** Sends `error` in the shape of the wire; `Retry-After` stands when the error says how long to wait. */
export function sendError(
  error: BinomenError,
  request: FastifyRequest,
  reply: FastifyReply,
  form: "members" | "sentence" = "members",
): FastifyReply {
  if (isFailure(error))
    request.log.error(
      { err: error, cause: error.cause, requestId: request.id, trace: traceOf(request) },
      error.message,
    );
  const wait = error.details["retryAfterSeconds"];
  if (wait !== undefined) reply.header("retry-after", String(wait));
  reply.header("x-request-id", request.id);
  reply.code(error.status);
  if (form === "sentence") return reply.type("text/plain; charset=utf-8").send(error.message);
  // As bytes, because Fastify adds a charset to strings, which strict clients refuse.
  const body = Buffer.from(JSON.stringify(problemOf(error, request.id)));
  return reply.header("content-type", problemTypeAt(request.url)).send(body);
}

/** What Fastify throws, said in our codes. */
export function toBinomenError(error: FastifyError | BinomenError, request: FastifyRequest): BinomenError {
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
    return invalid("request", shortened(error.message), error);
  // Whoever hangs up in the middle of a body is no failure of ours: nothing is logged.
  if (error.code === "ECONNRESET" && !request.raw.complete)
    return invalid("body", "is not whole: the connection ended before", error);
  if (isDiskFull(error)) return new BinomenError("STORAGE_FULL", { what: "what was asked for" }, { cause: error });
  return new BinomenError("INTERNAL", {}, { cause: error });
}

/** A message of Fastify or a path, of which it may repeat all. */
function shortened(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** Answers what never became a request: a head that is too long or takes too long, bytes that are no HTTP. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket, headSeconds: number): void {
  // Whoever hangs up in the middle of a request needs no answer.
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(rawReply(brokenRequest(error, headSeconds)));
  socket.destroySoon();
}

function brokenRequest(error: NodeJS.ErrnoException, headSeconds: number): BinomenError {
  switch (error.code) {
    case "HPE_HEADER_OVERFLOW":
      return new BinomenError("HEAD_TOO_LARGE", { limit: maxHeaderSize });
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new BinomenError("REQUEST_TIMEOUT", { problem: `The head took longer than ${headSeconds} s.` });
    default:
      return new BinomenError("REQUEST_INVALID", { field: "request", problem: "is not HTTP/1.1" });
  }
}

function invalid(field: string, problem: string, cause: Error): BinomenError {
  return new BinomenError("REQUEST_INVALID", { field, problem }, { cause });
}

/** The path without the query, which may hold secrets of others. */
function pathOf(request: FastifyRequest): string {
  return request.url.split("?")[0] ?? "";
}
