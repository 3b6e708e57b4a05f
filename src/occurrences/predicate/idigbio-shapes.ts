/**
 * Which region does a clause of iDigBio draw? Boxes, circles, polygons and GeoJSON, as Elasticsearch takes them.
 *
 * Unlike GBIF's WKT, rings run in either direction, close by themselves, and are never read as crossing the antimeridian; a
 * box whose west lies east of its east does cross it.
 */

import type { Point, Ring } from "./indexed-ring.ts";
import { or, type Predicate } from "./predicate.ts";
import { MOST_POINTS, type Region, signedArea, wktOf } from "./regions.ts";
import { nearTo } from "./values.ts";

/** What a clause says, as JSON. */
export type Clause = Readonly<Record<string, unknown>>;

/** Thrown for a shape that cannot be read; becomes iDigBio's QueryParseError. */
export class ShapeError extends Error {}

/** The predicate of a clause about a place; `undefined` when its type is of another kind. @throws ShapeError */
export function placeOf(type: string, clause: Clause): Predicate | undefined {
  switch (type) {
    case "geo_bounding_box":
      return within(boxOf(pointOf(clause["top_left"]), pointOf(clause["bottom_right"])));
    case "geo_distance": {
      const [x, y] = pointOf("lat" in clause ? clause : (clause["geopoint"] ?? clause["location"]));
      return nearTo(String(y), String(x), String(clause["distance"] ?? ""));
    }
    case "geo_polygon": {
      const { value } = clause;
      if (!Array.isArray(value)) throw new ShapeError("geo_polygon needs a list of points as value");
      return within([[ringOf(value.map(pointOf))]]);
    }
    case "geo_shape":
      return shapeOf((clause["value"] ?? clause["shape"]) as Clause, 0);
    default:
      return undefined;
  }
}

function within(polygons: readonly (readonly Ring[])[], lines: Region["lines"] = []): Predicate {
  const pointCount = [...polygons.flat(), ...lines].reduce((sum, ring) => sum + ring.length, 0);
  if (pointCount > MOST_POINTS)
    throw new ShapeError(`the shape has ${pointCount} points, the maximum is ${MOST_POINTS}`);
  return { type: "within", region: { polygons, lines, wkt: wktOf(polygons), pointCount } };
}

/** One rectangle, or two when it crosses the antimeridian; latitudes that are upside down are swapped. */
function boxOf([west, top]: Point, [east, bottom]: Point): Ring[][] {
  const [south, north] = [Math.min(top, bottom), Math.max(top, bottom)];
  const rectangle = (from: number, to: number): Ring[] => [
    [
      [from, south],
      [to, south],
      [to, north],
      [from, north],
      [from, south],
    ],
  ];
  return west <= east ? [rectangle(west, east)] : [rectangle(west, 180), rectangle(-180, east)];
}

function ringOf(points: readonly Point[]): Ring {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) throw new ShapeError("the polygon has no points");
  const closed = first[0] === last[0] && first[1] === last[1] ? [...points] : [...points, first];
  if (closed.length < 4) throw new ShapeError("a polygon needs three points");
  return signedArea(closed) < 0 ? closed.reverse() : closed;
}

/** `{lat, lon}`, `[lon, lat]` or `"lat,lon"`. */
function pointOf(given: unknown): Point {
  let [x, y]: unknown[] = [undefined, undefined];
  if (Array.isArray(given)) [x, y] = given;
  else if (typeof given === "string") [y, x] = given.split(",");
  else if (typeof given === "object" && given !== null) ({ lon: x, lat: y } = given as { lon: unknown; lat: unknown });
  const isNumber = (one: unknown) => typeof one === "number" || (typeof one === "string" && one.trim() !== "");
  const [lon, lat] = [Number(x), Number(y)];
  if (!isNumber(x) || !isNumber(y) || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90))
    throw new ShapeError(`${shortened(JSON.stringify(given) ?? "nothing")} is not a point with lat and lon`);
  return [lon, lat];
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

const listOf = (given: unknown): unknown[] => {
  if (!Array.isArray(given)) throw new ShapeError("coordinates are not a list");
  return given;
};

/** GeoJSON, and the envelope and circle that Elasticsearch adds to it. */
function shapeOf(shape: Clause | undefined, depth: number): Predicate {
  if (typeof shape !== "object" || shape === null || depth > 10)
    throw new ShapeError("geo_shape needs GeoJSON as value");
  const coordinates = () => listOf(shape["coordinates"]);
  const rings = (polygon: unknown): Ring[] =>
    listOf(polygon).map((ring, i) => {
      const closed = ringOf(listOf(ring).map(pointOf));
      return i === 0 ? closed : [...closed].reverse();
    });
  switch (String(shape["type"]).toLowerCase()) {
    case "point":
      return within([], [[pointOf(shape["coordinates"])]]);
    case "multipoint":
      return within(
        [],
        coordinates().map((point) => [pointOf(point)]),
      );
    case "linestring":
      return within([], [coordinates().map(pointOf)]);
    case "multilinestring":
      return within(
        [],
        coordinates().map((line) => listOf(line).map(pointOf)),
      );
    case "polygon":
      return within([rings(coordinates())]);
    case "multipolygon":
      return within(coordinates().map(rings));
    case "envelope": {
      const [topLeft, bottomRight] = coordinates();
      return within(boxOf(pointOf(topLeft), pointOf(bottomRight)));
    }
    case "circle": {
      const [x, y] = pointOf(shape["coordinates"]);
      return nearTo(String(y), String(x), String(shape["radius"] ?? ""));
    }
    case "geometrycollection":
      return or(listOf(shape["geometries"]).map((one) => shapeOf(one as Clause, depth + 1)));
    default:
      throw new ShapeError(`${shortened(String(shape["type"]))} is not a type of GeoJSON`);
  }
}
