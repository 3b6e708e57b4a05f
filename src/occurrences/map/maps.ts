/**
 * How many records lie where? Tiles of counts, computed from the coordinates by SQL when they are asked for.
 *
 * A tile asks for the records in its box and a margin around it; the box lets files and row groups be skipped. Records are
 * counted by pixel, then put together to shapes where shapes are asked for.
 */
import type { Predicate } from "../predicate/predicate.ts";
import { type Sql, type SqlValue, sqlOf } from "../predicate/to-sql.ts";
import type { Snapshot } from "../search/datasets.ts";
import type { Engine } from "../search/engine.ts";
import { narrowed, placesOf } from "../search/sorted.ts";
import { sourceOf } from "../search/source.ts";
import { BIN_EXTENT, type Bins } from "./bins.ts";
import { eachInTurns } from "./in-turns.ts";
import { picture } from "./picture.ts";
import { boxesOf, pixelSql, TILE_PIXELS, type Tile } from "./tile.ts";
import { type Feature, vectorTile } from "./vector-tile.ts";

/** A pixel with records, in pixels from the corner of the tile. */
interface Pixel {
  readonly px: number;
  readonly py: number;
  readonly year: number | undefined;
  readonly total: number;
}

/** Pixels around a tile of points, so that circles on its edge are whole. */
const POINT_MARGIN = 64;
/** Pixels of the cells of an ad-hoc tile. */
const CELL = 8;

/** What an ad-hoc tile shows of a cell. */
export type AdhocMode = "GEO_BOUNDS" | "GEO_CENTROID";

/** Draws maps. */
export class Maps {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** A vector tile with the layer `occurrence`; `undefined` when it has no record. */
  async vector(
    snapshot: Snapshot,
    predicate: Predicate,
    tile: Tile,
    { bins, byYear = false }: { bins: Bins | undefined; byYear?: boolean },
  ): Promise<Buffer | undefined> {
    const pixels = await this.#pixels(snapshot, predicate, tile, bins?.margin ?? POINT_MARGIN, byYear);
    const counts = new Map<number, { px: number; py: number; attributes: Map<string, number> }>();
    await eachInTurns(pixels, ({ px, py, year, total }) => {
      const key = bins === undefined ? (py + POINT_MARGIN) * 1024 + px + POINT_MARGIN : bins.shapeOf(px, py);
      const found = counts.get(key) ?? { px, py, attributes: new Map([["total", 0]]) };
      counts.set(key, found);
      found.attributes.set("total", found.attributes.get("total")! + total);
      if (year !== undefined) found.attributes.set(String(year), (found.attributes.get(String(year)) ?? 0) + total);
    });
    const features: Feature[] = [];
    await eachInTurns([...counts], ([shape, { px, py, attributes }]) => {
      if (bins === undefined) features.push({ points: [[px, py]], isPolygon: false, attributes });
      else {
        const points = bins.outline(shape);
        if (points !== undefined) features.push({ points, isPolygon: true, attributes });
      }
    });
    if (features.length === 0) return undefined;
    return vectorTile("occurrence", bins === undefined ? TILE_PIXELS : BIN_EXTENT, features);
  }

  /** A picture; `undefined` when the tile has no record. */
  async picture(
    snapshot: Snapshot,
    predicate: Predicate,
    tile: Tile,
    { bins, style, scale }: { bins: Bins | undefined; style: string; scale: number },
  ): Promise<Buffer | undefined> {
    const pixels = await this.#pixels(snapshot, predicate, tile, bins?.margin ?? 2, false);
    return pixels.length === 0 ? undefined : picture(pixels, bins, style, scale);
  }

  /** A vector tile of cells: the bounds of the records of each, or the middle of them with its geohash. */
  async cells(snapshot: Snapshot, predicate: Predicate, tile: Tile, mode: AdhocMode): Promise<Buffer | undefined> {
    const unit = BIN_EXTENT / TILE_PIXELS;
    const { source, condition, pixel } = await this.#within(snapshot, predicate, tile, 0);
    const columns = pixel.map(
      ({ x, y, where }) =>
        `SELECT ${x} AS px, ${y} AS py, "decimalLongitude" AS lon, "decimalLatitude" AS lat FROM ${source} WHERE ${where}`,
    );
    const sql =
      `SELECT px // ${CELL} AS cx, py // ${CELL} AS cy, count(*) AS n, min(px) AS west, max(px) AS east, min(py) AS north, ` +
      `max(py) AS south, avg(px) AS mx, avg(py) AS my, avg(lon) AS lon, avg(lat) AS lat ` +
      `FROM (${columns.join(" UNION ALL ")}) WHERE px BETWEEN 0 AND ${TILE_PIXELS - 1} AND py BETWEEN 0 AND ${TILE_PIXELS - 1} ` +
      "GROUP BY 1, 2 ORDER BY 2, 1";
    const rows = await this.#engine.all(sql, condition);
    const features = rows.map((row): Feature => {
      const at = (name: string) => Number(row[name]);
      const attributes = new Map<string, number | string>([["total", at("n")]]);
      if (mode === "GEO_CENTROID") {
        attributes.set("geohash", geohash(at("lon"), at("lat"), Math.min(12, 3 + Math.floor(tile.z / 2))));
        return { points: [[Math.round(at("mx") * unit), Math.round(at("my") * unit)]], isPolygon: false, attributes };
      }
      const [west, north] = [at("west") * unit, at("north") * unit];
      const [east, south] = [(at("east") + 1) * unit, (at("south") + 1) * unit];
      const points = [
        [west, north],
        [east, north],
        [east, south],
        [west, south],
      ] as const;
      return { points, isPolygon: true, attributes };
    });
    return features.length === 0 ? undefined : vectorTile("occurrence", BIN_EXTENT, features);
  }

