/**
 * The draft of version 1.0 of the Reconciliation API, at `/reconcile/1.0-draft` and `/reconcile/{checklistKey}/1.0-draft`.
 *
 * A root of its own: its manifest says in other words what that of 0.2 says, and one document cannot be both.
 */
import { BinomenError } from "../../errors.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { clientOf } from "../auth.ts";
import { documentedOnly, sendJson } from "../json.ts";
import { PREVIEW_SIZE, sendPreview } from "../page/usage-preview.ts";
import { first, type Parameters } from "../parameters.ts";
import { fulfils, readDraftQuestions } from "../reconcile/draft.ts";
import { type Candidate, candidatesOf, EXTENSIONS, extensionOf, TAXON } from "../reconcile/reconciliation.ts";
import { prefixOf, suggestEntities, suggestProperties, suggestTypes } from "../reconcile/suggestions.ts";

/** Registers both roots. */
export function reconcileDraftRoutes(app: App, { matching }: Service): void {
  const route = (summary: string) => ({ ...documentedOnly, schema: { tags: ["matching"], summary } });
  const keyOf = (request: { params: unknown }) => (request.params as { checklistKey?: string }).checklistKey;
  for (const root of ["/reconcile/1.0-draft", "/reconcile/:checklistKey/1.0-draft"]) {
    // Links in a preview are relative: "/reconcile/1.0-draft/preview" lies two steps below the root.
    const up = root.split("/").length - 1;
    app.get(root, route("Reconciliation 1.0 draft: what this service can"), (request, reply) => {
      sendJson(reply, manifest(`${request.protocol}://${request.host}`, keyOf(request)));
    });
    app.post(`${root}/match`, route("Reconciliation 1.0 draft: candidates for names"), async (request, reply) => {
      sendJson(reply, { results: await candidatesFor(request.body, keyOf(request), clientOf(request)) });
    });
    app.post(`${root}/extend`, route("Reconciliation 1.0 draft: properties of usages"), (request, reply) => {
      sendJson(reply, propertiesFor(request.body, keyOf(request)));
    });
    app.get(`${root}/extend/propose`, route("Reconciliation 1.0 draft: what can be fetched"), (_request, reply) => {
      sendJson(reply, { type: TAXON.id, limit: EXTENSIONS.length, properties: EXTENSIONS });
    });
    app.get(
      `${root}/suggest/entity`,
      route("Reconciliation 1.0 draft: usages by their beginning"),
      (request, reply) => {
        sendJson(reply, suggestEntities(matching, keyOf(request), prefixOf(request.query)));
      },
    );
    app.get(`${root}/suggest/property`, route("Reconciliation 1.0 draft: columns that help"), (request, reply) => {
      sendJson(reply, suggestProperties(prefixOf(request.query)));
    });
    app.get(`${root}/suggest/type`, route("Reconciliation 1.0 draft: types of things"), (request, reply) => {
      sendJson(reply, suggestTypes(prefixOf(request.query)));
    });
    app.get(
      `${root}/preview`,
      route("Reconciliation 1.0 draft: a usage on a small card, as HTML"),
      (request, reply) => {
        const id = first((request.query as Parameters)["id"]);
        if (id === undefined) throw new BinomenError("REQUEST_INVALID", { field: "id", problem: "is missing" });
        return sendPreview(reply, matching.usage(id, keyOf(request)), up, keyOf(request));
      },
    );
  }

  async function candidatesFor(body: unknown, key: string | undefined, client: string): Promise<object[]> {
    const questions = readDraftQuestions(body);
    const answers = await matching.answers(
      questions.map(({ query }) => query),
      client,
      key,
    );
    return questions.map(({ limit, id, required, isTaxon }, at) => {
      const answer = answers[at];
      if (!isTaxon || !answer) return { candidates: [] };
      const isWanted = (candidate: Candidate) => {
        if (id !== undefined && candidate.id !== id) return false;
        if (required.length === 0) return true;
        const view = matching.findUsage(candidate.id, key) ?? {};
        return required.every((requirement) => fulfils(view, requirement));
      };
      return { candidates: candidatesOf(answer, limit).filter(isWanted) };
    });
  }

  function propertiesFor(body: unknown, key: string | undefined): object {
    const { ids, properties } = extensionOf(body);
    const rows = ids.map((id) => {
      const view = matching.findUsage(id, key);
      return {
        id,
        properties: properties.map(({ id: property }) => {
          const value = view?.[property];
          // An empty object says that there is no value.
          return { id: property, values: [value === undefined || value === "" ? {} : { str: String(value) }] };
        }),
      };
    });
    return { meta: properties, rows };
  }

  function manifest(origin: string, key: string | undefined): object {
    const checklist = matching.metadata(key);
    const root = key === undefined ? "/reconcile" : `/reconcile/${encodeURIComponent(key)}`;
    return {
      versions: ["1.0-draft"],
      name: `${checklist.title} (binomen)`,
      documentation: `${origin}/docs`,
      serviceVersion: checklist.release,
      identifierSpace: `${origin}/v1/species/`,
      schemaSpace: "http://rs.tdwg.org/dwc/terms/",
      defaultTypes: [TAXON],
      view: { url: `${origin}${root}/view/{id}` },
      preview: PREVIEW_SIZE,
      suggest: { entity: true, property: true, type: true },
      extend: { proposeProperties: true, propertySettings: [] },
      standardizedScore: true,
    };
  }
}
