/**
 * Is a word behind a name its author, although it is written like an epithet, or an epithet, although it is written like
 * an author? The authors of the checklist's usages tell.
 */
import type { ImageReader } from "../../image/read.ts";
import { compareAuthorship } from "../../names/authors/authorship.ts";
import { foldName } from "../../names/keys/fold.ts";
import { looksLikeEpithet } from "../../names/words/names.ts";
import { withCapitals } from "../query/author-case.ts";
import { type Asked, type Target, targetOfText } from "../query/target.ts";
import { isNearEpithet } from "./shape.ts";

/** A word that nothing behind it tells to be an author. */
const SMALL_WORD = /^\p{Ll}{3,}(?![\p{L}.])(?!,?\s*\(?\d{4}|\s*&|\s+(?:et|ex|in)\s)/u;

/** "Abies alba mill.", "Abies mill.": a word in small letters that is the author of a usage is no epithet. */
export function withSmallAuthor(
  asked: Asked,
  text: string,
  target: Target | undefined,
  image: ImageReader,
): Target | undefined {
  if (target === undefined) return undefined;
  // "Abies alba mill.": what stands behind the name may have been taken for a remark.
  const isThere = image.exactName(target.folded) >= 0;
  if (isThere && !target.determinedPartOnly && target.authorship !== undefined) return undefined;
  const words = text.split(" ");
  for (let count = Math.min(3, words.length - 1); count > 0; count--) {
    const name = words.slice(0, count).join(" ");
    const rest = words.slice(count).join(" ");
    if (/\p{Lu}/u.test(rest)) return undefined;
    // "Quercus robur linnaeus var. alba" is a species, whatever follows.
    if (count === 1 && words.length > 2 && image.exactName(foldName(`${name} ${words[1]}`)) >= 0) return undefined;
    // "Leontopodium caesspitosum" is misspelt rather than by Cass.
    const word = count === 1 ? SMALL_WORD.exec(rest)?.[0] : undefined;
    // A comma or "&" right behind it makes it one of several authors, if they are those of a usage.
    const isListed = word !== undefined && /^,?\s*(?:&|,\s*\p{Ll})/u.test(rest.slice(word.length));
    if (
      word !== undefined &&
      !isListed &&
      (looksLikeEpithet(word) || isNearEpithet(foldName(name), foldName(word), 5, image))
    )
      continue;
    if (image.exactName(foldName(name)) < 0) continue;
    const reread = targetOfText(asked, `${name} ${withCapitals(rest)}`);
    if (reread?.authorship === undefined || reread.folded !== foldName(name)) continue;
    if (!hasAuthor(reread.authorship, reread, image)) continue;
    reread.rereadings = [`It is read as “${reread.text}”: the checklist has ${name} of that author.`];
    return reread;
  }
  return undefined;
}

/** "Quercus ROBUR l.", "Abies alba var. nigra douglas ex loudon": the name as read, and behind it its author in small letters. */
export function bySmallAuthor(asked: Asked, text: string, read: Target, image: ImageReader): Target | undefined {
  const last = read.infraspecificEpithet ?? read.specificEpithet;
  const at = last === undefined ? -1 : text.lastIndexOf(` ${last} `);
  if (at < 0 || last === undefined) return undefined;
  const end = at + 1 + last.length;
  const behind = text.slice(end);
  if (/\p{Lu}/u.test(behind)) return undefined;
  const target = targetOfText(asked, text.slice(0, end) + withCapitals(behind));
  if (target?.authorship === undefined || target.folded !== read.folded || target.determinedPartOnly) return undefined;
  if (hasAuthor(target.authorship, target, image)) return target;
  return AS_AUTHORS.test(behind) && isByNobody(target.folded, image) ? target : undefined;
}

/** "a.gray", "(l.) h.karst.", "hook. & arn.": what nothing but authors is written as. */
const AS_AUTHORS =
  /^,?\s+(?:\(?(?:\p{Ll}{1,2}\.\s?){1,4}\p{Ll}{3,15}|\(?\p{Ll}{1,15}\.?\)?\s(?:&|ex)\s\p{Ll}|\(?l\.\)?(?:$|\s))/u;

/** True when the checklist tells no author of the name. */
function isByNobody(folded: string, image: ImageReader): boolean {
  const name = image.exactName(folded);
  for (let usage = image.firstUsage(name); usage < image.endUsage(name); usage++)
    if (image.authorship(usage) !== undefined) return false;
  return true;
}

/**
 * True when a usage of the name was published by the person of this name: "Aus Costa" is no Aus costa. A Latin word is
 * nobody's name because it begins as his: "Leucas Brownnii" is not by R.Br.
 */
export function isItsAuthor(word: string, target: Target, image: ImageReader): boolean {
  if (target.authorship === undefined || !/^\p{Lu}/u.test(word)) return false;
  return hasAuthor(word, target, image, looksLikeEpithet(word.toLowerCase()));
}

/** True when a usage of the name has this author, letter by letter when `literally`. */
export function hasAuthor(
  author: string,
  { folded }: Pick<Target, "folded">,
  image: ImageReader,
  literally = false,
): boolean {
  const name = image.exactName(folded);
  if (name < 0) return false;
  for (let usage = image.firstUsage(name); usage < image.endUsage(name); usage++) {
    const authorship = image.authorship(usage);
    if (authorship === undefined || (literally && !authorship.includes(author))) continue;
    if (compareAuthorship(author, authorship).verdict === "EQUAL") return true;
  }
  return false;
}
