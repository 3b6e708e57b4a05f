/**
 * Which taxon is it? The matcher is asked with everything the record says of the taxon, once for each checklist.
 *
 * A matcher that fails is an error of the record, never "no match".
 */

import type { Classifications } from "./classifications.ts";
import type { InterpretedField, InterpretedRecord } from "./interpreted.ts";
import type { OccurrenceIssue } from "./issues.ts";
import type { VerbatimRecord } from "./record.ts";
import { type AskedTaxon, taxonQuery } from "./taxa.ts";
import { TAXON_TEXTS, taxonKeysOf } from "./taxon-rows.ts";
import type { Tools } from "./tools.ts";

type AnswerValue = string | number | Classifications | undefined;

/** A field that an answer sets beside those of its taxon, and what it is set to. */
export type AnswerField = readonly [field: InterpretedField, valueIn: (answer: AskedTaxon) => AnswerValue];

/** The fields that say how a question was answered. */
export const MATCH_FIELDS: readonly AnswerField[] = [
  ["matchType", ({ question: { answers } }) => (answers[0]!.isRefused ? "NONE" : answers[0]!.matchType)],
  ["confidence", ({ question: { answers } }) => answers[0]!.confidence],
  ["classifications", ({ classifications }) => classifications],
];

/** All fields that an answer sets. */
export const ANSWER_FIELDS: readonly InterpretedField[] = [
  ...[...TAXON_TEXTS, ...MATCH_FIELDS].map(([field]) => field),
  "taxonKeys",
];

/** All fields of taxa. */
export const TAXON_FIELDS: readonly InterpretedField[] = [
  ...ANSWER_FIELDS,
  "iucnRedListCategory",
  "verbatimScientificName",
  "verbatimScientificNameAuthorship",
];

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
  const { taxa } = tools;
  const asked = askTaxonomy(record, out, tools);
  if (asked === undefined) return;
  const fields = out as unknown as Record<string, unknown>;
  const taxon = taxa.taxonOf(asked);
  for (const [field, valueIn] of TAXON_TEXTS) fields[field] = valueIn(taxon);
  for (const [field, valueIn] of MATCH_FIELDS) fields[field] = valueIn(asked);
  out.taxonKeys = taxonKeysOf(taxon);
  out.classifications = asked.classifications?.toString();
}

/** Takes back what {@link interpretTaxonomy} set, so that another backbone can be asked. */
export function clearTaxonomy(out: InterpretedRecord): void {
  for (const field of ANSWER_FIELDS) out[field] = undefined;
  out.iucnRedListCategory = undefined;
  out.issue = out.issue.filter((issue: OccurrenceIssue) => !/^(TAXON_|SCIENTIFIC_NAME_)/.test(issue));
}
