/** How is JSON sent that strict clients read? */
import type { ServerResponse } from "node:http";
import type { FastifyReply } from "fastify";

/**
 * Sends JSON as exactly `application/json`. R and Python clients of GBIF refuse any charset after it, which Fastify adds
 * to strings; bytes are left as they are.
 */
export function sendJson(reply: FastifyReply, json: Uint8Array | object): void {
  const bytes = json instanceof Uint8Array ? json : Buffer.from(JSON.stringify(json));
  reply.header("content-type", "application/json").send(bytes);
}

/**
 * Sends the JSON of a match past Fastify's own sending, at the end of the event loop's turn.
 *
 * Bytes beside a header make two buffers and a gathered write. Read as Latin-1 each byte is one character, header and body
 * become one string, and Node writes it at once. Hooks before the route and `onResponse` run as always; `onSend` does not.
 *
 * Each write wakes whoever waits for it, which costs more than matching when it goes to sleep again in between. So the
 * answers to all requests that one turn read are written together; an answer alone waits for nothing.
 *
 * @param json UTF-8 bytes read as Latin-1
 */
export function sendAnswer(reply: FastifyReply, json: string, releaseId: string): void {
  reply.hijack();
  const { raw } = reply;
  raw.setHeader("content-type", "application/json");
  raw.setHeader("content-length", json.length);
  raw.setHeader(RELEASE_HEADER, releaseId);
  if (answers.push({ raw, json }) === 1) setImmediate(sendWaiting);
}

let answers: { raw: ServerResponse; json: string }[] = [];

function sendWaiting(): void {
  const waiting = answers;
  answers = [];
  for (const { raw, json } of waiting) raw.end(json, "latin1");
}

/** Options of a route whose schema is for reading only: unknown and malformed parameters are ignored, as GBIF does. */
export const documentedOnly = {
  validatorCompiler: () => () => true,
  serializerCompiler: () => (data: unknown) => JSON.stringify(data),
};

/** Which release an answer comes from; the same id stands in `/health`. */
export const RELEASE_HEADER = "binomen-release";
