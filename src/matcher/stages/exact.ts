/**
 * Which usages bear this name, or one spelled like it?
 *
 * {@link sameName} takes the name itself, whatever its status: it beats every similar name. {@link spelledNearly} takes
 * names that are the same after normalising (other ending, doubled letter) and names within two edits.
 */

import { NO_TAXON } from "../../image/layout/format.ts";
import type { MatchOutcome } from "../outcome.ts";
import type { Target } from "../query/target.ts";
import { copyOf } from "../score/candidate.ts";
import type { Search } from "../search.ts";
import { gatherNear, isVariant, refuseUnlikely } from "./fuzzy.ts";

/** The usages of exactly this name. */
export function sameName(search: Search, higher = search.target.determinedPartOnly): MatchOutcome | undefined {
  const { image, target, list } = search;
  list.clear();
  const name = image.exactName(target.folded);
  if (name === NO_TAXON) return undefined;
  search.addUsages(name, "exact", 0, 0);
  if (target.rankGiven && target.rank === "SPECIES_AGGREGATE") {
    // A species is not its aggregate: GBIF then falls back to the genus.
    list.keepIf(({ usage }) => image.rank(usage) === "SPECIES_AGGREGATE");
    if (list.items.length === 0) return undefined;
  }
  const mode = target.strict ? "strict" : "fuzzy";
  search.score(mode);
  if (target.authorship !== undefined && !target.strict) addRightAuthor(search);
  return search.settle(mode, higher);
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
  if (list.items.length === 0) gatherNear(search, 2, target.strict);
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
  if (/[^aeiou]ra$/.test(epithet)) return [`${stem("ra")}er`, `${stem("ra")}rum`];
  if (/[^aeiou]rum$/.test(epithet)) return [`${stem("rum")}er`, `${stem("rum")}ra`];
  if (epithet.endsWith("tor")) return [`${stem("tor")}trix`];
  return epithet.endsWith("trix") ? [`${stem("trix")}tor`] : NO_GENDERS;
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
