/**
 * By what can occurrences be searched? One table: the parameter, its kind of value, and the column that holds it.
 *
 * Names are those of GBIF's `OccurrenceSearchParameter`. A parameter that GBIF knows and our datasets do not hold has no
 * column: it takes values and finds nothing.
 */
import { COLUMN_RANKS, GEOLOGICAL_TERMS } from "../dataset/schema.ts";

/** What kind of value a parameter takes, see `values.ts`. */
export type Kind =
  | "uuid"
  | "integer"
  | "decimal"
  | "boolean"
  | "date"
  | "eventDate"
  | "enumeration"
  | "country"
  | "taxonKey"
  | "text"
  | "exactText"
  | "geometry"
  | "geoDistance"
  | "scientificName"
  | "geologicalTime"
  | "checklist";

/** A parameter. */
export interface Parameter {
  /** As in URLs: `"taxonKey"`. */
  readonly name: string;
  /** As in predicates and facets: `"TAXON_KEY"`. */
  readonly key: string;
  readonly kind: Kind;
  /** Column of the interpreted files; `undefined` when no dataset holds it. */
  readonly column: string | undefined;
  /** True when the column is a list: one element that fits is enough. */
  readonly isList: boolean;
  /** Smallest and largest value of a number. */
  readonly bounds?: readonly [number, number] | undefined;
}

const table: Parameter[] = [];

function add(
  kind: Kind,
  names: string,
  options: { list?: boolean; column?: string; bounds?: [number, number] } = {},
): void {
  for (const name of names.split(" ")) {
    const bare = name.startsWith("-");
    const shown = bare ? name.slice(1) : name;
    table.push({
      name: shown,
      key: keyOf(shown),
      kind,
      column: bare ? undefined : (options.column ?? shown),
      isList: options.list ?? false,
      bounds: options.bounds,
    });
  }
}

/** `"taxonKey"` → `"TAXON_KEY"`, `"recordedByID"` → `"RECORDED_BY_ID"`. */
function keyOf(name: string): string {
  return name
    .replace(/\./g, "_")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toUpperCase();
}

add("uuid", "datasetKey -networkKey -installationKey -hostingOrganizationKey");
add("uuid", "publishingOrg", { column: "publishingOrgKey" });
add("integer", "year startDayOfYear endDayOfYear -crawlId");
add("integer", "month", { bounds: [1, 12] });
add("integer", "day", { bounds: [1, 31] });
add("decimal", "decimalLatitude", { bounds: [-90, 90] });
add("decimal", "decimalLongitude", { bounds: [-180, 180] });
add(
  "decimal",
  "elevation depth coordinateUncertaintyInMeters organismQuantity sampleSizeValue relativeOrganismQuantity",
);
add("decimal", "-distanceFromCentroidInMeters");
add("boolean", "hasCoordinate repatriated isSequenced -isInCluster");
add("boolean", "hasGeospatialIssue", { column: "hasGeospatialIssues" });
add("date", "lastInterpreted modified");
add("date", "eventDateGte");
add("eventDate", "eventDate");
add(
  "enumeration",
  "basisOfRecord occurrenceStatus continent license taxonomicStatus -protocol gbifRegion publishedByGbifRegion",
);
add("enumeration", "mediaType issue", { list: true });
add("country", "country", { column: "countryCode" });
add("country", "publishingCountry");
add("taxonKey", "taxonKey acceptedTaxonKey");
for (const rank of COLUMN_RANKS) add("taxonKey", `${rank}Key`);
add("text", "sex lifeStage establishmentMeans degreeOfEstablishment pathway");
add("text", "typeStatus", { list: true });
for (const term of GEOLOGICAL_TERMS) add("text", term);
add("text", "institutionCode collectionCode catalogNumber recordNumber eventId parentEventId occurrenceId organismId");
for (const id of ["occurrenceID", "organismID", "eventID", "parentEventID"]) {
  const at = table.findIndex(({ name }) => name.toLowerCase() === id.toLowerCase());
  table[at] = { ...table[at]!, column: id };
}
add("text", "otherCatalogNumbers preparations samplingProtocol recordedBy identifiedBy", { list: true });
add("text", "datasetId", { list: true, column: "datasetID" });
add("text", "projectId", { list: true });
add("text", "organismQuantityType waterBody locality stateProvince verbatimScientificName");
add("text", "-taxonId -taxonConceptId -programme -collectionKey -institutionKey");
add("exactText", "recordedByID identifiedByID datasetName georeferencedBy higherGeography", { list: true });
add("exactText", "associatedSequences previousIdentifications", { list: true });
add("exactText", "island islandGroup fieldNumber group formation member bed sampleSizeUnit iucnRedListCategory");
add("exactText", "lowestBiostratigraphicZone highestBiostratigraphicZone");
add("exactText", "-biostratigraphy -lithostratigraphy -dwcaExtension -datasetCategory -measurementType");
add("exactText", "-gadmGid -gadmLevel0Gid -gadmLevel1Gid -gadmLevel2Gid -gadmLevel3Gid -dnaSequenceId");
add("exactText", "taxonomicIssue", { list: true, column: "issue" });
add("text", "-nucleotideSequence.targetGene -nucleotideSequence.nucleotideSequenceID -nucleotideSequence.sequence");
add("integer", "-nucleotideSequence.sequenceLength -nucleotideSequence.nRunsCapped");
add("decimal", "-nucleotideSequence.gcContent -nucleotideSequence.nonIupacFraction -nucleotideSequence.nFraction");
add("integer", "gbifId", { column: "gbifID" });
add("scientificName", "scientificName");
add("geometry", "-geometry");
add("geoDistance", "-geoDistance");
add("geologicalTime", "-geologicalTime");
add("checklist", "-checklistKey");

/** All parameters. */
export const PARAMETERS: readonly Parameter[] = table;

const byName = new Map(table.map((parameter) => [bareName(parameter.name), parameter]));

/** Letter case and the characters `. _ - space` say nothing in a parameter's name (GBIF's `lookup`). */
function bareName(name: string): string {
  return name.replace(/[._\- ]/g, "").toUpperCase();
}

/** The parameter of this name, however it is written; `undefined` for an unknown one. */
export function parameterNamed(name: string): Parameter | undefined {
  return byName.get(bareName(name));
}
