/**
 * How many metres are written here, and which range do two texts make?
 *
 * After gbif/parsers `MeterRangeParser`, without its faults: centimetres are hundredths, a unit must stand for itself
 * ("min 5 m" is not inches), and a range keeps the end that can be read.
 */
import { parseDecimal, roundTo } from "../numbers.ts";

/** A length, and what was odd about the way it was written. */
export interface Metres {
  readonly value: number | undefined;
  /** Letters or signs beside the number. */
  readonly nonNumeric: boolean;
  /** Feet, inches, yards, fathoms, miles or nautical miles. */
  readonly notMetric: boolean;
}

/** Factors by the unit as it is written, small letters. */
const UNITS: Readonly<Record<string, readonly [factor: number, metric: boolean]>> = {
  ...units(
    1,
    true,
    "m",
    "ms",
    "mt",
    "mts",
    "mtr",
    "mtrs",
    "meter",
    "meters",
    "metre",
    "metres",
    "metro",
    "metros",
    "masl",
    "msnm",
    "м",
  ),
  ...units(1000, true, "km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"),
  ...units(0.01, true, "cm", "cms", "centimeter", "centimeters", "centimetre", "centimetres"),
  ...units(0.001, true, "mm"),
  ...units(0.3048, false, "ft", "feet", "foot", "fts", "'"),
  ...units(0.0254, false, "in", "inch", "inches", '"'),
  ...units(1.8288, false, "fm", "fms", "fathom", "fathoms", "fth", "ftm"),
  ...units(0.9144, false, "yd", "yds", "yard", "yards"),
  ...units(1609.344, false, "mi", "mile", "miles"),
  ...units(1852, false, "nm", "nmi", "nmis"),
};

function units(factor: number, metric: boolean, ...names: string[]): Record<string, readonly [number, boolean]> {
  return Object.fromEntries(names.map((name) => [name, [factor, metric]]));
}

const NUMBER = String.raw`-?\d+(?:[.,]\d+)*`;
const LETTERS = /[a-zµ'"]/i;
/** Thousands with a space or an apostrophe between, at the beginning: `"1 500 m"`, `"ca. 1'500"`; not `"site 3 200 m"`. */
const SPACED_THOUSANDS = /^((?:ca?\.?|circa|about|approx\.?|~)?\s*)(\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+)(?![\d.,])/i;
/** `"1,500.5"`: nobody writes decimals so. */
const ENGLISH = /^-?\d{1,3}(?:,\d{3})+\.\d+$/;
/** `"1,500"`: thousands in English, one and a half elsewhere. */
const EITHER = /^-?[1-9]\d{0,2}(?:,\d{3})+$/;
/** A number begins where none is at work already, so that a long row of digits is gone through once. */
const RANGE = new RegExp(String.raw`(?<![\d.,])(${NUMBER})\s*([^\d\s-]*)\s*(?:-|–|to|a)\s*(${NUMBER})`, "i");

/**
 * The metres that a text says: `"5km"` → 5000, `"100-200 ft"` → 45.72, `"ca. 30 m"` → 30. `"1,500"` and `"1,500 m"` may be read
 * in two ways and are not; with a unit of the English it is fifteen hundred.
 */
export function parseMetres(text: string): Metres {
  const trimmed = text
    .trim()
    .replace(SPACED_THOUSANDS, (_, before: string, digits: string) => before + digits.replace(/\D/g, ""));
  if (!LETTERS.test(trimmed)) {
    const value = EITHER.test(trimmed) ? undefined : parseDecimal(trimmed);
    return { value: rounded(value), nonNumeric: trimmed !== text.trim(), notMetric: false };
  }
  const [factor, metric] = unitOf(trimmed);
  const range = RANGE.exec(trimmed);
  let value: number | undefined;
  if (range) {
    const ends = [number(range[1]!, metric), number(range[3]!, metric)].filter((end) => end !== undefined);
    value = ends.length === 0 ? undefined : ends.reduce((sum, end) => sum + end, 0) / ends.length;
  } else {
    const numbers = trimmed.match(new RegExp(NUMBER, "g")) ?? [];
    value = numbers.length === 1 ? number(numbers[0]!, metric) : undefined;
  }
  return { value: value === undefined ? undefined : rounded(value * factor), nonNumeric: true, notMetric: !metric };
}

function unitOf(text: string): readonly [factor: number, metric: boolean] {
  if (/nautical\s+miles?/i.test(text)) return UNITS["nm"]!;
  // The unit stands after a number: "min 5 m" has metres, though "in" is part of it.
  for (const match of text.toLowerCase().matchAll(/\d\s*([a-zм]+|["'])/g)) {
    const unit = UNITS[match[1]!];
    if (unit) return unit;
  }
  for (const word of text.toLowerCase().match(/[a-zм]+/g) ?? []) {
    const unit = word.length > 1 ? UNITS[word] : undefined;
    if (unit) return unit;
  }
  return UNITS["m"]!;
}

function number(text: string, isMetric: boolean): number | undefined {
  if (ENGLISH.test(text) || (EITHER.test(text) && !isMetric)) return Number(text.replaceAll(",", ""));
  return EITHER.test(text) ? undefined : parseDecimal(text);
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined || !Number.isFinite(value) ? undefined : roundTo(value, 2);
}
