/**
 * Which names are spelled almost like this one, and may one of them be meant?
 *
 * A spelling is taken for an error only when nothing speaks for its being another name: one name must be clearly
 * nearest, in a kingdom that fits, and the words must not be words in use that were merely combined anew.
 */
import type { ImageReader, NameOrdinal } from "../../image/read.ts";
import { commonBeginning } from "../../names/keys/word.ts";
import { isOcrConfusion } from "../compare/edit-distance.ts";
import type { NameComparison } from "../compare/name-comparison.ts";
import { CERTAIN_ENDINGS, rankEnding } from "../compare/rank-ending.ts";
import { isSameWhenNormalised } from "../compare/same-normalised.ts";
import type { Reason } from "../reasons.ts";
import type { Candidate } from "../score/candidate.ts";
import { type Beside, nearOdds } from "../score/spelling-odds.ts";
import type { Search } from "../search.ts";

/**
 * Adds names within `maxDistance` edits to the candidates: those within one edit, or else those within two. Of either,
 * names with edited spaces only when none has its words within that distance.
 * @param variantsOnly only those that normalise to the same, at any of these distances
 */
export function gatherNear(search: Search, maxDistance: 1 | 2, variantsOnly: boolean): void {
  const { image, target } = search;
  const { hits } = search;
  if (variantsOnly) image.nearestNames(target.folded, maxDistance, hits);
  else findNearest(search, maxDistance);
  for (let i = 0; i < hits.length; i++) {
    const name = hits.names[i]!;
    const distance = hits.distances[i]!;
    if (distance === 0) continue;
    if (isVariant(search, name)) search.addUsages(name, "variant", distance, distance / 2);
    else if (!variantsOnly) search.addUsages(name, "near", distance, editCost(search.compare(name), distance));
  }
}

function findNearest(search: Search, maxDistance: 1 | 2): void {
  const { image, target, hits } = search;
  image.alignedNames(target.folded, 1, hits);
  if (hits.length === 0) image.addSpaceEdits(target.folded, 1, hits);
  if (hits.length > 0 || maxDistance === 1) return;
  image.alignedNames(target.folded, 2, hits);
  // Words in use did not come about by an edit of a letter and one of a space.
  if (hits.length === 0 && !areWordsInUse(search)) image.addSpaceEdits(target.folded, 2, hits);
}

/** True when all words of a name of several are words of names, in their places. */
function areWordsInUse({ image, target }: Search): boolean {
  const { folded } = target;
  let end = folded.indexOf(" ");
  if (end < 0 || !image.hasGenus(folded.slice(0, end))) return false;
  while (end >= 0) {
    const start = end + 1;
    end = folded.indexOf(" ", start);
    if (image.genusCountOfEpithet(folded.slice(start, end < 0 ? folded.length : end)) === 0) return false;
  }
  return true;
}

/** True when a normaliser writes the name as it writes the one asked for. */
export function isVariant(search: Search, name: NameOrdinal): boolean {
  const { image, target } = search;
  const usage = image.firstUsage(name);
  const comparison = search.compare(name);
  const isSame =
    comparison.isPlain && image.isPlain(usage) && comparison.isFoundPlain()
      ? comparison.isSameWhenNormalised()
      : isSameWhenNormalised(target.canonical, image.canonicalName(usage));
  return isSame && !(endsAsAdjective(target.folded) && isOtherCase(target.folded, image.foldedName(name)));
}

/** Genitives that are written almost like adjectives: "tozzae" is of Tozza, "tozza" another word. */
function isGenitive(name: string): boolean {
  return name.endsWith("ae") && name.length > 2 && name.charAt(name.length - 3) !== "a";
}

/** In -a, -us, -um, -is or -e: genitives do too. */
function endsAsAdjective(name: string): boolean {
  const { length } = name;
  const last = name.charAt(length - 1);
  if (last === "a" || last === "e") return true;
  const before = name.charAt(length - 2);
  return last === "s" ? before === "u" || before === "i" : last === "m" && before === "u";
}

/** True when one name ends in a genitive and the other in an adjective. */
function isOtherCase(asked: string, found: string): boolean {
  return isGenitive(asked) !== isGenitive(found) && endsAsAdjective(asked) && endsAsAdjective(found);
}

