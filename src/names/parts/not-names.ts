/**
 * Is this a virus, an identifier, a placeholder, or no name at all?
 *
 * Looks at whole tokens once, before the name is read. Words that are both ("Aspilota vector Belokobylskij, 2007" is a
 * wasp, "Cre expression vector" is none) are told by their place: an epithet stands second and is followed by an author.
 */
import type { NameKind } from "../parsed-name.ts";
import type { Scan } from "../text/scan.ts";
import {
  ALL_CAPS,
  CAPITAL,
  CLOSE,
  COLON,
  DOT,
  LOWERCASE,
  MIXED,
  NUMBER,
  OPEN,
  SIGN,
  type Tokens,
} from "../text/tokens.ts";
import {
  endsLikeKind,
  hasVirusPart,
  ictvRank,
  isEpithetToo,
  isHyphenatedVirus,
  isIctvGenus,
  isVirusWord,
  PLACEHOLDER_WORDS,
} from "../words/kinds.ts";

/** Kinds found, or `undefined` when the string should be read as a name. */
export function classify(scan: Scan, text: string): NameKind | undefined {
  const t = scan.tokens;
  const count = t.count;
  if (count === 0) return "notAName";
  const identifier = identifierKind(t, text);
  if (identifier !== undefined) return identifier;
  const first = t.first(0) | 0x20;
  if (
    first === 0x6e ||
    first === 0x75 ||
    first === 0x69 ||
    first === 0x6d ||
    first === 0x64 ||
    first === 0x74 ||
    first === 0x70 ||
    first === 0x7b
  ) {
    const placeholder = startPlaceholder(t);
    if (placeholder !== undefined) return placeholder;
  }
  // A search in the text instead takes quadratic time in V8 on long runs of one character.
  const hyphens = t.hasJoiner;
  let kindFound: NameKind | undefined;
  for (let at = 0; at < count; at++) {
    const kind = t.kind[at]!;
    if (kind === NUMBER || kind === SIGN) continue;
    const end = t.end[at]!;
    if (end - t.start[at]! < 3) {
      // "Dionychopus amasis GV": a granulovirus is named by its host and two capitals.
      if (kind === ALL_CAPS && at > 1 && at === count - 1 && t.word(at) === "GV") return "virus";
      continue;
    }
    if (hyphens && t.length(at) > 4 && at > 0 && isHyphenatedVirus(t.word(at))) return "virus";
    if (!endsLikeKind(t.text, end)) continue;
    const found = triggered(t, at);
    // "RNA virus" is a virus first.
    if (found === "virus") return found;
    kindFound ??= found;
  }
  return kindFound;
}

function startPlaceholder(t: Tokens): NameKind | undefined {
  let at = 0;
  if (t.is(0, 0x5b)) at = 1;
  const word = t.word(at).toLowerCase();
  if (PLACEHOLDER_WORDS.has(word)) return "placeholder";
  if (word === "n" && t.is(at + 1, DOT) && t.word(at + 2).toLowerCase() === "n" && t.is(at + 3, DOT))
    return "placeholder";
  if (word === "inc" && t.is(at + 1, DOT) && t.word(at + 2).startsWith("sed")) return "placeholder";
  return undefined;
}

