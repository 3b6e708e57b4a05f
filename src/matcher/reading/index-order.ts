/**
 * Does a string give the epithet before the name that it belongs to, as indexes do?
 *
 * "circinata, Cingulina A. Adams, 1860" is a species, "ovalis, Unio pictorum Mabille, 1866" something below one. Told by the
 * comma or bracket, a genus of the checklist behind it, and a word before it that is an epithet there or looks like one.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { looksLikeEpithet, NEVER_EPITHETS } from "../../names/words/names.ts";
import { COMMON_WORDS } from "../../names/words/prose.ts";
import { isRemarkWord, PLACE_WORDS } from "../../names/words/remarks.ts";

/** "nigra, Abies alba ssp.", "nigra (Abies alba)". */
const BELOW_SPECIES = /^(\p{Ll}{3,})\s*[,;([]\s*(\p{Lu}\p{Ll}+ \p{Ll}{3,})(\s+(?:ssp|subsp|var|f)\.?)?[)\]]?$/u;

/** An epithet, a comma, a genus, perhaps its subgenus and an epithet, authors. */
const WITH_AUTHORS =
  /^(\p{Ll}[\p{Ll}-]{2,})\s*[,;]\s+((\p{Lu}\p{Ll}{2,})(?:\s+\(\s*\p{Lu}\p{Ll}+\s*\))?(?:\s+\p{Ll}[\p{Ll}-]{2,}(?![\p{L}.]))?)((?:\s+[\p{Lu}(].*)?)$/u;

/** The string in the order of names: `"Cingulina circinata A. Adams, 1860"`; the same string when it is no entry of an index. */
export function inNameOrder(text: string, image: ImageReader): string {
  const [, below, above, marker] = BELOW_SPECIES.exec(text) ?? [];
  // "alba, Abies alba" is an index of species.
  if (below !== undefined && marker === undefined && above!.endsWith(` ${below}`)) return above!;
  if (below !== undefined && image.exactName(foldName(`${above} ${below}`)) >= 0) return `${above} ${below}`;
  const [, epithet, name, genus, authors] = WITH_AUTHORS.exec(text) ?? [];
  if (epithet === undefined || !image.hasGenus(foldName(genus!)) || !isEpithet(epithet, image)) return text;
  return name!.endsWith(` ${epithet}`) ? `${name}${authors}` : `${name} ${epithet}${authors}`;
}

/** True for a word that some genus has as an epithet, or that looks like one, and that nobody says of a specimen. */
function isEpithet(word: string, image: ImageReader): boolean {
  if (isRemarkWord(word) || COMMON_WORDS.has(word) || PLACE_WORDS.has(word) || NEVER_EPITHETS.has(word)) return false;
  return looksLikeEpithet(word) || image.genusCountOfEpithet(foldName(word)) > 0;
}
