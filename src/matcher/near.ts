/**
 * Which names are spelled almost like this one, and may one of them be meant?
 *
 * A spelling is taken for an error only when nothing speaks for its being another name: one name must be clearly
 * nearest, in a kingdom that fits, and the words must not be words in use that were merely combined anew.
 */
import { foldName } from "../names/fold.ts";
import { phoneticKey } from "../names/phonetic.ts";
import { ocrForm } from "./edit-distance.ts";
import { isSameWhenNormalised } from "./normalised.ts";
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
  const { list, target, hints, image } = search;
  const genusRepeated =
    target.genus !== undefined && (search.query.genus === target.genus || search.query.genericName === target.genus);
  const genusKnown = target.genus !== undefined && image.hasGenus(foldName(target.genus));
  list.keepIf((candidate) => {
    if (candidate.spelling !== "near") return true;
    if (hints.kingdomConflicts(candidate.usage)) {
      search.refuse("NEAR_SPELLING_OTHER_KINGDOM");
      return false;
    }
    if (candidate.authorship === "DIFFERENT") {
      search.refuse("NEAR_SPELLING_OTHER_AUTHOR");
      return false;
    }
    const otherGenus =
      target.genus !== undefined && !image.canonicalName(candidate.usage).startsWith(`${target.genus} `);
    // A genus that is written twice and exists is no slip of the pen.
    if (otherGenus && genusRepeated && genusKnown) {
      search.refuse("NEAR_SPELLING_REAL_NAME");
      return false;
    }
    return true;
  });
}

/** Edits weighed by how likely they are errors: half when scanned text confuses the letters or both sound alike. */
function editCost(asked: string, found: string, distance: number): number {
  if (asked.replaceAll(" ", "") === found.replaceAll(" ", "")) return distance / 2;
  if (ocrForm(asked) === ocrForm(found)) return distance / 2;
  const askedWords = asked.split(" ");
  const foundWords = found.split(" ");
  const soundAlike =
    askedWords.length === foundWords.length &&
    askedWords.every((word, i) => phoneticKey(word) === phoneticKey(foundWords[i]!));
  return soundAlike ? distance / 2 : distance;
}
