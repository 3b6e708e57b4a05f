/**
 * A date as precise as it was given: a year, a month, a day, or a time of a day, with or without zone.
 *
 * Years are those of the proleptic Gregorian calendar; nothing here knows the present.
 */

/** A point in time with its precision. */
export interface Moment {
  readonly year: number;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
  /** Nanoseconds of the day. */
  readonly time?: number | undefined;
  /** `"Z"`, or `"offset"` for any other zone, which is not kept. */
  readonly zone?: "Z" | "offset" | undefined;
}

const DAY_MS = 86_400_000;
const NANOS_PER_SECOND = 1e9;

/** The moment, unless there is no such day. */
export function momentOf(year: number, month?: number, day?: number): Moment | undefined {
  if (!Number.isInteger(year) || year === 0) return undefined;
  if (month === undefined) return { year };
  if (month < 1 || month > 12) return undefined;
  if (day === undefined) return { year, month };
  if (day < 1 || day > daysInMonth(year, month)) return undefined;
  return { year, month, day };
}

/** The day of a year, from 1. */
export function momentOfDay(year: number, dayOfYear: number): Moment | undefined {
  if (dayOfYear < 1 || dayOfYear > (isLeapYear(year) ? 366 : 365)) return undefined;
  let day = dayOfYear;
  for (let month = 1; ; month++) {
    const days = daysInMonth(year, month);
    if (day <= days) return { year, month, day };
    day -= days;
  }
}

/** 1 for the first of January. */
export function dayOfYear({ year, month, day }: Moment): number | undefined {
  if (month === undefined || day === undefined) return undefined;
  let sum = day;
  for (let before = 1; before < month; before++) sum += daysInMonth(year, before);
  return sum;
}

/** 1 year, 2 month, 3 day, 4 time. */
export function precisionOf(moment: Moment): 1 | 2 | 3 | 4 {
  return moment.month === undefined ? 1 : moment.day === undefined ? 2 : moment.time === undefined ? 3 : 4;
}

/** The moment as coarse as asked. */
export function coarsened(moment: Moment, precision: 1 | 2 | 3 | 4): Moment {
  if (precision >= precisionOf(moment)) return moment;
  const { year, month, day } = moment;
  return precision === 1 ? { year } : precision === 2 ? { year, month } : { year, month, day };
}

/** First millisecond of the period. Zones are not counted, as at GBIF. */
export function firstMillisecond({ year, month = 1, day = 1, time = 0 }: Moment): number {
  // Date.UTC takes years of two digits for those of the last century.
  if (year > 99) return Date.UTC(year, month - 1, day) + Math.floor(time / 1e6);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() + Math.floor(time / 1e6);
}

/** Last millisecond of the period. */
export function lastMillisecond(moment: Moment): number {
  const { year, month, day, time } = moment;
  if (time !== undefined) return firstMillisecond(moment);
  if (day !== undefined) return firstMillisecond(moment) + DAY_MS - 1;
  const next =
    month === undefined ? { year: year + 1 } : month === 12 ? { year: year + 1 } : { year, month: month + 1 };
  return firstMillisecond(next) - 1;
}

/** Negative when `a` begins earlier. */
export function compareMoments(a: Moment, b: Moment): number {
  return firstMillisecond(a) - firstMillisecond(b) || (a.time ?? 0) - (b.time ?? 0);
}

/** True when `b` says nothing that contradicts `a` down to its precision. */
export function isWithin(a: Moment, b: Moment): boolean {
  return (
    a.year === b.year && (b.month === undefined || a.month === b.month) && (b.day === undefined || a.day === b.day)
  );
}

/** ISO 8601 at the precision of the moment, seconds and their fraction only where they are not zero. */
export function formatMoment(moment: Moment): string {
  const { year, month, day, time, zone } = moment;
  let text = `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}`;
  if (month === undefined) return text;
  text += `-${two(month)}`;
  if (day === undefined) return text;
  text += `-${two(day)}`;
  if (time === undefined) return text;
  const seconds = Math.floor(time / NANOS_PER_SECOND);
  const nanos = time % NANOS_PER_SECOND;
  text += `T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  if (seconds % 60 !== 0 || nanos !== 0) text += `:${two(seconds % 60)}`;
  if (nanos !== 0)
    text += `.${String(nanos)
      .padStart(9, "0")
      .replace(/(000){1,2}$/, "")}`;
  return zone === "Z" ? `${text}Z` : text;
}

/** Days of a month. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
