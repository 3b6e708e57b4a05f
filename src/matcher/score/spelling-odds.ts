/**
 * How much more likely is a near spelling an error of writing than another name that the checklist lacks?
 *
 * Logarithms of odds, a sum of what is seen: above 0 the name is taken. The weights are those of a logistic regression over
 * recorded misspellings and names that were left out of checklists, fitted on one half and tried on the other
 * (`bench/README.md`); zero stands where as many right answers are found as by the rules that were there before.
 */
import type { Word } from "../../names/keys/word.ts";
import { commonBeginning } from "../../names/keys/word.ts";
import type { NameComparison } from "../compare/name-comparison.ts";
import { rankEnding } from "../compare/rank-ending.ts";
import type { Candidate } from "./candidate.ts";

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
  let odds = 0.56 + 0.25 * length - 0.33 * logOf(comparison.namesInAskedGenus(), MOST_SPECIES);
  if (edits > 3) odds -= 1;
  if (isOtherLength) odds += 0.81;
  if (hasOtherEnd) odds += 1.45;
  if (place === 0) return odds;
  const inUse = logOf(comparison.generaWithAsked(place), MOST_GENERA);
  if (inUse > 0) odds -= 0.57;
  return odds - 0.01 * inUse - 0.23 * logOf(comparison.generaWithFound(place), MOST_GENERA);
}

function uninomialOdds(
  comparison: NameComparison,
  cost: number,
  two: boolean,
  { hasRivals, isAccepted }: Readonly<Beside>,
): number {
  let odds = -1.47 - 1.68 * cost + 0.32 * letters.length;
  if (two) odds -= 1.46;
  if (letters.isSwapped) odds += 1.85;
  if (letters.isDoubled) odds += 0.78;
  if (letters.isOtherLength) odds += 0.5;
  if (letters.beginning === 0) odds -= 1.5;
  else if (letters.beginning === 1) odds += 0.27;
  if (letters.hasOtherEnd) odds -= 0.25;
  if (letters.isShort) odds += 0.51;
  const ending = rankEnding(comparison.asked[0]!);
  if (ending !== "") odds -= 0.57;
  if (ending !== rankEnding(comparison.found(0)!)) odds -= 0.47;
  if (hasRivals) odds -= 2.05;
  return isAccepted ? odds : odds - 0.95;
}

function genusOdds(
  comparison: NameComparison,
  cost: number,
  two: boolean,
  { hasRivals, isGenusKnown }: Readonly<Beside>,
): number {
  let odds = 6.31 - 1.19 * cost + 0.12 * letters.length + 0.15 * logOf(comparison.namesInFoundGenus(), MOST_SPECIES);
  if (two) odds -= 1.89;
  if (letters.isSwapped) odds += 0.21;
  if (letters.isDoubled) odds += 0.36;
  if (letters.isOtherLength) odds += 0.23;
  if (letters.beginning === 0) odds -= 1.69;
  else if (letters.beginning === 1) odds -= 0.6;
  if (letters.hasOtherEnd) odds -= 0.13;
  if (letters.isShort) odds -= 0.93;
  if (hasRivals) odds -= 1.41;
  if (isGenusKnown) odds -= 5.4;
  if (differsBehind(comparison, 0)) return odds + 0.63;
  return odds - (isGenusKnown ? 0.26 : 0.28) * logOf(comparison.generaWithAsked(1), MOST_GENERA);
}

function epithetOdds(
  comparison: NameComparison,
  place: number,
  cost: number,
  two: boolean,
  { hasRivals }: Readonly<Beside>,
): number {
  let odds = 3.41 - 1.48 * cost + 0.15 * letters.length - 0.12 * logOf(comparison.namesInAskedGenus(), MOST_SPECIES);
  if (two) odds -= 2.89;
  if (letters.isSwapped) odds += 1.7;
  if (letters.isDoubled) odds += 0.1;
  if (letters.isOtherLength) odds += 0.6;
  if (letters.beginning === 0)
    odds -= beginAlikeInSound(comparison.askedWord(place), comparison.foundWord(place)) ? -1 : 1.42;
  else if (letters.beginning === 1) odds -= 0.8;
  if (letters.hasOtherEnd) odds += 0.66;
  if (letters.isShort) odds -= 0.57;
  if (comparison.foundCount > 2) odds += 2.61;
  if (hasRivals) odds -= 1.67;
  const inUse = logOf(comparison.generaWithAsked(place), MOST_GENERA);
  if (inUse > 0) odds -= 1.14;
  return odds - 0.29 * inUse + 0.23 * logOf(comparison.generaWithFound(place), MOST_GENERA);
}

/** First letters that stand for one sound in transcriptions: "coreana" and "koreana", "sinjiangensis" and "xinjiangensis". */
const FIRST_SOUNDS = ["ckq", "szxc", "ijy", "uvw"].map((letters) => [...letters].map((letter) => letter.charCodeAt(0)));

/** True for words that differ in such a first letter only. */
function beginAlikeInSound(a: Word, b: Word): boolean {
  if (a.length !== b.length || a.length < 5) return false;
  for (let at = 1; at < a.length; at++) if (a.codes[at] !== b.codes[at]) return false;
  return FIRST_SOUNDS.some((letters) => letters.includes(a.codes[0]!) && letters.includes(b.codes[0]!));
}

/** A number by powers of two, up to `most` of them. */
function logOf(count: number, most: number): number {
  return count === 0 ? 0 : Math.min(most, Math.log2(1 + count));
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
