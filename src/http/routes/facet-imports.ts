/**
 * Lists in and out: a file replaces the list of a source, and every import can be taken back.
 *
 * Bodies are files: CSV, TSV or NDJSON, plain or packed. They are gathered, because a list is replaced in one commit.
 */
import { Readable } from "node:stream";
import { type Static, Type } from "typebox";
import { BinomenError } from "../../errors.ts";
import { exportList } from "../../facets/lists/export.ts";
import { importHistory } from "../../facets/lists/history.ts";
import { MAX_IMPORT_BYTES } from "../../facets/lists/unpack.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { requireScope } from "../auth.ts";
import { namesWanted } from "../readable-names.ts";
import { ErrorReply } from "../schemas/errors.ts";
import { ImportHistoryReply, ImportQuery, ImportReply } from "../schemas/facet-imports.ts";
import { NAMES } from "../schemas/facets.ts";
import { Id } from "../schemas/ids.ts";

const ERRORS = { 400: ErrorReply, 401: ErrorReply, 403: ErrorReply, 404: ErrorReply, 409: ErrorReply, 413: ErrorReply };
const IdParams = Type.Object({ id: Id });

/** Registers `/facets/sources/{id}/{import,export}`, `/facets/imports`, `/facets/imports/{id}/rollback`. */
export function facetImportRoutes(app: App, { facets: { store, writes }, matching, config }: Service): void {
  const largest = Math.min(config.importLimit, MAX_IMPORT_BYTES);
  const write = requireScope("import:write", { cost: 100 });
  const tags = ["facets"];

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: largest }, (_request, body, done) =>
      done(null, body),
    );
    scope.post(
      "/facets/sources/:id/import",
      {
        ...requireScope("import:write", {
          cost: 100,
          sourceOf: (request) => Number((request.params as { id: string }).id),
        }),
        bodyLimit: largest,
        schema: {
          tags,
          summary: "Replace the list of a source by a file",
          description:
            "CSV, TSV or NDJSON, plain, gzipped, Zstandard or a zip of one file. Scores: name id in the first column. " +
            "Snippets: name id, text. Only differences are written, in one commit; `dry_run` reports them and writes " +
            "nothing. More than a fifth of a list goes only with `force`, all of it only with `allow_empty`.",
          consumes: ["text/csv", "text/tab-separated-values", "application/x-ndjson", "application/zip"],
          params: IdParams,
          querystring: ImportQuery,
          response: { 200: ImportReply, ...ERRORS },
        },
      },
      async (request) => {
        const { id } = request.params as { id: number };
        if (!Buffer.isBuffer(request.body) || request.body.length === 0)
          throw new BinomenError("REQUEST_INVALID", { field: "body", problem: "the file is missing" });
        const query = request.query as Static<typeof ImportQuery>;
        const fileName = query.file_name ?? "upload";
        const options = {
          by: request.apiKey?.id ?? "anonymous",
          dryRun: query.dry_run,
          force: query.force,
          allowEmpty: query.allow_empty || query.allowEmpty,
          encoding: query.encoding,
          keyColumn: query.key_column,
          fileName,
          source: given({
            licence: query.licence,
            rightsHolder: query.rights_holder,
            citation: query.citation,
            contact: query.contact,
          }),
        };
        return writes.importList({ do: "import", source: id, file: request.body, options });
      },
    );
  });

  app.get(
    "/facets/sources/:id/export",
    {
      ...requireScope("facets:read", { cost: 100 }),
      schema: {
        tags,
        summary: "The list of a source as NDJSON",
        params: IdParams,
        querystring: Type.Object(NAMES),
        produces: ["application/x-ndjson"],
      },
    },
    (request, reply) => {
      const { id } = request.params;
      if (!store.vocabulary().sources.has(id)) throw new BinomenError("FACET_NOT_FOUND", { kind: "source", id });
      return reply
        .type("application/x-ndjson")
        .send(Readable.from(exportList(store, id, namesWanted(matching, request.query))));
    },
  );

  app.get(
    "/facets/imports",
    {
      ...requireScope("facets:read"),
      schema: {
        tags,
        summary: "What was imported, newest first",
        querystring: Type.Object({ source: Type.Optional(Id) }),
        response: { 200: ImportHistoryReply, ...ERRORS },
      },
    },
    async (request) => ({ imports: importHistory(store, request.query.source) }),
  );

  app.post(
    "/facets/imports/:id/rollback",
    {
      ...write,
      schema: {
        tags,
        summary: "Make the list what it was after this import",
        params: IdParams,
        response: { 200: ImportReply, ...ERRORS },
      },
    },
    (request) =>
      writes.importList({ do: "rollback", importId: request.params.id, by: request.apiKey?.id ?? "anonymous" }),
  );
}

/** Without members that were not given. */
function given<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}
