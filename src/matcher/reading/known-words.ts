/**
 * Which words of a string make a name that the checklist has?
 *
 * A genus of the checklist and, behind it, the first word that is an epithet there, however the two are written and
 * whatever stands between them: "Quercus Robur L.", "cf. QUERCUS, robur", "Quercus (Quercus) robur", "Quercus L. robur".
 * The string is written anew, in the usual case, so that the parser reads the rest of it as always.
 */
import type { ImageReader } from "../../image/read.ts";
import { PARTICLES } from "../../names/words/authors.ts";
import { AGGREGATES, APPROXIMATIONS, COMPARISONS, TAXONOMIC_NOTES } from "../../names/words/names.ts";
import { rankMarker } from "../../names/words/rank-markers.ts";
import { isDoubtWithin, LEAD_INS } from "../../names/words/remarks.ts";
import { isAbove } from "./higher-names.ts";
import { maySpeak } from "./labels.ts";
import { isWithoutSmall, splitGenus, type Token, tokensOf } from "./tokens.ts";
import { type Epithets, type KnownReading, written } from "./usual-form.ts";

/** Longer strings are prose. */
const LONGEST = 300;
/** So many words may stand between a genus and its epithet: an infrageneric name, authors. */
const MOST_BETWEEN = 5;

/** The string anew, when the checklist has a name of two or three of its words; else `undefined`. */
export function knownReading(string: string, image: ImageReader): KnownReading | undefined {
  if (string.length > LONGEST) return undefined;
  const text = string.replace(/(?<=^|\s)c\.\s?f\.?(?=\s)/giu, "cf.");
  const tokens = splitGenus(tokensOf(text), image);
  // "T. melilotus indica": what follows an initial in small letters is no genus.
  let isLedIn = true;
  const isInitialed = /^\p{Lu}\.?\s+\p{Ll}/u.test(text);
  for (let at = 0; at < Math.min(MOST_BEFORE, tokens.length - 1); at++) {
    const token = tokens[at]!;
    isLedIn &&= at === 0 || (!isInitialed && isLeadIn(tokens, at - 1, text));
    if (token.folded.length < 2 || !image.hasGenus(token.folded)) continue;
    const found = epithetsBehind(tokens, at, text, image);
    if (found === undefined || isItsEpithetFirst(tokens, at, found, image)) continue;
    return isLedIn || mayPrecede(text, tokens, at, found, image) ? written(text, tokens, at, found, image) : undefined;
  }
  return undefined;
}

/** So many words may stand before a name: a common name, ranks of a path. */
const MOST_BEFORE = 9;

const MOST_OF_LABEL = 3;
const LONGEST_CODE = 5;

/** "Dubia Ptiloglossa dubia", though there is a Dubia dubia: an index gives the epithet first. */
function isItsEpithetFirst(tokens: readonly Token[], at: number, { specific }: Epithets, image: ImageReader): boolean {
  const epithet = tokens[specific]!.folded;
  if (specific !== at + 2 || tokens[at]!.folded !== epithet) return false;
  return image.exactName(`${tokens[at + 1]!.folded} ${epithet}`) >= 0;
}

/** True when what stands before a genus is no name that it follows: "Common Oak Quercus robur", "Fagaceae: Quercus robur". */
function mayPrecede(text: string, tokens: readonly Token[], at: number, found: Epithets, image: ImageReader): boolean {
  const genus = tokens[at]!;
  // "TETRAGONUS Cyperus tetragonus": an index gives the epithet first, and there may be a genus of that name.
  const last = tokens[found.infraspecific > 0 ? found.infraspecific : found.specific]!;
  if (at === 1 && tokens[0]!.folded === last.folded) return true;
  // "montiaceae lewisia serrata": a row of taxa, each within the one before.
  if (tokens.slice(0, at).every(({ folded }) => image.exactName(folded) >= 0 && isAbove(folded, genus.folded, image)))
    return true;
  // In small letters throughout, or in capitals, nothing tells a label from a name.
  if (genus.text.charAt(0) === genus.lower.charAt(0)) return false;
  const label = text.slice(0, genus.start);
  // "R.Br. ex Richardson: Woodsia glabella"
  if (AUTHORS_BEFORE.test(label) && !tokens.slice(0, at).some(({ folded }) => image.hasGenus(folded))) return true;
  if (!maySpeak(label, image)) return false;
  // "the oak Quercus robur": short words in small letters are names of viruses at most. "bark of" says what it grows on.
  const words = tokens.slice(0, at);
  const isShort = at <= MOST_OF_LABEL && !words.some(({ lower }) => lower === "of");
  const before = words.filter(
    ({ folded, text: word, lower }) =>
      (!isShort || word !== lower || word.length > LONGEST_CODE) && image.exactName(folded) >= 0,
  );
  return before.length === 0 || before.every(({ folded }) => isAbove(folded, genus.folded, image));
}

