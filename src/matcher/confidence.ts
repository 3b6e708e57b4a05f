/**
 * How sure is an answer, on a scale that a reader understands?
 *
 * GBIF's curve: up to 80 the score itself, above that ever flatter, 100 from a score of 125 on.
 */

/** Least score of a usage asked for by its name. */
export const MIN_SCORE = 80;

/** Least score of a higher taxon that is answered instead of the name. */
export const MIN_HIGHER_SCORE = 90;

/** Score → confidence 0-100: `90` → `88`, `115` → `97`. */
export function confidenceOf(score: number): number {
  if (score <= 0) return 0;
  if (score <= 80) return score;
  return Math.min(100, Math.round(75.8 + 26 * (Math.log10((score - 70) * 1.5) - 1)));
}
