/**
 * How much more likely is a near spelling an error of writing than another name that the checklist lacks?
 *
 * Logarithms of odds, a sum of what is seen: above 0 the name is taken. The weights (`spelling-weights.ts`) are those of logistic
 * regressions over recorded misspellings and names that were left out of checklists, fitted on one half and tried on the
 * other (`bench/README.md`); zero stands where as many right answers are found as by the rules that were there before.
 */
import type { Word } from "../../names/keys/word.ts";
import { commonBeginning } from "../../names/keys/word.ts";
import type { NameComparison } from "../compare/name-comparison.ts";
import { rankEnding } from "../compare/rank-ending.ts";
import type { Candidate } from "./candidate.ts";
import { EPITHET, FAR, GENUS, UNINOMIAL } from "./spelling-weights.ts";

/** Letters of a word count up to so many. */
const MOST_LETTERS = 14;
const SHORT = 6;
/** Numbers count by their logarithms, up to these. */
const MOST_GENERA = 6;
const MOST_SPECIES = 12;

/** What is known beside the two names. */
export interface Beside {
  /** Names of several taxa are as near. */
  hasRivals: boolean;
  /** The usage found is accepted. */
  isAccepted: boolean;
  /** There is a genus as it is written. */
  isGenusKnown: boolean;
}

/** Odds of a name within two edits. Both names must have the same number of words. */
export function nearOdds(comparison: NameComparison, candidate: Candidate, beside: Readonly<Beside>): number {
  const place = firstDifference(comparison);
  const asked = comparison.askedWord(place);
  const found = comparison.foundWord(place);
  lettersOf(asked, found);
  const cost = candidate.editCost - candidate.editDistance;
  const two = candidate.editDistance > 1;
  if (comparison.foundCount === 1) return uninomialOdds(comparison, cost, two, beside);
  return place === 0 ? genusOdds(comparison, cost, two, beside) : epithetOdds(comparison, place, cost, two, beside);
}

/** Odds of a name that is farther away; with other words than those of the name asked for there is nothing to say: 0. */
export function farOdds(comparison: NameComparison, edits: number): number {
  if (!comparison.isAligned) return 0;
  const place = firstDifference(comparison);
  const { length, isOtherLength, hasOtherEnd } = lettersOf(comparison.askedWord(place), comparison.foundWord(place));
  let odds = FAR.bias + FAR.length * length;
  odds += FAR.namesInAskedGenus * logOf(comparison.namesInAskedGenus(), MOST_SPECIES);
  if (edits > 3) odds += FAR.four;
  if (isOtherLength) odds += FAR.otherLength;
  if (hasOtherEnd) odds += FAR.otherEnd;
  if (place === 0) return odds;
  const inUse = logOf(comparison.generaWithAsked(place), MOST_GENERA);
  if (inUse > 0) odds += FAR.inUse;
  odds += FAR.generaWithAsked * inUse;
  return odds + FAR.generaWithFound * logOf(comparison.generaWithFound(place), MOST_GENERA);
}

function uninomialOdds(
  comparison: NameComparison,
  cost: number,
  two: boolean,
  { hasRivals, isAccepted }: Readonly<Beside>,
): number {
  const weights = UNINOMIAL;
  let odds = weights.bias + weights.cost * cost + lettersOdds(weights);
  if (two) odds += weights.two;
  odds += weights.generaWithAsked * logOf(comparison.generaWithAsked(0), MOST_GENERA);
  const ending = rankEnding(comparison.asked[0]!);
  if (ending !== "") odds += weights.rankEnding;
  if (ending !== rankEnding(comparison.found(0)!)) odds += weights.otherRankEnding;
  if (letters.beginning === 0) odds += weights.otherFirst;
  if (hasRivals) odds += weights.rivals;
  return isAccepted ? odds : odds + weights.synonym;
}

function genusOdds(
  comparison: NameComparison,
  cost: number,
  two: boolean,
  { hasRivals, isGenusKnown }: Readonly<Beside>,
): number {
  const weights = GENUS;
  let odds = weights.bias + weights.cost * cost + lettersOdds(weights);
  odds += weights.namesInFoundGenus * logOf(comparison.namesInFoundGenus(), MOST_SPECIES);
  if (two) odds += weights.two;
  if (letters.beginning === 0) odds += weights.otherFirst;
  if (hasRivals) odds += weights.rivals;
  if (isGenusKnown) odds += weights.genusKnown;
  if (differsBehind(comparison, 0)) return odds + weights.alsoBehind;
  const genera = logOf(comparison.generaWithAsked(1), MOST_GENERA);
  return odds + (weights.generaWithEpithet + (isGenusKnown ? weights.generaWithEpithetOfKnown : 0)) * genera;
}

