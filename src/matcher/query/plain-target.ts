/**
 * What does a query ask for whose name need not be parsed?
 *
 * Two kinds of names say all by themselves: plain words (nine of ten in practice), and names whose authorship stands
 * behind plain words as the checklist itself writes it. Both come to the same target as the parser would.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { holdsRemarkWord } from "../../names/words/remarks.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";
import type { PlainWords } from "./leading-name.ts";
import { present } from "./name-assembly.ts";
import { codeGiven, emptyTarget, rankGiven, type Target } from "./target.ts";

/** Parameters that are no hints and say nothing about the name beside it. */
const BESIDE_THE_NAME = new Set<string>([
  "scientificName",
  "scientificNameAuthorship",
  "strict",
  "verbose",
  "details",
  "exclude",
  "taxonID",
  "taxonConceptID",
  "scientificNameID",
  "usageKey",
]);

/**
 * The target of a query whose name is plain words, or plain words with an authorship of the checklist's; else `undefined`.
 * @param words those at the beginning of its name
 */
export function plainTargetOf(query: MatchQuery, image: ImageReader, words: PlainWords): Target | undefined {
  const { text, end } = words;
  if (end === 0) return undefined;
  // One word may be an epithet whose genus stands in its own field.
  const hasEpithet = query.specificEpithet !== undefined || query.species !== undefined;
  const isOneWord = text.lastIndexOf(" ", end - 1) < 0;
  if (hasEpithet && isOneWord) return undefined;
  const hasGenus = query.genus !== undefined || query.genericName !== undefined;
  if (isOneWord && hasGenus && image.exactName(foldName(text.slice(0, end))) < 0) return undefined;
  // Two may be the species of an infraspecific epithet that stands in its own.
  if (query.infraspecificEpithet !== undefined && text.indexOf(" ") === text.lastIndexOf(" ", end - 1))
    return undefined;
  const isWhole = end === text.length;
  const given = present(query.scientificNameAuthorship);
  const written = isWhole ? given : text.slice(end + 1);
  if (given !== undefined && given !== written) return undefined;
  const name = isWhole ? text : text.slice(0, end);
  // Whether three words are a subspecies, their authorship may tell, and the parser knows how.
  if (written !== undefined && name.indexOf(" ") !== name.lastIndexOf(" ")) return undefined;
  const folded = foldName(name);
  if (words.name !== undefined) image.noteName(folded, words.name);
  if (written === undefined && mayEndInRemark(name, folded, image)) return undefined;
  const ordinal = written === undefined ? 0 : knownAuthorship(image, folded, written);
  if (written !== undefined && ordinal === 0) return undefined;
  const target = targetOfWords(query, name, folded);
  if (written === undefined) return target;
  target.text = isWhole ? `${text} ${written}` : text;
  target.authorship = written;
  target.authorshipOrdinal = ordinal;
  return target;
}

/** Behind a name of one word: which rank it has. */
const RANK_WORDS: ReadonlySet<string> = new Set(
  "genus gen gattung genero genre family fam familia familie order ordo ordnung class classis klasse phylum tribe tribus kingdom".split(
    " ",
  ),
);

/** Their lengths, a bit each, by first letter: hardly any epithet needs to be cut out and looked for. */
const RANK_WORD_LENGTHS = new Uint32Array(32);
for (const word of RANK_WORDS) RANK_WORD_LENGTHS[word.charCodeAt(0) & 31]! |= 1 << word.length;

/** True when the word from `start` on is one that says the rank. */
function isRankWord(name: string, start: number): boolean {
  const length = name.length - start;
  if (length > 31 || ((RANK_WORD_LENGTHS[name.charCodeAt(start) & 31]! >>> length) & 1) === 0) return false;
  return RANK_WORDS.has(name.slice(start));
}

/**
 * True when the words are no name of the checklist and the last may be none of theirs: of three one
 * that is said of specimens; of two one that says the rank.
 */
