/**
 * Which usage bears this key or identifier?
 *
 * A `usageKey` answers alone, whatever the names say. The identifiers `taxonID`, `taxonConceptID` and
 * `scientificNameID` are tried in this order and win over the name; what does not fit is reported as an issue (GBIF's
 * `OccurrenceIssue` names).
 */

import { NO_TAXON } from "../../image/layout/format.ts";
import type { UsageOrdinal } from "../../image/read.ts";
import { type MatchOutcome, noOutcome } from "../outcome.ts";
import { present } from "../query/name-assembly.ts";
import type { Search } from "../search.ts";
import { type Joins, KNOWN_SCHEMES, storedIdentifier } from "./identifiers.ts";

/** The usage with this key, EXACT with confidence 100, or "none". */
export function byUsageKey(search: Search, key: string): MatchOutcome {
  const usage = search.image.usageWithId(key);
  const outcome = noOutcome(100);
  if (usage === NO_TAXON) {
    outcome.reasons.push("NOTHING_FOUND");
    return outcome;
  }
  return keyed(outcome, usage, "USAGE_KEY", "All provided names were ignored since the usageKey was provided");
}

function keyed(
  outcome: MatchOutcome,
  usage: UsageOrdinal,
  reason: "USAGE_KEY" | "IDENTIFIER",
  note: string | undefined,
): MatchOutcome {
  outcome.usage = usage;
  outcome.matchType = "EXACT";
  outcome.confidence = 100;
  outcome.reasons = [reason];
  outcome.note = note;
  return outcome;
}

const IDENTIFIERS = [
  ["taxonID", "TAXON_ID_NOT_FOUND"],
  ["taxonConceptID", "TAXON_CONCEPT_ID_NOT_FOUND"],
  ["scientificNameID", "SCIENTIFIC_NAME_ID_NOT_FOUND"],
] as const;

/** The usage that an identifier of the query belongs to, else the match by name with an issue for each unknown identifier. */
export function byIdentifier(search: Search, byName: MatchOutcome, joins: Joins | undefined): MatchOutcome {
  const { query } = search;
  for (const [field, issue] of IDENTIFIERS) {
    const identifier = present(query[field]);
    if (identifier === undefined) continue;
    let usage = usageWithIdentifier(search, identifier);
    if (usage === NO_TAXON) usage = joins?.get(identifier) ?? NO_TAXON;
    if (usage === NO_TAXON) {
      byName.issues.push(issue);
      continue;
    }
    const outcome = keyed(noOutcome(100), usage, "IDENTIFIER", undefined);
    outcome.matchedId = identifier;
    outcome.issues = inconsistencies(search, usage, byName);
    return outcome;
  }
  return byName;
}

/** A usage by identifier: as it is, or as one of the schemes stores it. */
function usageWithIdentifier(search: Search, identifier: string): UsageOrdinal {
  const { image } = search;
  const usage = image.usageWithId(identifier);
  if (usage !== NO_TAXON) return usage;
  for (const scheme of KNOWN_SCHEMES) {
    const stored = storedIdentifier(identifier, scheme);
    if (stored !== undefined) return image.usageWithId(stored);
  }
  return usage;
}

function inconsistencies(search: Search, usage: UsageOrdinal, byName: MatchOutcome): string[] {
  const issues: string[] = [];
  if (byName.reasons.includes("NO_NAME")) return issues;
  if (search.target.canonical !== search.image.canonicalName(usage)) {
    issues.push("SCIENTIFIC_NAME_AND_ID_INCONSISTENT");
  }
  if (byName.usage !== NO_TAXON && search.taxa.accepted(byName.usage) !== search.taxa.accepted(usage)) {
    issues.push("TAXON_MATCH_NAME_AND_ID_AMBIGUOUS");
  }
  return issues;
}
