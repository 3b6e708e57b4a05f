/** `/v1/parser/name`: what name strings say, in the members of GBIF's name parser. Needs no checklist. */
import { Type } from "typebox";
import { splitLines } from "../../bulk/rows.ts";
import { BinomenError } from "../../errors.ts";
import { gbifParsedName } from "../../names/forms/gbif-parsed-name.ts";
import { parseName } from "../../names/parse.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { documentedOnly, sendJson } from "../json.ts";
import type { Parameters } from "../parameters.ts";
import { ErrorReply } from "../schemas/errors.ts";

const PATH = "/v1/parser/name";

/** Registers GET for a few names in the URL and POST for a list of them. */
export function parserRoutes(app: App, { config }: Service): void {
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
    (request, reply) => {
      const { name } = request.query as Parameters;
      sendJson(reply, parsed([name ?? []].flat()));
    },
  );
  app.register(async (scope) => {
    scope.addContentTypeParser("text/plain", { parseAs: "string" }, (_request, body, done) =>
      done(null, splitLines(body as string)),
    );
    scope.post(
      PATH,
      {
        ...documentedOnly,
        schema: {
          tags: ["names"],
          summary: "Take many name strings apart (GBIF API v1)",
          consumes: ["application/json", "text/plain"],
          body: Type.Array(Type.String(), { description: "Names; as text/plain one a line." }),
          response: { 400: ErrorReply, 413: ErrorReply, 415: ErrorReply },
        },
      },
      (request, reply) => {
        sendJson(reply, parsed(namesOf(request.body, config.maxBatch)));
      },
    );
  });
}

function parsed(names: readonly string[]): object[] {
  return names.map((name) => gbifParsedName(parseName(name)));
}

function namesOf(body: unknown, limit: number): string[] {
  if (!Array.isArray(body))
    throw new BinomenError("REQUEST_INVALID", { field: "body", problem: "must be an array of names" });
  if (body.length > limit)
    throw new BinomenError("REQUEST_TOO_LARGE", {
      found: `${body.length} names`,
      limit: `${limit} names`,
      hint: "Send several requests, or use `binomen parse` for a file.",
    });
  const odd = body.findIndex((name) => typeof name !== "string");
  if (odd >= 0) throw new BinomenError("REQUEST_INVALID", { field: `body[${odd}]`, problem: "must be a string" });
  return body;
}
