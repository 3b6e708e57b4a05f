/**
 * Which usage bears this key or identifier?
 *
 * A `usageKey` answers alone, whatever the names say. The identifiers `taxonID`, `taxonConceptID` and
 * `scientificNameID` are tried in this order and win over the name; what does not fit is reported as an issue (GBIF's
 * `OccurrenceIssue` names). A bare number wins over no name that says otherwise: records bear the numbers of their own
 * collections there, and in a checklist with numbers for ids most of them are some usage's.
 */

import { type JoinedChecklist, NO_TAXON } from "../../image/layout/format.ts";
import type { ImageReader, UsageOrdinal } from "../../image/read.ts";
import { otherForms, sourceOfIdentifier, storedIdentifier } from "../../taxonomy/identifier-sources.ts";
import { type MatchOutcome, noOutcome } from "../outcome.ts";
import { present } from "../query/name-assembly.ts";
import type { Search } from "../search.ts";

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
  ["taxonID", "TAXON_ID_NOT_FOUND", "TAXON_MATCH_TAXON_ID_IGNORED"],
  ["taxonConceptID", "TAXON_CONCEPT_ID_NOT_FOUND", "TAXON_MATCH_TAXON_CONCEPT_ID_IGNORED"],
  ["scientificNameID", "SCIENTIFIC_NAME_ID_NOT_FOUND", "TAXON_MATCH_SCIENTIFIC_NAME_ID_IGNORED"],
] as const;

/** The usage that an identifier of the query belongs to, else the match by name with an issue for each unknown identifier. */
export function byIdentifier(search: Search, byName: MatchOutcome): MatchOutcome {
  const { query, image } = search;
  for (const [field, notFound, ignored] of IDENTIFIERS) {
    const identifier = present(query[field]);
    if (identifier === undefined) continue;
    const found = usageWithIdentifier(image, identifier);
    if (found === undefined) {
      byName.issues.push(notFound);
      continue;
    }
    const issues = inconsistencies(search, found, byName);
    if (issues.length === 2 && BARE_NUMBER.test(identifier)) {
      byName.issues.push(ignored);
      continue;
    }
    const outcome = keyed(noOutcome(100), found.usage, "IDENTIFIER", undefined);
    outcome.matchedId = identifier;
    outcome.matchedIn = found.checklist;
    outcome.issues = issues;
    return outcome;
  }
  return byName;
}

const BARE_NUMBER = /^\d+$/;

/** What an identifier leads to. */
interface Identified {
  /** The usage that is answered: of a joined record the accepted one. */
  readonly usage: UsageOrdinal;
  /** The usage that bears the name of the identified record. */
  readonly named: UsageOrdinal;
  /** The joined checklist that the identifier is of. */
  readonly checklist: JoinedChecklist | undefined;
}

/** A usage by its own identifier, as it is or as another form of it; then by those of joined checklists. */
function usageWithIdentifier(image: ImageReader, identifier: string): Identified | undefined {
  for (const form of [identifier, ...otherForms(identifier, image.header.identifierSource)]) {
    const usage = image.usageWithId(form);
    if (usage !== NO_TAXON) return { usage, named: usage, checklist: undefined };
  }
  const source = sourceOfIdentifier(identifier);
  const stored = source === undefined ? undefined : storedIdentifier(identifier, source);
  const joined = image.joined.find(stored ?? identifier);
  if (joined === undefined) return undefined;
  const { usage: named, checklist } = joined;
  const accepted = image.accepted(named);
  return { usage: accepted === NO_TAXON ? named : accepted, named, checklist };
}

function inconsistencies(search: Search, { usage, named }: Identified, byName: MatchOutcome): string[] {
  const issues: string[] = [];
  if (byName.reasons.includes("NO_NAME")) return issues;
  const { image, target } = search;
  if (target.canonical !== image.canonicalName(usage) && target.canonical !== image.canonicalName(named)) {
    issues.push("SCIENTIFIC_NAME_AND_ID_INCONSISTENT");
  }
  if (byName.usage !== NO_TAXON && search.taxa.accepted(byName.usage) !== search.taxa.accepted(usage)) {
    issues.push("TAXON_MATCH_NAME_AND_ID_AMBIGUOUS");
  }
  return issues;
}
