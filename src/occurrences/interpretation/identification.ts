/**
 * Which identification stands for the record? That of the core; where the core has none at all, the one row of the
 * identification extension, or the latest of several when all are dated.
 *
 * After gbif/pipelines `IdentificationUtils`, with days and times compared as such.
 */
import { CLASSIFICATION_RANKS } from "../../taxonomy/rank.ts";
import { parseDate } from "./dates/date-text.ts";
import { firstMillisecond } from "./dates/moment.ts";
import type { VerbatimRecord } from "./record.ts";

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

/** Lets the chosen identification stand in for what the core lacks. */
export function chooseIdentification(record: VerbatimRecord, months: ReadonlyMap<string, number>): void {
  const rows = record.rows("identification");
  if (rows.length === 0 || TERMS.some((term) => record.plain(term))) return;
  if (rows.length === 1) {
    record.substitute(rows[0]!);
    return;
  }
  let latest: { at: number; row: (typeof rows)[number] } | undefined;
  for (const row of rows) {
    const { moment } = parseDate(row["dateIdentified"]?.trim() ?? "", months);
    if (moment === undefined) return;
    const at = firstMillisecond(moment);
    if (latest === undefined || at > latest.at) latest = { at, row };
  }
  if (latest) record.substitute(latest.row);
}
