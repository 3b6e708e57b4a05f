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
