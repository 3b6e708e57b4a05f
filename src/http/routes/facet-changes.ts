/** The change feed: pages with long poll, a stream of events, the snapshot to begin with, and how far everybody is. */
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { BinomenError } from "../../errors.ts";
import { changed, type Facets } from "../../facets/facets.ts";
import { type ChangesPage, changesPage, cursorSequence } from "../../facets/feed/changes.ts";
import { snapshotLines } from "../../facets/feed/snapshot.ts";
import { type ChangeKind, KINDS } from "../../facets/records/layout.ts";
import { isChangeKind } from "../../facets/records/log.ts";
import { clockAhead } from "../../facets/store/stats.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { requireScope } from "../auth.ts";
import { namesWanted, type ReadableName } from "../readable-names.ts";
import { ErrorReply } from "../schemas/errors.ts";
import { ChangesQuery, ChangesReply, KIND_LIST, NAMES } from "../schemas/facets.ts";

const ERRORS = { 400: ErrorReply, 401: ErrorReply, 403: ErrorReply, 409: ErrorReply, 410: ErrorReply };
const KindsQuery = Type.Object({ kinds: Type.Optional(Type.String({ description: `Some of ${KIND_LIST}.` })) });
/** A comment line at least this often, so that proxies keep a quiet stream open. */
const HEARTBEAT_MS = 15_000;

/** Registers `/facets/changes`, `/facets/changes/stream`, `/facets/snapshot` and `/facets/status`. */
export function facetChangeRoutes(app: App, { facets, matching }: Service): void {
  const tags = ["facets"];
  const guard = requireScope("changes:read");
  // Waiting readers would keep a closing server open.
  const closing = new AbortController();
  app.addHook("preClose", async () => closing.abort());
  app.get(
    "/facets/changes",
    {
      ...guard,
      schema: {
        tags,
        summary: "What changed after a cursor",
        description:
          "Every change once, in the order of commits, deletes included. Names are told as `touch` when their index " +
          "document changes. `more: false` with its `cursor` is a checkpoint. 409: the store was restored; 410: deletes " +
          "after the cursor are forgotten; both: begin with `/facets/snapshot`.",
        querystring: ChangesQuery,
        response: { 200: ChangesReply, ...ERRORS },
      },
    },
    async (request, reply) => {
      const { cursor, limit, include_docs: includeDocs, wait } = request.query;
      const kinds = readKinds(request.query.kinds);
      noteCheckpoint(facets, request, kinds, cursor);
      const question = { cursor, limit, kinds, includeDocs };
      let page = changesPage(facets.store, question);
      if (page.results.length === 0 && wait > 0) {
        const stop = AbortSignal.any([whenGone(reply), closing.signal]);
        // Whatever happens to the wall clock.
        const until = performance.now() + wait * 1000;
        while (page.results.length === 0 && !stop.aborted && performance.now() < until) {
          await changed(facets.store, Number(page.high), until - performance.now(), stop);
          page = changesPage(facets.store, { ...question, cursor: page.cursor });
        }
      }
      return withNames(page, namesWanted(matching, request.query));
    },
  );

  app.get(
    "/facets/changes/stream",
    {
      ...guard,
      schema: {
        tags,
        summary: "The change feed as server-sent events",
        description: "Event `changes` with a page as data; its id is the cursor. Continues after Last-Event-ID.",
        querystring: Type.Object({
          cursor: Type.Optional(Type.String()),
          kinds: Type.Optional(Type.String({ description: `Some of ${KIND_LIST}.` })),
          include_docs: Type.Boolean({ default: false }),
          ...NAMES,
        }),
      },
    },
    async (request, reply) => {
      const kinds = readKinds(request.query.kinds);
      const lastEvent = request.headers["last-event-id"];
      const cursor = typeof lastEvent === "string" && lastEvent !== "" ? lastEvent : request.query.cursor;
      const stop = AbortSignal.any([whenGone(reply), closing.signal]);
      // The first page is read before the headers are sent: a bad cursor is an error, not an empty stream.
      const question = { cursor, kinds, includeDocs: request.query.include_docs, limit: 1000 };
      changesPage(facets.store, { ...question, limit: 1 });
      reply.header("cache-control", "no-store").header("x-accel-buffering", "no").type("text/event-stream");
      return reply.send(Readable.from(events(facets, question, stop, namesWanted(matching, request.query))));
    },
  );

  app.get(
    "/facets/snapshot",
    {
      ...guard,
      schema: {
        tags,
        summary: "Everything there is, as NDJSON",
        description: "The first line has the cursor to read changes from afterwards; the last one is `kind: end`.",
        querystring: Type.Object({ ...KindsQuery.properties, ...NAMES }),
      },
    },
    (request, reply) => {
      const kinds = readKinds(request.query.kinds);
      return reply
        .type("application/x-ndjson")
        .send(Readable.from(snapshotLines(facets.store, kinds, namesWanted(matching, request.query))));
    },
  );

  app.get(
    "/facets/status",
    { ...guard, schema: { tags, summary: "Counts, newest sequence, and how far each key has read" } },
    async () => {
      const { sequence, epoch, oldest, counts } = facets.store.head();
      const { facets: some, values, sources } = facets.store.vocabulary();
      return {
        epoch,
        high: String(sequence),
        oldest: String(oldest),
        // Above 0 after bulk changes: the store hands out a second per 1,000 changes and catches up when idle.
        clockAheadSeconds: clockAhead(facets.store),
        counts: { facets: some.size, values: values.size, sources: sources.size, ...counts },
        readers: facets.readers.checkpoints().map((checkpoint) => ({
          key: checkpoint.key,
          call: checkpoint.call,
          sequence: String(checkpoint.sequence),
          // What it has read of another history of the store says nothing of this one.
          lag: checkpoint.epoch === epoch ? sequence - checkpoint.sequence : null,
          seen: new Date(checkpoint.seenMs).toISOString(),
        })),
      };
    },
  );
}

