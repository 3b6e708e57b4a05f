/** What all routes of occurrences have in common: GBIF's clients read errors as plain text, and attempts have an ETag. */
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../../errors.ts";
import type { Occurrences } from "../../../occurrences/occurrences.ts";
import type { Service } from "../../../service.ts";
import { isFailure } from "../../errors/answer-errors.ts";
import { isLong, jsonPieces } from "../../json-pieces.ts";

/** @throws BinomenError OCCURRENCES_ABSENT when the server has no dataset */
export function occurrencesOf({ occurrences }: Service): Occurrences {
  if (occurrences === undefined) throw new BinomenError("OCCURRENCES_ABSENT", {});
  return occurrences;
}

/** Sends an error as one sentence: rgbif and pygbif show the body to people. */
export function sendPlainError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const known = error instanceof BinomenError ? error : fromFramework(error);
  if (isFailure(known)) request.log.error({ err: error, requestId: request.id }, known.message);
  if (known.status === 401) reply.header("www-authenticate", 'Basic realm="GBIF"');
  const wait = known.details["retryAfterSeconds"];
  if (wait !== undefined) reply.header("retry-after", String(wait));
  reply
    .code(known.status)
    .header("content-type", "text/plain")
    .header("x-request-id", request.id)
    .send(Buffer.from(readable(known.message)));
}

/** A text with "html" in it, be it a value of who asked, is taken for the page of a broken server by rgbif and not shown. */
function readable(message: string): string {
  return message.replace(/(ht)(ml)/gi, "$1-$2");
}

function fromFramework(error: Error & { statusCode?: number }): BinomenError {
  if (error.statusCode === 413)
    return new BinomenError("DOWNLOAD_TOO_COMPLEX", { problem: "The request is too large." }, { cause: error });
  const isClients = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  if (isClients) return new BinomenError("OCCURRENCE_QUERY_INVALID", { problem: error.message }, { cause: error });
  return new BinomenError("INTERNAL", {}, { cause: error });
}

/** What an answer belongs to: an id that changes whenever the records do. */
export interface Stated {
  readonly id: string;
}

/** Sends JSON as exactly `application/json`, or 304 when the client has this attempt's answer. */
export function sendOfSnapshot(reply: FastifyReply, snapshot: Stated, json: unknown): void {
  const tag = tagOf(snapshot);
  reply.header("etag", tag).header("cache-control", "no-cache").header("content-type", "application/json");
  reply.send(isLong(json) ? Readable.from(jsonPieces(json)) : Buffer.from(JSON.stringify(json)));
}

/** True, and 304 sent, when the client has the answer of this snapshot. */
export function isUnchanged(request: FastifyRequest, reply: FastifyReply, snapshot: Stated): boolean {
  const known = request.headers["if-none-match"];
  const tag = tagOf(snapshot);
  if (request.method !== "GET" || known === undefined || !known.split(",").some((one) => one.trim() === tag))
    return false;
  reply.code(304).header("etag", tag).send();
  return true;
}

function tagOf({ id }: Stated): string {
  return `W/"${id}"`;
}
