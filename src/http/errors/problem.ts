/**
 * How does an error look on the wire?
 *
 * As a problem of RFC 9457 (`application/problem+json`) with our members beside its own: `code` is what clients match on,
 * `message` is for people. The page `docs/errors.md` has an entry for each code. GBIF's clients, which know no problems,
 * get the same members as plain JSON.
 */
import { STATUS_CODES } from "node:http";
import type { Static } from "typebox";
import type { BinomenError } from "../../errors.ts";
import type { ErrorReply } from "../schemas/errors.ts";

/** Media type of errors on our own routes. */
export const PROBLEM_TYPE = "application/problem+json";

/** Media type of an error at this path. */
export function problemTypeAt(path: string): string {
  return /^\/v[12]\//.test(path) ? "application/json" : PROBLEM_TYPE;
}

/** An error as clients see it. `requestId` is absent when there was no whole request. */
export function problemOf(error: BinomenError, requestId: string | undefined): Static<typeof ErrorReply> {
  return {
    type: `urn:binomen:error:${error.code}`,
    title: STATUS_CODES[error.status] ?? "Error",
    status: error.status,
    detail: error.message,
    code: error.code,
    message: error.message,
    details: { ...error.details },
    ...(requestId === undefined ? {} : { requestId }),
  };
}