/** Authors one of whom published for the other, and a sign before the name. */
const AUTHORS_BEFORE =
  /^(?:(?:\p{Lu}[\p{L}.'’-]*|&|et|and)[,\s]+)+ex\s+(?:\p{Lu}[\p{L}.'’-]*|\(?\d{4}\)?)(?:[,\s]+(?:\p{Lu}[\p{L}.'’-]*|&|et|and|ex|in|\(?\d{4}\)?))*\s*[:–—-]\s*$/u;

/** True for words that stand before names: "cf.", "Holotype of", a mark of a list. */
function isLeadIn(tokens: readonly Token[], at: number, text: string): boolean {
  const { lower, start, end } = tokens[at]!;
  if (LEAD_INS.has(lower)) return true;
  // "(I) Blaniulus guttulatus", "iv. Quercus": marks of lists.
  return (
    /^[([]?\s*(?:[ivxlc]{1,5}|[a-z])\s*[)\].]/i.test(text.slice(Math.max(0, start - 1), end + 2)) && lower.length < 6
  );
}

function epithetsBehind(
  tokens: readonly Token[],
  genus: number,
  text: string,
  image: ImageReader,
): Epithets | undefined {
  const start = tokens[genus]!.folded;
  let qualifier: string | undefined;
  for (let at = genus + 1; at < tokens.length && at <= genus + 1 + MOST_BETWEEN; at++) {
    const token = tokens[at]!;
    // "Quercus × Robur": a hybrid's epithet stands right behind the sign.
    const isCross = at === genus + 1 && /^\s*[×*]\s*$/.test(text.slice(tokens[genus]!.end, token.start));
    if (isCross && image.exactName(`${start} ${token.folded}`) < 0) return undefined;
    if (!isCross && isBarrier(text, tokens[at - 1]!.end, token.start)) return undefined;
    const isTerm = token.hasStop && OTHER_TERMS.has(token.lower);
    if (!isTerm && isInfragenericName(tokens, at, genus, text)) continue;
    // "Turdus (merula) merula": in brackets, before the species.
    const next = tokens[at + 1];
    const isInBrackets = text.charAt(token.start - 1) === "(" && !isTerm;
    if (isInBrackets && next !== undefined && image.exactName(`${start} ${next.folded}`) >= 0) continue;
    if (token.folded.length > 1 && image.exactName(`${start} ${token.folded}`) >= 0) {
      return { specific: at, infraspecific: infraspecificBehind(tokens, genus, at, text, image), qualifier };
    }
    const threeWords = withoutSpecies(tokens, genus, at, text, image);
    if (threeWords > 0) return { specific: at, infraspecific: threeWords, qualifier };
    const term =
      COMPARISONS.get(token.lower) ??
      APPROXIMATIONS.get(token.lower) ??
      OTHER_TERMS.get(token.lower) ??
      (isDoubtWithin(token.lower) ? "cf." : undefined);
    if (term !== undefined) {
      // "Quercus sp. near robur" is near; "Quercus sp. robur" is not asked here.
      if (term !== "sp." && term !== "spp." && term !== "indet.") qualifier ??= term;
      continue;
    }
    if (!mayStandBetween(token, text)) return undefined;
  }
  return undefined;
}

/** Qualifiers that are epithets as well: where the genus has no such species. */
const OTHER_TERMS: ReadonlyMap<string, string> = new Map([
  ["affinis", "aff."],
  ["gr", "gr."],
  ["grp", "gr."],
  ["group", "gr."],
  ["gruppe", "gr."],
]);

/** Where the third word stands when the checklist has the three but not the first two; −1 when it has not. */
function withoutSpecies(tokens: readonly Token[], genus: number, at: number, text: string, image: ImageReader): number {
  const beginning = `${tokens[genus]!.folded} ${tokens[at]!.folded}`;
  for (let next = at + 1; next < Math.min(at + 3, tokens.length); next++) {
    if (isBarrier(text, tokens[next - 1]!.end, tokens[next]!.start)) return -1;
    if (image.exactName(`${beginning} ${tokens[next]!.folded}`) >= 0) return next;
  }
  return -1;
}

/** "subg. Jacea", "(Jacea)": a name between genus and species, even where the genus has such an epithet. */
function isInfragenericName(tokens: readonly Token[], at: number, genus: number, text: string): boolean {
  const { text: word, lower, start } = tokens[at]!;
  if (at > genus + 1 && rankMarker(tokens[at - 1]!.lower)?.level === "infrageneric") return true;
  return word !== lower && text.charAt(start - 1) === "(" && !isWithoutSmall(text);
}

/** A sign between two words that separates names: what follows is another one. */
function isBarrier(text: string, from: number, to: number): boolean {
  return /[/|;×+=]|--|[–—]/u.test(text.slice(from, to)) || / x /i.test(text.slice(from, to));
}

/** Authors, bracketed names, words of rank between genus and epithet: everything but another epithet. */
function mayStandBetween({ text: word, lower, hasStop, start, end }: Token, text: string): boolean {
  if (lower === "x") return false;
  const isCapital = word.charAt(0) !== lower.charAt(0);
  if (isCapital || hasStop) return true;
  if (text.charAt(start - 1) === "(" && text.charAt(end) === ")") return true;
  return rankMarker(lower) !== undefined || PARTICLES.has(lower) || lower === "ex" || lower === "et";
}

function infraspecificBehind(
  tokens: readonly Token[],
  genus: number,
  specific: number,
  text: string,
  image: ImageReader,
): number {
  const species = `${tokens[genus]!.folded} ${tokens[specific]!.folded}`;
  for (let at = specific + 1; at < tokens.length && at <= specific + 1 + MOST_BETWEEN; at++) {
    const token = tokens[at]!;
    const isMarker = rankMarker(token.lower)?.level === "infraspecific" && token.lower.length > 1;
    if (isBarrier(text, tokens[at - 1]!.end, token.start) && !isMarker) return -1;
    // "Aus bus ss cus" is a subspecies where the checklist has it, else a note.
    if (isEndWord(token) && token.lower !== "ss") return -1;
    if (token.folded.length > 1 && image.exactName(`${species} ${token.folded}`) >= 0) return at;
    if (!mayStandBetween(token, text) && !isOddMarker(token, at === specific + 1))
      return behindMarker(tokens, at + 1, species, image);
  }
  return -1;
}

/** "abies alba miller subsp. nigra": behind an author in small letters, the epithet behind the word for its rank; −1 when there is none. */
function behindMarker(tokens: readonly Token[], from: number, species: string, image: ImageReader): number {
  for (let at = from; at + 1 < tokens.length && at < from + MOST_BETWEEN; at++) {
    const { lower } = tokens[at]!;
    if (lower.length < 2 || rankMarker(lower)?.level !== "infraspecific") continue;
    return image.exactName(`${species} ${tokens[at + 1]!.folded}`) >= 0 ? at + 1 : -1;
  }
  return -1;
}

/** "subps.", "ss": a rank in no list of markers, right behind the species. */
function isOddMarker({ lower, hasStop }: Token, isNext: boolean): boolean {
  return isNext && lower.length <= (hasStop ? 10 : 3);
}

/** Words behind which no epithet of the name stands. */
function isEndWord({ lower }: Token): boolean {
  return lower === "x" || TAXONOMIC_NOTES.has(lower) || AGGREGATES.has(lower);
}