function triggered(t: Tokens, at: number): NameKind | undefined {
  const word = t.word(at);
  const lower = word.toLowerCase();
  if (isVirusWord(lower)) {
    if (at === 0) {
      // Prion is a bird, Lausannevirus an ICTV name.
      if (lower === "prion" || lower === "vector" || lower === "satellite") return undefined;
      if (isIctv(t)) return undefined;
      return "virus";
    }
    if (at === epithetPlace(t) && t.kind[at] === LOWERCASE) {
      if (authorFollows(t, at, lower)) return undefined;
      if (
        isEpithetToo(lower) &&
        lower !== "virus" &&
        lower !== "particle" &&
        at + 1 >= t.count &&
        isLatinGenus(t.word(0))
      )
        return lower === "satellite" ? "virus" : undefined;
      if (at + 1 >= t.count && isIctv(t)) return undefined;
    }
    if (isIctv(t)) return undefined;
    if (isEpithetToo(lower) && t.kind[at] === CAPITAL) return undefined;
    return "virus";
  }
  switch (lower) {
    case "sedis":
      return at > 0 && /^incerta?e?$/i.test(t.word(at - 1)) ? "placeholder" : undefined;
    case "incertaesedis":
      return "placeholder";
    case "unidentified":
    case "unassigned":
    case "undetermined":
      return at > 0 && t.kind[at] === LOWERCASE ? "placeholder" : undefined;
    case "uncultured":
      return "placeholder";
    case "bacterium":
      if (t.kind[at] !== LOWERCASE || at === 0) return undefined;
      return at === epithetPlace(t) && t.kind[at + 1] === CAPITAL && t.length(at + 1) > 1 && !hasCode(t, at + 1)
        ? undefined
        : "notAName";
    case "phytoplasma":
    case "symbiont":
    case "endosymbiont":
    case "ectosymbiont":
    case "symbionts":
    case "endosymbionts":
    case "plasmid":
    case "plasmids":
      return at > 0 && t.kind[at] === LOWERCASE ? "notAName" : undefined;
    case "clade":
      return at === 1 && t.count === 2 ? "notAName" : undefined;
  }
  if (word === "RNA" || word === "DNA" || /^(?:m|r|t|c|mt)?[RD]NA[_\d]/.test(word)) return "notAName";
  return undefined;
}

/** True when a code with digits, underscores or slashes follows. */
function hasCode(t: Tokens, from: number): boolean {
  for (let at = from; at < t.count; at++) if (t.kind[at] === MIXED || t.is(at, 0x5f) || t.is(at, 0x2f)) return true;
  return false;
}

/** Index of the token where the specific epithet stands: after the genus and a subgenus in parentheses. */
function epithetPlace(t: Tokens): number {
  if (t.is(1, OPEN) && t.is(3, CLOSE)) return 4;
  return 1;
}

function authorFollows(t: Tokens, at: number, word: string): boolean {
  for (let k = at + 1; k < t.count; k++) if (t.is(k, 0x2f) || t.is(k, 0x5f)) return false; // names of strains
  const next = t.is(at + 1, OPEN) ? at + 2 : at + 1;
  if (t.kind[next] !== CAPITAL) return false;
  // "Tobacco virus Smith" has no year, no full stop; a name of a strain neither: take a year or several authors.
  for (let k = next + 1; k < t.count; k++) if (/^1[789]\d\d|^20\d\d/.test(t.word(k))) return true;
  return isEpithetToo(word) && word !== "virus" && t.count <= at + 4;
}

function isLatinGenus(word: string): boolean {
  return /^[A-Z][a-z]+(?:us|a|um|is|es|on|as|ys|ax|ops|ix|ia)$/.test(word);
}

/** ICTV names are one word, or a genus and one epithet. */
export function isIctv(t: Tokens): boolean {
  const genus = t.word(0);
  if (!hasVirusPart(genus)) return false; // cheap first: most names are no viruses
  if (t.count === 1) return ictvRank(genus) !== undefined;
  if (!isIctvGenus(genus)) return false;
  // "Marseillevirus marseillevirus" is a species, "Emaravirus phages" are some viruses.
  return t.text.trim().split(" ").length === 2 && !/^(?:virus|viruses|phages?)$/.test(t.word(1));
}

/** "BOLD:AAA0001", "SH1234567.08FU", "UBA3054". */
function identifierKind(t: Tokens, text: string): NameKind | undefined {
  const first = t.kind[0];
  if (first !== MIXED && first !== CAPITAL && first !== ALL_CAPS && first !== LOWERCASE) return undefined;
  if (t.is(1, COLON) && t.length(0) === 4 && t.word(0).toLowerCase() === "bold" && t.kind[2] === MIXED)
    return "identifier";
  if (first !== MIXED) return undefined;
  const word = t.word(0);
  if (/^sh\d{5,}$/i.test(word) && t.is(1, DOT)) return "identifier";
  if (t.count > 3) return undefined;
  if (/^[A-Z]{2,6}\d{3,}$/.test(word) && t.count === 1) return "identifier";
  if (/^(?:OTU|ASV|ZOTU|MOTU|BIN|ESV)_?\d+$/i.test(text.trim())) return "identifier";
  return undefined;
}
