/**
 * A tile as a picture: each pixel or shape in the colour of its count, on nothing. GBIF's clients lay it over a base map.
 *
 * Indexed colours, encoded by `fast-png`. The styles of GBIF whose colours are known; any other is drawn as `classic`.
 */
import { encode } from "fast-png";
import type { Bins } from "./bins.ts";
import { eachInTurns } from "./in-turns.ts";
import { TILE_PIXELS } from "./tile.ts";

/** Pixels with their counts, within the tile or around it. */
export type Pixels = readonly { readonly px: number; readonly py: number; readonly total: number }[];

/** Counts up to 10, 100 … 100,000, and above. */
const CLASSIC = ["#FFFF00", "#FFCC00", "#FF9900", "#FF6600", "#D60A00", "#C2002D"];
const STYLES: Readonly<Record<string, readonly string[]>> = {
  classic: CLASSIC,
  green: ["#E5F5E0", "#C7E9C0", "#A1D99B", "#74C476", "#31A354", "#006D2C"],
  purpleYellow: ["#FFFF99", "#FFD97A", "#F5A15F", "#C9628F", "#8A4A9F", "#4A2A82"],
  fire: ["#FFEDA0", "#FED976", "#FEB24C", "#FD8D3C", "#F03B20", "#BD0026"],
  glacier: ["#F1EEF6", "#BDC9E1", "#74A9CF", "#4EB3D3", "#2B8CBE", "#045A8D"],
};
/** Rows of the picture that are drawn at a time. */
const ROWS_TOGETHER = 64;
/** Side of the square that stands for a point, in pixels of a tile. */
const POINT_SIDE = 2;

/** Pixels of a tile's side at a scale of 1. */
export const SCALES: Readonly<Record<string, number>> = { H: 0.5, "1": 1, "2": 2, "3": 3, "4": 4 };

/** The bytes of a PNG. @param scale how many pixels stand for one of the tile */
export async function picture(pixels: Pixels, bins: Bins | undefined, style: string, scale: number): Promise<Buffer> {
  const colours = STYLES[style.replace(/\.\w+$/, "").replace(/-noborder$/, "")] ?? CLASSIC;
  const side = TILE_PIXELS * scale;
  const data = new Uint8Array(side * side);
  if (bins === undefined) await drawPoints(data, side, scale, pixels);
  else await drawShapes(data, side, pixels, bins);
  const palette = [[0, 0, 0, 0], ...colours.map(rgba)];
  return Buffer.from(encode({ width: side, height: side, data, depth: 8, channels: 1, palette }));
}

function rgba(hex: string): number[] {
  return [...[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)), 255];
}

/** 1 for up to ten records, 2 for up to a hundred … */
function classOf(total: number): number {
  return Math.min(CLASSIC.length, Math.max(1, Math.ceil(Math.log10(total) - 1e-9)));
}

async function drawPoints(data: Uint8Array, side: number, scale: number, pixels: Pixels): Promise<void> {
  const block = Math.max(1, Math.round(POINT_SIDE * scale));
  await eachInTurns(pixels, ({ px, py, total }) => {
    const [left, top] = [Math.floor(px * scale), Math.floor(py * scale)];
    const colour = classOf(total);
    for (let y = Math.max(0, top); y < Math.min(side, top + block); y++)
      for (let x = Math.max(0, left); x < Math.min(side, left + block); x++)
        data[y * side + x] = Math.max(data[y * side + x]!, colour);
  });
}

async function drawShapes(data: Uint8Array, side: number, pixels: Pixels, bins: Bins): Promise<void> {
  const totals = new Map<number, number>();
  await eachInTurns(pixels, ({ px, py, total }) => {
    const shape = bins.shapeOf(px, py);
    totals.set(shape, (totals.get(shape) ?? 0) + total);
  });
  const unit = TILE_PIXELS / side;
  const columns = Int32Array.from({ length: side }, (_, x) => Math.floor(x * unit));
  const classes = new Uint8Array(TILE_PIXELS);
  let row = -1;
  const drawRow = (y: number): void => {
    const py = Math.floor(y * unit);
    if (py !== row) {
      row = py;
      for (let px = 0; px < TILE_PIXELS; px++) {
        const total = totals.get(bins.shapeOf(px, py));
        classes[px] = total === undefined ? 0 : classOf(total);
      }
    }
    for (let x = 0; x < side; x++) data[y * side + x] = classes[columns[x]!]!;
  };
  await eachInTurns([...columns.keys()], drawRow, ROWS_TOGETHER);
}
