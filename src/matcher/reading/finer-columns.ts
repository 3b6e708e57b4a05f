/**
 * Do the columns of a row say more than its name?
 *
 * A row that writes the family, the author or the last epithet where the name should stand, and the genus and the epithet
 * in their own columns, means the species.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { LATINISED_AUTHORS } from "../../names/words/authors.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";
import { genusGiven } from "../query/name-assembly.ts";
import type { Asked } from "../query/target.ts";
import { isAbove } from "./higher-names.ts";

/** "Fagaceae", "Rose", "(L.) Mill.", "alba": one word, or authors. */
const LESS_THAN_SPECIES = /^(?:\p{L}[\p{L}-]+|\(?\p{Lu}[\p{L}.'’-]*[\s.,&()\p{Lu}][^\p{Ll}]*.*)$/u;

/**
 * What is asked with the species that the columns make, where the name is a taxon above its genus, no name at all, or an
 * epithet behind it.
 */
export function withFinerColumns(asked: Asked, query: MatchQuery, image: ImageReader): Asked {
  const { scientificName, specificEpithet } = query;
  if (specificEpithet === undefined) return withSpeciesOfGenus(asked, query, image);
  if (scientificName === undefined || scientificName === "") return withSmallEpithet(asked, specificEpithet.trim());
  const name = scientificName.trim();
  const epithet = specificEpithet.trim().toLowerCase();
  const given = genusGiven(query);
  // "Fagaceae" beside Quercus and "sp."
  if (given !== undefined && /^spp?\.?$/.test(epithet) && name !== given && !name.includes(" ")) {
    const isBelow = image.hasGenus(foldName(given)) && isAbove(foldName(name), foldName(given), image);
    return isBelow ? { ...asked, name: `${given} sp.` } : asked;
  }
  if (given === undefined || !/^\p{L}{2,}$/u.test(given) || !/^\p{Ll}[\p{Ll}-]{2,}$/u.test(epithet)) return asked;
  const genus = given.charAt(0).toUpperCase() + given.slice(1).toLowerCase();
  const start = foldName(genus);
  const species = `${genus} ${epithet}`;
  const folded = foldName(species);
  const isWord = /^\p{L}[\p{L}-]+$/u.test(name);
  // "alba" beside the genus and the species: the subspecies.
  if (isWord && name !== epithet && name === name.toLowerCase() && image.exactName(`${folded} ${foldName(name)}`) >= 0)
    return { ...asked, name: `${species} ${name}` };
  if (!LESS_THAN_SPECIES.test(name) || foldName(name) === start || name.toLowerCase().includes(epithet)) return asked;
  if (!isWord)
    return image.exactName(folded) >= 0 && isByAuthor(name, folded, image) ? { ...asked, name: species } : asked;
  if (name === name.toLowerCase()) return asked;
  const isThere = image.exactName(foldName(name)) >= 0;
  if (isThere ? image.hasGenus(start) && isAbove(foldName(name), start, image) : image.exactName(folded) >= 0)
    return { ...asked, name: species };
  return asked;
}

/** "Quercus sp." beside the species Quercus robur, "Quercus" beside "Quercus spp.". */
function withSpeciesOfGenus(asked: Asked, { scientificName, species }: MatchQuery, image: ImageReader): Asked {
  if (species === undefined || scientificName === undefined) return asked;
  const genus = /^(\p{Lu}\p{Ll}{2,})(?:\s+spp?\.?)?$/u.exec(scientificName.trim())?.[1];
  const name = species.trim();
  if (genus === undefined) return asked;
  const [, written] = /^(\p{Lu}\p{Ll}{2,}) \p{Ll}{3,}(?=$|\s+[(\p{Lu}])/u.exec(name) ?? [];
  // "Fagaceae" beside the species Quercus robur
  const isHigher = written !== undefined && written !== genus && isAbove(foldName(genus), foldName(written), image);
  if (isHigher && image.hasGenus(foldName(written))) return { ...asked, name };
  if (!name.startsWith(`${genus} `)) return asked;
  if (/^\s*spp?\.?$/.test(name.slice(genus.length))) return { ...asked, name: `${genus} sp.` };
  const isBinomial = /^\p{Lu}\p{Ll}+ \p{Ll}{3,}(?:\s+[(\p{Lu}].*)?$/u.test(name);
  return isBinomial && image.hasGenus(foldName(genus)) ? { ...asked, name } : asked;
}

/** "quercus", "Robur" in their columns: an epithet, as the column says. */
function withSmallEpithet(asked: Asked, epithet: string): Asked {
  if (!/^\p{Lu}(?:[\p{Ll}-]{3,}|[\p{Lu}-]{3,})$/u.test(epithet)) return asked;
  const small = epithet.toLowerCase();
  const [, genus] = /^(\p{L}{3,}) (?=\p{L})/u.exec(asked.name) ?? [];
  if (genus === undefined || LATINISED_AUTHORS.has(small) || !asked.name.startsWith(`${genus} ${epithet}`))
    return asked;
  const rest = asked.name.slice(genus.length + 1 + epithet.length);
  return { ...asked, name: `${genus.charAt(0).toUpperCase()}${genus.slice(1).toLowerCase()} ${small}${rest}` };
}

/** True when a usage of the name is by this author, letter by letter. */
function isByAuthor(author: string, folded: string, image: ImageReader): boolean {
  const ordinal = image.exactName(folded);
  for (let usage = image.firstUsage(ordinal); usage < image.endUsage(ordinal); usage++)
    if (image.authorship(usage) === author) return true;
  return false;
}
