/** `POST /v1/interpret`: occurrence records in, interpreted records out, as streams of JSON lines. */
import { availableParallelism } from "node:os";
import { Type } from "typebox";
import { BinomenError } from "../../errors.ts";
import { Interpreter } from "../../occurrences/dataset/interpreter.ts";
import { FairQueue } from "../../pool/fair-queue.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { clientOf } from "../auth.ts";
import { documentedOnly } from "../json.ts";
import { ErrorReply } from "../schemas/errors.ts";
import { bodySpool } from "../spool.ts";
import type { SpoolSpace } from "../spool-space.ts";
import { sendChunks, unpackedBody, withFirst } from "./bulk.ts";
import { clockOf, INTERPRETATION_QUERY, interpretationOptionsOf } from "./interpretation-options.ts";

const MEDIA_TYPE = "application/x-ndjson";
/** Nobody reads it. */
const HAS_LEFT = { field: "body", problem: "was given up by its client" };
/** Threads of a server that nobody asks to interpret end: they hold the images of releases. */
const IDLE_MILLISECONDS = 60_000;

/** Registers the route with a parser of its own: bodies are handed on as they come. */
export function interpretRoutes(app: App, service: Service, space: SpoolSpace): void {
  let open: { releases: string; interpreter: Interpreter } | undefined;
  const interpreterOf = (): Interpreter => {
    const checklists = service.matching.sharedReleases();
    const releases = checklists.map(({ releaseId }) => releaseId).join(" ");
    if (open?.releases === releases) return open.interpreter;
    void open?.interpreter.close();
    const workers = service.config.workers || availableParallelism();
    open = { releases, interpreter: new Interpreter({ checklists, workers, idleMilliseconds: IDLE_MILLISECONDS }) };
    return open.interpreter;
  };
  const admission = new Admission(service.config);
  app.addHook("onClose", async () => open?.interpreter.close());
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.post(
      "/v1/interpret",
      {
        ...documentedOnly,
        schema: {
          tags: ["occurrences"],
          summary: "What do these occurrence records say?",
          description: DESCRIPTION,
          consumes: [MEDIA_TYPE],
          querystring: Type.Object(INTERPRETATION_QUERY),
          response: { 400: ErrorReply, 413: ErrorReply, 415: ErrorReply, 503: ErrorReply },
        },
      },
      async (request, reply) => {
        const contentType = request.headers["content-type"] ?? "(none)";
        if (!/^application\/(x-)?(nd)?json(lines|l)?\b/i.test(contentType))
          throw new BinomenError("MEDIA_TYPE_UNSUPPORTED", { found: contentType, expected: MEDIA_TYPE });
        const parameters = request.query as Record<string, string | undefined>;
        const options = interpretationOptionsOf(parameters);
        const now = clockOf(parameters["clock"]);
        const gone = new AbortController();
        const turn = admission.admit(clientOf(request), gone.signal);
        // Batches of a client that has left give up their places.
        reply.raw.once("close", () => {
          if (!reply.raw.writableFinished) gone.abort(new BinomenError("REQUEST_INVALID", HAS_LEFT));
        });
        const records = unpackedBody(request, bodySpool(request, reply, space));
        const answers = interpreterOf().stream(records, options, now, turn);
        // What is wrong with the first lines gets its status; later the connection can only be broken off.
        const first = await answers.next();
        await sendChunks(reply, { "content-type": MEDIA_TYPE }, withFirst(first, answers));
      },
    );
  });
}

const DESCRIPTION = `One JSON object a line with Darwin Core terms as members (\`scientificName\`, \`eventDate\` …; \`extensions\` may
hold rows by row type). One line comes back for each: the interpreted record with GBIF's member names, its \`issues\`, and
the record as it was sent under \`verbatim\`. A line that is not an object comes back as an \`error\`; what is
odd about one that is (not UTF-8 and read as Windows-1252, two members of one term) is told by its \`notices\`. No lines in are no
lines out: an empty body is an empty list. \`Content-Encoding\` may be gzip or zstd. Nothing is kept, and there is no
limit of lines.`;

/** Bytes of records that a request is taken to bring at first: what goes to a worker at a time. */
const FIRST_BYTES = 1 << 18;
/** Batches that may wait for each worker before new requests are refused. */
const WAITING_PER_WORKER = 8;

/** Whose records are interpreted next, and is there room for more? */
class Admission {
  readonly #queue: FairQueue;
  readonly #mostWaiting: number;
  readonly #queueMilliseconds: number;

  constructor({ workers, queueLimit, queueMilliseconds }: Service["config"]) {
    const places = workers || availableParallelism();
    this.#queue = new FairQueue(places);
    this.#mostWaiting = Math.min(queueLimit, WAITING_PER_WORKER * places);
    this.#queueMilliseconds = queueMilliseconds;
  }

  /**
   * What waits for the turns of a request. Its first batch may be refused, too: only a batch that has arrived takes a
   * place, so that whoever sends nothing keeps nobody out.
   * @throws BinomenError OVERLOADED when its first records would have to wait for long
   */
  admit(client: string, signal: AbortSignal): (bytes: number) => Promise<() => void> {
    this.#refuseWhenFull(client, FIRST_BYTES);
    let isFirst = true;
    // Not async: a refusal ends the stream at once, not when earlier answers were taken.
    return (bytes) => {
      if (isFirst) this.#refuseWhenFull(client, bytes);
      isFirst = false;
      return this.#queue.enter(client, bytes, signal);
    };
  }

  #refuseWhenFull(client: string, bytes: number): void {
    const { waiting } = this.#queue;
    const wait = this.#queue.expectedWait(client, bytes);
    const retryAfterSeconds = Math.max(1, Math.ceil(wait / 1000));
    if (!this.#queue.hasRoom(client, this.#mostWaiting))
      throw new BinomenError("OVERLOADED", {
        problem: `${waiting} batches of records wait already.`,
        retryAfterSeconds,
      });
    if (wait > this.#queueMilliseconds)
      throw new BinomenError("OVERLOADED", {
        problem: `The records would wait for ${retryAfterSeconds} s.`,
        retryAfterSeconds,
      });
  }
}
