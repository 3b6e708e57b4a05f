/**
 * Which rows of the files does a download have, and in which order?
 *
 * A large one is found by reading all files with its condition. Of a small one the keys are asked for first and then its rows:
 * an index may know the keys without reading a file. Both give the same rows in the same order, that of the source.
 */
import type { Sql } from "../../predicate/to-sql.ts";
import { quoted } from "../../predicate/to-sql.ts";
import type { Engine } from "../../search/engine.ts";
import { sourceOf } from "../../search/source.ts";
import type { PartGroup } from "./part-groups.ts";
import { withTaxonomyOf } from "./taxonomy-columns.ts";
import { literal, type Query } from "./text-member.ts";

/** Rows of a download. */
export interface Selection {
  /**
   * The rows of a group: expressions over the interpreted columns, over `v:…`, the verbatim ones, when they are wanted, and over
   * a column that stands beside them.
   */
  rows(
    group: PartGroup,
    select: string,
    more?: { readonly verbatim?: readonly string[]; readonly beside?: string },
  ): Query;
}

/** Whether a condition speaks of the interpreted columns alone: others are joined to them, which keeps no order. */
export function isScannable({ text }: Sql): boolean {
  return !text.includes('"verbatim:');
}

/** All rows that a condition finds. @param taxonomy the checklist of the taxonomic columns, when it is not the first */
export function byCondition(condition: Sql, taxonomy?: string): Selection {
  return {
    rows: (group, select, { verbatim, beside } = {}) => {
      const all = table(group, condition, verbatim);
      const { values } = condition;
      if (taxonomy === undefined)
        return { sql: `SELECT ${select} FROM ${withColumn(all, beside)} WHERE ${condition.text}`, values };
      // The condition means the columns as they are.
      const rows = withTaxonomyOf(taxonomy, `(SELECT * FROM ${all} WHERE ${condition.text})`);
      return { sql: `SELECT ${select} FROM ${withColumn(rows, beside)}`, values };
    },
  };
}

/** The rows with these keys, which are kept in a table of the engine. @param taxonomy as for `byCondition` */
export async function byKeys(engine: Engine, keys: readonly number[], taxonomy?: string): Promise<Selection> {
  await engine.run("CREATE TABLE wanted (id BIGINT)");
  const insert = `INSERT INTO wanted SELECT unnest(from_json(?, '["BIGINT"]'))`;
  for (let from = 0; from < keys.length; from += KEYS_AT_ONCE)
    await engine.run(insert, [JSON.stringify(keys.slice(from, from + KEYS_AT_ONCE))]);
  return {
    rows: (group, select, { verbatim, beside } = {}) => {
      const all = table(group, { text: "", values: [] }, verbatim);
      const isWanted = `"gbifID" IN (SELECT id FROM wanted)`;
      const rows = taxonomy === undefined ? all : withTaxonomyOf(taxonomy, `(SELECT * FROM ${all} WHERE ${isWanted})`);
      return {
        sql: `SELECT ${select} FROM ${withColumn(rows, beside)} WHERE ${isWanted} ORDER BY filename, file_row_number`,
        values: [],
      };
    },
  };
}

const KEYS_AT_ONCE = 20_000;

function withColumn(table: string, column: string | undefined): string {
  return column === undefined ? table : `(SELECT *, ${column} FROM ${table})`;
}

function table({ interpreted, verbatim }: PartGroup, condition: Sql, wanted: readonly string[] | undefined): string {
  const rows = `read_parquet([${interpreted.map(literal).join(", ")}], filename = true, file_row_number = true)`;
  // A condition over what was published is not asked here (`isScannable`), so there are no datasets to find that in.
  const records = sourceOf({ id: "", datasets: [], interpreted: rows }, condition);
  if (wanted === undefined) return records;
  // Row by row, as `dataset/read-part.ts` reads them.
  const columns = wanted.map((name) => `${quoted(name)} AS ${quoted(`v:${name}`)}`);
  const published = `read_parquet([${verbatim.map(literal).join(", ")}], union_by_name = true)`;
  return `(SELECT * FROM ${records}) POSITIONAL JOIN (SELECT ${columns.join(", ")} FROM ${published})`;
}

/** The names of the verbatim columns of a group. */
export async function verbatimColumns(engine: Engine, { verbatim }: PartGroup): Promise<Set<string>> {
  const files = `[${verbatim.map(literal).join(", ")}]`;
  const found = await engine.all(`SELECT DISTINCT name FROM parquet_schema(${files}) WHERE type IS NOT NULL`);
  return new Set(found.map(({ name }) => String(name)));
}
