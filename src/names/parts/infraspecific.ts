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
  COMMA,
  DASH,
  DOT,
  LOWERCASE,
  MIXED,
  NUMBER,
  OPEN,
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
export function bareInfraspecific(c: NameContext, at: number, afterAuthors: boolean): boolean {
  const t = c.tokens;
  if (at >= c.end) return false;
  if (t.kind[at] !== LOWERCASE && t.kind[at] !== MIXED && t.kind[at] !== NUMBER) return false;
  if (!isEpithet(c, at)) return false;
  if (t.kind[at] !== LOWERCASE) return !afterAuthors;
  if (t.length(at) < 3 && !(c.trinomialExpected && at + 1 >= c.end)) return false;
  if (lowerCaseAuthor(c, at)) return false;
  const word = t.word(at);
  const isRepeated = word === c.name.specificEpithet; // "Paenibacillus larvae larvae"
  if (REMARKS.has(word) && !isCapital(c, at + 1) && !c.trinomialExpected && !isRepeated) return false;
  if (c.name.infraspecifics.length >= 3) return false;
  if (!afterAuthors) return true;
  // "pectinatum (L. f.) typica": authors in parentheses only, the name goes on
  if (c.state.authorship?.combination === undefined) return word.length > 3 && !proseFollows(c, at);
  return looksLatin(word) && word.length > 3 && !proseFollows(c, at);
}

/** "sael. ex Norrl.", "T.P. lucas, 1892": an author written small. */
function lowerCaseAuthor(c: NameContext, at: number): boolean {
  const t = c.tokens;
  if (t.is(at + 1, DOT)) {
    if (t.kind[at + 2] === LOWERCASE) return t.word(at + 2) === "ex" || JOINING_AUTHORS.has(t.word(at + 2));
    return t.is(at + 2, AMPERSAND) || (t.touches(at + 1) && t.is(at + 2, DASH));
  }
  // "Anthicus krefftii king, 1869": a comma and a year stand behind authors, not behind epithets.
  return t.is(at + 1, COMMA) && t.kind[at + 2] === NUMBER && t.length(at + 2) === 4;
}

/** Several lower-case words in a row are prose, not epithets. */
function proseFollows(c: NameContext, at: number): boolean {
  const t = c.tokens;
  return t.kind[at + 1] === LOWERCASE && OTHER_STOPS.has(t.word(at + 1));
}

