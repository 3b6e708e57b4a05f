/**
 * What is there of a column without its nulls, and which levels say where it stands?
 *
 * Values come by rows, or as distinct values with the number of each row: then nothing is asked of a row but its number.
 */
import type { ByteSink } from "../../../answer/bytes/byte-sink.ts";
import type { Cells } from "../../reading/cells.ts";
import { lentBytes, lentDoubles, lentInts } from "../../reading/chunk-memory.ts";
import { dictionaryOf, dictionaryOfDifferent, saves } from "./distinct.ts";
import type { Value, WrittenCells } from "./encoding.ts";

type ListOfTexts = readonly string[];

/** A long text that is put together where it is written; equal ones must be one object. */
export interface WrittenText {
  writeTo(sink: ByteSink): void;
  toString(): string;
}

/** A value of a column; `undefined` is null, and an empty list is null, too. */
export type ColumnValue = Value | ListOfTexts | WrittenText | undefined;

/** Values by row. */
export type ColumnValues = readonly ColumnValue[];

/** Values by the numbers of rows, which follow the order of their first rows. */
export interface NumberedValues {
  readonly codes: Int32Array;
  readonly values: ColumnValues | Numbers;
  /** The values as they stand in the chunk, where they do; then they are texts. */
  readonly cells?: Cells | undefined;
  /** The values, where they are lists of such texts. */
  readonly lists?: ListsOfCells | undefined;
}

/** Lists of texts that stand somewhere as bytes. */
export interface ListsOfCells {
  /** Where in `texts` each list begins; the next one begins where it ends. */
  readonly starts: Int32Array;
  /** Numbers of texts among the cells. */
  readonly texts: Int32Array;
  /** The texts in the order in which they are met first, all different, none absent. */
  readonly cells: Cells;
}

/** Numbers by row, or by the numbers of rows; NaN is null. */
export type Numbers = Float64Array;

/** The leaves of a column. */
export interface Leaves {
  /** How many are not null. */
  readonly count: number;
  /** One for each value and each null; `undefined` when all are the same. */
  readonly definitions: Uint8Array | undefined;
  /** The level that all have, where they have the same. */
  readonly definition: number;
  readonly repetitions: Uint8Array | undefined;
  readonly slots: number;
  /** The values, distinct where that saves half. */
  readonly written: readonly Value[] | Numbers;
  /** Which of the distinct values stand where; `undefined` when all values are written. */
  readonly indexes: Int32Array | undefined;
  /** The written texts, where they stand in the chunk as they are. */
  readonly cells?: WrittenCells | undefined;
}

const EMPTY = {
  count: 0,
  definitions: undefined,
  definition: 0,
  repetitions: undefined,
  written: [],
  indexes: undefined,
};

/** 0, 1, 2 …, as many as were needed so far. */
let rowNumbers = new Int32Array(0);

/** 0, 1, 2 … */
function upTo(count: number): Int32Array {
  if (rowNumbers.length < count) rowNumbers = new Int32Array(count).map((_, row) => row);
  return rowNumbers.subarray(0, count);
}

/** Numbers of rows for values that come by rows. */
function byRow(values: ColumnValues): NumberedValues {
  return { codes: upTo(values.length), values };
}

/** The leaves of numbers that hardly repeat: they are written one by one. */
export function leavesOfNumbers(numbers: Numbers): Leaves {
  const slots = numbers.length;
  const definitions = lentBytes(slots);
  let count = 0;
  for (let row = 0; row < slots; row++) if (!Number.isNaN(numbers[row]!)) count += definitions[row] = 1;
  if (count === 0) return { ...EMPTY, slots };
  return {
    count,
    definitions: count < slots ? definitions : undefined,
    definition: count < slots ? 0 : 1,
    repetitions: undefined,
    slots,
    written: count < slots ? numbers.filter((number) => !Number.isNaN(number)) : numbers,
    indexes: undefined,
  };
}

/**
 * The leaves of a column that has one value in a row.
 * @param mostRepeating share of rows that may have a value of their own for a dictionary to be worth while; 0 for none
 */
export function leavesOfValues(column: ColumnValues | NumberedValues, mostRepeating: number): Leaves {
  if ("codes" in column && column.cells) return leavesOfCells(column.codes, column.cells, mostRepeating);
  const { codes, values } = ("codes" in column ? column : byRow(column)) as {
    codes: Int32Array;
    values: readonly (Value | undefined)[] | Numbers;
  };
  const isNull = lentBytes(values.length);
  const nulls = values instanceof Float64Array ? markMissing(values, isNull) : markUndefined(values, isNull);
  const { filled, ...levels } = levelsOf(codes, isNull, nulls);
  if (filled.length === 0) return { ...EMPTY, slots: codes.length };
  const dictionary = mostRepeating > 0 ? dictionaryOf(filled, values, mostRepeating) : undefined;
  return {
    ...levels,
    written:
      dictionary?.values ??
      (values instanceof Float64Array ? expandedNumbers(filled, values) : expanded(filled, values as readonly Value[])),
    indexes: dictionary?.indexes,
  };
}

/** The leaves of a column whose values stand in the chunk. */
function leavesOfCells(codes: Int32Array, cells: Cells, mostRepeating: number): Leaves {
  const { absent } = cells;
  let nulls = 0;
  for (let code = 0; code < absent.length; code++) nulls += absent[code]!;
  const { filled, ...levels } = levelsOf(codes, absent, nulls);
  if (filled.length === 0) return { ...EMPTY, slots: codes.length };
  const distinct = dictionaryOfDifferent(filled, absent, mostRepeating);
  return {
    ...levels,
    written: [],
    indexes: distinct?.indexes,
    cells: { cells, codes: distinct?.codes ?? filled, isDistinct: distinct !== undefined },
  };
}

