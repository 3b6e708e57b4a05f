/**
 * Do the columns of a row say more than its name?
 *
 * A row that writes the family, the author or the last epithet where the name should stand, and the genus and the epithet
 * in their own columns, means the species.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
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
  if (specificEpithet === undefined || scientificName === undefined || scientificName === "") return asked;
  const name = scientificName.trim();
  const epithet = specificEpithet.trim().toLowerCase();
  const given = genusGiven(query);
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

/** True when a usage of the name is by this author, letter by letter. */
function isByAuthor(author: string, folded: string, image: ImageReader): boolean {
  const ordinal = image.exactName(folded);
  for (let usage = image.firstUsage(ordinal); usage < image.endUsage(ordinal); usage++)
    if (image.authorship(usage) === author) return true;
  return false;
}
