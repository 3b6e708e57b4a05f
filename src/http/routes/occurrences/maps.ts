/** GBIF's map tiles, version 2: `density` of one taxon, dataset or publisher, `adhoc` of any search. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../../errors.ts";
import { binsOf } from "../../../occurrences/map/bins.ts";
import { SCALES } from "../../../occurrences/map/picture.ts";
import { tileOf } from "../../../occurrences/map/tile.ts";
import { predicateOf } from "../../../occurrences/predicate/from-json.ts";
import { valuesOf } from "../../../occurrences/predicate/from-parameters.ts";
import { parameterNamed } from "../../../occurrences/predicate/parameters.ts";
import { and, type Predicate } from "../../../occurrences/predicate/predicate.ts";
import { invalid } from "../../../occurrences/predicate/values.ts";
import type { Snapshot } from "../../../occurrences/search/datasets.ts";
import type { Service } from "../../../service.ts";
import type { App } from "../../app-type.ts";
import type { Parameters } from "../../parameters.ts";
import { isUnchanged, occurrencesOf, sendOfSnapshot } from "./common.ts";
import { KeptPredicates } from "./kept-predicates.ts";
import { occurrenceSchema } from "./schemas.ts";
import { predicateOfQuery } from "./search.ts";

/** Of these a density map is asked by one at most. */
const KINDS = ["taxonKey", "datasetKey", "publishingOrg", "publishingCountry", "networkKey"];

/** Registers the routes. */
export function occurrenceMapRoutes(app: App, service: Service): void {
  const predicates = new KeptPredicates();
  const withSnapshot =
    (answer: (request: FastifyRequest, reply: FastifyReply, snapshot: Snapshot) => Promise<unknown>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const snapshot = await occurrencesOf(service).files.now();
      if (!isUnchanged(request, reply, snapshot)) await answer(request, reply, snapshot);
      return reply;
    };
  const tile = (kind: "density" | "adhoc") =>
    withSnapshot(async (request, reply, snapshot) => {
      const query = lowered(request.query as Parameters);
      const { z, x, file } = request.params as { z: string; x: string; file: string };
      const [, y, format, scale] = /^([^.@]*)(\.mvt|@(H|[1-4])x\.png)$/.exec(file) ?? invalid(formatProblem(file));
      const at = tileOf(z, x, y!, query.one("srs") ?? (kind === "density" ? "EPSG:3857" : "EPSG:4326"));
      const bins = binsOf(at, {
        bin: query.one("bin"),
        squareSize: query.one("squaresize"),
        hexPerTile: query.one("hexpertile"),
      });
      const { maps } = occurrencesOf(service);
      const predicate = kind === "density" ? density(service, query.all) : adhoc(service, query, predicates);
      const bytes =
        format !== ".mvt"
          ? await maps.picture(snapshot, predicate, at, {
              bins,
              style: query.one("style") ?? "",
              scale: SCALES[scale!]!,
            })
          : kind === "adhoc" && bins === undefined
            ? await maps.cells(snapshot, predicate, at, modeOf(query.one("mode")))
            : await maps.vector(snapshot, predicate, at, { bins, byYear: query.one("verbose") === "true" });
      reply.header("etag", `W/"${snapshot.id}"`).header("cache-control", "no-cache");
      if (bytes === undefined) return reply.code(204).send();
      reply.header("content-type", format === ".mvt" ? "application/x-protobuf" : "image/png");
      return reply.send(bytes);
    });
  for (const kind of ["density", "adhoc"] as const) {
    app.get(
      `/v2/map/occurrence/${kind}/:z/:x/:file`,
      occurrenceSchema(kind === "density" ? "A map tile: records by place" : "A map tile of any search", "maps"),
      tile(kind),
    );
    app.get(
      `/v2/map/occurrence/${kind}/capabilities.json`,
      occurrenceSchema("Where and when there are records", "maps"),
      withSnapshot(async (request, reply, snapshot) => {
        const query = lowered(request.query as Parameters);
        const predicate = kind === "density" ? density(service, query.all) : adhoc(service, query, predicates);
        return sendOfSnapshot(reply, snapshot, await occurrencesOf(service).maps.capabilities(snapshot, predicate));
      }),
    );
  }
  app.post(
    "/v2/map/occurrence/adhoc/predicate",
    {
      bodyLimit: service.config.predicateLimit,
      ...occurrenceSchema("A number for a predicate, for the tiles of an ad-hoc map", "maps"),
    },
    async (request, reply) => {
      const { body } = request;
      if (typeof body !== "object" || body === null) return invalid("A predicate is expected to be a JSON object");
      const written = "predicate" in body ? body.predicate : body;
      const predicate = predicateOf(written, occurrencesOf(service).files.meanings);
      const hash = predicates.keep(JSON.stringify(written), predicate);
      return reply.header("content-type", "application/json").send(Buffer.from(String(hash)));
    },
  );
}

function formatProblem(file: string): string {
  return `${file.slice(0, 50)} is not a tile: .mvt, @Hx.png and @1x.png to @4x.png are served`;
}

/** Parameters whose names ignore letter case; a single value of the tile's own ones. */
function lowered(all: Parameters) {
  const own = new Map(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]));
  return { all, one: (name: string) => valuesOf(own.get(name)).at(0) };
}

type Query = ReturnType<typeof lowered>;

/** @throws BinomenError OCCURRENCE_QUERY_INVALID */
function density(service: Service, query: Parameters): Predicate {
  const kinds = new Set(
    Object.keys(query)
      .filter((name) => valuesOf(query[name]).length > 0)
      .flatMap((name) => parameterNamed(name)?.name ?? [])
      .filter((name) => KINDS.includes(name)),
  );
  if (kinds.size > 1)
    return invalid("Invalid request: Only one type of map may be requested. Perhaps you need to use ad-hoc mapping?");
  const years = valuesOf(query["year"]).map(openYears);
  return predicateOfQuery({ ...query, year: years }, occurrencesOf(service).files.meanings);
}

/** `"1990,"` → `"1990,*"` */
function openYears(text: string): string {
  if (!text.includes(",")) return text;
  return text
    .split(",")
    .map((end) => end.trim() || "*")
    .join(",");
}

/** @throws BinomenError OCCURRENCE_QUERY_INVALID, OCCURRENCE_NOT_FOUND for a predicate that is not known here (any more) */
function adhoc(service: Service, query: Query, predicates: KeptPredicates): Predicate {
  const hash = query.one("predicatehash");
  const own = predicateOfQuery(query.all, occurrencesOf(service).files.meanings);
  if (hash === undefined) return own;
  const kept = predicates.get(Number(hash));
  if (kept === undefined) throw new BinomenError("OCCURRENCE_NOT_FOUND", { uri: `predicateHash ${hash.slice(0, 50)}` });
  return and([kept, own]);
}

function modeOf(mode: string | undefined): "GEO_BOUNDS" | "GEO_CENTROID" {
  const upper = (mode ?? "GEO_BOUNDS").toUpperCase();
  if (upper === "GEO_BOUNDS" || upper === "GEO_CENTROID") return upper;
  return invalid(`mode ${upper.slice(0, 50)} is neither GEO_BOUNDS nor GEO_CENTROID`);
}
