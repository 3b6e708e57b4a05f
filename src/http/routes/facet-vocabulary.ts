/** Facets, values, sources and single scores: read, make, change, delete. */

import { type Static, Type } from "typebox";
import type { VocabularyEdit } from "../../facets/lists/edit.ts";
import { requireName } from "../../facets/records/identifiers.ts";
import { byName } from "../../facets/records/vocabulary.ts";
import { storeStats } from "../../facets/store/stats.ts";
import { cachingReader } from "../../facets/values/evidence.ts";
import { readGraph } from "../../facets/values/graph.ts";
import { explainDocument } from "../../facets/values/values.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { requireScope } from "../auth.ts";
import { namesWanted } from "../readable-names.ts";
import { ErrorReply } from "../schemas/errors.ts";
import { CommitReply, FacetBody, NAMES, SourceBody, ValueBody } from "../schemas/facets.ts";
import { Id } from "../schemas/ids.ts";

const ERRORS = { 400: ErrorReply, 401: ErrorReply, 403: ErrorReply, 404: ErrorReply, 409: ErrorReply };
const IdParams = Type.Object({ id: Id });
const ScoreBody = Type.Object({
  wfo_id: Type.String(),
  valueId: Id,
  sourceId: Id,
  metadata: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
const ScoresBody = Type.Object({
  upsert: Type.Array(ScoreBody, { default: [], maxItems: 10_000 }),
  delete: Type.Array(ScoreBody, { default: [], maxItems: 10_000 }),
});

/** Registers `/facets/vocabulary`, `/facets/{facets,values,sources}`, `/facets/scores`, `/facets/explain`. */
export function facetVocabularyRoutes(app: App, { facets, matching }: Service): void {
  const { store, writes } = facets;
  const tags = ["facets"];
  const read = requireScope("facets:read");
  const write = requireScope("import:write");

  app.get(
    "/facets/vocabulary",
    { ...read, schema: { tags, summary: "All facets, values and sources" } },
    async (request, reply) => {
      const { epoch, vocabularySequence } = store.head();
      const etag = `"${epoch}-${vocabularySequence}"`;
      reply.header("etag", etag).header("cache-control", "private, no-cache");
      if (request.headers["if-none-match"] === etag) return reply.code(304).send();
      const vocabulary = store.vocabulary();
      return reply.send({
        facets: byName(vocabulary.facets.values()),
        values: byName(vocabulary.values.values()),
        sources: byName(vocabulary.sources.values()),
      });
    },
  );

  app.get("/facets/stats", { ...read, schema: { tags, summary: "Scores per facet, value and source" } }, async () =>
    storeStats(store),
  );

  const commit = async (edit: VocabularyEdit) => {
    const { result, sequence, changes } = await writes.edit(edit);
    return { id: result, sequence: String(sequence), changes };
  };
  for (const [kind, body] of [
    ["facets", FacetBody],
    ["values", ValueBody],
    ["sources", SourceBody],
  ] as const) {
    const response = { 200: CommitReply, ...ERRORS };
    app.post(`/facets/${kind}`, { ...write, schema: { tags, summary: `Add to ${kind}`, body, response } }, (request) =>
      commit({ do: "add", kind, draft: request.body as Record<string, unknown> }),
    );
    app.patch(
      `/facets/${kind}/:id`,
      { ...write, schema: { tags, summary: `Change one of ${kind}`, params: IdParams, body, response } },
      (request) => {
        const { id } = request.params as { id: number };
        return commit({ do: "change", kind, id, draft: request.body as Record<string, unknown> });
      },
    );
    app.delete(
      `/facets/${kind}/:id`,
      { ...write, schema: { tags, summary: `Delete one of ${kind} and all below it`, params: IdParams, response } },
      (request) => commit({ do: "delete", kind, id: (request.params as { id: number }).id }),
    );
  }

  app.post(
    "/facets/scores",
    {
      ...write,
      schema: {
        tags,
        summary: "Add, change and delete single scores in one commit",
        body: ScoresBody,
        response: { 200: CommitReply, ...ERRORS },
      },
    },
    async (request) => {
      const { upsert, delete: remove } = request.body;
      const scoreOf = (member: string) => (score: Static<typeof ScoreBody>, i: number) => ({
        name: requireName(score.wfo_id, `${member}[${i}].wfo_id`),
        value: score.valueId,
        source: score.sourceId,
        metadata: score.metadata === undefined ? null : JSON.stringify(score.metadata),
      });
      const done = await writes.edit({
        do: "scores",
        upsert: upsert.map(scoreOf("upsert")),
        remove: remove.map(scoreOf("delete")),
      });
      return { sequence: String(done.sequence), changes: done.changes };
    },
  );

  app.post(
    "/facets/explain",
    {
      ...read,
      schema: {
        tags,
        summary: "Why the index document of a taxon looks as it does",
        querystring: Type.Object(NAMES),
        body: Type.Unknown(),
      },
    },
    async (request) => {
      const explained = explainDocument(readGraph(request.body, 0), cachingReader(store.vocabulary(), store));
      const nameOf = namesWanted(matching, request.query);
      if (nameOf === undefined) return explained;
      const ids = explained.names.flatMap(({ ids }) => ids);
      return { ...explained, readable: Object.fromEntries(ids.map((id) => [id, nameOf(id)])) };
    },
  );
}
