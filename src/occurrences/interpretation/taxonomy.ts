/**
 * Which taxon is it? The matcher is asked with everything the record says of the taxon, once for each checklist.
 *
 * A matcher that fails is an error of the record, never "no match".
 */

import type { InterpretedField, InterpretedRecord } from "./interpreted.ts";
import type { OccurrenceIssue } from "./issues.ts";
import { NO_QUESTION } from "./questions.ts";
import type { VerbatimRecord } from "./record.ts";
import { taxonQuery } from "./taxa.ts";
import type { Verdict } from "./taxon-matcher.ts";
import { TAXON_TEXTS } from "./taxon-rows.ts";
import type { Tools } from "./tools.ts";

/** The fields that say how a question was answered. */
const MATCH_FIELDS: readonly InterpretedField[] = ["matchType", "confidence", "classifications"];

/** All fields that an answer sets. */
export const ANSWER_FIELDS: readonly InterpretedField[] = [...TAXON_TEXTS, "taxonKeys", ...MATCH_FIELDS];

/** Fields that tell what was published, and of which term. */
export const PUBLISHED_FIELDS = [
  ["verbatimScientificName", "scientificName"],
  ["verbatimScientificNameAuthorship", "scientificNameAuthorship"],
] as const satisfies readonly (readonly [InterpretedField, string])[];

/** All fields of taxa. */
export const TAXON_FIELDS: readonly InterpretedField[] = [
  ...ANSWER_FIELDS,
  "iucnRedListCategory",
  ...PUBLISHED_FIELDS.map(([field]) => field),
];

/** The match type that a record is given. */
export function matchTypeOf({ isRefused, matchType }: Verdict): string {
  return isRefused ? "NONE" : matchType;
}

/**
 * Sets the published name and flags the issues of the answer; the number of the question is given back, `NO_QUESTION` when
 * no checklist is there.
 */
export function askTaxonomy(
  record: VerbatimRecord,
  out: InterpretedRecord,
  { matchers, taxa, standsFor = 1 }: Tools,
): number {
  out.verbatimScientificName = record.plain("scientificName") || undefined;
  out.verbatimScientificNameAuthorship = record.value("scientificNameAuthorship");
  if (matchers.length === 0) return NO_QUESTION;
  const { query, key } = taxonQuery(record);
  const question = taxa.of(key, query, standsFor);
  for (const issue of taxa.verdictOf(question).issues) out.flag(issue);
  return question;
}

/** Sets the taxonomic fields. */
export function interpretTaxonomy(record: VerbatimRecord, out: InterpretedRecord, tools: Tools): void {
  const { taxa } = tools;
  const question = askTaxonomy(record, out, tools);
  if (question === NO_QUESTION) return;
  const fields = out as unknown as Record<string, unknown>;
  const { rows } = taxa;
  const row = taxa.rowOf(question);
  for (let field = 0; field < TAXON_TEXTS.length; field++) fields[TAXON_TEXTS[field]!] = rows.text(row, field);
  const verdict = taxa.verdictOf(question);
  out.taxonKeys = rows.keys(row);
  out.matchType = matchTypeOf(verdict);
  out.confidence = verdict.confidence;
  out.classifications = taxa.classificationsOf(question)?.toString();
}

/** Takes back what {@link interpretTaxonomy} set, so that another backbone can be asked. */
export function clearTaxonomy(out: InterpretedRecord): void {
  for (const field of ANSWER_FIELDS) out[field] = undefined;
  out.iucnRedListCategory = undefined;
  out.issue = out.issue.filter((issue: OccurrenceIssue) => !/^(TAXON_|SCIENTIFIC_NAME_)/.test(issue));
}
