/**
 * Where does the name start, and what is its first word?
 *
 * Quotes, daggers, hybrid signs and "Candidatus" before the genus; abbreviated genera, genera in capitals or small letters;
 * the genus that a second parent of a formula takes from the first.
 */
import { added } from "../added.ts";
import { isLower, isUpper } from "../text/chars.ts";
import {
  ALL_CAPS,
  CAPITAL,
  CLOSE,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  DASH,
  DOT,
  INNER_CAPITAL,
  LOWERCASE,
  MIXED,
  OPEN,
  OPEN_SQUARE,
  QUESTION,
  QUOTE,
  SEMICOLON,
  TICK,
} from "../text/tokens.ts";
import { PARTICLES } from "../words/authors.ts";
import { DOUBTFUL_EPITHETS, looksLatin, looksLikeGenus } from "../words/names.ts";
import { MAX_MARKER_LENGTH, supragenericMarker } from "../words/rank-markers.ts";
import { NO_ROLE, roleOf, STOP } from "../words/roles.ts";
import { isEpithet } from "./epithets.ts";
import { checkGenus, genusWord, mixedGenus } from "./genus-spelling.ts";
import { fail, isCapital, markerAt, type NameContext, type NameScan, plainLetters } from "./name-context.ts";
import { readSpecies } from "./qualifiers.ts";

/** The doubtful epithets with a capital. */
const DOUBTFUL_GENERA: ReadonlySet<string> = new Set(
  [...DOUBTFUL_EPITHETS].map((word) => word.charAt(0).toUpperCase() + word.slice(1)),
);

/** Genus or uninomial, and what stands before it. */
export function readGenus(context: NameContext, from: number): number {
  const t = context.tokens;
  if (t.is(from, QUESTION) && t.kind[from + 1] === LOWERCASE) return unknownGenus(context, from);
  const ranked = rankedUninomial(context, from);
  if (ranked > from) return ranked;
  const settled = from < context.end ? spellGenus(context, from) : refused(context, from);
  if (settled !== SPELLED) return settled;
  const abbreviated = readAbbreviated(context, from);
  if (abbreviated !== SPELLED) return abbreviated;
  const word = context.genusText;
  if (DOUBTFUL_GENERA.has(word)) {
    context.state.doubtful = true;
    context.scan.warn("epithet is no epithet");
  }
  const behind = nameBehind(context, from, word);
  if (behind > from) return readGenus(context, behind);
  context.name.uninomial = word;
  const isClosed = t.is(from + 1, CLOSE_SQUARE) || t.is(from + 1, QUOTE) || t.is(from + 1, TICK);
  if (isClosed && context.state.doubtful) {
    context.scan.mark("genus", from);
    return from + 2;
  }
  context.scan.markText("genus", t.start[from]! + context.genusOffset, t.end[from]!);
  return from + 1;
}

/** The genus is spelled in `genusText`, and its reading goes on. */
const SPELLED = -1;

function refused(context: NameContext, at: number): number {
  fail(context);
  return at;
}

/** "? denheyeri" */
function unknownGenus(context: NameContext, at: number): number {
  context.name.genus = "?";
  context.state.doubtful = true;
  context.scan.warn("question mark");
  context.name.kind = "placeholder";
  context.scan.mark("genus", at);
  return readSpecies(context, at + 1);
}

/** "subgen. Psammophrynopsis"; `at` when no marker stands here. */
function rankedUninomial(context: NameContext, at: number): number {
  const t = context.tokens;
  if (t.kind[at] !== LOWERCASE || t.length(at) > MAX_MARKER_LENGTH) return at;
  const marker = supragenericMarker(t.word(at));
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  if (marker === undefined || !isCapital(context, next) || t.length(next) < 2) return at;
  context.scan.mark("rankMarker", at, next - 1);
  context.scan.warn("two names in one");
  context.state.marker = marker;
  context.state.infragenericMarker = marker.text;
  context.name.uninomial = genusWord(context, next);
  context.scan.mark("uninomial", next);
  return next + 1;
}

