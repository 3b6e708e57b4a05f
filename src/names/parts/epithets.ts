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
import { AGGREGATES, LATIN_NOTES, looksLatin, looksLikeEpithet, NEVER_EPITHETS } from "../words/names.ts";
import { MAX_NUMERAL } from "../words/numerals.ts";
import { JOINT, MARKER, NO_ROLE, NOTE, PARTICLE, QUALIFIER, roleOf, STOP, SUFFIX } from "../words/roles.ts";
import { isCapital, isCross, markerAt, type NameContext, plainLetters, yearBehind, yearSoon } from "./name-context.ts";

const UNDERSCORE = 0x5f;

/** True when a specific epithet (perhaps behind a hybrid sign) stands here. */
export function startsEpithet(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (at >= context.end) return false;
  if (startsHybridEpithet(context, at)) return true;
  if (t.kind[at] === LOWERCASE || t.kind[at] === INNER_CAPITAL || t.kind[at] === MIXED || t.kind[at] === NUMBER)
    return isEpithet(context, at);
  return startsHybridEpithet(context, at);
}

/** True when a hybrid sign and a lower-case word stand here. */
export function startsHybridEpithet(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (t.is(at, TIMES)) return t.kind[at + 1] === LOWERCASE && at + 1 < context.end;
  return isCross(context, at) && t.kind[at + 1] === LOWERCASE;
}

/** True when the token can be an epithet. */
export function isEpithet(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (at >= context.end) return false;
  const kind = t.kind[at];
  const length = t.length(at);
  if (kind === MIXED || kind === NUMBER) return numeralEpithet(context, at) > at;
  if (kind === INNER_CAPITAL) {
    // "d'Orbigny" is an author; "M'callii" no lower start.
    return false;
  }
  if (kind !== LOWERCASE || length < 2) return false;
  if (length <= 3 && saintEpithet(context, at) > at) return true;
  const word = t.word(at);
  if (t.touches(at + 1)) {
    const next = t.first(at + 1);
    // "madecassus_01m", "Okra/Mali"
    if (next === UNDERSCORE && t.kind[at + 2] === LOWERCASE && t.touches(at + 2)) return length > 3; // "fervida_homonym"
    if (next === UNDERSCORE || next === 0x2f || next === 0x40) return false;
    // "'Aus bus'" is a name in quotes.
    if (next === TICK && !(at + 2 >= context.end && context.scan.warnings.includes("leading quote or bracket")))
      return false;
    // A hyphen with nothing behind it: the word was cut, at the end of a line or of a column.
    if (next === DASH && !t.is(at + 2, DASH)) return false;
    // "Aus bus, cus": a list of species. "Aus bus, common": a remark.
    if (
      next === COMMA &&
      t.kind[at + 2] === LOWERCASE &&
      t.length(at + 2) > 1 &&
      looksLikeEpithet(t.word(at + 2)) &&
      !noteAt(context, at + 2) &&
      !particleAuthor(context, at + 2)
    )
      return false;
  }
  if (at > 0 && t.is(at - 1, DASH) && t.touches(at)) return false;
  switch (roleOf(word)) {
    case NO_ROLE:
      break;
    case STOP:
      return latinWordIsEpithet(context, at, word) || authorYearFollows(context, at, word);
    case QUALIFIER:
      if (authorIsKnown(context, at)) return true;
      return (word === "spec" || word === "complex" || word === "group") && authorYearFollows(context, at, word);
    case NOTE:
      return (
        noveltyIsEpithet(context, at, word) ||
        latinWordIsEpithet(context, at, word) ||
        authorYearFollows(context, at, word)
      );
    case JOINT:
      return false;
    case PARTICLE:
      return particleIsEpithet(context, at, word);
    case SUFFIX:
      return isCapital(context, at + 1) || at + 1 >= context.end || length > 3;
    default: {
      // A rank marker is an epithet only before an author with year: "Helophorus ser Zaitzev, 1908".
      const next = at + 1;
      // Nothing is ranked directly below a genus: "Foa fo" is a species.
      if (at === 1 && length < 4 && markerAt(context, at)?.level === "infraspecific")
        return next >= context.end || (isCapital(context, next) && yearBehind(context, next));
      if (at === 1 && t.is(next, OPEN) && markerAt(context, at)?.level === "infraspecific")
        return isCapital(context, next + 1) && yearBehind(context, next);
      return authorIsKnown(context, at) || (isCapital(context, next) && yearSoon(context, next));
    }
  }
  if (t.is(at + 1, DOT) && t.touches(at + 1) && t.kind[at + 2] === LOWERCASE && t.touches(at + 2)) return length > 3;
  return plainLetters(context, word);
}

