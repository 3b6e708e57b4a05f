/**
 * When was it published?
 *
 * Years with letters, ranges, brackets, question marks and pages; imprint years beside them.
 */

import type { AuthorTeam } from "../parsed-name.ts";
import { isLetter } from "../text/chars.ts";
import {
  AMPERSAND,
  CLOSE,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  DASH,
  LOWERCASE,
  MIXED,
  NUMBER,
  OPEN,
  OPEN_SQUARE,
  QUESTION,
  QUOTE,
  SEMICOLON,
  SLASH,
} from "../text/tokens.ts";
import type { AuthorContext } from "./author-context.ts";

/** A year with its oddities. Returns `from` when there is none. */
export function readYear(context: AuthorContext, from: number, team: AuthorTeam): number {
  const t = context.tokens;
  let at = from;
  let wrapper = 0;
  if (t.is(at, OPEN) || t.is(at, OPEN_SQUARE) || t.is(at, QUOTE)) {
    wrapper = t.first(at);
    at++;
  }
  const kind = t.kind[at];
  if (at >= context.end || (kind !== NUMBER && kind !== MIXED)) return from;
  const word = t.word(at);
  const digits = leadingDigits(word);
  if (digits < 3 || digits > 4) return from;
  let year = word.slice(0, digits);
  const rest = word.slice(digits);
  const lost = t.is(at + 1, QUESTION);
  if (digits === 4) {
    if (year < "1000" || year > "2199") return from;
    if (rest.startsWith("-")) context.scan.warn("year range");
    else if (rest.length > 1 || (rest.length === 1 && !isLetter(rest.charCodeAt(0)))) return from;
  } else if (lost && rest === "") {
    if (year < "100" || year > "219") return from;
  } else if (rest.length === 2 && isLetter(rest.charCodeAt(0))) {
    context.scan.warn("year unlikely"); // "193k7"
  } else if (rest === "" && t.is(at + 1, CLOSE) && year > "099") context.scan.warn("year unlikely");
  else return from;
  if (digits === 4 && rest.length === 1) context.scan.warn("year with letter");
  const numberAt = at;
  at++;
  let approximate = wrapper === OPEN || wrapper === OPEN_SQUARE;
  if (lost) {
    year += "?";
    approximate = true;
    at++;
  }
  // "1858/59", "1891-92"
  if ((t.is(at, SLASH) || t.is(at, DASH)) && t.kind[at + 1] === NUMBER && t.length(at + 1) <= 4) {
    context.scan.warn("year range");
    approximate = true;
    at += 2;
    // "1903-01-01"
    if (t.is(at, DASH) && t.kind[at + 1] === NUMBER) at += 2;
  } else if (rest.startsWith("-")) approximate = true;
  if (wrapper === OPEN && t.is(at, CLOSE)) at++;
  else if (wrapper === OPEN_SQUARE && t.is(at, CLOSE_SQUARE)) at++;
  else if (wrapper === QUOTE && t.is(at, QUOTE)) at++;
  else if (wrapper !== 0) return from;
  // ": 29", ":29-31"
  if (t.is(at, COLON) && t.kind[at + 1] === NUMBER) {
    context.scan.warn("page after year");
    at += 2;
    while ((t.is(at, DASH) || t.is(at, COMMA)) && t.kind[at + 1] === NUMBER && t.touches(at)) at += 2;
  }
  team.year = year;
  team.yearApproximate = approximate;
  if (wrapper === OPEN_SQUARE) team.imprintYear = year;
  if (approximate) context.scan.warn("approximate year");
  context.scan.mark(approximate ? "approximateYear" : "year", numberAt);
  return readImprint(context, at, team);
}

/** "1973 [1974]", "1922 (imprint 1923)", "1921 \"1922\"". */
function readImprint(context: AuthorContext, from: number, team: AuthorTeam): number {
  const t = context.tokens;
  let at = from;
  const second = secondYear(context, from, team);
  if (second > from) return second;
  if (t.is(at, COMMA)) at++;
  const open = t.first(at);
  if (open !== OPEN_SQUARE && open !== OPEN && open !== QUOTE) return from;
  at++;
  if (t.is(at, QUOTE)) at++;
  while (t.kind[at] === LOWERCASE && at < from + 6) at++;
  if (t.is(at, QUOTE)) at++;
  if (t.kind[at] !== NUMBER || !(t.length(at) === 4 || (t.is(at - 1, QUOTE) && isYearRange(t.word(at))))) return from;
  const year = t.word(at);
  at++;
  if (t.is(at, QUESTION)) at++;
  if (t.is(at, QUOTE)) at++;
  if (open !== QUOTE) {
    if (!t.is(at, CLOSE) && !t.is(at, CLOSE_SQUARE)) return from;
    at++;
  }
  if (open === OPEN && at === from + 3) return from; // "1758 (1766)": no imprint
  team.imprintYear = year;
  return at;
}

/** "1870, 1869", "1959 & 1961": the year printed on the work, or that of its second part, behind the real one. */
function secondYear(context: AuthorContext, from: number, team: AuthorTeam): number {
  const t = context.tokens;
  const joined = t.is(from, AMPERSAND);
  if (!joined && !t.is(from, COMMA)) return from;
  const at = from + 1;
  if (at >= context.end || t.kind[at] !== NUMBER || t.length(at) !== 4) return from;
  if (at + 1 < context.end && !t.is(at + 1, CLOSE) && !t.is(at + 1, COMMA) && !t.is(at + 1, SEMICOLON)) return from;
  const year = t.word(at);
  const apart = Number(year) - Number.parseInt(team.year!, 10);
  if (!(joined ? apart > 0 && apart <= MAX_YEARS_BETWEEN_PARTS : apart <= 1 && apart >= -MAX_YEARS_IMPRINT))
    return from;
  if (apart !== 0) team.imprintYear = year;
  context.scan.mark("year", at);
  return at + 1;
}

/** Years by which a title page may be older than the work; more is another work. */
const MAX_YEARS_IMPRINT = 5;
/** Years between the parts of one work. */
const MAX_YEARS_BETWEEN_PARTS = 20;

/** "1886-1888" */
function isYearRange(word: string): boolean {
  return word.length === 9 && /^1[789]\d\d-1[789]\d\d$/.test(word);
}

/** A year as it is written: `"1758"`, `"[1758]"`, `"1792 [1793]"`. */
export function yearText(_context: AuthorContext, team: AuthorTeam): string {
  const bracketed = team.imprintYear !== undefined && team.imprintYear === team.year;
  const year = bracketed ? `[${team.year}]` : team.year!;
  return team.imprintYear !== undefined && team.imprintYear !== team.year ? `${year} [${team.imprintYear}]` : year;
}

function leadingDigits(word: string): number {
  let i = 0;
  while (i < word.length && word.charCodeAt(i) >= 0x30 && word.charCodeAt(i) <= 0x39) i++;
  return i;
}
