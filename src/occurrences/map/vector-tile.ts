/**
 * The bytes of a vector tile (Mapbox Vector Tile 2.1): one layer of points or polygons with whole numbers.
 *
 * Written with `pbf` alone: shapes are whole numbers within the tile already, and the encoders that build on it take
 * GeoJSON or parsed tiles. Tests read tiles with `@mapbox/vector-tile`.
 */
import { PbfWriter } from "pbf";
import { eachInTurns } from "./in-turns.ts";

/** A feature: a point, or the outline of a polygon that runs clockwise on the screen. */
export interface Feature {
  readonly points: readonly (readonly [number, number])[];
  readonly isPolygon: boolean;
  readonly attributes: ReadonlyMap<string, number | string>;
}

const POINT = 1;
const POLYGON = 3;
const [MOVE_TO, LINE_TO, CLOSE] = [1, 2, 7];

/** A tile of one layer. */
export async function vectorTile(name: string, extent: number, features: readonly Feature[]): Promise<Buffer> {
  const layer = new PbfWriter();
  const keys = new Map<string, number>();
  const values = new Map<number | string, number>();
  layer.writeVarintField(15, 2);
  layer.writeStringField(1, name);
  await eachInTurns(features, ({ points, isPolygon, attributes }) => {
    const feature = new PbfWriter();
    const tags: number[] = [];
    for (const [key, value] of attributes) tags.push(placeIn(keys, key), placeIn(values, value));
    feature.writePackedVarint(2, tags);
    feature.writeVarintField(3, isPolygon ? POLYGON : POINT);
    feature.writePackedVarint(4, isPolygon ? outline(points) : point(points[0]!));
    layer.writeBytesField(2, feature.finish());
  });
  for (const key of keys.keys()) layer.writeStringField(3, key);
  for (const value of values.keys()) {
    const written = new PbfWriter();
    if (typeof value === "string") written.writeStringField(1, value);
    else written.writeVarintField(5, value);
    layer.writeBytesField(4, written.finish());
  }
  layer.writeVarintField(5, extent);
  const tile = new PbfWriter();
  tile.writeBytesField(3, layer.finish());
  return Buffer.from(tile.finish());
}

function placeIn<T>(places: Map<T, number>, value: T): number {
  const known = places.get(value);
  if (known !== undefined) return known;
  places.set(value, places.size);
  return places.size - 1;
}

const command = (id: number, count: number) => id | (count << 3);
const zigzag = (n: number) => (n << 1) ^ (n >> 31);

function point([x, y]: readonly [number, number]): number[] {
  return [command(MOVE_TO, 1), zigzag(x), zigzag(y)];
}

function outline(points: Feature["points"]): number[] {
  const geometry: number[] = [];
  let [x, y] = [0, 0];
  for (const [i, [toX, toY]] of points.entries()) {
    if (i === 0) geometry.push(command(MOVE_TO, 1));
    else if (i === 1) geometry.push(command(LINE_TO, points.length - 1));
    geometry.push(zigzag(toX - x), zigzag(toY - y));
    [x, y] = [toX, toY];
  }
  geometry.push(command(CLOSE, 1));
  return geometry;
}
