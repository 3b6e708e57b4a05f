/** `POST /v1/jobs/interpret`: an archive or table of records is uploaded; what it says is made into a file. */
import { createWriteStream, rmSync } from "node:fs";
import { join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Type } from "typebox";
import { booleanOf } from "../../../answer/query-fields.ts";
import { unpacked } from "../../../bulk/unpacked.ts";
import { BinomenError } from "../../../errors.ts";
import { refuseOtherFiles } from "../../../occurrences/upload/other-files.ts";
import { type InterpretUpload, UPLOAD_RESULTS } from "../../../occurrences/upload/upload.ts";
import type { Service } from "../../../service.ts";
import type { App } from "../../app-type.ts";
import { signIn } from "../../auth.ts";
import { sendJson } from "../../json.ts";
import { first, type Parameters } from "../../parameters.ts";
import { ErrorReply } from "../../schemas/errors.ts";
import { clockOf, INTERPRETATION_QUERY, interpretationOptionsOf } from "../interpretation-options.ts";
import { jobSchema, shownJob } from "./jobs.ts";

const UPLOAD = "upload";

/** Registers the route with a parser of its own: bodies go to the disk as they come. */
export function interpretJobRoutes(app: App, service: Service): void {
  const { jobs, config } = service;
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    const answers = {
      202: Type.Unknown({ description: "The job." }),
      413: ErrorReply,
      415: ErrorReply,
      507: ErrorReply,
    };
    const { schema, ...options } = jobSchema("Interpret records that are uploaded", answers);
    scope.post(
      "/v1/jobs/interpret",
      {
        ...options,
        schema: {
          ...schema,
          description: DESCRIPTION,
          consumes: ["application/octet-stream"],
          querystring: Type.Object({
            result: Type.Optional(Type.String({ description: `${UPLOAD_RESULTS.join(", ")}; default dwca` })),
            fileName: Type.Optional(Type.String({ description: "how the upload is called" })),
            webhook: Type.Optional(Type.String({ description: "URL that is told when the job has ended" })),
            force: Type.Optional(
              Type.String({ description: "true goes on although there are no rows, or more than 5 % cannot be kept" }),
            ),
            ...INTERPRETATION_QUERY,
          }),
        },
        // Before the body is read: who may not, or has too much under way, need not send it.
        onRequest: async (request, reply) => {
          jobs.admit(signIn(request, reply, "jobs:write").label);
          const announced = Number(request.headers["content-length"] ?? 0);
          if (announced > config.uploadLimit) throw tooLarge(`${announced} bytes`, config.uploadLimit);
          if (/^multipart\//i.test(request.headers["content-type"] ?? ""))
            throw new BinomenError("MEDIA_TYPE_UNSUPPORTED", {
              found: "multipart/form-data",
              expected: "application/octet-stream, the bytes of the file alone (curl --data-binary @file)",
            });
        },
      },
      async (request, reply) => {
        const parameters = oneEach(request.query as Parameters);
        const result = UPLOAD_RESULTS.find((one) => one === (parameters["result"] ?? "dwca").toLowerCase());
        if (result === undefined)
          throw new BinomenError("REQUEST_INVALID", {
            field: "result",
            problem: `use one of ${UPLOAD_RESULTS.join(", ")}`,
          });
        const settings = {
          options: interpretationOptionsOf(parameters),
          force: booleanOf(parameters["force"]),
          now: clockOf(parameters["clock"]),
        };
        const { key, folder } = jobs.newKey();
        try {
          const body = request.body as Readable | undefined;
          const file = body && unpacked(body, request.headers["content-encoding"]);
          const bytes = await receive(file, join(folder, UPLOAD), config.uploadLimit);
          const name = (parameters["fileName"] ?? "upload").replace(/[\\/\0-\x1f]/g, "_").slice(0, 200);
          await refuseOtherFiles(join(folder, UPLOAD), name);
          const asked: InterpretUpload = { upload: UPLOAD, name, bytes, result, ...settings };
          const job = jobs.add({
            ...{ kind: "interpret", owner: request.apiKey!.label, request: asked, key },
            ...{ facts: { fileName: name, bytes, result }, webhook: parameters["webhook"] },
          });
          reply.code(202).header("location", `/v1/jobs/${key}`);
          sendJson(reply, shownJob(service, request, job, true));
          return reply;
        } catch (error) {
          rmSync(folder, { recursive: true, force: true });
          throw error;
        }
      },
    );
  });
}

const DESCRIPTION = `The body is the file itself: a Darwin Core archive, a GBIF download, CSV, TSV, JSON lines or a workbook, plain or
packed. The answer is the job: follow \`events\`, fetch \`result\`. Several checklists of the server are matched against, as in datasets.`;

/** Writes a body to the disk; the number of its bytes. @throws BinomenError REQUEST_TOO_LARGE, REQUEST_INVALID, STORAGE_FULL */
async function receive(body: AsyncIterable<Uint8Array> | undefined, path: string, limit: number): Promise<number> {
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) done(tooLarge("more bytes", limit));
      else done(null, chunk);
    },
  });
  try {
    if (body) await pipeline(body, counted, createWriteStream(path, { mode: 0o600, flush: true }));
  } catch (cause) {
    if (!/^(ENOSPC|EDQUOT|EFBIG)$/.test(String((cause as NodeJS.ErrnoException).code))) throw cause;
    throw new BinomenError("STORAGE_FULL", { what: "the upload" }, { cause });
  }
  if (bytes === 0) throw new BinomenError("REQUEST_INVALID", { field: "body", problem: "the file is missing" });
  return bytes;
}

function tooLarge(found: string, limit: number): BinomenError {
  return new BinomenError("REQUEST_TOO_LARGE", {
    found,
    limit: `${limit} bytes`,
    hint: "Pack the file, or send the records in several uploads.",
  });
}

function oneEach(query: Parameters): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, first(value) || undefined]));
}
