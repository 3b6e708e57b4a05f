/**
 * How many metres are written here, and which range do two texts make?
 *
 * After gbif/parsers `MeterRangeParser`, without its faults: centimetres are hundredths, a unit must stand for itself
 * ("min 5 m" is not inches), and a range keeps the end that can be read.
 */
import { isThousandsOrDecimals, parseDecimal, roundTo } from "../numbers.ts";

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
  ...units(
    0.3048,
    false,
    "ft",
    "feet",
    "foot",
    "fts",
    "'",
    "pies",
    "pieds",
    "fuss",
    "fuß",
    "piedi",
    "pés",
    "voet",
    "fot",
  ),
  ...units(0.0254, false, "in", "inch", "inches", '"'),
  ...units(1.8288, false, "fm", "fms", "fathom", "fathoms", "fth", "ftm"),
  ...units(0.9144, false, "yd", "yds", "yard", "yards"),
  ...units(1609.344, false, "mi", "mile", "miles"),
  ...units(1852, false, "nm", "nmi", "nmis"),
  // Of another length in every country and century: no number of metres can be said.
  ...units(
    Number.NaN,
    false,
    ...[
      "brasse",
      "brasses",
      "braza",
      "brazas",
      "braça",
      "braças",
      "faden",
      "klafter",
      "toise",
      "toises",
      "vara",
      "varas",
    ],
    ...[
      "league",
      "leagues",
      "legua",
      "leguas",
      "lieue",
      "lieues",
      "rod",
      "rods",
      "chain",
      "chains",
      "furlong",
      "furlongs",
    ],
    ...["сажень", "сажени", "аршин", "верста", "ри"],
  ),
};

function units(factor: number, metric: boolean, ...names: string[]): Record<string, readonly [number, boolean]> {
  return Object.fromEntries(names.map((name) => [name, [factor, metric]]));
}

const NUMBER = String.raw`-?\d+(?:[.,]\d+)*`;
/** Metres as Darwin Core wants them. */
const PLAIN = /^-?\d+(?:\.\d+)?$/;
const LETTERS = /[\p{L}µ'"]/u;
/** Thousands with a space or an apostrophe between, at the beginning: `"1 500 m"`, `"ca. 1'500"`; not `"site 3 200 m"`. */
const SPACED_THOUSANDS = /^((?:ca?\.?|circa|about|approx\.?|~)?\s*)(\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+)(?![\d.,])/i;
/** `"1,500.5"`: nobody writes decimals so. */
const ENGLISH = /^-?\d{1,3}(?:,\d{3})+\.\d+$/;
/** A number begins where none is at work already, so that a long row of digits is gone through once. */
const RANGE = new RegExp(String.raw`(?<![\d.,])(${NUMBER})\s*([^\d\s-]*)\s*(?:-|–|to|a)\s*(${NUMBER})`, "i");

/**
 * The metres that a text says: `"5km"` → 5000, `"100-200 ft"` → 45.72, `"ca. 30 m"` → 30. `"1,500"` and `"1,500 m"` may be read
 * in two ways and are not; with a unit of the English it is fifteen hundred.
 */
export function parseMetres(text: string): Metres {
  if (PLAIN.test(text)) return { value: rounded(Number(text)), nonNumeric: false, notMetric: false };
  const trimmed = text
    .trim()
    .replace(SPACED_THOUSANDS, (_, before: string, digits: string) => before + digits.replace(/\D/g, ""));
  if (!LETTERS.test(trimmed)) {
    const value = isThousandsOrDecimals(trimmed) ? undefined : parseDecimal(trimmed);
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
  for (const match of text.toLowerCase().matchAll(/\d\s*(\p{L}+|["'])/gu)) {
    const unit = UNITS[match[1]!];
    if (unit) return unit;
  }
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const unit = word.length > 1 ? UNITS[word] : undefined;
    if (unit) return unit;
  }
  return UNITS["m"]!;
}

function number(text: string, isMetric: boolean): number | undefined {
  if (ENGLISH.test(text) || (isThousandsOrDecimals(text) && !isMetric)) return Number(text.replaceAll(",", ""));
  return isThousandsOrDecimals(text) ? undefined : parseDecimal(text);
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined || !Number.isFinite(value) ? undefined : roundTo(value, 2);
}
