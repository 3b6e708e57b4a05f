/**
 * GBIF's routes that make downloads: request, status, list, cancel, file.
 *
 * rgbif and pygbif send HTTP Basic: the password is an API key, the user its label. A bearer key is taken, too. Status and
 * file need no login; without the owner's, whom it belongs to is left out.
 */
import { createReadStream } from "node:fs";
import type { FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../../errors.ts";
import { downloadRequestOf } from "../../../occurrences/download/download-request.ts";
import type { Download } from "../../../occurrences/download/downloads.ts";
import { wholeNumber } from "../../../occurrences/search/search.ts";
import type { Service } from "../../../service.ts";
import type { App } from "../../app-type.ts";
import { sendJson } from "../../json.ts";
import { first, type Parameters } from "../../parameters.ts";
import { occurrencesOf } from "./common.ts";
import { occurrenceSchema } from "./schemas.ts";

const AT = "/v1/occurrence/download";
const OWNERS = ["creator", "notificationAddresses", "description", "source"];

/** Registers the routes. */
export function occurrenceDownloadRoutes(app: App, service: Service): void {
  const downloads = () => occurrencesOf(service).downloads;

  app.post(
    `${AT}/request`,
    occurrenceSchema("Make a download of the records that a predicate finds", "downloads"),
    async (request, reply) => {
      const all = downloads();
      const login = loginOf(service, request);
      const download = await all.request(downloadRequestOf(request.body, login));
      // The bare key: clients take the body as it is.
      reply.code(201).header("content-type", "application/json").send(Buffer.from(download.key));
      return reply;
    },
  );

  app.get<{ Params: { user: string } }>(
    `${AT}/user/:user`,
    occurrenceSchema("Downloads of a user, newest first", "downloads"),
    async (request, reply) => {
      const all = downloads().list(ownLogin(service, request));
      const query = request.query as Parameters;
      const limit = Math.min(wholeNumber(first(query["limit"]) || undefined, 20, "limit"), 300);
      const offset = wholeNumber(first(query["offset"]) || undefined, 0, "offset");
      const wanted = first(query["status"])?.toUpperCase().split(",");
      const some = wanted === undefined ? all : all.filter(({ status }) => wanted.includes(status));
      const results = some.slice(offset, offset + limit).map((one) => shown(one, request, true));
      sendJson(reply, { offset, limit, endOfRecords: offset + limit >= some.length, count: some.length, results });
    },
  );
  app.get<{ Params: { user: string } }>(
    `${AT}/user/:user/count`,
    occurrenceSchema("How many downloads a user has", "downloads"),
    async (request, reply) => {
      const count = downloads().list(ownLogin(service, request)).length;
      reply.header("content-type", "application/json").send(Buffer.from(String(count)));
      return reply;
    },
  );

  app.delete<{ Params: { key: string } }>(
    `${AT}/request/:key`,
    occurrenceSchema("Cancel a download that is not finished", "downloads"),
    async (request, reply) => {
      const login = loginOf(service, request);
      const download = downloads().download(bare(request.params.key));
      if (download.request.creator !== login)
        throw new BinomenError("UNAUTHORIZED", { problem: `${login} is not the owner of this download` });
      downloads().cancel(download.key);
      reply.code(204).send();
      return reply;
    },
  );

  app.get<{ Params: { key: string } }>(
    `${AT}/request/:key`,
    occurrenceSchema("The file of a download; ranges are served", "downloads"),
    async (request, reply) =>
      sendFile(
        request,
        reply,
        downloads().download(bare(request.params.key)),
        downloads().file(downloads().download(bare(request.params.key))),
      ),
  );
  app.get<{ Params: { key: string } }>(
    `${AT}/:key`,
    occurrenceSchema("How far a download is", "downloads"),
    async (request, reply) => {
      const download = downloads().download(request.params.key);
      let isOwner = false;
      if (request.headers.authorization !== undefined) isOwner = loginOf(service, request) === download.request.creator;
      sendJson(reply, shown(download, request, isOwner));
    },
  );
  app.get<{ Params: { key: string } }>(
    `${AT}/:key/citation`,
    occurrenceSchema("How a download is cited", "downloads"),
    async (request, reply) => {
      const download = downloads().download(request.params.key);
      const day = new Date(download.created).toLocaleDateString("en-GB", {
        day: "numeric",
        month: "long",
        year: "numeric",
        timeZone: "UTC",
      });
      reply
        .header("content-type", "text/plain")
        .send(Buffer.from(`binomen (${day}) Occurrence Download ${linkOf(download, request)}\n`));
      return reply;
    },
  );
}

function bare(key: string): string {
  return key.replace(/\.zip$/i, "");
}

/** A download as GBIF's API shows it. */
function shown(download: Download, request: FastifyRequest, isOwner: boolean): Record<string, unknown> {
  const { request: asked, same: _same, snapshot, problem, ...rest } = download;
  const own = {
    predicate: asked.predicate,
    sendNotification: asked.sendNotification,
    format: asked.format,
    type: "OCCURRENCE",
    verbatimExtensions: [],
  };
  const full = {
    ...own,
    creator: asked.creator,
    notificationAddresses: asked.notificationAddresses,
    description: asked.description,
  };
  return {
    ...rest,
    license: "unspecified",
    request: isOwner ? full : Object.fromEntries(Object.entries(own).filter(([member]) => !OWNERS.includes(member))),
    downloadLink: linkOf(download, request),
    release: snapshot,
    ...(problem !== undefined && { problem }),
  };
}

function linkOf({ key }: Download, request: FastifyRequest): string {
  return `${request.protocol}://${request.host}${AT}/request/${key}.zip`;
}

/** Label of the key that asks. @throws BinomenError UNAUTHORIZED */
function loginOf({ keys }: Service, request: FastifyRequest): string {
  const [scheme = "", sent = ""] = (request.headers.authorization ?? "").split(" ");
  let user: string | undefined;
  let token = "";
  if (/^bearer$/i.test(scheme)) token = sent;
  else if (/^basic$/i.test(scheme)) {
    const text = Buffer.from(sent, "base64").toString("utf8");
    user = text.slice(0, Math.max(0, text.indexOf(":")));
    token = text.slice(text.indexOf(":") + 1);
  }
  const verdict = token === "" ? undefined : keys.verify(token);
  if (verdict === undefined || !("key" in verdict) || (user !== undefined && user !== verdict.key.label))
    throw new BinomenError("UNAUTHORIZED", { problem: `Failed to authenticate user ${user ?? "without a name"}\r\n` });
  return verdict.key.label;
}

/** @throws BinomenError UNAUTHORIZED when the list of another user is asked for */
function ownLogin(service: Service, request: FastifyRequest): string {
  const login = loginOf(service, request);
  const { user } = request.params as { user: string };
  if (user !== login) throw new BinomenError("UNAUTHORIZED", { problem: `${login} is not ${user}` });
  return login;
}

/** The bytes of a file, or the part of them that is asked for. */
function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  download: Download,
  path: string | undefined,
): FastifyReply {
  if (path === undefined) throw new BinomenError("DOWNLOAD_NOT_FOUND", {});
  const { size, key, modified } = download;
  const tag = `"${key}-${size}"`;
  reply
    .header("accept-ranges", "bytes")
    .header("etag", tag)
    .header("last-modified", new Date(modified).toUTCString())
    .header("content-type", "application/octet-stream")
    .header("content-disposition", `attachment; filename="${key}.zip"`);
  const condition = request.headers["if-range"];
  const asked = condition === undefined || condition === tag ? request.headers.range : undefined;
  const range = asked === undefined ? undefined : /^bytes=(\d*)-(\d*)$/.exec(asked.trim());
  if (!range || (range[1] === "" && range[2] === "")) {
    reply.header("content-length", size);
    return reply.send(request.method === "HEAD" ? undefined : createReadStream(path));
  }
  const start = range[1] === "" ? Math.max(0, size - Number(range[2])) : Number(range[1]);
  const end = range[1] === "" || range[2] === "" ? size - 1 : Math.min(Number(range[2]), size - 1);
  if (start > end || start >= size) return reply.code(416).header("content-range", `bytes */${size}`).send();
  reply
    .code(206)
    .header("content-range", `bytes ${start}-${end}/${size}`)
    .header("content-length", end - start + 1);
  return reply.send(createReadStream(path, { start, end }));
}
