/**
 * Which paths are there?
 *
 * Builds the Fastify instance over an open {@link Service}. Areas are registered by hand, one line each; their schemas
 * are the only types of the wire and are what `/docs` shows.
 */
import type { Server } from "node:http";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { fastify, LogController } from "fastify";
import { VERSION } from "../config.ts";
import { FORM, FORM_ABOUT, LOAD } from "../limits.ts";
import type { Service } from "../service.ts";
import { decodeJson, wellEncoded } from "../tables/sent-text.ts";
import type { App, TypeBoxProvider } from "./app-type.ts";
import { addAuth, KEY_SCHEME } from "./auth.ts";
import { Connections } from "./connections.ts";
import { allowOtherOrigins } from "./cors.ts";
import { answerBrokenRequest, answerErrors, answerRouterError } from "./errors/answer-errors.ts";
import { nameAllStatuses } from "./errors/statuses.ts";
import { watchFacetStore } from "./facet-store.ts";
import { Durations } from "./fast-path/durations.ts";
import { answerInFront } from "./fast-path/front.ts";
import { addHeaders, requestIds } from "./headers.ts";
import { logLines } from "./log-lines.ts";
import { bulkRoutes } from "./routes/bulk.ts";
import { facetChangeRoutes } from "./routes/facet-changes.ts";
import { facetImportRoutes } from "./routes/facet-imports.ts";
import { facetTaxonRoutes } from "./routes/facet-taxa.ts";
import { facetVocabularyRoutes } from "./routes/facet-vocabulary.ts";
import { facetRoutes } from "./routes/facets.ts";
import { healthRoutes } from "./routes/health.ts";
import { interpretRoutes } from "./routes/interpret.ts";
import { interpretJobRoutes } from "./routes/jobs/interpret.ts";
import { jobRoutes } from "./routes/jobs/jobs.ts";
import { metadataRoutes } from "./routes/metadata.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { OccurrenceAdmission } from "./routes/occurrences/admission.ts";
import { sendPlainError } from "./routes/occurrences/common.ts";
import { occurrenceCountRoutes } from "./routes/occurrences/counts.ts";
import { occurrenceDownloadFactRoutes } from "./routes/occurrences/download-facts.ts";
import { occurrenceDownloadRoutes } from "./routes/occurrences/downloads.ts";
import { idigbioRoutes } from "./routes/occurrences/idigbio.ts";
import { sendIdigbioError } from "./routes/occurrences/idigbio-request.ts";
import { occurrenceMapRoutes } from "./routes/occurrences/maps.ts";
import { occurrenceSearchRoutes } from "./routes/occurrences/search.ts";
import { pageRoutes } from "./routes/page.ts";
import { parserRoutes } from "./routes/parser.ts";
import { reconcileRoutes } from "./routes/reconcile.ts";
import { reconcileDraftRoutes } from "./routes/reconcile-draft.ts";
import { releaseRoutes } from "./routes/releases.ts";
import { speciesRoutes } from "./routes/species.ts";
import { usageSearchRoutes } from "./routes/usage-search.ts";
import { usageRoutes } from "./routes/usages.ts";
import { SpoolSpace } from "./spool-space.ts";

/** Sections of `/docs`, in their order. */
const TAGS = [
  { name: "matching", description: "Which usage of the checklist does a name mean?" },
  { name: "checklist", description: "Usages of the loaded checklists." },
  { name: "occurrences", description: "What do occurrence records say, and which are there?" },
  { name: "idigbio", description: "The same records, asked as iDigBio's clients ask." },
  { name: "maps", description: "Where do records lie?" },
  { name: "downloads", description: "How does one get many records as a file?" },
  { name: "jobs", description: "What runs longer than a request?" },
  { name: "names", description: "What does a name string say?" },
  { name: "facets", description: "What else is known of names, and what of it changed?" },
  { name: "operation", description: "Is it running, with which release, how fast?" },
];

