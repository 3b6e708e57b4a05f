/**
 * Columns of GBIF's files that follow from another column, in JavaScript and in SQL: regions of countries, the issues of the
 * taxonomy and the others, and the moments at which a record was read, which is when it was interpreted.
 */
import type { PartValue } from "../dataset/part-columns.ts";
import { gbifRegionOf, REGION_COLUMNS, regionSql } from "../dictionaries/gbif-regions.ts";

/** A column with the one that it follows from. */
export interface DerivedColumn {
  readonly from: string;
  /** What it says, given what the other does. */
  readonly of: (value: NonNullable<PartValue>) => PartValue;
  /** The same in SQL: a text or NULL; none where it says what the other does. */
  readonly sql?: string;
}

/** Issues that a match of names raises; GBIF lists them apart, since each checklist has its own. */
const TAXONOMIC = /^(?:TAXON_|SCIENTIFIC_NAME_)/;
const IS_TAXONOMIC = `regexp_matches(e, '^(TAXON_|SCIENTIFIC_NAME_)')`;

function issues(isTaxonomic: boolean): DerivedColumn {
  return {
    from: "issue",
    of: (value) => (value as readonly string[]).filter((issue) => TAXONOMIC.test(issue) === isTaxonomic),
    sql: `array_to_string(list_filter(issue, e -> ${isTaxonomic ? "" : "NOT "}${IS_TAXONOMIC}), ';')`,
  };
}

const AS_INTERPRETED: DerivedColumn = { from: "lastInterpreted", of: (value) => value };

/** By name. */
export const DERIVED_COLUMNS: ReadonlyMap<string, DerivedColumn> = new Map([
  ...[...REGION_COLUMNS].map(([name, from]): [string, DerivedColumn] => [
    name,
    { from, of: (value) => gbifRegionOf(String(value)), sql: regionSql(name) },
  ]),
  ["taxonomicIssue", issues(true)],
  ["nonTaxonomicIssue", issues(false)],
  ["lastParsed", AS_INTERPRETED],
  ["lastCrawled", AS_INTERPRETED],
]);
