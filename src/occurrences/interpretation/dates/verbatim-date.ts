/**
 * Which date stands on this label? For verbatimEventDate, on demand: what eventDate is too strict for.
 *
 * Years must have four digits and months a name, a Roman numeral or a place that leaves no doubt; a text with a word that
 * is not understood, or with a question mark, is not read. Seasons give the year.
 */
import type { OccurrenceIssue } from "../issues.ts";
import { parseDate } from "./date-text.ts";
import { type DateContext, type EventDate, likely, parseEventDate } from "./event-date.ts";
import { withoutSlips } from "./label-slips.ts";
import { FILLERS, LABEL_MONTHS, misspeltMonth, romanMonth, SEASONS } from "./label-words.ts";
import { coarsened, compareMoments, type Moment, momentOf, precisionOf } from "./moment.ts";

/** A token: a year of four digits, a number of one or two, a month, a season, or what joins the ends of an interval. */
type Token =
  | { kind: "Y" | "D" | "M"; value: number; isRoman?: boolean }
  | { kind: "S" }
  | { kind: "-"; isDash?: boolean };

/** Words between two dates. */
const JOINTS: ReadonlySet<string> = new Set("to and til till bis et or y u und og och".split(" "));

/** The last digit of the year is not known: `"184-"`, `"10 Aug 193?"`, `"186[0's]"`. */
const OPEN_DECADE = /(?<![\d.,/-])(1[5-9]\d|20[0-2])(?:[-_?]|\[\?\]?|\[0'?s\]?)$/;

/** Day, month and year as numbers, however they are spaced: `"9.7. 1939"`, `"6 - 7 - 1893"`. */
const SPACED_NUMBERS = /^\d{1,2}\s*([./-])\s*\d{1,2}\s*\1\s*\d{4}$/;

const TOKEN =
  /(\d+)(?:(?:\s*(?:st|nd|rd|th|d|o|°|º|er|ère|''|"|,,)|m)(?=[^a-z]|$))?|([\p{L}][\p{L}']*)|(\s*[-–—&/+]\s*)|([.,;:\s'"()[\]]+)|(.)/giu;

/** The date or interval that a label says; `undefined` when it cannot be told for certain. */
export function readVerbatimDate(text: string, context: DateContext): EventDate | undefined {
  const trimmed = text
    .trim()
    .replace(/^["'[(]+|["'\])]+$/g, "")
    .replace(/(?<=\d)[.,;:]$/, "")
    .replace(OPEN_DECADE, "$1~")
    .replace(SPACED_NUMBERS, (numbers) => numbers.replace(/\s+/g, ""));
  if (trimmed === "" || /[?]/.test(trimmed)) return undefined;
  const label = withoutSlips(trimmed);
  const read = readLabel(label, context);
  if (read !== undefined || context.twoDigitYearsFrom === undefined) return read;
  const whole = withWholeYear(label, context.twoDigitYearsFrom);
  return whole === undefined ? undefined : readLabel(whole, context);
}

function readLabel(text: string, context: DateContext): EventDate | undefined {
  const strict = parseEventDate({ eventDate: text }, context);
  if (strict.from) return strict;
  // 5/6/1903 is one of two days, and certainly of that year.
  const year = parseDate(text, context.months).alternatives?.[0]?.year;
  if (year !== undefined) return parseEventDate({ eventDate: String(year) }, context);
  const tokens = tokensOf(text);
  const range =
    daysBetween(text, context) ??
    (tokens && (seasonsOf(tokens) ?? rangeOf(tokens))) ??
    numbersOf(text) ??
    decadeOf(text) ??
    (tokens && (yearsOf(tokens) ?? enclosing(tokens)));
  if (range === undefined) return undefined;
  const issues = new Set<OccurrenceIssue>();
  const [from, to] = range.map((moment) => likely(moment, context.now, issues));
  if (from === undefined || to === undefined || compareMoments(from, to) > 0) return undefined;
  return { from, to, issues: [] };
}

/** Two whole days with a dash between: `"22.10.1921 - 15.11.1921"`. */
function daysBetween(text: string, { months }: DateContext): [Moment, Moment] | undefined {
  const [, first, last] = /^(\S+)\s+[-–—]\s+(\S+)$/.exec(text) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const ends = [first, last].map((end) => parseDate(end, months).moment);
  return ends.every((end) => end?.day !== undefined) ? both(ends[0], ends[1]) : undefined;
}

/**
 * Texts that end in a year of two digits: behind an apostrophe, a day and a month as numbers, or a month by name; a number
 * that is no day may stand alone behind it.
 */
const SHORT_YEARS: readonly RegExp[] = [
  /^(.*?)['’`](\d{2})$/,
  /^((?:[0-2]?\d|3[01])\s*([-/.])\s*(?:[0-2]?\d|3[01])\s*\2\s*)(\d{2})$/,
  /^(\p{L}+\.?[\s,/-]*\d{1,2}(?:st|nd|rd|th)?\s*[,./\s-]\s*)(\d{2})$/iu,
  /^(\d{1,2}(?:st|nd|rd|th)?[\s./-]*\p{L}+\.?[\s,./-]*)(\d{2})$/iu,
  /^(\p{L}+\.?[\s,/]+)(3[2-9]|[4-9]\d)$/u,
];

/** A number that is no day comes first: `"98-5-30"` has its year there, its month and its day. */
const SHORT_YEAR_FIRST = /^(3[2-9]|[4-9]\d)([-./])(\d{1,2})\2(\d{1,2})$/;

/** The text with its year in full: the one of the hundred years from `from` on that ends so. */
function withWholeYear(text: string, from: number): string | undefined {
  const yearOf = (short: number) => from + ((((short - from) % 100) + 100) % 100);
  const [, first, , month, date] = SHORT_YEAR_FIRST.exec(text) ?? [];
  if (first !== undefined) return `${yearOf(Number(first))}-${month}-${date}`;
  for (const pattern of SHORT_YEARS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const year = yearOf(Number(found.at(-1)));
    const before = found[1]!.trimEnd();
    return `${before}${/[-/.,]$/.test(before) ? "" : " "}${year}`;
  }
  return undefined;
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
      // "or June 1820": what stands before it was left out.
      if (token === undefined || (word.toLowerCase() === "or" && tokens.length === 0)) return undefined;
      if (token !== null) tokens.push(token);
    } else if (joint !== undefined && tokens.length > 0) tokens.push({ kind: "-", isDash: /[-–—]/.test(joint) });
  }
  while (tokens.at(-1)?.kind === "-") tokens.pop();
  return tokens;
}

/** `null` for a word that says nothing. */
function tokenOfWord(word: string): Token | null | undefined {
  if (JOINTS.has(word)) return { kind: "-" };
  if (FILLERS.has(word) && !LABEL_MONTHS.has(word)) return null;
  const month = LABEL_MONTHS.get(word);
  if (month !== undefined) return { kind: "M", value: month };
  const roman = romanMonth(word);
  if (roman !== undefined) return { kind: "M", value: roman, isRoman: true };
  if (SEASONS.has(word)) return { kind: "S" };
  const misspelt = misspeltMonth(word);
  return misspelt === undefined ? undefined : { kind: "M", value: misspelt };
}

/** Several seasons are of their years: `"Spring and Summer 1911"`, `"Winter & Spring 1911-12"`. */
function seasonsOf(tokens: readonly Token[]): [Moment, Moment] | undefined {
  const seasons = tokens.filter(({ kind }) => kind === "S").length;
  if (seasons === 0 || tokens.some(({ kind }) => kind === "M")) return undefined;
  const years = tokens.slice(tokens.findIndex(({ kind }) => kind === "Y"));
  const isRest = tokens.slice(0, -years.length).every(({ kind }) => kind === "S" || kind === "-");
  return isRest && years[0]?.kind === "Y" ? rangeOf(years) : undefined;
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
  // "3 April 1853-4" ends in a year, not in a day.
  if (first.at(-1)?.kind === "Y" && d1.length === 1 && second.length === 1 && d2.length === 1) return undefined;
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

/** Day, month and year as numbers with space between: `"1. 7. 1910"`, `"17 5 1898"`; `"12/1911"`, `"6-1897"`, `"1921:4,19"`. What order is not certain gives the year. */
function numbersOf(text: string): [Moment, Moment] | undefined {
  const monthAndYear = /^(\d{1,2})\s*[./-]\s*(\d{4})$/.exec(text);
  if (monthAndYear) return both(...twice(momentOf(Number(monthAndYear[2]), Number(monthAndYear[1]))));
  const [, yearFirst, month, date] = /^(\d{4})\s*:\s*(\d{1,2})(?:\s*[.,]\s*(\d{1,2}))?[.,]?$/.exec(text) ?? [];
  if (yearFirst !== undefined)
    return both(...twice(momentOf(Number(yearFirst), Number(month), date === undefined ? undefined : Number(date))));
  const [, a, sign, b, year] =
    /^(\d{1,2})\s*([.,]?)\s+(\d{1,2})\s*[.,]?\s+(\d{4})$/.exec(text) ??
    /^(\d{1,2})(,)(\d{1,2}),\s*(\d{4})$/.exec(text) ??
    [];
  if (a === undefined) return undefined;
  const dayFirst = momentOf(Number(year), Number(b), Number(a));
  const monthFirst = momentOf(Number(year), Number(a), Number(b));
  if (!dayFirst || !monthFirst) return both(...twice(dayFirst ?? monthFirst));
  return both(...twice(sign === "." || a === b ? dayFirst : momentOf(Number(year))));
}

function twice(moment: Moment | undefined): [Moment | undefined, Moment | undefined] {
  return [moment, moment];
}

/** `"186 [1860's]"`, `"Oct. 1860s"`, `"184-"`: the years of the decade. "1800's" may be the century. */
function decadeOf(text: string): [Moment, Moment] | undefined {
  const found = /^(.*?)\b(1[5-9]\d|20[0-2])(?:~|(?<!0)0['’]?s)$/i.exec(text.replace(/[[\]]/g, " ").trim());
  if (!found) return undefined;
  const before = found[1]!.replace(new RegExp(`\\b${found[2]}\\b\\.?`), " ");
  const tokens = tokensOf(before);
  if (tokens === undefined || tokens.some(({ kind }) => kind === "Y" || kind === "-")) return undefined;
  const first = Number(found[2]) * 10;
  return [{ year: first }, { year: first + 9 }];
}

/** A day or month of one of several years: `"June 19, 1860-62"` is known to these years. */
function yearsOf(tokens: readonly Token[]): [Moment, Moment] | undefined {
  const at = tokens.findIndex(({ kind }) => kind === "Y");
  const [year, joint, end] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (year?.kind !== "Y" || joint?.kind !== "-" || !joint.isDash || (end?.kind !== "Y" && end?.kind !== "D"))
    return undefined;
  let last = end.kind === "Y" ? end.value : Math.floor(year.value / 100) * 100 + end.value;
  const others = [...tokens.slice(0, at), ...tokens.slice(at + 3)].map(({ kind }) => kind);
  // "1853-4" may be April; behind a day and a month it is the next year.
  const isNextYear =
    end.kind === "D" && end.value === (year.value % 10) + 1 && others.includes("D") && others.includes("M");
  if (isNextYear) last = year.value + 1;
  else if (end.kind === "D" && end.value <= 12) return undefined;
  const isOneOfThem = others.every((kind, i) => kind !== "Y" && kind !== "-" && others.indexOf(kind) === i);
  return isOneOfThem && last > year.value ? [{ year: year.value }, { year: last }] : undefined;
}

/** Several dates: all that lies between the first and the last. `"12, 17 Aug 1859"`, `"16 Jun 1897, 5 Jul 1901"`. */
function enclosing(tokens: readonly Token[]): [Moment, Moment] | undefined {
  const moments: Moment[] = [];
  let part: Token[] = [];
  for (const token of tokens) {
    if (token.kind === "S") return undefined;
    if (token.kind === "Y") {
      const found = momentsOfYear(token.value, part);
      if (found === undefined) return undefined;
      moments.push(...found);
      part = [];
    } else if (token.kind !== "-") part.push(token);
  }
  if (part.length > 0 || moments.length < 2) return undefined;
  const least = Math.min(...moments.map(precisionOf)) as 1 | 2 | 3;
  const sorted = moments.map((moment) => coarsened(moment, least)).sort(compareMoments);
  return [sorted[0]!, sorted.at(-1)!];
}

/** Days and months before their year. Days belong to the month before them, or to the one behind where a day comes first. */
function momentsOfYear(year: number, tokens: readonly Token[]): Moment[] | undefined {
  if (tokens.length === 0) return [{ year }];
  const ordered = tokens[0]!.kind === "D" ? [...tokens].reverse() : tokens;
  const found: Moment[] = [];
  let month: number | undefined;
  let hasDay = true;
  const closeMonth = () => {
    const whole = month !== undefined && !hasDay ? momentOf(year, month) : undefined;
    if (whole) found.push(whole);
  };
  for (const token of ordered) {
    if (token.kind === "M") {
      closeMonth();
      month = token.value;
      hasDay = false;
    } else if (token.kind === "D") {
      const day = month === undefined ? undefined : momentOf(year, month, token.value);
      if (day === undefined) return undefined;
      found.push(day);
      hasDay = true;
    }
  }
  closeMonth();
  return found;
}
