/**
 * Which usage is the parent of a row that has only a flat classification?
 *
 * Turns the nodes of build-higher-taxa.ts into usages, existing or implied, and writes their ids into `parentId`.
 */
import { foldName } from "../../names/keys/fold.ts";
import { rankOrdinal } from "../../taxonomy/rank.ts";
import { rankOf, statusOf } from "../layout/flags.ts";
import type { UsageName } from "../names/build-names.ts";
import type { NumberColumn } from "../words/build-strings.ts";
import type { HigherTaxa, HigherTaxon } from "./build-higher-taxa.ts";
import { NO_ROW } from "./build-links.ts";
import type { RowColumns } from "./build-usage-rows.ts";

/** More steps up than any classification has. */
const MOST_STEPS = 100;

/**
 * Gives every row without `parentId` the usage of its node as parent; pushes implied usages, returns how many.
 * `nodeOfRow` is by row, `rowOfId` is row + 1 by id ordinal; both know only the rows that were there before.
 */
export function linkByClassification(
  rows: RowColumns,
  taxa: HigherTaxa,
  nodeOfRow: NumberColumn,
  rowOfId: Uint32Array,
): number {
  if (taxa.nodes.length === 1) return 0;
  const rowCount = rows.length;
  const candidates = uninomialRows(rows);
  const kingdomWord = (node: number) => {
    for (let n = node; n !== 0; n = taxa.nodes[n]!.parent) {
      if (taxa.nodes[n]!.rank === "KINGDOM") return rows.words.intern(foldName(taxa.nodes[n]!.name));
    }
    return 0;
  };
  const idOfNode = new Uint32Array(taxa.nodes.length);
  let implied = 0;
  for (let node = 1; node < taxa.nodes.length; node++) {
    const taxon = taxa.nodes[node]!;
    const row = existing(taxon, node);
    if (row !== NO_ROW) {
      idOfNode[node] = rows.id.values[row]!;
      continue;
    }
    implied++;
    idOfNode[node] = rows.ids.intern(impliedId(taxa, node));
    const name: UsageName = {
      folded: foldName(taxon.name),
      foldedShort: undefined,
      canonicalName: taxon.name,
      scientificName: taxon.name,
      authorship: undefined,
    };
    const usage = { id: "", scientificName: taxon.name, rank: taxon.rank, status: "ACCEPTED", line: 0 } as const;
    const pushed = rows.push(usage, name, idOfNode[node]!);
    rows.parentId.values[pushed] = idOfNode[taxon.parent]!;
  }
  for (let row = 0; row < rowCount; row++) {
    const id = idOfNode[nodeOfRow.values[row]!]!;
    if (rows.parentId.values[row] === 0 && id !== rows.id.values[row]) rows.parentId.values[row] = id;
  }
  return implied;

  /** The accepted row with the rank and name of a node; of several the one in the same kingdom, if only one is. */
  function existing(taxon: HigherTaxon, node: number): number {
    const found = candidates.get(`${rankOrdinal(taxon.rank)} ${rows.words.intern(foldName(taxon.name))}`);
    if (found === undefined) return NO_ROW;
    const exact = found.filter((row) => nodeOfRow.values[row] === taxon.parent && taxon.parent !== 0);
    if (exact.length > 0) return exact[0]!;
    const kingdom = kingdomWord(node);
    const fitting = found.filter((row) => {
      const its = kingdomOfRow(row);
      return its === 0 || kingdom === 0 || its === kingdom;
    });
    return fitting.length === 1 ? fitting[0]! : NO_ROW;
  }

  function kingdomOfRow(start: number): number {
    let row = start;
    for (let step = 0; step < MOST_STEPS; step++) {
      if (rankOf(rows.flags.values[row]!) === "KINGDOM") return rows.genus.values[row]!;
      const node = nodeOfRow.values[row]!;
      if (node !== 0) return kingdomWord(node);
      const next = (rowOfId[rows.parentId.values[row]!] ?? 0) - 1;
      if (next < 0 || next >= rowCount) return 0;
      row = next;
    }
    return 0;
  }
}

/** Id of an implied taxon: `"family:Plantae/Tracheophyta/Pinaceae"`. */
function impliedId(taxa: HigherTaxa, node: number): string {
  return `${taxa.nodes[node]!.rank.toLowerCase()}:${taxa.way(node).join("/")}`;
}

/** Accepted uninomials at or above subgenus, by rank ordinal and word. */
function uninomialRows(rows: RowColumns): Map<string, number[]> {
  const lowest = rankOrdinal("SUBGENUS");
  const found = new Map<string, number[]>();
  for (let row = 0; row < rows.length; row++) {
    const flags = rows.flags.values[row]!;
    const rank = rankOf(flags);
    if (rank === undefined || rankOrdinal(rank) > lowest || rows.epithet.values[row] !== 0) continue;
    const status = statusOf(flags);
    if (status !== "ACCEPTED" && status !== "PROVISIONALLY_ACCEPTED") continue;
    const key = `${rankOrdinal(rank)} ${rows.genus.values[row]}`;
    const list = found.get(key);
    if (list === undefined) found.set(key, [row]);
    else list.push(row);
  }
  return found;
}
