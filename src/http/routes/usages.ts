/** GBIF's routes about one usage: `/v1/species/{key}`, what is around it in the tree, and what else is known of it. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { keyOf } from "../../answer/v1.ts";
import { BinomenError } from "../../errors.ts";
import { gbifParsedName } from "../../names/forms/gbif-parsed-name.ts";
import { parseName } from "../../names/parse.ts";
import type { Service } from "../../service.ts";
import { type UsageContext, type UsageView, viewUsage } from "../../usages/usage-view.ts";
import { pageOf, type UsageOrdinal, type Usages } from "../../usages/usages.ts";
import { verbatimView } from "../../usages/verbatim.ts";
import type { App } from "../app-type.ts";
import { documentedOnly, sendJson } from "../json.ts";
import { leadToPage, wantsHtml } from "../page/html.ts";
import type { Parameters } from "../parameters.ts";
import { wantsDetails } from "../preferences.ts";
import { ErrorReply } from "../schemas/errors.ts";
import {
  KeyParameters,
  MetricsReply,
  PagedParameters,
  UsageCounts,
  UsageList,
  UsageObject,
  UsagePage,
  UsageReply,
  VernacularPage,
} from "../schemas/usages.ts";
import { checklistMeant, pageAsked } from "../usage-parameters.ts";

/** A usage that was asked for, and the checklist that it is of. */
interface Asked {
  usages: Usages;
  usage: UsageOrdinal;
  key: string;
  context: UsageContext;
  parameters: Parameters;
  view: (usage: UsageOrdinal) => UsageView;
}

type Answer = (asked: Asked) => object | Promise<object>;

/** Registers the routes. */
export function usageRoutes(app: App, { matching }: Service): void {
  const schemaOf = (summary: string, querystring: object, answer: object) => ({
    ...documentedOnly,
    schema: {
      tags: ["checklist"],
      summary,
      querystring,
      response: { 200: answer, 400: ErrorReply, 404: ErrorReply },
    },
  });

  function asked(request: FastifyRequest, reply: FastifyReply): Asked {
    const { key } = request.params as { key: string };
    const parameters = request.query as Parameters;
    const { usages, checklistKey } = matching.usages(checklistMeant(parameters));
    const usage = usages.withKey(key);
    if (usage < 0) throw new BinomenError("USAGE_NOT_FOUND", { checklist: checklistKey, key });
    const context = { checklistKey, details: wantsDetails(request, reply) };
    const view = (one: UsageOrdinal) => viewUsage(usages.image, one, context);
    return { usages, usage, key, context, parameters, view };
  }

  const get = (path: string, summary: string, querystring: object, schema: object, answer: Answer) =>
    app.get(`/v1/species/:key${path}`, schemaOf(summary, querystring, schema), async (request, reply) => {
      const { key } = request.params as { key: string };
      // A browser that follows a link to a usage gets its page; everything below it is for programs.
      if (path === "" && wantsHtml(request))
        return leadToPage(reply, 2, key, checklistMeant(request.query as Parameters));
      sendJson(reply, await answer(asked(request, reply)));
    });

  get("", "A usage by its key", KeyParameters, UsageReply, ({ usages, usage, context }) => usages.view(usage, context));
  get("/name", "Its name, taken apart", KeyParameters, UsageObject, ({ usages: { image }, usage }) => {
    const known = { rank: image.rank(usage), code: image.code(usage) };
    return { key: keyOf(image.id(usage)), ...gbifParsedName(parseName(image.scientificName(usage), known)) };
  });
  get("/verbatim", "Its row in the terms of Darwin Core", KeyParameters, UsageObject, async ({ usages, usage }) =>
    verbatimView(usages.image, usage, await usages.vernacularNames(usage)),
  );
  get("/parents", "The taxa above it, root first", KeyParameters, UsageList, ({ usages: { image }, usage, view }) =>
    image.lineage(usage).map(view),
  );
  get(
    "/children",
    "The taxa right below it",
    PagedParameters,
    UsagePage,
    async ({ usages, usage, parameters, view }) => {
      const page = pageAsked(parameters);
      return pageOf((await usages.relatives()).children(usage), page, view);
    },
  );
  get(
    "/childrenAll",
    "The taxa right below it, with the number of species in each",
    KeyParameters,
    UsageCounts,
    ({ usages, usage }) => usages.childCounts(usage),
  );
  get("/synonyms", "Its synonyms", PagedParameters, UsagePage, async ({ usages, usage, parameters, view }) => {
    const page = pageAsked(parameters);
    return pageOf((await usages.relatives()).synonyms(usage), page, view);
  });
  get(
    "/combinations",
    "Other combinations of this basionym, as far as authors and epithets tell",
    KeyParameters,
    UsageList,
    async ({ usages, usage, view }) => (await usages.combinations(usage)).map(view),
  );
  get(
    "/related",
    "Usages of the same name in the other checklists",
    PagedParameters,
    UsagePage,
    ({ key, context, parameters }) =>
      pageOf(matching.related(key, context.checklistKey), pageAsked(parameters), (other) =>
        viewUsage(other.usages.image, other.usage, { ...context, checklistKey: other.checklistKey }),
      ),
  );
  get(
    "/vernacularNames",
    "Its common names",
    PagedParameters,
    VernacularPage,
    async ({ usages, usage, parameters }) => {
      const taxonKey = keyOf(usages.image.id(usage));
      return pageOf(await usages.vernacularNames(usage), pageAsked(parameters), ({ vernacularName, language }) => ({
        taxonKey,
        vernacularName,
        ...(language !== undefined && { language }),
        source: usages.image.header.title,
        sourceTaxonKey: taxonKey,
      }));
    },
  );
  get("/metrics", "How many taxa of which rank are below it", KeyParameters, MetricsReply, ({ usages, usage }) =>
    usages.metrics(usage),
  );
  get(
    "/iucnRedListCategory",
    "Its category of the Red List: 404, since no checklist here has any",
    KeyParameters,
    UsageObject,
    ({ key, context }) => {
      throw new BinomenError("RED_LIST_UNKNOWN", { checklist: context.checklistKey, key });
    },
  );

  const rootRoute = (path: string, summary: string, querystring: object, answer: object, roots: RootAnswer) =>
    app.get(`${path}/:checklist`, schemaOf(summary, querystring, answer), async (request, reply) => {
      const { checklist } = request.params as { checklist: string };
      const { usages, checklistKey } = matching.usages(checklist);
      const context = { checklistKey, details: wantsDetails(request, reply) };
      const view = (one: UsageOrdinal) => viewUsage(usages.image, one, context);
      sendJson(reply, await roots(usages, request.query as Parameters, view));
    });
  rootRoute(
    "/v1/species/root",
    "The highest taxa of a checklist",
    PagedParameters,
    UsagePage,
    async (usages, parameters, view) => pageOf((await usages.relatives()).roots(), pageAsked(parameters), view),
  );
  rootRoute(
    "/v1/species/rootAll",
    "The highest taxa of a checklist, with the number of species in each",
    KeyParameters,
    UsageCounts,
    (usages) => usages.rootCounts(),
  );
}

type RootAnswer = (
  usages: Usages,
  parameters: Parameters,
  view: (usage: UsageOrdinal) => UsageView,
) => object | Promise<object>;
