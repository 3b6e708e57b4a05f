/**
 * `POST /v2/species/match`: many names in, as many answers out, in the order of the request.
 *
 * JSON and MessagePack are one array of limited length. NDJSON, CSV, TSV and plain lines are streams: answers leave
 * while names still come, nothing is kept, and there is no limit.
 */
import type { OutgoingHttpHeaders } from "node:http";
import { pipeline, type Transform, type Writable } from "node:stream";
import { constants, createGzip, createZstdCompress } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { booleanOf } from "../../answer/query-fields.ts";
import { answerFormat, formatOfContentType, isStreamed, MEDIA_TYPES } from "../../bulk/format.ts";
import type { ColumnUse } from "../../bulk/header.ts";
import { unpacked } from "../../bulk/unpacked.ts";
import { writeChunks } from "../../bulk/write-chunks.ts";
import { BinomenError } from "../../errors.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { clientOf } from "../auth.ts";
import { documentedOnly, RELEASE_HEADER } from "../json.ts";
import { checklistOf } from "../parameters.ts";
import { wantsDetails } from "../preferences.ts";
import { ErrorReply } from "../schemas/errors.ts";
import { BulkParameters, MatchReply } from "../schemas/matching.ts";
import { type BodySpool, bodySpool } from "../spool.ts";
import type { SpoolSpace } from "../spool-space.ts";

/** Every media type that is taken, for the message of a 415. */
const TAKEN = Object.values(MEDIA_TYPES)
  .map(([type]) => type)
  .join(", ");

/** Whole answers below this size are not worth compressing. */
const COMPRESS_FROM_BYTES = 4096;

/** Registers the route with parsers of its own: bodies are handed on as they come. */
export function bulkRoutes(app: App, service: Service, space: SpoolSpace): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.post(
      "/v2/species/match",
      {
        ...documentedOnly,
        schema: {
          tags: ["matching"],
          summary: "Which usages do many names mean?",
          description: BULK_DESCRIPTION,
          consumes: Object.values(MEDIA_TYPES).map(([type]) => type!),
          querystring: BulkParameters,
          response: { 200: Type.Array(MatchReply), 400: ErrorReply, 413: ErrorReply, 415: ErrorReply, 503: ErrorReply },
        },
      },
      (request, reply) => answerList(request, reply, service, space),
    );
  });
}

const BULK_DESCRIPTION = `A JSON or MessagePack array of queries, or a stream of rows: NDJSON (one query a line), CSV or TSV
(the first line names the columns), plain text (one name a line). Rows come back in their order; members and columns that
are no parameters of a match are given back. Of a table the headers \`binomen-columns-used\` and \`binomen-columns-unused\`
say what was made of its columns. A row with an odd quote has an answer and an \`error\`, and so has a row of any form that is not UTF-8
(it is read as Windows-1252; a \`charset\` in \`Content-Type\` says what it is, and then nothing is odd); a file that is not text is refused (415). \`Accept\` chooses the form of the answers, \`Content-Encoding\` and
\`Accept-Encoding\` may be gzip or zstd. In an array an abbreviated
genus is read as the one genus of the array with its initial; streams are cut anywhere, so there it is not.`;

async function answerList(
  request: FastifyRequest,
  reply: FastifyReply,
  { matching, config }: Service,
  space: SpoolSpace,
) {
  const asked = formatOfContentType(request.headers["content-type"]);
  if (!asked)
    throw new BinomenError("MEDIA_TYPE_UNSUPPORTED", {
      found: request.headers["content-type"] ?? "(none)",
      expected: TAKEN,
    });
  const answered = answerFormat(request.headers.accept, asked);
  const parameters = request.query as Record<string, string | undefined>;
  const checklistKey = checklistOf(parameters);
  let columns: ColumnUse | undefined;
  const form = {
    asked,
    answered,
    charset: /;\s*charset="?([^";\s]+)/i.exec(request.headers["content-type"] ?? "")?.[1],
    onColumns: (use: ColumnUse) => {
      columns = use;
    },
    defaults: {
      strict: booleanOf(parameters["strict"]),
      verbose: booleanOf(parameters["verbose"]),
      details: wantsDetails(request, reply),
    },
    maxRows: config.maxBatch,
    maxBytes: config.bodyLimit,
    client: clientOf(request),
  };
  const releaseId = matching.releaseId(checklistKey);
  const spool = bodySpool(request, reply, space);
  try {
    const answers = matching.answerStream(unpackedBody(request, spool), form, checklistKey);
    const recycle = (chunk: Uint8Array) => matching.recycle(chunk);
    // Nothing is sent before the first batch is answered: what is wrong with the request as a whole gets its status.
    const first = await answers.next();
    const head: OutgoingHttpHeaders = {
      [RELEASE_HEADER]: releaseId,
      "content-type": MEDIA_TYPES[answered][0]!,
      vary: "accept, accept-encoding, prefer",
      ...(columns && columnHeaders(columns)),
    };
    const applied = reply.getHeader("preference-applied");
    if (applied !== undefined) head["preference-applied"] = applied;
    let encoding = encodingOf(request.headers["accept-encoding"]);
    if (!isStreamed(asked)) {
      const { length } = first.value as Uint8Array;
      if (length < COMPRESS_FROM_BYTES) encoding = undefined;
      if (!encoding) head["content-length"] = length;
    }
    if (encoding) head["content-encoding"] = encoding;
    await sendChunks(reply, head, withFirst(first, answers), encoding && compressor(encoding), recycle);
  } finally {
    await spool.close();
  }
}

