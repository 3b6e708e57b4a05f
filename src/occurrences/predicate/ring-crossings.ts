/** Which rings cross themselves or others? */
import { IndexedRing, type Point, type Ring } from "./indexed-ring.ts";

/** A point where two edges that are no neighbours cross; `undefined` when there is none. */
export function selfIntersection(ring: Ring): Point | undefined {
  const last = ring.length - 1;
  return crossing(ring, ring, (i, j) => Math.abs(i - j) <= 1 || Math.abs(i - j) === last - 1);
}

/**
 * Where an edge of one ring crosses one of another. Along the axis on which edges are shorter, only those are compared that
 * begin before the other ends.
 * @param areNeighbours pairs that are not looked at, by the points that they lead to
 */
function crossing(a: Ring, b: Ring, areNeighbours?: (i: number, j: number) => boolean): Point | undefined {
  const length = (axis: 0 | 1) => [a, b].reduce((sum, ring) => sum + lengthAlong(ring, axis), 0) / (span(a, axis) || 1);
  const axis = length(0) <= length(1) ? 0 : 1;
  const across = axis === 0 ? 1 : 0;
  const of = (ring: Ring) =>
    ring
      .slice(1)
      .map((to, i) => {
        const from = ring[i]!;
        return {
          ...{ i: i + 1, from, to, begin: Math.min(from[axis], to[axis]), end: Math.max(from[axis], to[axis]) },
          ...{ low: Math.min(from[across], to[across]), high: Math.max(from[across], to[across]) },
        };
      })
      .sort((one, other) => one.begin - other.begin);
  const edges = of(a);
  const others = a === b ? edges : of(b);
  let first = 0;
  for (const [k, edge] of edges.entries()) {
    // Others that begin before this one are compared from their side, unless they are of another ring.
    if (a === b) first = k + 1;
    for (let j = first; j < others.length; j++) {
      const other = others[j]!;
      if (other.begin > edge.end) break;
      if (other.end < edge.begin || other.low > edge.high || other.high < edge.low) continue;
      if (areNeighbours?.(edge.i, other.i)) continue;
      if (doCross(edge.from, edge.to, other.from, other.to)) return other.from;
    }
  }
  return undefined;
}

function lengthAlong(ring: Ring, axis: 0 | 1): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += Math.abs(ring[i]![axis] - ring[i - 1]![axis]);
  return sum;
}

function doCross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  const [s1, s2, s3, s4] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  return s1 !== s2 && s3 !== s4 && s1 * s2 < 0 && s3 * s4 < 0;
}

/** Whether two polygons have more than a boundary in common: edges that cross, or one inside of the other. */
export function overlap(a: readonly Ring[], b: readonly Ring[]): boolean {
  const [outerA, outerB] = [a[0]!, b[0]!];
  const areApart = ([0, 1] as const).some((axis) => {
    const [[lowA, highA], [lowB, highB]] = [rangeOf(outerA, axis), rangeOf(outerB, axis)];
    return lowA > highB || lowB > highA;
  });
  if (areApart) return false;
  if (crossing(outerA, outerB) !== undefined) return true;
  const isPointIn = (points: Ring, polygon: readonly Ring[]): boolean => {
    const [outer, ...holes] = polygon.map((ring) => new IndexedRing(ring));
    return points.some(
      ([x, y]) => outer!.place(x, y) === "inside" && !holes.some((hole) => hole.place(x, y) !== "outside"),
    );
  };
  return isPointIn(outerB, a) || isPointIn(outerA, b);
}

/** How far a ring reaches, west to east or south to north. */
export function span(ring: Ring, axis: 0 | 1 = 0): number {
  const [low, high] = rangeOf(ring, axis);
  return high - low;
}

function rangeOf(ring: Ring, axis: 0 | 1): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const point of ring) {
    low = Math.min(low, point[axis]);
    high = Math.max(high, point[axis]);
  }
  return [low, high];
}
