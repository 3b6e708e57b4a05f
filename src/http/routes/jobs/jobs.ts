/**
 * Jobs: what runs longer than a request. How far is it, what did it make, stop it, tell me.
 *
 * Whoever knows the key of a download may see it, as at GBIF. Uploads are seen by their owner and by admins only; to others
 * they are not there.
 */
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { BinomenError } from "../../../errors.ts";
import { type Job, stampOf } from "../../../jobs/job.ts";
import { wholeNumber } from "../../../occurrences/search/search-request.ts";
import type { Service } from "../../../service.ts";
import type { App } from "../../app-type.ts";
import { signIn } from "../../auth.ts";
import { documentedOnly, sendJson } from "../../json.ts";
import { first, type Parameters } from "../../parameters.ts";
import { ErrorReply } from "../../schemas/errors.ts";
import { sendJobFile } from "./send-file.ts";

/** Sent when nothing changed for a while, so that nobody in between takes the connection for a dead one. */
const HEARTBEAT_MS = 15_000;
const ERRORS = { 400: ErrorReply, 401: ErrorReply, 403: ErrorReply, 404: ErrorReply, 429: ErrorReply };

/** Options of a route of jobs. */
export function jobSchema(summary: string, response: Record<number, unknown> = {}) {
  const answers: Record<number, unknown> = { 200: Type.Unknown(), ...ERRORS, ...response };
  return { ...documentedOnly, schema: { tags: ["jobs"], summary, response: answers } };
}

/** Registers `/v1/jobs`, `/v1/jobs/{key}`, its `events` and its `result`. */
export function jobRoutes(app: App, service: Service): void {
  const { jobs } = service;
  // Streams of events have no end of their own: they end first when the server stops.
  const stopping = new AbortController();
  app.addHook("preClose", async () => stopping.abort());

  app.get("/v1/jobs", jobSchema("Your jobs, newest first"), async (request, reply) => {
    const { label } = signIn(request, reply);
    const query = request.query as Parameters;
    const limit = Math.min(wholeNumber(first(query["limit"]) || undefined, 20, "limit"), 300);
    const offset = wholeNumber(first(query["offset"]) || undefined, 0, "offset");
    const status = first(query["status"])?.toUpperCase().split(",");
    const kind = first(query["kind"]);
    const all = jobs
      .list(label)
      .filter((job) => (!status || status.includes(job.status)) && (!kind || job.kind === kind));
    const results = all.slice(offset, offset + limit).map((job) => shownJob(service, request, job, true));
    sendJson(reply, { offset, limit, endOfRecords: offset + limit >= all.length, count: all.length, results });
  });

  app.get("/v1/jobs/webhook-secret", jobSchema("What webhooks to you are signed with"), async (request, reply) => {
    const { label } = signIn(request, reply);
    sendJson(reply.header("cache-control", "no-store"), { secret: jobs.webhookSecret(label) });
  });

  app.get<{ Params: { key: string } }>("/v1/jobs/:key", jobSchema("How far a job is"), async (request, reply) => {
    const { job, isOwner } = seenJob(service, request, reply);
    sendJson(reply.header("cache-control", "no-cache"), shownJob(service, request, job, isOwner));
  });

  app.delete<{ Params: { key: string } }>("/v1/jobs/:key", jobSchema("Cancel a job"), async (request, reply) => {
    const { job, isOwner } = seenJob(service, request, reply);
    if (!isOwner) {
      signIn(request, reply);
      throw new BinomenError("JOB_NOT_FOUND", { key: job.key });
    }
    sendJson(reply, shownJob(service, request, jobs.cancel(job.key), true));
  });

  app.get<{ Params: { key: string } }>(
    "/v1/jobs/:key/result",
    jobSchema("The file that a job made; ranges are served", { 206: Type.Unknown(), 409: ErrorReply, 410: ErrorReply }),
    async (request, reply) => sendJobFile(request, reply, jobs, seenJob(service, request, reply).job),
  );

  app.get<{ Params: { key: string } }>(
    "/v1/jobs/:key/events",
    jobSchema("A job each time that it changes, as an event stream", { 204: Type.Null() }),
    async (request, reply) => {
      const { job, isOwner } = seenJob(service, request, reply);
      // Browsers connect again after the end of a stream, unless they are told that nothing more comes.
      if (request.headers["last-event-id"] === idOf(job) && !["PREPARING", "RUNNING"].includes(job.status))
        return reply.code(204).send();
      const gone = new AbortController();
      request.raw.once("close", () => gone.abort());
      const signal = AbortSignal.any([gone.signal, stopping.signal]);
      const events = async function* () {
        yield "retry: 3000\n\n";
        let last = performance.now();
        for await (const next of jobs.updates(job.key, signal)) {
          const now = performance.now();
          if (next === undefined && now - last < HEARTBEAT_MS) continue;
          last = now;
          yield next ? eventOf(next, shownJob(service, request, next, isOwner)) : ":\n\n";
        }
      };
      return reply
        .header("content-type", "text/event-stream")
        .header("cache-control", "no-store")
        .header("x-accel-buffering", "no")
        .send(Readable.from(events(), { objectMode: false }));
    },
  );
}

function idOf(job: Job): string {
  return `${job.modified}-${job.status}`;
}

function eventOf(job: Job, shown: unknown): string {
  const name = job.status === "PREPARING" || job.status === "RUNNING" ? "progress" : "end";
  return `id: ${idOf(job)}\nevent: ${name}\ndata: ${JSON.stringify(shown)}\n\n`;
}

/** The job of the path, if whoever asks may see it. @throws BinomenError JOB_NOT_FOUND, UNAUTHORIZED */
function seenJob(service: Service, request: FastifyRequest, reply: FastifyReply): { job: Job; isOwner: boolean } {
  const { key } = request.params as { key: string };
  const job = service.jobs.job(key);
  const isPublic = job.kind === "download";
  if (isPublic && request.headers.authorization === undefined) return { job, isOwner: false };
  const caller = signIn(request, reply);
  const isOwner = caller.label === job.owner || caller.scopes.includes("admin");
  if (!isOwner && !isPublic) throw new BinomenError("JOB_NOT_FOUND", { key });
  return { job, isOwner };
}

/** Where clients reach this server: as the settings say, else as they asked. */
export function publicUrlOf({ config }: Service, request: FastifyRequest): string {
  return config.publicUrl || `${request.protocol}://${request.host}`;
}

/** A job as JSON. Whose it is, and whom it tells, only its owner sees. */
export function shownJob(service: Service, request: FastifyRequest, job: Job, isOwner: boolean): object {
  const { key, kind, status, created, modified, eraseAfter, progress, file, facts, problem, webhook, owner } = job;
  const at = `${publicUrlOf(service, request)}/v1/jobs/${key}`;
  return {
    ...{ key, kind, status, created: stampOf(created), modified: stampOf(modified), eraseAfter: stampOf(eraseAfter) },
    ...{ progress, facts, job: at, events: `${at}/events` },
    ...(status === "SUCCEEDED" && file && { result: `${at}/result`, file }),
    ...(problem && { problem }),
    ...(isOwner && { owner, ...(webhook && { webhook: { ...webhook, nextTry: stampOf(webhook.nextTry) } }) }),
  };
}
