/**
 * Which columns does a table of answers have?
 *
 * The columns of the request stay as they are and these are added after them. Their names say "matched" so that they
 * do not clash with Darwin Core columns of the request. Values are those of the JSON answer.
 */

import { type Delimiter, writeCell } from "../tables/write.ts";
import type { Rank } from "../taxonomy/rank.ts";

/** Ranks with a column of their own, in the order of the columns. */
export const COLUMN_RANKS: readonly Rank[] = ["KINGDOM", "PHYLUM", "CLASS", "ORDER", "FAMILY", "GENUS", "SPECIES"];

/** Columns from `usageKey` to `matchedSpecies`. */
export const USAGE_COLUMNS = 8 + COLUMN_RANKS.length;

const COLUMNS = [
  "matchType",
  "matchConfidence",
  "usageKey",
  "matchedName",
  "matchedCanonicalName",
  "matchedAuthorship",
  "matchedRank",
  "matchedStatus",
  "acceptedUsageKey",
  "acceptedName",
  "matchedKingdom",
  "matchedPhylum",
  "matchedClass",
  "matchedOrder",
  "matchedFamily",
  "matchedGenus",
  "matchedSpecies",
  "editDistance",
  "matchReasons",
  "matchIssues",
  "candidateKeys",
  "matchError",
] as const;

/** Names of the answer's columns; a name that the request has already gets a number. */
export function answerColumns(taken: readonly string[]): string[] {
  const used = new Set(taken);
  return COLUMNS.map((name) => {
    let free: string = name;
    for (let n = 2; used.has(free); n++) free = `${name}_${n}`;
    return free;
  });
}

/** The cells of a row that could not be read, each with a delimiter before it. */
export function errorCells(problem: string, delimiter: Delimiter): string {
  return COLUMNS.map((name) => {
    const text = name === "matchError" ? problem : name === "matchType" ? "NONE" : "";
    return delimiter + writeCell(text, delimiter);
  }).join("");
}
