/**
 * To which usages do parents and accepted usages lead?
 *
 * Ids become rows. What the rows contradict is reported and repaired in the mildest way: a dangling parent makes a
 * root, a chain of synonyms is followed to its end, a circle is cut where it closes.
 */

import type { ProblemReport } from "../../taxonomy/problem-report.ts";
import { type Rank, rankOrdinal } from "../../taxonomy/rank.ts";
import { isSynonym } from "../../taxonomy/status.ts";
import { rankOf, statusOf } from "../layout/flags.ts";
import type { RowColumns } from "./build-usage-rows.ts";

/** "No such row". */
export const NO_ROW = 0xffffffff;

/** Of each row its accepted usage and its parent, as rows or {@link NO_ROW}. */
export interface Links {
  accepted: Uint32Array;
  parent: Uint32Array;
}

/** Resolves the ids of all rows. `rowOfId` is row + 1 by id ordinal, 0 for ids without a row. */
export function resolveLinks(rows: RowColumns, rowOfId: Uint32Array, problems: ProblemReport): Links {
  const count = rows.length;
  const accepted = new Uint32Array(count).fill(NO_ROW);
  const parent = new Uint32Array(count).fill(NO_ROW);
  const line = (row: number) => rows.line.values[row]!;
  for (let row = 0; row < count; row++) {
    const acceptedId = rows.acceptedId.values[row]!;
    if (acceptedId !== 0) {
      const target = rowOfId[acceptedId]! - 1;
      if (target < 0) problems.add("DANGLING_ACCEPTED", line(row), rows.ids.text(acceptedId));
      else if (target !== row) accepted[row] = target;
    }
    const parentId = rows.parentId.values[row]!;
    if (parentId === 0) continue;
    const target = rowOfId[parentId]! - 1;
    if (target < 0) problems.add("DANGLING_PARENT", line(row), rows.ids.text(parentId));
    else if (target !== row) parent[row] = target;
    else problems.add("PARENT_CYCLE", line(row), rows.ids.text(parentId));
  }
  takeParentsAsAccepted(rows, accepted, parent, problems);
  followSynonyms(rows, accepted, problems);
  dropDeadEnds(rows, accepted, problems);
  for (let row = 0; row < count; row++) {
    const target = parent[row]!;
    if (target === NO_ROW || accepted[target] === NO_ROW) continue;
    problems.add("SYNONYM_AS_PARENT", line(row), rows.ids.text(rows.parentId.values[row]!));
    parent[row] = accepted[target] === row ? NO_ROW : accepted[target]!;
  }
  cutParentCycles(rows, accepted, parent, problems);
  return { accepted, parent };
}

/**
 * Old exports name the accepted usage of a synonym as its parent. That is believed of synonyms that name none when the
 * parent is of their kind of rank (a species of a species, a genus of a genus); of single words without rank unless most
 * others are otherwise. Where a source has accepted usages at all, a parent may be the next higher taxon, so it must have the very rank.
 */
function takeParentsAsAccepted(
  rows: RowColumns,
  accepted: Uint32Array,
  parent: Uint32Array,
  problems: ProblemReport,
): void {
  const flags = (row: number) => rows.flags.values[row]!;
  const open: number[] = [];
  let hasAccepted = false;
  for (let row = 0; row < accepted.length; row++) {
    if (!isSynonym(statusOf(flags(row)))) continue;
    if (accepted[row] !== NO_ROW) hasAccepted = true;
    else if (rows.acceptedId.values[row] === 0 && parent[row] !== NO_ROW) open.push(row);
  }
  const kinds = open.map((row) => {
    const other = parent[row]!;
    if (hasAccepted) return rankOf(flags(row)) !== undefined && rankOf(flags(row)) === rankOf(flags(other));
    return areOfAKind(kindOfRow(rows, row), kindOfRow(rows, other));
  });
  const fitting = kinds.filter((fits) => fits === true).length;
  const isCustom = fitting >= kinds.filter((fits) => fits === false).length;
  open.forEach((row, i) => {
    if (!(kinds[i] ?? isCustom)) return;
    problems.add("PARENT_AS_ACCEPTED", rows.line.values[row]!, rows.ids.text(rows.parentId.values[row]!));
    accepted[row] = parent[row]!;
    parent[row] = NO_ROW;
  });
}

