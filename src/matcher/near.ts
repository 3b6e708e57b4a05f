/**
 * Which names are spelled almost like this one, and may one of them be meant?
 *
 * A spelling is taken for an error only when nothing speaks for its being another name: one name must be clearly
 * nearest, in a kingdom that fits, and the words must not be words in use that were merely combined anew.
 */
import { foldName } from "../names/fold.ts";
import { phoneticKey } from "../names/phonetic.ts";
import type { Candidate } from "./candidate.ts";
import { ocrForm } from "./edit-distance.ts";
import { isSameWhenNormalised } from "./normalised.ts";
import type { Reason } from "./reasons.ts";
import type { Search } from "./search.ts";

/**
 * Adds names within `maxDistance` edits to the candidates: those within one edit, or else those within two.
 * @param variantsOnly only those that normalise to the same, at any of these distances
 */
export function gatherNear(search: Search, maxDistance: 1 | 2, variantsOnly: boolean): void {
  const { image, target } = search;
  const { hits } = search;
  image.nearestNames(target.folded, variantsOnly ? maxDistance : 1, hits);
  if (hits.length === 0 && maxDistance === 2) image.nearestNames(target.folded, 2, hits);
  for (let i = 0; i < hits.length; i++) {
    const name = hits.names[i]!;
    const distance = hits.distances[i]!;
    if (distance === 0) continue;
    const canonical = image.canonicalName(image.firstUsage(name));
    if (isSameWhenNormalised(target.canonical, canonical)) search.addUsages(name, "variant", distance, distance / 2);
    else if (!variantsOnly) {
      search.addUsages(name, "near", distance, editCost(target.folded, foldName(canonical), distance));
    }
  }
}

/** Drops near spellings that are rather other names, and notes why. Candidates must be scored. */
export function refuseUnlikely(search: Search): void {
  const { list, target } = search;
  const words = target.folded.split(" ");
  list.keepIf((candidate) => {
    if (candidate.spelling !== "near") return true;
    const reason = whyNot(search, candidate, words);
    if (reason !== undefined) search.refuse(reason);
    return reason === undefined;
  });
}

function whyNot(search: Search, candidate: Candidate, asked: readonly string[]): Reason | undefined {
  if (search.hints.kingdomConflicts(candidate.usage)) return "NEAR_SPELLING_OTHER_KINGDOM";
  if (candidate.authorship === "DIFFERENT") return "NEAR_SPELLING_OTHER_AUTHOR";
  const found = search.image.foldedName(candidate.name).split(" ");
  if (asked.length === 1) {
    return found.length === 1 && isOtherUninomial(asked[0]!, found[0]!, candidate)
      ? "NEAR_SPELLING_TOO_SHORT"
      : undefined;
  }
  if (found.length !== asked.length) return undefined;
  const genusKnown = search.image.hasGenus(asked[0]!);
  if (!genusKnown) return undefined;
  if (asked[0] !== found[0]) return whyNotOtherGenus(search, candidate, asked);
  if (candidate.authorship === "EQUAL") return undefined;
  return isOtherEpithet(search, candidate, asked, found) ? "NEAR_SPELLING_REAL_NAME" : undefined;
}

/** Shorter uninomials with two edits are other names as often as not (bench/quality, set a). */
const SHORTEST_WITH_TWO_EDITS = 10;

function isOtherUninomial(asked: string, found: string, { editDistance, authorship }: Candidate): boolean {
  if (authorship === "EQUAL") return false;
  if (editDistance > 1 && Math.min(asked.length, found.length) < SHORTEST_WITH_TWO_EDITS) return true;
  return Math.min(asked.length, found.length) < 5;
}