/** Longest header about columns: proxies refuse large heads. */
const LONGEST_HEADER = 2000;

/** Which columns of a table are used as what, and which are not: `Latin%20name=scientificName`, percent-encoded. */
function columnHeaders({ used, unused }: ColumnUse): OutgoingHttpHeaders {
  const list = (parts: readonly string[]): string => {
    let text = "";
    for (const part of parts) {
      if (text.length + part.length > LONGEST_HEADER) return `${text}, ...`;
      text += (text && ", ") + part;
    }
    return text;
  };
  const name = (column: string): string => encodeURIComponent(column.toWellFormed());
  return {
    "binomen-columns-used": list(used.map(({ column, field }) => `${name(column)}=${field}`)),
    ...(unused.length > 0 && {
      "binomen-columns-unused": list(
        unused.map(
          ({ column, resembles }) => name(column) + (resembles === undefined ? "" : `;resembles=${resembles}`),
        ),
      ),
    }),
  };
}

/** Sends chunks past Fastify, which does not say when a chunk was taken. Hooks before and `onResponse` run as always. */
export async function sendChunks(
  reply: FastifyReply,
  head: OutgoingHttpHeaders,
  chunks: AsyncIterable<Uint8Array>,
  through?: Transform,
  recycle: (chunk: Uint8Array) => void = () => {},
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  const target: Writable = through ?? raw;
  if (through) pipeline(through, raw, done);
  try {
    raw.writeHead(200, head);
    const failure = await writeChunks(chunks, target, recycle);
    if (!failure) target.end();
  } catch (error) {
    // The status has left; what is missing shows by the connection breaking off. A client that left is no failure.
    if (!raw.destroyed) reply.log.error({ err: error, requestId: reply.request.id }, "an answer stream failed");
    raw.destroy();
  }
}

/** A first answer that was waited for, and those behind it. */
export async function* withFirst(
  first: IteratorResult<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.done) return;
    yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** Errors of a pipeline also reach its last stream, which Fastify watches. */
const done = () => {};

/** The bytes of the body of a request, decompressed; its spool is closed in the end. */
export async function* unpackedBody(request: FastifyRequest, spool: BodySpool): AsyncGenerator<Uint8Array> {
  try {
    yield* unpacked(spool.chunks(), request.headers["content-encoding"]);
  } finally {
    await spool.close();
  }
}

type Encoding = "gzip" | "zstd";

/** The better of the encodings that a client takes: zstd is several times quicker at the same size. */
function encodingOf(accept: string | undefined): Encoding | undefined {
  const taken = new Set(
    (accept ?? "")
      .split(",")
      .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
      .map((part) => part.split(";")[0]!.trim().toLowerCase()),
  );
  return taken.has("zstd") ? "zstd" : taken.has("gzip") ? "gzip" : undefined;
}

/** Lowest level: the network behind a name service is quick. Flushed per batch, so that answers are not held back. */
function compressor(encoding: Encoding): Transform {
  return encoding === "zstd"
    ? createZstdCompress({ flush: constants.ZSTD_e_flush, params: { [constants.ZSTD_c_compressionLevel]: 1 } })
    : createGzip({ level: 1, flush: constants.Z_SYNC_FLUSH });
}
