/**
 * Which words of a name in small letters throughout are its authors?
 *
 * "pinus sylvestris l. var. hamata (steven) fomin": full stops, parentheses, years and endings tell them from epithets.
 */
import { AMPERSAND, CLOSE, COMMA, DOT, LOWERCASE, NUMBER, OPEN, TIMES, type Tokens } from "../text/tokens.ts";
import { JOINING_AUTHORS, LATINISED_AUTHORS, PARTICLES, SUFFIXES } from "../words/authors.ts";
import { looksLikeEpithet, looksLikeGenus } from "../words/names.ts";
import { COMMON_WORDS, SURNAMES_TOO } from "../words/prose.ts";
import { JOINT, MARKER, NO_ROLE, NOTE, PARTICLE, QUALIFIER, roleOf, STOP, SUFFIX } from "../words/roles.ts";

/** Words between authors, and behind them. */
export function joinsAuthors(lower: string): boolean {
  return JOINING_AUTHORS.has(lower) || /^(?:ex|in|apud|emend|al|de|da|van|von|der|den|du|la|le)$/.test(lower);
}

/** The words of authors in a name in small letters; `undefined` when it is not seen to be a name with authors. */
export function authorsInSmall(tokens: Tokens, genus: number): number[] | undefined {
  const first = tokens.word(genus);
  if (first.length < 3 || roleOf(first) !== NO_ROLE || tokens.is(genus + 1, DOT)) return undefined;
  const authors: number[] = [];
  let at = genus + 1;
  if (tokens.is(at, OPEN) && tokens.kind[at + 1] === LOWERCASE && tokens.is(at + 2, CLOSE) && isPlain(tokens, at + 3)) {
    authors.push(at + 1); // a subgenus
    at += 3;
  }
  let isSure = false;
  if (tokens.is(at, TIMES)) at++;
  if (isPlain(tokens, at) && !startsAuthors(tokens, at)) at++;
  else if (!looksLikeGenus(first) || !startsAuthors(tokens, at)) return undefined;
  const epithet = at - 1;
  const hasEpithet = epithet > genus;
  if (hasEpithet && !looksLikeGenus(first) && !looksLikeEpithet(tokens.word(epithet))) return undefined;
  let inAuthors = false;
  for (; at < tokens.count; at++) {
    if (tokens.kind[at] !== LOWERCASE) {
      if (tokens.is(at, OPEN) || tokens.is(at, AMPERSAND)) inAuthors = true;
      continue;
    }
    const word = tokens.word(at);
    const role = roleOf(word);
    const dotted = tokens.is(at + 1, DOT);
    if (role === MARKER || word === "var" || word === "ssp" || word === "subsp") {
      const next = dotted ? at + 2 : at + 1;
      const isInitial =
        word.length === 1 && (inAuthors || !isPlain(tokens, next) || !looksLikeEpithet(tokens.word(next)));
      if (!isInitial && isPlain(tokens, next)) {
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
    const starts = startsAuthors(tokens, at);
    const repeats = word === tokens.word(at - 1); // "panthera leo leo"
    if (
      !inAuthors &&
      !starts &&
      (repeats || looksLikeEpithet(word) || !looksLikeGenus(first)) &&
      !LATINISED_AUTHORS.has(word)
    )
      continue;
    if (!inAuthors && !starts && role !== NO_ROLE) return undefined;
    if (COMMON_WORDS.has(word) && !SURNAMES_TOO.has(word)) return undefined; // "fallen decayed tree branches"
    if (starts || inAuthors) isSure = true;
    inAuthors = true;
    authors.push(at);
  }
  const isLatin = hasEpithet && looksLikeGenus(first) && looksLikeEpithet(tokens.word(epithet));
  return authors.length > 0 && (isSure || isLatin) ? authors : undefined;
}

/** A word that is nothing but itself. */
function isPlain(tokens: Tokens, at: number): boolean {
  return tokens.kind[at] === LOWERCASE && tokens.length(at) > 2 && roleOf(tokens.word(at)) === NO_ROLE;
}

/** "(l.", "l.", "mill.", "linnaeus, 1753", "smith & jones" */
function startsAuthors(tokens: Tokens, at: number): boolean {
  if (tokens.is(at, OPEN)) return tokens.kind[at + 1] === LOWERCASE;
  if (tokens.kind[at] !== LOWERCASE) return false;
  const role = roleOf(tokens.word(at));
  if (tokens.is(at + 1, DOT)) return role === NO_ROLE || (tokens.length(at) === 1 && !SUFFIXES.has(tokens.word(at)));
  if (tokens.is(at + 1, AMPERSAND)) return true;
  const year = tokens.is(at + 1, COMMA) ? at + 2 : at + 1;
  return tokens.kind[year] === NUMBER && tokens.length(year) === 4 && year < tokens.count;
}
