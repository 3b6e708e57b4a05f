/**
 * What stands in the row of an authorship?
 *
 *      authorship a   authorshipRows[2 a]   where its team begins in authorText | length of the team, year, form
 *
 *      31 … 17     16 … 3   2 1 0
 *      length      year     form          (Linnaeus, 1758)   "Linnaeus": 8, 1758, FORM_BRACKETS | FORM_YEAR_COMMA
 *      31    …    3         2 1 0
 *      length               FORM_LONG     longer than any authorship: kept as a team without brackets and year
 */

/** `authorship << AUTHORSHIP_SHIFT` is where its row begins. */
export const AUTHORSHIP_SHIFT = 1;

const YEAR_SHIFT = 3;
const YEAR_BITS = 0x3fff;
const LENGTH_SHIFT = 17;

/** Bytes of the longest team that may have brackets and a year. */
export const LONGEST_TEAM = 0x7fff;

/** Brackets around all of it. */
export const FORM_BRACKETS = 4;
/** A year behind a comma. */
export const FORM_YEAR_COMMA = 1;
/** A year behind a space. */
export const FORM_YEAR_SPACE = 2;

/** No brackets and no year, but a team of any length. */
export const FORM_LONG = FORM_YEAR_COMMA | FORM_YEAR_SPACE;

const FORM_BITS = 7;

/** The second element of an authorship's row; a team longer than {@link LONGEST_TEAM} must have no form and no year. */
export function packAuthorship(teamLength: number, year: number, form: number): number {
  if (teamLength > LONGEST_TEAM) return ((teamLength << YEAR_SHIFT) | FORM_LONG) >>> 0;
  return ((teamLength << LENGTH_SHIFT) | (year << YEAR_SHIFT) | form) >>> 0;
}

/** Bytes of the team. */
export function teamLengthOf(packed: number): number {
  return (packed & FORM_BITS) === FORM_LONG ? packed >>> YEAR_SHIFT : packed >>> LENGTH_SHIFT;
}

/** Brackets, and what stands before the year: {@link FORM_BRACKETS} … */
export function formOf(packed: number): number {
  const form = packed & FORM_BITS;
  return form === FORM_LONG ? 0 : form;
}

/** The year, when the form says that there is one. */
export function yearOf(packed: number): number {
  return (packed >>> YEAR_SHIFT) & YEAR_BITS;
}

/** Puts an authorship together. */
export function joinAuthorship(team: string, form: number, year: number): string {
  const separator = (form & FORM_YEAR_COMMA) !== 0 ? ", " : " ";
  const text = (form & (FORM_YEAR_COMMA | FORM_YEAR_SPACE)) === 0 ? team : team + separator + year;
  return (form & FORM_BRACKETS) === 0 ? text : `(${text})`;
}

/** Bytes beside the team: brackets, comma, space, and a year of five digits at most. */
export const MOST_AROUND_TEAM = 9;
