/**
 * Which Latin words are the numbers that begin an epithet? "10-maculata" is "decemmaculata".
 */

const UNITS = "nulli uni bi tri quadri quinque sex septem octo novem".split(" ");
const TEENS = "decem undecim duodecim tredecim quatuordecim quindecim sedecim septendecim octodecim novemdecim".split(
  " ",
);
const TENS = "viginti triginta quadraginta".split(" ");
const AFTER_TENS = " unum duo tres quatuor quinque sex septem octo novem".split(" ");

/** Latin numeral that begins a compound: 4 → "quadri", 24 → "vigintiquatuor". */
export function numeralPrefix(value: number): string {
  if (value < 10) return UNITS[value]!;
  if (value < 20) return TEENS[value - 10]!;
  const tens = TENS[Math.floor(value / 10) - 2];
  return tens === undefined ? String(value) : tens + AFTER_TENS[value % 10]!;
}

/** Largest numeral that is read as a word. */
export const MAX_NUMERAL = 40;