/** Spells the word in `genusText`; {@link SPELLED}, or the token behind when all was read or refused. */
function spellGenus(context: NameContext, at: number): number {
  const t = context.tokens;
  const word = t.word(at);
  context.genusOffset = 0;
  switch (t.kind[at]) {
    case INNER_CAPITAL:
      // "xAgropogon"
      if (word.charAt(0) !== "x" || !isLower(word.charCodeAt(2))) return refused(context, at);
      return joinedHybrid(context, at);
    case ALL_CAPS:
      context.genusText = word.charAt(0) + word.slice(1).toLowerCase();
      context.scan.warn("capitals changed");
      return SPELLED;
    case LOWERCASE:
      return spellSmallGenus(context, at);
    case MIXED:
      return mixedGenus(context, at, word);
    case CAPITAL: {
      if (word.length > 3 && word.charAt(0) === "X" && isUpper(word.charCodeAt(1))) return joinedHybrid(context, at);
      const checked = checkGenus(context, word, at);
      if (checked === undefined) return at;
      context.genusText = checked;
      return SPELLED;
    }
    default:
      return refused(context, at);
  }
}

/** A genus in small letters, or the word of an index before it: "fessa Fulvetta cinereiceps fessa". */
function spellSmallGenus(context: NameContext, at: number): number {
  const t = context.tokens;
  const word = t.word(at);
  const next = t.is(at + 1, COMMA) ? at + 2 : at + 1;
  if (word.length > 2 && isPlainBinomial(context, next)) {
    context.scan.warn("word before name");
    return readGenus(context, next);
  }
  if (word.length < 3 || !plainLetters(context, word) || !isLatinFromHere(context, at)) return refused(context, at);
  context.scan.warn("lower-case start");
  context.genusText = word.charAt(0).toUpperCase() + word.slice(1);
  return SPELLED;
}

/** "M. alpium", "Dros. melanogaster", "M alpium": the token behind, {@link SPELLED} when the genus is not abbreviated. */
function readAbbreviated(context: NameContext, at: number): number {
  const t = context.tokens;
  const word = context.genusText;
  if (t.kind[at] === CAPITAL && context.genusOffset === 0 && t.is(at + 1, DOT) && t.touches(at + 1)) {
    const next = at + 2;
    const abbreviated =
      word.length <= 8 && (t.kind[next] === LOWERCASE || t.is(next, OPEN)) && (word.length <= 2 || !t.touches(next));
    if (abbreviated || (word.length === 1 && t.kind[next] !== CAPITAL)) {
      context.name.genus = `${word}.`;
      context.scan.mark("genus", at, at + 1);
      context.scan.warn("abbreviated genus");
      return readSpecies(context, readInfrageneric(context, next));
    }
    return word.length <= 2 || t.kind[next] === LOWERCASE ? refused(context, at) : SPELLED;
  }
  if (word.length > 1) return SPELLED;
  if (t.kind[at + 1] !== LOWERCASE || t.length(at + 1) < 4 || !isEpithet(context, at + 1)) return refused(context, at);
  context.name.genus = `${word}.`;
  context.scan.mark("genus", at);
  context.scan.warn("abbreviated genus");
  return readSpecies(context, at + 1);
}

/** Where the name begins when the first word stands only before it: "Asteraceae Hieracium billyanum", "Plantae: Quercus robur". */
function nameBehind(context: NameContext, at: number, word: string): number {
  const t = context.tokens;
  const isFamily = word.endsWith("ae") && /(?:aceae|idae)$/.test(word);
  const next = at + 1;
  if (isFamily && t.kind[next] === CAPITAL && t.length(next) > 2 && next < context.end) {
    const epithet = at + 2;
    const isName = t.kind[epithet] === LOWERCASE && isEpithet(context, epithet) && !PARTICLES.has(t.word(epithet));
    if (isName && looksLatin(t.word(next)) && looksLatin(t.word(epithet))) {
      context.scan.warn("family before name");
      return next;
    }
  }
  // Another word before the name, set off by a sign: "Plantae: Quercus robur L.", "Oak, Quercus robur"
  const isSetOff =
    t.is(next, COLON) ||
    t.is(next, COMMA) ||
    t.is(next, SEMICOLON) ||
    t.is(next, GREATER) ||
    (t.is(next, DASH) && !t.touches(next));
  if (!isSetOff || !isPlainBinomial(context, at + 2)) return at;
  context.scan.warn(isFamily ? "family before name" : "word before name");
  return at + 2;
}

const GREATER = 0x3e;

