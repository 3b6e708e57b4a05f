/** What a search engine finds, by looking at each document: the queries that `to-search-engine.ts` writes, and no others. */
import { IndexedRegion } from "../../../src/occurrences/predicate/regions.ts";

type Json = Record<string, unknown>;

/** Whether a document fits a query. @param isFolded fields whose values are kept in small letters */
export function fits(query: Json, document: Json, isFolded: (field: string) => boolean): boolean {
  const [kind, body] = Object.entries(query)[0] as [string, Json];
  const only = () => Object.entries(body)[0] as [string, Json];
  const each = (queries: unknown) => (queries as Json[]).map((one) => fits(one, document, isFolded));
  switch (kind) {
    case "match_all":
      return true;
    case "match_none":
      return false;
    case "bool": {
      const known = ["filter", "should", "must_not", "minimum_should_match"];
      for (const name of Object.keys(body)) if (!known.includes(name)) throw new Error(`bool.${name}`);
      return (
        (body["filter"] === undefined || !each(body["filter"]).includes(false)) &&
        (body["should"] === undefined || each(body["should"]).includes(true)) &&
        (body["must_not"] === undefined || !each(body["must_not"]).includes(true))
      );
    }
    case "exists":
      return valuesOf(document, body["field"] as string, isFolded).length > 0;
    case "term": {
      const [field, { value, case_insensitive }] = only();
      return valuesOf(document, field, isFolded).some((one) =>
        case_insensitive ? String(one).toLowerCase() === String(value).toLowerCase() : one === value,
      );
    }
    case "prefix": {
      const [field, { value, case_insensitive }] = only();
      const begin = case_insensitive ? String(value).toLowerCase() : String(value);
      return valuesOf(document, field, isFolded).some((one) =>
        (case_insensitive ? String(one).toLowerCase() : String(one)).startsWith(begin),
      );
    }
    case "function_score":
      return fits(body["query"] as Json, document, isFolded);
    case "terms": {
      const [field, wanted] = only();
      return valuesOf(document, field, isFolded).some((one) => (wanted as unknown as unknown[]).includes(one));
    }
    case "wildcard": {
      const [field, { value, case_insensitive }] = only();
      const source = String(value).replace(/\\([\s\S])|[\s\S]/g, (sign, taken?: string) =>
        taken !== undefined ? literal(taken) : sign === "*" ? "[^]*" : sign === "?" ? "[^]" : literal(sign),
      );
      const pattern = new RegExp(`^${source}$`, case_insensitive ? "iu" : "u");
      return valuesOf(document, field, isFolded).some((one) => pattern.test(String(one)));
    }
    case "range": {
      const [field, bounds] = only();
      return valuesOf(document, field, isFolded).some((one) => inRange(one, bounds));
    }
    case "geo_distance": {
      const { lat, lon } = body["coordinates"] as { lat: number; lon: number };
      const at = document["coordinates"] as { lat: number; lon: number } | undefined;
      return at !== undefined && distance(lat, lon, at.lat, at.lon) <= Number.parseFloat(body["distance"] as string);
    }
    case "geo_shape": {
      const { shape, relation } = body["scoordinates"] as {
        shape: { type: string; coordinates: never };
        relation: string;
      };
      if (relation !== "intersects") throw new Error(relation);
      const point = document["scoordinates"] as { coordinates: [number, number] } | undefined;
      if (point === undefined) return false;
      const isPolygon = shape.type === "Polygon";
      const region = { polygons: isPolygon ? [shape.coordinates] : [], lines: isPolygon ? [] : [shape.coordinates] };
      return new IndexedRegion(region).holds(...point.coordinates);
    }
    default:
      throw new Error(`a query of another kind: ${kind}`);
  }
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function inRange(value: unknown, { relation, format: _, ...bounds }: Json): boolean {
  const { gte = -Infinity, gt = -Infinity, lte = Infinity, lt = Infinity } = bounds as Record<string, number>;
  const holdsOne = (one: number) => one >= gte && one > gt && one <= lte && one < lt;
  if (relation === undefined) return holdsOne(value as number);
  const interval = value as { gte: number; lte: number };
  if (relation === "within") return holdsOne(interval.gte) && holdsOne(interval.lte);
  return interval.lte >= gte && interval.gte < lt;
}

function distance(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const a =
    Math.sin(rad(lat2 - lat1) / 2) ** 2 +
    Math.cos(rad(lat1)) * Math.cos(rad(lat2)) * Math.sin(rad(lon2 - lon1) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** Values of a field as they are indexed. */
export function valuesOf(document: Json, path: string, isFolded: (field: string) => boolean): unknown[] {
  const isVerbatim = path.endsWith(".verbatim");
  const field = isVerbatim ? path.slice(0, -".verbatim".length) : path;
  let at: unknown = document;
  for (const name of field.split(".")) at = (at as Json | undefined)?.[name];
  const values = at === undefined || at === null ? [] : [at].flat();
  return isFolded(field) && !isVerbatim ? values.map((one) => String(one).toLowerCase()) : values;
}
