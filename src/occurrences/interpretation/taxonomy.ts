/**
 * Which taxon is it? The matcher is asked with everything the record says of the taxon, once for each checklist.
 *
 * A matcher that fails is an error of the record, never "no match".
 */

import type { HigherTaxa, MatchedTaxon } from "../../answer/taxon-answers.ts";
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
/** A field that is the same for all taxa below one. */
export type HigherField = readonly [field: InterpretedField, valueIn: (taxa: HigherTaxa) => string | undefined];

/** The fields that an answer sets by itself. */
export const OWN_FIELDS: readonly AnswerField[] = [
  ["taxonKey", ({ taxon }) => taxon.key],
  ["acceptedTaxonKey", ({ taxon }) => taxon.acceptedKey],
  ["scientificName", ({ taxon }) => taxon.name],
  ["scientificNameAuthorship", ({ taxon }) => taxon.authorship],
  ["acceptedScientificName", ({ taxon }) => taxon.acceptedName],
  ["genericName", ({ taxon }) => taxon.genericName],
  ["specificEpithet", ({ taxon }) => taxon.specificEpithet],
  ["infraspecificEpithet", ({ taxon }) => taxon.infraspecificEpithet],
  ["taxonRank", ({ taxon }) => taxon.acceptedRank],
  ["taxonomicStatus", ({ taxon }) => taxon.status],
  ["species", ({ taxon }) => taxon.species],
  ["speciesKey", ({ taxon }) => taxon.speciesKey],
  ["taxonKeys", ({ taxon }) => taxonKeysOf(taxon)],
  ["matchType", ({ question: { answers } }) => (answers[0]!.isRefused ? "NONE" : answers[0]!.matchType)],
  ["confidence", ({ question: { answers } }) => answers[0]!.confidence],
  ["classifications", ({ classifications }) => classifications],
];

/** The fields that its higher taxa set. */
export const HIGHER_FIELDS: readonly HigherField[] = QUERY_RANKS.slice(0, -1).flatMap((rank, column) => [
  [rank, ({ names }) => names[column]] satisfies HigherField,
  [`${rank}Key`, ({ rankKeys }) => rankKeys[column]] satisfies HigherField,
]);

/** All fields that an answer sets. */
export const ANSWER_FIELDS: readonly InterpretedField[] = [...OWN_FIELDS, ...HIGHER_FIELDS].map(([field]) => field);

/** All fields of taxa. */
export const TAXON_FIELDS: readonly InterpretedField[] = [
  ...ANSWER_FIELDS,
  "iucnRedListCategory",
  "verbatimScientificName",
  "verbatimScientificNameAuthorship",
];

/** From the root down, a synonym behind its accepted taxon; each once. */
function taxonKeysOf({ key, acceptedKey, higher }: MatchedTaxon): readonly string[] {
  let { keys } = higher;
  if (!keys.includes(acceptedKey)) keys = keys.concat(acceptedKey);
  return key !== acceptedKey && !keys.includes(key) ? keys.concat(key) : keys;
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
  for (const issue of asked.question.answers[0]!.issues) out.flag(issue);
  return asked;
}

/** Sets the taxonomic fields. */
export function interpretTaxonomy(record: VerbatimRecord, out: InterpretedRecord, tools: Tools): void {
  const asked = askTaxonomy(record, out, tools);
  if (asked === undefined) return;
  const fields = out as unknown as Record<string, unknown>;
  for (const [field, valueIn] of OWN_FIELDS) fields[field] = valueIn(asked);
  for (const [field, valueIn] of HIGHER_FIELDS) fields[field] = valueIn(asked.taxon.higher);
  out.classifications = asked.classifications?.toString();
}

/** Takes back what {@link interpretTaxonomy} set, so that another backbone can be asked. */
export function clearTaxonomy(out: InterpretedRecord): void {
  for (const field of ANSWER_FIELDS) out[field] = undefined;
  out.iucnRedListCategory = undefined;
  out.issue = out.issue.filter((issue: OccurrenceIssue) => !/^(TAXON_|SCIENTIFIC_NAME_)/.test(issue));
}
