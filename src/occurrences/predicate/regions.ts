/**
 * Which points lie in a region given as WKT?
 *
 * POINT, LINESTRING, LINEARRING, POLYGON and MULTIPOLYGON, longitude first. The outer ring runs anticlockwise, holes
 * clockwise; another winding is refused with the ring turned round, since GBIF's clients mean the other side of the world
 * by it. A ring that spans more than 180° of longitude crosses the antimeridian: its western part is moved by 360°, and the
 * region is cut at 180°. Points on the boundary belong to it, so that a rectangle and two ranges find the same.
 */
import { BinomenError } from "../../errors.ts";
import { IndexedRing, type Point, type Ring } from "./indexed-ring.ts";
import { overlap, selfIntersection, span } from "./ring-crossings.ts";

/** A region: polygons, each its outer ring and its holes; a point or a line has polygons without an area. */
export interface Region {
  readonly polygons: readonly (readonly Ring[])[];
  /** Separate points, and lines as pairs of points. */
  readonly lines: readonly (readonly Point[])[];
  /** As given. */
  readonly wkt: string;
  readonly pointCount: number;
}

/** More points than this are refused (GBIF's limit for downloads). */
export const MOST_POINTS = 10_000;

/**
 * Reads a region.
 * @param options.anyWinding turns rings round instead of refusing them: predicates of downloads are kept for years, and
 *   GBIF takes their rings in either direction
 * @throws BinomenError OCCURRENCE_QUERY_INVALID with GBIF's sentence
 */
export function readRegion(wkt: string, { anyWinding = false } = {}): Region {
  return new WktReader(wkt, anyWinding).read();
}

/** WKT of polygons. */
export function wktOf(polygons: readonly (readonly Ring[])[]): string {
  const texts = polygons.map((rings) => `(${rings.map((ring) => `(${ringText(ring)})`).join(",")})`);
  return texts.length === 1 ? `POLYGON${texts[0]}` : `MULTIPOLYGON(${texts.join(",")})`;
}

function ringText(ring: Ring): string {
  return ring.map(([x, y]) => `${x} ${y}`).join(",");
}

/** Twice the signed area: positive when the ring runs anticlockwise. */
export function signedArea(ring: Ring): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1]!;
    const [x2, y2] = ring[i]!;
    sum += x1 * y2 - x2 * y1;
  }
  return sum;
}

class WktReader {
  readonly #wkt: string;
  readonly #anyWinding: boolean;
  #at = 0;
  #points = 0;

  constructor(wkt: string, anyWinding: boolean) {
    this.#wkt = wkt.trim();
    this.#anyWinding = anyWinding;
  }

