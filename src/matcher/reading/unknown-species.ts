/**
 * Where in a string stands a species that the checklist lacks, of a genus that it has?
 *
 * "Common Oak Quercus xylosa", "1) cf. QUERCUS XYLOSA (TBC)", "[[Quercus xylosa|oak]]", "Quercus (xylosa)", "Quercus L.
 * xylosa": what is written around and between the words of a name must be seen as such, too, when the name is not known,
 * or misspelt. A word is an epithet when some genus has it, or when it ends as epithets do.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { parseRank } from "../../taxonomy/rank-spelling.ts";
import { type Asked, type Target, targetOfText } from "../query/target.ts";
import { isEpithet } from "./epithet-words.ts";
import { withoutRemarksBehind } from "./form/remarks-behind.ts";
import { isAbove } from "./higher-names.ts";
import { maySpeak } from "./labels.ts";
import { isNearEpithet } from "./shape.ts";

/** A genus, perhaps "cf." or something in brackets, and a word in the same case, or in small letters. */
const BINOMIAL =
  /(?<![\p{L}-])(\p{Lu}[\p{L}-]{2,})(?=((?:\s+\((?:\p{Lu}\p{Ll}+|s\.\s?(?:str|l)\.)\))?(?:\s+(?:cf|aff|cfr|CF|AFF)\.?)?\s+)(\p{Ll}{3,}|\p{Lu}{3,}|\p{Lu}\p{Ll}{3,})(?![\p{L}.]))/gu;

