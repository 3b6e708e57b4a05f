/**
 * Does a client want what GBIF's answers do not have?
 *
 * It says so by `details=true` in the URL or, where it cannot change URLs, by `Prefer: details=true` (RFC 7240).
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { booleanOf } from "../answer/query-fields.ts";
import { first, type Parameters } from "./parameters.ts";

/** `details`, `details=true` or `details="true"` among the preferences of a header. */
const PREFERENCE = /(?:^|,)\s*details\s*(?:=\s*"?(\w*)"?\s*)?(?=[,;]|$)/i;

/** True when the request asks for details; the URL counts before the header. Tells the client when a header was heard. */
export function wantsDetails(request: FastifyRequest, reply: FastifyReply): boolean {
  const asked = booleanOf(first((request.query as Parameters)["details"]));
  if (asked !== undefined) return asked;
  if (!prefersDetails(request.headers["prefer"])) return false;
  reply.header("preference-applied", "details=true").header("vary", "prefer");
  return true;
}

/** `"respond-async, details=true"` → true. */
export function prefersDetails(header: string | string[] | undefined): boolean {
  const found = PREFERENCE.exec(String(header ?? ""));
  if (found === null) return false;
  // A preference without a value is wanted.
  return !found[1] || booleanOf(found[1]) === true;
}
