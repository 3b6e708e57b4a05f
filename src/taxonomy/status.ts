/** What does a taxonomic status say? The values are GBIF's API v2 enumeration, BARE_NAME being ColDP's. */
export const TAXONOMIC_STATUSES = [
  "ACCEPTED",
  "PROVISIONALLY_ACCEPTED",
  "SYNONYM",
  "AMBIGUOUS_SYNONYM",
  "MISAPPLIED",
  "BARE_NAME",
] as const;

/** `"ACCEPTED"`, `"SYNONYM"` … */
export type TaxonomicStatus = (typeof TAXONOMIC_STATUSES)[number];

/** True for every kind of synonym, misapplied names included. */
export function isSynonym(status: TaxonomicStatus): boolean {
  return status === "SYNONYM" || status === "AMBIGUOUS_SYNONYM" || status === "MISAPPLIED";
}