function epithetOdds(
  comparison: NameComparison,
  place: number,
  cost: number,
  two: boolean,
  { hasRivals }: Readonly<Beside>,
): number {
  const weights = EPITHET;
  let odds = weights.bias + weights.cost * cost + lettersOdds(weights);
  odds += weights.namesInAskedGenus * logOf(comparison.namesInAskedGenus(), MOST_SPECIES);
  if (two) odds += weights.two;
  if (letters.beginning === 0) {
    const isSameSound = beginAlikeInSound(comparison.askedWord(place), comparison.foundWord(place));
    odds += isSameSound ? weights.sameFirstSound : weights.otherFirst;
  }
  if (comparison.foundCount > 2) odds += weights.infraspecific;
  if (hasRivals) odds += weights.rivals;
  const inUse = logOf(comparison.generaWithAsked(place), MOST_GENERA);
  if (inUse > 0) odds += weights.inUse;
  odds += weights.generaWithAsked * inUse;
  return odds + weights.generaWithFound * logOf(comparison.generaWithFound(place), MOST_GENERA);
}

/** What counts of the letters alike wherever they stand; first letters do not. */
type LetterWeights = Readonly<
  Record<"length" | "swapped" | "doubled" | "otherLength" | "otherSecond" | "otherEnd" | "short", number>
>;

function lettersOdds(weights: LetterWeights): number {
  let odds = weights.length * letters.length;
  if (letters.isSwapped) odds += weights.swapped;
  if (letters.isDoubled) odds += weights.doubled;
  if (letters.isOtherLength) odds += weights.otherLength;
  if (letters.beginning === 1) odds += weights.otherSecond;
  if (letters.hasOtherEnd) odds += weights.otherEnd;
  return letters.isShort ? odds + weights.short : odds;
}

/** First letters that stand for one sound in transcriptions: "coreana" and "koreana", "sinjiangensis" and "xinjiangensis". */
const FIRST_SOUNDS = ["ckq", "szxc", "ijy", "uvw"].map((letters) => [...letters].map((letter) => letter.charCodeAt(0)));

/** True for words that differ in such a first letter only. */
function beginAlikeInSound(a: Word, b: Word): boolean {
  if (a.length !== b.length || a.length < 5) return false;
  for (let at = 1; at < a.length; at++) if (a.codes[at] !== b.codes[at]) return false;
  return FIRST_SOUNDS.some((letters) => letters.includes(a.codes[0]!) && letters.includes(b.codes[0]!));
}

/** Logarithms of the numbers that are met most. */
const LOGARITHMS = Float64Array.from({ length: 64 }, (_, count) => Math.log2(1 + count));

/** A number by powers of two, up to `most` of them. */
function logOf(count: number, most: number): number {
  return Math.min(most, count < LOGARITHMS.length ? LOGARITHMS[count]! : Math.log2(1 + count));
}

function firstDifference(comparison: NameComparison): number {
  let place = 0;
  while (place + 1 < comparison.foundCount && !comparison.differs(place)) place++;
  return place;
}

function differsBehind(comparison: NameComparison, place: number): boolean {
  for (let at = place + 1; at < comparison.foundCount; at++) if (comparison.differs(at)) return true;
  return false;
}

/** What two words are to each other, letter by letter. */
interface Letters {
  /** Of the shorter one. */
  length: number;
  isShort: boolean;
  /** Letters that both begin with. */
  beginning: number;
  isOtherLength: boolean;
  hasOtherEnd: boolean;
  /** The same letters in another order. */
  isSwapped: boolean;
  /** The same but for doubled letters. */
  isDoubled: boolean;
}

const letters: Letters = {
  length: 0,
  isShort: false,
  beginning: 0,
  isOtherLength: false,
  hasOtherEnd: false,
  isSwapped: false,
  isDoubled: false,
};

/** What two words are to each other; holds until the next call. */
function lettersOf(a: Word, b: Word): Letters {
  const shorter = Math.min(a.length, b.length);
  const beginning = commonBeginning(a, b);
  let end = 0;
  while (end < shorter - beginning && a.codes[a.length - 1 - end] === b.codes[b.length - 1 - end]) end++;
  letters.length = Math.min(MOST_LETTERS, shorter);
  letters.isShort = shorter < SHORT;
  letters.beginning = beginning;
  letters.isOtherLength = a.length !== b.length;
  letters.hasOtherEnd = a.codes[a.length - 1] !== b.codes[b.length - 1];
  letters.isSwapped = a.length === b.length && hasSameLetters(a, b, beginning, a.length - end);
  letters.isDoubled = a.length !== b.length && isSameWithoutDoubles(a, b);
  return letters;
}

/** True for words of the same letters in another order, which differ in this part: "plorifera", "prolifera". */
function hasSameLetters(a: Word, b: Word, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const letter = a.codes[at]!;
    let more = 0;
    for (let i = from; i < to; i++) {
      if (a.codes[i] === letter) more++;
      if (b.codes[i] === letter) more--;
    }
    if (more !== 0) return false;
  }
  return true;
}

/** True for "villosa", "vilosa". */
function isSameWithoutDoubles(a: Word, b: Word): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const letter = a.codes[i];
    if (letter !== b.codes[j]) return false;
    while (i < a.length && a.codes[i] === letter) i++;
    while (j < b.length && b.codes[j] === letter) j++;
  }
  return i === a.length && j === b.length;
}
