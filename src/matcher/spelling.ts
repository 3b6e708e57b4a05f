/**
 * Which usages bear this name, or one spelled like it?
 *
 * {@link sameName} takes the name itself, whatever its status: it beats every similar name. {@link spelledNearly} takes
 * names that are the same after normalising (other ending, doubled letter) and names within two edits.
 */
import { normalizeCol, normalizeLegacy } from "../names/gbif-normalizer.ts";
import { stemName } from "../names/stem.ts";
import { gatherNear } from "./near.ts";
import type { MatchOutcome } from "./outcome.ts";
import type { Search } from "./search.ts";
import type { Target } from "./target.ts";
import { NO_TAXON } from "./taxa.ts";

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
  // Another ending under the right author is meant rather than this one under a wrong author.
  if (list.items.every(({ authorship }) => authorship === "DIFFERENT")) addVariants(search, mode);
  return search.settle(mode, higher);
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

/** The usages of names spelled almost like this one; `undefined` when the name itself exists. */
export function spelledNearly(search: Search, higher = search.target.determinedPartOnly): MatchOutcome | undefined {
  const { image, target, list } = search;
  if (target.kind !== "scientific" && target.kind !== "informal") return undefined;
  if (target.rankGiven && target.rank === "SPECIES_AGGREGATE") return undefined;
  if (image.exactName(target.folded) !== NO_TAXON) return undefined;
  const mode = target.strict ? "strict" : "fuzzy";
  list.clear();
  addVariants(search, mode);
  if (list.items.length === 0) gatherNear(search, target.strict);
  if (list.items.length === 0) return undefined;
  search.score(mode);
  return search.settle(mode, higher);
}

function addVariants(search: Search, mode: "strict" | "fuzzy"): void {
  const { image, target, list } = search;
  if (target.genus === undefined) return;
  const before = list.items.length;
  const names = image.namesWithStem(stemName(target.folded));
  for (const name of names) {
    if (list.items.some((candidate) => candidate.name === name)) continue;
    const canonical = image.canonicalName(image.firstUsage(name));
    if (isSameWhenNormalised(target.canonical, canonical)) search.addUsages(name, "variant", 1, 0.5);
  }
  if (before > 0 && list.items.length > before) search.score(mode);
}

/** True when one of GBIF's two normalisers writes both names alike. */
export function isSameWhenNormalised(a: string, b: string): boolean {
  return normalizeLegacy(a) === normalizeLegacy(b) || normalizeCol(a) === normalizeCol(b);
}
