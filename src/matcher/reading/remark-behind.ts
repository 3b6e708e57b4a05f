/**
 * Is what stands behind a name of the checklist a remark that no list of words foresees?
 *
 * "Quercus robur v2", "Quercus robur see p. 12", "Quercus robur strain CBS 123": words that no epithet is like, or a
 * sentence. What leaves a name open ("var.", "sp.", "cf.", a question mark) and what may be an epithet is none.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import {
  AGGREGATES,
  APPROXIMATIONS,
  COMPARISONS,
  looksLatin,
  looksLikeEpithet,
  TAXONOMIC_NOTES,
} from "../../names/words/names.ts";
import { FUNCTION_WORDS } from "../../names/words/prose.ts";
import { rankMarker } from "../../names/words/rank-markers.ts";
import { isRemarkWord } from "../../names/words/remarks.ts";
import { isAboveSpecies } from "../../taxonomy/rank.ts";
import { parseRank } from "../../taxonomy/rank-spelling.ts";
import { type Asked, type Target, targetOfText } from "../query/target.ts";
import { isAbove } from "./higher-names.ts";
import { isNearEpithet } from "./shape.ts";

const BINOMIAL = /^(\p{Lu}\p{L}+ \p{Ll}[\p{Ll}-]+)(?: (\p{Ll}[\p{Ll}-]+))?(?=[\s,;(])\s*(.*)$/u;

/** The name without the remark behind it, when the checklist has the one and the other is told by its form to be none. */
export function withoutRemarkBehind(
  asked: Asked,
  text: string,
  target: Target | undefined,
  image: ImageReader,
): Target | undefined {
  const genus = genusBeforeRemark(asked.name, image);
  if (genus !== undefined) {
    const read = targetOfText(asked, genus);
    if (read !== undefined)
      read.rereadings = [`“${asked.name}” is read as ${genus}: the checklist has no such species.`];
    return read;
  }
  if (target !== undefined && !target.determinedPartOnly && image.exactName(target.folded) >= 0) return undefined;
  const [, species, last, behind] = BINOMIAL.exec(`${text} `) ?? [];
  if (species === undefined || behind === undefined) return undefined;
  const third = last === undefined ? "" : `${species} ${last}`;
  const isThird = third !== "" && image.exactName(foldName(third)) >= 0;
  if (!isThird && image.exactName(foldName(species)) < 0) return undefined;
  const name = isThird ? third : species;
  const rest = (isThird ? behind : `${last ?? ""} ${behind}`).trim();
  const isOfSpecies = !isThird && SPECIES_ALONE.test(rest);
  const isRemark = isOfSpecies || (isThird && MARKER_ALONE.test(rest)) || maySayNothing(rest, foldName(species), image);
  if (!isRemark) return undefined;
  const reread = targetOfText(asked, name);
  if (reread === undefined) return undefined;
  if (isOfSpecies) reread.qualifier = "sp.";
  reread.rereadings = [`“${rest}” is read as a remark: the checklist has ${name}.`];
  return reread;
}

/**
 * "Quercus - oaks", "Fagaceae (Oaks)", "Quercus (Fagales)": behind a genus or family a common name, or what it belongs to. A
 * word that may be an epithet is none.
 */
function genusBeforeRemark(text: string, image: ImageReader): string | undefined {
  const [, genus, word, group] =
    /^(\p{Lu}\p{Ll}{2,})\s+(?:[–—:-]\s+(\p{Ll}{3,})|[([](\p{Lu}\p{Ll}{2,})[)\]])$/u.exec(text) ?? [];
  if (genus === undefined) return undefined;
  const folded = foldName(genus);
  if (image.exactName(folded) < 0) return undefined;
  if (group !== undefined) {
    if (group === genus) return undefined;
    const isFamily = /(?:idae|aceae)$/.test(genus);
    return isFamily || (isAboveGenus(foldName(group), image) && isAbove(foldName(group), folded, image))
      ? genus
      : undefined;
  }
  if (isAboveSpecies(parseRank(word!)) && image.exactName(`${folded} ${foldName(word!)}`) < 0) return genus;
  return !looksLikeEpithet(word!) && isStrangeBehind(word!, folded, image) ? genus : undefined;
}

/** True when the checklist has a family, order or class of this name. */
function isAboveGenus(name: string, image: ImageReader): boolean {
  const ordinal = image.exactName(name);
  if (ordinal < 0) return false;
  for (let usage = image.firstUsage(ordinal); usage < image.endUsage(ordinal); usage++)
    if (GROUPS.has(image.rank(usage) ?? "")) return true;
  return false;
}

const GROUPS: ReadonlySet<string> = new Set(["FAMILY", "ORDER", "CLASS", "PHYLUM", "KINGDOM"]);

