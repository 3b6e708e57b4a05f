/** GBIF's routes that tell of downloads: columns of formats, what a download holds, what was downloaded of a dataset. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../../errors.ts";
import type { Job } from "../../../jobs/job.ts";
import { type ContainedDataset, countedBy } from "../../../occurrences/download/contained.ts";
import { describedFormat } from "../../../occurrences/download/describe.ts";
import { DOWNLOAD_FORMATS } from "../../../occurrences/download/download-request.ts";
import { predicateOfSearch } from "../../../occurrences/download/search-predicate.ts";
import { byMonth, datasetMonths, type StatisticsFilter } from "../../../occurrences/download/statistics.ts";
import { predicateOf } from "../../../occurrences/predicate/from-json.ts";
import { invalid } from "../../../occurrences/predicate/values.ts";
import type { Service } from "../../../service.ts";
import type { App } from "../../app-type.ts";
import { sendJson } from "../../json.ts";
import { first, type Parameters } from "../../parameters.ts";
import { occurrencesOf } from "./common.ts";
import { DOWNLOADS, sendPage, shownDownload } from "./downloads.ts";
import { occurrenceSchema } from "./schemas.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Registers the routes. */
export function occurrenceDownloadFactRoutes(app: App, service: Service): void {
  const downloads = () => occurrencesOf(service).downloads;
  const schema = (summary: string) => occurrenceSchema(summary, "downloads");

  app.get<{ Params: { format: string } }>(
    `${DOWNLOADS}/describe/:format`,
    schema("Columns of a format: simpleCsv, simpleParquet, speciesList, dwca"),
    async (request, reply) => {
      const described = describedFormat(request.params.format);
      if (described === undefined) throw new BinomenError("OCCURRENCE_NOT_FOUND", { uri: request.url });
      sendJson(reply, described);
    },
  );

  app.get(
    `${DOWNLOADS}/request/predicate`,
    schema("The request of a download that has what a search finds"),
    async (request, reply) => {
      const query = request.query as Parameters;
      const written = (first(query["format"]) || "DWCA").toUpperCase();
      const format = DOWNLOAD_FORMATS.find((one) => one === written);
      if (format === undefined) return invalid(`Cannot parse ${written} into a known DownloadFormat`);
      const predicate = predicateOfSearch(query);
      // What would be refused is refused here already.
      predicateOf(predicate, occurrencesOf(service).files.meanings);
      const checklistKey = first(query["checklistKey"]);
      const about = { predicate, sendNotification: false, format, type: "OCCURRENCE", verbatimExtensions: [] };
      sendJson(reply, { ...about, ...(checklistKey && { checklistKey }) });
      return reply;
    },
  );

  /** Pages of what a download holds. */
  const containing = (
    path: string,
    summary: string,
    rowsOf: (contained: readonly ContainedDataset[]) => readonly object[],
  ) =>
    app.get<{ Params: { key: string } }>(`${DOWNLOADS}/:key/${path}`, schema(summary), async (request, reply) => {
      const job = downloads().download(request.params.key);
      const rows = rowsOf(downloads().detailsOf(job)?.contained ?? []);
      sendPage(request, reply, rows, (row) => ({ downloadKey: job.key, ...row }));
    });
  containing("datasets", "Datasets of a download", (contained) => countedBy(contained, "datasetKey").map(datasetRow));
  containing("organizations", "Publishers of a download", (contained) =>
    countedBy(contained, "organizationKey").map(({ value, numberRecords, first: { publishingCountryCode } }) => ({
      organizationKey: value,
      numberRecords,
      ...(publishingCountryCode && { publishingCountryCode }),
    })),
  );
  containing("countries", "Countries of the publishers of a download", (contained) =>
    countedBy(contained, "publishingCountryCode").map(({ value, numberRecords }) => ({
      countryCode: value,
      publishingCountryCode: value,
      numberRecords,
    })),
  );

  app.get<{ Params: { key: string } }>(
    `${DOWNLOADS}/dataset/:key`,
    schema("Downloads that hold records of a dataset, newest first"),
    async (request, reply) => {
      const key = request.params.key.toLowerCase();
      if (!UUID.test(key)) return invalid(`Invalid UUID string: ${request.params.key}`);
      const used = downloads()
        .all()
        .flatMap((job): { job: Job; row: object }[] => {
          const contained = downloads().detailsOf(job)?.contained ?? [];
          const found = countedBy(contained, "datasetKey").find(({ value }) => value.toLowerCase() === key);
          return found ? [{ job, row: datasetRow(found) }] : [];
        });
      sendPage(request, reply, used, ({ job, row }) => ({
        downloadKey: job.key,
        ...row,
        download: shownDownload(service, request, job, false),
      }));
      return reply;
    },
  );

  app.get(`${DOWNLOADS}/statistics`, schema("Downloads by dataset and month"), async (request, reply) => {
    sendPage(request, reply, datasetMonths(downloads(), filterOf(request)), (row) => row);
  });
  for (const [path, what] of [
    ["downloadsByDataset", "downloads"],
    ["downloadsBySource", "downloads"],
    ["downloadedRecordsByDataset", "records"],
  ] as const)
    app.get(`${DOWNLOADS}/statistics/${path}`, schema(`${what} by year and month`), async (request, reply) => {
      sendJson(reply, byMonth(downloads(), filterOf(request), what));
    });

  // A DOI has two parts, and none were given here.
  app.get(`${DOWNLOADS}/:prefix/:suffix`, schema("A download by its DOI: none have one"), notFound);
}

function notFound(_request: FastifyRequest, _reply: FastifyReply): never {
  throw new BinomenError("DOWNLOAD_NOT_FOUND", {});
}

function datasetRow({ value, numberRecords, first: one }: ReturnType<typeof countedBy>[number]): object {
  const { datasetTitle, datasetDOI, datasetCitation, publishingCountryCode } = one;
  return {
    ...{ datasetKey: value, datasetTitle, datasetCitation, numberRecords },
    ...(datasetDOI && { datasetDOI }),
    ...(publishingCountryCode && { publishingCountryCode }),
  };
}

function filterOf(request: FastifyRequest): StatisticsFilter {
  const query = request.query as Parameters;
  const one = (name: string) => first(query[name]) || undefined;
  return {
    datasetKey: one("datasetKey")?.toLowerCase(),
    publishingOrgKey: one("publishingOrgKey")?.toLowerCase(),
    publishingCountry: one("publishingCountry")?.toUpperCase(),
    source: one("source"),
    fromDate: one("fromDate"),
    toDate: one("toDate"),
  };
}
