/**
 * Which usage do the records of another checklist mean?
 *
 * Identifiers of a checklist beside the matched one (IUCN, WoRMS …) are joined to usages by matching each of its records
 * strictly, with its classification; what only fits a higher taxon is not joined (GBIF matching-ws, join indexes).
 */

import { NO_TAXON } from "../../image/layout/format.ts";
import type { UsageOrdinal } from "../../image/read.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";
import type { NameUsage } from "../../taxonomy/name-usage.ts";
import type { Matcher } from "../match.ts";
import { Taxa } from "../score/taxa.ts";
import type { Joins } from "./identifiers.ts";

const HINT_RANKS = new Set(["KINGDOM", "PHYLUM", "CLASS", "ORDER", "FAMILY", "GENUS"]);

/** Joins the records of another checklist. Records that match nothing, or only a higher taxon, are left out. */
export function joinChecklist(matcher: Matcher, records: readonly NameUsage[]): Joins {
  const byId = new Map(records.map((record) => [record.id, record]));
  const taxa = new Taxa(matcher.image);
  const joins = new Map<string, UsageOrdinal>();
  for (const record of records) {
    const outcome = matcher.match(joinQuery(record, byId));
    if (outcome.usage === NO_TAXON || outcome.matchType === "HIGHERRANK") continue;
    joins.set(record.id, taxa.accepted(outcome.usage));
  }
  return joins;
}

function joinQuery(record: NameUsage, byId: ReadonlyMap<string, NameUsage>): MatchQuery {
  const query: Record<string, unknown> = { scientificName: record.scientificName, strict: true };
  if (record.authorship !== undefined) query["scientificNameAuthorship"] = record.authorship;
  if (record.rank !== undefined) query["taxonRank"] = record.rank;
  const seen = new Set<string>();
  for (let parent = byId.get(record.parentId ?? ""); parent !== undefined; parent = byId.get(parent.parentId ?? "")) {
    if (seen.has(parent.id)) break;
    seen.add(parent.id);
    if (parent.rank !== undefined && HINT_RANKS.has(parent.rank))
      query[parent.rank.toLowerCase()] = parent.scientificName;
  }
  return query as MatchQuery;
}
