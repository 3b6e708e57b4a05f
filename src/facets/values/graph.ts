/** Which names make up a taxon? Reads the taxon graphs that indexers post. */
import { BinomenError } from "../../errors.ts";
import { nameId, requireName } from "../records/identifiers.ts";

/** How a name of the graph is related to the taxon. */
export type Relation = "direct" | "ancestor" | "synonym";

/** One name of a graph: its ids, the preferred one first, then those merged into it. */
interface RelatedName {
  readonly relation: Relation;
  readonly names: readonly number[];
}

/** A taxon with its ancestors, root first, and its synonyms. */
export interface TaxonGraph {
  readonly classification: string | null;
  /** Empty when the graph has no taxon. */
  readonly taxon: readonly number[];
  readonly related: readonly RelatedName[];
}

/** Most entries of a path or of synonyms; real taxa have a few hundred. 400,000 held everybody else up for 5 s. */
const MOST_ENTRIES = 10_000;

/**
 * Reads a posted graph: `{classification, taxon: [ids], path: [[ids]…], synonyms: [[ids]…]}`.
 * An entry of path or synonyms that shares an id with the taxon is skipped: some clients list the taxon as the last
 * element of its own path.
 * @throws BinomenError FACET_NAME_ID_INVALID with the place of the id · REQUEST_INVALID for another shape
 */
export function readGraph(posted: unknown, index: number): TaxonGraph {
  if (typeof posted !== "object" || posted === null || Array.isArray(posted))
    throw invalid(`[${index}]`, "a taxon graph is an object with taxon, path and synonyms");
  const { classification = null, taxon, path, synonyms } = posted as Record<string, unknown>;
  const own = taxon === undefined || taxon === null ? [] : readIds(taxon, `[${index}].taxon`);
  if (own.length === 0) return { classification: asText(classification), taxon: [], related: [] };
  const related: RelatedName[] = [{ relation: "direct", names: own }];
  for (const [relation, entries, where] of [
    ["ancestor", path, "path"],
    ["synonym", synonyms, "synonyms"],
  ] as const) {
    if (entries === undefined || entries === null) continue;
    if (!Array.isArray(entries)) throw invalid(`[${index}].${where}`, "an array of arrays of name ids is expected");
    if (entries.length > MOST_ENTRIES)
      throw new BinomenError("REQUEST_TOO_LARGE", {
        found: `${entries.length} entries in [${index}].${where}`,
        limit: MOST_ENTRIES,
      });
    entries.forEach((entry, i) => {
      const names = readIds(entry, `[${index}].${where}[${i}]`);
      if (names.length > 0 && !names.some((name) => own.includes(name))) related.push({ relation, names });
    });
  }
  return { classification: asText(classification), taxon: own, related };
}

/** The graph's own tag: the preferred id of its taxon. */
export function taxonId(graph: TaxonGraph): string | null {
  const [first] = graph.taxon;
  return first === undefined ? null : nameId(first);
}

function readIds(ids: unknown, where: string): number[] {
  const list = typeof ids === "string" ? [ids] : ids;
  if (Array.isArray(list) && list.length > MOST_ENTRIES)
    throw new BinomenError("REQUEST_TOO_LARGE", { found: `${list.length} ids in ${where}`, limit: MOST_ENTRIES });
  if (!Array.isArray(list)) throw invalid(where, "an array of name ids is expected");
  return [...new Set(list.map((id, i) => requireName(id, `${where}[${i}]`)))];
}

function asText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function invalid(field: string, problem: string): BinomenError {
  return new BinomenError("REQUEST_INVALID", { field, problem });
}
