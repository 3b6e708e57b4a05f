/**
 * Under which names does a search engine keep what our columns hold?
 *
 * The fields of GBIF's occurrence index (`es-occurrence-schema.json`): taxonomy by checklist, concepts of vocabularies as
 * objects, texts folded to small letters with what was written beside them as `.verbatim`.
 */
import { COLUMN_RANKS, GEOLOGICAL_TERMS } from "../dataset/schema.ts";
import { OTHER_CHECKLIST } from "./checklists.ts";
import type { Parameter } from "./parameters.ts";

/** Key of the checklist where records were matched against none. */
export const NO_CHECKLIST = "none";

/** Vocabularies: a concept each, or several. */
export const CONCEPT_COLUMNS: ReadonlySet<string> = new Set([
  ...["sex", "lifeStage", "establishmentMeans", "degreeOfEstablishment", "pathway", "typeStatus"],
  ...GEOLOGICAL_TERMS,
]);

const GEOLOGICAL: ReadonlySet<string> = new Set([
  ...[...GEOLOGICAL_TERMS, "lowestBiostratigraphicZone", "highestBiostratigraphicZone", "group", "formation", "member"],
  ...["bed", "startAge", "endAge"],
]);

/** Columns that GBIF's index has under another name. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  gbifID: "gbifId",
  publishingOrgKey: "publishingOrganizationKey",
  occurrenceID: "occurrenceId",
  organismID: "organismId",
  eventID: "eventId",
  parentEventID: "parentEventId",
  recordedByID: "recordedByIds.value",
  identifiedByID: "identifiedByIds.value",
  issue: "issues",
  mediaType: "mediaTypes",
  lastInterpreted: "created",
};

/** Columns of the taxonomy, in the object of a checklist. */
const TAXONOMIC: Readonly<Record<string, string>> = {
  taxonKey: "usage.key",
  taxonKeys: "taxonKeys",
  scientificName: "usage.name",
  acceptedTaxonKey: "acceptedUsage.key",
  acceptedScientificName: "acceptedUsage.name",
  taxonomicStatus: "status",
  taxonomicIssue: "issues",
  iucnRedListCategory: "iucnRedListCategoryCode",
  ...Object.fromEntries(
    COLUMN_RANKS.flatMap((rank) => [
      [rank, `classification.${rank.toUpperCase()}`],
      [`${rank}Key`, `classificationKeys.${rank.toUpperCase()}`],
    ]),
  ),
};

/** The field of a column of the interpreted files, whose taxonomy is that of `checklist`. */
export function engineField(column: string, checklist: string): string {
  if (column.startsWith(OTHER_CHECKLIST)) {
    const end = column.lastIndexOf(":");
    return engineField(column.slice(end + 1), column.slice(OTHER_CHECKLIST.length, end));
  }
  const taxonomic = TAXONOMIC[column];
  if (taxonomic !== undefined) return `classifications.${checklist}.${taxonomic}`;
  const name = OTHER_NAMES[column] ?? column;
  const concept = CONCEPT_COLUMNS.has(column) ? `${name}.${column === "typeStatus" ? "concepts" : "concept"}` : name;
  return GEOLOGICAL.has(column) ? `geologicalContext.${concept}` : concept;
}

/**
 * The field that a parameter is compared with; `undefined` when no dataset holds it.
 * @param isValue true where a value is asked for: a taxon is found with all below it
 */
export function fieldOfParameter(
  { name, kind, column }: Parameter,
  checklist: string,
  isValue = false,
): string | undefined {
  if (kind === "geologicalTime") return engineField("startAge", checklist);
  if (kind === "eventDate") return "eventDate";
  if (column === undefined) return undefined;
  if (isValue && name === "taxonKey" && !column.startsWith(OTHER_CHECKLIST)) return engineField("taxonKeys", checklist);
  return engineField(column, checklist);
}

/** Columns with texts that are found whatever their letter case. */
export const FOLDED_KINDS: ReadonlySet<Parameter["kind"]> = new Set(["text"]);
