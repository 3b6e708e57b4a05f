/**
 * What was odd about a name string, and how much does it lower the trust in the parse?
 *
 * Quality follows gnparser's scale: 1 clean, 2 unusual, 3 repaired, 4 doubtful; 0 when nothing was parsed. It is the
 * worst level of all warnings.
 */

/** Warning → quality. */
export const WARNINGS = {
  // 2: unusual, but clear
  "non-ASCII letters in the name": 2,
  "named hybrid": 2,
  "hybrid formula": 2,
  "graft chimera": 2,
  "two names in one": 2,
  "subgenus or author in parentheses": 2,
  "author before ex": 2,
  "author in another work": 2,
  emended: 2,
  "unknown author": 2,
  "author in capitals": 2,
  "approximate year": 2,
  "year with letter": 2,
  "page after year": 2,
  candidatus: 2,
  "hyphen before capital in genus": 2,
  "form or filius": 2,
  "space other than space": 2,
  "underscores for spaces": 2,
  "Greek letter before epithet": 2,
  "abbreviated subgenus": 2,
  // 3: repaired
  "HTML removed": 3,
  "apostrophe in epithet": 3,
  "apostrophe not ASCII": 3,
  "hybrid sign without space": 3,
  "uncommon rank marker": 3,
  "numeral in epithet": 3,
  "year misplaced": 3,
  "year range": 3,
  "author placeholder": 3,
  "ex followed by full stop": 3,
  "encoding repaired": 3,
  "look-alike letters replaced": 3,
  "capitals changed": 3,
  "leading quote or bracket": 3,
  // 4: doubtful
  "unparsed tail": 4,
  "annotation at the end": 4,
  "abbreviated genus": 4,
  comparison: 4,
  approximation: 4,
  "lower-case start": 4,
  "parenthesis missing": 4,
  "question mark": 4,
  "characters lost": 4,
  "digit read as letter": 4,
  "family before name": 4,
  "word before name": 4,
  "epithet is no epithet": 4,
  "author uncertain": 4,
  "year unlikely": 4,
  "unusually long": 4,
} as const;

/** The text of a warning. */
export type Warning = keyof typeof WARNINGS;
