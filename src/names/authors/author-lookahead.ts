/**
 * What do the tokens around a word of an author tell about it?
 *
 * Small questions that `scan-author.ts` asks while it reads: is "f." a son or a form, do initials follow a comma, does a note or
 * another name begin here?
 */

import {
  ALL_CAPS,
  AMPERSAND,
  CAPITAL,
  CLOSE,
  COMMA,
  DASH,
  DOT,
  LOWERCASE,
  MIXED,
  NUMBER,
  SEMICOLON,
  SIGN,
  type Tokens,
} from "../text/tokens.ts";
import {
  IN_WORDS,
  JOINING_AUTHORS,
  MONTHS,
  NOTE_CAPITALS,
  PARTICLES,
  SHORT_MONTHS,
  SUFFIXES,
} from "../words/authors.ts";
import { looksLatin, looksLikeEpithet } from "../words/names.ts";
import { rankMarker } from "../words/rank-markers.ts";
import { NO_ROLE, roleOf } from "../words/roles.ts";
import { type AuthorContext, leadsToCapital } from "./author-context.ts";

/** Perhaps lower-case particles, then one lower-case word and a separator or the end. */
export function particlesThenWord(context: AuthorContext, from: number): boolean {
  const t = context.tokens;
  let at = from;
  while (at < from + 3 && t.kind[at] === LOWERCASE && PARTICLES.has(t.word(at))) at++;
  if (t.kind[at] !== LOWERCASE) return false;
  if (at === from && (!isPlainWord(t, at) || t.is(at + 1, DOT))) return false;
  return at + 1 >= context.end || t.kind[at + 1] === SIGN || t.kind[at + 1] === NUMBER;
}

/** A word that neither joins authors nor ranks nor notes: "Van ty". */
function isPlainWord(tokens: Tokens, at: number): boolean {
  return roleOf(tokens.word(at)) === NO_ROLE;
}

/** Genus and epithet: "Hydnellum scrobiculatum", "S. caprea". */
export function startsBinomial(context: AuthorContext, at: number): boolean {
  const t = context.tokens;
  if (t.kind[at] !== CAPITAL) return false;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  if (t.kind[next] !== LOWERCASE || t.length(next) < 3) return false;
  const word = t.word(next);
  return !PARTICLES.has(word) && !JOINING_AUTHORS.has(word) && !SUFFIXES.has(word) && !IN_WORDS.has(word);
}

/** "& Rubus caesius": another name in the same cell, not a further author and an epithet. */
export function startsOtherName(context: AuthorContext, at: number): boolean {
  const t = context.tokens;
  if (t.kind[at] !== CAPITAL || t.length(at) < 3 || t.kind[at + 1] !== LOWERCASE || at + 1 >= context.end) return false;
  const epithet = t.word(at + 1);
  return looksLatin(t.word(at)) && epithet.length > 3 && roleOf(epithet) === NO_ROLE && looksLikeEpithet(epithet);
}

/** "Capitata Group", "Dissectum Atropurpureum Group": a group of cultivars, no further author. */
export function isCultivarGroup(tokens: Tokens, at: number): boolean {
  const last = tokens.kind[at + 1] === CAPITAL && !isGroup(tokens.word(at + 1)) ? at + 2 : at + 1;
  return tokens.kind[at] === CAPITAL && !tokens.is(at + 1, DOT) && isGroup(tokens.word(last));
}

function isGroup(word: string): boolean {
  return word === "Group" || word === "Gp" || word === "grex" || word === "gx";
}

/** "Dec. 1900", "12 May 1900": the token of the year; `at` when no date stands here. */
export function yearOfDate(tokens: Tokens, at: number): number {
  const hasDay = tokens.kind[at] === NUMBER && tokens.length(at) <= 2;
  const month = hasDay ? at + 1 : at;
  if (tokens.kind[month] !== CAPITAL) return at;
  const dotted = tokens.is(month + 1, DOT);
  const isMonth = MONTHS.has(tokens.word(month)) || ((hasDay || dotted) && SHORT_MONTHS.has(tokens.word(month)));
  if (!isMonth) return at;
  const year = dotted ? month + 2 : month + 1;
  return tokens.kind[year] === NUMBER && tokens.length(year) === 4 ? year : at;
}

