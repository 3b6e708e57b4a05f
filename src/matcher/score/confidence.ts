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
  if (score <= LINEAR) return score;
  return CURVE[score - LINEAR] ?? 100;
}

/** Up to this score the confidence is the score. */
const LINEAR = 80;
/** Confidence of the scores from there to the first that gives 100; scores are integers. */
const CURVE = Uint8Array.from({ length: 45 }, (_, above) =>
  Math.round(75.8 + 26 * (Math.log10((LINEAR + above - 70) * 1.5) - 1)),
);

/**
 * Most confidence of a higher taxon that is answered for what was refused, or not found, on the way, where the
 * query names no higher taxa. Round numbers near the share of such answers of `bench:quality` that hold what was meant.
 */
const MOST_CONFIDENCE: Readonly<Record<string, number>> = {
  // The genus as written lives in another kingdom than a genus with a letter changed that has this very epithet.
  NEAR_SPELLING_OTHER_KINGDOM: 10,
  NEAR_SPELLING_REAL_NAME: 93,
  LOW_CONFIDENCE: 90,
  SPECIES_OF_NAME: 75,
};

/**
 * Most confidence of a near spelling whose odds are below: shares of right answers among misspellings and as many names that
 * the checklist lacks (`bench:quality`).
 */
const MOST_BY_ODDS: readonly (readonly [odds: number, confidence: number])[] = [
  [1, 82],
  [2, 85],
  [3, 89],
];
const ENOUGH_ODDS = Math.max(...MOST_BY_ODDS.map(([below]) => below));

/** Confidence of a near spelling: less when it may as well be another name. */
export function nearConfidence(confidence: number, odds: number): number {
  // Most are above all of them.
  if (odds >= ENOUGH_ODDS) return confidence;
  for (const [below, most] of MOST_BY_ODDS) if (odds < below) return Math.min(confidence, most);
  return confidence;
}

/** Confidence of a higher taxon, which is less than its name's own when something spoke against it. */
export function higherConfidence(confidence: number, reasons: readonly string[]): number {
  let least = confidence;
  for (const reason of reasons) least = Math.min(least, MOST_CONFIDENCE[reason] ?? 100);
  return least;
}
