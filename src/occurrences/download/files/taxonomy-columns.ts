/**
 * What stands in the columns of the taxonomy when another checklist than the first is asked for? What interpretation would have
 * written there with it as the first: the answer is kept beside, in `classifications`.
 */
import { COLUMN_RANKS } from "../../dataset/schema.ts";
import { quoted } from "../../predicate/to-sql.ts";
import { literal } from "./text-member.ts";

const TAXON = { key: "VARCHAR", name: "VARCHAR", rank: "VARCHAR" };
const USAGE = {
  ...TAXON,
  ...{ authorship: "VARCHAR", genericName: "VARCHAR", specificEpithet: "VARCHAR", infraspecificEpithet: "VARCHAR" },
};
/** What is read of the answer of a checklist. */
const ANSWER = {
  ...{ usage: USAGE, acceptedUsage: TAXON, taxonomicStatus: "VARCHAR", iucnRedListCategoryCode: "VARCHAR" },
  ...{ classification: [TAXON], issues: ["VARCHAR"] },
};

type TaxonColumn = readonly [column: string, path: string, unplaced?: string | undefined];

/** Columns with where they stand in an answer, and what they have where no taxon was found. */
const COLUMNS: readonly TaxonColumn[] = [
  ["taxonKey", "usage.key", "0"],
  ["acceptedTaxonKey", "acceptedUsage.key", "0"],
  ["scientificName", "usage.name", "incertae sedis"],
  ["scientificNameAuthorship", "usage.authorship"],
  ["acceptedScientificName", "acceptedUsage.name", "incertae sedis"],
  ["genericName", "usage.genericName"],
  ["specificEpithet", "usage.specificEpithet"],
  ["infraspecificEpithet", "usage.infraspecificEpithet"],
  ["taxonRank", "acceptedUsage.rank", "KINGDOM"],
  ["taxonomicStatus", "taxonomicStatus"],
  ["iucnRedListCategory", "iucnRedListCategoryCode"],
];

/** SQL of rows of interpreted records with the taxonomy of a checklist that all of them were matched against. */
export function withTaxonomyOf(checklistKey: string, rows: string): string {
  const entry = `json_extract(classifications, ${literal(pointerTo(checklistKey))})`;
  const ranks = COLUMN_RANKS.flatMap((rank): TaxonColumn[] => {
    const taxon = `list_filter(answer.classification, e -> e.rank = '${rank.toUpperCase()}')[-1]`;
    const isTop = rank === "kingdom";
    return [
      [rank, `(${taxon}).name`, isTop ? "incertae sedis" : undefined],
      [`${rank}Key`, `(${taxon}).key`, isTop ? "0" : undefined],
    ];
  });
  const columns = [
    ...COLUMNS.map(([column, path, unplaced]) => [column, `answer.${path}`, unplaced] as const),
    ...ranks,
  ];
  const cells = columns.map(
    ([column, value, unplaced]) =>
      // Without a name nothing was asked, of no checklist.
      `CASE WHEN "taxonKey" IS NULL THEN NULL WHEN answer IS NULL THEN ${unplaced === undefined ? "NULL" : literal(unplaced)} ` +
      `ELSE ${value} END AS ${quoted(column)}`,
  );
  const others = `list_filter(issue, e -> NOT regexp_matches(e, '^(TAXON_|SCIENTIFIC_NAME_)'))`;
  const issues = `CASE WHEN "taxonKey" IS NULL THEN [] WHEN answer IS NULL THEN ['TAXON_MATCH_NONE'] ELSE coalesce(answer.issues, []) END`;
  return (
    `(SELECT * EXCLUDE (answer) REPLACE (${cells.join(", ")}, list_sort(list_concat(${others}, ${issues})) AS issue) ` +
    `FROM (SELECT *, from_json(${entry}, ${literal(JSON.stringify(ANSWER))}) AS answer FROM ${rows}))`
  );
}

/** RFC 6901. */
export function pointerTo(key: string): string {
  return `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
