/**
 * Can this token be an epithet?
 *
 * Most lower-case words are; rank markers, particles, qualifiers and notes are only where an author and a year follow
 * ("Helophorus ser Zaitzev, 1908"). Numerals stand for Latin words ("4-gibbus").
 */
import { added } from "../added.ts";
import {
  AMPERSAND,
  CAPITAL,
  COMMA,
  DASH,
  DOT,
  INNER_CAPITAL,
  LOWERCASE,
  MIXED,
  NUMBER,
  OPEN,
  TICK,
  TIMES,
} from "../text/tokens.ts";
import { canFollowVan, JOINING_AUTHORS, PARTICLES, SURNAMES_AFTER } from "../words/authors.ts";
import { AGGREGATES, LATIN_NOTES, looksLatin, NEVER_EPITHETS } from "../words/names.ts";
import { MAX_NUMERAL } from "../words/numerals.ts";
import { JOINT, MARKER, NO_ROLE, NOTE, PARTICLE, QUALIFIER, roleOf, STOP, SUFFIX } from "../words/roles.ts";
import { isCapital, isCross, markerAt, type NameContext, plainLetters, yearBehind, yearSoon } from "./name-context.ts";

const UNDERSCORE = 0x5f;

/** True when a specific epithet (perhaps behind a hybrid sign) stands here. */
export function startsEpithet(c: NameContext, at: number): boolean {
  const t = c.tokens;
  if (at >= c.end) return false;
  if (startsHybridEpithet(c, at)) return true;
  if (t.kind[at] === LOWERCASE || t.kind[at] === INNER_CAPITAL || t.kind[at] === MIXED || t.kind[at] === NUMBER)
    return isEpithet(c, at);
  return startsHybridEpithet(c, at);
}

/** True when a hybrid sign and a lower-case word stand here. */
export function startsHybridEpithet(c: NameContext, at: number): boolean {
  const t = c.tokens;
  if (t.is(at, TIMES)) return t.kind[at + 1] === LOWERCASE && at + 1 < c.end;
  return isCross(c, at) && t.kind[at + 1] === LOWERCASE;
}

/** True when the token can be an epithet. */
export function isEpithet(c: NameContext, at: number): boolean {
  const t = c.tokens;
  if (at >= c.end) return false;
  const kind = t.kind[at];
  const length = t.length(at);
  if (kind === MIXED || kind === NUMBER) return numeralEpithet(c, at) > at;
  if (kind === INNER_CAPITAL) {
    // "d'Orbigny" is an author; "M'callii" no lower start.
    return false;
  }
  if (kind !== LOWERCASE || length < 2) return false;
  if (length <= 3 && saintEpithet(c, at) > at) return true;
  const word = t.word(at);
  if (t.touches(at + 1)) {
    const next = t.first(at + 1);
    // "madecassus_01m", "Okra/Mali"
    if (next === UNDERSCORE && t.kind[at + 2] === LOWERCASE && t.touches(at + 2)) return length > 3; // "fervida_homonym"
    if (next === UNDERSCORE || next === 0x2f || next === 0x40) return false;
    // "'Aus bus'" is a name in quotes.
    if (next === TICK && !(at + 2 >= c.end && c.scan.warnings.includes("leading quote or bracket"))) return false;
    // A hyphen with nothing behind it: the word was cut, at the end of a line or of a column.
    if (next === DASH && !t.is(at + 2, DASH)) return false;
    if (
      next === COMMA &&
      t.kind[at + 2] === LOWERCASE &&
      t.length(at + 2) > 1 &&
      !noteAt(c, at + 2) &&
      !particleAuthor(c, at + 2)
    )
      return false;
  }
  if (at > 0 && t.is(at - 1, DASH) && t.touches(at)) return false;
  switch (roleOf(word)) {
    case NO_ROLE:
      break;
    case STOP:
      return latinWordIsEpithet(c, at, word) || authorYearFollows(c, at, word);
    case QUALIFIER:
      if (authorIsKnown(c, at)) return true;
      return (word === "spec" || word === "complex" || word === "group") && authorYearFollows(c, at, word);
    case NOTE:
      return noveltyIsEpithet(c, at, word) || latinWordIsEpithet(c, at, word) || authorYearFollows(c, at, word);
    case JOINT:
      return false;
    case PARTICLE:
      return particleIsEpithet(c, at, word);
    case SUFFIX:
      return isCapital(c, at + 1) || at + 1 >= c.end || length > 3;
    default: {
      // A rank marker is an epithet only before an author with year: "Helophorus ser Zaitzev, 1908".
      const next = at + 1;
      // Nothing is ranked directly below a genus: "Foa fo" is a species.
      if (at === 1 && length < 4 && markerAt(c, at)?.level === "infraspecific")
        return next >= c.end || (isCapital(c, next) && yearBehind(c, next));
      if (at === 1 && t.is(next, OPEN) && markerAt(c, at)?.level === "infraspecific")
        return isCapital(c, next + 1) && yearBehind(c, next);
      return authorIsKnown(c, at) || (isCapital(c, next) && yearSoon(c, next));
    }
  }
  if (t.is(at + 1, DOT) && t.touches(at + 1) && t.kind[at + 2] === LOWERCASE && t.touches(at + 2)) return length > 3;
  return plainLetters(c, word);
}

