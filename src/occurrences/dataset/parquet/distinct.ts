/** Which distinct values does a column have, and is a dictionary of them worth while? */
import { lentBytes, lentInts } from "../../reading/chunk-memory.ts";
import { renumbered } from "../../reading/columns.ts";
import type { ColumnDictionary, Value } from "./encoding.ts";

/**
 * Share of rows that may have a value of their own for a dictionary to be worth while: numbers are hardly longer than their
 * places in it, JSON is much longer.
 */
export const REPEATING = { nothing: 0, numbers: 0.25, texts: 0.5, json: 0.9 } as const;

/** Values that are looked at to see whether a dictionary is worth while. */
const SAMPLE = 256;

/**
 * The distinct values and where they stand; `undefined` where that would save too little.
 *
 * @param codes numbers of values, of those rows that have one
 * @param values values by number; absent ones are `undefined` or NaN
 */
export function dictionaryOf(
  codes: Int32Array,
  values: readonly (Value | undefined)[] | Float64Array,
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
  const indexOf = lentInts(values.length);
  for (let code = 0; code < values.length; code++) {
    const value = values[code];
    if (value === undefined || Number.isNaN(value)) continue;
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

/**
 * As {@link dictionaryOf}, of values that are all different: nothing is asked of them. The numbers of the distinct values.
 *
 * @param isAbsent 1 for the numbers of values that are absent
 */
export function dictionaryOfDifferent(
  codes: Int32Array,
  isAbsent: Uint8Array,
  mostRepeating: number,
): { readonly codes: Int32Array; readonly indexes: Int32Array } | undefined {
  const { length } = codes;
  const most = mostDistinct(length, mostRepeating);
  if (length < 2 || (length >= SAMPLE && !repeatsInSample(codes, isAbsent.length, shareOfSample(mostRepeating))))
    return undefined;
  const indexOf = lentInts(isAbsent.length);
  const kept = lentInts(isAbsent.length);
  let count = 0;
  for (let code = 0; code < isAbsent.length; code++) {
    if (isAbsent[code] === 1) continue;
    if (count >= most) return undefined;
    kept[count] = code;
    indexOf[code] = count++;
  }
  return { codes: kept.subarray(0, count), indexes: renumbered(codes, indexOf) };
}

/** True when a dictionary of texts saves half. */
export function saves(indexes: Int32Array, distinct: number): boolean {
  const { length } = indexes;
  if (length < 2 || distinct > mostDistinct(length, REPEATING.texts)) return false;
  return length < SAMPLE || repeatsInSample(indexes, distinct, shareOfSample(REPEATING.texts));
}

/** True when no more than a share of the numbers in a sample are different. */
function repeatsInSample(numbers: Int32Array, count: number, share: number): boolean {
  const isMet = lentBytes(count);
  const step = Math.floor(numbers.length / SAMPLE);
  let seen = 0;
  let different = 0;
  for (let i = 0; i < numbers.length; i += step, seen++) {
    const number = numbers[i]!;
    if (isMet[number] === 1) continue;
    isMet[number] = 1;
    different++;
  }
  return different <= seen * share;
}

/** A sample meets fewer of its values twice than all rows do; for numbers it need not be so exact. */
function shareOfSample(mostRepeating: number): number {
  return mostRepeating === REPEATING.numbers ? REPEATING.numbers : 0.75;
}

function mostDistinct(length: number, mostRepeating: number): number {
  return Math.max(1, Math.floor(length * mostRepeating));
}
