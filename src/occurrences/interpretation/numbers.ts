/** Which number is meant? */

const JAVA_DOUBLE = /^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?[dDfF]?$/;
/** What most numbers look like: the patterns would say the same, more slowly. */
const PLAIN = /^-?\d+(?:\.\d+)?$/;
const GERMAN = /^-?(\d{1,3}(\.\d{3})+|\d+)(,\d*)?$/;

/**
 * A number as Java writes it, else as Germans do: `"1e3"` → 1000, `"12,5"` → 12.5, `"1.234,5"` → 1234.5, `"1.234"` →
 * 1.234; `"\u22125"` with a minus sign → -5; `"1,234.5"`, `"NaN"` and `"12 m"` are not numbers (gbif/parsers `NumberParser`; only finite ones).
 */
export function parseDecimal(text: string): number | undefined {
  if (PLAIN.test(text)) return finite(Number(text));
  // Typesetters have a minus sign of their own.
  const trimmed = text.trim().replace(/^[\u2212\u2013](?=[\d.,])/, "-");
  if (JAVA_DOUBLE.test(trimmed)) return finite(Number(trimmed.replace(/[dDfF]$/, "")));
  if (GERMAN.test(trimmed)) return finite(Number(trimmed.replaceAll(".", "").replace(",", ".")));
  return undefined;
}

const EITHER = /^-?[1-9]\d{0,2}(?:,\d{3})+$/;

/** True for `"1,500"`: fifteen hundred in English, one and a half elsewhere. Coordinates are never that large. */
export function isThousandsOrDecimals(text: string): boolean {
  return EITHER.test(text.trim());
}

/** A whole number of at most ten digits that fits in 32 bits; `undefined` for `"10.0"`, `"-1"`, `"ca. 5"`. */
export function parseCount(text: string): number | undefined {
  if (!/^\d{1,10}$/.test(text)) return undefined;
  const count = Number(text);
  return count <= 2_147_483_647 ? count : undefined;
}

/** Rounded half up: `roundTo(1.2345675, 6)` → 1.234568. A number that is that short stays as it is. */
export function roundTo(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.floor(value * factor + 0.5) / factor;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
