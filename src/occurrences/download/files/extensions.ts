/**
 * Which rows of extensions go into an archive, as they were published? Those of the row types that are asked for: a table each,
 * `verbatim/measurementorfact.txt`, with a column for each term that the rows of the datasets have.
 */
import { BinomenError } from "../../../errors.ts";
import type { ExportColumn } from "../../export/columns.ts";
import { quoted } from "../../predicate/to-sql.ts";
import { extensionTermUri, ROW_TYPES } from "../../reading/term-uris.ts";
import type { Engine } from "../../search/engine.ts";
import { cleanText } from "./cells-sql.ts";
import type { PartGroup } from "./part-groups.ts";
import type { Selection } from "./selection.ts";
import { pointerTo } from "./taxonomy-columns.ts";
import { literal, type Query } from "./text-member.ts";

/** A table of an archive with the rows of an extension. */
export interface ExtensionTable {
  readonly rowType: string;
  /** `"verbatim/measurementorfact.txt"` */
  readonly member: string;
  /** `gbifID` and the terms, sorted. */
  readonly columns: readonly ExportColumn[];
  /** The terms as the datasets have them, in the order of the columns behind `gbifID`. */
  readonly terms: readonly string[];
}

const GBIF_ID: ExportColumn = { name: "gbifID", term: "http://rs.gbif.org/terms/1.0/gbifID" };
/** Row types that end with the same word stand under it together in datasets: Audubon Core's rows are those with a term of its own. */
const AUDUBON = "http://rs.tdwg.org/ac/terms/Multimedia";
const MULTIMEDIA = "http://rs.gbif.org/terms/1.0/Multimedia";

/** Row types that can be asked for. */
export const EXTENSIONS: readonly string[] = [...new Set([AUDUBON, ...ROW_TYPES.values()])].filter(
  (uri) => !/\/(Event|Occurrence|Taxon)$/.test(uri),
);

/** @throws BinomenError OCCURRENCE_QUERY_INVALID for a row type that no extension has */
export function extensionAsked(uri: unknown): string {
  const text = String(uri);
  const known = EXTENSIONS.find((one) => one.toLowerCase() === text.toLowerCase());
  // What datasets have beside those that GBIF knows is shown under this address.
  if (known === undefined && !/^http:\/\/unknown\.org\/[\w-]{1,100}$/.test(text))
    throw new BinomenError("OCCURRENCE_QUERY_INVALID", {
      problem: `${text.slice(0, 200)} is not the row type of an extension: /v1/occurrence/download/describe/dwca lists them`,
    });
  return known ?? text;
}

/** The tables of the extensions that are asked for; one that no record has is a table without rows. */
export async function extensionTables(
  engine: Engine,
  groups: readonly PartGroup[],
  asked: readonly string[],
): Promise<ExtensionTable[]> {
  const tables: ExtensionTable[] = [];
  for (const rowType of asked) {
    const terms = new Set<string>();
    for (const { verbatim } of groups) {
      const files = `read_parquet([${verbatim.map(literal).join(", ")}], union_by_name = true)`;
      const rows = `SELECT unnest(${rowsOf(rowType, "extensions")}) AS r FROM ${files}`;
      if (!(await hasExtensions(engine, verbatim))) continue;
      const found = await engine.all(
        `SELECT DISTINCT unnest(json_keys(r)) AS term FROM (${rows}) WHERE ${isOf(rowType, "r")}`,
      );
      for (const { term } of found) terms.add(String(term));
    }
    const sorted = [...terms].sort((a, b) => (a < b ? -1 : 1));
    const columns = sorted.map((term) => {
      const uri = extensionTermUri(term, rowType);
      return { name: uri.replace(/^.*[/#]/, "").replace(/[^\p{L}\p{N}_-]/gu, "_"), term: uri };
    });
    tables.push({
      rowType,
      member: `verbatim/${fileName(rowType)}.txt`,
      columns: [GBIF_ID, ...columns],
      terms: sorted,
    });
  }
  return tables;
}

/** The rows of a table, in the order of their records. @param published columns of the verbatim files of the group */
export function extensionRows(
  selection: Selection,
  group: PartGroup,
  published: ReadonlySet<string>,
  { rowType, terms }: ExtensionTable,
): Query | undefined {
  if (!published.has("extensions")) return undefined;
  const list = rowsOf(rowType, "v:extensions");
  const inner = selection.rows(
    group,
    `"gbifID", filename, file_row_number, unnest(${list}) AS r, generate_subscripts(${list}, 1) AS nth`,
    { verbatim: ["extensions"] },
  );
  const cells = terms.map((term, i) => `${cleanText(`r ->> ${literal(pointerTo(term))}`)} AS c${i}`);
  return {
    sql:
      `SELECT ${[`CAST("gbifID" AS VARCHAR) AS id`, ...cells].join(", ")} FROM (${inner.sql}) ` +
      `WHERE ${isOf(rowType, "r")} ORDER BY filename, file_row_number, nth`,
    values: inner.values,
  };
}

async function hasExtensions(engine: Engine, verbatim: readonly string[]): Promise<boolean> {
  const files = verbatim.map(literal).join(", ");
  const sql = `SELECT 1 FROM parquet_schema([${files}]) WHERE name = 'extensions' LIMIT 1`;
  return (await engine.all(sql)).length > 0;
}

/** SQL of the rows of one record. */
function rowsOf(rowType: string, column: string): string {
  const key = rowType.replace(/^.*[/#]/, "").toLowerCase();
  return `CAST(${quoted(column)} -> ${literal(pointerTo(key))} AS JSON[])`;
}

function isOf(rowType: string, row: string): string {
  const isAudubon = `(${row} ->> '/accessURI') IS NOT NULL`;
  return rowType === AUDUBON ? isAudubon : rowType === MULTIMEDIA ? `NOT ${isAudubon}` : "TRUE";
}

function fileName(rowType: string): string {
  return rowType === AUDUBON ? "audubon" : rowType.replace(/^.*[/#]/, "").toLowerCase();
}
