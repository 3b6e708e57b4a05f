/**
 * GBIF's routes that make downloads: request, status, list, cancel, file.
 *
 * rgbif and pygbif send HTTP Basic: the password is an API key, the user its label. A bearer key is taken, too. Status and
 * file need no login; without the owner's, whom it belongs to is left out.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../../errors.ts";
import { type Job, stampOf } from "../../../jobs/job.ts";
import { countedBy } from "../../../occurrences/download/contained.ts";
import { citationOf } from "../../../occurrences/download/documents.ts";
import { downloadRequestOf } from "../../../occurrences/download/download-request.ts";
import { keptPredicate } from "../../../occurrences/download/search-predicate.ts";
import { wholeNumber } from "../../../occurrences/search/search-request.ts";
import type { Service } from "../../../service.ts";
import type { App } from "../../app-type.ts";
import { signIn } from "../../auth.ts";
import { sendJson } from "../../json.ts";
import { first, type Parameters } from "../../parameters.ts";
import { publicUrlOf } from "../jobs/jobs.ts";
import { sendJobFile } from "../jobs/send-file.ts";
import { occurrencesOf } from "./common.ts";
import { occurrenceSchema } from "./schemas.ts";

/** Where downloads are. */
export const DOWNLOADS = "/v1/occurrence/download";

/** Registers the routes. */
export function occurrenceDownloadRoutes(app: App, service: Service): void {
  const downloads = () => occurrencesOf(service).downloads;

  app.post(
    `${DOWNLOADS}/request`,
    {
      bodyLimit: service.config.predicateLimit,
      ...occurrenceSchema("Make a download of the records that a predicate finds", "downloads"),
    },
    async (request, reply) => {
      const all = downloads();
      const { label } = signIn(request, reply);
      // Which program asked, as GBIF counts it.
      const source = /\b(?:rgbif|pygbif)\b/.exec(request.headers["user-agent"] ?? "")?.[0];
      const { key } = await all.request({ ...downloadRequestOf(request.body, label), source });
      // The bare key: clients take the body as it is.
      reply.code(201).header("content-type", "application/json").send(Buffer.from(key));
      return reply;
    },
  );

  app.get<{ Params: { user: string } }>(
    `${DOWNLOADS}/user/:user`,
    occurrenceSchema("Downloads of a user, newest first", "downloads"),
    async (request, reply) => {
      const some = ownDownloads(service, request, reply);
      sendPage(request, reply, some, (job) => shownDownload(service, request, job, true));
    },
  );
  app.get<{ Params: { user: string } }>(
    `${DOWNLOADS}/user/:user/count`,
    occurrenceSchema("How many downloads a user has", "downloads"),
    async (request, reply) => {
      const count = ownDownloads(service, request, reply).length;
      reply.header("content-type", "application/json").send(Buffer.from(String(count)));
      return reply;
    },
  );

  app.delete<{ Params: { key: string } }>(
    `${DOWNLOADS}/request/:key`,
    occurrenceSchema("Cancel a download that is not finished", "downloads"),
    async (request, reply) => {
      const { label } = signIn(request, reply);
      const download = downloads().download(bare(request.params.key));
      if (download.owner !== label)
        throw new BinomenError("UNAUTHORIZED", { problem: `${label} is not the owner of this download` });
      service.jobs.cancel(download.key);
      reply.code(204).send();
      return reply;
    },
  );

  app.get<{ Params: { key: string } }>(
    `${DOWNLOADS}/request/:key`,
    occurrenceSchema("The file of a download; ranges are served", "downloads"),
    async (request, reply) => {
      const download = downloads().download(bare(request.params.key));
      try {
        return await sendJobFile(request, reply, service.jobs, download);
      } catch (error) {
        // GBIF says of what is not ready what it says of what is not there.
        if (error instanceof BinomenError && error.code === "JOB_NOT_FINISHED")
          throw new BinomenError("DOWNLOAD_NOT_FOUND", {});
        throw error;
      }
    },
  );
  app.get<{ Params: { key: string } }>(
    `${DOWNLOADS}/:key`,
    occurrenceSchema("How far a download is", "downloads"),
    async (request, reply) => {
      const download = downloads().download(request.params.key);
      const isOwner = request.headers.authorization !== undefined && signIn(request, reply).label === download.owner;
      sendJson(reply, shownDownload(service, request, download, isOwner));
    },
  );
  app.get<{ Params: { key: string } }>(
    `${DOWNLOADS}/:key/citation`,
    occurrenceSchema("How a download is cited", "downloads"),
    async (request, reply) => {
      const download = downloads().download(request.params.key);
      const text = `${citationOf(download.created, linkOf(service, download, request))}\n`;
      // Of this type GBIF sends it, and pygbif reads nothing else.
      reply.header("content-type", "application/json").send(Buffer.from(text));
      return reply;
    },
  );
}

