/**
 * Which usage do the records of another checklist mean?
 *
 * Identifiers of a checklist beside the matched one (IUCN, WoRMS …) are joined to usages by matching each of its usages
 * strictly, with its classification; what only fits a higher taxon is not joined (GBIF matching-ws, join indexes).
 */

import { NO_TAXON } from "../image/layout/format.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import { joinedIdentifier } from "../taxonomy/identifier-sources.ts";
import type { MatchQuery } from "../taxonomy/match.ts";
import type { Rank } from "../taxonomy/rank.ts";
import type { Matcher } from "./match.ts";

/** Ranks of higher taxa that speak for a name. The genus does not: a synonym's is another than its accepted usage's. */
const HINTS: Partial<Record<Rank, keyof MatchQuery>> = {
  KINGDOM: "kingdom",
  PHYLUM: "phylum",
  CLASS: "class",
  ORDER: "order",
  FAMILY: "family",
};

/** Usages between two reports of progress. */
const PROGRESS_USAGES = 20_000;

/**
 * Joins the usages of another checklist to those that `matcher` finds for them; how many were joined.
 * @param add takes an identifier and its usage; false when the identifier was joined before
 * @param source whose identifiers they are: `"worms"`
 * @param onProgress told how many usages have been looked at
 */
export function joinChecklist(
  matcher: Matcher,
  other: ImageReader,
  source: string,
  add: (identifier: string, usage: UsageOrdinal) => boolean,
  onProgress?: (usages: number) => void,
): number {
  let joined = 0;
  for (let usage = 0; usage < other.usageCount; usage++) {
    if (usage % PROGRESS_USAGES === 0) onProgress?.(usage);
    const outcome = matcher.match(joinQuery(other, usage));
    if (outcome.usage === NO_TAXON || outcome.matchType === "HIGHERRANK") continue;
    if (add(joinedIdentifier(other.id(usage), source), outcome.usage)) joined++;
  }
  return joined;
}

function joinQuery(other: ImageReader, usage: UsageOrdinal): MatchQuery {
  const query: Record<string, unknown> = {
    scientificName: other.scientificName(usage),
    taxonRank: other.rank(usage),
    strict: true,
  };
  for (const taxon of other.lineage(usage)) {
    const hint = HINTS[other.rank(taxon)!];
    if (hint !== undefined) query[hint] = other.canonicalName(taxon);
  }
  return query as MatchQuery;
}
