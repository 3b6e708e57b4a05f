/** Which parameter would decide between usages that fit equally well? */

import { NO_TAXON } from "../../image/layout/format.ts";
import type { UsageOrdinal } from "../../image/read.ts";
import { LINNEAN_RANKS } from "../score/taxa.ts";
import type { Search } from "../search.ts";

/**
 * Parameters of a query whose value differs between all tied candidates, the highest taxon first:
 * `["kingdom", "scientificNameAuthorship"]`. A parameter that the query already gives is not named.
 */
export function decidingHints(search: Search): string[] {
  const { image, query, taxa } = search;
  const best = search.considered[0]?.score;
  const tied = search.considered.filter(({ score }) => score >= best! - 1);
  if (tied.length < 2) return [];
  const decides = (valueFor: (usage: UsageOrdinal) => string | undefined): boolean => {
    const values = tied.map(({ usage }) => valueFor(usage));
    return new Set(values).size === values.length;
  };
  const hints: string[] = [];
  for (const [slot, rank] of LINNEAN_RANKS.entries()) {
    if (rank === "genus" || rank === "species" || query[rank] !== undefined) continue;
    const taxonOf = (usage: UsageOrdinal) => {
      const taxon = taxa.linnean(usage)[slot]!;
      return taxon === NO_TAXON ? undefined : image.canonicalName(taxon);
    };
    if (decides(taxonOf)) hints.push(rank);
  }
  if (search.target.authorship === undefined && decides((usage) => image.authorship(usage))) {
    hints.push("scientificNameAuthorship");
  }
  if (query.taxonRank === undefined && decides((usage) => image.rank(usage))) hints.push("taxonRank");
  if (query.nomenclaturalCode === undefined && decides((usage) => image.code(usage))) hints.push("nomenclaturalCode");
  return hints;
}
