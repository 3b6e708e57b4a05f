/** What is seen of a near spelling, by the names of the weights that the matcher gives each (`score/spelling-weights.ts`). */
import type { NameComparison } from "../../src/matcher/compare/name-comparison.ts";
import { rankEnding } from "../../src/matcher/compare/rank-ending.ts";
import type { Beside } from "../../src/matcher/score/spelling-odds.ts";
import { EPITHET, FAR, GENUS, UNINOMIAL } from "../../src/matcher/score/spelling-weights.ts";

/** Where the first difference stands, or that the name is farther than two edits. */
export type Place = "EPITHET" | "GENUS" | "UNINOMIAL" | "FAR";

/** The weights in use. */
export const IN_USE: Readonly<Record<Place, Readonly<Record<string, number>>>> = { EPITHET, GENUS, UNINOMIAL, FAR };

/** One near spelling. */
export interface Features {
  readonly place: Place;
  /** Numbers, and 0 or 1 for what is or is not so. The bias is 1. */
  readonly values: Readonly<Record<string, number>>;
}

/** A candidate as far as its features need it. */
export interface Near {
  readonly editDistance: number;
  readonly editCost: number;
  readonly isFar: boolean;
}

/** The features of a name beside the one asked for, of as many words. */
export function featuresOf(comparison: NameComparison, near: Near, beside: Readonly<Beside>): Features {
  const at = firstDifference(comparison);
  const asked = comparison.asked[at]!;
  const found = comparison.found(at)!;
  const place = near.isFar ? "FAR" : comparison.asked.length === 1 ? "UNINOMIAL" : at === 0 ? "GENUS" : "EPITHET";
  const all: Record<string, number> = {
    bias: 1,
    ...lettersOf(asked, found),
    cost: near.editCost - near.editDistance,
    two: yes(near.editDistance > 1),
    four: yes(near.editDistance > 3),
    rivals: yes(beside.hasRivals),
    synonym: yes(!beside.isAccepted),
    genusKnown: yes(beside.isGenusKnown),
    infraspecific: yes(comparison.foundCount > 2),
    rankEnding: yes(rankEnding(asked) !== ""),
    otherRankEnding: yes(rankEnding(asked) !== rankEnding(found)),
    namesInAskedGenus: inPowers(comparison.namesInAskedGenus(), 12),
    namesInFoundGenus: inPowers(comparison.namesInFoundGenus(), 12),
    ...usesOf(comparison, at, beside),
  };
  const values = Object.fromEntries(Object.keys(IN_USE[place]).map((feature) => [feature, all[feature]!]));
  return { place, values };
}

/** The odds that weights give features. */
export function weighed(values: Readonly<Record<string, number>>, weights: Readonly<Record<string, number>>): number {
  return Object.entries(values).reduce((sum, [feature, value]) => sum + weights[feature]! * value, 0);
}

function yes(is: boolean): number {
  return is ? 1 : 0;
}

/** Numbers count by their logarithms, up to `most` powers of two. */
function inPowers(count: number, most: number): number {
  return count === 0 ? 0 : Math.min(most, Math.log2(1 + count));
}

function firstDifference(comparison: NameComparison): number {
  const at = comparison.asked.findIndex((_, place) => comparison.differs(place));
  return at < 0 ? comparison.foundCount - 1 : at;
}

/** In how many genera the words of both names are epithets. */
function usesOf(comparison: NameComparison, at: number, { isGenusKnown }: Readonly<Beside>): Record<string, number> {
  const alsoBehind = at === 0 && comparison.asked.some((_, place) => place > 0 && comparison.differs(place));
  const withEpithet = at > 0 || alsoBehind ? 0 : inPowers(comparison.generaWithAsked(1), 6);
  const isGenus = at === 0 && comparison.asked.length > 1;
  const withAsked = isGenus ? 0 : inPowers(comparison.generaWithAsked(at), 6);
  return {
    alsoBehind: yes(alsoBehind),
    generaWithEpithet: withEpithet,
    generaWithEpithetOfKnown: isGenusKnown ? withEpithet : 0,
    inUse: yes(withAsked > 0),
    generaWithAsked: withAsked,
    generaWithFound: at === 0 ? 0 : inPowers(comparison.generaWithFound(at), 6),
  };
}

/** First letters that stand for one sound in transcriptions. */
const FIRST_SOUNDS = ["ckq", "szxc", "ijy", "uvw"];

function lettersOf(asked: string, found: string): Record<string, number> {
  const shorter = Math.min(asked.length, found.length);
  let same = 0;
  while (same < shorter && asked[same] === found[same]) same++;
  const isSameSound =
    same === 0 &&
    asked.length > 4 &&
    asked.slice(1) === found.slice(1) &&
    FIRST_SOUNDS.some((letters) => letters.includes(asked[0]!) && letters.includes(found[0]!));
  return {
    length: Math.min(14, shorter),
    short: yes(shorter < 6),
    swapped: yes(inOrder(asked) === inOrder(found)),
    doubled: yes(asked.length !== found.length && withoutDoubles(asked) === withoutDoubles(found)),
    otherLength: yes(asked.length !== found.length),
    otherFirst: yes(same === 0 && !isSameSound),
    sameFirstSound: yes(isSameSound),
    otherSecond: yes(same === 1),
    otherEnd: yes(asked.at(-1) !== found.at(-1)),
  };
}

function inOrder(word: string): string {
  return [...word].sort().join("");
}

function withoutDoubles(word: string): string {
  return word.replace(/(.)\1+/g, "$1");
}
