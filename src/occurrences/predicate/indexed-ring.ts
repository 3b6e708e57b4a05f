/**
 * Where is a point relative to a ring of thousands of edges, asked for millions of points?
 *
 * The ring is cut into rows of equal height. Of a row the edges that reach from its bottom to its top are kept from west to
 * east: since edges of a ring do not cross, they have that order at every latitude of the row, and those east of a point are
 * found by halving. The few that end inside of the row are looked at one by one.
 */
/** `[longitude, latitude]` */
export type Point = readonly [number, number];
/** Closed: the last point is the first. */
export type Ring = readonly Point[];

/** Degrees, a tenth of a millimetre: products of decimals are not exact, and a place on a slanted edge is on it all the same. */
const ON_LINE = 1e-9;

const MOST_ROWS = 1_024;
/** Edges of all rows together: of a ring whose edges all reach from end to end, there are fewer rows. */
const MOST_ENTRIES = 400_000;

/** Where a point is. */
export type Place = "inside" | "outside" | "on the line";

/** A ring, or a line. */
export class IndexedRing {
  readonly #ring: Ring;
  #west = Number.POSITIVE_INFINITY;
  #east = Number.NEGATIVE_INFINITY;
  #south = Number.POSITIVE_INFINITY;
  #north = Number.NEGATIVE_INFINITY;
  readonly #rowCount: number;
  /** Edges of each row, by the number of the point that they lead to. */
  readonly #whole: Int32Array[];
  readonly #partial: Int32Array[];

  constructor(ring: Ring) {
    this.#ring = ring;
    for (const [x, y] of ring) {
      this.#west = Math.min(this.#west, x);
      this.#east = Math.max(this.#east, x);
      this.#south = Math.min(this.#south, y);
      this.#north = Math.max(this.#north, y);
    }
    const height = this.#north - this.#south;
    let rowsOfAll = 0;
    for (let i = 1; i < ring.length; i++) rowsOfAll += Math.abs(ring[i]![1] - ring[i - 1]![1]) / (height || 1);
    const most = Math.floor(MOST_ENTRIES / Math.max(1, rowsOfAll));
    this.#rowCount = height > 0 ? Math.max(1, Math.min(MOST_ROWS, ring.length, most)) : 1;
    const whole: number[][] = Array.from({ length: this.#rowCount }, () => []);
    const partial: number[][] = Array.from({ length: this.#rowCount }, () => []);
    for (let i = 1; i < ring.length; i++) {
      const [low, high] = [Math.min(ring[i]![1], ring[i - 1]![1]), Math.max(ring[i]![1], ring[i - 1]![1])];
      const [first, last] = [this.#rowOf(low), this.#rowOf(high)];
      partial[first]!.push(i);
      if (last > first) partial[last]!.push(i);
      for (let row = first + 1; row < last; row++) whole[row]!.push(i);
    }
    this.#partial = partial.map((edges) => Int32Array.from(edges));
    this.#whole = whole.map((edges, row) => {
      const middle = this.#south + ((row + 0.5) * height) / this.#rowCount;
      const at = new Map(edges.map((edge) => [edge, this.#longitude(edge, middle)]));
      return Int32Array.from(edges.sort((a, b) => at.get(a)! - at.get(b)!));
    });
  }

  /** Where a point is. */
  place(x: number, y: number): Place {
    if (x < this.#west || x > this.#east || y < this.#south || y > this.#north) return "outside";
    const row = this.#rowOf(y);
    const whole = this.#whole[row]!;
    let low = 0;
    let high = whole.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (x < this.#longitude(whole[middle]!, y)) high = middle;
      else low = middle + 1;
    }
    // Those next to the point: others are farther away.
    for (let i = Math.max(0, low - 2); i < Math.min(whole.length, low + 2); i++)
      if (this.#isOn(whole[i]!, x, y)) return "on the line";
    let inside = (whole.length - low) % 2 === 1;
    for (const edge of this.#partial[row]!) {
      if (this.#isOn(edge, x, y)) return "on the line";
      const isAcross = this.#ring[edge]![1] > y !== this.#ring[edge - 1]![1] > y;
      if (isAcross && x < this.#longitude(edge, y)) inside = !inside;
    }
    return inside ? "inside" : "outside";
  }

  #rowOf(y: number): number {
    if (this.#rowCount === 1) return 0;
    const row = Math.floor(((y - this.#south) / (this.#north - this.#south)) * this.#rowCount);
    return Math.min(this.#rowCount - 1, row);
  }

  #longitude(edge: number, y: number): number {
    const [xi, yi] = this.#ring[edge]!;
    const [xj, yj] = this.#ring[edge - 1]!;
    return ((xj - xi) * (y - yi)) / (yj - yi) + xi;
  }

  #isOn(edge: number, x: number, y: number): boolean {
    const [x1, y1] = this.#ring[edge - 1]!;
    const [x2, y2] = this.#ring[edge]!;
    if (x < Math.min(x1, x2) || x > Math.max(x1, x2) || y < Math.min(y1, y2) || y > Math.max(y1, y2)) return false;
    const [dx, dy] = [x2 - x1, y2 - y1];
    return Math.abs(dx * (y - y1) - dy * (x - x1)) <= ON_LINE * (Math.abs(dx) + Math.abs(dy));
  }
}
