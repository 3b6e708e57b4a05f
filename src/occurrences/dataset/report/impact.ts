/**
 * What would change for the records of a dataset if another backbone were used? Each distinct name of names.tsv is
 * matched against both; changes are weighted by the records that bear the name.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { ChangeKind, ChangeSide } from "../../../changes/kinds.ts";
import { type CountedQuery, type NameChanges, nameChanges } from "../../../changes/name-changes.ts";
import { BinomenError } from "../../../errors.ts";
import { ImageReader } from "../../../image/read.ts";
import type { MatchQuery } from "../../../taxonomy/match.ts";
import { TAXON_TERMS } from "../../interpretation/taxa.ts";

/** All that would change. */
export interface Impact {
  readonly names: number;
  readonly records: number;
  readonly byKind: Readonly<Record<string, { names: number; records: number }>>;
  /** Names that change, the gravest kind first, then those of most records. */
  readonly changes: readonly {
    readonly kind: ChangeKind;
    readonly records: number;
    readonly scientificName: string;
    readonly differs: readonly string[];
    readonly before: ChangeSide;
    readonly after: ChangeSide;
  }[];
}

/** Compares two images over a names.tsv. @throws SOURCE_UNKNOWN_FORMAT when the file is not one */
export async function impactOf(before: Uint8Array, after: Uint8Array, namesPath: string): Promise<NameChanges> {
  return nameChanges(new ImageReader(before), new ImageReader(after), await queriesOf(namesPath));
}

/** The changes with records as what names are counted in. */
export function impactJson({ names, count, byKind, changes }: NameChanges): Impact {
  const kinds = Object.entries(byKind).map(([kind, tally]) => [kind, { names: tally.names, records: tally.count }]);
  return {
    names,
    records: count,
    byKind: Object.fromEntries(kinds) as Impact["byKind"],
    changes: changes.map(({ count: records, query: _, ...change }) => ({ ...change, records })),
  };
}

/** The distinct names of a names.tsv, with their records. */
async function queriesOf(namesPath: string): Promise<CountedQuery[]> {
  const queries: CountedQuery[] = [];
  let header: string[] | undefined;
  const seen = new Set<string>();
  for await (const line of createInterface({
    input: createReadStream(namesPath),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const cells = line.split("\t");
    if (header === undefined) {
      header = cells;
      if (!header.includes("scientificName"))
        throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
          path: namesPath,
          problem: "It has no column scientificName.",
        });
      continue;
    }
    const row = Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""]));
    const asked = TAXON_TERMS.map((term) => row[term] ?? "").join("\t");
    // Rows of further checklists ask the same.
    if (seen.has(asked)) continue;
    seen.add(asked);
    const query: MatchQuery = Object.fromEntries(TAXON_TERMS.flatMap((term) => (row[term] ? [[term, row[term]]] : [])));
    queries.push({ query, count: Number(row["count"] || 1) });
  }
  return queries;
}
