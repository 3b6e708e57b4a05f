/**
 * Which name is meant when the spelling is more than two edits away?
 *
 * Only what still looks like an error. In this order: names that sound the same; a genus that does not exist, within two
 * edits of one that has this epithet (or one like it); in a known genus an epithet of the same root with another ending,
 * or a long epithet that begins alike, is no word in use, and has no near rival in the genus.
 */
import type { ImageReader, NameOrdinal } from "../../image/read.ts";
import { stemEpithet } from "../../names/keys/stem.ts";
import { commonBeginning, Word } from "../../names/keys/word.ts";
import { DERIVATIONS } from "../../names/words/derivations.ts";
import { editDistance } from "../compare/edit-distance.ts";
import { NORMALISED } from "../compare/name-comparison.ts";
import type { MatchOutcome } from "../outcome.ts";
import { farOdds } from "../score/spelling-odds.ts";
import type { Search } from "../search.ts";
import { isVariant } from "./fuzzy.ts";

/** The usages of the one name that is probably meant. */
export function spelledFar(search: Search): MatchOutcome | undefined {
  const { target, list } = search;
  const name = gatherFar(search);
  if (name < 0) return undefined;
  const far = list.items[0]!;
  if (far.spelling === "near") {
    far.odds = farOdds(search.compare(name), far.editDistance);
    if (far.odds < 0) {
      search.refuse("NEAR_SPELLING_REAL_NAME");
      return undefined;
    }
  }
  search.score("fuzzy");
  list.keepIf(({ authorship, usage }) => authorship !== "DIFFERENT" && !search.hints.kingdomConflicts(usage));
  return search.settle("fuzzy", target.determinedPartOnly);
}

/** Makes the usages of the one name that is left the candidates, before its odds are asked; −1 when there is none. */
export function gatherFar(search: Search): NameOrdinal {
  const { image, target, list } = search;
  if (target.exactOnly || target.specificEpithet === undefined) return -1;
  if (search.nearFound || image.exactName(target.folded) >= 0) return -1;
  const genusEnd = target.folded.indexOf(" ");
  if (genusEnd < 0) return -1;
  list.clear();
  const genus = target.folded.slice(0, genusEnd);
  const name = image.hasGenus(genus) ? farInGenus(search, genus) : farGenus(search, genus);
  if (name >= 0) addFar(search, name);
  return name;
}

function addFar(search: Search, name: number): void {
  const { image, target } = search;
  const distance = editDistance(target.folded, image.foldedName(name));
  const isSame = isVariant(search, name);
  search.addUsages(name, isSame ? "variant" : "near", distance, isSame ? 0.5 : distance);
}

const first = new Word();
const second = new Word();

/** How many letters two words have in common at their beginning. */
function sameBeginning(a: string, b: string): number {
  return commonBeginning(first.take(a), second.take(b));
}

/** The one name that a look-up found; −1 when none or several. */
function onlyHit({ hits }: Search): number {
  return hits.length === 1 ? hits.names[0]! : -1;
}

/** More genera within two edits than this are a crowd. */
const MOST_GENERA = 12;

/** The genus does not exist: genera within two edits of it that have the epithet, or one with a letter changed. */
function farGenus(search: Search, genus: string): number {
  const { image, hits, target } = search;
  const epithets = target.folded.slice(genus.length + 1).split(" ");
  image.namesWithPhoneticKey(target.folded, hits);
  const sounding = onlyHit(search);
  if (sounding >= 0) return sounding;
  image.nearestNames(genus, 2, hits);
  const genera: string[] = [];
  for (let i = 0; i < hits.length; i++) {
    const found = image.foldedName(hits.names[i]!);
    if (!found.includes(" ") && sameBeginning(found, genus) > 0) genera.push(found);
  }
  if (genera.length > MOST_GENERA) return -1;
  const rest = epithets.join(" ");
  return (
    onlyName(search, genera, (found) => image.namesWithStem(`${found} ${rest}`, hits)) ??
    onlyName(search, genera, (found) => image.nearestNames(`${found} ${rest}`, 1, hits)) ??
    genusOfEpithet(search, genus, epithets)
  );
}

/** Epithets in more genera than this do not point to one of them. */
const MOST_BEARERS = 50;
const SHORTEST_GENUS = 6;
const MOST_GENUS_EDITS = 3;

/** The name with this epithet whose genus begins like the one written and is three edits away; −1 when none or several. */
function genusOfEpithet({ image }: Search, genus: string, epithets: readonly string[]): number {
  const epithet = epithets[0]!;
  if (image.genusCountOfEpithet(epithet) > MOST_BEARERS || genus.length < SHORTEST_GENUS) return -1;
  let only = -1;
  for (const found of image.generaWithEpithet(epithet)) {
    if (found.length < SHORTEST_GENUS || sameBeginning(found, genus) < 3) continue;
    if (editDistance(found, genus) > MOST_GENUS_EDITS) continue;
    const name = image.exactName(`${found} ${epithets.join(" ")}`);
    if (name < 0) continue;
    if (only >= 0) return -1;
    only = name;
  }
  return only;
}

/** The one name that a look-up finds in these genera: `undefined` when none, −1 when several. */
function onlyName(search: Search, genera: readonly string[], lookUp: (genus: string) => void): number | undefined {
  const { image, hits } = search;
  let only: number | undefined;
  for (const genus of genera) {
    lookUp(genus);
    for (let i = 0; i < hits.length; i++) {
      const name = hits.names[i]!;
      if (name === only || !image.foldedName(name).startsWith(`${genus} `)) continue;
      if (only !== undefined) return -1;
      only = name;
    }
  }
  return only;
}

