/**
 * Which identification stands for the record? That of the core; where the core has none at all, the one row of the
 * identification extension, or the latest of several when all are dated.
 *
 * After gbif/pipelines `IdentificationUtils`, with days and times compared as such.
 */
import { parseDate } from "./dates/date-text.ts";
import { firstMillisecond } from "./dates/moment.ts";
import type { ExtensionRow, VerbatimRecord } from "./record.ts";
import { ASKED } from "./taxa.ts";

/** Terms of the groups Identification and Taxon: those that the matcher is asked with, and all others. */
const TERMS: readonly string[] = [
  ...ASKED,
  "subgenus",
  "infragenericEpithet",
  "cultivarEpithet",
  "acceptedNameUsageID",
  "parentNameUsageID",
  "originalNameUsageID",
  "nameAccordingToID",
  "namePublishedInID",
  "acceptedNameUsage",
  "parentNameUsage",
  "originalNameUsage",
  "nameAccordingTo",
  "namePublishedIn",
  "namePublishedInYear",
  "higherClassification",
  "vernacularName",
  "taxonomicStatus",
  "nomenclaturalStatus",
  "taxonRemarks",
  "identificationID",
  "identificationQualifier",
  "typeStatus",
  "identifiedBy",
  "identifiedByID",
  "dateIdentified",
  "identificationReferences",
  "identificationVerificationStatus",
  "identificationRemarks",
];

/** Lets the chosen identification stand in for what the core lacks. @returns its row */
export function chooseIdentification(
  record: VerbatimRecord,
  months: ReadonlyMap<string, number>,
): ExtensionRow | undefined {
  const rows = record.rows("identification");
  if (rows.length === 0 || TERMS.some((term) => record.plain(term))) return undefined;
  const chosen = rows.length === 1 ? rows[0] : latestOf(rows, months);
  if (chosen) record.substitute(chosen);
  return chosen;
}

/** The row identified last, when all are dated. */
function latestOf(rows: readonly ExtensionRow[], months: ReadonlyMap<string, number>): ExtensionRow | undefined {
  let latest: { at: number; row: ExtensionRow } | undefined;
  for (const row of rows) {
    const { moment } = parseDate(row["dateIdentified"]?.trim() ?? "", months);
    if (moment === undefined) return undefined;
    const at = firstMillisecond(moment);
    if (latest === undefined || at > latest.at) latest = { at, row };
  }
  return latest?.row;
}