function noteAt(context: NameContext, at: number): boolean {
  const role = roleOf(context.tokens.word(at));
  return role === NOTE || role === MARKER;
}

/** "Oecetis complex Hwang, 1957", "Rubus complex L. H. Bailey": authors follow an epithet, not a species group. */
function complexIsEpithet(context: NameContext, at: number): boolean {
  const t = context.tokens;
  let next = t.is(at + 1, OPEN) ? at + 2 : at + 1;
  if (t.kind[next] === LOWERCASE && PARTICLES.has(t.word(next))) next++;
  if (t.kind[next] !== CAPITAL || (t.length(next) === 1 && !t.is(next + 1, DOT))) return false;
  return context.name.specificEpithet === undefined || yearSoon(context, next) || yearSoon(context, next + 3);
}

/** True when a rank marker stands right before. */
function markerBefore(context: NameContext, at: number): boolean {
  const before = context.tokens.is(at - 1, DOT) ? at - 2 : at - 1;
  return before >= 0 && markerAt(context, before) !== undefined;
}

/** "Alyssum novum Kit.", "var. nova (Ulbr.) Barneby": a full word without a full stop. */
function noveltyIsEpithet(context: NameContext, at: number, word: string): boolean {
  const t = context.tokens;
  const behindMarker = at > 0 && context.name.specificEpithet !== undefined && markerBefore(context, at);
  if (word === "secundum") {
    // "Epidendrum secundum subsp. briegeri", but "Abies alba secundum Linnaeus"
    if (context.name.specificEpithet !== undefined && !behindMarker) return false;
  } else if (!/^nov(?:a|um|us)$/.test(word)) return false;
  const next = at + 1;
  return next >= context.end || t.is(next, OPEN) || t.kind[next] === CAPITAL || markerAt(context, next) !== undefined;
}

/**
 * "Bacillus horti", "Psithyrus novus nepalensis", "Nyctea alba subsp. lato": a Latin word that is a note elsewhere is an
 * epithet right behind a genus or a rank marker, when no further note follows.
 */
function latinWordIsEpithet(context: NameContext, at: number, word: string): boolean {
  const t = context.tokens;
  if (authorIsKnown(context, at)) return true;
  const next = at + 1;
  const isLast = next >= context.end || t.is(next, OPEN) || t.kind[next] === CAPITAL;
  if (context.name.specificEpithet !== undefined)
    return (
      word.length > 3 &&
      next >= context.end &&
      markerBefore(context, at) &&
      looksLatin(word) &&
      !NEVER_EPITHETS.has(word)
    );
  if (!LATIN_NOTES.has(word)) return false;
  return isLast || (t.kind[next] === LOWERCASE && roleOf(t.word(next)) === NO_ROLE);
}

/** The row says that the name is a species, and who named it: its second word is an epithet whatever it looks like. */
function authorIsKnown(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (
    !context.authorKnown ||
    !context.binomialExpected ||
    at + 1 < context.end ||
    context.name.specificEpithet !== undefined
  )
    return false;
  return t.kind[at - 1] !== LOWERCASE && t.length(at) > 1 && !NEVER_EPITHETS.has(t.word(at));
}

function particleAuthor(context: NameContext, at: number): boolean {
  return PARTICLES.has(context.tokens.word(at)) && isCapital(context, at + 1);
}

/** "Agra not Erwin, 2002": a word that is otherwise a note is an epithet when author and year follow. */
function authorYearFollows(context: NameContext, at: number, word: string): boolean {
  const t = context.tokens;
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return false;
  if (NEVER_EPITHETS.has(word)) return false;
  const next = t.is(at + 1, OPEN) ? at + 2 : at + 1;
  if (word === "secundum" && next >= context.end) return context.name.specificEpithet === undefined;
  if (word === "complex") return complexIsEpithet(context, at);
  if (t.kind[next] !== CAPITAL || t.length(next) < 2) return false;
  if (context.name.specificEpithet !== undefined) return false;
  if (word === "secundum") return true;
  for (let k = next + 1; k < context.end && k < next + 14; k++) {
    if (t.kind[k] === NUMBER && t.length(k) === 4) return true;
    if (word === "spec" && t.is(k, AMPERSAND)) return true;
    if (t.kind[k] === LOWERCASE && !JOINING_AUTHORS.has(t.word(k)) && !PARTICLES.has(t.word(k))) return false;
  }
  return false;
}

