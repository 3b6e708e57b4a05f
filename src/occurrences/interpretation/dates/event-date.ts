/**
 * When was it? Year, month and day, eventDate and the days of the year, each a claim; what they have in common is the
 * answer.
 *
 * After gbif/pipelines `TemporalInterpreter` and gbif/parsers `TemporalRangeParser`, `MultiinputTemporalParser`.
 */

import type { OccurrenceIssue } from "../issues.ts";
import { type DateOrder, type ParsedDate, parseDate } from "./date-text.ts";
import { romanMonth } from "./label-words.ts";
import {
  coarsened,
  compareMoments,
  firstMillisecond,
  isWithin,
  lastMillisecond,
  type Moment,
  momentOf,
  momentOfDay,
  precisionOf,
} from "./moment.ts";

/** What the terms say, trimmed; an empty text is given but says nothing. */
export interface EventDateTerms {
  year?: string | undefined;
  month?: string | undefined;
  day?: string | undefined;
  eventDate?: string | undefined;
  startDayOfYear?: string | undefined;
  endDayOfYear?: string | undefined;
}

/** What was understood. */
export interface EventDate {
  readonly from?: Moment | undefined;
  readonly to?: Moment | undefined;
  readonly issues: readonly OccurrenceIssue[];
}

/** What the reader of dates must know. */
export interface DateContext {
  readonly months: ReadonlyMap<string, number>;
  readonly orders: readonly DateOrder[];
  /** The present in milliseconds. */
  readonly now: number;
  /** First of the hundred years that years of two digits mean; without it they are not read. */
  readonly twoDigitYearsFrom?: number | undefined;
}

/** Nothing was recorded earlier. */
const EARLIEST = Date.UTC(1500, 0, 1);
const DAY_MS = 86_400_000;

/** Understands the terms of a date. */
export function parseEventDate(terms: EventDateTerms, context: DateContext): EventDate {
  const issues = new Set<OccurrenceIssue>();
  const { year, month, day, eventDate, startDayOfYear, endDayOfYear } = terms;
  const hasDayOfYear = Boolean(startDayOfYear || endDayOfYear);
  const isYearOnly = Boolean(year) && !month && !day;
  const hasParts = Boolean(year || month || day);
  const parts = hasParts ? parseParts(year, month, day, context.months) : undefined;
  // What was written for the day is no day: the month stands, and the flag says that something was left out.
  if (parts && isZeroDay(day)) issues.add("RECORDED_DATE_INVALID");
  if (eventDate !== undefined && isTwiceTheSame(eventDate)) return { issues: ["RECORDED_DATE_INVALID"] };
  const halves = eventDate ? splitInterval(eventDate) : undefined;
  const ends = halves && parsedEnds(halves, context);

  const perfect = ends && perfectRange(terms, parts, ends);
  let from: Moment | undefined;
  let to: Moment | undefined;
  if (perfect) [from, to] = [perfect[0], perfect[1]].map((moment) => likely(moment, context.now, issues));
  else {
    const one = (half: 0 | 1, dayOfYearText: string | undefined) => {
      // The day of a year says all that the year does; an end without one has the year.
      const isPartsGiven = hasParts && !(isYearOnly && Boolean(dayOfYearText));
      return oneEnd(
        isPartsGiven,
        isPartsGiven ? parts : undefined,
        ends?.[half],
        dayOfYearText ? dayMoment(year, dayOfYearText) : undefined,
        Boolean(dayOfYearText && year),
        context.now,
        issues,
      );
    };
    from = one(0, startDayOfYear);
    to = ends?.[0] === ends?.[1] && !hasDayOfYear ? from : one(1, endDayOfYear);
  }
  if (from === undefined && to === undefined) return { issues: [...issues] };
  if (from === undefined || to === undefined) {
    issues.add("RECORDED_DATE_MISMATCH");
    return { issues: [...issues] };
  }
  const precision = Math.min(precisionOf(from), precisionOf(to)) as 1 | 2 | 3 | 4;
  from = coarsened(from, precision);
  to = coarsened(to, precision);
  if (precision === 4 && Boolean(from.zone) !== Boolean(to.zone))
    return { issues: [...issues, "RECORDED_DATE_UNLIKELY"] };
  if (compareMoments(from, to) > 0) {
    [from, to] = [to, from];
    issues.add("RECORDED_DATE_INVALID");
  }
  return { from, to, issues: [...issues] };
}

/** Both ends are one date where the text is no interval. */
function parsedEnds([from, to]: [string, string], { months, orders }: DateContext): [ParsedDate, ParsedDate] {
  const first = parseDate(from, months, orders);
  return [first, from === to ? first : parseDate(to, months, orders)];
}

/** The halves of an interval; both the whole when it is none. `"1998-9-30/10-7"` → `["1998-9-30", "1998-10-7"]` */
export function splitInterval(text: string): [from: string, to: string] {
  if (!/[\s/]/.test(text)) return [text, text];
  const joined = text.replace(/\s+(?:to|&)\s+/i, "/");
  const short = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\/(\d{1,2})(?:-(\d{1,2}))?$/.exec(joined);
  if (short) {
    const [, year, month, day, a, b] = short;
    const start = joined.split("/")[0]!;
    if (day === undefined && b === undefined) return [start, `${year}-${a}`];
    if (day !== undefined) return [start, b === undefined ? `${year}-${month}-${a}` : `${year}-${a}-${b}`];
  }
  const halves = joined.split("/");
  // "VIII/1995" is a month of a year.
  if (halves.length !== 2 || joined.length <= 7 || /^\p{L}+\.?\/\d{4}$/u.test(joined)) return [joined, joined];
  const [from, to] = [halves[0]!.trim(), halves[1]!.trim()];
  // A duration says no second date.
  return [from || to, /^P\d/i.test(to) ? from : to || from];
}

