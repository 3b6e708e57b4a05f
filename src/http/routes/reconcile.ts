/** OpenRefine's Reconciliation Service API 0.1/0.2 at `/reconcile`; `/reconcile/{checklistKey}` asks one checklist. */
import type { Service } from "../../service.ts";
import { decodeSent, wellEncoded } from "../../tables/sent-text.ts";
import type { App } from "../app-type.ts";
import { clientOf } from "../auth.ts";
import { documentedOnly, sendJson } from "../json.ts";
import { leadToPage, wantsHtml } from "../page/html.ts";
import { PREVIEW_SIZE, sendPreview } from "../page/usage-preview.ts";
import { first, type Parameters } from "../parameters.ts";
import { candidatesOf, EXTENSIONS, readExtension, readQuestions, TAXON } from "../reconcile/reconciliation.ts";
import { prefixOf, suggestEntities, suggestProperties, suggestTypes } from "../reconcile/suggestions.ts";

/** Bytes of a form: a hundred questions of the longest names. */
const LARGEST_FORM = 1 << 20;

/** Registers the service's root and what its manifest points to. */
export function reconcileRoutes(app: App, { matching, config }: Service): void {
  app.register(async (scope) => {
    const options = { parseAs: "buffer", bodyLimit: Math.min(LARGEST_FORM, config.bodyLimit) } as const;
    scope.addContentTypeParser("application/x-www-form-urlencoded", options, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(wellEncoded(decodeSent(body as unknown as Buffer))))),
    );
    const route = (summary: string) => ({ ...documentedOnly, schema: { tags: ["matching"], summary } });
    for (const root of ["/reconcile", "/reconcile/:checklistKey"]) {
      const keyOf = (request: { params: unknown }) => (request.params as { checklistKey?: string }).checklistKey;
      scope.route({
        method: ["GET", "POST"],
        url: root,
        ...route("OpenRefine: what this service can, candidates for names, properties of usages"),
        handler: async (request, reply) => {
          const asked = { ...(request.query as Parameters), ...(request.body as Parameters | undefined) };
          const queries = first(asked["queries"]);
          const extend = first(asked["extend"]);
          const key = keyOf(request);
          if (queries !== undefined) return sendJson(reply, await candidatesFor(queries, key, clientOf(request)));
          if (extend !== undefined) return sendJson(reply, propertiesFor(extend, key));
          return sendJson(reply, manifest(`${request.protocol}://${request.host}`, key));
        },
      });
      scope.get(`${root}/suggest/entity`, route("OpenRefine: usages by their beginning"), (request, reply) => {
        sendJson(reply, suggestEntities(matching, keyOf(request), prefixOf(request.query)));
      });
      scope.get(`${root}/suggest/property`, route("OpenRefine: columns that help to match"), (request, reply) => {
        sendJson(reply, suggestProperties(prefixOf(request.query)));
      });
      scope.get(`${root}/suggest/type`, route("OpenRefine: types of things"), (request, reply) => {
        sendJson(reply, suggestTypes(prefixOf(request.query)));
      });
      scope.get(`${root}/extend/propose`, route("OpenRefine: what can be fetched"), (_request, reply) => {
        sendJson(reply, { type: TAXON.id, limit: EXTENSIONS.length, properties: EXTENSIONS });
      });
      // "/reconcile/view/1" lies two steps below the root, "/reconcile/key/view/1" three.
      const up = root.split("/").length;
      scope.get(`${root}/view/:id`, route("A usage, for people"), (request, reply) => {
        const { id } = request.params as { id: string };
        if (wantsHtml(request)) return leadToPage(reply, up, id, keyOf(request));
        sendJson(reply.header("vary", "accept"), matching.usage(id, keyOf(request)));
      });
      scope.get(`${root}/preview/:id`, route("A usage on a small card, as HTML"), (request, reply) => {
        const { id } = request.params as { id: string };
        return sendPreview(reply, matching.usage(id, keyOf(request)), up, keyOf(request));
      });
    }
  });

  async function candidatesFor(queries: string, key: string | undefined, client: string): Promise<object> {
    const questions = [...readQuestions(queries)];
    const answers = await matching.answers(
      questions.map(([, { query }]) => query),
      client,
      key,
    );
    // Without a prototype a question may be called "__proto__".
    const results = Object.create(null) as Record<string, object>;
    for (const [i, [id, { limit }]] of questions.entries()) results[id] = { result: candidatesOf(answers[i]!, limit) };
    return results;
  }

  function propertiesFor(extend: string, key: string | undefined): object {
    const { ids, properties } = readExtension(extend);
    const rows = Object.create(null) as Record<string, Record<string, { str: string }[]>>;
    for (const id of ids) {
      const view = matching.findUsage(id, key);
      const cells = properties.map(({ id: property }) => [property, cellOf(view?.[property])] as const);
      rows[id] = Object.fromEntries(cells);
    }
    return { meta: properties, rows };
  }

  function manifest(origin: string, key: string | undefined): object {
    const checklist = matching.metadata(key);
    const root = key === undefined ? "/reconcile" : `/reconcile/${encodeURIComponent(key)}`;
    const service_url = origin;
    return {
      versions: ["0.1", "0.2"],
      name: `${checklist.title} (binomen)`,
      identifierSpace: `${origin}/v1/species/`,
      schemaSpace: "http://rs.tdwg.org/dwc/terms/",
      defaultTypes: [TAXON],
      documentation: `${origin}/docs`,
      serviceVersion: checklist.release,
      view: { url: `${origin}${root}/view/{{id}}` },
      preview: { url: `${origin}${root}/preview/{{id}}`, ...PREVIEW_SIZE },
      suggest: {
        entity: { service_url, service_path: `${root}/suggest/entity` },
        property: { service_url, service_path: `${root}/suggest/property` },
        type: { service_url, service_path: `${root}/suggest/type` },
      },
      extend: { propose_properties: { service_url, service_path: `${root}/extend/propose` }, property_settings: [] },
    };
  }
}

function cellOf(value: unknown): { str: string }[] {
  return value === undefined || value === "" ? [] : [{ str: String(value) }];
}