function bare(key: string): string {
  return key.replace(/\.zip$/i, "");
}

/** Sends the page of a list that is asked for, in GBIF's envelope. */
export function sendPage<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  all: readonly T[],
  show: (one: T) => unknown,
): void {
  const query = request.query as Parameters;
  const limit = Math.min(wholeNumber(first(query["limit"]) || undefined, 20, "limit"), 300);
  const offset = wholeNumber(first(query["offset"]) || undefined, 0, "offset");
  const results = all.slice(offset, offset + limit).map(show);
  sendJson(reply, { offset, limit, endOfRecords: offset + limit >= all.length, count: all.length, results });
}

/** rgbif waits for SUCCEEDED or KILLED and for nothing else: whatever ended without a file is KILLED. */
function shownStatus(status: Job["status"]): string {
  return status === "FAILED" || status === "CANCELLED" ? "KILLED" : status;
}

/** A download as GBIF's API shows it. */
export function shownDownload(service: Service, request: FastifyRequest, job: Job, isOwner: boolean): object {
  const { request: asked, snapshot } = occurrencesOf(service).downloads.requestOf(job);
  const { predicate, sendNotification, format, creator, notificationAddresses, description, checklistKey, source } =
    asked;
  const { verbatimExtensions = [], interpretedExtensions } = asked;
  const { key, created, modified, eraseAfter, status, file, facts, problem } = job;
  const isErased = status === "FILE_ERASED";
  return {
    key,
    license: facts["license"] ?? "unspecified",
    request: {
      ...{ predicate: keptPredicate(predicate), sendNotification, format, type: "OCCURRENCE", verbatimExtensions },
      ...(interpretedExtensions !== undefined && { interpretedExtensions }),
      ...(checklistKey !== undefined && { checklistKey }),
      ...(isOwner && { creator, notificationAddresses, description }),
    },
    ...(isOwner && source && { source }),
    ...{ created: stampOf(created), modified: stampOf(modified), eraseAfter: stampOf(eraseAfter) },
    status: shownStatus(status),
    downloadLink: isErased ? "" : linkOf(service, job, request),
    size: file?.size ?? 0,
    totalRecords: facts["totalRecords"] ?? -1,
    numberDatasets: facts["numberDatasets"] ?? 0,
    release: snapshot,
    ...statisticsOf(service, request, job),
    ...(problem !== undefined && { problem: problem.message }),
  };
}

/** Counts that `statistics=true` adds. */
function statisticsOf(service: Service, request: FastifyRequest, job: Job): object {
  if (first((request.query as Parameters)["statistics"])?.toLowerCase() !== "true") return {};
  const contained = occurrencesOf(service).downloads.detailsOf(job)?.contained ?? [];
  return {
    numberOrganizations: countedBy(contained, "organizationKey").length,
    numberPublishingCountries: countedBy(contained, "publishingCountryCode").length,
  };
}

function linkOf(service: Service, { key }: Job, request: FastifyRequest): string {
  return `${publicUrlOf(service, request)}${DOWNLOADS}/request/${key}.zip`;
}

/** The downloads of who asks, with the status that is asked for. @throws BinomenError UNAUTHORIZED for those of another */
function ownDownloads(service: Service, request: FastifyRequest, reply: FastifyReply): Job[] {
  const { label } = signIn(request, reply);
  const { user } = request.params as { user: string };
  if (user !== label) throw new BinomenError("UNAUTHORIZED", { problem: `${label} is not ${user}` });
  const query = request.query as Parameters;
  const wanted = first(query["status"])?.toUpperCase().split(",");
  const from = first(query["from"]);
  const since = from ? Date.parse(from) : Number.NEGATIVE_INFINITY;
  if (Number.isNaN(since)) throw new BinomenError("OCCURRENCE_QUERY_INVALID", { problem: `Invalid date: ${from}` });
  return occurrencesOf(service)
    .downloads.list(label)
    .filter(({ status, created }) => {
      const shown = shownStatus(status);
      return created >= since && (!wanted || wanted.includes(shown) || wanted.includes(status));
    });
}