/** Two dates in words that are one: something else was meant. */
function isTwiceTheSame(text: string): boolean {
  if (!/\s/.test(text)) return false;
  const [, a, b] = /^(.+?)\s+(?:&|to|and)\s+(.+)$/i.exec(text) ?? [];
  return a !== undefined && a === b;
}

/** Year, month and day in terms of their own; `undefined` when they make no date. */
export function parseParts(
  yearText: string | undefined,
  monthText: string | undefined,
  dayText: string | undefined,
  months: ReadonlyMap<string, number>,
): Moment | undefined {
  const year = wholeNumber(yearText);
  const monthName = (monthText ?? "").toLowerCase().replace(/\.$/, "");
  const month = wholeNumber(monthText) ?? months.get(monthName) ?? romanMonth(monthName);
  const day = wholeNumber(dayText);
  if (year === undefined || String(year).length < 2 || String(year).length > 4) return undefined;
  if (month === undefined && monthText) return undefined;
  if (month === undefined && day !== undefined) return undefined;
  return momentOf(year, month, isZeroDay(dayText) ? undefined : day);
}

/** A day 0 beside a month is a day that nobody knew, as `"2011-05-00"` is. */
function isZeroDay(day: string | undefined): boolean {
  return wholeNumber(day) === 0;
}

/** `"1978.0"` → 1978, `"02"` → 2; nothing else. */
function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(\.0+)?$/.test(text) ? Number.parseInt(text, 10) : undefined;
}

function dayMoment(yearText: string | undefined, dayText: string): Moment | undefined {
  const year = wholeNumber(yearText);
  if (year === undefined || !/^\d{1,3}$/.test(dayText)) return undefined;
  return momentOfDay(year, Number(dayText));
}

/** The interval as it stands, where the parts lie in it or are what its ends have in common. */
function perfectRange(
  { year, month, day }: EventDateTerms,
  parts: Moment | undefined,
  [first, second]: [ParsedDate, ParsedDate],
): [Moment, Moment] | undefined {
  const from = first.moment;
  const to = second.moment;
  if (!from || !to || !year) return undefined;
  const ymd = parts ?? momentOf(wholeNumber(year) ?? 0);
  if (!ymd) return undefined;
  if (month && day && precisionOf(ymd) === 3 && precisionOf(from) >= 3 && precisionOf(to) >= 3) {
    const at = firstMillisecond(ymd);
    if (at >= firstMillisecond(coarsened(from, 3)) && at <= firstMillisecond(coarsened(to, 3))) return [from, to];
  }
  if (first === second || isSame(from, to)) return undefined;
  const common = commonPart([from, to]);
  return common && isSame(coarsened(common, 3), ymd) ? [from, to] : undefined;
}

/** One end of the range from its sources; adds what is wrong with them. */
function oneEnd(
  isPartsGiven: boolean,
  parts: Moment | undefined,
  text: ParsedDate | undefined,
  dayOfYear: Moment | undefined,
  isDayGiven: boolean,
  now: number,
  issues: Set<OccurrenceIssue>,
): Moment | undefined {
  if ((isPartsGiven && parts === undefined) || (isDayGiven && dayOfYear === undefined))
    issues.add("RECORDED_DATE_INVALID");
  let ofText = text?.moment;
  if (text !== undefined && ofText === undefined) {
    const full = parts && precisionOf(parts) === 3 ? parts : dayOfYear;
    ofText = full && text.alternatives?.find((alternative) => isSame(coarsened(alternative, 3), full));
    const isMismatch = !ofText && text.alternatives && parts !== undefined && dayOfYear !== undefined;
    issues.add(isMismatch ? "RECORDED_DATE_MISMATCH" : "RECORDED_DATE_INVALID");
  }
  // Most records have one source: there is nothing to compare.
  if (parts === undefined && dayOfYear === undefined) return ofText && likely(ofText, now, issues);
  const sources = [parts, ofText, dayOfYear].filter((source) => source !== undefined);
  for (const [i, a] of sources.entries())
    for (const b of sources.slice(i + 1)) if (!isWithin(a, b) && !isWithin(b, a)) issues.add("RECORDED_DATE_MISMATCH");
  if (parts && ofText && Math.min(3, precisionOf(parts)) !== Math.min(3, precisionOf(ofText)))
    issues.add("RECORDED_DATE_MISMATCH");
  const common = commonPart(sources);
  return common && likely(common, now, issues);
}

/** What moments have in common: the most precise when they agree, else as far as they do; `undefined` when not at all. */
function commonPart(moments: readonly Moment[]): Moment | undefined {
  const [first, ...others] = moments as [Moment, ...Moment[]];
  if (others.some(({ year }) => year !== first.year)) return undefined;
  if (others.some(({ month }) => month !== first.month)) return coarsened(first, 1);
  if (others.some(({ day }) => day !== first.day)) return coarsened(first, 2);
  return moments.reduce((best, moment) => (precisionOf(moment) > precisionOf(best) ? moment : best), first);
}

function isSame(a: Moment, b: Moment): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day && a.time === b.time;
}

/** The moment unless it is before 1500 or after tomorrow, which is flagged. */
export function likely(moment: Moment, now: number, issues: Set<OccurrenceIssue>): Moment | undefined {
  if (lastMillisecond(moment) >= EARLIEST && firstMillisecond(moment) <= now + DAY_MS) return moment;
  issues.add("RECORDED_DATE_UNLIKELY");
  return undefined;
}
