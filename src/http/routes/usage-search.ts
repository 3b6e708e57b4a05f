/** GBIF's routes that find usages: `/v1/species`, `/v1/species/search`, `/v1/species/suggest`. */
import { BinomenError } from "../../errors.ts";
import type { Service } from "../../service.ts";
import { viewUsage } from "../../usages/usage-view.ts";
import { pageOf } from "../../usages/usages.ts";
import type { App } from "../app-type.ts";
import { documentedOnly, sendJson } from "../json.ts";
import { checklistOf, first, type Parameters } from "../parameters.ts";
import { wantsDetails } from "../preferences.ts";
import { ErrorReply } from "../schemas/errors.ts";
import {
  FoundReply,
  ListParameters,
  SearchParameters,
  SuggestedReply,
  SuggestParameters,
  UsagePage,
} from "../schemas/usages.ts";
import { checklistMeant, foundPageAsked, pageAsked, ranksAsked, searchAsked, typed } from "../usage-parameters.ts";

/** Registers the routes. */
export function usageSearchRoutes(app: App, { matching }: Service): void {
  const route = (summary: string, querystring: object, answer: object) => ({
    ...documentedOnly,
    schema: {
      tags: ["checklist"],
      summary,
      querystring,
      response: { 200: answer, 400: ErrorReply, 404: ErrorReply },
    },
  });

  app.get(
    "/v1/species/suggest",
    route(
      "Usages for what was typed so far: any word of a name, abbreviated or misspelt",
      SuggestParameters,
      SuggestedReply,
    ),
    (request, reply) => {
      const parameters = request.query as Parameters;
      const q = typed(parameters);
      if (q === undefined) throw new BinomenError("REQUEST_INVALID", { field: "q", problem: "is missing" });
      const { usages, checklistKey } = matching.usages(checklistMeant(parameters));
      const { offset, limit } = foundPageAsked(parameters);
      const filter = { ranks: ranksAsked(parameters) };
      const context = { checklistKey, details: wantsDetails(request, reply) };
      sendJson(reply, usages.suggest(q, offset + limit, context, filter).slice(offset));
    },
  );

  app.get(
    "/v1/species/search",
    route(
      "Usages by words of their scientific or common names, by rank, status and higher taxon",
      SearchParameters,
      FoundReply,
    ),
    async (request, reply) => {
      const parameters = request.query as Parameters;
      const { usages, checklistKey } = matching.usages(checklistMeant(parameters));
      const search = searchAsked(parameters, usages, checklistKey);
      sendJson(reply, await usages.search(search, { checklistKey, details: wantsDetails(request, reply) }));
    },
  );

  app.get(
    "/v1/species",
    route("Usages of exactly a name, or with an id of the source, or all", ListParameters, UsagePage),
    async (request, reply) => {
      const parameters = request.query as Parameters;
      const page = pageAsked(parameters);
      const details = wantsDetails(request, reply);
      const ranks = ranksAsked(parameters);
      const name = first(parameters["name"])?.trim();
      const sourceId = first(parameters["sourceId"])?.trim();
      const key = first(parameters["datasetKey"]) || checklistOf(parameters);
      // A name is looked for in all checklists, as GBIF does, when none is named.
      const keys = name && key === undefined ? matching.checklists().map((one) => one.checklistKey) : [key];
      if (!name && !sourceId) {
        const { usages, checklistKey } = matching.usages(key);
        sendJson(reply, await usages.list(page, { ranks }, { checklistKey, details }));
        return;
      }
      const found = keys.flatMap((one) => {
        const { usages, checklistKey } = matching.usages(one);
        const byId = sourceId ? [usages.withKey(sourceId)].filter((usage) => usage >= 0) : undefined;
        const named = name ? usages.named(name) : undefined;
        const both = named && byId ? named.filter((usage) => byId.includes(usage)) : (named ?? byId ?? []);
        return both
          .filter((usage) => ranks === undefined || ranks.has(usages.image.rank(usage) ?? "UNRANKED"))
          .map((usage) => viewUsage(usages.image, usage, { checklistKey, details }));
      });
      sendJson(
        reply,
        pageOf(found, page, (view) => view),
      );
    },
  );
}
