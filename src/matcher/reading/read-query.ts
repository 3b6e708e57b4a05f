/**
 * What does a query ask for, once its name is read with the checklist at hand?
 *
 * The parser reads a string by its form. Where the form misleads ("Quercus Robur" looks like a genus and its author) and
 * the checklist has another name in the same words, that one is asked for; every such rereading is told. A name that the
 * checklist has as it is written is never read otherwise.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import type { ParsedName } from "../../names/parsed-name.ts";
import { rankMarker } from "../../names/words/rank-markers.ts";
import { DOUBTS, holdsRemarkWord } from "../../names/words/remarks.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";
import { type Asked, askedOf, type Target, targetOfText, wordsAsWritten } from "../query/target.ts";
import { bySmallAuthor, hasAuthor, isItsAuthor, withSmallAuthor } from "./authors.ts";
import { digitsAsLetters } from "./digits.ts";
import { withFinerColumns } from "./finer-columns.ts";
import { withoutMarks } from "./form/marks.ts";
import { withPlainMarkers } from "./form/plain-markers.ts";
import { withoutRemarks, withoutRemarksBehind } from "./form/remarks-behind.ts";
import { lowestOfRow } from "./higher-names.ts";
import { knownReading } from "./known-words.ts";
import { maySpeak, unlabelled } from "./labels.ts";
import { groupOfMember, openAfterGenus, withEpithetOfQuery, withGenusOfQuery, withShortSpecies } from "./open-names.ts";
import { readDoubt, readMisapplication, readQualifierBehind } from "./qualifiers.ts";
import { withoutRankBehind, withoutRemarkBehind } from "./remark-behind.ts";
import { severalNames } from "./several-names.ts";
import { byShape } from "./shape.ts";
import { gluedName, isMisread, tornName, withSplitWord } from "./torn-words.ts";
import { markStrayEpithet, speciesBehind, withoutWhatIsBetween } from "./unknown-species.ts";
import type { KnownReading } from "./usual-form.ts";

/**
 * Reads a query; `undefined` when it has no name at all.
 * @param parsed what the parser made of its name, if it was asked before
 */
export function readQuery(query: MatchQuery, image: ImageReader, parsed?: ParsedName): Target | undefined {
  const given = askedOf(query);
  if (given === undefined) return undefined;
  const finer = withFinerColumns(given, query, image);
  const written = finer === given ? withEpithetOfQuery(withGenusOfQuery(given, query, image), query, image) : finer;
  const asked =
    written.name.length > LONGEST
      ? written
      : { ...written, name: lowestOfRow(withoutRankBehind(withPlainMarkers(written.name), image), image) };
  const target = targetOfText(asked, asked.name, parsed);
  if (asked.name.length > LONGEST) return target;
  const inDigits = digitsAsLetters(asked, target, image);
  if (inDigits !== undefined) return inDigits;
  if (target !== undefined && !isDoubtful(target, asked.name, image)) {
    if (/[[?]/.test(asked.name)) {
      readDoubt(target, asked.name);
      readMisapplication(target, asked.name);
    }
    return target;
  }
  const words = withSplitWord(target, image);
  if (words !== undefined) return words;
  const unmarked = unlabelled(asked.name, image);
  if (unmarked === "") return target;
  const read =
    severalOf(asked, withoutMarks(asked.name), image) ??
    tornName(asked, asked.name, target, image) ??
    gluedName(asked, unmarked, image) ??
    withShortSpecies(asked, unmarked, image) ??
    openAfterGenus(asked, target, image) ??
    groupOfMember(asked, image) ??
    known(asked, unmarked, target, image) ??
    withSmallAuthor(asked, unmarked, target, image) ??
    withoutRemarkBehind(asked, unmarked, target, image) ??
    shaped(asked, unmarked, target, image) ??
    speciesBehind(asked, unmarked, target, image) ??
    target;
  if (read !== undefined) {
    readInfragenericName(read, image);
    readQualifierBehind(read, unmarked);
    readMisapplication(read, asked.name);
    readDoubt(read, asked.name);
    markStrayEpithet(read, unmarked, image);
  }
  return read;
}

/** Longer strings are prose, and read as the parser reads them. */
const LONGEST = 300;

/**
 * "Julus (Parastenophyllum) Verhoeff, 1899", "Julus (Parastenophyllum)": a name between genus and species where nobody of
 * this name published the genus. Botanists write authors so, but with a full stop or without a year.
 */
function readInfragenericName(target: Target, image: ImageReader): void {
  if (target.genus !== undefined || target.hintGenus !== undefined || target.authorship === undefined) return;
  const between = /^\p{Lu}[\p{L}-]+\s+\((\p{Lu}\p{Ll}{3,})\)(?:\s*$|.*,?\s\d{4}\)?$)/u.exec(target.text)?.[1];
  if (between === undefined || isItsAuthor(between, target, image)) return;
  if (hasAuthor(target.authorship, target, image)) return;
  target.hintGenus = target.canonical;
  target.canonical = between;
  target.folded = foldName(between);
}

