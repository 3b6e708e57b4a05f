/**
 * Which names are spelled almost like this one, and may one of them be meant?
 *
 * A spelling is taken for an error only when nothing speaks for its being another name: one name must be clearly
 * nearest, in a kingdom that fits, and the words must not be words in use that were merely combined anew.
 */
import type { NameOrdinal } from "../image/read.ts";
import { phoneticKey } from "../names/phonetic.ts";
import { ocrForm } from "./edit-distance.ts";
import type { Search } from "./search.ts";
import { isSameWhenNormalised } from "./spelling.ts";

/** Adds names within two edits to the candidates. @param variantsOnly only those that normalise to the same. */
export function gatherNear(search: Search, variantsOnly: boolean): void {
  const { image, target } = search;
  let hits = image.nearestNames(target.folded, 1);
  if (hits.count === 0 || variantsOnly) hits = image.nearestNames(target.folded, 2);
  for (let i = 0; i < hits.count; i++) {
    const name = hits.names[i]! as NameOrdinal;
    const distance = hits.distances[i]!;
    const canonical = image.canonicalName(image.firstUsage(name));
    if (isSameWhenNormalised(target.canonical, canonical)) search.addUsages(name, "variant", distance, distance / 2);
    else if (!variantsOnly) search.addUsages(name, "near", distance, editCost(target.folded, canonical.toLowerCase(), distance));
  }
}

/** Edits weighed by how likely they are errors: half when scanned text confuses the letters or both sound alike. */
function editCost(asked: string, found: string, distance: number): number {
  if (asked.replaceAll(" ", "") === found.replaceAll(" ", "")) return distance / 2;
  if (ocrForm(asked) === ocrForm(found)) return distance / 2;
  const askedWords = asked.split(" ");
  const foundWords = found.split(" ");
  const soundAlike =
    askedWords.length === foundWords.length && askedWords.every((word, i) => phoneticKey(word) === phoneticKey(foundWords[i]!));
  return soundAlike ? distance / 2 : distance;
}
