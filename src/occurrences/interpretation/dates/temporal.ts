/** The dates of a record: when it was recorded, identified, modified. */
import type { InterpretedRecord } from "../interpreted.ts";
import type { OccurrenceIssue } from "../issues.ts";
import type { VerbatimRecord } from "../record.ts";
import type { Interpreter, Tools } from "../tools.ts";
import { parseDate, plainDay } from "./date-text.ts";
import { type EventDate, parseEventDate } from "./event-date.ts";
import {
  dayOfYear,
  daysInMonth,
  firstMillisecond,
  formatMoment,
  isWithin,
  lastMillisecond,
  precisionOf,
} from "./moment.ts";
import { readVerbatimDate } from "./verbatim-date.ts";

const DAY_MS = 86_400_000;
const FIRST_MODIFIED = Date.UTC(1970, 0, 1);
/** Species Plantarum: nothing was identified before there were names. */
const FIRST_IDENTIFIED = Date.UTC(1753, 0, 1);

/** Earlier ones are looked at more closely. */
const FIRST_PLAIN_YEAR = 1500;

/** Sets when it was recorded. */
export const interpretEventDate: Interpreter = (record, out, tools) => {
  const eventDate = record.plain("eventDate");
  if (eventDate !== undefined && setPlainDay(eventDate, record, out, tools.now)) return;
  const context = { months: tools.dictionaries.months, orders: tools.options.dateOrders, now: tools.now };
  const date = parseEventDate(
    {
      year: record.plain("year"),
      month: record.plain("month"),
      day: record.plain("day"),
      eventDate,
      startDayOfYear: record.plain("startDayOfYear"),
      endDayOfYear: record.plain("endDayOfYear"),
    },
    context,
  );
  for (const issue of date.issues) out.flag(issue);
  setEventDate(date, out);
  // Many publish what the label says as eventDate: it is flagged as no date, and read.
  const text = tools.options.readVerbatimDate
    ? (record.value("verbatimEventDate") ?? record.value("eventDate"))
    : undefined;
  if (text === undefined) return;
  const { twoDigitYearsFrom } = tools.options;
  if (date.from === undefined) {
    const read = readVerbatimDate(text, { ...context, twoDigitYearsFrom });
    if (read) setEventDate(read, out);
  } else if (date.from === date.to && precisionOf(date.from) < 3) {
    // Only the year or month is known: a label that says the same tells the day, and its '92 is of that century.
    const read = readVerbatimDate(text, { ...context, twoDigitYearsFrom: date.from.year });
    if (read?.from && read.to && isWithin(read.from, date.from) && isWithin(read.to, date.from))
      setEventDate(read, out);
  }
};

/** Sets modified. */
export const interpretModified: Interpreter = (record, out, tools) => {
  out.modified = otherDate(record, "modified", FIRST_MODIFIED, "MODIFIED_DATE", out, tools);
};

/** Sets dateIdentified. */
export const interpretDateIdentified: Interpreter = (record, out, tools) => {
  out.dateIdentified = otherDate(record, "dateIdentified", FIRST_IDENTIFIED, "IDENTIFIED_DATE", out, tools);
};

/**
 * Sets a day that stands alone or beside parts that say the same, as most do, and that nothing is wrong with: what
 * {@link parseEventDate} would make of it, without the objects on the way.
 *
 * @returns false when it is not such a day, and nothing was set
 */
function setPlainDay(text: string, record: VerbatimRecord, out: InterpretedRecord, now: number): boolean {
  const digits = plainDay(text);
  const year = Math.floor(digits / 10_000);
  const month = Math.floor(digits / 100) % 100;
  const day = digits % 100;
  if (year < FIRST_PLAIN_YEAR || month < 1 || month > 12 || day > daysInMonth(year, month)) return false;
  const first = Date.UTC(year, month - 1, day);
  if (first > now + DAY_MS || record.plain("startDayOfYear") || record.plain("endDayOfYear")) return false;
  const [yearText, monthText, dayText] = [record.plain("year"), record.plain("month"), record.plain("day")];
  const hasParts = Boolean(yearText || monthText || dayText);
  if (hasParts && !(isDigitsOf(year, yearText) && isDigitsOf(month, monthText) && isDigitsOf(day, dayText)))
    return false;
  out.eventDate = text;
  out.eventDateGte = first;
  out.eventDateLte = first + DAY_MS - 1;
  out.year = year;
  out.month = month;
  out.day = day;
  const ofYear = (first - Date.UTC(year, 0, 1)) / DAY_MS + 1;
  out.startDayOfYear = ofYear;
  out.endDayOfYear = ofYear;
  return true;
}

function isDigitsOf(number: number, text: string | undefined): boolean {
  return text !== undefined && DIGITS.test(text) && Number(text) === number;
}

const DIGITS = /^\d+$/;

function setEventDate({ from, to }: EventDate, out: InterpretedRecord): void {
  if (from === undefined || to === undefined) return;
  const first = formatMoment(from);
  const last = to === from ? first : formatMoment(to);
  out.eventDate = first === last ? first : `${first}/${last}`;
  out.eventDateGte = firstMillisecond(from);
  out.eventDateLte = lastMillisecond(to);
  if (from.year === to.year) {
    out.year = from.year;
    if (from.month === to.month) {
      out.month = from.month;
      if (from.day === to.day) out.day = from.day;
    }
  }
  out.startDayOfYear = dayOfYear(from);
  out.endDayOfYear = dayOfYear(to);
}

function otherDate(
  record: VerbatimRecord,
  term: "modified" | "dateIdentified",
  earliest: number,
  issue: "MODIFIED_DATE" | "IDENTIFIED_DATE",
  out: InterpretedRecord,
  { dictionaries, options, now }: Tools,
): string | undefined {
  const text = record.plain(term);
  if (text === undefined || text === "") return undefined;
  const { moment } = parseDate(text, dictionaries.months, options.dateOrders, false);
  if (moment === undefined) {
    out.flag(`${issue}_INVALID` satisfies OccurrenceIssue);
    return undefined;
  }
  if (lastMillisecond(moment) < earliest || firstMillisecond(moment) > now + DAY_MS)
    out.flag(`${issue}_UNLIKELY` satisfies OccurrenceIssue);
  return formatMoment(moment);
}
