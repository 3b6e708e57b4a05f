/** Stub replaced below. */
import type { DateContext, EventDate } from "./event-date.ts";
import { parseEventDate } from "./event-date.ts";

/** The date or interval that a label says. */
export function readVerbatimDate(text: string, context: DateContext): EventDate | undefined {
  const read = parseEventDate({ eventDate: text.trim() }, context);
  return read.from ? read : undefined;
}
