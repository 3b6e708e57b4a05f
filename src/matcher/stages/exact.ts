/**
 * Which usages bear this name, or one spelled like it?
 *
 * {@link sameName} takes the name itself, whatever its status: it beats every similar name. {@link spelledNearly} takes
 * names that are the same after normalising (other ending, doubled letter) and names within two edits.
 */

import { NO_TAXON } from "../../image/layout/format.ts";
import { foldName } from "../../names/keys/fold.ts";
import type { MatchOutcome } from "../outcome.ts";
import type { Target } from "../query/target.ts";
import { copyOf } from "../score/candidate.ts";
import type { Search } from "../search.ts";
import { gatherNear, isVariant, refuseUnlikely } from "./fuzzy.ts";
import { preferLikeAuthor } from "./like-author.ts";
import { laterCombination } from "./other-combination.ts";

/** The usages of exactly this name. */
export function sameName(search: Search, higher = search.target.determinedPartOnly): MatchOutcome | undefined {
  const { image, target, list } = search;
  list.clear();
  const name = image.exactName(target.folded);
  if (name === NO_TAXON) return undefined;
  search.addUsages(name, "exact", 0, 0);
  if (target.kind === "hybridFormula") {
    // "Anas platyrhynchos × rubripes" has the letters of a subspecies.
    list.keepIf(({ usage }) => /[×+]|\sx\s/iu.test(image.scientificName(usage)));
    if (list.items.length === 0) return undefined;
  }
  if (target.rankGiven && target.rank === "SPECIES_AGGREGATE") {
    // A species is not its aggregate: GBIF then falls back to the genus.
    list.keepIf(({ usage }) => image.rank(usage) === "SPECIES_AGGREGATE");
    if (list.items.length === 0) return undefined;
  }
  if (target.hintGenus !== undefined) list.keepIf(({ usage }) => isInGenus(search, usage));
  if (list.items.length === 0) return undefined;
  const mode = target.strict ? "strict" : "fuzzy";
  search.score(mode);
  if (target.concept === "misapplied") preferMisapplied(search);
  if (target.authorship !== undefined && !target.strict) addRightAuthor(search);
  const isOtherRank = !target.strict && rankContradicts(search);
  if (isOtherRank) {
    target.rankGiven = false;
    target.rank = rankByWords(target);
    search.score(mode);
  }
  preferLikeAuthor(search);
  levelAuthors(search);
  const outcome = search.settle(mode, higher);
  if (isOtherRank) outcome?.reasons.push("RANK_DIFFERS");
  return outcome;
}

/** True when a usage stands in the genus of the infrageneric name asked for, which is not the name of any other. */
function isInGenus({ image, taxa, target }: Search, usage: number): boolean {
  const genus = image.exactName(foldName(target.hintGenus!));
  if (genus === NO_TAXON) return true;
  for (let taxon = image.firstUsage(genus); taxon < image.endUsage(genus); taxon++) {
    if (taxa.isWithin(usage, taxa.accepted(taxon))) return true;
  }
  return false;
}

/** The usages that the checklist itself calls misapplied, when the name is asked for in the sense of others. */
function preferMisapplied({ image, list }: Search): void {
  const isMisapplied = (usage: number) => image.status(usage) === "MISAPPLIED";
  if (list.items.some(({ usage }) => isMisapplied(usage))) list.keepIf(({ usage }) => isMisapplied(usage));
}

/** Ranks so far apart that one of the two is wrong: a species against a genus, a family against an order is not. */
const CONTRADICTION = -10;

/** True when no usage of the name has a rank like the one given. A rank in a list is filled in, the name was looked at. */
function rankContradicts({ list, target }: Search): boolean {
  return target.rankGiven && list.items.every(({ rankScore }) => rankScore < CONTRADICTION);
}

function rankByWords({ specificEpithet, infraspecificEpithet }: Target): Target["rank"] {
  if (infraspecificEpithet !== undefined) return "INFRASPECIFIC_NAME";
  return specificEpithet === undefined ? undefined : "SPECIES";
}

/** More than the point by which a homonym in another class must be beaten. */
const NAMELESS = 2;

/**
 * When none has the author asked for, a usage without author fits no better than one whose author differs: what remains
 * decides between them.
 */
function levelAuthors({ list }: Search): void {
  let lowest = 0;
  for (const { authorship, authorshipScore } of list.items) {
    if (authorship === "EQUAL") return;
    if (authorship === "DIFFERENT") lowest = Math.min(lowest, authorshipScore);
  }
  if (lowest === 0 || list.items.length < 2) return;
  for (const candidate of list.items) {
    if (candidate.authorshipScore <= lowest || candidate.excluded) continue;
    // Of two that fit equally badly, the one that somebody named is the name in use.
    candidate.score += lowest - NAMELESS - candidate.authorshipScore;
    candidate.authorshipScore = lowest - NAMELESS;
  }
}

/**
 * A name of the right author beside one of a wrong author: another ending always, another letter only in uninomials,
 * which lie so close together that the author tells them apart (Daphnia, Dapania Korth.).
 */
