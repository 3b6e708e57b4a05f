/**
 * What is at a point whose cell a border crosses? Such a cell is cut into parts when it is met first; most of them no border
 * crosses, so that what is true of one point of a part is true of all.
 */
import { anyCellOf, CELLS_PER_DEGREE, COLUMNS, EDGE_NUMBERS, markTouched } from "./border-grid.ts";
import { Remembered } from "./remembered.ts";

/** Parts along the edge of a cell: 350 m each, along the equator. */
const PARTS = 16;
/** Cells that are kept with their parts, half a kilobyte each. */
const CELLS_KEPT = 4_000;
/** Rows of cells whose edges are kept together. */
const BAND_ROWS = CELLS_PER_DEGREE;

/** A part that was not asked for yet, and one that a border crosses; from 2 on the numbers of answers. */
const UNKNOWN = 0;
const CROSSED = 1;
const FIRST_ANSWER = 2;

/** Answers by parts of cells. */
export class BorderParts {
  readonly #edges: Float64Array;
  /** Places of the edges that touch each degree of latitude. */
  readonly #bands: readonly number[][];
  readonly #codesAt: (latitude: number, longitude: number) => readonly string[];
  readonly #answers: (readonly string[])[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #parts = new Remembered((cell: number) => this.#cut(cell), CELLS_KEPT);

  /**
   * @param edges see `borderEdges`
   * @param codesAt asks the polygons
   */
  constructor(edges: Float64Array, codesAt: (latitude: number, longitude: number) => readonly string[]) {
    this.#edges = edges;
    this.#codesAt = codesAt;
    this.#bands = Array.from({ length: 180 }, () => []);
    for (let at = 0; at < edges.length; at += EDGE_NUMBERS) {
      const [low, high] = [edges[at + 1]!, edges[at + 3]!].sort((a, b) => a - b) as [number, number];
      const last = Math.min(179, Math.floor((high + 1) / BAND_ROWS));
      for (let band = Math.max(0, Math.floor((low - 1) / BAND_ROWS)); band <= last; band++) this.#bands[band]!.push(at);
    }
  }

  /** What is at a point within the legal range; `undefined` where a border crosses its part, and only the polygons know. */
  at(latitude: number, longitude: number): readonly string[] | undefined {
    const cell = anyCellOf(latitude, longitude);
    const parts = this.#parts.of(cell);
    const part = partOf(latitude + 90, Math.floor(cell / COLUMNS)) * PARTS + partOf(longitude + 180, cell % COLUMNS);
    let answer = parts[part]!;
    if (answer === CROSSED) return undefined;
    if (answer === UNKNOWN) {
      answer = this.#numberOf(this.#codesAt(latitude, longitude));
      parts[part] = answer;
    }
    return this.#answers[answer - FIRST_ANSWER];
  }

  #numberOf(codes: readonly string[]): number {
    const key = codes.join();
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#answers.push(codes) - 1 + FIRST_ANSWER;
      this.#numbers.set(key, number);
    }
    return number;
  }

  #cut(cell: number): Uint16Array {
    const parts = new Uint16Array(PARTS * PARTS);
    const row = Math.floor(cell / COLUMNS);
    const [firstRow, firstColumn] = [row * PARTS, (cell % COLUMNS) * PARTS];
    const mark = (touched: number, first: number, last: number) => {
      const start = (touched - firstRow) * PARTS;
      const from = Math.max(0, first - firstColumn);
      const to = Math.min(PARTS - 1, last - firstColumn);
      if (from <= to) parts.fill(CROSSED, start + from, start + to + 1);
    };
    for (const at of this.#bands[Math.floor(row / BAND_ROWS)]!)
      markTouched(this.#edges, at, PARTS, firstRow, firstRow + PARTS - 1, mark);
    return parts;
  }
}

/** Which part of its cell a coordinate lies in. @param degrees from the south pole or the antimeridian @param cell row or column */
function partOf(degrees: number, cell: number): number {
  return Math.min(PARTS - 1, Math.floor((degrees * CELLS_PER_DEGREE - cell) * PARTS));
}
