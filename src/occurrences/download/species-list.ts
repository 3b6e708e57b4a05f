/** GBIF's SPECIES_LIST: a row for each taxon that was identified, with the number of its records. */
import { SPECIES_COLUMNS } from "../export/columns.ts";
import { deflatePiece, ZipWriter } from "../export/zip.ts";
import type { SqlValue } from "../predicate/to-sql.ts";
import type { Engine } from "../search/engine.ts";

/** Writes the list of the rows of a query; the number of its lines. */
export async function writeSpeciesList(
  engine: Engine,
  rows: string,
  values: readonly SqlValue[],
  path: string,
  member: string,
  comment = "",
): Promise<number> {
  const columns = SPECIES_COLUMNS.map((name) =>
    name === "numberOfOccurrences" ? `count(*) AS "${name}"` : `any_value("${name}") AS "${name}"`,
  );
  const sql =
    `SELECT ${columns.join(", ")} FROM (${rows}) WHERE "taxonKey" IS NOT NULL GROUP BY "taxonKey" ` +
    `ORDER BY "numberOfOccurrences" DESC, "taxonKey"`;
  const zip = new ZipWriter(path);
  try {
    zip.begin(member);
    zip.add(deflatePiece(Buffer.from(`${SPECIES_COLUMNS.join("\t")}\n`)));
    let count = 0;
    for await (const chunk of engine.chunks(sql, values)) {
      count += chunk.length;
      const lines = chunk.map((row) => `${SPECIES_COLUMNS.map((name) => cell(row[name])).join("\t")}\n`);
      zip.add(deflatePiece(Buffer.from(lines.join(""))));
    }
    zip.end(comment);
    return count;
  } catch (error) {
    zip.abandon();
    throw error;
  }
}

/** Tabs and line ends become spaces; nothing is quoted. */
function cell(value: unknown): string {
  return value === null || value === undefined
    ? ""
    : String(value)
        .replace(/[\t\n\r\v\f\0\u0085\u2028\u2029]/g, " ")
        .replace(/^ +| +$/g, "");
}