/** Adds the epithet read last as the last infraspecific one; authors before it belonged to another part. */
export function addInfraspecific(c: NameContext, marker: string | undefined, at: number, after: number): void {
  const name = c.name;
  name.infraspecificEpithet = c.epithetText;
  name.infraspecifics = added(name.infraspecifics, { rankMarker: marker, epithet: c.epithetText });
  c.scan.mark("infraspecificEpithet", at, after - 1);
  c.state.authorship = undefined;
  if (DOUBTFUL_EPITHETS.has(c.epithetText)) {
    c.state.doubtful = true;
    c.scan.warn("epithet is no epithet");
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
export function readMarked(c: NameContext, from: number): number {
  const t = c.tokens;
  let at = t.is(from, COMMA) && markerAt(c, from + 1) !== undefined ? from + 1 : from;
  const crossBefore = isCross(c, at) && markerAt(c, at + 1) !== undefined;
  if (crossBefore) at++;
  let marker = markerAt(c, at);
  if (marker === undefined && t.kind[at] === LOWERCASE && t.length(at) < 4) marker = misspelledMarker(c, at);
  if (marker === undefined || marker.level !== "infraspecific") return from;
  const dotted = t.is(at + 1, DOT);
  const m: Marked = { marker, text: marker.text, at, dotted, crossBefore, next: dotted ? at + 2 : at + 1 };
  readMarkerEnd(c, m);
  const hybridAt = isCross(c, m.next) && t.kind[m.next + 1] === LOWERCASE ? m.next++ : -1;
  const { next } = m;
  if (next < c.end && (isGreek(c, next) || isLetterName(c, next, m.text)) && !isEpithet(c, next)) {
    // "var. β Guppy": the letter is the name
    c.scan.mark("rankMarker", at);
    c.scan.warn("Greek letter before epithet");
    return takeLetter(c, m);
  }
  if (next < c.end && isEpithet(c, next) && !(t.is(next + 1, DOT) && t.length(next) < 4))
    return takeMarked(c, m, hybridAt);
  // "form A Cortese & Bjørklund 1998"
  const isLetter = t.kind[next] === CAPITAL && t.length(next) === 1 && !t.is(next + 1, DOT);
  if (m.marker.rank === "FORM" && !dotted && isLetter && t.length(at) > 1) {
    c.scan.mark("rankMarker", at);
    c.state.informal = true;
    return takeLetter(c, m);
  }
  const capital = capitalEpithetEnd(c, next, dotted);
  if (capital > next) {
    c.scan.mark("rankMarker", at, next - 1);
    c.scan.warn("capitals changed");
    c.epithetText = t.word(next).toLowerCase();
    addInfraspecific(c, m.text, next, capital);
    c.state.marker = m.marker;
    return capital;
  }
  return readUnfinished(c, m, from);
}

/** "f. sp.", "ab. n.", "var. b.", "var. δ", "var. cf.": what belongs to the marker. */
function readMarkerEnd(c: NameContext, m: Marked): void {
  const t = c.tokens;
  const { next } = m;
  const isSmall = t.kind[next] === LOWERCASE;
  if (m.text === "f." && isSmall && t.word(next) === "sp") {
    m.marker = rankMarker("fsp")!;
    m.text = m.marker.text;
    m.next = t.is(next + 1, DOT) ? next + 2 : next + 1;
  } else if (m.text === "ab." && isSmall && t.word(next) === "n" && t.is(next + 1, DOT)) {
    m.text = "ab. n.";
    m.next += 2;
  } else if (isSmall && t.length(next) === 1 && t.is(next + 1, DOT)) {
    // "var. b. alba", "var. δ. microphylla"
    if (isLower(t.first(next)) && t.kind[next + 2] === LOWERCASE) {
      c.scan.warn("Greek letter before epithet");
      m.next += 2;
    }
  } else if (isGreek(c, next) && t.kind[next + 1] === LOWERCASE) {
    c.scan.warn("Greek letter before epithet");
    m.next++;
  }
  if (t.kind[m.next] === LOWERCASE && COMPARISONS.has(t.word(m.next)))
    m.next = comparison(c, m.next, "infraspecificEpithet");
}

/** The letter behind a marker is the name. */
function takeLetter(c: NameContext, m: Marked): number {
  c.epithetText = c.tokens.word(m.next);
  addInfraspecific(c, m.text, m.next, m.next + 1);
  c.state.marker = m.marker;
  return m.next + 1;
}

/** The epithet behind a marker. */
function takeMarked(c: NameContext, m: Marked, hybridAt: number): number {
  const t = c.tokens;
  if (m.marker.uncommon) c.scan.warn("uncommon rank marker");
  if (m.text === "f." && t.length(m.at) === 1 && c.state.authorship !== undefined) c.scan.warn("form or filius");
  c.scan.mark("rankMarker", m.at, m.dotted ? m.at + 1 : m.at);
  if (m.marker.notho || hybridAt >= 0 || m.crossBefore) {
    c.scan.warn("named hybrid");
    if (hybridAt >= 0) c.scan.mark("hybridSign", hybridAt);
    if (!c.name.notho.includes("infraspecificEpithet")) c.name.notho = added(c.name.notho, "infraspecificEpithet");
  }
  const after = epithetAt(c, m.next);
  addInfraspecific(c, m.text, m.next, after);
  c.state.marker = m.marker;
  return after;
}

/** A marker without an epithet: phrase names ("subsp. Busselton (G.J.Keighery s.n.)"), unfinished ones ("ssp."). */
function readUnfinished(c: NameContext, m: Marked, from: number): number {
  const t = c.tokens;
  const { next, dotted, text } = m;
  if (text === "f." || text === "st." || m.marker.level !== "infraspecific") return from;
  if (next >= c.end) {
    c.state.marker = m.marker;
    c.state.informal = true;
    c.name.kind = "informal";
    c.scan.warn("annotation at the end");
    c.name.tail = t.text.slice(t.start[m.at]!).trim();
    return c.end;
  }
  if (dotted && isCapital(c, next) && !hasVoucher(c, next) && yearSoon(c, next)) {
    // "Canis lupus subsp. Linnaeus, 1758": the epithet is missing
    c.state.marker = m.marker;
    c.state.informal = true;
    c.scan.warn("annotation at the end");
    return next;
  }
  if (dotted && t.kind[next] === CAPITAL && t.length(next) > 2 && hasVoucher(c, next)) {
    c.state.marker = m.marker;
    c.state.informal = true;
    c.name.kind = "informal";
    c.name.phrase = t.text.slice(t.start[next]!).trim();
    c.scan.warn("approximation");
    return c.end;
  }
  return from;
}

/**
 * "subsp. Nigricans (M.Bieb.) Thell.", "var. Grayi": an epithet with a capital behind a marker, when it looks Latin and neither
 * a year nor a voucher makes it an author or a place.
 */
function capitalEpithetEnd(c: NameContext, at: number, dotted: boolean): number {
  const t = c.tokens;
  if (!dotted || t.kind[at] !== CAPITAL || t.length(at) < 5 || t.is(at + 1, DOT) || t.is(at + 1, COMMA)) return at;
  const next = at + 1;
  if (next < c.end && !t.is(next, OPEN) && t.kind[next] !== CAPITAL) return at;
  if (yearSoon(c, at) || hasVoucher(c, next) || !LATIN_EPITHET.test(t.word(at))) return at;
  return next;
}

/** Endings of epithets that surnames and places rarely have. */
const LATIN_EPITHET =
  /^\p{Lu}\p{Ll}+(?:[^ae]us|um|is|ans|ens|oides|(?:er|[intdsykwl])i|(?:at|it|ut|an|in|os|us|ic|il|al|ol|ell|ar|er|im|yll|anth|arp|e|i)a|ensis|ense|ior)$/u;

/** A phrase name ends with a voucher in parentheses: "(G.J.Keighery 12)", "(A.Smith s.n.)". */
function hasVoucher(c: NameContext, from: number): boolean {
  const t = c.tokens;
  let open = -1;
  for (let at = from; at < c.end && at < from + LOOKAHEAD; at++) {
    if (t.is(at, OPEN)) open = at;
    if (open >= 0 && t.is(at, CLOSE)) return at + 1 >= c.end;
  }
  return false;
}

/** A letter or asterisks before an infraspecific epithet, as in old works. */
export function readLettered(c: NameContext, at: number): number {
  const t = c.tokens;
  let next = at;
  let marker: string | undefined;
  if (t.is(at, ASTERISK)) {
    while (t.is(next, ASTERISK)) next++;
    marker = "*".repeat(next - at);
  } else if (isGreek(c, at) || t.first(at) === 0xdf) next = at + 1;
  else if (isListLetter(c, at)) next = at + 1;
  else if (t.length(at) === 1 && (t.kind[at] === CAPITAL || t.kind[at] === LOWERCASE) && !t.is(at + 1, DOT)) {
    if (isCross(c, at)) return at;
    next = at + 1;
  } else return at;
  if (t.is(next, DOT)) next++;
  if (t.kind[next] !== LOWERCASE || t.length(next) < 4 || !isEpithet(c, next)) return at;
  if (t.kind[at] === CAPITAL && t.length(at) === 1 && c.state.authorship !== undefined) return at;
  if (t.kind[at] === LOWERCASE && PARTICLES.has(t.word(at)) && !looksLatin(t.word(next))) return at;
  c.scan.warn("uncommon rank marker");
  c.scan.mark("rankMarker", at, next - 1);
  const after = epithetAt(c, next);
  addInfraspecific(c, marker, next, after);
  return after;
}

/** "pyxidata a. pocillum": the letter of a list before an epithet, no initial of an author. */
function isListLetter(c: NameContext, at: number): boolean {
  const t = c.tokens;
  if (t.kind[at] !== LOWERCASE || t.length(at) !== 1 || !/^[a-e]$/.test(t.word(at)) || !t.is(at + 1, DOT)) return false;
  return t.kind[at + 2] === LOWERCASE && looksLikeEpithet(t.word(at + 2));
}

/** "Vulpes vulpes sp. silaceus", "ss. minor", "ss minor", "v. alba": a slip between a species and an epithet. */
function misspelledMarker(c: NameContext, at: number): RankMarker | undefined {
  const t = c.tokens;
  const word = t.word(at);
  const marker = slippedMarker(word);
  if (marker === undefined) return undefined;
  const dotted = t.is(at + 1, DOT);
  if (!dotted && word.length < 2) return undefined;
  const next = dotted ? at + 2 : at + 1;
  if (t.kind[next] !== LOWERCASE || next >= c.end || t.length(next) < 4 || roleOf(t.word(next)) !== NO_ROLE)
    return undefined;
  if (!isEpithet(c, next)) return undefined;
  if (word === "for" && !dotted) return undefined; // "for example"
  c.scan.warn("uncommon rank marker");
  return marker;
}

/** "var. b", "var. ß Buse": a single letter at the end or before authors is the name of the variety. */
function isLetterName(c: NameContext, at: number, marker: string): boolean {
  const t = c.tokens;
  if (marker === "f." || marker === "st." || t.kind[at] !== LOWERCASE || t.length(at) !== 1) return false;
  if (isCross(c, at)) return false;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  return next >= c.end || t.kind[next] === CAPITAL;
}