/** The codes of rows that have a value, and the levels of all. */
function levelsOf(
  codes: Int32Array,
  isNull: Uint8Array,
  nulls: number,
): Omit<Leaves, "written" | "indexes"> & { filled: Int32Array } {
  const rows = codes.length;
  let definitions: Uint8Array | undefined;
  let filled = codes;
  if (nulls > 0) {
    const defined = lentBytes(rows);
    filled = keptCodes(codes, isNull, defined);
    if (filled.length < rows) definitions = defined;
  }
  return {
    ...{ filled, count: filled.length, definitions, definition: definitions ? 0 : 1, repetitions: undefined },
    slots: rows,
  };
}

function markUndefined(values: readonly (Value | undefined)[], isNull: Uint8Array): number {
  let nulls = 0;
  for (let code = 0; code < values.length; code++) if (values[code] === undefined) nulls += isNull[code] = 1;
  return nulls;
}

function markMissing(numbers: Numbers, isNull: Uint8Array): number {
  let nulls = 0;
  for (let code = 0; code < numbers.length; code++) if (Number.isNaN(numbers[code]!)) nulls += isNull[code] = 1;
  return nulls;
}

/** The codes of rows that are not null, which are marked in `defined`. Loops over numbers stand alone: they stay compiled. */
function keptCodes(codes: Int32Array, isNull: Uint8Array, defined: Uint8Array): Int32Array {
  const kept = lentInts(codes.length);
  let count = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (isNull[code] === 1) continue;
    kept[count++] = code;
    defined[row] = 1;
  }
  return kept.subarray(0, count);
}

function expanded(codes: Int32Array, values: readonly Value[]): readonly Value[] {
  if (codes.length === values.length && areInOrder(codes)) return values;
  const all: Value[] = new Array(codes.length);
  for (let i = 0; i < codes.length; i++) all[i] = values[codes[i]!]!;
  return all;
}

/** True when each row has a value of its own, the first one the first. */
function areInOrder(codes: Int32Array): boolean {
  for (let row = 0; row < codes.length; row++) if (codes[row] !== row) return false;
  return true;
}

function expandedNumbers(codes: Int32Array, numbers: Numbers): Numbers {
  const all = lentDoubles(codes.length);
  for (let i = 0; i < codes.length; i++) all[i] = numbers[codes[i]!]!;
  return all;
}

/** Levels of an optional list of optional texts: 0 no list, 3 a text of it. */
export function leavesOfLists(column: ColumnValues | NumberedValues): Leaves {
  if ("codes" in column && column.lists) {
    const { starts, texts, cells } = column.lists;
    const { distinct, ...leaves } = leavesOfStarts(column.codes, starts, texts, cells.count);
    if (leaves.count === 0) return leaves;
    const { indexes, isRepeating } = distinct!;
    const written = { cells, codes: isRepeating ? upTo(cells.count) : indexes, isDistinct: isRepeating };
    return { ...leaves, indexes: isRepeating ? indexes : undefined, cells: written };
  }
  const { codes, values } = ("codes" in column ? column : byRow(column)) as NumberedValues & {
    values: readonly (ListOfTexts | undefined)[];
  };
  const known = new Map<string, number>();
  const distinct: string[] = [];
  // Where the texts of each list begin among the numbers of texts.
  const starts = lentInts(values.length + 1);
  const texts: number[] = [];
  for (let code = 0; code < values.length; code++) {
    const list = values[code] ?? NO_TEXTS;
    for (let i = 0; i < list.length; i++) {
      const text = list[i]!;
      let index = known.get(text);
      if (index === undefined) {
        index = distinct.push(text) - 1;
        known.set(text, index);
      }
      texts.push(index);
    }
    starts[code + 1] = texts.length;
  }
  const { distinct: found, ...leaves } = leavesOfStarts(codes, starts, texts, distinct.length);
  if (found === undefined) return leaves;
  const { indexes, isRepeating } = found;
  return {
    ...leaves,
    written: isRepeating ? distinct : expanded(indexes, distinct),
    indexes: isRepeating ? indexes : undefined,
  };
}

/** The leaves of lists without their texts, and which of these stand where. @param different how many texts there are */
function leavesOfStarts(
  codes: Int32Array,
  starts: Int32Array,
  texts: ArrayLike<number>,
  different: number,
): Leaves & { distinct: { indexes: Int32Array; isRepeating: boolean } | undefined } {
  const rows = codes.length;
  let slots = 0;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const length = starts[codes[row]! + 1]! - starts[codes[row]!]!;
    slots += length || 1;
    count += length;
  }
  if (count === 0) return { ...EMPTY, slots, distinct: undefined };
  const definitions = lentBytes(slots);
  const repetitions = slots > rows ? lentBytes(slots) : undefined;
  const indexes = lentInts(count);
  let slot = 0;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const start = starts[codes[row]!]!;
    const end = starts[codes[row]! + 1]!;
    if (start === end) slot++;
    for (let i = start; i < end; i++) {
      indexes[at++] = texts[i]!;
      if (i > start) repetitions![slot] = 1;
      definitions[slot++] = 3;
    }
  }
  return {
    count,
    definitions: count === slots ? undefined : definitions,
    definition: 3,
    repetitions,
    slots,
    written: [],
    indexes: undefined,
    distinct: { indexes, isRepeating: saves(indexes, different) },
  };
}

const NO_TEXTS: ListOfTexts = [];