  read(): Region {
    const kind = this.#word();
    const polygons: (readonly Ring[])[] = [];
    const lines: Point[][] = [];
    if (kind === "POINT") lines.push([...this.#list(1)]);
    else if (kind === "LINESTRING" || kind === "LINEARRING") lines.push([...this.#list(2)]);
    else if (kind === "POLYGON") polygons.push(...this.#polygon());
    else if (kind === "MULTIPOLYGON") {
      this.#take("(");
      do {
        const more = this.#polygon();
        for (const one of more)
          if (polygons.some((other) => overlap(one, other))) this.#refuse(`Polygons overlap: ${this.#wkt}`);
        polygons.push(...more);
      } while (this.#tryTake(","));
      this.#take(")");
    } else this.#fail(kind === "" ? "Expected a word" : `Unknown or unsupported geometry type: ${kind}`);
    if (this.#at < this.#wkt.length)
      this.#fail(`Unexpected text after the geometry: ${this.#wkt.slice(this.#at, this.#at + 20)}`);
    return { polygons, lines, wkt: this.#wkt, pointCount: this.#points };
  }

  /** A polygon, or what is left of it on both sides of the antimeridian. */
  #polygon(): Ring[][] {
    this.#take("(");
    const rings: Point[][] = [];
    do rings.push([...this.#list(4)]);
    while (this.#tryTake(","));
    this.#take(")");
    return this.#checked(rings);
  }

  #checked(rings: Point[][]): Ring[][] {
    const crosses = span(rings[0]!) > 180;
    const moved: Point[][] = crosses
      ? rings.map((ring) => ring.map(([x, y]): Point => [x < 0 ? x + 360 : x, y]))
      : [...rings];
    for (const [index, given] of moved.entries()) {
      const isTurned = this.#anyWinding && signedArea(given) < 0 !== index > 0;
      const ring = isTurned ? [...given].reverse() : given;
      moved[index] = ring;
      const [first, last] = [ring[0]!, ring.at(-1)!];
      if (first[0] !== last[0] || first[1] !== last[1])
        this.#refuse(`Points of LinearRing do not form a closed linestring: ${this.#wkt}`);
      if (ring.length < 4) this.#refuse(`Polygon ring with fewer than 4 points: ${this.#wkt}`);
      const area = signedArea(ring);
      if (area === 0) this.#refuse(`Polygon with zero area: ${this.#wkt}`);
      const crossing = selfIntersection(ring);
      if (crossing) this.#refuse(`Self-intersection at or near point (${crossing.join(" ")}): ${this.#wkt}`);
      if (index === 0 && area < 0)
        this.#refuse(
          `Polygon with clockwise exterior ring: ${this.#wkt}. Did you mean these coordinates? ${turned(rings, [0])}`,
        );
      if (index > 0 && area > 0)
        this.#refuse(
          `Polygon with anticlockwise interior ring: ${this.#wkt}. Did you mean these coordinates? ${turned(rings, [index])}`,
        );
    }
    return cutAtAntimeridian(moved);
  }

  /** Points between brackets, equal neighbours once. */
  #list(least: number): Point[] {
    this.#take("(");
    const points: Point[] = [];
    do {
      const x = this.#number();
      const y = this.#number();
      if (Math.abs(y) > 90) this.#refuse(`Latitude ${y} of point ${this.#points + 1} is beyond 90: ${this.#wkt}`);
      if (Math.abs(x) > 540) this.#refuse(`Longitude ${x} of point ${this.#points + 1} is beyond 540: ${this.#wkt}`);
      const last = points.at(-1);
      if (last?.[0] !== x || last[1] !== y || points.length + 1 < least) points.push([x, y]);
      if (++this.#points > MOST_POINTS)
        this.#refuse(`The geometry has more than ${MOST_POINTS} points. The maximum is ${MOST_POINTS}.`);
    } while (this.#tryTake(","));
    this.#take(")");
    if (points.length < Math.min(least, 2) && least > 1) this.#fail("Expected more points");
    return points;
  }

  #word(): string {
    const found = /^[A-Za-z]*/.exec(this.#wkt)![0];
    this.#at = found.length;
    this.#skip();
    return found.toUpperCase();
  }

  #number(): number {
    const pattern = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#wkt);
    if (!found) this.#fail("Expected a number");
    this.#at = pattern.lastIndex;
    const after = this.#wkt.charAt(this.#at);
    if (after !== "" && !/[\s,)]/.test(after)) this.#fail("Expected a number");
    this.#skip();
    return Number(found![0]);
  }

  #take(sign: string): void {
    if (this.#tryTake(sign)) return;
    const found = this.#wkt.charAt(this.#at);
    this.#fail(`Expected [${sign}] found ${found === "" ? "EOF" : `'${found}'`}`);
  }

  #tryTake(sign: string): boolean {
    if (this.#wkt.charAt(this.#at) !== sign) return false;
    this.#at++;
    this.#skip();
    return true;
  }

  #skip(): void {
    while (this.#at < this.#wkt.length && this.#wkt.charCodeAt(this.#at) <= 0x20) this.#at++;
  }

  #fail(what: string): never {
    return this.#refuse(`Cannot parse simple WKT: ${this.#wkt} ${what}`);
  }

  #refuse(problem: string): never {
    throw new BinomenError("OCCURRENCE_QUERY_INVALID", { problem: shortened(problem) });
  }
}

/** A sentence that quotes a long geometry is cut in its middle, and says so. */
function shortened(problem: string): string {
  return problem.length <= 2000 ? problem : `${problem.slice(0, 1000)} … ${problem.slice(-900)}`;
}

function turned(rings: readonly Ring[], which: readonly number[]): string {
  return wktOf([rings.map((ring, i) => (which.includes(i) ? [...ring].reverse() : ring))]);
}

/** Polygons with longitudes of −180 to 180; what lies beyond on either side comes back on the other. */
function cutAtAntimeridian(rings: readonly Ring[]): Ring[][] {
  const out: Ring[][] = [];
  for (const shift of [-360, 0, 360]) {
    const clipped = rings
      .map((ring) => clip(ring.map(([x, y]): Point => [x + shift, y])))
      .filter((ring) => ring.length >= 4 && signedArea(ring) !== 0);
    if (clipped.length > 0 && signedArea(clipped[0]!) > 0) out.push(clipped);
  }
  return out;
}

/** Sutherland–Hodgman against −180 ≤ longitude ≤ 180. */
function clip(ring: Ring): Ring {
  if (ring.every(([x]) => x >= -180 && x <= 180)) return ring;
  const half = (points: Ring, isInside: (x: number) => boolean, edge: number): Point[] => {
    const kept: Point[] = [];
    for (let i = 0; i + 1 < points.length; i++) {
      const [from, to] = [points[i]!, points[i + 1]!];
      if (isInside(from[0])) kept.push(from);
      if (isInside(from[0]) !== isInside(to[0]))
        kept.push([edge, from[1] + ((to[1] - from[1]) * (edge - from[0])) / (to[0] - from[0])]);
    }
    if (kept.length > 0) kept.push(kept[0]!);
    return kept;
  };
  return half(
    half(ring, (x) => x >= -180, -180),
    (x) => x <= 180,
    180,
  );
}

/** A region of which many points are asked. */
export class IndexedRegion {
  readonly #polygons: readonly (readonly IndexedRing[])[];
  readonly #lines: readonly IndexedRing[];

  constructor({ polygons, lines }: Pick<Region, "polygons" | "lines">) {
    this.#polygons = polygons.map((rings) => rings.map((ring) => new IndexedRing(ring)));
    // A point is a line of no length.
    this.#lines = lines.map((line) => new IndexedRing(line.length === 1 ? [line[0]!, line[0]!] : line));
  }

  /** Whether the region holds a point: on its boundary counts. */
  holds(x: number, y: number): boolean {
    return (
      this.#polygons.some(([outer, ...holes]) => {
        const place = outer?.place(x, y) ?? "outside";
        return place === "on the line" || (place === "inside" && !holes.some((hole) => hole.place(x, y) === "inside"));
      }) || this.#lines.some((line) => line.place(x, y) === "on the line")
    );
  }
}
