/**
 * Which taxon is it? The matcher is asked with everything the record says of the taxon, once for each checklist.
 *
 * A matcher that fails is an error of the record, never "no match".
 */

import type { MatchedTaxon } from "../../answer/taxon-answers.ts";
import { QUERY_RANKS } from "../../taxonomy/match.ts";
import type { Classifications } from "./classifications.ts";
import type { InterpretedField, InterpretedRecord } from "./interpreted.ts";
import type { OccurrenceIssue } from "./issues.ts";
import type { VerbatimRecord } from "./record.ts";
import { type AskedTaxon, taxonQuery } from "./taxa.ts";
import type { Tools } from "./tools.ts";

type AnswerValue = string | number | readonly string[] | Classifications | undefined;

/** A field that an answer sets, and what it is set to. */
export type AnswerField = readonly [field: InterpretedField, valueIn: (answer: AskedTaxon) => AnswerValue];

function ofTaxon(field: InterpretedField, valueIn: (taxon: MatchedTaxon) => AnswerValue): AnswerField {
  return [field, ({ taxon }) => valueIn(taxon)];
}

/** The fields that an answer sets. */
export const ANSWER_FIELDS: readonly AnswerField[] = [
  ofTaxon("taxonKey", (taxon) => taxon.key),
  ofTaxon("acceptedTaxonKey", (taxon) => taxon.acceptedKey),
  ofTaxon("scientificName", (taxon) => taxon.name),
  ofTaxon("scientificNameAuthorship", (taxon) => taxon.authorship),
  ofTaxon("acceptedScientificName", (taxon) => taxon.acceptedName),
  ofTaxon("genericName", (taxon) => taxon.genericName),
  ofTaxon("specificEpithet", (taxon) => taxon.specificEpithet),
  ofTaxon("infraspecificEpithet", (taxon) => taxon.infraspecificEpithet),
  ofTaxon("taxonRank", (taxon) => taxon.acceptedRank),
  ofTaxon("taxonomicStatus", (taxon) => taxon.status),
  ofTaxon("taxonKeys", taxonKeysOf),
  ["matchType", ({ answers: [answer] }) => (answer!.isRefused ? "NONE" : answer!.matchType)],
  ["confidence", ({ answers: [answer] }) => answer!.confidence],
  ["classifications", ({ classifications }) => classifications],
  ...QUERY_RANKS.map((rank, column) =>
    ofTaxon(rank, (taxon) =>
      taxon.acceptedColumn === column ? taxon.acceptedCanonicalName : taxon.above.names[column],
    ),
  ),
  ...QUERY_RANKS.map((rank, column) =>
    ofTaxon(`${rank}Key`, (taxon) =>
      taxon.acceptedColumn === column ? taxon.acceptedKey : taxon.above.rankKeys[column],
    ),
  ),
];

/** All fields of taxa. */
export const TAXON_FIELDS: readonly InterpretedField[] = [
  ...ANSWER_FIELDS.map(([field]) => field),
  "iucnRedListCategory",
  "verbatimScientificName",
  "verbatimScientificNameAuthorship",
];

/** From the root down, a synonym behind its accepted taxon; each once. */
function taxonKeysOf({ key, acceptedKey, above }: MatchedTaxon): readonly string[] {
  const keys = [...above.keys];
  if (!keys.includes(acceptedKey)) keys.push(acceptedKey);
  if (key !== acceptedKey && !keys.includes(key)) keys.push(key);
  return keys;
}

/** Sets the published name and flags the issues of the answer, which is given back; absent when no checklist is there. */
export function askTaxonomy(
  record: VerbatimRecord,
  out: InterpretedRecord,
  { matchers, taxa, standsFor = 1 }: Tools,
): AskedTaxon | undefined {
  out.verbatimScientificName = record.plain("scientificName") || undefined;
  out.verbatimScientificNameAuthorship = record.value("scientificNameAuthorship");
  if (matchers.length === 0) return undefined;
  const { query, key } = taxonQuery(record);
  const asked = taxa.of(key, query);
  asked.count += standsFor;
  for (const issue of asked.answers[0]!.issues) out.flag(issue);
  return asked;
}

/** Sets the taxonomic fields. */
export function interpretTaxonomy(record: VerbatimRecord, out: InterpretedRecord, tools: Tools): void {
  const asked = askTaxonomy(record, out, tools);
  if (asked === undefined) return;
  const fields = out as unknown as Record<string, unknown>;
  for (const [field, valueIn] of ANSWER_FIELDS) fields[field] = valueIn(asked);
  out.classifications = asked.classifications?.toString();
}

/** Takes back what {@link interpretTaxonomy} set, so that another backbone can be asked. */
export function clearTaxonomy(out: InterpretedRecord): void {
  for (const [field] of ANSWER_FIELDS) out[field] = undefined;
  out.iucnRedListCategory = undefined;
  out.issue = out.issue.filter((issue: OccurrenceIssue) => !/^(TAXON_|SCIENTIFIC_NAME_)/.test(issue));
}