/** "XAgropogon": the first letter is the hybrid sign. */
function joinedHybrid(context: NameContext, at: number): number {
  const start = context.tokens.start[at]!;
  context.genusText = context.tokens.word(at).slice(1);
  context.genusOffset = 1;
  context.scan.markText("hybridSign", start, start + 1);
  context.scan.warn("named hybrid");
  context.scan.warn("hybrid sign without space");
  if (!context.name.notho.includes("genus")) context.name.notho = added(context.name.notho, "genus");
  return SPELLED;
}

/** Genus with a capital and an epithet. */
function isPlainBinomial(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (at >= context.end || t.kind[at] !== CAPITAL || t.length(at) < 3 || !looksLatin(t.word(at))) return false;
  return t.kind[at + 1] === LOWERCASE && roleOf(t.word(at + 1)) === NO_ROLE && isEpithet(context, at + 1);
}

/** Strings without a capital are names only when genus and epithet look Latin and no prose follows. */
function isLatinFromHere(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (!looksLikeGenus(t.word(at))) return false;
  let lower = 0;
  for (let k = at + 1; k < context.end && k < at + 8; k++) {
    if (t.kind[k] !== LOWERCASE) continue;
    const word = t.word(k);
    const role = roleOf(word);
    if (
      role === STOP &&
      word !== "ex" &&
      word !== "et" &&
      word !== "x" &&
      word !== "var" &&
      word !== "ssp" &&
      word !== "subsp" &&
      word !== "sp" &&
      word !== "in"
    )
      return false;
    if (role === NO_ROLE && ++lower === 1 && k === at + 1 && !looksLatin(word)) return false;
  }
  return lower <= 3;
}

/** Genus of the right side of a formula: "S." and lower-case epithets take that of the left side. */
export function impliedGenus(context: NameContext, from: number, left: NameScan): number {
  const t = context.tokens;
  const genus = left.name.genus ?? left.name.uninomial;
  const name = context.name;
  if (t.kind[from] === LOWERCASE && genus !== undefined) {
    const marker = markerAt(context, from);
    name.genus = genus;
    if (marker !== undefined && left.name.specificEpithet !== undefined) {
      name.specificEpithet = left.name.specificEpithet;
      return from;
    }
    return readSpecies(context, from);
  }
  if (t.kind[from] === CAPITAL && t.length(from) <= 3 && genus !== undefined) {
    const dotted = t.is(from + 1, DOT);
    if ((dotted || t.length(from) === 1) && genus.startsWith(t.word(from))) {
      context.scan.mark("genus", from, dotted ? from + 1 : from);
      context.scan.warn("abbreviated genus");
      name.genus = genus;
      const at = readInfrageneric(context, dotted ? from + 2 : from + 1);
      return readSpecies(context, at);
    }
  }
  return readGenus(context, from);
}

/** Subgenus in parentheses after a genus, before an epithet. */
export function readInfrageneric(context: NameContext, from: number): number {
  const t = context.tokens;
  if (!t.is(from, OPEN) || (!isCapital(context, from + 1) && !isLowerCaseSubgenus(context, from))) return from;
  let close = from + 2;
  const dotted = t.is(close, DOT);
  if (dotted) close++;
  if (t.is(close, QUESTION)) close++;
  if (!t.is(close, CLOSE)) return from;
  let after = close + 1;
  // "Alnetoidia (Alnella) [sic] sudzhuchenica"
  if (t.is(after, OPEN_SQUARE) && t.is(after + 2, CLOSE_SQUARE) && t.word(after + 1) === "sic") after += 3;
  if (dotted) context.scan.warn("abbreviated subgenus");
  const word = genusWord(context, from + 1);
  context.name.infragenericEpithet = dotted ? `${word}.` : word.charAt(0).toUpperCase() + word.slice(1);
  context.scan.mark("infragenericEpithet", from + 1, dotted ? from + 2 : from + 1);
  return after;
}

/** "(acanthoderes)": a subgenus written small, before an epithet. */
export function isLowerCaseSubgenus(context: NameContext, open: number): boolean {
  const t = context.tokens;
  if (t.kind[open + 1] !== LOWERCASE || t.length(open + 1) < 4 || !t.is(open + 2, CLOSE)) return false;
  const word = t.word(open + 1);
  return (
    roleOf(word) === NO_ROLE && looksLikeGenus(word) && t.kind[open + 3] === LOWERCASE && isEpithet(context, open + 3)
  );
}
