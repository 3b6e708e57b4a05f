/**
 * Into which shape does a pixel fall? Squares, hexagons that stand on a side, or the pixel itself.
 *
 * Hexagons are counted from the corner of the world at each zoom, so that those of neighbouring tiles meet; squares lie
 * within their tile. Coordinates of shapes are in 4096ths of a tile.
 */
import { invalid } from "../predicate/values.ts";
import { TILE_PIXELS, type Tile } from "./tile.ts";

/** Units of a tile's side in which shapes are drawn. */
export const BIN_EXTENT = 4096;
const UNITS_A_PIXEL = BIN_EXTENT / TILE_PIXELS;

/** A closed line around a shape, without its last point. */
export type Outline = readonly (readonly [number, number])[];

/** How pixels are put together. */
export interface Bins {
  /** Pixels around a tile whose records count for shapes that reach into it. */
  readonly margin: number;
  /** The shape of a pixel, as a number that no other shape has. */
  shapeOf(px: number, py: number): number;
  /** `undefined` when the shape lies outside of the tile. */
  outline(shape: number): Outline | undefined;
}

/** The bins that `bin`, `squareSize` and `hexPerTile` ask for; `undefined` for points. @throws OCCURRENCE_QUERY_INVALID */
export function binsOf(
  tile: Tile,
  {
    bin,
    squareSize,
    hexPerTile,
  }: { bin?: string | undefined; squareSize?: string | undefined; hexPerTile?: string | undefined },
): Bins | undefined {
  if (bin === undefined) return undefined;
  const kind = bin.toLowerCase();
  if (kind === "square") return squares(bounded(squareSize, 16, [8, BIN_EXTENT], "squareSize"));
  if (kind === "hex") return hexagons(tile, bounded(hexPerTile, 51, [1, 255], "hexPerTile"));
  return invalid(`bin ${bin.slice(0, 50)} is neither square nor hex`);
}

function bounded(text: string | undefined, otherwise: number, [least, most]: [number, number], name: string): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  const isFitting = /^\d{1,5}$/.test(text) && number >= least && number <= most;
  return isFitting ? number : invalid(`${name} ${text.slice(0, 50)} is not a whole number from ${least} to ${most}`);
}

function squares(size: number): Bins {
  const across = Math.ceil(BIN_EXTENT / size);
  return {
    margin: 0,
    shapeOf: (px, py) => Math.floor((py * UNITS_A_PIXEL) / size) * across + Math.floor((px * UNITS_A_PIXEL) / size),
    outline: (shape) => {
      const [left, top] = [(shape % across) * size, Math.floor(shape / across) * size];
      const [right, bottom] = [Math.min(left + size, BIN_EXTENT), Math.min(top + size, BIN_EXTENT)];
      return [
        [left, top],
        [right, top],
        [right, bottom],
        [left, bottom],
      ];
    },
  };
}

/** Shapes are numbered by column and row from one corner of what can be seen. */
const ROWS = 1 << 20;

function hexagons({ x, y }: Tile, perTile: number): Bins {
  const width = BIN_EXTENT / ((1.5 * (perTile + 1)) / 2);
  const height = (width * Math.sqrt(3)) / 2;
  const side = width / 2;
  // The tile's corner, in units from the corner of the world.
  const [left, top] = [x * BIN_EXTENT, y * BIN_EXTENT];
  const firstColumn = Math.floor(left / (1.5 * side)) - 4;
  const firstRow = Math.floor(top / height) - 4;
  const centre = (column: number, row: number): [number, number] => [
    column * 1.5 * side,
    (row + (Math.abs(column) % 2) / 2) * height,
  ];
  return {
    margin: Math.ceil(width / UNITS_A_PIXEL) + 1,
    shapeOf: (px, py) => {
      const [gx, gy] = [left + (px + 0.5) * UNITS_A_PIXEL, top + (py + 0.5) * UNITS_A_PIXEL];
      const about = Math.round(gx / (1.5 * side));
      let best = 0;
      let nearest = Number.POSITIVE_INFINITY;
      for (const column of [about - 1, about, about + 1]) {
        const row = Math.round(gy / height - (Math.abs(column) % 2) / 2);
        const [cx, cy] = centre(column, row);
        const distance = (gx - cx) ** 2 + (gy - cy) ** 2;
        if (distance < nearest) {
          nearest = distance;
          best = (column - firstColumn) * ROWS + (row - firstRow);
        }
      }
      return best;
    },
    outline: (shape) => {
      const [column, row] = [Math.floor(shape / ROWS) + firstColumn, (shape % ROWS) + firstRow];
      const [cx, cy] = centre(column, row);
      const [mx, my] = [cx - left, cy - top];
      if (mx < -side || mx > BIN_EXTENT + side || my < -height / 2 || my > BIN_EXTENT + height / 2) return undefined;
      return [
        [mx - side, my],
        [mx - side / 2, my - height / 2],
        [mx + side / 2, my - height / 2],
        [mx + side, my],
        [mx + side / 2, my + height / 2],
        [mx - side / 2, my + height / 2],
      ].map(([u, v]) => [Math.round(u!), Math.round(v!)] as const);
    },
  };
}