/** "dela (Er. Marcus …)" is an epithet, "le Renard 1995" an author. */
function particleIsEpithet(context: NameContext, at: number, word: string): boolean {
  const t = context.tokens;
  const next = at + 1;
  // A particle that nobody follows: "Halictus flindersi thor".
  if (context.name.specificEpithet !== undefined) return next >= context.end && word.length > 3;
  if (next >= context.end) return word !== "von" && word !== "van";
  // "van den Boom": one particle after the other belongs to an author.
  const chain = t.kind[next] === LOWERCASE && PARTICLES.has(t.word(next)) && isCapital(context, next + 1);
  if (context.binomialExpected) return !chain;
  if (word === "dela") return true;
  if (word === "van" && isCapital(context, next) && !t.is(next + 1, DOT) && !canFollowVan(t.word(next)))
    return yearBehind(context, next);
  const surnames = SURNAMES_AFTER.get(word);
  if (surnames !== undefined && isCapital(context, next) && t.length(next) > 1) {
    const surname = t.word(next).split("-", 1)[0]!;
    return !surnames.has(surname) && yearBehind(context, next);
  }
  if (t.is(next, OPEN)) return word.length > 2;
  if (word.length > 4 || word === "san" || word === "bey" || word === "ben" || word === "los")
    return !isCapital(context, next) || word === "oude";
  if (t.kind[next] === LOWERCASE) {
    const following = t.word(next);
    return !PARTICLES.has(following) && word.length > 3;
  }
  return false;
}

/** Token after a numeral epithet ("4-gibbus", "13punctatus", "13.punctatus"), `at` when there is none. */
function numeralEpithet(context: NameContext, at: number): number {
  const t = context.tokens;
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
function saintEpithet(context: NameContext, at: number): number {
  const t = context.tokens;
  if (t.kind[at] !== LOWERCASE || t.length(at) > 3 || !t.is(at + 1, DOT) || !t.is(at + 2, DASH)) return at;
  const joined = t.touches(at + 1) && t.touches(at + 2) && t.touches(at + 3);
  return joined && t.kind[at + 3] === LOWERCASE && /^(?:st|ste|s)$/.test(t.word(at)) ? at + 4 : at;
}

/** Reads the epithet at a token into `#epithetText`; returns the token after it. */
export function epithetAt(context: NameContext, at: number): number {
  const t = context.tokens;
  const numeral = t.kind[at] === MIXED || t.kind[at] === NUMBER ? numeralEpithet(context, at) : at;
  if (numeral > at) {
    context.scan.warn("numeral in epithet");
    context.epithetText = t.text.slice(t.start[at]!, t.end[numeral - 1]!).replace(".", "-");
    return numeral;
  }
  const saint = saintEpithet(context, at);
  if (saint > at) {
    context.epithetText = `${t.word(at)}-${t.word(at + 3)}`;
    return saint;
  }
  let word = t.word(at);
  if (word.includes("'")) context.scan.warn("apostrophe in epithet");
  // "αvulgaris", "β-tricolor"
  const code = word.charCodeAt(0);
  if (code >= 0x3b1 && code <= 0x3c9 && word.length > 3) {
    context.scan.warn("Greek letter before epithet");
    word = word.slice(word.charCodeAt(1) === DASH ? 2 : 1);
  }
  // "koningsbergeri-group"
  const hyphen = word.lastIndexOf("-");
  if (hyphen > 2 && AGGREGATES.has(word.slice(hyphen + 1))) {
    context.state.aggregate = true;
    context.name.qualifiers = added(context.name.qualifiers, {
      term: AGGREGATES.get(word.slice(hyphen + 1))!,
      qualifies: "specificEpithet",
    });
    context.scan.warn("annotation at the end");
    word = word.slice(0, hyphen);
  }
  context.epithetText = word;
  const after = at + 1;
  if (t.is(after, UNDERSCORE) && t.touches(after) && t.kind[after + 1] === LOWERCASE) {
    context.scan.warn("annotation at the end");
    return after + 2;
  }
  return after;
}
