/**
 * What is there of a column without its nulls, and which levels say where it stands?
 *
 * Values come by rows, or as distinct values with the number of each row: then nothing is asked of a row but its number.
 */
import type { ByteSink } from "../../../answer/bytes/byte-sink.ts";
import { renumbered } from "../../reading/columns.ts";
import type { ColumnDictionary, Value } from "./encoding.ts";

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
  readonly values: ColumnValues;
}

/** Numbers by row; NaN is null. */
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
}

/**
 * Share of rows that may have a value of their own for a dictionary to be worth while: numbers are hardly longer than their
 * places in it, JSON is much longer.
 */
export const REPEATING = { nothing: 0, numbers: 0.25, texts: 0.5, json: 0.9 } as const;

/** Values that are looked at to see whether a dictionary is worth while. */
const SAMPLE = 256;

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

/** Numbers of rows for values that come by rows. */
function byRow(values: ColumnValues): NumberedValues {
  const { length } = values;
  if (rowNumbers.length < length) rowNumbers = new Int32Array(length).map((_, row) => row);
  return { codes: rowNumbers.subarray(0, length), values };
}

/** The leaves of numbers that hardly repeat: they are written one by one. */
export function leavesOfNumbers(numbers: Numbers): Leaves {
  const slots = numbers.length;
  const definitions = new Uint8Array(slots);
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
  const { codes, values } = ("codes" in column ? column : byRow(column)) as NumberedValues & {
    values: readonly (Value | undefined)[];
  };
  const rows = codes.length;
  const isNull = new Uint8Array(values.length);
  let nulls = 0;
  for (let code = 0; code < values.length; code++) if (values[code] === undefined) nulls += isNull[code] = 1;
  if (nulls === values.length) return { ...EMPTY, slots: rows };
  let definitions: Uint8Array | undefined;
  let filled = codes;
  if (nulls > 0) {
    const defined = new Uint8Array(rows);
    const kept = keptCodes(codes, isNull, defined);
    if (kept.length === 0) return { ...EMPTY, slots: rows };
    if (kept.length < rows) {
      filled = kept;
      definitions = defined;
    }
  }
  const dictionary = mostRepeating > 0 ? dictionaryOf(filled, values, mostRepeating) : undefined;
  return {
    count: filled.length,
    definitions,
    definition: definitions ? 0 : 1,
    repetitions: undefined,
    slots: rows,
    written: dictionary?.values ?? expanded(filled, values as readonly Value[]),
    indexes: dictionary?.indexes,
  };
}

/** The codes of rows that are not null, which are marked in `defined`. Loops over numbers stand alone: they stay compiled. */
function keptCodes(codes: Int32Array, isNull: Uint8Array, defined: Uint8Array): Int32Array {
  const kept = new Int32Array(codes.length);
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
  if (codes.length === values.length && codes.every((code, row) => code === row)) return values;
  const all: Value[] = new Array(codes.length);
  for (let i = 0; i < codes.length; i++) all[i] = values[codes[i]!]!;
  return all;
}

/** The distinct values and where they stand; `undefined` where that would save too little. */
function dictionaryOf(
  codes: Int32Array,
  values: readonly (Value | undefined)[],
  mostRepeating: number,
): ColumnDictionary | undefined {
  const { length } = codes;
  if (length < 2) return undefined;
  // A sample of a few shows nothing of values that are met twice among thousands.
  if (length >= SAMPLE && mostRepeating < REPEATING.json) {
    const sample = new Set<Value>();
    const step = Math.floor(length / SAMPLE);
    let seen = 0;
    for (let i = 0; i < length; i += step, seen++) sample.add(values[codes[i]!]!);
    if (sample.size > seen * shareOfSample(mostRepeating)) return undefined;
  }
  const most = mostDistinct(length, mostRepeating);
  const known = new Map<Value, number>();
  const distinct: Value[] = [];
  const indexOf = new Int32Array(values.length);
  for (let code = 0; code < values.length; code++) {
    const value = values[code];
    if (value === undefined) continue;
    let index = known.get(value);
    if (index === undefined) {
      if (distinct.length >= most) return undefined;
      index = distinct.push(value) - 1;
      known.set(value, index);
    }
    indexOf[code] = index;
  }
  return { values: distinct, indexes: renumbered(codes, indexOf) };
}

/** A sample meets fewer of its values twice than all rows do; for numbers it need not be so exact. */
function shareOfSample(mostRepeating: number): number {
  return mostRepeating === REPEATING.numbers ? REPEATING.numbers : 0.75;
}

function mostDistinct(length: number, mostRepeating: number): number {
  return Math.max(1, Math.floor(length * mostRepeating));
}

/** Levels of an optional list of optional texts: 0 no list, 3 a text of it. */
export function leavesOfLists(column: ColumnValues | NumberedValues): Leaves {
  const { codes, values } = ("codes" in column ? column : byRow(column)) as NumberedValues & {
    values: readonly (ListOfTexts | undefined)[];
  };
  const rows = codes.length;
  const known = new Map<string, number>();
  const distinct: string[] = [];
  // Where the texts of each list begin among the numbers of texts.
  const starts = new Int32Array(values.length + 1);
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
  let slots = 0;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const length = starts[codes[row]! + 1]! - starts[codes[row]!]!;
    slots += length || 1;
    count += length;
  }
  if (count === 0) return { ...EMPTY, slots };
  const definitions = new Uint8Array(slots);
  const repetitions = slots > rows ? new Uint8Array(slots) : undefined;
  const indexes = new Int32Array(count);
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
  const isRepeating = saves(indexes, distinct.length);
  return {
    count,
    definitions: count === slots ? undefined : definitions,
    definition: 3,
    repetitions,
    slots,
    written: isRepeating ? distinct : expanded(indexes, distinct),
    indexes: isRepeating ? indexes : undefined,
  };
}

/** True when a dictionary of texts saves half. */
function saves(indexes: Int32Array, distinct: number): boolean {
  const { length } = indexes;
  if (length < 2 || distinct > mostDistinct(length, REPEATING.texts)) return false;
  if (length < SAMPLE) return true;
  const step = Math.floor(length / SAMPLE);
  const sample = new Set<number>();
  let seen = 0;
  for (let i = 0; i < length; i += step, seen++) sample.add(indexes[i]!);
  return sample.size <= seen * shareOfSample(REPEATING.texts);
}

const NO_TEXTS: ListOfTexts = [];
