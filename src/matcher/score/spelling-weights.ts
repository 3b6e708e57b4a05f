/**
 * How much does each thing that is seen of a near spelling count? Logarithms of odds, by where the first difference stands.
 *
 * Weights of logistic regressions, made by `npm run bench:fit` (`bench/quality/fit-spelling-odds.ts`), which also says what
 * each feature is. Biases were raised by hand until as many right answers were found as by the rules that were there before;
 * the sounds of first letters are by hand too.
 */

/** In a species' or infraspecific epithet. */
export const EPITHET = {
  bias: 3.41,
  cost: -1.48,
  length: 0.15,
  namesInAskedGenus: -0.12,
  two: -2.89,
  swapped: 1.7,
  doubled: 0.1,
  otherLength: 0.6,
  otherFirst: -1.42,
  sameFirstSound: 1,
  otherSecond: -0.8,
  otherEnd: 0.66,
  short: -0.57,
  infraspecific: 2.61,
  rivals: -1.67,
  inUse: -1.14,
  generaWithAsked: -0.29,
  generaWithFound: 0.23,
} as const;

/** In the genus of a name of several words. */
export const GENUS = {
  bias: 6.31,
  cost: -1.19,
  length: 0.12,
  namesInFoundGenus: 0.15,
  two: -1.89,
  swapped: 0.21,
  doubled: 0.36,
  otherLength: 0.23,
  otherFirst: -1.69,
  otherSecond: -0.6,
  otherEnd: -0.13,
  short: -0.93,
  rivals: -1.41,
  genusKnown: -5.4,
  alsoBehind: 0.63,
  generaWithEpithet: -0.28,
  generaWithEpithetOfKnown: 0.02,
} as const;

/** In a name of one word. */
export const UNINOMIAL = {
  bias: -1.47,
  cost: -1.68,
  length: 0.32,
  two: -1.46,
  swapped: 1.85,
  doubled: 0.78,
  otherLength: 0.5,
  otherFirst: -1.5,
  otherSecond: 0.27,
  otherEnd: -0.25,
  short: 0.51,
  /** A word that is an epithet is a word, so that a genus of that name is likely: Calophyllum, Penicillus, Rhododendron. */
  generaWithAsked: -1.05,
  rankEnding: -0.57,
  otherRankEnding: -0.47,
  rivals: -2.05,
  synonym: -0.95,
} as const;

/** Farther than two edits. */
export const FAR = {
  bias: 0.56,
  length: 0.25,
  namesInAskedGenus: -0.33,
  four: -1,
  otherLength: 0.81,
  otherEnd: 1.45,
  inUse: -0.57,
  generaWithAsked: -0.01,
  generaWithFound: -0.23,
} as const;
