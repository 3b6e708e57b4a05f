/**
 * Does the checklist have the name in the genus, or species, that replaced the one written?
 *
 * "Ajellomyces capsulatus var. duboisii" is not there, but Ajellomyces capsulatus is a synonym of Histoplasma capsulatum,
 * which has a variety duboisii: the same plant under its newer name. Only through recorded synonyms, never by likeness.
 */

import type { MatchOutcome } from "../outcome.ts";
import type { Search } from "../search.ts";
import { isGenusRepeated } from "./fuzzy.ts";

/** The name with its genus, or its species, replaced by the accepted one. */
export function otherCombination(search: Search): MatchOutcome | undefined {
  const { target, image, list } = search;
  if (target.exactOnly || target.genus === undefined || target.specificEpithet === undefined) return undefined;
  if (image.exactName(target.folded) >= 0 || isGenusRepeated(search)) return undefined;
  const last = target.folded.lastIndexOf(" ");
  if (last < 0) return undefined;
  const parent = target.folded.slice(0, last);
  const epithet = target.folded.slice(last + 1);
  const name = inReplacement(search, parent, epithet);
  if (name < 0) return undefined;
  list.clear();
  search.addUsages(name, "variant", 0, 0.5);
  search.score("fuzzy");
  list.keepIf(({ authorship, usage }) => authorship !== "DIFFERENT" && !search.hints.kingdomConflicts(usage));
  const outcome = search.settle("fuzzy", target.determinedPartOnly);
  outcome?.reasons.push("OTHER_COMBINATION");
  return outcome;
}

/** The one name of this epithet below the accepted name of `parent`; −1 when none or several. */
function inReplacement(search: Search, parent: string, epithet: string): number {
  const { image, hits } = search;
  const parentName = image.exactName(parent);
  if (parentName < 0) return -1;
  let only = -1;
  for (let usage = image.firstUsage(parentName); usage < image.endUsage(parentName); usage++) {
    const accepted = image.accepted(usage);
    if (accepted < 0) continue;
    const replacement = image.foldedName(image.nameOf(accepted));
    if (replacement === parent || replacement.split(" ").length !== parent.split(" ").length) continue;
    const exact = image.exactName(`${replacement} ${epithet}`);
    let found = exact;
    if (exact < 0) {
      image.namesWithStem(`${replacement} ${epithet}`, hits);
      if (hits.length > 1) return -1;
      if (hits.length === 1) found = hits.names[0]!;
    }
    if (found < 0 || found === only) continue;
    if (only >= 0) return -1;
    only = found;
  }
  return only;
}
