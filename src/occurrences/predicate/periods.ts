/** Which span of time does a date of a query mean? `"2001"` is a year, `"2001-02"` a month, `"2001-02-03"` a day. */

/** From the first millisecond to before the first one after it, UTC. */
export interface Period {
  readonly from: number;
  readonly before: number;
}

const DATE = /^(-?\d{4,6})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?$/;

/** The period of a date; `undefined` when the text is none. */
export function periodOf(text: string): Period | undefined {
  const parts = DATE.exec(text.trim());
  if (!parts) return undefined;
  const year = Number(parts[1]);
  const month = parts[2] === undefined ? undefined : Number(parts[2]);
  const day = parts[3] === undefined ? undefined : Number(parts[3]);
  if (month !== undefined && (month < 1 || month > 12)) return undefined;
  const from = utc(year, (month ?? 1) - 1, day ?? 1);
  if (day !== undefined && new Date(from).getUTCDate() !== day) return undefined;
  const before =
    month === undefined ? utc(year + 1, 0, 1) : day === undefined ? utc(year, month, 1) : utc(year, month - 1, day + 1);
  return Number.isFinite(from) && Number.isFinite(before) ? { from, before } : undefined;
}

/** Years below 100 are years, too. */
function utc(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}