function addRightAuthor(search: Search): void {
  const { list, target } = search;
  const exact = list.items.length;
  if (list.items.some(({ authorship }) => authorship === "EQUAL")) return;
  if (target.genus === undefined) gatherNear(search, 1, false);
  else if (list.items.every(({ authorship }) => authorship === "DIFFERENT")) addVariants(search);
  if (list.items.length === exact) return;
  search.score("fuzzy");
  list.keepIf(({ spelling, authorship }) => spelling === "exact" || authorship === "EQUAL");
}

/** The usages of a higher name, to fall back to. */
export function sameNameOfPart(search: Search, part: Target): MatchOutcome | undefined {
  const { image, list } = search;
  list.clear();
  const name = image.exactName(part.folded);
  if (name === NO_TAXON) return undefined;
  search.addUsages(name, "exact", 0, 0);
  search.score("higher", part);
  return search.settle("higher", true);
}

/**
 * The usages of names spelled almost like this one.
 *
 * When the name itself exists, but nowhere in the kingdom that the query gives, only names that fit the query's higher
 * taxa are considered.
 */
export function spelledNearly(search: Search, higher = search.target.determinedPartOnly): MatchOutcome | undefined {
  const { image, target, list } = search;
  if (target.kind !== "scientific" && target.kind !== "informal") return undefined;
  if (target.exactOnly && !target.strict) return undefined;
  if (target.rankGiven && target.rank === "SPECIES_AGGREGATE") return undefined;
  const exists = image.exactName(target.folded) !== NO_TAXON;
  if (exists && (target.strict || !search.hints.any)) return undefined;
  const mode = target.strict ? "strict" : "fuzzy";
  list.clear();
  addWithoutDots(search);
  if (list.items.length === 0) addVariants(search);
  // The same epithet in the genus that replaced this one is nearer than any other epithet.
  if (list.items.length === 0 && !exists) {
    const moved = laterCombination(search);
    if (moved !== undefined) return moved;
    list.clear();
  }
  if (list.items.length === 0) gatherNear(search, 2, target.strict);
  if (target.hintGenus !== undefined) list.keepIf(({ usage }) => isInGenus(search, usage));
  search.nearFound = list.items.length > 0;
  if (list.items.length === 0) return undefined;
  search.score(mode);
  if (exists) list.keepIf(({ classificationScore }) => classificationScore > 0);
  refuseUnlikely(search);
  if (list.items.length === 0) return undefined;
  return search.settle(mode, higher);
}

/** Adds names spelled almost alike to what was considered, so that a verbose answer shows alternatives. */
export function considerNear(search: Search): void {
  const { list, target, considered } = search;
  if (target.exactOnly || target.folded === "") return;
  list.clear();
  gatherNear(search, 2, false);
  search.score("fuzzy");
  const known = new Set(considered.map(({ usage }) => usage));
  for (const candidate of list.items) if (!known.has(candidate.usage)) considered.push(copyOf(candidate));
  considered.sort((a, b) => b.score - a.score);
}

/** Adjectives whose stem changes with the gender: niger, nigra, nigrum; viator, viatrix. */
function otherGenders(epithet: string): readonly string[] {
  if (!LAST_LETTERS.includes(epithet.charAt(epithet.length - 1))) return NO_GENDERS;
  const stem = (ending: string) => epithet.slice(0, -ending.length);
  if (epithet.endsWith("er")) return [`${stem("er")}ra`, `${stem("er")}rum`];
  if (endsBehindConsonant(epithet, "ra")) return [`${stem("ra")}er`, `${stem("ra")}rum`];
  if (endsBehindConsonant(epithet, "rum")) return [`${stem("rum")}er`, `${stem("rum")}ra`];
  if (epithet.endsWith("tor")) return [`${stem("tor")}trix`];
  return epithet.endsWith("trix") ? [`${stem("trix")}tor`] : NO_GENDERS;
}

/** True for a word with this ending, and no vowel before it. */
function endsBehindConsonant(epithet: string, ending: string): boolean {
  const before = epithet.length - ending.length - 1;
  return before >= 0 && epithet.endsWith(ending) && !"aeiou".includes(epithet.charAt(before));
}

/** Last letters of the endings above: most epithets have another. */
const LAST_LETTERS = "ramx";
const NO_GENDERS: readonly string[] = [];

/** Adds the names that have umlauts where this one has the letters without their dots: Büttneria, Buttneria. */
function addWithoutDots(search: Search): void {
  const { image, target, hits } = search;
  image.namesWithSecondFolding(target.folded, hits);
  for (let i = 0; i < hits.length; i++) {
    const name = hits.names[i]!;
    // An umlaut is folded to two letters.
    search.addUsages(name, "variant", image.foldedName(name).length - target.folded.length, 0);
  }
}

function addVariants(search: Search): void {
  const { image, target, list } = search;
  if (target.genus === undefined) return;
  const { hits } = search;
  image.namesWithStem(target.folded, hits);
  for (let i = 0; i < hits.length; i++) {
    const name = hits.names[i]!;
    if (list.items.some((candidate) => candidate.name === name)) continue;
    if (isVariant(search, name)) search.addUsages(name, "variant", 1, 0.5);
  }
  if (list.items.length > 0 || target.specificEpithet === undefined) return;
  const at = target.folded.lastIndexOf(" ") + 1;
  for (const other of otherGenders(target.folded.slice(at))) {
    const name = image.exactName(target.folded.slice(0, at) + other);
    if (name !== NO_TAXON) search.addUsages(name, "variant", 2, 0.5);
  }
}
