/**
 * Which identification stands for the record? That of the core; where the core has none at all, the one row of the
 * identification extension, or the latest of several when all are dated.
 *
 * After gbif/pipelines `IdentificationUtils`, with days and times compared as such.
 */
import { CLASSIFICATION_RANKS } from "../../taxonomy/rank.ts";
import { parseDate } from "./dates/date-text.ts";
import { firstMillisecond } from "./dates/moment.ts";
import type { ExtensionRow, VerbatimRecord } from "./record.ts";

/** Terms of the groups Identification and Taxon. */
const TERMS: readonly string[] = [
  "identificationID",
  "verbatimIdentification",
  "identificationQualifier",
  "typeStatus",
  "identifiedBy",
  "identifiedByID",
  "dateIdentified",
  "identificationReferences",
  "identificationVerificationStatus",
  "identificationRemarks",
  "taxonID",
  "scientificNameID",
  "acceptedNameUsageID",
  "parentNameUsageID",
  "originalNameUsageID",
  "nameAccordingToID",
  "namePublishedInID",
  "taxonConceptID",
  "scientificName",
  "acceptedNameUsage",
  "parentNameUsage",
  "originalNameUsage",
  "nameAccordingTo",
  "namePublishedIn",
  "namePublishedInYear",
  "higherClassification",
  ...CLASSIFICATION_RANKS,
  "genericName",
  "infragenericEpithet",
  "specificEpithet",
  "infraspecificEpithet",
  "cultivarEpithet",
  "taxonRank",
  "verbatimTaxonRank",
  "scientificNameAuthorship",
  "vernacularName",
  "nomenclaturalCode",
  "taxonomicStatus",
  "nomenclaturalStatus",
  "taxonRemarks",
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
