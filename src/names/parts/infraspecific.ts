/**
 * Which infraspecific epithets follow, with or without a rank marker?
 */

import { added } from "../added.ts";
import { isLower } from "../text/chars.ts";
import {
  AMPERSAND,
  ASTERISK,
  CAPITAL,
  CLOSE,
  CLOSE_SQUARE,
  COMMA,
  DASH,
  DOT,
  LOWERCASE,
  MIXED,
  NUMBER,
  OPEN,
  OPEN_SQUARE,
} from "../text/tokens.ts";
import { JOINING_AUTHORS, PARTICLES } from "../words/authors.ts";
import { COMPARISONS, DOUBTFUL_EPITHETS, looksLatin, looksLikeEpithet, OTHER_STOPS } from "../words/names.ts";
import { type RankMarker, rankMarker, slippedMarker } from "../words/rank-markers.ts";
import { REMARKS } from "../words/remarks.ts";
import { NO_ROLE, roleOf } from "../words/roles.ts";
import { epithetAt, isEpithet } from "./epithets.ts";
import { isCapital, isCross, isGreek, markerAt, type NameContext, yearSoon } from "./name-context.ts";
import { comparison } from "./qualifiers.ts";

/** Tokens looked ahead for a closing quote or parenthesis; longer ones are no cultivars or vouchers. */
const LOOKAHEAD = 40;

/** An infraspecific epithet without marker. After authors only Latin-looking words count. */
export function bareInfraspecific(context: NameContext, at: number, afterAuthors: boolean): boolean {
  const t = context.tokens;
  if (at >= context.end) return false;
  if (t.kind[at] !== LOWERCASE && t.kind[at] !== MIXED && t.kind[at] !== NUMBER) return false;
  if (!isEpithet(context, at)) return false;
  if (t.kind[at] !== LOWERCASE) return !afterAuthors;
  if (t.length(at) < 3 && !(context.trinomialExpected && at + 1 >= context.end)) return false;
  if (lowerCaseAuthor(context, at)) return false;
  const word = t.word(at);
  const isRepeated = word === context.name.specificEpithet; // "Paenibacillus larvae larvae"
  if (REMARKS.has(word) && !isCapital(context, at + 1) && !context.trinomialExpected && !isRepeated) return false;
  if (context.name.infraspecifics.length >= 3) return false;
  if (!afterAuthors) return true;
  // "pectinatum (L. f.) typica": authors in parentheses only, the name goes on
  if (context.state.authorship?.combination === undefined) return word.length > 3 && !proseFollows(context, at);
  return looksLatin(word) && word.length > 3 && !proseFollows(context, at);
}

/** "sael. ex Norrl.", "T.P. lucas, 1892": an author written small. */
function lowerCaseAuthor(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (t.is(at + 1, DOT)) {
    if (t.kind[at + 2] === LOWERCASE) return t.word(at + 2) === "ex" || JOINING_AUTHORS.has(t.word(at + 2));
    return t.is(at + 2, AMPERSAND) || (t.touches(at + 1) && t.is(at + 2, DASH));
  }
  // "Anthicus krefftii king, 1869": a comma and a year stand behind authors, not behind epithets.
  return t.is(at + 1, COMMA) && t.kind[at + 2] === NUMBER && t.length(at + 2) === 4;
}

/** Several lower-case words in a row are prose, not epithets. */
function proseFollows(context: NameContext, at: number): boolean {
  const t = context.tokens;
  return t.kind[at + 1] === LOWERCASE && OTHER_STOPS.has(t.word(at + 1));
}

/** Adds the epithet read last as the last infraspecific one; authors before it belonged to another part. */
export function addInfraspecific(context: NameContext, marker: string | undefined, at: number, after: number): void {
  const name = context.name;
  name.infraspecificEpithet = context.epithetText;
  name.infraspecifics = added(name.infraspecifics, { rankMarker: marker, epithet: context.epithetText });
  context.scan.mark("infraspecificEpithet", at, after - 1);
  context.state.authorship = undefined;
  if (DOUBTFUL_EPITHETS.has(context.epithetText)) {
    context.state.doubtful = true;
    context.scan.warn("epithet is no epithet");
  }
}

