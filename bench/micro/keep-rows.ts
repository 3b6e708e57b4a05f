/** How do results of several runs stand in one table? Large sizes are too slow to measure again with every small one. */
import { type ResultRow, readResult, writeResult } from "../result.ts";

/** Writes rows; rows of the last result whose `key` no new row has are kept. Sorted by number of names. */
export function writeKeepingRows(
  name: string,
  command: string,
  key: string,
  rows: readonly ResultRow[],
  notes: readonly string[],
): string {
  const fresh = new Set(rows.map((row) => row[key]));
  const kept = (readResult(name)?.rows ?? []).filter((row) => !fresh.has(row[key]));
  const all = [...kept, ...rows].sort((a, b) => Number(a["names"] ?? 0) - Number(b["names"] ?? 0));
  return writeResult(name, command, all, [...notes, "Rows of other sizes may be from earlier runs."]);
}