/** What closes or ends a cell, a link, a list behind the name. */
const END = /[[\]{}|;#].*$/u;

/** Shorter words are like too many. */
const SHORTEST = 5;

/** The name behind a label, a mark or a remark; `undefined` when there is none, or when the string begins with a name. */
export function speciesBehind(
  asked: Asked,
  text: string,
  target: Target | undefined,
  image: ImageReader,
): Target | undefined {
  const begins = target !== undefined && beginsWithGenus(target, image);
  if (begins && (target.genus !== undefined || target.kind !== "scientific")) return undefined;
  for (const found of text.matchAll(BINOMIAL)) {
    const [, genus, between, word] = found as unknown as [string, string, string, string];
    // "Fagaceae, Quercus xylosa": behind the family.
    if (begins && (foldName(genus) === target.folded || !isAbove(target.folded, foldName(genus), image))) continue;
    const isSmall = /^\p{Ll}/u.test(word);
    const isCapital = !/\p{Ll}/u.test(genus);
    if (!isSmall && isCapital !== !/\p{Ll}/u.test(word)) continue;
    // "reef flat off Ala Moana" is a place; "Type of Quercus Xylosa" is none.
    if (!isSmall && !isCapital && !/(?:^|\s)(?:of|as|for|to|:)\s+$/u.test(text.slice(0, found.index))) continue;
    if (!image.hasGenus(foldName(genus))) continue;
    const epithet = word.toLowerCase();
    if (!isEpithet(epithet, image) && !isNearEpithet(foldName(genus), foldName(epithet), SHORTEST, image)) continue;
    const before = text.slice(0, found.index);
    if (/\p{L}/u.test(before) && !maySpeak(before, image)) return undefined;
    // "Candidatus Stammerula sp. of Acanthiophilus helianthi" lives in it.
    if (/\p{L}{3}.*[×/+&]|Candidatus|\bspp?\./u.test(before)) return undefined;
    const behind = withoutRemarksBehind(
      text.slice(found.index + genus.length + between.length + word.length).replace(END, ""),
    );
    const name = `${genus.charAt(0)}${genus.slice(1).toLowerCase()}${between.toLowerCase()}${word.toLowerCase()}`;
    const reread = targetOfText(asked, (name + behind).trim());
    if (reread?.genus === undefined && reread?.qualifier === undefined) return undefined;
    reread.rereadings = [`It is read as “${reread.text}”: the checklist has the genus.`];
    return reread;
  }
  return undefined;
}

/** True when what was read is a name, or begins with a genus of the checklist. */
function beginsWithGenus({ folded, kind }: Target, image: ImageReader): boolean {
  if (kind === "notAName") return false;
  if (kind === "hybridFormula" || kind === "virus" || image.exactName(folded) >= 0) return true;
  const end = folded.indexOf(" ");
  return image.hasGenus(end < 0 ? folded : folded.slice(0, end));
}

/** "Quercus (xylosa)", "Quercus 'xylosa'", "Quercus [xylosa]", "Quercus-xylosa", "QuercusXylosa": an epithet in marks, or behind one. */
const MARKED =
  /^(\p{Lu}\p{Ll}{2,})(?:(?:\s+|[:=]\s*(?=["'“]))[([«‘'"“<](\p{Ll}{3,})[)\]»’'"”>](?=\s*$|\s+[(\p{Lu}])|(?:[-\\]|\.{2,})(\p{Ll}{3,})(?![\p{L}.-])|\.?(\p{Lu}\p{Ll}{3,})(?=\s|$))/u;
/** "Quercus (L.) Mill. xylosa", "CARABUS Linnaeus, 1758 granulosus L.": the author of the genus before the epithet. */
const BEHIND_AUTHOR =
  /^(\p{Lu}\p{L}{2,})\s+((?:\(\p{Lu}[^()]*\)\s*)?(?:(?:\p{Lu}[\p{L}.'-]*|&|et|ex|f\.),?\s+){0,6}(?:\d{4}\s+)?)(\p{Ll}{4,})(?=\s*$|\s+[(\p{Lu}])/u;

/** A genus and an epithet that it lacks, with marks or the author of the genus between them, as one name. */
export function withoutWhatIsBetween(text: string, image: ImageReader): string {
  const [marked, genus, inMarks, behindMark, behindCapital] = MARKED.exec(text) ?? [];
  const epithet = (inMarks ?? behindMark ?? behindCapital ?? "").toLowerCase();
  if (marked !== undefined && isTheirs(genus!, epithet, image))
    return `${genus} ${epithet}${text.slice(marked.length)}`;
  const [all, first, authors, word] = BEHIND_AUTHOR.exec(text) ?? [];
  if (all === undefined || authors!.trim() === "") return text;
  // "Plantae Fagaceae Quercus xylosa": taxa, each within the one before.
  const last = foldName(/\p{L}+\s*$/u.exec(authors!)?.[0].trim() ?? "");
  if (image.hasGenus(last) && isAbove(foldName(first!), last, image)) return text;
  return isTheirs(first!, word!, image) ? `${first} ${word}${text.slice(all.length)}` : text;
}

/** True for an epithet behind a genus of the checklist, and for one of the checklist behind any word. */
function isTheirs(genus: string, epithet: string, image: ImageReader): boolean {
  if (epithet === "") return false;
  if (!isEpithet(epithet, image)) return isNearEpithet(foldName(genus), foldName(epithet), SHORTEST, image);
  return image.hasGenus(foldName(genus)) || image.genusCountOfEpithet(foldName(epithet)) > 0;
}

/** Small letters behind a genus, where an epithet stands. */
const STRAY = /(?<![\p{L}.-])(\p{Ll}{4,})(?=[\s)\]#*_,;]*$|[\s)\]#*_]*\s[(\p{Lu}])/u;

/**
 * "Quercus (formerly Erythrobalanus) xylosa", "#Quercus #xylosa": a genus or family alone is what was understood of a name
 * that goes on with an epithet. It is not what was meant.
 */
export function markStrayEpithet(target: Target, text: string, image: ImageReader): void {
  if (target.genus !== undefined || target.kind !== "scientific" || target.determinedPartOnly) return;
  if (target.several || target.hintGenus !== undefined || image.exactName(target.folded) < 0) return;
  const bare = text.replace(/^\P{L}+/u, "");
  if (!bare.toLowerCase().startsWith(target.canonical.toLowerCase())) return;
  const rest = bare.slice(target.canonical.length).replace(/\([^()]*\)/g, " ");
  const word = STRAY.exec(rest)?.[1];
  if (
    word === undefined ||
    !(isEpithet(word, image) || isNearEpithet(foldName(target.canonical), foldName(word), SHORTEST, image)) ||
    parseRank(word) !== undefined ||
    target.authorship?.toLowerCase().includes(word) === true
  )
    return;
  target.determinedPartOnly = true;
  target.rank = undefined;
  target.rereadings = [`Behind ${target.canonical} stands “${word}”: the genus is not all that is meant.`];
}