function mayEndInRemark(name: string, folded: string, image: ImageReader): boolean {
  const last = name.lastIndexOf(" ");
  if (last < 0) return false;
  // "Quercus robur-type"
  if (name.charCodeAt(name.length - 5) === HYPHEN && /-(?:like|type)$/.test(name) && image.exactName(folded) < 0)
    return true;
  if (name.indexOf(" ") === last) return isRankWord(name, last + 1) && image.exactName(folded) < 0;
  return image.exactName(folded) < 0 && holdsRemarkWord(name);
}

const HYPHEN = 45;

/** The number of the authorship when one usage of the name bears it letter by letter; else 0. */
function knownAuthorship(image: ImageReader, folded: string, written: string): number {
  if (!isPlainAuthorship(written)) return 0;
  const name = image.exactName(folded);
  if (name < 0) return 0;
  const first = image.firstUsage(name);
  const end = image.nextNameUsage(first);
  for (let usage = first; usage < end; usage++) {
    const ordinal = image.authorshipOrdinal(usage);
    if (ordinal !== 0 && image.authorshipText(ordinal) === written) return ordinal;
  }
  return 0;
}

/** Longer words in lower case are no particles: "Desf. f. boissieri" has a second epithet in it. */
const LONGEST_PARTICLE = 3;

const LOWER = 1;
const CAPITAL = 2;
const OTHER_SIGN = 3;
/** What ASCII signs an authorship may hold, and which of them are letters; 0 for all others. */
const SIGNS = new Uint8Array(128);
for (const sign of "abcdefghijklmnopqrstuvwxyz") SIGNS[sign.charCodeAt(0)] = LOWER;
for (const sign of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") SIGNS[sign.charCodeAt(0)] = CAPITAL;
for (const sign of "0123456789 .,&()'-") SIGNS[sign.charCodeAt(0)] = OTHER_SIGN;

/** True for names of people, years, and what joins them, from `start` on: what no parser would take for something else. */
export function isPlainAuthorship(written: string, start = 0): boolean {
  const first = signOf(written, start);
  if (first !== CAPITAL && written.charCodeAt(start) !== 0x28) return false;
  let before = OTHER_SIGN;
  let particle = 0;
  for (let at = start; at < written.length; at++) {
    const sign = signOf(written, at);
    if (sign === 0) return false;
    particle = sign === LOWER && (particle > 0 || before === OTHER_SIGN) ? particle + 1 : 0;
    if (particle > LONGEST_PARTICLE) return false;
    before = sign;
  }
  return true;
}

/** Other letters than those of ASCII count as capitals: none begins an epithet. */
function signOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < SIGNS.length) return SIGNS[code]!;
  return /^\p{L}$/u.test(text.charAt(at)) ? CAPITAL : 0;
}

function targetOfWords(query: MatchQuery, name: string, folded: string): Target {
  const isBare = hasNothingBeside(query);
  const code = isBare ? undefined : codeGiven(query);
  const rank = isBare ? undefined : rankGiven(query, code);
  const target = emptyTarget(name, rank, rank !== undefined, code, query.strict === true);
  target.plain = isBare;
  target.folded = folded;
  splitWords(target, name);
  return target;
}

function hasNothingBeside(query: MatchQuery): boolean {
  for (const parameter in query) {
    if (!BESIDE_THE_NAME.has(parameter) && query[parameter as keyof MatchQuery] !== undefined) return false;
  }
  return true;
}

/** Sets the words of a name of one to three plain words, and the rank that follows from their number. */
function splitWords(target: Target, canonical: string): void {
  const first = canonical.indexOf(" ");
  if (first < 0) return;
  const second = canonical.indexOf(" ", first + 1);
  target.genus = canonical.slice(0, first);
  target.specificEpithet = second < 0 ? canonical.slice(first + 1) : canonical.slice(first + 1, second);
  if (second > 0) target.infraspecificEpithet = canonical.slice(second + 1);
  target.rank ??= second < 0 ? "SPECIES" : "INFRASPECIFIC_NAME";
}