/** True when more may be in the string than was read of it. */
function isDoubtful(target: Target, name: string, image: ImageReader): boolean {
  const { kind, folded, text, canonical } = target;
  if (isMisread(target)) return true;
  // "BOLD:AAA1234|Quercus robur": a number may stand before a name.
  if (kind === "identifier") return /[\s|;]\p{Lu}\p{Ll}{2,} \p{Ll}{3}/u.test(text);
  if (kind === "virus") return false;
  // "Quercus Robur x Alba": parents that the checklist does not have are read otherwise.
  if (kind === "hybridFormula") return isOddFormula(target, image);
  // "Quercus sp.": all of it was understood.
  if (target.determinedPartOnly && target.qualifier !== undefined && !target.hasTail && image.exactName(folded) >= 0)
    return NAME_BEHIND.test(text) || GENUS_BEHIND.test(text) || isSpeciesBehindTerm(text, image);
  // A plain name that is misspelt is a matter of spelling, unless it ends in a word that is said of specimens.
  // "Abies alba [nigra]", "Abies alba|nigra": perhaps the epithet of a variety.
  if (target.infraspecificEpithet === undefined && /^\p{Lu}\p{Ll}+ \p{Ll}{3,}\s*[[{|]\s*\p{Ll}{3,}[\]}]?$/u.test(name))
    return true;
  // "Quercus [robur]": brackets were taken for a remark.
  if (target.genus === undefined && /[[{]/.test(name)) return true;
  // "Drosophila-baltica", "DrosophilaBaltica": a genus and its epithet, the checklist says.
  if (target.genus === undefined && /^\p{Lu}\p{Ll}+[-\p{Lu}]\p{Ll}{3}/u.test(text)) return image.exactName(folded) < 0;
  if (text === canonical && kind === "scientific")
    return image.exactName(folded) < 0 && (name !== text || holdsRemarkWord(text) || !isLatin(text) || isTorn(text));
  // "Peach phytoplasma": no name by its form, and one that the checklist has.
  const isOther = kind !== "scientific" && kind !== "informal";
  if (isOther && /^[A-Za-z -]+$/.test(text) && image.exactName(foldName(text)) >= 0) return false;
  if (kind !== "scientific" || image.exactName(folded) < 0) return true;
  if (target.authorship === undefined || target.hasTail || target.determinedPartOnly) return text !== canonical;
  return mayHideWords(target, image);
}

/** True for a formula that begins with a genus, and whose parents the checklist does not have, or which has capital epithets. */
function isOddFormula({ text, parents }: Target, image: ImageReader): boolean {
  if (!image.hasGenus(firstWord(foldName(text)))) return false;
  if (parents.length === 0 || /^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+ [xX×]/u.test(text)) return true;
  return parents.some((parent) => image.exactName(foldName(parent)) < 0);
}

/** "Paratype No. 4 Quercus robur": a name behind what was taken for a genus. */
const NAME_BEHIND = /\s\p{Lu}\p{Ll}{2,} \p{Ll}{3}/u;

/** "Quercus sp. / Fagus sp.": another genus, as open as the first. */
const GENUS_BEHIND = /(?:[/|;+&,–]|\s(?:or|vs\.?|oder|ou|vel|and|et|und|y)\s)\s*\p{Lu}\p{Ll}{2,}\sspp?(?:\.|$)/u;

/** "Quercus sp. robur", "Quercus n. sp. robur": the word for the rank before an epithet of the checklist. */
function isSpeciesBehindTerm(text: string, image: ImageReader): boolean {
  const [, genus, epithet] = TERM_BEFORE_EPITHET.exec(text) ?? [];
  // "Quercus sp. dubia": the species is in doubt.
  if (genus === undefined || DOUBTS.has(epithet!)) return false;
  return image.exactName(foldName(`${genus} ${epithet}`)) >= 0;
}

const TERM_BEFORE_EPITHET =
  /^(\p{Lu}\p{Ll}+)\s+\(?(?:(?:n|nov)\.?\s?)?(?:sp|spec|species)\.?(?:\s?n(?:ov)?\.)?\)?\s+(\p{Ll}{3,})(?=$|,|\s+\(|\s+\p{Lu}[\p{Ll}.])/u;

/** True when the authors behind a name of the checklist may be, or hold, something else. */
function mayHideWords(target: Target, image: ImageReader): boolean {
  const { text, canonical, folded } = target;
  const authorship = target.authorship!;
  if (authorship.startsWith("s.") || authorship === "hort." || /^\(?\p{Lu}{2,4}\)?$/u.test(authorship)) return true;
  if (text.endsWith("?") || text.endsWith("?)")) return true;
  if (!text.startsWith(canonical)) return true;
  // "Abies alba cf Nigra"
  if (target.qualifier !== undefined && image.exactName(`${folded} ${foldName(authorship)}`) >= 0) return true;
  const next = wordBehind(text, canonical.length);
  if (next === undefined || image.exactName(`${folded} ${foldName(next)}`) >= 0) return true;
  if (target.genus !== undefined) return false;
  // "Freycinetia Arboorea Gaudich.": the author of the genus may follow a misspelt epithet.
  const second = /^\s(?:\(\p{L}+\)\s*)?(\p{Lu}\p{Ll}{3,})(?![\p{L}.])/u.exec(text.slice(canonical.length))?.[1];
  return !hasAuthor(authorship, target, image) || (second !== undefined && !isItsAuthor(second, target, image));
}

/** The word behind a place, spaces, commas and opening brackets left out; `undefined` when something else stands there. */
function wordBehind(text: string, from: number): string | undefined {
  let start = from;
  while (" ,(".includes(text.charAt(start)) && start < text.length) start++;
  let end = start;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    const letter = code | 32;
    if ((letter < 97 || letter > 122) && (code !== 45 || end === start)) break;
    end++;
  }
  // Signs that only an expression knows to be letters or spaces.
  if (text.charCodeAt(end) > 127) return /^[\s,(]*(\p{L}[\p{L}-]*)/u.exec(text.slice(from))?.[1];
  return end === start ? undefined : text.slice(start, end);
}

function isLatin(text: string): boolean {
  return /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u.test(text);
}

/** "Q. uercus robur", "Q uercus robur": what begins with one letter may be a name torn behind it. */
function isTorn(text: string): boolean {
  const second = text.charCodeAt(1);
  return second === 46 || second === 32;
}

function severalOf(asked: Asked, text: string, image: ImageReader): Target | undefined {
  const names = severalNames(text, image);
  if (names === undefined) return undefined;
  const target = targetOfText(asked, names[0]!);
  if (target === undefined) return undefined;
  target.text = text;
  target.canonical = text;
  target.folded = foldName(text);
  target.kind = "hybridFormula";
  target.exactOnly = true;
  target.several = true;
  target.authorship = undefined;
  target.parents = [...names];
  target.rereadings = [`It holds ${names.length} names: ${names.join(", ")}.`];
  return target;
}

/** "Rindera regiaKusn.": a capital in an epithet begins the author. */
const GLUED_AUTHOR = /(?<=\s\p{Ll}{3,})(?=\p{Lu})/gu;

/** "robur, Quercus", "vulgaris Linnaeus, 1758, Sciurus", "robur (Quercus)": as in an index. */
const INVERTED =
  /^(\p{L}[\p{Ll}-]{2,})((?:\s+[\p{Lu}(].*)?)\s*(?:[,;([/|]|\s-\s)\s*(?:genus\s+)?(\p{Lu}\p{Ll}{2,})[)\]]?\.?$/u;

/** "tetragonus Cyperus", written as an index is but for the comma, unless the second published a genus of the first name. */
function epithetBehindGenus(text: string, target: Target | undefined, image: ImageReader): string {
  const [, epithet, genus] = /^(\p{Ll}{3,})\s+(\p{Lu}\p{Ll}{2,})$/u.exec(text) ?? [];
  if (genus === undefined || (target !== undefined && hasAuthor(genus, target, image))) return text;
  return `${genus} ${epithet}`;
}

/** The name of the checklist that the words make, when that says more than what was read. */
function known(asked: Asked, text: string, target: Target | undefined, image: ImageReader): Target | undefined {
  const reading =
    knownReading(text, image) ??
    knownOtherwise(text, text.replace(GLUED_AUTHOR, " "), image) ??
    knownOtherwise(text, text.replace(INVERTED, "$3 $1$2"), image) ??
    knownOtherwise(text, epithetBehindGenus(text, target, image), image);
  if (reading === undefined) return undefined;
  const found = foldName(reading.name);
  // "Quercus × Robur" looks like a formula.
  const isFormula = target?.kind === "hybridFormula";
  const isSame = target !== undefined && found === target.folded && !isFormula;
  const isQualified = reading.qualifier !== undefined && target?.qualifier === undefined;
  // What is left over may be a remark.
  if (isSame && !target.determinedPartOnly && !isQualified) return undefined;
  const isThere = target !== undefined && !isFormula && image.exactName(target.folded) >= 0;
  if (isThere && !isSame && wordCount(found) <= wordCount(target.folded)) return undefined;
  // "Ateles Geoffroyi" is named after the author of the genus; "Aus Costa" is by him.
  const isCapital = /^\p{Lu}/u.test(reading.second) && target?.authorship !== undefined;
  if (isThere && !isSame && isCapital && hasAuthor(reading.second, target, image, true)) return undefined;
  // "QUERCUS ROBUR SUBSP. NIGRRA": behind a marker stands an epithet, be it misspelt.
  if (target !== undefined && isMarked(target) && target.folded.startsWith(`${found} `)) return undefined;
  const end = reading.name.length;
  const rest = reading.text.startsWith(reading.name)
    ? reading.name + withoutRemarksBehind(reading.text.slice(end))
    : withoutRemarks(reading.text);
  let reread = targetOfText(asked, rest);
  if (reread === undefined) return undefined;
  // "Schmidtea nova, Pl. 3": "nova" is an epithet here, whatever follows it.
  // "Quercus robur, cadavre": of what stands behind, nothing is less than the name.
  const isLess = found.startsWith(`${reread.folded} `) && /^[,;]/.test(rest.slice(reading.name.length));
  // "Alepes vari (cuvier, 1833)": the author in small letters is read as such below.
  if (found.startsWith(`${reread.folded} `) && SMALL_AUTHOR.test(rest.slice(reading.name.length))) return undefined;
  const isMore = reading.hasThird && reread.folded.startsWith(`${found} `);
  if (
    reread.folded !== found &&
    !isMore &&
    (!reread.determinedPartOnly || (isLess && reread.qualifier === undefined))
  ) {
    const isNoName = reread.kind === "notAName" && maySpeak(rest.slice(reading.name.length), image);
    if (!rest.startsWith(reading.name) || (!isNoName && wordCount(reread.folded) >= wordCount(found))) return undefined;
    reread = wordsAsWritten(reread, reading.name, found);
  }
  if (reread.determinedPartOnly && reread.qualifier === undefined) {
    reread = bySmallAuthor(asked, rest, reread, image) ?? reread;
  }
  if (isSame && reread.determinedPartOnly && !isQualified) return undefined;
  reread.rereadings = [`It is read as “${rest}”: the checklist has ${reading.name}.`];
  return reread;
}

const SMALL_AUTHOR = /^\s*\(?\p{Ll}[^\p{Lu}]*\d{4}\)?$/u;

/** As {@link knownReading}, of another writing of a text that was asked already. */
function knownOtherwise(text: string, other: string, image: ImageReader): KnownReading | undefined {
  return other === text ? undefined : knownReading(other, image);
}

/** True when the infraspecific epithet stands behind the word for its rank. */
function isMarked({ text, infraspecificEpithet }: Target): boolean {
  if (infraspecificEpithet === undefined) return false;
  const words = text.toLowerCase().split(/[\s.]+/);
  const at = words.lastIndexOf(infraspecificEpithet.toLowerCase());
  return at > 0 && rankMarker(words[at - 1]!) !== undefined;
}

/** The name as its shape tells, when that is more of a name than what was read. */
function shaped(asked: Asked, text: string, target: Target | undefined, image: ImageReader): Target | undefined {
  const reading = byShape(withoutWhatIsBetween(withoutRemarks(text), image), image);
  if (reading === asked.name) return undefined;
  const reread = targetOfText(asked, reading);
  if (reread === undefined || reread.kind === "notAName" || reread.kind === "placeholder") return undefined;
  if (target !== undefined) {
    if (isSameReading(reread, target)) return undefined;
    const isThere = image.exactName(target.folded) >= 0;
    const isMore = wordCount(reread.folded) > wordCount(target.folded);
    // "Fagaceae: Quercus indet.": what stood before the name was read for it.
    const isBehind = firstWord(reread.folded) !== firstWord(target.folded) && image.exactName(reread.folded) >= 0;
    const second = secondWord(text);
    // "Quercus L. xylosa": the author is not what was read as the epithet.
    const isAuthor = reread.folded.endsWith(` ${foldName(second)}`) && isItsAuthor(second, target, image);
    if (isThere && ((!isMore && !isBehind) || isAuthor)) return undefined;
  }
  reread.rereadings = [`It is read as “${reading}”.`];
  return reread;
}

function isSameReading(a: Target, b: Target): boolean {
  return (
    a.kind === b.kind &&
    a.folded === b.folded &&
    a.authorship === b.authorship &&
    a.determinedPartOnly === b.determinedPartOnly
  );
}

function secondWord(text: string): string {
  return /^\P{L}*[\p{L}-]+\s+([\p{L}-]+)/u.exec(text)?.[1] ?? "";
}

function firstWord(folded: string): string {
  const end = folded.indexOf(" ");
  return end < 0 ? folded : folded.slice(0, end);
}

function wordCount(folded: string): number {
  return folded.split(" ").length;
}
