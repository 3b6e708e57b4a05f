/** What may be meant by what was typed so far? */
import { Type } from "typebox";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { sendJson } from "../json.ts";

/** `/v1/species/suggest` and `/v1/species/search`, as far as GBIF's clients use them to offer names. */
export function suggestRoutes(app: App, { matching }: Service): void {
  const query = Type.Object({
    q: Type.String({ minLength: 1, description: "What was typed so far." }),
    limit: Type.Integer({ default: 20, minimum: 1, maximum: 100 }),
    checklistKey: Type.Optional(Type.String()),
  });
  app.get(
    "/v1/species/suggest",
    { schema: { tags: ["checklist"], summary: "Usages whose name begins like this", querystring: query } },
    async ({ query: { q, limit, checklistKey } }, reply) =>
      sendJson(reply, await matching.suggestions(checklistKey || undefined).byName(q, limit)),
  );
  app.get(
    "/v1/species/search",
    {
      schema: {
        tags: ["checklist"],
        summary: "Usages by their name's beginning or by a common name",
        querystring: Type.Object({
          ...query.properties,
          qField: Type.Union([Type.Literal("SCIENTIFIC"), Type.Literal("VERNACULAR")], { default: "SCIENTIFIC" }),
        }),
      },
    },
    async ({ query: { q, limit, checklistKey, qField } }, reply) => {
      const suggestions = matching.suggestions(checklistKey || undefined);
      const results = await (qField === "VERNACULAR"
        ? suggestions.byVernacular(q, limit)
        : suggestions.byName(q, limit));
      sendJson(reply, { offset: 0, limit, endOfRecords: results.length < limit, results });
    },
  );
}
