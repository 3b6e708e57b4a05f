/**
 * How is a string read whose name the checklist does not have letter by letter?
 *
 * By the shape of its words: in small letters throughout the first is a genus and the second an epithet; a capitalised word
 * behind a genus is an epithet when it is spelled almost like one of that genus and not like the name of a person.
 */
import { type ImageReader, NameHits, type NameOrdinal } from "../../image/read.ts";
import { compareAuthorship } from "../../names/authors/authorship.ts";
import { foldName } from "../../names/keys/fold.ts";
import { LATINISED_AUTHORS, PARTICLES } from "../../names/words/authors.ts";
import { APPROXIMATIONS, COMPARISONS, looksLikeEpithet } from "../../names/words/names.ts";
import { rankMarker } from "../../names/words/rank-markers.ts";
import { withCapitals } from "../query/author-case.ts";
import { isNoAuthorWithin } from "./authors-within.ts";
import { isWithoutCapitals } from "./tokens.ts";

/** The string in the usual form, as far as its shape tells; the same string when it tells nothing. */
export function byShape(text: string, image: ImageReader): string {
  if (isWithoutCapitals(text)) return withGenus(withoutSubgenus(text, image), image);
  if (!/\p{Ll}/u.test(text)) {
    const bare = withoutSubgenus(text, image);
    return withEpithetInCapitals(bare, image) ?? withAuthorInCapitals(bare, image);
  }
  // "quercus L.": the genus alone is in small letters.
  const small = /^(\p{Ll}[\p{Ll}-]+)(?=\s+[(\p{Lu}])/u.exec(text)?.[1];
  if (small !== undefined && image.hasGenus(foldName(small)) && !standsBeforeName(text, small, image)) {
    return byShape(small.charAt(0).toUpperCase() + text.slice(1), image);
  }
  // "Quercus (Leucobalanus) Robbur L."
  const behindSubgenus = /^(\p{Lu}[\p{L}-]+\s+\(\p{Lu}\p{Ll}+\)\s+)(\p{Lu}\p{L}{3,})(?![\p{L}.,])(?!\s*\d)/u.exec(text);
  if (behindSubgenus !== null) {
    const [beginning, before, word] = behindSubgenus as unknown as [string, string, string];
    if (isElsewhereEpithet(foldName(word), text.slice(beginning.length), image))
      return before + word.toLowerCase() + text.slice(beginning.length);
  }
  const second = /^(\p{Lu}[\p{L}-]+)\s+(\p{Lu}[\p{L}-]{3,})(?![\p{L}.])/u.exec(text);
  if (second !== null) return withEpithet(text, second[1]!, second[2]!, image);
  // "Quercus cf. Robbur"
  const qualified = /^(\p{Lu}[\p{L}-]+\s+(\p{L}+)\.?\s*)(\p{Lu}\p{L}{3,})(?![\p{L}.])/u.exec(text);
  if (qualified !== null && isQualifier(qualified[2]!)) {
    return qualified[1]! + qualified[3]!.toLowerCase() + text.slice(qualified[0].length);
  }
  return text;
}

/**
 * "naevia Tapera naevia", "hastata Aquila hastata (Lesson, 1831)": an index gives the epithet first, and there may be a genus
 * of that name. Authors are not followed by an epithet.
 */
function standsBeforeName(text: string, small: string, image: ImageReader): boolean {
  const [, genus, epithet] = /^\S+\s+(\p{Lu}\p{Ll}+)\s+(\p{Ll}{3,})(?![\p{L}.])/u.exec(text) ?? [];
  if (genus === undefined || epithet === undefined || PARTICLES.has(epithet)) return false;
  return image.hasGenus(foldName(genus)) || new RegExp(`\\s${small}(?![\\p{L}-])`, "u").test(text);
}

function isQualifier(word: string): boolean {
  const lower = word.toLowerCase();
  return COMPARISONS.has(lower) || APPROXIMATIONS.has(lower);
}

/** Small words that stand neither in names nor between authors. */
const OF_SENTENCES = /\s(?:at|beside|between|from|in the|on|over|the|under|with|within)\s/;

/** "quercus robbur l.": a genus, an epithet, authors. "quercus l.": a genus and its author. */
function withGenus(text: string, image: ImageReader): string {
  const match = /^(\p{Ll}[\p{Ll}-]+)\s+(.+)$/u.exec(text);
  if (match === null) return text;
  const genus = match[1]!.charAt(0).toUpperCase() + match[1]!.slice(1);
  const rest = match[2]!;
  // "side of a log", "lip at forest edge": what goes on so is a sentence.
  if (rest.startsWith("of ") || (OF_SENTENCES.test(rest) && !image.hasGenus(foldName(genus)))) return text;
  const epithet = /^\p{Ll}[\p{Ll}-]+(?![\p{L}.])/u.exec(rest)?.[0];
  const isAuthor = epithet === undefined || isAuthorByWhatFollows(rest, epithet, image);
  // "side ridge in rain forest": an author in or ex another has a year, or is one of the checklist.
  if (isAuthor && /^\p{Ll}+\s+(?:in|ex)\s(?!.*\d{4})/u.test(rest)) return text;
  if (isAuthor) {
    return /^(?:n|nov|nova)\.?\s/u.test(rest) || isQualifier(/^\p{L}*/u.exec(rest)![0])
      ? `${genus} ${rest}`
      : `${genus} ${withCapitals(rest)}`;
  }
  const behind = rest.slice(epithet.length);
  // A third word alone may be an epithet as well.
  const isThirdWord = /^\s+(?:\p{Ll}+\.\s*)?\p{Ll}[\p{Ll}-]{2,}$/u.test(behind) && !/^\s+\p{Ll}\.\s/u.test(behind);
  return `${genus} ${epithet}${isThirdWord || startsWithMarker(behind) ? behind : withCapitals(behind)}`;
}

/** "MISCANTHUS GLAEBR": no Latin word, but almost an epithet of the genus. */
function withEpithetInCapitals(text: string, image: ImageReader): string | undefined {
  const match = /^(\p{Lu}[\p{Lu}-]+)\s+(\p{Lu}{4,})(?![\p{L}.])/u.exec(text);
  if (match === null) return undefined;
  const [beginning, genus, word] = match as unknown as [string, string, string];
  const rest = text.slice(beginning.length);
  if (/^,?\s*(?:\(?\d{4}|&|ET\s|EX\s)/u.test(rest) || !image.hasGenus(foldName(genus))) return undefined;
  if (image.exactName(`${foldName(genus)} ${foldName(word)}`) >= 0) return undefined;
  const near = nearEpithet(foldName(genus), foldName(word), SHORTEST, image);
  if (near === NONE) return undefined;
  // "QUERCUS ROBBUR (ROBLE)": nobody of this name published it, so it is what the species is called.
  if (/^\s*\([^.,&\d]{3,}\)[^.,&\d]*$/.test(rest) && !isBy(near, withCapitals(rest.trim().toLowerCase()), image))
    return `${genus.charAt(0)}${genus.slice(1).toLowerCase()} ${word.toLowerCase()}`;
  return `${genus.charAt(0)}${genus.slice(1).toLowerCase()} ${word.toLowerCase()}${withCapitals(rest.toLowerCase())}`;
}

/** "QUERCUS LINNAEUS, 1758": behind the genus stands no epithet of the checklist, and what follows is that of an author. */
function withAuthorInCapitals(text: string, image: ImageReader): string {
  const match = /^(\p{Lu}[\p{Lu}-]+)\s+([(\p{Lu}].*)$/u.exec(text);
  if (match === null) return text;
  const genus = match[1]!.charAt(0) + match[1]!.slice(1).toLowerCase();
  const rest = match[2]!.toLowerCase();
  const word = /^\p{Ll}[\p{Ll}-]+(?![\p{L}.])/u.exec(rest)?.[0];
  if (!image.hasGenus(foldName(genus))) return text;
  if (word !== undefined && !isAuthorByWhatFollows(rest, word, image) && !/\b(?:et al|ex|in)\b/.test(rest)) return text;
  return `${genus} ${withCapitals(rest)}`;
}

function startsWithMarker(behind: string): boolean {
  const word = /^\s+(\p{Ll}+)/u.exec(behind)?.[1];
  return word !== undefined && word.length > 1 && rankMarker(word) !== undefined;
}

/** "linnaeus, 1758", "hooker & arnott": a word that is no epithet of the checklist and is followed as an author is. */
function isAuthorByWhatFollows(rest: string, word: string, image: ImageReader): boolean {
  if (!/^\s*(?:,?\s*\(?\d{4}|&|et\s|ex\s|in\s)/u.test(rest.slice(word.length))) return false;
  return image.genusCountOfEpithet(foldName(word)) === 0;
}

/** "Quercus Robbur L." → "Quercus robbur L.", when the genus has an epithet almost like it. */
function withEpithet(text: string, genus: string, word: string, image: ImageReader): string {
  const start = foldName(genus);
  const epithet = foldName(word);
  // Behind an author no bracket follows; four letters are a name of people as often as an epithet.
  const behind = text.slice(text.indexOf(word, genus.length) + word.length);
  const isEpithet = /^\s*\(/.test(behind) || (looksLikeEpithet(epithet) && !/^[\s,]*\d/.test(behind));
  // "Quercuss Robur": the genus is misspelt as well. "Sebaina Longifolius" is no genus by Longifolius.
  if (!image.hasGenus(start)) {
    const isAsAuthor = /^\s*(?:,|\(?\d{4}|&|et\s|and\s|ex\s|in\s)/u.test(behind);
    const isOften = genus.length >= SHORTEST && image.genusCountOfEpithet(epithet) >= MANY_GENERA;
    if (isAsAuthor || !(isOften || hasLikeGenus(start, epithet, image))) return text;
    return `${genus} ${word.toLowerCase()}${text.slice(text.indexOf(word, genus.length) + word.length)}`;
  }
  // "Pomacea Pomacea": the genus twice.
  if (epithet === start) return text;
  const isNear = isNearEpithet(start, epithet, isEpithet ? SHORTEST - 1 : SHORTEST, image);
  const isLast = behind.trim() === "";
  const isNobody =
    isLast && NO_SURNAME.test(epithet) && !LATINISED_AUTHORS.has(epithet) && isNoAuthorWithin(start, word, image);
  // "Koponenia Ochyra": its author, whom the checklist does not tell.
  const isRare = epithet.length < LONG && image.genusCountOfEpithet(epithet) < MANY_GENERA;
  if (!isNear && isLast && isRare && !isNobody && lacksAuthor(start, image)) return text;
  if (!isNear && !isNobody && !isElsewhereEpithet(epithet, behind, image)) return text;
  const at = text.indexOf(word, genus.length);
  return `${genus} ${word.toLowerCase()}${text.slice(at + word.length)}`;
}

/** True when a usage of the name is there without an author. */
function lacksAuthor(name: string, image: ImageReader): boolean {
  const ordinal = image.exactName(name);
  if (ordinal < 0) return false;
  for (let usage = image.firstUsage(ordinal); usage < image.endUsage(ordinal); usage++)
    if (image.authorship(usage) === undefined) return true;
  return false;
}

/** True when the checklist has this epithet in a genus spelled almost like this one, and no such genus is by an author of that name. */
function hasLikeGenus(genus: string, epithet: string, image: ImageReader): boolean {
  if (genus.length < SHORTEST || image.genusCountOfEpithet(epithet) === 0) return false;
  const hits = new NameHits();
  image.alignedNames(`${genus} ${epithet}`, 1, hits);
  for (let i = 0; i < hits.length; i++) if (image.foldedName(hits.names[i]!).endsWith(` ${epithet}`)) return true;
  return false;
}

/** "quercus (parcoraria) robbur", "QUERCUS (PARCORARIA) ROBBUR": without the name between genus and epithet. */
function withoutSubgenus(text: string, image: ImageReader): string {
  const [all, genus, word] = /^(\p{L}{3,}) \(\p{L}{3,}\) (\p{L}{3,})(?=\s|$)/u.exec(text) ?? [];
  if (all === undefined || !image.hasGenus(foldName(genus!))) return text;
  const isEpithet = isNearEpithet(foldName(genus!), foldName(word!), SHORTEST, image);
  return isEpithet ? `${genus} ${word}${text.slice(all.length)}` : text;
}

/**
 * "Boa Orbiculata Schneider, 1801", though this genus has no such species: another has. Of the authors of 2.7 million names
 * four in a hundred are called like an epithet, of the epithets nine in ten; endings that people's names have as well
 * (Rondani, Philippi) do not count. Authors are not followed by others in brackets.
 */
function isElsewhereEpithet(word: string, behind: string, image: ImageReader): boolean {
  if (/^\s*\((?:[^()]*\d{4}|\p{Lu}[^()]*\.)\)/u.test(behind)) return true;
  // "Oligodon Herberti var. eberhardti"
  if (/^\s+(?:subsp|ssp|var)\.?\s+\p{L}{3}/u.test(behind)) return true;
  if (!endsAsEpithet(word)) return false;
  if (/^\s*(?:,|\(?\d{4}|&|et\s|and\s|ex\s|in\s|[)\]])/u.test(behind)) return false;
  return image.genusCountOfEpithet(word) > 0;
}

/** True for a word that ends as epithets do and surnames hardly. */
function endsAsEpithet(word: string): boolean {
  return looksLikeEpithet(word) && !/[^i]i$/.test(word) && !LATINISED_AUTHORS.has(word);
}

/** Endings of epithets that surnames which are not latinised do not have: of 3,700 genera, a handful have an author of that form. */
const NO_SURNAME =
  /(?:[^ln]us|[aei]nus|[eu]l{1,2}us|[^rt]um|[ao]rum|[aeiou]tum|(?:ens|[ai]l|ar|iv)is|[ei]nse|oides|[iu]lata|osa|[^aeiou]ea|ua|fera|gera|cola|ax|ops|ipes|[lr]ior|[ai]bile|forme)$/;

/** Of authors, one in a hundred is called as an epithet of so many genera. */
const MANY_GENERA = 5;

const SHORTEST = 5;

/** People's names of so many letters hardly end as epithets do. */
const LONG = 10;

const NONE = -1;

/** True when the genus, folded, has an epithet spelled almost like this one. */
export function isNearEpithet(genus: string, epithet: string, shortest: number, image: ImageReader): boolean {
  return nearEpithet(genus, epithet, shortest, image) !== NONE;
}

/** A name of the genus, folded, whose epithet is spelled almost like this one; {@link NONE} when there is none. */
function nearEpithet(genus: string, epithet: string, shortest: number, image: ImageReader): number {
  const hits = new NameHits();
  const name = `${genus} ${epithet}`;
  image.namesWithStem(name, hits);
  const isSameStem = hits.length > 0 && /(?:us|a|um|is|e|ensis|ense|ae|ii|orum|arum)$/.test(epithet);
  if (isSameStem) return hits.names[0]!;
  if (epithet.length < shortest) return NONE;
  image.alignedNames(name, 1, hits);
  if (hits.length === 0 && epithet.length > 8) image.alignedNames(name, 2, hits);
  for (let i = 0; i < hits.length; i++) {
    const found = image.foldedName(hits.names[i]!);
    if (found.startsWith(`${genus} `) && !isNamedAfter(found.slice(genus.length + 1), epithet)) return hits.names[i]!;
  }
  return NONE;
}

/** True when a usage of the name has this author. */
function isBy(name: NameOrdinal, author: string, image: ImageReader): boolean {
  for (let usage = image.firstUsage(name); usage < image.endUsage(name); usage++) {
    const authorship = image.authorship(usage);
    if (authorship !== undefined && compareAuthorship(author, authorship).verdict === "EQUAL") return true;
  }
  return false;
}

/** True for an epithet made of a surname, which differs by its ending only: "milleri", "blumei". */
function isNamedAfter(epithet: string, surname: string): boolean {
  let same = 0;
  while (same < surname.length && epithet.charCodeAt(same) === surname.charCodeAt(same)) same++;
  return same >= surname.length - 1 && epithet.length >= surname.length;
}
