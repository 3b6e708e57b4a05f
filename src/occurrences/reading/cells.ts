/**
 * The distinct cells of a column as they stand in a chunk. Most of them are hashed and written as they are: one becomes a
 * text only where somebody asks what it says.
 */

import { lentBytes } from "./chunk-memory.ts";
import { cleanCell } from "./clean.ts";

const AMPERSAND = 0x26;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const LARGE_N = 0x4e;
const SMALL_N = 0x6e;
/** What is longer may be too long for some field. */
const LONGEST_CLEAN = 10_000;

/** Cells by number; they are different, but for those that are absent. */
export class Cells {
  /** The chunk, UTF-8. */
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
  /** 1 for what counts as no value. */
  readonly absent: Uint8Array;
  /** True when no value is longer than usual, is the word "null" in any letters, or has spaces around it. */
  readonly isClean: boolean;
  readonly #textOf: (start: number, end: number) => string;
  #texts: readonly (string | undefined)[] | undefined;

  private constructor(
    { bytes, starts, ends, count }: Pick<Cells, "bytes" | "starts" | "ends" | "count">,
    absent: Uint8Array,
    isClean: boolean,
    textOf: (start: number, end: number) => string,
  ) {
    this.bytes = bytes;
    this.starts = starts;
    this.ends = ends;
    this.count = count;
    this.absent = absent;
    this.isClean = isClean;
    this.#textOf = textOf;
  }

  /**
   * The cells that stand at these places, `undefined` where one says another value than its bytes do (entities).
   * @param textOf the text between two places of the chunk
   */
  static of(
    places: Pick<Cells, "bytes" | "starts" | "ends" | "count">,
    textOf: (start: number, end: number) => string,
  ): Cells | undefined {
    const { bytes, starts, ends, count } = places;
    const absent = lentBytes(count);
    let isClean = true;
    for (let code = 0; code < count; code++) {
      const start = starts[code]!;
      const end = ends[code]!;
      if (end === start) {
        absent[code] = 1;
        continue;
      }
      const first = bytes[start]!;
      const last = bytes[end - 1]!;
      if (first <= SPACE || last <= SPACE || first > 0x7f || last > 0x7f || isMaybeNothing(first, end - start)) {
        const text = textOf(start, end);
        if (cleanCell(text) === undefined) {
          absent[code] = 1;
          continue;
        }
        if (text.trim() !== text || text.toLowerCase() === "null") isClean = false;
      }
      if (end - start > LONGEST_CLEAN) isClean = false;
      if (hasAmpersand(bytes, start, end)) {
        const text = textOf(start, end);
        if (cleanCell(text) !== text) return undefined;
      }
    }
    return new Cells(places, absent, isClean, textOf);
  }

  /** Texts that are kept elsewhere as bytes; different ones, but for those that are absent. */
  static ofTexts(
    places: Pick<Cells, "bytes" | "starts" | "ends" | "count">,
    absent: Uint8Array,
    textOf: (start: number, end: number) => string,
  ): Cells {
    return new Cells(places, absent, true, textOf);
  }

  /** What a cell says, `undefined` when it is absent. */
  text(code: number): string | undefined {
    if (this.absent[code] === 1) return undefined;
    return this.#texts === undefined ? this.#textOf(this.starts[code]!, this.ends[code]!) : this.#texts[code];
  }

  /** What all cells say. */
  get texts(): readonly (string | undefined)[] {
    if (this.#texts === undefined) {
      const texts: (string | undefined)[] = new Array(this.count);
      for (let code = 0; code < this.count; code++) texts[code] = this.text(code);
      this.#texts = texts;
    }
    return this.#texts;
  }
}

/** A column whose values become texts when they are asked for. */
export class ColumnOfCells {
  readonly codes: Int32Array;
  readonly cells: Cells;
  readonly count: number;

  constructor(codes: Int32Array, cells: Cells) {
    this.codes = codes;
    this.cells = cells;
    this.count = cells.count;
  }

  get values(): readonly (string | undefined)[] {
    return this.cells.texts;
  }
}

/** True for what may be `\N` or the word "null". */
function isMaybeNothing(first: number, length: number): boolean {
  return (length === 2 && first === BACKSLASH) || (length === 4 && (first === LARGE_N || first === SMALL_N));
}

function hasAmpersand(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === AMPERSAND) return true;
  return false;
}