/** A cursor that a key comes back with is what it has finished reading. */
function noteCheckpoint(
  { store, readers }: Facets,
  request: FastifyRequest,
  kinds: readonly ChangeKind[],
  cursor?: string,
): void {
  if (cursor === undefined || cursor === "now") return;
  const head = store.head();
  const sequence = cursorSequence(head, kinds, cursor);
  if (sequence < 0) return;
  const call = kinds.length === KINDS.length ? "changes" : `changes ${kinds.join(",")}`;
  readers.note({ key: request.apiKey?.id ?? "", call, sequence, epoch: head.epoch, seenMs: store.now() });
}

type NameOf = (id: string) => ReadableName | null;

/** The page with the name beside each id of a name. */
function withNames(page: ChangesPage, nameOf: NameOf | undefined) {
  if (nameOf === undefined) return page;
  const results = page.results.map((one) => (one.wfo_id === undefined ? one : { ...one, name: nameOf(one.wfo_id) }));
  return { ...page, results };
}

async function* events(
  facets: Facets,
  question: { cursor: string | undefined; kinds: readonly ChangeKind[]; includeDocs: boolean; limit: number },
  stop: AbortSignal,
  nameOf: NameOf | undefined,
): AsyncGenerator<string> {
  let { cursor } = question;
  yield ": binomen\n\n";
  while (!stop.aborted && !facets.store.isClosed) {
    const page = changesPage(facets.store, { ...question, cursor });
    cursor = page.cursor;
    if (page.results.length > 0)
      yield `id: ${cursor}\nevent: changes\ndata: ${JSON.stringify(withNames(page, nameOf))}\n\n`;
    else {
      await changed(facets.store, Number(page.high), HEARTBEAT_MS, stop);
      yield ": \n\n";
    }
  }
}

/** Aborted when the client has gone. */
function whenGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once("close", () => controller.abort());
  return controller.signal;
}

function readKinds(list: string | undefined): readonly ChangeKind[] {
  if (list === undefined || list === "") return KINDS;
  const kinds = list.split(",").map((kind) => kind.trim());
  for (const kind of kinds)
    if (!isChangeKind(kind))
      throw new BinomenError("REQUEST_INVALID", { field: "kinds", problem: `${kind} is none of ${KINDS.join(", ")}` });
  return kinds as ChangeKind[];
}
