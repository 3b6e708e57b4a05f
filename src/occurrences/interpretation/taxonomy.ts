/**
 * Which taxon is it? The matcher is asked with everything the record says of the taxon, once for each checklist.
 *
 * A matcher that fails is an error of the record, never "no match".
 */
import { taxonQuery } from "./taxa.ts";
import type { Interpreter } from "./tools.ts";

/** Sets the taxonomic fields. */
export const interpretTaxonomy: Interpreter = (record, out, { matchers, taxa }) => {
  out.verbatimScientificName = record.plain("scientificName") || undefined;
  out.verbatimScientificNameAuthorship = record.value("scientificNameAuthorship");
  if (matchers.length === 0) return;
  const { query, key } = taxonQuery(record);
  const found = taxa.of(key, query);
  found.count++;
  Object.assign(out, found.fields);
  for (const issue of found.issues) out.flag(issue);
};
