/** How is told what was made of a list: its columns, and what was odd in its rows? */
import type { ColumnUse } from "../bulk/header.ts";
import type { ProblemCount } from "../taxonomy/problem-report.ts";

/** Columns without a use that are named; a wide table has hundreds. */
const MOST_NAMED = 12;

/** Lines for people: which columns are used as what, which are not, and which of these may have been meant. */
export function columnLines({ used, unused, duplicates, line, titles }: ColumnUse): string[] {
  const lines: string[] = [];
  if (titles > 0)
    lines.push(
      `the header is line ${line}; ${titles === 1 ? "a line" : `${titles} lines`} above it ${titles === 1 ? "is" : "are"} left out`,
    );
  const renamed = used.filter(({ column, field }) => column !== field);
  if (renamed.length > 0)
    lines.push(
      `columns used: ${used.map(({ column, field }) => (column === field ? column : `"${column}" as ${field}`)).join(", ")}`,
    );
  for (const { column, resembles } of unused)
    if (resembles !== undefined)
      lines.push(
        used.some(({ field }) => field === resembles)
          ? `column "${column}" is not used: ${resembles} is read from "${used.find(({ field }) => field === resembles)!.column}"`
          : `column "${column}" is not used; if it is ${resembles}: --map "${column}=${resembles}"`,
      );
  const others = unused.filter(({ resembles }) => resembles === undefined).map(({ column }) => `"${column}"`);
  if (others.length > 0 && lines.length > 0)
    lines.push(
      `columns not used: ${others.slice(0, MOST_NAMED).join(", ")}${others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : ""}`,
    );
  if (duplicates.length > 0)
    lines.push(
      `line ${line}: several columns are called ${duplicates.map((name) => `"${name}"`).join(", ")}; the first is used`,
    );
  return lines;
}

/** A line for each kind of problem: how often, what it means, and where it was seen first. */
export function problemLines(problems: readonly ProblemCount[]): string[] {
  return problems.map(({ count, message, first }) => {
    const places = first.map(({ line }) => line).join(", ");
    return `${count} × ${message} (line${first.length > 1 ? "s" : ""} ${places}${count > first.length ? ", …" : ""}${valuesOf(first)})`;
  });
}

/** The first values in question, when they say more than a line number. */
function valuesOf(first: ProblemCount["first"]): string {
  const values = [...new Set(first.flatMap(({ value }) => value ?? []))].slice(0, 3);
  return values.length === 0 ? "" : `: ${values.map((value) => JSON.stringify(value)).join(", ")}`;
}
