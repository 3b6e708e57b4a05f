/**
 * Which date stands on this label? For verbatimEventDate, on demand: what eventDate is too strict for.
 *
 * Years must have four digits and months a name, a Roman numeral or a place that leaves no doubt; a text with a word that
 * is not understood, or with a question mark, is not read. Seasons give the year.
 */
import type { OccurrenceIssue } from "../issues.ts";
import { parseDate } from "./date-text.ts";
import { type DateContext, type EventDate, likely, parseEventDate } from "./event-date.ts";
import { FILLERS, LABEL_MONTHS, misspeltMonth, romanMonth, SEASONS } from "./label-words.ts";
import { compareMoments, type Moment, momentOf } from "./moment.ts";

/** A token: a year of four digits, a number of one or two, a month, a season, or what joins the ends of an interval. */
type Token = { kind: "Y" | "D" | "M"; value: number; isRoman?: boolean } | { kind: "S" } | { kind: "-" };

const TOKEN =
  /(\d+)(?:\s*(?:st|nd|rd|th|d|o|°|º|er|ère|''|"|,,)(?=[^a-z]|$))?|([\p{L}][\p{L}']*)|(\s*[-–—&/+]\s*)|([.,;:\s'"()[\]]+)|(.)/giu;

/** The date or interval that a label says; `undefined` when it cannot be told for certain. */
export function readVerbatimDate(text: string, context: DateContext): EventDate | undefined {
  const trimmed = text.trim().replace(/^["'[(]+|["'\])]+$/g, "");
  if (trimmed === "" || /[?]/.test(trimmed)) return undefined;
  const strict = parseEventDate({ eventDate: trimmed }, context);
  if (strict.from) return strict;
  // 5/6/1903 is one of two days, and certainly of that year.
  const year = parseDate(trimmed, context.months).alternatives?.[0]?.year;
  if (year !== undefined) return parseEventDate({ eventDate: String(year) }, context);
  const tokens = tokensOf(trimmed);
  if (tokens === undefined) return undefined;
  const range = rangeOf(tokens);
  if (range === undefined) return undefined;
  const issues = new Set<OccurrenceIssue>();
  const [from, to] = range.map((moment) => likely(moment, context.now, issues));
  if (from === undefined || to === undefined || compareMoments(from, to) > 0) return undefined;
  return { from, to, issues: [] };
}

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (const [, number, word, joint, , other] of text.matchAll(TOKEN)) {
    if (other !== undefined) return undefined;
    if (number !== undefined) {
      if (number.length === 4) tokens.push({ kind: "Y", value: Number(number) });
      else if (number.length <= 2) tokens.push({ kind: "D", value: Number(number) });
      else return undefined;
    } else if (word !== undefined) {
      const token = tokenOfWord(word.toLowerCase());
      if (token === undefined) return undefined;
      if (token !== null) tokens.push(token);
    } else if (joint !== undefined && tokens.length > 0) tokens.push({ kind: "-" });
  }
  while (tokens.at(-1)?.kind === "-") tokens.pop();
  return tokens;
}

/** `null` for a word that says nothing. */
function tokenOfWord(word: string): Token | null | undefined {
  if (word === "to" || word === "and" || word === "til" || word === "till" || word === "bis" || word === "et")
    return { kind: "-" };
  if (FILLERS.has(word) && !LABEL_MONTHS.has(word)) return null;
  const month = LABEL_MONTHS.get(word);
  if (month !== undefined) return { kind: "M", value: month };
  const roman = romanMonth(word);
  if (roman !== undefined) return { kind: "M", value: roman, isRoman: true };
  if (SEASONS.has(word)) return { kind: "S" };
  const misspelt = misspeltMonth(word);
  return misspelt === undefined ? undefined : { kind: "M", value: misspelt };
}

/** Both ends of what the tokens say. */
function rangeOf(tokens: readonly Token[]): [Moment, Moment] | undefined {
  const whole = momentOfTokens(tokens.filter(({ kind }) => kind !== "-"));
  const joints = tokens.flatMap(({ kind }, at) => (kind === "-" ? [at] : []));
  if (whole && isOneDate(tokens)) return [whole, whole];
  for (const at of joints) {
    const [first, second] = [tokens.slice(0, at), tokens.slice(at + 1)];
    if ([...first, ...second].some(({ kind }) => kind === "-")) continue;
    const range = endsOf(first, second);
    if (range) return range;
  }
  return undefined;
}

/** True when joints only stand between day, month and year: `"Apr 30-1913"`, `"10-VII-1887"`. */
function isOneDate(tokens: readonly Token[]): boolean {
  // "Jan 1912/13" is the end of a year, not a day.
  if (tokens.some(({ kind }, i) => kind === "Y" && tokens[i + 1]?.kind === "-" && tokens[i + 2]?.kind === "D" && i > 0))
    return false;
  const kinds = tokens.filter(({ kind }) => kind !== "-").map(({ kind }) => kind);
  return kinds.every((kind, i) => kinds.indexOf(kind) === i);
}

/** Ends that lend each other what they lack: `"April 11" - "16, 1919"`, `"2 May" - "4 June 1908"`, `"1853" - "54"`. */
function endsOf(first: readonly Token[], second: readonly Token[]): [Moment, Moment] | undefined {
  const pick = (tokens: readonly Token[], kind: "Y" | "M" | "D") => tokens.filter((token) => token.kind === kind);
  const values = (tokens: readonly Token[], kind: "Y" | "M" | "D") =>
    pick(tokens, kind).map((token) => (token as { value: number }).value);
  if ([first, second].some((tokens) => tokens.some(({ kind }) => kind === "S"))) return undefined;
  const [y1, y2] = [values(first, "Y"), values(second, "Y")];
  const [m1, m2] = [values(first, "M"), values(second, "M")];
  const [d1, d2] = [values(first, "D"), values(second, "D")];
  if (Math.max(y1.length, y2.length, m1.length, m2.length, d1.length, d2.length) > 1) return undefined;
  if (y1.length === 1 && second.length === 1 && d2.length === 1 && m1.length === 0 && d1.length === 0) {
    // 1853-54
    const year = Math.floor(y1[0]! / 100) * 100 + d2[0]!;
    return d2[0]! > y1[0]! % 100 && d2[0]! > 12 ? both(momentOf(y1[0]!), momentOf(year)) : undefined;
  }
  const [year1, year2] = [y1[0] ?? y2[0], y2[0] ?? y1[0]];
  const [month1, month2] = [m1[0] ?? m2[0], m2[0] ?? m1[0]];
  if (year1 === undefined || year2 === undefined) return undefined;
  if ((d1.length === 0) !== (d2.length === 0)) return undefined;
  if (d1[0] === 0 || d2[0] === 0) return undefined;
  return both(momentOf(year1, month1, d1[0]), momentOf(year2, month2, d2[0]));
}

function both(from: Moment | undefined, to: Moment | undefined): [Moment, Moment] | undefined {
  return from && to ? [from, to] : undefined;
}

/** One date from tokens in any order; a day 0 is a day that is not known. */
function momentOfTokens(tokens: readonly Token[]): Moment | undefined {
  const kinds = tokens
    .map(({ kind }) => kind)
    .sort()
    .join("");
  const value = (kind: "Y" | "M" | "D") =>
    (tokens.find((token) => token.kind === kind) as { value: number } | undefined)?.value;
  const [year, month, day] = [value("Y"), value("M"), value("D")];
  if (year === undefined) return undefined;
  switch (kinds) {
    case "Y":
    case "SY":
      return momentOf(year);
    case "MY":
      return momentOf(year, month);
    case "DMY":
      return day === 0 ? momentOf(year, month) : momentOf(year, month, day);
    default:
      return undefined;
  }
}
