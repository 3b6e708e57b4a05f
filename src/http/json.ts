/** How is JSON sent that strict clients read? */
import type { FastifyReply } from "fastify";

/**
 * Sends JSON as exactly `application/json`. R and Python clients of GBIF refuse any charset after it, which Fastify adds
 * to strings; bytes are left as they are.
 */
export function sendJson(reply: FastifyReply, json: Uint8Array | object): void {
  const bytes = json instanceof Uint8Array ? json : Buffer.from(JSON.stringify(json));
  reply.header("content-type", "application/json").send(bytes);
}

/** Options of a route whose schema is for reading only: unknown and malformed parameters are ignored, as GBIF does. */
export const documentedOnly = {
  validatorCompiler: () => () => true,
  serializerCompiler: () => (data: unknown) => JSON.stringify(data),
};

/** Which release an answer comes from; the same id stands in `/health`. */
export const RELEASE_HEADER = "binomen-release";
