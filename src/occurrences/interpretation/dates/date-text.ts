/**
 * Which date is written here? Never a guess: what can be read in two ways is not read, unless the order is known.
 *
 * The patterns of gbif/parsers `DatePatterns` and `TextDateParser`.
 */
import { romanMonth } from "./label-words.ts";
import { type Moment, momentOf, momentOfDay } from "./moment.ts";
import { writtenPlainly } from "./written-forms.ts";

/** An order of day and month that a dataset uses; those with T only for dates with a time. */
export type DateOrder = "DMY" | "MDY" | "DMYT" | "MDYT";

/** The date, or the ways in which an ambiguous one may be read, or neither. */
export interface ParsedDate {
  readonly moment?: Moment | undefined;
  readonly alternatives?: readonly Moment[] | undefined;
}

const NONE: ParsedDate = {};

const TIME = String.raw`(?:[T ]\s?(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?\s?(Z|[+−-]\d{2}(?::?\d{2})?)?|(Z))?`;
const ISO_DAY = new RegExp(String.raw`^(-?\d{4})[-−.](\d{1,2})[-−.](\d{1,2})${TIME}$`);
const SLASH_DAY = new RegExp(String.raw`^(\d{4})/(\d{1,2})/(\d{1,2})${TIME}$`);
const COMPACT_DAY = /^(\d{4})(\d{2})(\d{2})$/;
/** The basic format of ISO 8601. */
const COMPACT_TIME = new RegExp(String.raw`^(\d{4})(\d{2})(\d{2})(?=T)${TIME}$`);
const YEAR_MONTH = /^(\d{4})[-−.](\d{1,2})(?:[-−.](?:0{1,2})?)?$/;
const YEAR = /^(\d{4})$/;
const YEAR_WEEK = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?$/;
const YEAR_DAY = new RegExp(String.raw`^(\d{4})-(\d{3})${TIME}$`);
const DOTTED = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})${TIME}$`);
const EITHER_ORDER = new RegExp(String.raw`^(\d{1,2})([/\\_−-])(\d{1,2})\2(\d{4})${TIME}$`);
const COMPACT_EITHER = /^(\d{2})(\d{2})(\d{4})$/;
const INTERVAL =
  /^([12]\d{3}[-−.\d T:+Z]*)\/(P\d+[\dYMWDTHS]*|[12]\d{3}[-−.\d T:+Z]*)$|^([12]\d{3}-[-−.\d T:+Z]*)\/\d{1,2}(?:-\d{1,2})?$/;
/** A time behind a date in words: RFC 1123, "Aug 7 1995 22:15". */
const WORDS_TIME = new RegExp(String.raw`^(.*\p{L}.*\d)(?=[T ]\s?\d{1,2}:)${TIME}$`, "u");

/** The moment that a text says, when there is one only. @param monthsOnly accept a month name with a year, too */
export function parseDate(
  text: string,
  months: ReadonlyMap<string, number>,
  orders: readonly DateOrder[] = [],
  monthsOnly = true,
): ParsedDate {
  const day = plainDay(text);
  if (day >= 0) return { moment: momentOf(Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100) };
  const interval = INTERVAL.exec(text);
  if (interval) return parseDate((interval[1] ?? interval[3])!, months, orders, monthsOnly);
  const parsed = parsePlain(text, months, orders, monthsOnly);
  if (parsed.moment || parsed.alternatives) return parsed;
  const plain = writtenPlainly(text);
  return plain === undefined ? parsed : parsePlain(plain, months, orders, monthsOnly);
}

function parsePlain(
  text: string,
  months: ReadonlyMap<string, number>,
  orders: readonly DateOrder[],
  monthsOnly: boolean,
): ParsedDate {
  if (!/\p{L}/u.test(text.replace(/[TWZ]/g, ""))) return parseNumeric(text, orders);
  return parseWords(text, months, monthsOnly);
}

/**
 * `"1998-06-04"` as 19980604, what most dates look like: the patterns below would say the same, more slowly. -1 for any other
 * text, and for a day 0, which nobody knew; whether there is such a day is not looked at.
 */
export function plainDay(text: string): number {
  if (text.length !== 10) return -1;
  let digits = 0;
  for (let at = 0; at < 10; at++) {
    const code = text.charCodeAt(at);
    if (at === 4 || at === 7) {
      if (code !== 0x2d) return -1;
    } else if (code < 0x30 || code > 0x39) return -1;
    else digits = digits * 10 + code - 0x30;
  }
  return digits % 100 === 0 ? -1 : digits;
}

/** Patterns of which the first that fits decides, and what its groups say. */
const NUMERIC: readonly [RegExp, (groups: string[], orders: readonly DateOrder[]) => ParsedDate][] = [
  [YEAR_MONTH, ([year, month]) => ({ moment: momentOf(Number(year), Number(month)) })],
  [ISO_DAY, ([year, month, date, ...time]) => day(year!, month!, date!, time)],
  [SLASH_DAY, ([year, month, date, ...time]) => day(year!, month!, date!, time)],
  [COMPACT_DAY, ([year, month, date]) => day(year!, month!, date!)],
  [COMPACT_TIME, ([year, month, date, ...time]) => day(year!, month!, date!, time)],
  [YEAR, ([year]) => ({ moment: momentOf(Number(year)) })],
  [YEAR_WEEK, ([year, week, weekday]) => ({ moment: dayOfWeek(Number(year), Number(week), Number(weekday ?? 1)) })],
  [YEAR_DAY, ([year, date, ...time]) => timed(momentOfDay(Number(year), Number(date)), time)],
  [
    DOTTED,
    ([a, b, year, ...time]) => (day(year!, b!, a!, time).moment ? day(year!, b!, a!, time) : day(year!, a!, b!, time)),
  ],
  [EITHER_ORDER, ([a, , b, year, ...time], orders) => eitherOrder(a!, b!, year!, time, orders)],
  [COMPACT_EITHER, ([a, b, year], orders) => eitherOrder(a!, b!, year!, [], orders)],
];

function parseNumeric(text: string, orders: readonly DateOrder[]): ParsedDate {
  for (const [pattern, read] of NUMERIC) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const parsed = read(found.slice(1), orders);
    // Eight digits that are no day year first may be one year last.
    if (parsed.moment || parsed.alternatives || pattern !== COMPACT_DAY) return parsed;
  }
  return NONE;
}

function eitherOrder(a: string, b: string, year: string, time: string[], orders: readonly DateOrder[]): ParsedDate {
  const dayFirst = day(year, b, a, time).moment;
  const monthFirst = day(year, a, b, time).moment;
  if (!dayFirst || !monthFirst) return { moment: dayFirst ?? monthFirst };
  if (dayFirst.day === monthFirst.day) return { moment: dayFirst };
  const hasTime = dayFirst.time !== undefined;
  for (const order of orders)
    if (order.endsWith("T") === hasTime) return { moment: order.startsWith("D") ? dayFirst : monthFirst };
  return { alternatives: [dayFirst, monthFirst] };
}

function day(year: string, month: string, dayText: string, time: string[] = []): ParsedDate {
  return timed(momentOf(Number(year), Number(month), Number(dayText)), time);
}

/** Adds the groups of {@link TIME} to a day. */
function timed(
  date: Moment | undefined,
  [hour, minute = "0", second = "0", fraction = "", zone]: string[],
): ParsedDate {
  if (date === undefined || hour === undefined) return { moment: date };
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 24 || m > 59 || s > 59 || (h === 24 && (m > 0 || s > 0))) return NONE;
  const zoned = zone === undefined ? undefined : zone === "Z" ? "Z" : "offset";
  if (h === 24) return { moment: { ...nextDay(date), time: 0, zone: zoned } };
  const nanos = Number(fraction.padEnd(9, "0"));
  return { moment: { ...date, time: (h * 3600 + m * 60 + s) * 1e9 + nanos, zone: zoned } };
}

function nextDay({ year, month = 1, day: today = 1 }: Moment): Moment {
  return momentOf(year, month, today + 1) ?? momentOf(year, month + 1, 1) ?? { year: year + 1, month: 1, day: 1 };
}

/** A day of an ISO week, Monday is 1. */
function dayOfWeek(year: number, week: number, weekday: number): Moment | undefined {
  if (week < 1 || week > 53) return undefined;
  const fourth = new Date(Date.UTC(year, 0, 4));
  const days = (week - 1) * 7 - ((fourth.getUTCDay() + 6) % 7) + weekday - 1;
  const found = new Date(fourth.getTime() + days * 86_400_000);
  return momentOf(found.getUTCFullYear(), found.getUTCMonth() + 1, found.getUTCDate());
}

/** What stands between the parts of a date: "18 de julio de 1995", "18th of July 1995", "den 18. juli 1995". */
const FILLERS: ReadonlySet<string> = new Set(["de", "del", "of", "the", "den"]);

/** One year of four digits, one day of one or two, one month name and nothing else, but a time; or the year and the month. */
function parseWords(text: string, months: ReadonlyMap<string, number>, monthsOnly: boolean): ParsedDate {
  const [, date, ...time] = WORDS_TIME.exec(text) ?? [];
  if (date !== undefined) {
    const { moment } = parseWords(date, months, false);
    return timed(moment, time);
  }
  const tokens = text
    .replace(/(\d)\s?(?:st|nd|rd|th|er|ère|re|e)(?!\p{L})\.?/giu, "$1")
    .split(/[^\p{L}\p{M}\d.]+/u)
    // "18.vii.1995", "Jan.".
    .flatMap((token) => (/\p{L}/u.test(token) ? token.split(".") : token.replace(/\.$/, "")))
    .filter((token) => token !== "" && !FILLERS.has(token.toLowerCase()));
  let year: string | undefined;
  let dayText: string | undefined;
  let month: number | undefined;
  let word = "";
  for (const token of tokens) {
    if (/^\d{4}$/.test(token) && year === undefined) year = token;
    else if (/^\d{1,2}$/.test(token) && dayText === undefined) dayText = token;
    else if (/^[\p{L}\p{M}]{1,14}$/u.test(token) && month === undefined) {
      month = months.get(token.toLowerCase()) ?? romanMonth(token.toLowerCase());
      if (month === undefined) return NONE;
      word = token;
    } else return NONE;
  }
  if (year === undefined || month === undefined) return NONE;
  if (dayText !== undefined) return { moment: momentOf(Number(year), month, Number(dayText)) };
  // Without a day a letter or two are no month: "1840's", "1893 N"; but Roman numerals that come first are: "XI-2001".
  const isMonth = word.length > 2 || ROMAN_MONTH_FIRST.test(text);
  return monthsOnly && isMonth ? { moment: momentOf(Number(year), month) } : NONE;
}

/** One letter may be anything: "X.1995" is a month that nobody knew. */
const ROMAN_MONTH_FIRST = /^(?:[IVX]{2}|[ivx]{2})[\s./-]+\d{4}$/;
