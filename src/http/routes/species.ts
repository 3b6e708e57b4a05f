/** GBIF's endpoints for what one name means. Whatever they do not understand they ignore; they always answer 200. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { AnswerVersion } from "../../answer/answerer.ts";
import { queryOf } from "../../answer/query-fields.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { documentedOnly, RELEASE_HEADER, sendJson } from "../json.ts";
import { checklistOf, type Parameters } from "../parameters.ts";
import { wantsDetails } from "../preferences.ts";
import { ErrorReply } from "../schemas/errors.ts";
import {
  FlatMatchParameters,
  FlatMatchReply,
  MatchParameters,
  MatchReply,
  NestedMatchReply,
} from "../schemas/matching.ts";

/** The match routes and the answers they give. */
export const MATCH_ROUTES: readonly { path: string; version: AnswerVersion }[] = [
  { path: "/v2/species/match", version: "v2" },
  { path: "/v1/species/match", version: "v1" },
  { path: "/v1/species/match2", version: "v1-nested" },
];

/** `/v1/species/match`, `/v1/species/match2`, `/v2/species/match`. Plain matches never come here: `front.ts`. */
export function speciesRoutes(app: App, { matching }: Service): void {
  const answerWith = (version: "v1" | "v1-nested" | "v2") => (request: FastifyRequest, reply: FastifyReply) => {
    const parameters = request.query as Parameters;
    const checklistKey = checklistOf(parameters);
    const query = { ...queryOf(parameters), details: wantsDetails(request, reply) };
    const json = matching.answer(query, version, checklistKey);
    sendJson(reply.header(RELEASE_HEADER, matching.releaseId(checklistKey)), json);
  };
  const matchRoute = (summary: string, querystring: object, answer: object) => ({
    ...documentedOnly,
    schema: { tags: ["matching"], summary, querystring, response: { 200: answer, 404: ErrorReply } },
  });
  app.get(
    "/v2/species/match",
    matchRoute("Which usage does a name mean? (GBIF API v2)", MatchParameters, MatchReply),
    answerWith("v2"),
  );
  app.get(
    "/v1/species/match",
    matchRoute("Which usage does a name mean? Flat answer (GBIF API v1)", FlatMatchParameters, FlatMatchReply),
    answerWith("v1"),
  );
  app.get(
    "/v1/species/match2",
    matchRoute("Which usage does a name mean? Nested answer (GBIF API v1)", FlatMatchParameters, NestedMatchReply),
    answerWith("v1-nested"),
  );

  const identifiersRoute = (summary: string) => matchRoute(summary, Type.Object({}), Type.Array(Type.Unknown()));
  const withIdentifier = (request: FastifyRequest) => {
    const { identifier } = request.params as { identifier: string };
    return matching.usagesWithIdentifier(identifier, checklistOf(request.query as Parameters));
  };
  app.get(
    "/v2/species/match/id/:identifier",
    identifiersRoute("Which usage bears this identifier?"),
    (request, reply) => sendJson(reply, withIdentifier(request)),
  );
  app.get(
    "/v2/species/match/id/:datasetKey/:identifier",
    identifiersRoute("Which usage bears this identifier of the checklist, or of one that was joined to it?"),
    (request, reply) => {
      const { datasetKey } = request.params as { datasetKey: string };
      sendJson(
        reply,
        withIdentifier(request).filter((found) => found.datasetKey === datasetKey),
      );
    },
  );
  app.get(
    "/v2/species/match/joins/:identifier",
    identifiersRoute("Which identifiers of joined checklists lead to this usage?"),
    async (request, reply) => {
      const { identifier } = request.params as { identifier: string };
      sendJson(reply, await matching.identifiersOfUsage(identifier, checklistOf(request.query as Parameters)));
    },
  );
}
