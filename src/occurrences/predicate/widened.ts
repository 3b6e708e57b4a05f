/**
 * A polygon a centimetre wider, so that a search engine finds the places on its boundary.
 *
 * Engines keep places in 32 bits a coordinate, rounded down: a place on an edge comes to lie up to 0.0000001 degrees, a
 * centimetre, beside it. Each corner is moved outward by a little more than that.
 */
import type { Point, Ring } from "./indexed-ring.ts";

/** More than the step of a longitude, 360 / 2^32 degrees. */
const BREADTH = 1e-7;
/** A corner so sharp that it would be moved further than this many breadths, a metre, is moved so far. */
const MOST_BREADTHS = 100;

/** The rings of a polygon, the first wider, its holes narrower. */
export function widened(rings: readonly Ring[]): Ring[] {
  return rings.map((ring, i) => moved(ring, i === 0 ? BREADTH : -BREADTH));
}

function moved(ring: Ring, breadth: number): Ring {
  const corners = ring.slice(0, -1);
  const turn = Math.sign(areaOf(ring));
  if (corners.length < 3 || turn === 0) return ring;
  const normal = ([x1, y1]: Point, [x2, y2]: Point): [number, number] => {
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    return [(turn * (y2 - y1)) / length, (-turn * (x2 - x1)) / length];
  };
  const wider = corners.map((corner, i): Point => {
    const before = normal(corners.at(i - 1)!, corner);
    const behind = normal(corner, corners[(i + 1) % corners.length]!);
    const [x, y] = [before[0] + behind[0], before[1] + behind[1]];
    // Along the middle of both normals, so far that both edges are moved by one breadth.
    const length = Math.max(Math.hypot(x, y), 1e-9);
    const scale = Math.min(MOST_BREADTHS, 2 / length) / length;
    return [within(corner[0] + breadth * scale * x, 180), within(corner[1] + breadth * scale * y, 90)];
  });
  return [...wider, wider[0]!];
}

function within(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}

/** Positive for a ring that runs anticlockwise. */
function areaOf(ring: Ring): number {
  return ring.slice(1).reduce((sum, [x, y], i) => sum + (ring[i]![0] * y - x * ring[i]![1]), 0);
}
