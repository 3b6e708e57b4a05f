/** How are the files of a snapshot read a piece at a time? In groups of parts, in the order of the source. */
import { join } from "node:path";
import { partsOf } from "../../dataset/attempts.ts";
import type { Engine } from "../../search/engine.ts";

/** Parts of one attempt that are read together. */
export interface PartGroup {
  readonly interpreted: readonly string[];
  readonly verbatim: readonly string[];
}

/** Rows of a group: one larger part stands alone. Memory depends on it, and how often it is heard of progress. */
const GROUP_ROWS = 40_000;

/** The parts of attempts, as they were interpreted: whatever a search keeps beside them is not looked at. */
export async function partGroups(engine: Engine, attempts: readonly string[]): Promise<PartGroup[]> {
  const groups: PartGroup[] = [];
  for (const attempt of attempts) {
    const parts = partsOf(attempt);
    const rows = await rowsOf(engine, attempt);
    let some: string[] = [];
    let count = 0;
    const end = () => {
      if (some.length === 0) return;
      const of = (kind: string) => some.map((part) => join(attempt, kind, part));
      groups.push({ interpreted: of("interpreted"), verbatim: of("verbatim") });
      some = [];
      count = 0;
    };
    for (const part of parts) {
      const more = rows.get(part) ?? 0;
      if (count + more > GROUP_ROWS) end();
      some.push(part);
      count += more;
    }
    end();
  }
  return groups;
}

async function rowsOf(engine: Engine, attempt: string): Promise<Map<string, number>> {
  const files = join(attempt, "interpreted", "*.parquet").replaceAll("'", "''");
  const found = await engine.all(`SELECT file_name AS file, num_rows AS n FROM parquet_file_metadata('${files}')`);
  return new Map(found.map(({ file, n }) => [String(file).split("/").at(-1)!, Number(n)]));
}