/** `undefined` when that cannot be told: a family and a name of one word without rank. */
function areOfAKind(a: string, b: string): boolean | undefined {
  if (a === b) return a === UNINOMIAL ? undefined : true;
  return (a === UNINOMIAL && b !== "SPECIES") || (b === UNINOMIAL && a !== "SPECIES") ? undefined : false;
}

const UNINOMIAL = "UNINOMIAL";

function kindOfRow(rows: RowColumns, row: number): string {
  const rank = rankOf(rows.flags.values[row]!);
  if (rank !== undefined && rankOrdinal(rank) < rankOrdinal("OTHER")) return kindOfRank(rank);
  return rows.epithet.values[row] === 0 ? UNINOMIAL : "SPECIES";
}

/** The group of ranks whose names replace each other as synonyms: family, genus, species, else the rank itself. */
function kindOfRank(rank: Rank): string {
  const ordinal = rankOrdinal(rank);
  if (ordinal >= rankOrdinal("SPECIES_AGGREGATE")) return "SPECIES";
  if (ordinal >= rankOrdinal("SUPERGENUS")) return "GENUS";
  return ordinal >= rankOrdinal("SUPERFAMILY") ? "FAMILY" : rank;
}

/** A synonym that leads to none but synonyms leads nowhere: it is counted, and has no accepted usage. */
function dropDeadEnds(rows: RowColumns, accepted: Uint32Array, problems: ProblemReport): void {
  const isSynonymRow = (row: number) => isSynonym(statusOf(rows.flags.values[row]!));
  for (let row = 0; row < accepted.length; row++) {
    const end = accepted[row]!;
    if (end !== NO_ROW && accepted[end] === NO_ROW && isSynonymRow(end)) accepted[row] = NO_ROW;
    else if (end !== NO_ROW || !isSynonymRow(row) || isDangling(rows, row)) continue;
    problems.add("SYNONYM_WITHOUT_ACCEPTED", rows.line.values[row]!, rows.ids.text(rows.id.values[row]!));
  }
}

/** True for a row that names an accepted usage that is not there: counted already. */
function isDangling(rows: RowColumns, row: number): boolean {
  return rows.acceptedId.values[row] !== 0;
}

/** Lets every synonym lead to a usage that is not a synonym, if there is one. */
function followSynonyms(rows: RowColumns, accepted: Uint32Array, problems: ProblemReport): void {
  const path: number[] = [];
  for (let row = 0; row < accepted.length; row++) {
    const first = accepted[row]!;
    if (first === NO_ROW || accepted[first] === NO_ROW) continue;
    path.length = 0;
    path.push(row);
    let end = first;
    while (accepted[end] !== NO_ROW && !path.includes(end)) {
      path.push(end);
      end = accepted[end]!;
    }
    if (accepted[end] !== NO_ROW) {
      const last = path.at(-1)!;
      problems.add("SYNONYM_CYCLE", rows.line.values[last]!, rows.ids.text(rows.id.values[last]!));
      accepted[last] = NO_ROW;
      end = last;
    }
    for (const synonym of path) {
      if (synonym === end || accepted[synonym] === end) continue;
      problems.add("CHAINED_SYNONYM", rows.line.values[synonym]!, rows.ids.text(rows.acceptedId.values[synonym]!));
      accepted[synonym] = end;
    }
  }
}

/** Cuts circles of parents; every row is walked over once. A synonym's way up leads through its accepted usage. */
function cutParentCycles(rows: RowColumns, accepted: Uint32Array, parent: Uint32Array, problems: ProblemReport): void {
  // 0 = not seen, else the number of the walk that saw it
  const seenBy = new Uint32Array(parent.length);
  for (let start = 0; start < parent.length; start++) {
    if (seenBy[start] !== 0) continue;
    const walk = start + 1;
    let row = start;
    for (;;) {
      seenBy[row] = walk;
      const next = accepted[row] === NO_ROW ? parent[row]! : accepted[row]!;
      if (next === NO_ROW) break;
      if (seenBy[next] === 0) {
        row = next;
        continue;
      }
      if (seenBy[next] === walk) {
        problems.add("PARENT_CYCLE", rows.line.values[row]!, rows.ids.text(rows.parentId.values[row]!));
        parent[row] = NO_ROW;
      }
      break;
    }
  }
}