/** Capitals and a number at the end: the number of a culture or specimen. */
export function isCode(tokens: Tokens, at: number, end: number): boolean {
  const next = tokens.is(at + 1, DASH) ? at + 2 : at + 1;
  const kind = tokens.kind[next];
  if (next + 1 < end || (kind !== NUMBER && kind !== MIXED)) return false;
  return kind === MIXED || tokens.length(next) !== 4 || !/^(?:1[789]|20)/.test(tokens.word(next));
}

/** "Gen. nov.", "Spec nov": a note. */
export function isNovelty(context: AuthorContext, at: number, word: string): boolean {
  const t = context.tokens;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  if (word.length > 4 || t.kind[next] !== LOWERCASE) return false;
  return /^(?:Gen|Sp|Spec|Fam|Var|Comb|Ord)$/.test(word) && /^(?:nov|nova|novum|n|et)$/.test(t.word(next));
}

export function isAuthorWord(context: AuthorContext, at: number): boolean {
  const t = context.tokens;
  const kind = t.kind[at];
  if (kind === CAPITAL) return !NOTE_CAPITALS.has(t.word(at)) && t.touches(at);
  return kind === LOWERCASE && SUFFIXES.has(t.word(at));
}

/** "f." after a surname is filius unless an epithet follows it with a space before: "L. f. typica", but "L.f. typica". */
export function isSuffix(context: AuthorContext, at: number, word: string): boolean {
  const t = context.tokens;
  let next = at + 1;
  const dotted = t.is(next, DOT);
  if (dotted) next++;
  if (word === "ter" || word === "bis") return t.kind[next] !== LOWERCASE || !leadsToCapital(context, next);
  if (word !== "f") return true;
  if (t.kind[next] !== LOWERCASE) return true;
  if (dotted && t.touches(at) && !t.touches(next)) return true;
  const after = t.word(next);
  // "L. f. subsp. alba": the epithet has its own marker.
  if (
    after.length > 1 &&
    t.kind[t.is(next + 1, DOT) ? next + 2 : next + 1] === LOWERCASE &&
    rankMarker(after) !== undefined
  )
    return true;
  return (
    PARTICLES.has(after) || IN_WORDS.has(after) || JOINING_AUTHORS.has(after) || after === "ex" || after.length < 4
  );
}

/** "y", "e", "i" between two full names join them; inside a name they are particles. */
export function joinsHere(word: string, name: string, surnames: number): boolean {
  if (name === "" || surnames === 0) return false;
  if (word === "e") return !/\b(?:[DdAa]a|[Dd]os?|de) /.test(name);
  if (word === "y" || word === "et" || word === "and" || word === "und") return true;
  return false;
}

/** End of the initials that start at `from`, when nothing but initials stands up to the next separator. */
export function initialsAfterComma(context: AuthorContext, from: number): number {
  const t = context.tokens;
  let at = from;
  let letters = 0;
  while (at < context.end) {
    const kind = t.kind[at];
    if (kind === ALL_CAPS && NOTE_CAPITALS.has(t.word(at))) return from;
    if (letters === 0 && isProParte(context, at)) return from;
    if (kind === CAPITAL && t.length(at) === 1) letters++;
    else if (kind === ALL_CAPS && t.length(at) <= 3) letters++;
    else if (kind === CAPITAL && letters === 0 && t.length(at) === 3 && t.word(at).charAt(1) === "-") letters++;
    else if (t.is(at, DASH) && letters > 0 && t.touches(at)) {
      at++;
      if (t.length(at) !== 1) return from;
    } else if (t.is(at, DOT) && letters > 0) {
      at++;
      continue;
    } else break;
    at++;
  }
  if (letters === 0) return from;
  if (at >= context.end) return at;
  const joins =
    t.is(at, COMMA) || t.is(at, AMPERSAND) || t.is(at, CLOSE) || t.is(at, SEMICOLON) || t.kind[at] === NUMBER;
  if (joins) return at;
  if (t.kind[at] !== LOWERCASE) return from;
  const word = t.word(at);
  return JOINING_AUTHORS.has(word) || IN_WORDS.has(word) || word === "ex" ? at : from;
}

/** "P. P." at the end: pro parte. */
export function isProParte(context: AuthorContext, at: number): boolean {
  const t = context.tokens;
  return (
    t.first(at) === 0x50 &&
    t.length(at) === 1 &&
    t.first(at + 2) === 0x50 &&
    t.length(at + 2) === 1 &&
    at + 4 >= context.end
  );
}
