/** Which issues do rows have together? Few sets of issues are shared by all rows. */
import type { OccurrenceIssue } from "../../interpretation/issues.ts";
import { lentInts } from "../../reading/chunk-memory.ts";
import { combined, groupsOf, type Numbering, renumbered, sameForAll } from "../../reading/columns.ts";
import type { Outcomes } from "./outcomes.ts";

/** The sets of issues of a chunk. */
export interface IssueSets {
  /** Number of the set of each row. */
  readonly numbering: Numbering;
  /** Sorted issues by number. */
  readonly sets: readonly (readonly OccurrenceIssue[])[];
  readonly sizes: Int32Array;
}

/** The sets of issues that stages flagged together. */
export function issuesOf(outcomes: readonly Outcomes[], rowCount: number): IssueSets {
  let numbering = sameForAll(rowCount);
  const flagged: { codes: Int32Array; sets: (readonly OccurrenceIssue[])[] }[] = [];
  for (const { numbering: ofOutcomes, issues } of outcomes) {
    if (issues === undefined) continue;
    const known = new Map<readonly OccurrenceIssue[], number>();
    const sets: (readonly OccurrenceIssue[])[] = [];
    const setOf = lentInts(issues.length);
    for (let outcome = 0; outcome < issues.length; outcome++) {
      const list = issues[outcome]!;
      let number = known.get(list);
      if (number === undefined) {
        number = sets.push(list) - 1;
        known.set(list, number);
      }
      setOf[outcome] = number;
    }
    const codes = renumbered(ofOutcomes.codes, setOf);
    flagged.push({ codes, sets });
    numbering = combined(numbering, { codes, count: sets.length });
  }
  const { first, size } = groupsOf(numbering);
  const sets = Array.from(first, (row) =>
    [...new Set(flagged.flatMap(({ codes, sets: all }) => all[codes[row]!]!))].sort(),
  );
  return { numbering, sets, sizes: size };
}