/** A marker as it is read: its standard form, where it stands, and what stands behind it. */
interface Marked {
  marker: RankMarker;
  text: string;
  at: number;
  dotted: boolean;
  /** "× var. alba" */
  crossBefore: boolean;
  next: number;
}

/** Rank marker and epithet: "var. alba", "f. sp. tritici", "nothosubsp. × alba", "ab. n. undularia". */
export function readMarked(context: NameContext, from: number): number {
  const t = context.tokens;
  let at = t.is(from, COMMA) && markerAt(context, from + 1) !== undefined ? from + 1 : from;
  // "δ. var. hirtella"
  if (isGreek(context, at)) {
    const behind = t.is(at + 1, DOT) ? at + 2 : at + 1;
    if (markerAt(context, behind) !== undefined) at = behind;
  }
  const crossBefore = isCross(context, at) && markerAt(context, at + 1) !== undefined;
  if (crossBefore) at++;
  let marker = markerAt(context, at);
  if (marker === undefined && t.kind[at] === LOWERCASE && t.length(at) < 4) marker = misspelledMarker(context, at);
  if (marker === undefined || marker.level !== "infraspecific") return from;
  const dotted = t.is(at + 1, DOT);
  const m: Marked = { marker, text: marker.text, at, dotted, crossBefore, next: dotted ? at + 2 : at + 1 };
  readMarkerEnd(context, m);
  const hybridAt = isCross(context, m.next) && t.kind[m.next + 1] === LOWERCASE ? m.next++ : -1;
  const { next } = m;
  if (
    next < context.end &&
    (isGreek(context, next) || isLetterName(context, next, m.text)) &&
    !isEpithet(context, next)
  ) {
    // "var. β Guppy": the letter is the name
    context.scan.mark("rankMarker", at);
    context.scan.warn("Greek letter before epithet");
    return takeLetter(context, m);
  }
  if (next < context.end && isEpithet(context, next) && !(t.is(next + 1, DOT) && t.length(next) < 4))
    return takeMarked(context, m, hybridAt);
  // "form A Cortese & Bjørklund 1998"
  const isLetter = t.kind[next] === CAPITAL && t.length(next) === 1 && !t.is(next + 1, DOT);
  if (m.marker.rank === "FORM" && !dotted && isLetter && t.length(at) > 1) {
    context.scan.mark("rankMarker", at);
    context.state.informal = true;
    return takeLetter(context, m);
  }
  const capital = capitalEpithetEnd(context, next, dotted);
  if (capital > next) {
    context.scan.mark("rankMarker", at, next - 1);
    context.scan.warn("capitals changed");
    context.epithetText = t.word(next).toLowerCase();
    addInfraspecific(context, m.text, next, capital);
    context.state.marker = m.marker;
    return capital;
  }
  return readUnfinished(context, m, from);
}

/** "f. sp.", "ab. n.", "var. b.", "var. δ", "var. cf.": what belongs to the marker. */
function readMarkerEnd(context: NameContext, marked: Marked): void {
  const t = context.tokens;
  const { next } = marked;
  const isSmall = t.kind[next] === LOWERCASE;
  if (marked.text === "f." && isSmall && t.word(next) === "sp") {
    marked.marker = rankMarker("fsp")!;
    marked.text = marked.marker.text;
    marked.next = t.is(next + 1, DOT) ? next + 2 : next + 1;
  } else if (marked.text === "ab." && isSmall && t.word(next) === "n" && t.is(next + 1, DOT)) {
    marked.text = "ab. n.";
    marked.next += 2;
  } else if (isSmall && t.length(next) === 1 && t.is(next + 1, DOT)) {
    // "var. b. alba", "var. δ. microphylla"
    if (isLower(t.first(next)) && t.kind[next + 2] === LOWERCASE) {
      context.scan.warn("Greek letter before epithet");
      marked.next += 2;
    }
  } else if (isGreek(context, next) && t.kind[next + 1] === LOWERCASE) {
    context.scan.warn("Greek letter before epithet");
    marked.next++;
  }
  if (t.kind[marked.next] === LOWERCASE && COMPARISONS.has(t.word(marked.next)))
    marked.next = comparison(context, marked.next, "infraspecificEpithet");
}