/** The genus is a genus, so it is hardly an error for another one: only for one letter, in the same kingdom. */
function whyNotOtherGenus(search: Search, candidate: Candidate, asked: readonly string[]): Reason | undefined {
  const { image, taxa } = search;
  if (isGenusRepeated(search)) return "NEAR_SPELLING_REAL_NAME";
  if (candidate.authorship === "EQUAL") return undefined;
  if (candidate.editDistance > 1) {
    const found = image.foldedName(candidate.name).split(" ");
    const isLong = Math.max(asked[0]!.length, found[0]!.length) >= 10;
    if (asked[1] !== found[1] || !isLong || commonBeginning(asked[0]!, found[0]!) < BEGINNING) {
      return "NEAR_SPELLING_REAL_NAME";
    }
  }
  const genus = image.exactName(asked[0]!);
  if (genus < 0) return undefined;
  const kingdom = taxa.kingdom(candidate.usage);
  for (let usage = image.firstUsage(genus); usage < image.endUsage(genus); usage++) {
    if (taxa.kingdom(usage) === kingdom) return undefined;
  }
  return "NEAR_SPELLING_OTHER_KINGDOM";
}

/** A genus that a query gives in the name and by itself is no slip of the pen: it is taken at its word. */
export function isGenusRepeated({ query, target }: Search): boolean {
  return target.genus !== undefined && (query.genus === target.genus || query.genericName === target.genus);
}

/** From so many genera on, an epithet is a common word. */
const COMMON_EPITHET = 10;
/** Errors leave the first letters of a word alone; other words begin differently (bench/quality, sets a and e). */
const BEGINNING = 4;

/**
 * True when the epithet is rather another word than an error: in a known genus, a word in use, or one that begins
 * otherwise, makes a name that the checklist lacks.
 */
function isOtherEpithet(
  { image }: Search,
  candidate: Candidate,
  asked: readonly string[],
  found: readonly string[],
): boolean {
  const at = asked[1] !== found[1] ? 1 : 2;
  if (asked.length > 2) return false;
  const word = asked[at]!;
  const other = found[at]!;
  if (soundsAlike(word, other) || sameLetters(word, other)) return false;
  const longer = Math.max(word.length, other.length);
  const beginning = commonBeginning(word, other);
  const genera = image.genusCountOfEpithet(word);
  if (candidate.editDistance <= 1 || candidate.editCost <= 1) {
    return genera >= COMMON_EPITHET && (beginning < 2 || longer < 7);
  }
  if (genera === 0) return beginning < 2 && longer < 10;
  if (beginning < BEGINNING) return true;
  return genera >= COMMON_EPITHET && longer < 10;
}

function soundsAlike(a: string, b: string): boolean {
  return phoneticKey(a) === phoneticKey(b);
}

/** True for words of the same letters in another order: "plorifera", "prolifera". */
function sameLetters(a: string, b: string): boolean {
  return a.length === b.length && [...a].sort().join("") === [...b].sort().join("");
}

export function commonBeginning(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/**
 * Edits weighed by how likely they are errors: half when scanned text confuses the letters or both sound alike, more
 * when a word begins otherwise or a family name ends otherwise.
 */
function editCost(asked: string, found: string, distance: number): number {
  if (asked.replaceAll(" ", "") === found.replaceAll(" ", "")) return distance / 2;
  if (ocrForm(asked) === ocrForm(found)) return distance / 2;
  const askedWords = asked.split(" ");
  const foundWords = found.split(" ");
  if (askedWords.length !== foundWords.length) return distance;
  if (askedWords.every((word, i) => word === foundWords[i] || soundsAlike(word, foundWords[i]!))) return distance / 2;
  const beginsOtherwise = askedWords.some(
    (word, i) => word !== foundWords[i] && commonBeginning(word, foundWords[i]!) < Math.min(BEGINNING, word.length - 1),
  );
  const endsOtherwise = askedWords.length === 1 && rankEnding(asked) !== rankEnding(found);
  return distance + (beginsOtherwise ? 0.5 : 0) + (endsOtherwise ? 0.5 : 0);
}

const RANK_ENDINGS = [
  "idae",
  "inae",
  "aceae",
  "oideae",
  "oidea",
  "ales",
  "ineae",
  "ini",
  "ida",
  "iformes",
  "mycetes",
  "phyceae",
];

/** The ending that says the rank of a name above the genus, `""` when it says none. */
function rankEnding(uninomial: string): string {
  return RANK_ENDINGS.find((ending) => uninomial.endsWith(ending)) ?? "";
}
