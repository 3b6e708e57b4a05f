/**
 * Which taxon is it? The matcher is asked with everything the record says of the taxon, once for each checklist.
 *
 * A matcher that fails is an error of the record, never "no match".
 */

import type { InterpretedRecord } from "./interpreted.ts";
import type { OccurrenceIssue } from "./issues.ts";
import { ANSWER_FIELDS, taxonQuery } from "./taxa.ts";
import type { Interpreter } from "./tools.ts";

/** Sets the taxonomic fields. */
export const interpretTaxonomy: Interpreter = (record, out, { matchers, taxa, standsFor = 1 }) => {
  out.verbatimScientificName = record.plain("scientificName") || undefined;
  out.verbatimScientificNameAuthorship = record.value("scientificNameAuthorship");
  if (matchers.length === 0) return;
  const { query, key } = taxonQuery(record);
  const found = taxa.of(key, query);
  found.count += standsFor;
  Object.assign(out, found.fields);
  for (const issue of found.issues) out.flag(issue);
};

/** Takes back what {@link interpretTaxonomy} set, so that another backbone can be asked. */
export function clearTaxonomy(out: InterpretedRecord): void {
  for (const field of ANSWER_FIELDS) out[field] = undefined;
  out.issue = out.issue.filter((issue: OccurrenceIssue) => !/^(TAXON_|SCIENTIFIC_NAME_)/.test(issue));
}