function noteAt(c: NameContext, at: number): boolean {
  const role = roleOf(c.tokens.word(at));
  return role === NOTE || role === MARKER;
}

/** "Oecetis complex Hwang, 1957", "Rubus complex L. H. Bailey": authors follow an epithet, not a species group. */
function complexIsEpithet(c: NameContext, at: number): boolean {
  const t = c.tokens;
  let next = t.is(at + 1, OPEN) ? at + 2 : at + 1;
  if (t.kind[next] === LOWERCASE && PARTICLES.has(t.word(next))) next++;
  if (t.kind[next] !== CAPITAL || (t.length(next) === 1 && !t.is(next + 1, DOT))) return false;
  return c.name.specificEpithet === undefined || yearSoon(c, next) || yearSoon(c, next + 3);
}

/** True when a rank marker stands right before. */
function markerBefore(c: NameContext, at: number): boolean {
  const before = c.tokens.is(at - 1, DOT) ? at - 2 : at - 1;
  return before >= 0 && markerAt(c, before) !== undefined;
}

/** "Alyssum novum Kit.", "var. nova (Ulbr.) Barneby": a full word without a full stop. */
function noveltyIsEpithet(c: NameContext, at: number, word: string): boolean {
  const t = c.tokens;
  const behindMarker = at > 0 && c.name.specificEpithet !== undefined && markerBefore(c, at);
  if (word === "secundum") {
    // "Epidendrum secundum subsp. briegeri", but "Abies alba secundum Linnaeus"
    if (c.name.specificEpithet !== undefined && !behindMarker) return false;
  } else if (!/^nov(?:a|um|us)$/.test(word)) return false;
  const next = at + 1;
  return next >= c.end || t.is(next, OPEN) || t.kind[next] === CAPITAL || markerAt(c, next) !== undefined;
}

/**
 * "Bacillus horti", "Psithyrus novus nepalensis", "Nyctea alba subsp. lato": a Latin word that is a note elsewhere is an
 * epithet right behind a genus or a rank marker, when no further note follows.
 */
function latinWordIsEpithet(c: NameContext, at: number, word: string): boolean {
  const t = c.tokens;
  if (authorIsKnown(c, at)) return true;
  const next = at + 1;
  const isLast = next >= c.end || t.is(next, OPEN) || t.kind[next] === CAPITAL;
  if (c.name.specificEpithet !== undefined)
    return word.length > 3 && next >= c.end && markerBefore(c, at) && looksLatin(word) && !NEVER_EPITHETS.has(word);
  if (!LATIN_NOTES.has(word)) return false;
  return isLast || (t.kind[next] === LOWERCASE && roleOf(t.word(next)) === NO_ROLE);
}

/** The row says that the name is a species, and who named it: its second word is an epithet whatever it looks like. */
function authorIsKnown(c: NameContext, at: number): boolean {
  const t = c.tokens;
  if (!c.authorKnown || !c.binomialExpected || at + 1 < c.end || c.name.specificEpithet !== undefined) return false;
  return t.kind[at - 1] !== LOWERCASE && t.length(at) > 1 && !NEVER_EPITHETS.has(t.word(at));
}

function particleAuthor(c: NameContext, at: number): boolean {
  return PARTICLES.has(c.tokens.word(at)) && isCapital(c, at + 1);
}

/** "Agra not Erwin, 2002": a word that is otherwise a note is an epithet when author and year follow. */
function authorYearFollows(c: NameContext, at: number, word: string): boolean {
  const t = c.tokens;
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return false;
  if (NEVER_EPITHETS.has(word)) return false;
  const next = t.is(at + 1, OPEN) ? at + 2 : at + 1;
  if (word === "secundum" && next >= c.end) return c.name.specificEpithet === undefined;
  if (word === "complex") return complexIsEpithet(c, at);
  if (t.kind[next] !== CAPITAL || t.length(next) < 2) return false;
  if (c.name.specificEpithet !== undefined) return false;
  if (word === "secundum") return true;
  for (let k = next + 1; k < c.end && k < next + 14; k++) {
    if (t.kind[k] === NUMBER && t.length(k) === 4) return true;
    if (word === "spec" && t.is(k, AMPERSAND)) return true;
    if (t.kind[k] === LOWERCASE && !JOINING_AUTHORS.has(t.word(k)) && !PARTICLES.has(t.word(k))) return false;
  }
  return false;
}

