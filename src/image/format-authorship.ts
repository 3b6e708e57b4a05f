/**
 * What do the low three bits of an authorship's form mean? Above them stands the ordinal of the team.
 *
 *      (Linnaeus, 1758)   FORM_BRACKETS | FORM_YEAR_COMMA, team "Linnaeus", year 1758
 */

/** Brackets around all of it. */
export const FORM_BRACKETS = 4;
/** A year behind a comma. */
export const FORM_YEAR_COMMA = 1;
/** A year behind a blank. */
export const FORM_YEAR_BLANK = 2;

/** Puts an authorship together. */
export function joinAuthorship(team: string, form: number, year: number): string {
  const separator = (form & FORM_YEAR_COMMA) !== 0 ? ", " : " ";
  const text = (form & (FORM_YEAR_COMMA | FORM_YEAR_BLANK)) === 0 ? team : team + separator + year;
  return (form & FORM_BRACKETS) === 0 ? text : `(${text})`;
}

/** Bytes beside the team: brackets, comma, blank, and a year of five digits at most. */
export const MOST_AROUND_TEAM = 9;

/** Writes what {@link joinAuthorship} puts together, the team being `text[start, stop)`; the end. */
export function writeAuthorship(
  text: Uint8Array,
  start: number,
  stop: number,
  form: number,
  year: number,
  out: Uint8Array,
  at: number,
): number {
  let end = at;
  const isBracketed = (form & FORM_BRACKETS) !== 0;
  if (isBracketed) out[end++] = 0x28;
  for (let i = start; i < stop; i++) out[end++] = text[i]!;
  if ((form & (FORM_YEAR_COMMA | FORM_YEAR_BLANK)) !== 0) {
    if ((form & FORM_YEAR_COMMA) !== 0) out[end++] = 0x2c;
    out[end++] = 0x20;
    end = writeNumber(year, out, end);
  }
  if (isBracketed) out[end++] = 0x29;
  return end;
}

function writeNumber(value: number, out: Uint8Array, at: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    out[i] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return at + digits;
}