/** Least length of an epithet, and of what it has in common at its beginning, by number of edits. */
const LEAST: Readonly<Record<number, { length: number; beginning: number }>> = {
  3: { length: 8, beginning: 3 },
  4: { length: 10, beginning: 5 },
};
const MOST_EDITS = 4;
/** The next epithet of the genus must be that much farther away. */
const MARGIN = 2;
/** An epithet in use elsewhere is taken for an error only when it is so long. */
const LONG_EPITHET = 13;
/** A word of more genera than this is in use. */
const FEW_GENERA = 2;
/** Genera with more names than this are not scanned: in a crowd three edits say nothing. */
const MOST_CHILDREN = 2000;

function farInGenus(search: Search, genus: string): number {
  const { image, hits, target } = search;
  image.namesOfGenusWithPhoneticKey(target.folded, hits);
  const sounding = onlyHit(search);
  if (sounding >= 0) return sounding;
  const epithet = target.folded.slice(target.folded.lastIndexOf(" ") + 1);
  const normalised = sameWhenNormalised(search, genus, epithet);
  if (normalised >= 0) return normalised;
  // A word in use is no error (and nearly all names that a checklist lacks end here).
  const genera = image.genusCountOfEpithet(epithet);
  if (epithet.length < LONG_EPITHET && genera > FEW_GENERA) return -1;
  const root = rootOf(epithet);
  const mayBeLong = epithet.length >= LONG_EPITHET || (epithet.length >= LEAST[3]!.length && genera === 0);
  if (!mayBeLong && root.length < SHORTEST_ROOT) return -1;
  if (image.childCountOfGenus(genus) > MOST_CHILDREN) return -1;
  const sameRoot = root.length < SHORTEST_ROOT ? -1 : withRoot(search, root);
  return sameRoot >= 0 || !mayBeLong ? sameRoot : longEpithet(search, epithet);
}

/** Genera with more names than this are not compared name by name. */
const MOST_NORMALISED = 500;
/** Normalisers leave so many letters at the beginning, but for i and y. */
const SAME_BEGINNING = 3;
/** Endings differ in length by no more. */
const LONGEST_ENDING = 4;

/**
 * The one name of the genus that normalisers write alike although more than two letters differ: "silvestre", "sylvestris".
 * −1 when none or several.
 */
function sameWhenNormalised(search: Search, genus: string, epithet: string): number {
  const { image, target, hits } = search;
  if (image.childCountOfGenus(genus) > MOST_NORMALISED) return -1;
  const beginning = epithet.slice(0, SAME_BEGINNING);
  const mayBeOther = beginning.includes("i") || beginning.includes("y");
  const other = mayBeOther ? beginning.replace(/[iy]/g, (letter) => (letter === "i" ? "y" : "i")) : beginning;
  let only = -1;
  for (const written of other === beginning ? [beginning] : [beginning, other]) {
    image.namesBeginning(target.folded, written, LONGEST_ENDING, hits, NORMALISED);
    for (let i = 0; i < hits.length; i++) {
      const name = hits.names[i]!;
      if (!isVariant(search, name)) continue;
      if (only >= 0) return -1;
      only = name;
    }
  }
  return only;
}

/** The one name of the same words whose last has this root; −1 when none or several. */
function withRoot({ image, target, hits }: Search, root: string): number {
  image.namesBeginning(target.folded, root, LONGEST_DERIVATION, hits);
  let only = -1;
  for (let i = 0; i < hits.length; i++) {
    if (rootOf(lastWord(image, hits.names[i]!)) !== root) continue;
    if (only >= 0) return -1;
    only = hits.names[i]!;
  }
  return only;
}

/** The name of the same words whose last is three or four edits away, begins alike, and has no near rival; else −1. */
function longEpithet({ image, target, hits }: Search, epithet: string): number {
  image.namesBeginning(target.folded, epithet.slice(0, LEAST[3]!.beginning), MOST_EDITS, hits);
  if (hits.length === 0) return -1;
  image.namesWithOtherLastWord(target.folded, MOST_EDITS + MARGIN - 1, hits);
  let nearest = -1;
  let distance = Number.POSITIVE_INFINITY;
  let next = Number.POSITIVE_INFINITY;
  for (let i = 0; i < hits.length; i++) {
    const edits = hits.distances[i]!;
    if (lastWord(image, hits.names[i]!).includes(" ")) continue;
    if (edits < distance) {
      next = distance;
      distance = edits;
      nearest = hits.names[i]!;
    } else if (edits < next) next = edits;
  }
  const least = LEAST[distance];
  if (least === undefined || next < distance + MARGIN) return -1;
  const found = lastWord(image, nearest);
  const isLong = Math.min(found.length, epithet.length) >= least.length;
  return isLong && sameBeginning(found, epithet) >= least.beginning ? nearest : -1;
}

const numbers = new Uint32Array(3);

/** The last word of a name. */
function lastWord(image: ImageReader, name: number): string {
  return image.wordText(numbers[image.wordsOf(name, numbers) - 1]!);
}

/** Roots of fewer letters are shared by different words. */
const SHORTEST_ROOT = 5;

/** No word is longer than its root by more: two endings of a stem ("ibus", "que") and an i. */
const LONGEST_DERIVATION = 8;

/** An epithet without its derivation: `"adeliensis"` and `"adeliae"` → `"adeli"`. Both name the same place or person. */
function rootOf(epithet: string): string {
  const ending = DERIVATIONS.find((derivation) => epithet.endsWith(derivation));
  const root = ending === undefined ? stemEpithet(epithet) : epithet.slice(0, -ending.length);
  return root.endsWith("i") ? root.slice(0, -1) : root;
}
