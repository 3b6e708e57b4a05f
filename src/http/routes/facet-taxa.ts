/**
 * What does an editor ask? `/facets/taxon`: all that is known of a taxon, by its name or id; `/facets/recent`: what changed
 * lately. Names come from the checklists that are served.
 */
import { Type } from "typebox";
import { queryOf } from "../../answer/query-fields.ts";
import { BinomenError } from "../../errors.ts";
import { recentNames } from "../../facets/feed/recent.ts";
import { nameNumber } from "../../facets/records/identifiers.ts";
import { cachingReader } from "../../facets/values/evidence.ts";
import { readGraph } from "../../facets/values/graph.ts";
import { taxonSheet } from "../../facets/values/sheet.ts";
import type { Service } from "../../service.ts";
import type { UsageOrdinal, Usages } from "../../usages/usages.ts";
import type { App } from "../app-type.ts";
import { requireScope } from "../auth.ts";
import { readableName, readableNames, servedUsages } from "../readable-names.ts";
import { ErrorReply } from "../schemas/errors.ts";

const REPLIES = { 200: Type.Unknown(), 400: ErrorReply, 401: ErrorReply, 403: ErrorReply, 404: ErrorReply };
const ChecklistKey = Type.Optional(Type.String({ description: "Only this checklist; absent: all that are served." }));

/** Registers `/facets/taxon` and `/facets/recent`. */
export function facetTaxonRoutes(app: App, { facets: { store }, matching }: Service): void {
  const tags = ["facets"];
  const read = requireScope("facets:read");

  app.get(
    "/facets/taxon",
    {
      ...read,
      schema: {
        tags,
        summary: "All that is known of a taxon, with names, provenance and licences",
        description:
          "By `name` (matched as `/v2/species/match` does) or `id`. A synonym leads to its accepted taxon. Ancestors and " +
          "synonyms are those of the checklist that has the name.",
        querystring: Type.Object({
          name: Type.Optional(Type.String({ maxLength: 500 })),
          id: Type.Optional(Type.String({ maxLength: 200 })),
          checklistKey: ChecklistKey,
        }),
        response: REPLIES,
      },
    },
    async (request, reply) => {
      const { name = "", id = "", checklistKey } = request.query;
      if ((name === "") === (id === ""))
        throw new BinomenError("REQUEST_INVALID", { field: "name", problem: "give either a name or an id" });
      const found = id === "" ? usageOfName(name, checklistKey) : usageOfId(id, checklistKey);
      const graph = found ? await graphOf(found.usages, found.usage) : { taxon: [id] };
      const nameOf = readableNames(matching, checklistKey);
      const sheet = store.onSnapshot((snapshot) =>
        taxonSheet(
          readGraph(graph, 0),
          cachingReader(store.vocabulary(snapshot), {
            name: (one) => store.name(one, snapshot),
            snippet: (one) => store.snippet(one, snapshot),
          }),
        ),
      );
      const { facets, snippets, dropped } = await sheet;
      const [taxon = id] = graph.taxon;
      const ids = new Set([
        taxon,
        ...facets.flatMap(({ values }) => values.flatMap(({ evidence }) => evidence.map(({ wfo_id }) => wfo_id))),
        ...[...snippets, ...dropped].map(({ wfo_id }) => wfo_id),
      ]);
      return reply.send({
        taxon,
        checklistKey: found?.checklistKey ?? null,
        names: Object.fromEntries([...ids].map((one) => [one, nameOf(one)])),
        graph,
        facets,
        snippets,
        dropped,
      });
    },
  );

  app.get(
    "/facets/recent",
    {
      ...read,
      schema: {
        tags,
        summary: "Names whose documents changed last, with the reasons",
        querystring: Type.Object({
          limit: Type.Integer({ default: 50, minimum: 1, maximum: 1000 }),
          checklistKey: ChecklistKey,
        }),
        response: REPLIES,
      },
    },
    async (request, reply) => {
      const nameOf = readableNames(matching, request.query.checklistKey);
      const names = recentNames(store, request.query.limit);
      return reply.send({ names: names.map((one) => ({ ...one, name: nameOf(one.wfo_id) })) });
    },
  );

  /** The accepted usage of an id; `undefined` for a name id that no checklist has. */
  function usageOfId(id: string, only?: string) {
    for (const { usages, checklistKey } of servedUsages(matching, only)) {
      const usage = usages.withKey(id);
      if (usage >= 0) return { usages, checklistKey, usage: acceptedOf(usages, usage) };
    }
    if (nameNumber(id) < 0) throw new BinomenError("FACET_NAME_ID_INVALID", { where: "id", value: id });
    return undefined;
  }

  /** The accepted usage that a name means in the first checklist that has it. */
  function usageOfName(name: string, only?: string) {
    for (const { usages, checklistKey } of servedUsages(matching, only)) {
      const answer = matching.answer(queryOf({ scientificName: name, strict: "true" }), "v2", checklistKey);
      const { usage: meant } = JSON.parse(answer.toString()) as { usage?: { key: string } };
      const usage = meant === undefined ? -1 : usages.withKey(meant.key);
      if (usage >= 0) return { usages, checklistKey, usage: acceptedOf(usages, usage) };
    }
    throw new BinomenError("FACET_NOT_FOUND", { kind: "taxon of the name", id: name });
  }
}

function acceptedOf({ image }: Usages, usage: UsageOrdinal): UsageOrdinal {
  const accepted = image.accepted(usage);
  return accepted < 0 ? usage : accepted;
}

/** The graph of a taxon in its checklist, without ids that the store cannot have. */
async function graphOf(usages: Usages, usage: UsageOrdinal) {
  const { image } = usages;
  const id = image.id(usage);
  if (nameNumber(id) < 0) {
    const { scientificName } = readableName(usages, usage);
    const problem = `${scientificName} has the id ${id} in its checklist, and facets are kept by WFO name ids`;
    throw new BinomenError("REQUEST_INVALID", { field: "checklistKey", problem });
  }
  const idsOf = (found: readonly UsageOrdinal[]): string[][] =>
    found.flatMap((one) => (nameNumber(image.id(one)) < 0 ? [] : [[image.id(one)]]));
  return {
    classification: image.header.title,
    taxon: [id],
    path: idsOf(image.lineage(usage)),
    synonyms: idsOf((await usages.relatives()).synonyms(usage)),
  };
}
