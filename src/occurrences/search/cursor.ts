/**
 * Where does the next page begin? After a record of the total order, in the snapshot that the first page came from.
 *
 * GBIF's paging ends at 100,000 records. A cursor goes on: its page costs the same wherever it lies.
 */
import { BinomenError } from "../../errors.ts";
import type { Sql } from "../predicate/to-sql.ts";
import { invalid } from "../predicate/values.ts";
import type { Row } from "./engine.ts";

/** A place between two records of a snapshot. */
export interface Cursor {
  readonly snapshot: string;
  readonly year: number | null;
  readonly month: number | null;
  readonly gbifId: number;
}

/** What `after` says: `"*"` is the begin. @throws BinomenError OCCURRENCE_QUERY_INVALID */
export function cursorOf(after: string): Cursor | "begin" {
  if (after === "*") return "begin";
  const parts = Buffer.from(after, "base64url").toString().split(" ");
  const [snapshot, ...numbers] = parts;
  const [year, month, gbifId] = numbers.map((text) =>
    text === "-" ? null : /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN,
  );
  const isFine =
    parts.length === 4 &&
    /^[0-9a-f]{16}$/.test(snapshot!) &&
    [year, month].every((number) => number === null || Number.isSafeInteger(number)) &&
    Number.isSafeInteger(gbifId);
  if (!isFine) return invalid("after is not a cursor of this server: begin with after=*");
  return { snapshot: snapshot!, year: year!, month: month!, gbifId: gbifId! };
}

/** The cursor behind a row of `id`, `year` and `month`. */
export function cursorAfter({ id: snapshot }: { readonly id: string }, row: Row): string {
  const text = (value: unknown) => (value === null || value === undefined ? "-" : String(value));
  return Buffer.from([snapshot, text(row["year"]), text(row["month"]), text(row["id"])].join(" ")).toString(
    "base64url",
  );
}

/** @throws BinomenError OCCURRENCE_QUERY_INVALID always */
export function outlived(): never {
  throw new BinomenError("OCCURRENCE_QUERY_INVALID", {
    problem: "The records that this cursor belongs to have been replaced by newer ones: begin with after=*",
  });
}

/** Records behind the cursor: newest first, nulls last, as the search orders them. */
export function afterSql({ year, month, gbifId }: Cursor): Sql {
  const values: number[] = [];
  const bind = (value: number) => {
    values.push(value);
    return "?";
  };
  const sameYear = year === null ? `"year" IS NULL` : `"year" = ${bind(year)}`;
  const laterMonth = month === null ? "FALSE" : `("month" > ${bind(month)} OR "month" IS NULL)`;
  const sameMonth = month === null ? `"month" IS NULL` : `"month" = ${bind(month)}`;
  const within = `(${sameYear} AND (${laterMonth} OR (${sameMonth} AND "gbifID" > ${bind(gbifId)})))`;
  const laterYear = year === null ? "FALSE" : `("year" < ${bind(year)} OR "year" IS NULL)`;
  return { text: `(${within} OR ${laterYear})`, values };
}
