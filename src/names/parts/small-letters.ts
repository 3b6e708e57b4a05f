/**
 * Which words of a name in small letters throughout are its authors?
 *
 * "pinus sylvestris l. var. hamata (steven) fomin": full stops, parentheses, years and endings tell them from epithets.
 */
import { AMPERSAND, CLOSE, COMMA, DOT, LOWERCASE, NUMBER, OPEN, TIMES, type Tokens } from "../text/tokens.ts";
import { JOINING_AUTHORS, LATINISED_AUTHORS, PARTICLES, SUFFIXES } from "../words/authors.ts";
import { looksLikeEpithet, looksLikeGenus } from "../words/names.ts";
import { JOINT, MARKER, NO_ROLE, NOTE, PARTICLE, QUALIFIER, roleOf, STOP, SUFFIX } from "../words/roles.ts";

/** Words between authors, and behind them. */
export function joinsAuthors(lower: string): boolean {
  return JOINING_AUTHORS.has(lower) || /^(?:ex|in|apud|emend|al|de|da|van|von|der|den|du|la|le)$/.test(lower);
}

/** The words of authors in a name in small letters; `undefined` when it is not seen to be a name with authors. */
export function authorsInSmall(t: Tokens, genus: number): number[] | undefined {
  const first = t.word(genus);
  if (first.length < 3 || roleOf(first) !== NO_ROLE || t.is(genus + 1, DOT)) return undefined;
  const authors: number[] = [];
  let at = genus + 1;
  if (t.is(at, OPEN) && t.kind[at + 1] === LOWERCASE && t.is(at + 2, CLOSE) && isPlain(t, at + 3)) {
    authors.push(at + 1); // a subgenus
    at += 3;
  }
  let isSure = false;
  if (t.is(at, TIMES)) at++;
  if (isPlain(t, at) && !startsAuthors(t, at)) at++;
  else if (!looksLikeGenus(first) || !startsAuthors(t, at)) return undefined;
  const epithet = at - 1;
  const hasEpithet = epithet > genus;
  if (hasEpithet && !looksLikeGenus(first) && !looksLikeEpithet(t.word(epithet))) return undefined;
  let inAuthors = false;
  for (; at < t.count; at++) {
    if (t.kind[at] !== LOWERCASE) {
      if (t.is(at, OPEN) || t.is(at, AMPERSAND)) inAuthors = true;
      continue;
    }
    const word = t.word(at);
    const role = roleOf(word);
    const dotted = t.is(at + 1, DOT);
    if (role === MARKER || word === "var" || word === "ssp" || word === "subsp") {
      const next = dotted ? at + 2 : at + 1;
      const isInitial = word.length === 1 && (inAuthors || !isPlain(t, next) || !looksLikeEpithet(t.word(next)));
      if (!isInitial && isPlain(t, next)) {
        at = next;
        inAuthors = false;
        continue;
      }
      if (word.length > 1) return undefined;
      if (!(word === "f" && inAuthors)) authors.push(at);
      inAuthors = true;
      continue;
    }
    if (role === NOTE || role === QUALIFIER) break;
    if (role === STOP && !joinsAuthors(word)) return undefined;
    if (inAuthors && (role === JOINT || joinsAuthors(word) || role === SUFFIX) && !dotted) continue;
    if (inAuthors && role === SUFFIX) continue;
    if (inAuthors && (role === PARTICLE || PARTICLES.has(word)) && !dotted) continue;
    const starts = startsAuthors(t, at);
    const repeats = word === t.word(at - 1); // "panthera leo leo"
    if (
      !inAuthors &&
      !starts &&
      (repeats || looksLikeEpithet(word) || !looksLikeGenus(first)) &&
      !LATINISED_AUTHORS.has(word)
    )
      continue;
    if (!inAuthors && !starts && role !== NO_ROLE) return undefined;
    if (starts || inAuthors) isSure = true;
    inAuthors = true;
    authors.push(at);
  }
  const isLatin = hasEpithet && looksLikeGenus(first) && looksLikeEpithet(t.word(epithet));
  return authors.length > 0 && (isSure || isLatin) ? authors : undefined;
}

/** A word that is nothing but itself. */
function isPlain(t: Tokens, at: number): boolean {
  return t.kind[at] === LOWERCASE && t.length(at) > 2 && roleOf(t.word(at)) === NO_ROLE;
}

/** "(l.", "l.", "mill.", "linnaeus, 1753", "smith & jones" */
function startsAuthors(t: Tokens, at: number): boolean {
  if (t.is(at, OPEN)) return t.kind[at + 1] === LOWERCASE;
  if (t.kind[at] !== LOWERCASE) return false;
  const role = roleOf(t.word(at));
  if (t.is(at + 1, DOT)) return role === NO_ROLE || (t.length(at) === 1 && !SUFFIXES.has(t.word(at)));
  if (t.is(at + 1, AMPERSAND)) return true;
  const year = t.is(at + 1, COMMA) ? at + 2 : at + 1;
  return t.kind[year] === NUMBER && t.length(year) === 4 && year < t.count;
}
