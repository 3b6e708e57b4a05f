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
  COMMA,
  DASH,
  DOT,
  INNER_CAPITAL,
  LOWERCASE,
  MIXED,
  NUMBER,
  OPEN,
  OPEN_SQUARE,
  SIGN,
  SLASH,
  type Tokens,
} from "../text/tokens.ts";
import {
  endsLikeKind,
  hasVirusPart,
  ictvRank,
  isEpithetToo,
  isHyphenatedVirus,
  isIctvGenus,
  isInformalOrganism,
  isMolecule,
  isVirusWord,
} from "../words/kinds.ts";
import { looksLatin, looksLikeEpithet } from "../words/names.ts";
import { COMMON_WORDS, SENTENCE_WORDS, UNKNOWN_WORDS, VAGUE_COMPANIONS, VAGUE_WORDS } from "../words/prose.ts";
import { NO_ROLE, roleOf } from "../words/roles.ts";

/** Kinds found, or `undefined` when the string should be read as a name. */
export function classify(scan: Scan, text: string): NameKind | undefined {
  const t = scan.tokens;
  const count = t.count;
  if (count === 0) return "notAName";
  const identifier = identifierKind(t, text);
  if (identifier !== undefined) return identifier;
  const started = startKind(t);
  if (started !== undefined) return started;
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
  return kindFound ?? (startsLikeSpeech(t) ? "notAName" : undefined);
}

/** "Red fox", "leaf litter": words of a language, no name behind them. */
function startsLikeSpeech(tokens: Tokens): boolean {
  const kind = tokens.kind[0];
  if (kind !== CAPITAL && kind !== LOWERCASE && kind !== ALL_CAPS) return false;
  return COMMON_WORDS.has(tokens.word(0).toLowerCase()) && !tokens.is(1, DOT) && nameBehindWords(tokens) < 0;
}

/** Kinds that the first words tell. */
function startKind(tokens: Tokens): NameKind | undefined {
  let at = 0;
  if (tokens.is(0, OPEN_SQUARE) || tokens.is(0, 0x7b)) at = 1;
  const kind = tokens.kind[at];
  if (kind === SIGN || kind === NUMBER) return undefined;
  const word = tokens.word(at).toLowerCase();
  if (UNKNOWN_WORDS.has(word)) return "placeholder";
  const hyphen = word.indexOf("-");
  if (hyphen > 4 && UNKNOWN_WORDS.has(word.slice(0, hyphen))) return "placeholder";
  if (/^n$/.test(word) && isShortForNothing(tokens, at)) return "placeholder";
  if (word === "inc" && tokens.is(at + 1, DOT) && tokens.word(at + 2).startsWith("sed")) return "placeholder";
  if (VAGUE_WORDS.has(word) && isVague(tokens, at + 1)) return "placeholder";
  if (tokens.kind[at + 1] === LOWERCASE && SENTENCE_WORDS.has(tokens.word(at + 1))) return "notAName";
  return undefined;
}

/** "N.N.", "n/a", "n.a.", "n. d." */
function isShortForNothing(tokens: Tokens, at: number): boolean {
  const next = tokens.is(at + 1, DOT) || tokens.is(at + 1, SLASH) ? at + 2 : at + 1;
  const end = tokens.is(next + 1, DOT) ? next + 2 : next + 1;
  return (
    next > at + 1 &&
    /^[nad]$/i.test(tokens.word(next)) &&
    (end >= tokens.count || tokens.word(next).toLowerCase() === "n")
  );
}

/** Nothing but open nomenclature, numbers and signs: "Genus sp. 1", "various species". */
function isVague(tokens: Tokens, from: number): boolean {
  for (let at = from; at < tokens.count; at++) {
    const kind = tokens.kind[at];
    if (kind === SIGN || kind === NUMBER || kind === MIXED || tokens.length(at) === 1) continue;
    const word = tokens.word(at).toLowerCase();
    if (!VAGUE_COMPANIONS.has(word) && !VAGUE_WORDS.has(word)) return false;
  }
  return true;
}

