/**
 * Does the checklist have the name in the genus, or species, that replaced the one written?
 *
 * "Ajellomyces capsulatus var. duboisii" is not there, but Ajellomyces capsulatus is a synonym of Histoplasma capsulatum,
 * which has a variety duboisii: the same plant under its newer name. Only through recorded synonyms, never by likeness.
 */

import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import type { MatchOutcome } from "../outcome.ts";
import type { Search } from "../search.ts";
import { isGenusRepeated } from "./fuzzy.ts";

/** The name with its genus, or its species, replaced by the accepted one. */
export function otherCombination(search: Search): MatchOutcome | undefined {
  return combination(search, inReplacement);
}

/**
 * The name of this very epithet in the genus that replaced the one written as a whole: no species is left in that. It is
 * asked before names with another epithet.
 */
export function laterCombination(search: Search): MatchOutcome | undefined {
  const { image, target } = search;
  if (target.infraspecificEpithet !== undefined) return undefined;
  // Most epithets that are not found are misspelt, and stand in no genus at all.
  if (image.genusCountOfEpithet(target.folded.slice(target.folded.lastIndexOf(" ") + 1)) === 0) return undefined;
  const raised = target.subgenus === undefined ? undefined : combination(search, inRaisedSubgenus);
  return raised ?? combination(search, inLaterGenus);
}

function combination(
  search: Search,
  find: (search: Search, parent: string, epithet: string) => number,
): MatchOutcome | undefined {
  const { target, image, list } = search;
  if (target.exactOnly || target.genus === undefined || target.specificEpithet === undefined) return undefined;
  if (image.exactName(target.folded) >= 0 || isGenusRepeated(search)) return undefined;
  const last = target.folded.lastIndexOf(" ");
  if (last < 0) return undefined;
  const name = find(search, target.folded.slice(0, last), target.folded.slice(last + 1));
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

/**
 * The name of this epithet in the subgenus that stands in brackets, which is a genus in the checklist: "Felis (Panthera)
 * leo" is Panthera leo. A genus of the same name in another kingdom is another taxon. −1 when there is none.
 */
function inRaisedSubgenus({ image, target, taxa }: Search, genus: string, epithet: string): number {
  if (target.subgenus === undefined) return -1;
  const subgenus = foldName(target.subgenus);
  if (subgenus === genus) return -1;
  const name = image.exactName(`${subgenus} ${epithet}`);
  const written = image.exactName(genus);
  if (name < 0 || written < 0) return name;
  const kingdom = taxa.kingdom(image.firstUsage(written));
  for (let usage = image.firstUsage(name); usage < image.endUsage(name); usage++)
    if (taxa.kingdom(usage) === kingdom) return name;
  return -1;
}

/** Genera with more species than this are hardly given up as a whole. */
const MOST_CHILDREN = 300;

/**
 * The name of this epithet in the one genus that all species of a given-up genus now stand in: the checklist has "Spinus
 * spinus" as a synonym of Carduelis spinus, and no species of Spinus, so that "Spinus pinus" is Carduelis pinus. −1 when
 * there is none.
 */
function inLaterGenus({ image, hits }: Search, genus: string, epithet: string): number {
  if (!image.hasGenus(genus) || image.childCountOfGenus(genus) > MOST_CHILDREN || isAccepted(image, genus)) return -1;
  image.childrenOfGenus(genus, hits);
  let later: string | undefined;
  for (let i = 0; i < hits.length; i++) {
    const name = hits.names[i]!;
    if (image.wordCountOf(name) !== 2) continue;
    for (let usage = image.firstUsage(name); usage < image.endUsage(name); usage++) {
      const accepted = image.accepted(usage);
      if (accepted < 0) return -1;
      const folded = image.foldedName(image.nameOf(accepted));
      const other = folded.slice(0, folded.indexOf(" "));
      if (other === "" || (later !== undefined && other !== later)) return -1;
      later = other;
    }
  }
  return later === undefined || later === genus ? -1 : image.exactName(`${later} ${epithet}`);
}

/** True when a usage of the name is accepted: most genera are, and need not be gone through. */
function isAccepted(image: ImageReader, genus: string): boolean {
  const name = image.exactName(genus);
  if (name < 0) return false;
  for (let usage = image.firstUsage(name); usage < image.endUsage(name); usage++) {
    if (image.accepted(usage) < 0) return true;
  }
  return false;
}