/** The letter behind a marker is the name. */
function takeLetter(context: NameContext, marked: Marked): number {
  context.epithetText = context.tokens.word(marked.next);
  addInfraspecific(context, marked.text, marked.next, marked.next + 1);
  context.state.marker = marked.marker;
  return marked.next + 1;
}

/** The epithet behind a marker. */
function takeMarked(context: NameContext, marked: Marked, hybridAt: number): number {
  const t = context.tokens;
  if (marked.marker.uncommon) context.scan.warn("uncommon rank marker");
  if (marked.text === "f." && t.length(marked.at) === 1 && context.state.authorship !== undefined)
    context.scan.warn("form or filius");
  context.scan.mark("rankMarker", marked.at, marked.dotted ? marked.at + 1 : marked.at);
  if (marked.marker.notho || hybridAt >= 0 || marked.crossBefore) {
    context.scan.warn("named hybrid");
    if (hybridAt >= 0) context.scan.mark("hybridSign", hybridAt);
    if (!context.name.notho.includes("infraspecificEpithet"))
      context.name.notho = added(context.name.notho, "infraspecificEpithet");
  }
  const after = epithetAt(context, marked.next);
  addInfraspecific(context, marked.text, marked.next, after);
  context.state.marker = marked.marker;
  return after;
}

/** A marker without an epithet: phrase names ("subsp. Busselton (G.J.Keighery s.n.)"), unfinished ones ("ssp."). */
function readUnfinished(context: NameContext, marked: Marked, from: number): number {
  const t = context.tokens;
  const { next, dotted, text } = marked;
  if (text === "f." || text === "st." || marked.marker.level !== "infraspecific") return from;
  if (next >= context.end) {
    context.state.marker = marked.marker;
    context.state.informal = true;
    context.name.kind = "informal";
    context.scan.warn("annotation at the end");
    context.name.tail = t.text.slice(t.start[marked.at]!).trim();
    return context.end;
  }
  if (dotted && isCapital(context, next) && !hasVoucher(context, next) && yearSoon(context, next)) {
    // "Canis lupus subsp. Linnaeus, 1758": the epithet is missing
    context.state.marker = marked.marker;
    context.state.informal = true;
    context.scan.warn("annotation at the end");
    return next;
  }
  if (dotted && t.kind[next] === CAPITAL && t.length(next) > 2 && hasVoucher(context, next)) {
    context.state.marker = marked.marker;
    context.state.informal = true;
    context.name.kind = "informal";
    context.name.phrase = t.text.slice(t.start[next]!).trim();
    context.scan.warn("approximation");
    return context.end;
  }
  return from;
}

/**
 * "subsp. Nigricans (M.Bieb.) Thell.", "var. Grayi": an epithet with a capital behind a marker, when it looks Latin and neither
 * a year nor a voucher makes it an author or a place.
 */
function capitalEpithetEnd(context: NameContext, at: number, dotted: boolean): number {
  const t = context.tokens;
  if (!dotted || t.kind[at] !== CAPITAL || t.length(at) < 5 || t.is(at + 1, DOT) || t.is(at + 1, COMMA)) return at;
  const next = at + 1;
  if (next < context.end && !t.is(next, OPEN) && t.kind[next] !== CAPITAL) return at;
  if (yearSoon(context, at) || hasVoucher(context, next) || !LATIN_EPITHET.test(t.word(at))) return at;
  return next;
}

/** Endings of epithets that surnames and places rarely have. */
const LATIN_EPITHET =
  /^\p{Lu}\p{Ll}+(?:[^ae]us|um|is|ans|ens|oides|(?:er|[intdsykwl])i|(?:at|it|ut|an|in|os|us|ic|il|al|ol|ell|ar|er|im|yll|anth|arp|e|i)a|ensis|ense|ior)$/u;

/** A phrase name ends with a voucher in parentheses: "(G.J.Keighery 12)", "(A.Smith s.n.)". */
function hasVoucher(context: NameContext, from: number): boolean {
  const t = context.tokens;
  let open = -1;
  for (let at = from; at < context.end && at < from + LOOKAHEAD; at++) {
    if (t.is(at, OPEN)) open = at;
    if (open >= 0 && t.is(at, CLOSE)) return at + 1 >= context.end;
  }
  return false;
}

