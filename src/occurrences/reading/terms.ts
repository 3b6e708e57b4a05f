/**
 * What is a column or member called in Darwin Core? Namespaces, case, spaces and underscores do not count.
 */

/** Terms of Darwin Core and Dublin Core, and those of GBIF's downloads, as they are written. */
const TERMS = (
  "gbifID abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative audience " +
  "available bibliographicCitation conformsTo contributor coverage created creator date dateAccepted " +
  "dateCopyrighted dateSubmitted description educationLevel extent format hasFormat hasPart hasVersion " +
  "identifier instructionalMethod isFormatOf isPartOf isReferencedBy isReplacedBy isRequiredBy " +
  "isVersionOf issued language license mediator medium modified provenance publisher references " +
  "relation replaces requires rights rightsHolder source spatial subject tableOfContents temporal title " +
  "type valid institutionID collectionID datasetID institutionCode collectionCode datasetName " +
  "ownerInstitutionCode basisOfRecord informationWithheld dataGeneralizations dynamicProperties " +
  "occurrenceID catalogNumber recordNumber recordedBy individualCount organismQuantity " +
  "organismQuantityType sex lifeStage reproductiveCondition behavior establishmentMeans " +
  "occurrenceStatus preparations disposition associatedMedia associatedReferences associatedSequences " +
  "associatedTaxa otherCatalogNumbers occurrenceRemarks organismID organismName organismScope " +
  "associatedOccurrences associatedOrganisms previousIdentifications organismRemarks materialSampleID " +
  "eventID parentEventID fieldNumber eventDate eventTime startDayOfYear endDayOfYear year month day " +
  "verbatimEventDate habitat samplingProtocol samplingEffort sampleSizeValue sampleSizeUnit fieldNotes " +
  "eventRemarks locationID higherGeographyID higherGeography continent waterBody islandGroup island " +
  "country countryCode stateProvince county municipality locality verbatimLocality " +
  "minimumElevationInMeters maximumElevationInMeters verbatimElevation minimumDepthInMeters " +
  "maximumDepthInMeters verbatimDepth minimumDistanceAboveSurfaceInMeters " +
  "maximumDistanceAboveSurfaceInMeters locationAccordingTo locationRemarks decimalLatitude " +
  "decimalLongitude geodeticDatum coordinateUncertaintyInMeters coordinatePrecision " +
  "pointRadiusSpatialFit verbatimCoordinates verbatimLatitude verbatimLongitude " +
  "verbatimCoordinateSystem verbatimSRS footprintWKT footprintSRS footprintSpatialFit georeferencedBy " +
  "georeferencedDate georeferenceProtocol georeferenceSources georeferenceVerificationStatus " +
  "georeferenceRemarks geologicalContextID earliestEonOrLowestEonothem latestEonOrHighestEonothem " +
  "earliestEraOrLowestErathem latestEraOrHighestErathem earliestPeriodOrLowestSystem " +
  "latestPeriodOrHighestSystem earliestEpochOrLowestSeries latestEpochOrHighestSeries " +
  "earliestAgeOrLowestStage latestAgeOrHighestStage lowestBiostratigraphicZone " +
  "highestBiostratigraphicZone lithostratigraphicTerms group formation member bed identificationID " +
  "identificationQualifier typeStatus identifiedBy dateIdentified identificationReferences " +
  "identificationVerificationStatus identificationRemarks taxonID scientificNameID acceptedNameUsageID " +
  "parentNameUsageID originalNameUsageID nameAccordingToID namePublishedInID taxonConceptID " +
  "scientificName acceptedNameUsage parentNameUsage originalNameUsage nameAccordingTo namePublishedIn " +
  "namePublishedInYear higherClassification kingdom phylum class order family genus subgenus " +
  "specificEpithet infraspecificEpithet taxonRank verbatimTaxonRank scientificNameAuthorship " +
  "vernacularName nomenclaturalCode taxonomicStatus nomenclaturalStatus taxonRemarks projectId " +
  "recordedByID identifiedByID pathway degreeOfEstablishment superfamily subfamily tribe subtribe " +
  "genericName infragenericEpithet cultivarEpithet superorder verbatimIdentification " +
  "verbatimScientificName verbatimScientificNameAuthorship typifiedName publishingCountry " +
  "publishingOrgKey datasetKey caste vitality accessURI CreateDate measurementID measurementType " +
  "measurementTypeID measurementValue measurementValueID measurementAccuracy measurementUnit " +
  "measurementUnitID measurementDeterminedBy measurementDeterminedDate measurementMethod " +
  "measurementRemarks eventType lastInterpreted issue taxonKey speciesKey materialEntityID " +
  "verticalDatum parentMeasurementID fundingAttribution "
)
  .trim()
  .split(" ");

const BY_KEY: ReadonlyMap<string, string> = new Map(TERMS.map((term) => [keyOf(term), term]));

/** The short name of a term: `"http://rs.tdwg.org/dwc/terms/eventDate"`, `"dwc:event_date"` → `"eventDate"`. */
export function shortTerm(name: string): string {
  return BY_KEY.get(keyOf(name)) ?? lastPart(name);
}

/** True for the short name of a term of Darwin Core, Dublin Core or GBIF's downloads, as it is written there. */
export function isKnownTerm(name: string): boolean {
  return BY_KEY.get(keyOf(name)) === name;
}

/** How many of the names are terms that are known. */
export function countKnownTerms(names: readonly string[]): number {
  return new Set(names.map(keyOf).filter((key) => BY_KEY.has(key))).size;
}

/** True for columns that only tables of occurrences have, not those of their events, media or identifications. */
export function hasRecords(terms: readonly (string | undefined)[]): boolean {
  const has = (...names: string[]) => names.some((name) => terms.includes(name));
  return (
    has("basisOfRecord", "catalogNumber") ||
    // A row of an extension names the record that it belongs to, too.
    (has("occurrenceID") && has("scientificName", "country", "countryCode", "eventDate", "decimalLatitude", "eventID"))
  );
}

/** Names of columns as terms, each once: the second `type` becomes `type_2`. */
export function distinctTerms(names: readonly (string | undefined)[]): (string | undefined)[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    if (name === undefined || name.trim() === "") return undefined;
    const term = shortTerm(name);
    const count = (seen.get(term) ?? 0) + 1;
    seen.set(term, count);
    return count === 1 ? term : `${term}_${count}`;
  });
}

function keyOf(name: string): string {
  return lastPart(name)
    .replace(/[\s_-]+/g, "")
    .toLowerCase();
}

function lastPart(name: string): string {
  return name.trim().replace(/^.*[/#:]/, "");
}
