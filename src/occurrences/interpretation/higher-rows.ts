/** What is above taxa, as rows of numbers of texts: a row is made of the row of the next higher taxon. */
import { MOST_STEPS, type TaxonStep } from "../../answer/taxon-answers.ts";
import { QUERY_RANKS } from "../../taxonomy/match.ts";
import { grownInts, type TextPool } from "./text-pool.ts";

/** Who knows what is above a taxon. */
export interface Hierarchy {
  /** The next higher taxon, −1 at the root. */
  parent(taxon: number): number;
  step(taxon: number): TaxonStep;
}

/** Name and key for each of `QUERY_RANKS`, in turns. */
const TEXTS = 2 * QUERY_RANKS.length;
/** Behind them: where the list of keys begins and ends, and how many steps there are, those that are met twice included. */
const LIST_START = TEXTS;
const LIST_END = TEXTS + 1;
const DEPTH = TEXTS + 2;
const WIDTH = TEXTS + 3;

const FIRST_ROWS = 1 << 8;

/** The row of nothing. */
export const NO_HIGHER = 0;

/** Rows by taxon: it and what is above it. */
export class HigherRows {
  /** Numbers of keys, distinct in a list, from the root down; one list behind the other. */
  keys = new Int32Array(FIRST_ROWS * 8);
  readonly #texts: TextPool;
  #keyCount = 0;
  #rows = new Int32Array(FIRST_ROWS * WIDTH);
  #count = 1;
  readonly #rowOf = new Map<number, number>();

  /** @param texts where texts get their numbers */
  constructor(texts: TextPool) {
    this.#texts = texts;
  }

  /** How many rows there are, that of nothing included. */
  get count(): number {
    return this.#count;
  }

  /** Forgets all: rows that were given before mean nothing any more. */
  clear(): void {
    this.keys = new Int32Array(FIRST_ROWS * 8);
    this.#keyCount = 0;
    this.#rows = new Int32Array(FIRST_ROWS * WIDTH);
    this.#count = 1;
    this.#rowOf.clear();
  }

  /** Number of the canonical name of the lowest taxon of a rank. @param column place of the rank in `QUERY_RANKS` */
  name(row: number, column: number): number {
    return this.#rows[row * WIDTH + 2 * column]!;
  }

  /** Number of its key. */
  key(row: number, column: number): number {
    return this.#rows[row * WIDTH + 2 * column + 1]!;
  }

  /** Where among {@link keys} the list of a row begins. */
  keysStart(row: number): number {
    return this.#rows[row * WIDTH + LIST_START]!;
  }

  /** Where it ends. */
  keysEnd(row: number): number {
    return this.#rows[row * WIDTH + LIST_END]!;
  }

  /** The row of a taxon and what is above it; of longer classifications the lowest {@link MOST_STEPS}. */
  upTo(lowest: number, hierarchy: Hierarchy): number {
    const known = this.#rowOf.get(lowest);
    if (known !== undefined) return known;
    const chain: number[] = [];
    let row = NO_HIGHER;
    for (let taxon = lowest; taxon >= 0 && chain.length < MOST_STEPS; taxon = hierarchy.parent(taxon)) {
      const above = this.#rowOf.get(taxon);
      if (above !== undefined && this.#depth(above) + chain.length <= MOST_STEPS) {
        row = above;
        break;
      }
      chain.push(taxon);
    }
    // What was cut off above is not the same for the taxa on the way.
    const isWhole = this.#depth(row) + chain.length < MOST_STEPS;
    for (let i = chain.length - 1; i >= 0; i--) {
      const { key, name, column } = hierarchy.step(chain[i]!);
      row = this.below(row, this.#texts.of(key), this.#texts.of(name), column);
      if (isWhole || i === 0) this.#rowOf.set(chain[i]!, row);
    }
    return row;
  }

  /** A new row: a taxon below the one of a row. @param key @param name numbers of its texts */
  below(above: number, key: number, name: number, column: number): number {
    const row = this.#count++;
    if (this.#count * WIDTH > this.#rows.length) this.#rows = grownInts(this.#rows, 2 * this.#rows.length);
    const rows = this.#rows;
    const start = row * WIDTH;
    rows.copyWithin(start, above * WIDTH, (above + 1) * WIDTH);
    if (column >= 0) {
      rows[start + 2 * column] = name;
      rows[start + 2 * column + 1] = key;
    }
    rows[start + DEPTH]!++;
    this.#addList(row, key);
    return row;
  }

  /** A list with one more key, if it is not there. */
  #addList(row: number, key: number): void {
    const from = this.keysStart(row);
    const to = this.keysEnd(row);
    const list = this.#keyCount;
    while (list + to - from + 1 > this.keys.length) this.keys = grownInts(this.keys, 2 * this.keys.length);
    const { keys } = this;
    let isThere = false;
    for (let at = from; at < to; at++) {
      const other = keys[at]!;
      keys[list + at - from] = other;
      isThere ||= other === key;
    }
    let end = list + to - from;
    if (!isThere) keys[end++] = key;
    this.#keyCount = end;
    this.#rows[row * WIDTH + LIST_START] = list;
    this.#rows[row * WIDTH + LIST_END] = end;
  }

  #depth(row: number): number {
    return this.#rows[row * WIDTH + DEPTH]!;
  }
}