/** A letter or asterisks before an infraspecific epithet, as in old works. */
export function readLettered(context: NameContext, at: number): number {
  const t = context.tokens;
  let next = at;
  let marker: string | undefined;
  if (t.is(at, ASTERISK)) {
    while (t.is(next, ASTERISK)) next++;
    marker = "*".repeat(next - at);
  } else if (isGreek(context, at) || t.first(at) === 0xdf || isSpelledGreek(context, at)) next = at + 1;
  else if (isListLetter(context, at)) next = at + 1;
  else if (bracketedLetterEnd(context, at) > at) next = bracketedLetterEnd(context, at);
  else if (t.length(at) === 1 && (t.kind[at] === CAPITAL || t.kind[at] === LOWERCASE) && !t.is(at + 1, DOT)) {
    if (isCross(context, at)) return at;
    next = at + 1;
  } else return at;
  if (t.is(next, DOT)) next++;
  if (t.kind[next] !== LOWERCASE || t.length(next) < 4 || !isEpithet(context, next)) return at;
  if (t.kind[at] === CAPITAL && t.length(at) === 1 && context.state.authorship !== undefined) return at;
  if (t.kind[at] === LOWERCASE && PARTICLES.has(t.word(at)) && !looksLatin(t.word(next))) return at;
  context.scan.warn("uncommon rank marker");
  context.scan.mark("rankMarker", at, next - 1);
  const after = epithetAt(context, next);
  addInfraspecific(context, marker, next, after);
  return after;
}

/** "pyxidata a. pocillum": the letter of a list before an epithet, no initial of an author. */
function isListLetter(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (t.kind[at] !== LOWERCASE || t.length(at) !== 1 || !/^[a-e]$/.test(t.word(at)) || !t.is(at + 1, DOT)) return false;
  return t.kind[at + 2] === LOWERCASE && looksLikeEpithet(t.word(at + 2));
}

/** "[β] dumetorum", "(b) dumetorum", "b) dumetorum": the token behind such a letter, `at` when none stands here. */
function bracketedLetterEnd(context: NameContext, at: number): number {
  const t = context.tokens;
  const letter = t.is(at, OPEN) || t.is(at, OPEN_SQUARE) ? at + 1 : at;
  if (!isGreek(context, letter) && !(t.length(letter) === 1 && /^[a-e]$/.test(t.word(letter)))) return at;
  const close = t.is(letter + 1, DOT) ? letter + 2 : letter + 1;
  return t.is(close, CLOSE) || t.is(close, CLOSE_SQUARE) ? close + 1 : at;
}

const SPELLED_GREEK: ReadonlySet<string> = new Set(["alpha", "beta", "gamma", "delta", "epsilon"]);

/** "beta dumetorum": a letter in full before an epithet; without one it is an epithet itself. */
export function isSpelledGreek(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (t.kind[at] !== LOWERCASE || !SPELLED_GREEK.has(t.word(at))) return false;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  return next < context.end && t.kind[next] === LOWERCASE && t.length(next) > 3 && roleOf(t.word(next)) === NO_ROLE;
}

/** "Vulpes vulpes sp. silaceus", "ss. minor", "ss minor", "v. alba": a slip between a species and an epithet. */
function misspelledMarker(context: NameContext, at: number): RankMarker | undefined {
  const t = context.tokens;
  const word = t.word(at);
  const marker = slippedMarker(word);
  if (marker === undefined) return undefined;
  const dotted = t.is(at + 1, DOT);
  if (!dotted && word.length < 2) return undefined;
  const next = dotted ? at + 2 : at + 1;
  if (t.kind[next] !== LOWERCASE || next >= context.end || t.length(next) < 4 || roleOf(t.word(next)) !== NO_ROLE)
    return undefined;
  if (!isEpithet(context, next)) return undefined;
  if (word === "for" && !dotted) return undefined; // "for example"
  context.scan.warn("uncommon rank marker");
  return marker;
}

/** "var. b", "var. ß Buse": a single letter at the end or before authors is the name of the variety. */
function isLetterName(context: NameContext, at: number, marker: string): boolean {
  const t = context.tokens;
  if (marker === "f." || marker === "st." || t.kind[at] !== LOWERCASE || t.length(at) !== 1) return false;
  if (isCross(context, at)) return false;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  return next >= context.end || t.kind[next] === CAPITAL;
}