/** Where a binomial stands behind words of another language: "Common Oak (Quercus robur)"; -1 when none does. */
export function nameBehindWords(tokens: Tokens): number {
  for (let at = 1; at + 2 < tokens.count && at < MOST_COMMON_WORDS; at++) {
    if (!tokens.is(at, OPEN) && !tokens.is(at, COMMA) && !tokens.is(at, COLON) && !tokens.is(at, DASH)) continue;
    const genus = at + 1;
    if (tokens.kind[genus] !== CAPITAL || tokens.kind[genus + 1] !== LOWERCASE) continue;
    const epithet = tokens.word(genus + 1);
    if (looksLatin(tokens.word(genus)) && looksLikeEpithet(epithet) && roleOf(epithet) === NO_ROLE) return genus;
  }
  return -1;
}

/** Tokens of a common name before the scientific one. */
const MOST_COMMON_WORDS = 10;

function triggered(tokens: Tokens, at: number): NameKind | undefined {
  const word = tokens.word(at);
  const lower = word.toLowerCase();
  if (isVirusWord(lower)) {
    if (at === 0) {
      // Prion is a bird, Lausannevirus an ICTV name.
      if (lower === "vector" && tokens.count === 2 && (tokens.kind[1] === MIXED || tokens.kind[1] === INNER_CAPITAL))
        return "virus";
      if (lower === "satellite" && isMolecule(tokens.word(1).toLowerCase())) return "virus";
      if (lower === "prion" || lower === "vector" || lower === "satellite") return undefined;
      if (isIctv(tokens)) return undefined;
      return "virus";
    }
    if (at === epithetPlace(tokens) && tokens.kind[at] === LOWERCASE) {
      if (authorFollows(tokens, at, lower)) return undefined;
      if (
        isEpithetToo(lower) &&
        lower !== "virus" &&
        lower !== "particle" &&
        at + 1 >= tokens.count &&
        isLatinGenus(tokens.word(0))
      )
        return lower === "satellite" ? "virus" : undefined;
      if (at + 1 >= tokens.count && isIctv(tokens)) return undefined;
    }
    if (isIctv(tokens)) return undefined;
    if (isEpithetToo(lower) && tokens.kind[at] === CAPITAL) return undefined;
    return "virus";
  }
  return isMolecule(lower) ? moleculeKind(word) : wordKind(tokens, at, lower);
}

/** "Tobacco RNA 5", "dsRNA", but not the author "Dna". */
function moleculeKind(word: string): NameKind | undefined {
  return /[RD]NA$|^[a-z]+$/.test(word) ? "notAName" : undefined;
}

/** What a word other than those of viruses makes of the string. */
function wordKind(tokens: Tokens, at: number, lower: string): NameKind | undefined {
  const isSmall = tokens.kind[at] === LOWERCASE;
  if (isInformalOrganism(lower)) {
    const isEpithet = at === epithetPlace(tokens) && authorFollows(tokens, at, lower);
    return (isSmall && !isEpithet) || lower.endsWith("proteobacterium") ? "notAName" : undefined;
  }
  switch (lower) {
    case "sedis":
      return at > 0 && /^incerta?e?$/i.test(tokens.word(at - 1)) ? "placeholder" : undefined;
    case "incertaesedis":
    case "uncultured":
      return "placeholder";
    case "unidentified":
    case "unassigned":
    case "undetermined":
      return at > 0 && isSmall ? "placeholder" : undefined;
    case "assigned":
    case "identified":
    case "determined":
      return at > 1 && tokens.word(at - 1) === "not" ? "placeholder" : undefined;
    case "tobedeleted":
    case "delete":
    case "deleted":
      return "notAName";
    case "bacterium":
      if (!isSmall || at === 0) return undefined;
      return at === epithetPlace(tokens) &&
        tokens.kind[at + 1] === CAPITAL &&
        tokens.length(at + 1) > 1 &&
        !hasCode(tokens, at + 1)
        ? undefined
        : "notAName";
    case "phytoplasma":
    case "phytoplasmas":
      return isSmall ? "notAName" : undefined;
    case "symbiont":
    case "endosymbiont":
    case "ectosymbiont":
    case "symbionts":
    case "endosymbionts":
      return isSmall || tokens.kind[at + 1] === LOWERCASE ? "notAName" : undefined;
    case "plasmid":
    case "plasmids":
      return isSmall || at === 0 ? "notAName" : undefined;
    case "clade":
      return at === 1 && tokens.count === 2 ? "notAName" : undefined;
  }
  return undefined;
}

