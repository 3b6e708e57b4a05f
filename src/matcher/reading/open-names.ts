/**
 * Which names are written in part only: the genus and a code, the genus and "unidentified", a species by its first letter,
 * an epithet whose genus stands in another field?
 */
import { type ImageReader, NameHits } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { APPROXIMATIONS } from "../../names/words/names.ts";
import { UNKNOWN_WORDS } from "../../names/words/prose.ts";
import { DOUBTS, REMARKS } from "../../names/words/remarks.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";
import { isAboveSpecies, type Rank } from "../../taxonomy/rank.ts";
import { genusGiven } from "../query/name-assembly.ts";
import { type Asked, type Target, targetOfText } from "../query/target.ts";
import { isNearEpithet } from "./shape.ts";

/** An epithet, perhaps behind "cf." */
const EPITHET_FIRST = /^((?:(?:cfr?|conf)\.?\s+)?)(\p{Ll}[\p{Ll}-]+)(?=$|[\s,])/u;

/**
 * "concolor", "concolor (Linnaeus, 1771)", "cf. concolor", "sp." beside the genus Puma: the epithet stands where the name
 * should. Alone in small letters it is one, right or misspelt, unless the checklist has a name of one such word.
 */
export function withGenusOfQuery(asked: Asked, query: MatchQuery, image: ImageReader): Asked {
  const { name } = asked;
  const isSmall = /^\p{Ll}/u.test(name);
  const given = isSmall || !name.includes(" ") ? genusGiven(query) : undefined;
  if (given === undefined || !/^\p{L}{2,}$/u.test(given)) return asked;
  const genus = given.charAt(0).toUpperCase() + given.slice(1).toLowerCase();
  if (!isSmall) return isEpithetOf(name, genus, image) ? { ...asked, name: `${genus} ${name.toLowerCase()}` } : asked;
  const open = /^(\p{Ll}+)(?=$|[\s.])/u.exec(name)?.[1];
  if (open !== undefined && APPROXIMATIONS.has(open)) return { ...asked, name: `${genus} ${name}` };
  const [, , word = ""] = EPITHET_FIRST.exec(name) ?? [];
  const epithet = foldName(word);
  if (epithet === "" || epithet === foldName(genus)) return asked;
  const isKnown = image.exactName(`${foldName(genus)} ${epithet}`) >= 0;
  const isAlone = word === name && image.exactName(epithet) < 0;
  return isKnown || isAlone ? { ...asked, name: `${genus} ${name}` } : asked;
}

/** "Robur", "ROBBUR" beside the genus Quercus: an epithet of it, or almost one, and no name that the checklist has. */
function isEpithetOf(word: string, genus: string, image: ImageReader): boolean {
  const epithet = foldName(word);
  const start = foldName(genus);
  if (!/^\p{Lu}[\p{L}-]{2,}$/u.test(word) || epithet === start || !image.hasGenus(start)) return false;
  if (image.exactName(epithet) >= 0) return false;
  return image.exactName(`${start} ${epithet}`) >= 0 || isNearEpithet(start, epithet, 5, image);
}

/**
 * "Abies alba" and "Nigra" in the field of the infraspecific epithet: an epithet where the checklist has it, for authors
 * stand there as well.
 */
