/**
 * Where does a tile lie, and on which pixel of it a point?
 *
 * A tile has 512 pixels a side, as GBIF's have. Web Mercator (EPSG:3857) has one tile at zoom 0 and ends at 85.05113° of
 * latitude; plate carrée (EPSG:4326) has two and holds the poles. Both go round the earth: the last column's neighbour is
 * the first.
 */
import { invalid } from "../predicate/values.ts";

/** Projections of tiles. */
export type Projection = "EPSG:3857" | "EPSG:4326";

/** Pixels of a tile's side. */
export const TILE_PIXELS = 512;
/** Zoom beyond which a pixel is smaller than any coordinate is precise. */
const MOST_ZOOM = 24;
/** Where Web Mercator's square ends, in degrees. */
const MERCATOR_EDGE = 85.0511287798066;

/** A tile. */
export interface Tile {
  readonly projection: Projection;
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** @throws BinomenError OCCURRENCE_QUERY_INVALID for a projection or a place that is not there */
export function tileOf(z: string, x: string, y: string, srs: string): Tile {
  const projection = srs.toUpperCase();
  if (projection !== "EPSG:3857" && projection !== "EPSG:4326")
    return invalid(`srs ${srs.slice(0, 50)} is not served: EPSG:3857 and EPSG:4326 are`);
  const [zoom, column, row] = [whole(z, "z"), whole(x, "x"), whole(y, "y")];
  if (zoom > MOST_ZOOM) return invalid(`z ${zoom} is deeper than ${MOST_ZOOM}`);
  const tile = { projection, z: zoom, x: column, y: row } as const;
  const [columns, rows] = [columnsOf(tile), 2 ** zoom];
  if (column >= columns) return invalid(`x ${column} is not below ${columns} at z ${zoom}`);
  if (row >= rows) return invalid(`y ${row} is not below ${rows} at z ${zoom}`);
  return tile;
}

function whole(text: string, name: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : invalid(`${name} ${text.slice(0, 50)} is not a whole number`);
}

/** Tiles beside each other around the earth. */
export function columnsOf({ projection, z }: Pick<Tile, "projection" | "z">): number {
  return projection === "EPSG:3857" ? 2 ** z : 2 ** (z + 1);
}

/** Spans of degrees; `turns` is how often the world was gone round to the east. */
export interface Box {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
  readonly turns: number;
}

/** The tile and a margin around it, in pixels: one box, or several where the margin goes beyond the antimeridian. */
export function boxesOf(tile: Tile, margin: number): Box[] {
  const world = columnsOf(tile) * TILE_PIXELS;
  const [left, right] = [tile.x * TILE_PIXELS - margin, (tile.x + 1) * TILE_PIXELS + margin];
  const high = 2 ** tile.z * TILE_PIXELS;
  const [top, bottom] = [
    Math.max(0, tile.y * TILE_PIXELS - margin),
    Math.min(high, (tile.y + 1) * TILE_PIXELS + margin),
  ];
  const [north, south] = [latitudeOf(tile, top), latitudeOf(tile, bottom)];
  return [-1, 0, 1].flatMap((turns) => {
    const west = ((left - turns * world) / world) * 360 - 180;
    const east = ((right - turns * world) / world) * 360 - 180;
    return west > 180 || east < -180
      ? []
      : [{ west: Math.max(west, -180), east: Math.min(east, 180), south, north, turns }];
  });
}

function latitudeOf({ projection, z }: Tile, pixel: number): number {
  const share = pixel / (2 ** z * TILE_PIXELS);
  if (projection === "EPSG:4326") return 90 - share * 180;
  if (share <= 0) return MERCATOR_EDGE;
  if (share >= 1) return -MERCATOR_EDGE;
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * share))) * 180) / Math.PI;
}

/** SQL of the pixel within the tile that a point lies on; points on the last edge of the world belong to its last pixel. */
export function pixelSql(tile: Tile, { turns }: Box): { x: string; y: string } {
  const [lon, lat] = ['"decimalLongitude"', '"decimalLatitude"'];
  const world = columnsOf(tile) * TILE_PIXELS;
  const high = 2 ** tile.z * TILE_PIXELS;
  const gx = `(${lon} + 180) / 360 * ${world}`;
  const sine = `sin(radians(${lat}))`;
  const share =
    tile.projection === "EPSG:4326" ? `(90 - ${lat}) / 180` : `(0.5 - ln((1 + ${sine}) / (1 - ${sine})) / (4 * pi()))`;
  return {
    x: `(floor(${gx}) + ${turns * world - tile.x * TILE_PIXELS})::INTEGER`,
    y: `(greatest(0, least(floor(${share} * ${high}), ${high - 1})) - ${tile.y * TILE_PIXELS})::INTEGER`,
  };
}