/** True for a word that is no epithet, and like none of this genus. */
function isStrangeBehind(word: string, genus: string, image: ImageReader): boolean {
  const folded = foldName(word);
  return image.genusCountOfEpithet(folded) === 0 && !isNearEpithet(genus, folded, SHORTEST_EPITHET, image);
}

/**
 * "Quercus genus", "Fagaceae (family)", "Quercus [genus only]": the word for the rank that the checklist gives the name.
 * "Fagaceae gen." is an unknown genus of it.
 */
export function withoutRankBehind(text: string, image: ImageReader): string {
  // Two words, or "only" as a third.
  const end = text.indexOf(" ");
  if (end < 0 || (text.indexOf(" ", end + 1) > 0 && !text.includes(" only"))) return text;
  const [, name, word] = /^(\p{Lu}[\p{L}-]+)\s+[([]?(\p{L}{3,})(?:\s+only)?\.?[)\]]?$/u.exec(text) ?? [];
  const rank = word === undefined ? undefined : parseRank(word);
  if (name === undefined || !isAboveSpecies(rank)) return text;
  const ordinal = image.exactName(foldName(name));
  if (ordinal < 0 || image.exactName(foldName(`${name} ${word}`)) >= 0) return text;
  for (let usage = image.firstUsage(ordinal); usage < image.endUsage(ordinal); usage++)
    if (image.rank(usage) === rank) return name;
  return text;
}

/** "Aus bus cus ssp.": the word for the rank behind what it stands for. */
const MARKER_ALONE = /^[([]?(?:ssp|subsp|subspecies|var|variety|f|fo|forma|form)\.?[)\]]?$/;

/** "Quercus robur sp.": the same of a species. */
const SPECIES_ALONE = /^[([]?(?:sp|spec|species)\.?[)\]]?$/;

/** True for several words of which the first is like no epithet, and for one that is known to be a remark. */
function maySayNothing(rest: string, species: string, image: ImageReader): boolean {
  if (rest === "" || /[?×¿]/.test(rest) || /^\p{Lu}/u.test(rest)) return false;
  // "Quercus robur or English oak", "aka English oak"
  const [, other] = /^(?:or|aka|a\.k\.a\.|alias)\s+(?:the\s+)?(\p{Lu}?\p{L}{2,})/u.exec(rest) ?? [];
  if (other !== undefined && (/^a/.test(rest) || /^\p{Lu}/u.test(other)) && !image.hasGenus(foldName(other)))
    return true;
  // "a. styracella", "α major": a variety behind its letter.
  const [, variety] = /^\p{Ll}\.?\s+(\p{Ll}{4,})\b/u.exec(rest) ?? [];
  if (variety !== undefined && !isRemarkWord(variety)) return false;
  const words = rest.toLowerCase().match(/[\p{L}\d'-]+/gu) ?? [];
  if (FUNCTION_WORDS.has(words[0] ?? "")) return true;
  if (words.some(isOpen)) return false;
  if (NOT_GIVEN.test(rest)) return true;
  const [first = "", ...others] = words;
  if (isRemarkWord(first) || /\d/.test(first)) return true;
  // A word alone may be an epithet, however it is spelled; a short one with a full stop is an abbreviation.
  if (others.length === 0 && rest.endsWith(".") && first.length < SHORTEST_WORD) return true;
  if (others.length === 0) return !looksLatin(first) && isStrange(first, species, image);
  if (/\p{Lu}/u.test(rest)) return false;
  const word = foldName(first);
  if (image.genusCountOfEpithet(word) > 0 || looksLikeEpithet(first)) return false;
  // "leuco urus": an epithet in two pieces.
  if (image.exactName(`${species} ${foldName(first + others[0]!)}`) >= 0) return false;
  // "leucuorus juv.": an epithet, misspelt.
  return !isNearEpithet(species, word, SHORTEST_EPITHET, image);
}

/** True for a word that is no epithet of any genus, and like none of this species. */
function isStrange(word: string, species: string, image: ImageReader): boolean {
  const folded = foldName(word);
  return image.genusCountOfEpithet(folded) === 0 && !isNearEpithet(species, folded, SHORTEST_EPITHET, image);
}

/** "n/a", "(n. a.)". */
const NOT_GIVEN = /^[([]?n\.?\s?\/?\s?a\.?[)\]]?$/i;

/** Shorter words are spelled almost like many. */
const SHORTEST_EPITHET = 4;
const SHORTEST_WORD = 5;

function isOpen(word: string): boolean {
  return (
    word === "x" ||
    word === "f" ||
    COMPARISONS.has(word) ||
    APPROXIMATIONS.has(word) ||
    AGGREGATES.has(word) ||
    TAXONOMIC_NOTES.has(word) ||
    word.startsWith("hybr") ||
    (word.length > 1 && rankMarker(word) !== undefined)
  );
}