/** True when a code with digits, underscores or slashes follows. */
function hasCode(tokens: Tokens, from: number): boolean {
  for (let at = from; at < tokens.count; at++)
    if (tokens.kind[at] === MIXED || tokens.is(at, 0x5f) || tokens.is(at, 0x2f)) return true;
  return false;
}

/** Index of the token where the specific epithet stands: after the genus and a subgenus in parentheses. */
function epithetPlace(tokens: Tokens): number {
  if (tokens.is(1, OPEN) && tokens.is(3, CLOSE)) return 4;
  return 1;
}

function authorFollows(tokens: Tokens, at: number, word: string): boolean {
  for (let k = at + 1; k < tokens.count; k++) if (tokens.is(k, 0x2f) || tokens.is(k, 0x5f)) return false; // names of strains
  const next = tokens.is(at + 1, OPEN) ? at + 2 : at + 1;
  if (tokens.kind[next] !== CAPITAL) return false;
  // "Tobacco virus Smith" has no year, no full stop; a name of a strain neither: take a year or several authors.
  for (let k = next + 1; k < tokens.count; k++) if (/^1[789]\d\d|^20\d\d/.test(tokens.word(k))) return true;
  return isEpithetToo(word) && word !== "virus" && tokens.count <= at + 4;
}

function isLatinGenus(word: string): boolean {
  return /^[A-Z][a-z]+(?:us|a|um|is|es|on|as|ys|ax|ops|ix|ia)$/.test(word);
}

/** ICTV names are one word, or a genus and one epithet. */
export function isIctv(tokens: Tokens): boolean {
  const genus = tokens.word(0);
  if (!hasVirusPart(genus)) return false; // cheap first: most names are no viruses
  if (tokens.count === 1) return ictvRank(genus) !== undefined;
  if (!isIctvGenus(genus)) return false;
  // "Marseillevirus marseillevirus" is a species, "Emaravirus phages" are some viruses.
  // So is "Enterovirus A", as it was named before 2021.
  return tokens.text.trim().split(" ").length === 2 && !/^(?:virus|viruses|phages?|[A-Z]|\d+)$/.test(tokens.word(1));
}

/** "BOLD:AAA0001", "SH1234567.08FU", "UBA3054", "OTU 12", "ATCC 25922", "GCA_000123456.1". */
function identifierKind(tokens: Tokens, text: string): NameKind | undefined {
  const first = tokens.kind[0];
  if (first !== MIXED && first !== CAPITAL && first !== ALL_CAPS && first !== LOWERCASE) return undefined;
  if (
    tokens.is(1, COLON) &&
    tokens.length(0) === 4 &&
    tokens.word(0).toLowerCase() === "bold" &&
    tokens.kind[2] === MIXED
  )
    return "identifier";
  if (first === MIXED && tokens.is(1, DOT) && /^sh\d{5,}$/i.test(tokens.word(0))) return "identifier";
  if (tokens.count > MOST_TOKENS_OF_IDENTIFIER || text.length > LONGEST_IDENTIFIER) return undefined;
  return IDENTIFIERS.some((pattern) => pattern.test(text.trim())) ? "identifier" : undefined;
}

const MOST_TOKENS_OF_IDENTIFIER = 6;
const LONGEST_IDENTIFIER = 30;

/** Labels of operational units and barcodes, accessions of sequences and genomes, numbers of culture collections. */
const IDENTIFIERS: readonly RegExp[] = [
  /^(?:OTU|ASV|ZOTU|MOTU|ESV|OPU|DTU)[ _-]?#?\d+\w*$/i,
  /^B(?:IN|OLD)[ _:-]?[A-Z]{3}\d{4}$/i,
  /^[A-Z]{2,6}\d{3,}(?:\.\d+)?$/,
  /^(?:GC[AF]|[A-Z]{2})_\d{6,}(?:\.\d+)?$/,
  /^(?!\w+ (?:1[789]|20)\d\d$)[A-Z]{2,5} \d{2,6}(?:\.\d+)?$/,
];
