/**
 * Does a string give the epithet before the name that it belongs to, as indexes do?
 *
 * "circinata, Cingulina A. Adams, 1860" is a species, "ovalis, Unio pictorum Mabille, 1866" something below one. Told by the
 * comma or bracket, a genus of the checklist behind it, and a word before it that is an epithet there or looks like one.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { isEpithet } from "./epithet-words.ts";

/** "nigra, Abies alba ssp.", "nigra (Abies alba)". */
const BELOW_SPECIES = /^(\p{Ll}{3,})\s*[,;([]\s*(\p{Lu}\p{Ll}+ \p{Ll}{3,})(?:\s+(?:ssp|subsp|var|f)\.?)?[)\]]?$/u;

/** An epithet, a comma, a genus, perhaps its subgenus and an epithet, authors. */
const WITH_AUTHORS =
  /^(\p{Ll}[\p{Ll}-]{2,})\s*[,;]\s+((\p{Lu}\p{Ll}{2,})(?:\s+\(\s*\p{Lu}\p{Ll}+\s*\))?(?:\s+\p{Ll}[\p{Ll}-]{2,}(?![\p{L}.]))?)((?:\s+[\p{Lu}(].*)?)$/u;

/** "robur (Quercus)", "vulgaris Linnaeus, 1758, Sciurus": the genus stands last. */
const GENUS_LAST = /^(\p{Ll}[\p{Ll}-]{2,})((?:\s+[(\p{Lu}].*)?)\s*[,;([]\s*(\p{Lu}\p{Ll}{2,})[)\]]?\.?$/u;

/** The string in the order of names: `"Cingulina circinata A. Adams, 1860"`; the same string when it is no entry of an index. */
export function inNameOrder(text: string, image: ImageReader): string {
  const [, below, above] = BELOW_SPECIES.exec(text) ?? [];
  if (below !== undefined && image.exactName(foldName(`${above} ${below}`)) >= 0) return `${above} ${below}`;
  const [, first, by, last] = GENUS_LAST.exec(text) ?? [];
  if (first !== undefined && image.hasGenus(foldName(last!)) && image.genusCountOfEpithet(foldName(first)) > 0)
    return isEpithet(first, image) ? `${last} ${first}${by}` : text;
  const [, epithet, name, genus, authors] = WITH_AUTHORS.exec(text) ?? [];
  if (epithet === undefined || !image.hasGenus(foldName(genus!)) || !isEpithet(epithet, image)) return text;
  return name!.endsWith(` ${epithet}`) ? `${name}${authors}` : `${name} ${epithet}${authors}`;
}
