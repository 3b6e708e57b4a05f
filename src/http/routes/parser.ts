/** `/v1/parser/name`: what name strings say, in the members of GBIF's name parser. Needs no checklist. */
import { Type } from "typebox";
import type { NameList } from "../../bulk/parse-names.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { clientOf } from "../auth.ts";
import { documentedOnly, sendJson } from "../json.ts";
import type { Parameters } from "../parameters.ts";
import { ErrorReply } from "../schemas/errors.ts";

const PATH = "/v1/parser/name";

const TAKEN = ["application/json", "text/plain"];

/** Registers GET for a few names in the URL and POST for a list of them. */
export function parserRoutes(app: App, { config, matching }: Service): void {
  app.get(
    PATH,
    {
      ...documentedOnly,
      schema: {
        tags: ["names"],
        summary: "Take name strings apart (GBIF API v1)",
        querystring: Type.Object({ name: Type.Array(Type.String(), { description: "May be given several times." }) }),
      },
    },
    async (request, reply) => {
      const { name } = request.query as Parameters;
      const bytes = Buffer.from(JSON.stringify([name ?? []].flat()));
      sendJson(reply, await matching.parse({ bytes, form: "json", maxRows: config.maxBatch }, clientOf(request)));
    },
  );
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    for (const type of TAKEN)
      scope.addContentTypeParser(type, { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    scope.post(
      PATH,
      {
        ...documentedOnly,
        schema: {
          tags: ["names"],
          summary: "Take many name strings apart (GBIF API v1)",
          consumes: TAKEN,
          body: Type.Array(Type.String(), { description: "Names; as text/plain one a line." }),
          response: { 400: ErrorReply, 413: ErrorReply, 415: ErrorReply },
        },
      },
      async (request, reply) => {
        const form = /^text\/plain\b/i.test(request.headers["content-type"] ?? "") ? "text" : "json";
        const list = { bytes: (request.body as Buffer | undefined) ?? Buffer.alloc(0), form, maxRows: config.maxBatch };
        sendJson(reply, await matching.parse(list as NameList, clientOf(request)));
      },
    );
  });
}