  /** Where and when there are records, as GBIF's `capabilities.json` says it. */
  async capabilities(all: Snapshot, asked: Predicate): Promise<Record<string, unknown>> {
    const { snapshot, predicate } = await narrowed(this.#engine, all, asked);
    const condition = sqlOf(predicate, snapshot.interpreted);
    const lon = '"decimalLongitude"';
    const sql =
      `SELECT count(*) AS total, min("decimalLatitude") AS south, max("decimalLatitude") AS north, ` +
      `min(${lon}) FILTER (${lon} < 0) AS west0, max(${lon}) FILTER (${lon} < 0) AS west1, ` +
      `min(${lon}) FILTER (${lon} >= 0) AS east0, max(${lon}) FILTER (${lon} >= 0) AS east1, ` +
      `min("year") AS first, max("year") AS last FROM ${sourceOf(snapshot, condition)} ` +
      `WHERE (${condition.text}) AND "decimalLatitude" IS NOT NULL AND ${lon} IS NOT NULL`;
    const [row] = await this.#engine.all(sql, condition.values);
    const total = Number(row!["total"]);
    const generated = new Date(Math.max(0, ...snapshot.datasets.map(({ info }) => info.now))).toISOString();
    if (total === 0) return { minLat: -90, minLng: -180, maxLat: 90, maxLng: 180, total, generated };
    const [minLng, maxLng] = spanOf(row!);
    return {
      ...{ minLat: Math.floor(Number(row!["south"])), minLng, maxLat: Math.ceil(Number(row!["north"])), maxLng },
      ...(row!["first"] !== null && { minYear: Number(row!["first"]), maxYear: Number(row!["last"]) }),
      ...{ total, generated },
    };
  }

  async #pixels(
    snapshot: Snapshot,
    predicate: Predicate,
    tile: Tile,
    margin: number,
    byYear: boolean,
  ): Promise<Pixel[]> {
    const { source, condition, pixel } = await this.#within(snapshot, predicate, tile, margin, byYear ? `"year"` : "");
    const year = byYear ? `"year"` : "NULL";
    const each = pixel.map(
      ({ x, y, where }) => `SELECT ${x} AS px, ${y} AS py, ${year} AS y FROM ${source} WHERE ${where}`,
    );
    const [least, most] = [-margin, TILE_PIXELS + margin - 1];
    const sql =
      `SELECT px, py, y, count(*) AS n FROM (${each.join(" UNION ALL ")}) ` +
      `WHERE px BETWEEN ${least} AND ${most} AND py BETWEEN ${least} AND ${most} GROUP BY ALL ORDER BY py, px, y`;
    const pixels: Pixel[] = [];
    for await (const rows of this.#engine.chunks(sql, condition))
      for (const { px, py, y, n } of rows)
        pixels.push({ px: Number(px), py: Number(py), year: y === null ? undefined : Number(y), total: Number(n) });
    return pixels;
  }

  /** The SQL of the pixel of records within each box of a tile. @param columns what is asked for beside place and condition */
  async #within(all: Snapshot, asked: Predicate, tile: Tile, margin: number, columns = "") {
    const { snapshot, predicate } = await narrowed(this.#engine, all, asked);
    const boxes = boxesOf(tile, margin);
    const filter: Sql = sqlOf(predicate, snapshot.interpreted);
    const condition: SqlValue[] = [];
    const pixel = boxes.map((box) => {
      condition.push(box.west, box.east, box.south, box.north, ...filter.values);
      const where = `"decimalLongitude" BETWEEN ? AND ? AND "decimalLatitude" BETWEEN ? AND ? AND (${filter.text})`;
      return { ...pixelSql(tile, box), where };
    });
    // A subtree is a stretch of the records, of which the table of places knows nothing.
    const places = predicate === asked ? placesOf(snapshot, `${filter.text} ${columns}`) : undefined;
    const source = places ?? sourceOf(snapshot, filter);
    return { source, condition, pixel };
  }
}

/** Whole degrees from west to east; the east is beyond 180 when records on both sides of the antimeridian lie closer so. */
function spanOf(row: Readonly<Record<string, unknown>>): [number, number] {
  const [west0, west1, east0, east1] = ["west0", "west1", "east0", "east1"].map((name) =>
    row[name] === null ? undefined : Number(row[name]),
  );
  if (west0 === undefined || west1 === undefined) return [Math.floor(east0!), Math.ceil(east1!)];
  if (east0 === undefined || east1 === undefined) return [Math.floor(west0), Math.ceil(west1)];
  const isCloserAcross = west1 + 360 - east0 < east1 - west0;
  return isCloserAcross ? [Math.floor(east0), Math.ceil(west1 + 360)] : [Math.floor(west0), Math.ceil(east1)];
}

const BASE32 = "0123456789bcdefghjkmnpqrstuvwxyz";

/** The geohash of a point. */
function geohash(lon: number, lat: number, length: number): string {
  const [x, y]: [number, number][] = [
    [-180, 180],
    [-90, 90],
  ];
  let hash = "";
  for (let i = 0, bits = 0; hash.length < length; i++) {
    const span = i % 2 === 0 ? x! : y!;
    const middle = (span[0] + span[1]) / 2;
    const isUpper = (i % 2 === 0 ? lon : lat) >= middle;
    span[isUpper ? 0 : 1] = middle;
    bits = bits * 2 + (isUpper ? 1 : 0);
    if (i % 5 === 4) {
      hash += BASE32[bits];
      bits = 0;
    }
  }
  return hash;
}