/** Drops near spellings that are rather other names, and notes why. Candidates must be scored. */
export function refuseUnlikely(search: Search): void {
  const { list } = search;
  const hasRivals = belongToSeveral(search);
  list.keepIf((candidate) => {
    if (candidate.spelling !== "near") return true;
    const reason = whyNot(search, candidate, hasRivals);
    if (reason !== undefined) search.refuse(reason);
    return reason === undefined;
  });
  if (!hasRivals) return;
  if (!search.hints.any) keepLikely(search);
  if (!isShortAmongRivals(search)) return;
  search.refuse("NEAR_SPELLING_TOO_SHORT");
  list.keepIf(({ spelling, authorship }) => spelling !== "near" || authorship === "EQUAL");
}

/** Shorter uninomials are spelled almost like many. */
const SHORT_UNINOMIAL = 8;

/**
 * True for a short uninomial that several names are spelled almost like: none of them is meant more than the others. Where
 * the higher taxa of the query speak for one, those that they speak against are no rivals.
 */
function isShortAmongRivals({ list, target, taxa }: Search): boolean {
  if (target.genus !== undefined || target.folded.length >= SHORT_UNINOMIAL) return false;
  const near = list.items.filter(({ spelling }) => spelling === "near");
  const isPlaced = near.some(({ classificationScore }) => classificationScore > 0);
  const rivals = isPlaced ? near.filter(({ classificationScore }) => classificationScore >= 0) : near;
  return rivals.some(({ usage }) => taxa.accepted(usage) !== taxa.accepted(rivals[0]!.usage));
}

/** True when near spellings of several taxa are left. */
function belongToSeveral({ list, taxa }: Search): boolean {
  if (list.items.length < 2) return false;
  let first: number | undefined;
  for (const { spelling, usage } of list.items) {
    if (spelling !== "near") continue;
    const accepted = taxa.accepted(usage);
    if (first !== undefined && accepted !== first) return true;
    first = accepted;
  }
  return false;
}

/** Names so much less likely than the best are not meant. */
const CLEARLY_LESS = 2;

function keepLikely({ list }: Search): void {
  let best = Number.NEGATIVE_INFINITY;
  for (const { spelling, odds } of list.items) if (spelling === "near" && odds > best) best = odds;
  list.keepIf(({ spelling, odds }) => spelling !== "near" || odds >= best - CLEARLY_LESS);
}

/** A rank so far from the one given that the name is another one: "Dinosauria", a class, is not the genus Dinosaura. */
const OTHER_RANK = -10;
/** Higher taxa of the query that fit speak for an error. */
const PLACED_THERE = 1.5;

const beside: Beside = { hasRivals: false, isAccepted: true, isGenusKnown: false };

function whyNot(search: Search, candidate: Candidate, hasRivals: boolean): Reason | undefined {
  if (search.hints.kingdomConflicts(candidate.usage)) return "NEAR_SPELLING_OTHER_KINGDOM";
  if (candidate.authorship === "DIFFERENT") return "NEAR_SPELLING_OTHER_AUTHOR";
  if (search.target.rankGiven && candidate.rankScore < OTHER_RANK) return "NEAR_SPELLING_OTHER_RANK";
  const comparison = search.compare(candidate.name);
  if (!comparison.isAligned) return undefined;
  const { image } = search;
  const { asked } = comparison;
  const isUninomial = asked.length === 1;
  beside.hasRivals = hasRivals;
  beside.isAccepted = !isUninomial || image.status(candidate.usage) === "ACCEPTED";
  beside.isGenusKnown = !isUninomial && comparison.differs(0) && image.hasGenus(asked[0]!);
  candidate.odds = nearOdds(comparison, candidate, beside);
  if (candidate.classificationScore > 0) candidate.odds += PLACED_THERE;
  if (isUninomial) return whyNotUninomial(asked[0]!, comparison.found(0)!, candidate);
  if (beside.isGenusKnown) return whyNotOtherGenus(search, candidate, comparison);
  if (candidate.authorship === "EQUAL") return undefined;
  return candidate.odds < 0 || isOtherEpithet(image, comparison) ? "NEAR_SPELLING_REAL_NAME" : undefined;
}

const SHORTEST_UNINOMIAL = 5;

function whyNotUninomial(asked: string, found: string, candidate: Candidate): Reason | undefined {
  if (candidate.authorship === "EQUAL") return undefined;
  if (Math.min(asked.length, found.length) < SHORTEST_UNINOMIAL) return "NEAR_SPELLING_TOO_SHORT";
  // "Echinostomidae" is no order: what a name ends in tells its rank.
  const ending = rankEnding(asked);
  if (ending !== rankEnding(found) && CERTAIN_ENDINGS.has(ending)) return "NEAR_SPELLING_OTHER_RANK";
  return candidate.odds < 0 ? "NEAR_SPELLING_TOO_SHORT" : undefined;
}