export function withEpithetOfQuery(asked: Asked, query: MatchQuery, image: ImageReader): Asked {
  const word = query.infraspecificEpithet;
  // "Abies alba" and "alba": the subspecies that repeats it, where the checklist has that.
  if (word !== undefined && asked.rank !== "SPECIES") {
    const species = /^\p{Lu}\p{Ll}+ (\p{Ll}[\p{Ll}-]+)(?=$|\s+[(\p{Lu}])/u.exec(asked.name);
    const autonym = `${species?.[0]} ${word}`;
    if (species?.[1] === word && image.exactName(foldName(autonym)) >= 0) return { ...asked, name: autonym };
  }
  if (word === undefined || !/^\p{Lu}[\p{L}-]{2,}$/u.test(word)) return asked;
  const name = `${asked.name} ${word.toLowerCase()}`;
  return image.exactName(foldName(name)) >= 0 ? { ...asked, name } : asked;
}

/** "Sciurus v. leucourus": the species of a subspecies by its first letter, where the genus has one such name only. */
export function withShortSpecies(asked: Asked, text: string, image: ImageReader): Target | undefined {
  const match = /^(\p{Lu}\p{Ll}+) (\p{Ll})\. ?(\p{Ll}{3,})(?=$|[\s,(])/u.exec(text);
  if (match === null) return undefined;
  const [written, genus, letter, last] = match as unknown as [string, string, string, string];
  const start = foldName(genus);
  const third = foldName(last);
  let name: string | undefined;
  if (third.startsWith(letter) && image.exactName(`${start} ${third} ${third}`) >= 0) name = `${genus} ${last} ${last}`;
  else {
    const hits = new NameHits();
    if (!image.hasGenus(start) || image.childCountOfGenus(start) > MOST_CHILDREN) return undefined;
    image.childrenOfGenus(start, hits);
    const species = new Set<string>();
    for (let i = 0; i < hits.length; i++) {
      const words = image.foldedName(hits.names[i]!).split(" ");
      if (words.length === 3 && words[2] === third && words[1]!.startsWith(letter)) species.add(words[1]!);
    }
    if (species.size !== 1) return undefined;
    name = `${genus} ${[...species][0]} ${last}`;
  }
  const reread = targetOfText(asked, name + text.slice(written.length));
  if (reread === undefined) return undefined;
  reread.rereadings = [`“${letter}.” is the species of ${name}, the only one in the checklist.`];
  return reread;
}

/** Genera with more names than this are not looked through. */
const MOST_CHILDREN = 3000;

/** "uncultured Quercus sp.", "unidentified Quercus". */
const UNKNOWN_BEFORE = new RegExp(
  `^(?:(?:${[...UNKNOWN_WORDS].join("|")}|other|misc\\.?|mixed|various|assorted|several|some|few|all|any|many|numerous|undescribed|young|small|large|dead|juvenile|larval|pupal|adult|immature|female|male|juv\\.?|(?:indet|undet|unident|unid)\\.?)\\s+|(?:z?otu|asv)[_\\s]?\\d+[_\\s]+)(\\p{Lu}[\\p{L}-]+)(?:\\s+(?:sp|spp|spec|species|indet|\\p{Ll}*bacterium|archaeon|fung(?:us|al)|alga|eukaryote|ciliate|diatom)\\b.*)?$`,
  "iu",
);

/** "cf. Quercus sp.", "prob. Quercus sp.", "CF. QUERCUS SP.": of the genus not even that is sure. */
const DOUBT_BEFORE = new RegExp(
  `^[([?]*(?:cfr?|aff|nr|${[...DOUBTS].join("|")})[.)\\]?:]*\\s+(\\p{Lu}[\\p{L}-]+)\\s+(?:sp|spp|spec|species|indet)\\b.*$`,
  "iu",
);

/** "Quercus (all species)", "Quercus – undet.", "Quercus OTU 12", "Quercus assorted". */
const OPEN_BEHIND =
  /^[([–—-]*\s*(?:all|several|various|unknown sp\p{Ll}*|assorted|diverse|mixed|undet\p{Ll}*|unident\p{Ll}*|undiff\p{Ll}*|undesc\p{Ll}*|(?:to\s+)?genus only|to genus|species (?:unknown|not)|\d+\s+spp|unclass\p{Ll}*|uncult\p{Ll}*|unbest\p{Ll}*|z?otu|asv|bin|type|hort\.?\s+hybr\p{Ll}*)(?![\p{L}-])|^[♀♂☿]/iu;
/** "Quercus ND", "Quercus (sp.)", "Quercus non det.", and nothing else. */
const OPEN_ALONE =
  /^[([–—-]*\s*(?:n[ad]|nan|null|none|hybr\p{Ll}*|indet\p{Ll}*|not id\S*|nondet|(?:non?|não|sin|sans|nicht|ohne|s)\.?\s+(?:det|id|best)\p{Ll}*|art(?:en)?|ms\s?\d+|sp\p{Ll}*\s+nei|nei)[\s.?)\]]*$|^[([]\s*spp?[\s.?)\]]*$/iu;
/** "Quercus non robur", "Quercus (other than robur)", "Quercus excl. robur". */
const EXCLUDING =
  /^[([–-]?\s*(?:sp\.?\s+)?(?:non|not|nec|excl|excluding|except|other than|nicht|außer|sauf|excepto|não|nao|кроме)\.?\s+(?:\p{Lu}\.?\s*)?\p{Ll}{3,}/u;
/** Of other scripts: "Quercus 未定种", "Quercus вид не определён", "Quercus 属の一種". */
const OPEN_IN_OTHER_SCRIPTS = /未定|未鉴定|属の|一種|sp\.?种|属种|вид(?!\p{L})|неопр|не опр/u;
/** "(juv., unbest.)". */
const OPEN_WITHIN = /(?<!\p{L})(?:unbest|unbek|indet|undet|unident|onbekend)\p{Ll}*\.?[)\]]?$/iu;

/** "actinobacterium ASH 253", "bacterium", "archaeon X1": no genus, but a member of a group. */
const MEMBER =
  /^(?:\p{Ll}+\s+){0,3}?(\p{Ll}*bacterium|archaeon)(?=$|\s+(?:\S*[\d\p{Lu}]|sp\b|strain\b|symbiont\b|clone\b|isolate\b))/u;

/** "Bacillaceae bacterium CL5.13", "Rhizobiales bacterium": what stands behind a taxon of any rank. */
const MEMBER_BEHIND = /^(?:\p{Ll}*bacterium|archaeon)(?![\p{L}-])(?!\s+of\s)/u;

/** The group that a word for its members names, when the checklist has it: the kingdom at least. */
export function groupOfMember(asked: Asked, image: ImageReader): Target | undefined {
  const member = MEMBER.exec(asked.name.trim())?.[1];
  if (member === undefined) return undefined;
  const plural = member === "archaeon" ? "archaea" : `${member.slice(0, -2)}a`;
  const group = [plural, `${plural.slice(0, -1)}ota`, "bacteria"].find(
    (name) => rankOfGroup(name, image) !== undefined,
  );
  if (group === undefined) return undefined;
  const reread = targetOfText(asked, `${group.charAt(0).toUpperCase()}${group.slice(1)}`);
  if (reread === undefined) return undefined;
  // Bacteria is a genus of insects as well.
  reread.rank = rankOfGroup(group, image);
  reread.determinedPartOnly = true;
  reread.qualifier = "indet.";
  reread.rereadings = [`“${asked.name}” is no name: what is determined is that it is one of ${reread.canonical}.`];
  return reread;
}

/** The rank above a genus that a usage of the name has; `undefined` when none has. */
function rankOfGroup(name: string, image: ImageReader): Rank | undefined {
  const ordinal = image.exactName(name);
  if (ordinal < 0) return undefined;
  for (let usage = image.firstUsage(ordinal); usage < image.endUsage(ordinal); usage++) {
    const rank = image.rank(usage);
    if (rank !== undefined && rank !== "GENUS" && isAboveSpecies(rank)) return rank;
  }
  return undefined;
}

/** "larvae", "(larva)": what was found of the genus, unless it has a species of this name. */
function isStage(rest: string, genus: string, image: ImageReader): boolean {
  const word = /^[([]?(\p{Ll}+)\.?[)\]]?\.?$/u.exec(rest)?.[1];
  return word !== undefined && REMARKS.has(word) && image.exactName(`${foldName(genus)} ${foldName(word)}`) < 0;
}

/** "robur ssp. unknown", "robur (subsp. undetermined)". */
const UNKNOWN_BELOW = new RegExp(
  `^(\\p{Ll}{3,})[\\s,([]+(?:ssp|subsp|subspecies|var|variety|f|forma|form)\\b\\.?[\\s:([]*(?:not (?:known|identified|determined)|ind\\.|indet\\p{Ll}*|${[...UNKNOWN_WORDS].join("|")})[.)\\]]*$`,
  "u",
);

/** "uncultured_Quercus", "Quercus_NA", "Quercus属の一種". */
function withSpaceBehindGenus(text: string): string {
  const spaced = /\s/.test(text) || !/_(?:\p{Lu}|NA$)/u.test(text) ? text : text.replaceAll("_", " ");
  return spaced.replace(/^(\p{Lu}[a-z-]+)(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u, "$1 ");
}

/** "Fagaceae, unidentified" is as open as a genus. */
function isGenusOrFamily(name: string, image: ImageReader): boolean {
  return image.hasGenus(name) || (/(?:idae|aceae)$/.test(name) && image.exactName(name) >= 0);
}

/** "Fagaceae (juv.)", "Fagaceae n. gen. n. sp.", "Fagaceae GEN. SP.": of a family no more is known. */
const OPEN_BEHIND_FAMILY =
  /^[([]?(?:(?:n|nov)\.?\s?gen|gen(?:us)?\.?\s?(?:n|nov|et|sp|indet|\d+|\p{L}|$))(?![\p{L}\d])/iu;
/** "Quercus gen. nov.", "Quercus n. gen.": the genus itself, which was new. */
const NEW_GENUS = /^[([]?(?:n(?:ov)?\.?\s?gen|gen\.?\s?n(?:ov)?)\.?[)\]]?$/iu;

/** True when what stands behind a genus says that the species is not known, or which it is not. */
function isOpenBehind(rest: string, genus: string, image: ImageReader): boolean {
  const [word] = /^\p{L}{3,}/u.exec(rest) ?? [];
  // "PARATYPE ♂ Quercus robur": a name, not more of what is not known.
  if (/^[^\p{L}]+\p{Lu}\p{Ll}{2,} \p{Ll}{3}/u.test(rest)) return false;
  // "Pseudapis Unidentata" is a species.
  if (word !== undefined && image.exactName(`${foldName(genus)} ${foldName(word)}`) >= 0) return false;
  if (OPEN_IN_OTHER_SCRIPTS.test(rest) || EXCLUDING.test(rest)) return true;
  if (OPEN_BEHIND_FAMILY.test(rest)) return !NEW_GENUS.test(rest) || /(?:idae|aceae)$/.test(genus);
  return OPEN_ALONE.test(rest) || OPEN_BEHIND.test(rest) || OPEN_WITHIN.test(rest);
}

/** "robur_38942": an epithet and the number of a specimen. */
function isKnownEpithet(genus: string, rest: string, image: ImageReader): boolean {
  const epithet = /^(\p{Ll}{3,})_\d+$/u.exec(rest)?.[1];
  return epithet !== undefined && image.exactName(foldName(`${genus} ${epithet}`)) >= 0;
}

/** "Amphisiphon unidentified", "Proceratium FHG_mala": behind the genus stands that it is not known further, or a code. */
export function openAfterGenus(asked: Asked, target: Target | undefined, image: ImageReader): Target | undefined {
  const whole = withSpaceBehindGenus(asked.name.trim());
  const before = UNKNOWN_BEFORE.exec(whole) ?? DOUBT_BEFORE.exec(whole);
  const text = before === null ? whole : `${before[1]} indet.`;
  const genus = /^\p{Lu}[\p{L}-]+(?=[,;]?\s)/u.exec(text)?.[0];
  if (genus === undefined) return undefined;
  const rest = text.slice(genus.length).replace(/^[\s,;]+/, "");
  const isMember = before === null ? MEMBER_BEHIND.test(rest) : /bacterium|archaeon/.test(whole);
  const isKnown = isMember ? image.exactName(foldName(genus)) >= 0 : isGenusOrFamily(foldName(genus), image);
  if (!isKnown) return undefined;
  const isCode = /^\S*_\S*$/.test(rest) && /[\d\p{Lu}]/u.test(rest) && !isKnownEpithet(genus, rest, image);
  const unknownBelow = UNKNOWN_BELOW.exec(rest)?.[1];
  if (unknownBelow !== undefined && image.exactName(`${foldName(genus)} ${foldName(unknownBelow)}`) >= 0)
    return targetOfText(asked, `${genus} ${unknownBelow} ssp. indet.`);
  const isOpen = before !== null || isMember || isOpenBehind(rest, genus, image) || isStage(rest, genus, image);
  if (!isCode && !isOpen && target?.kind !== "placeholder") return undefined;
  const reread = targetOfText(asked, isCode ? `${genus} sp. ${rest.replaceAll("_", "-")}` : `${genus} indet.`);
  if (reread?.determinedPartOnly !== true) return undefined;
  reread.rereadings = [`“${before === null ? rest : asked.name}” is no name: what is determined is ${genus}.`];
  return reread;
}
