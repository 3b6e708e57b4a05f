/** The dates of a record: when it was recorded, identified, modified. */
import type { InterpretedRecord } from "../interpreted.ts";
import type { OccurrenceIssue } from "../issues.ts";
import type { VerbatimRecord } from "../record.ts";
import type { Interpreter, Tools } from "../tools.ts";
import { parseDate } from "./date-text.ts";
import { type EventDate, parseEventDate } from "./event-date.ts";
import { dayOfYear, firstMillisecond, formatMoment, isWithin, lastMillisecond, precisionOf } from "./moment.ts";
import { readVerbatimDate } from "./verbatim-date.ts";

const DAY_MS = 86_400_000;
const FIRST_MODIFIED = Date.UTC(1970, 0, 1);
/** Species Plantarum: nothing was identified before there were names. */
const FIRST_IDENTIFIED = Date.UTC(1753, 0, 1);

/** Sets when it was recorded. */
export const interpretEventDate: Interpreter = (record, out, tools) => {
  const context = { months: tools.dictionaries.months, orders: tools.options.dateOrders, now: tools.now };
  const date = parseEventDate(
    {
      year: record.plain("year"),
      month: record.plain("month"),
      day: record.plain("day"),
      eventDate: record.plain("eventDate"),
      startDayOfYear: record.plain("startDayOfYear"),
      endDayOfYear: record.plain("endDayOfYear"),
    },
    context,
  );
  for (const issue of date.issues) out.flag(issue);
  setEventDate(date, out);
  const text = tools.options.readVerbatimDate ? record.value("verbatimEventDate") : undefined;
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