/** The genus is a genus, so it is hardly an error for another one: only in the same kingdom. */
function whyNotOtherGenus(search: Search, candidate: Candidate, comparison: NameComparison): Reason | undefined {
  const { image, taxa } = search;
  if (isGenusRepeated(search)) return "NEAR_SPELLING_REAL_NAME";
  if (candidate.authorship === "EQUAL") return undefined;
  if (candidate.odds < 0) return "NEAR_SPELLING_REAL_NAME";
  // An epithet that no other genus has tells more than a genus with a letter or two changed.
  if (isOnlyBearer(comparison)) return undefined;
  const genus = image.exactName(comparison.asked[0]!);
  if (genus < 0) return undefined;
  const kingdom = taxa.kingdom(candidate.usage);
  for (let usage = image.firstUsage(genus); usage < image.endUsage(genus); usage++) {
    if (taxa.kingdom(usage) === kingdom) return undefined;
  }
  return "NEAR_SPELLING_OTHER_KINGDOM";
}

/** An epithet so long is no accident. */
const TELLING_EPITHET = 6;

/** True when the epithet, as asked for, is that of the genus found and of no other. */
function isOnlyBearer(comparison: NameComparison): boolean {
  const epithet = comparison.asked[1]!;
  return !comparison.differs(1) && epithet.length >= TELLING_EPITHET && comparison.generaWithAsked(1) === 1;
}

/** A genus that a query gives in the name and by itself is no slip of the pen: it is taken at its word. */
export function isGenusRepeated({ query, target }: Search): boolean {
  return target.genus !== undefined && (query.genus === target.genus || query.genericName === target.genus);
}

/** Errors leave the first letters of a word alone; other words begin differently (bench/quality, sets a and e). */
const BEGINNING = 4;

/** True when the epithet is another compound rather than an error. */
function isOtherEpithet(image: ImageReader, comparison: NameComparison): boolean {
  if (comparison.foundCount > 2) return false;
  const word = comparison.askedWord(1);
  const other = comparison.foundWord(1);
  const beginning = commonBeginning(word, other);
  if (Math.min(word.length, other.length) < SHORTEST_COMPOUND || beginning + MOST_ALIKE < SHORTEST_HEAD) return false;
  // Asked last: most words are too short.
  return !comparison.soundsAlike(1) && isOtherCompound(image, comparison.asked[1]!, comparison.found(1)!, beginning);
}

/** The shortest word that a compound begins with, and the shortest that it ends in. */
const SHORTEST_HEAD = 4;
const SHORTEST_TAIL = 6;
const SHORTEST_COMPOUND = SHORTEST_HEAD + SHORTEST_TAIL;
/** An ending of a compound is a word of its own in so many genera. */
const FEW_GENERA = 3;
/** Endings that begin alike are one word misspelt. */
const MOST_ALIKE = 2;

/** True when a part of a compound is another word: "rubrovinacea" and "rubroviolacea", which begin with so many letters. */
function isOtherCompound(image: ImageReader, asked: string, found: string, same: number): boolean {
  for (let at = Math.max(SHORTEST_HEAD, same - MOST_ALIKE); at <= same; at++) {
    if (asked.length - at < SHORTEST_TAIL || found.length - at < SHORTEST_TAIL) continue;
    if (!"oi".includes(asked.charAt(at - 1))) continue;
    if (image.genusCountOfEpithet(asked.slice(at)) < FEW_GENERA) continue;
    if (image.genusCountOfEpithet(found.slice(at)) >= FEW_GENERA) return true;
  }
  return false;
}

/**
 * Edits weighed by how likely they are errors: half when scanned text confuses the letters or both sound alike, more
 * when a word begins otherwise or a family name ends otherwise.
 */
function editCost(comparison: NameComparison, distance: number): number {
  if (comparison.isSameWithoutSpaces()) return distance / 2;
  if (!comparison.isAligned) return distance;
  if (comparison.everyDifference(isOcrConfusion) || comparison.everyDifferenceSoundsAlike()) return distance / 2;
  const beginsAlike = comparison.everyDifference(
    (asked, found) => commonBeginning(asked, found) >= Math.min(BEGINNING, asked.length - 1),
  );
  const endsOtherwise =
    comparison.foundCount === 1 && rankEnding(comparison.asked[0]!) !== rankEnding(comparison.found(0)!);
  return distance + (beginsAlike ? 0 : 0.5) + (endsOtherwise ? 0.5 : 0);
}