/** What `/docs` says first: what it is, and how much it takes. */
function aboutWithLimits(config: Service["config"]): string {
  const row = (about: string, value: number) => `| ${about} | ${value} |`;
  const load = Object.entries(LOAD).map(([name, { about }]) => row(about, config[name as keyof typeof LOAD]));
  const form = Object.entries(FORM).map(([name, value]) => row(FORM_ABOUT[name as keyof typeof FORM], value));
  const table = ["| limit | value |", "| --- | --- |", ...form, ...load].join("\n");
  return `Matches scientific names against checklists. Errors: docs/errors.md.\n\n${table}`;
}

/** Builds the app; it does not listen. The caller closes both app and service. */
export async function buildApp(service: Service): Promise<App> {
  const { config } = service;
  const app: App = fastify({
    // To stderr: stdout is for data only.
    logger: {
      level: config.logLevel,
      stream: config.log === "json" ? process.stderr : logLines(process.stderr),
    },
    // A line per request costs more than the look-up it reports; /metrics counts requests instead.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.bodyLimit,
    // One logger for all: a child per request costs 2 µs, and only errors are logged, with their request's id.
    childLoggerFactory: (logger) => logger,
    genReqId: requestIds(),
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    keepAliveTimeout: config.idleSeconds * 1_000,
    // How often Node looks for heads that take too long.
    http: { connectionsCheckingInterval: 1_000 },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, config.headSeconds),
    // Whoever has the letters of a URL in Latin-1 means letters, too.
    rewriteUrl: ({ url = "/" }) => {
      const query = url.indexOf("?");
      return query < 0 || !url.includes("%", query) ? url : url.slice(0, query) + wellEncoded(url.slice(query));
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    forceCloseConnections: "idle",
    // Whoever still comes on a connection that is open is answered: a server that is replaced fails nobody.
    return503OnClosing: false,
    frameworkErrors: answerRouterError,
  }).withTypeProvider<TypeBoxProvider>();

  const readJson = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) =>
    readJson(request, decodeJson(body as Buffer), done),
  );

  const connections = new Connections(config);
  const space = new SpoolSpace(config.spoolDir, config);
  answerErrors(app, config.refusalMilliseconds);
  nameAllStatuses(app);
  allowOtherOrigins(app);
  addHeaders(app);
  addAuth(app, service);
  watchFacetStore(app, service);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "binomen", version: VERSION, description: aboutWithLimits(config) },
      tags: TAGS,
      components: { securitySchemes: KEY_SCHEME },
    },
  });
  await app.register(swaggerUi, { routePrefix: "/docs", staticCSP: true });

  const durations = new Durations();
  metricsRoutes(app, service, durations, { connections, space });
  healthRoutes(app, service);
  speciesRoutes(app, service);
  usageSearchRoutes(app, service);
  usageRoutes(app, service);
  reconcileRoutes(app, service);
  reconcileDraftRoutes(app, service);
  metadataRoutes(app, service);
  bulkRoutes(app, service, space);
  interpretRoutes(app, service, space);
  interpretJobRoutes(app, service);
  jobRoutes(app, service);
  parserRoutes(app, service);
  const occurrenceAdmission = new OccurrenceAdmission(config);
  await app.register(async (scope) => {
    scope.setErrorHandler(sendPlainError);
    occurrenceAdmission.watch(scope as App);
    occurrenceSearchRoutes(scope as App, service);
    occurrenceCountRoutes(scope as App, service);
    occurrenceDownloadRoutes(scope as App, service);
    occurrenceDownloadFactRoutes(scope as App, service);
    occurrenceMapRoutes(scope as App, service);
  });
  await app.register(async (scope) => {
    scope.setErrorHandler(sendIdigbioError);
    occurrenceAdmission.watch(scope as App);
    idigbioRoutes(scope as App, service);
  });
  releaseRoutes(app, service);
  await facetRoutes(app, service);
  facetChangeRoutes(app, service);
  facetImportRoutes(app, service);
  facetVocabularyRoutes(app, service);
  facetTaxonRoutes(app, service);
  pageRoutes(app);
  // A hook that is added to the whole app does not see what the fast path answers: it must be added there too, or its
  // users told to set fastPath to off (fast-path/front.ts).
  answerInFront(app, service.matching, durations, config);
  // Behind the fast path: what was asked before is answered before connections without a request are let go.
  app.addHook("preClose", async () => connections.close());
  connections.watch(app.server as Server);
  return app;
}