/** "dela (Er. Marcus …)" is an epithet, "le Renard 1995" an author. */
function particleIsEpithet(c: NameContext, at: number, word: string): boolean {
  const t = c.tokens;
  const next = at + 1;
  // A particle that nobody follows: "Halictus flindersi thor".
  if (c.name.specificEpithet !== undefined) return next >= c.end && word.length > 3;
  if (next >= c.end) return word !== "von" && word !== "van";
  // "van den Boom": one particle after the other belongs to an author.
  const chain = t.kind[next] === LOWERCASE && PARTICLES.has(t.word(next)) && isCapital(c, next + 1);
  if (c.binomialExpected) return !chain;
  if (word === "dela") return true;
  if (word === "van" && isCapital(c, next) && !t.is(next + 1, DOT) && !canFollowVan(t.word(next)))
    return yearBehind(c, next);
  const surnames = SURNAMES_AFTER.get(word);
  if (surnames !== undefined && isCapital(c, next) && t.length(next) > 1) {
    const surname = t.word(next).split("-", 1)[0]!;
    return !surnames.has(surname) && yearBehind(c, next);
  }
  if (t.is(next, OPEN)) return word.length > 2;
  if (word.length > 4 || word === "san" || word === "bey" || word === "ben" || word === "los")
    return !isCapital(c, next) || word === "oude";
  if (t.kind[next] === LOWERCASE) {
    const following = t.word(next);
    return !PARTICLES.has(following) && word.length > 3;
  }
  return false;
}

/** Token after a numeral epithet ("4-gibbus", "13punctatus", "13.punctatus"), `at` when there is none. */
function numeralEpithet(c: NameContext, at: number): number {
  const t = c.tokens;
  if (t.kind[at] === MIXED) {
    const word = t.word(at);
    const match = /^(\d{1,2})-?(\p{Ll}{3,}(?:-\p{Ll}+)*)$/u.exec(word);
    return match !== null && Number(match[1]) > 0 && Number(match[1]) <= MAX_NUMERAL ? at + 1 : at;
  }
  if (t.kind[at] === NUMBER && t.length(at) <= 2 && t.touches(at + 1) && t.touches(at + 2)) {
    const joined = t.is(at + 1, DOT) || t.is(at + 1, DASH);
    if (joined && t.kind[at + 2] === LOWERCASE && t.length(at + 2) > 2 && Number(t.word(at)) <= MAX_NUMERAL)
      return at + 3;
  }
  return at;
}

/** Token after "st.-johnii", `at` when something else stands there. */
function saintEpithet(c: NameContext, at: number): number {
  const t = c.tokens;
  if (t.kind[at] !== LOWERCASE || t.length(at) > 3 || !t.is(at + 1, DOT) || !t.is(at + 2, DASH)) return at;
  const joined = t.touches(at + 1) && t.touches(at + 2) && t.touches(at + 3);
  return joined && t.kind[at + 3] === LOWERCASE && /^(?:st|ste|s)$/.test(t.word(at)) ? at + 4 : at;
}

/** Reads the epithet at a token into `#epithetText`; returns the token after it. */
export function epithetAt(c: NameContext, at: number): number {
  const t = c.tokens;
  const numeral = t.kind[at] === MIXED || t.kind[at] === NUMBER ? numeralEpithet(c, at) : at;
  if (numeral > at) {
    c.scan.warn("numeral in epithet");
    c.epithetText = t.text.slice(t.start[at]!, t.end[numeral - 1]!).replace(".", "-");
    return numeral;
  }
  const saint = saintEpithet(c, at);
  if (saint > at) {
    c.epithetText = `${t.word(at)}-${t.word(at + 3)}`;
    return saint;
  }
  let word = t.word(at);
  if (word.includes("'")) c.scan.warn("apostrophe in epithet");
  // "αvulgaris", "β-tricolor"
  const code = word.charCodeAt(0);
  if (code >= 0x3b1 && code <= 0x3c9 && word.length > 3) {
    c.scan.warn("Greek letter before epithet");
    word = word.slice(word.charCodeAt(1) === DASH ? 2 : 1);
  }
  // "koningsbergeri-group"
  const hyphen = word.lastIndexOf("-");
  if (hyphen > 2 && AGGREGATES.has(word.slice(hyphen + 1))) {
    c.state.aggregate = true;
    c.name.qualifiers = added(c.name.qualifiers, {
      term: AGGREGATES.get(word.slice(hyphen + 1))!,
      qualifies: "specificEpithet",
    });
    c.scan.warn("annotation at the end");
    word = word.slice(0, hyphen);
  }
  c.epithetText = word;
  const after = at + 1;
  if (t.is(after, UNDERSCORE) && t.touches(after) && t.kind[after + 1] === LOWERCASE) {
    c.scan.warn("annotation at the end");
    return after + 2;
  }
  return after;
}
