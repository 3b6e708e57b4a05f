/** How do rows become points of a plot, and narrower rows? */
import type { ResultRow } from "../result.ts";

/** Rows that have both figures, as points from left to right. What is not above zero is left out: most axes are logarithmic. */
export function pointsOf(rows: readonly ResultRow[], x: string, y: string): [number, number][] {
  return rows
    .flatMap((row): [number, number][] => {
      const [left, right] = [row[x], row[y]];
      return typeof left === "number" && typeof right === "number" && right > 0 ? [[left, right]] : [];
    })
    .sort((a, b) => a[0] - b[0]);
}

/** A row without some of its members. */
export function without(row: ResultRow, members: readonly string[]): ResultRow {
  return Object.fromEntries(Object.entries(row).filter(([member]) => !members.includes(member)));
}
