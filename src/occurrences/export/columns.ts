/**
 * Which columns do the files of GBIF's downloads have, in which order, and which terms are they?
 *
 * As `/v1/occurrence/download/describe/{dwca,simpleCsv,speciesList}` tells. `dwc:class` is a term of that namespace,
 * `gbif:level0Gid=…` a column whose term has another name.
 */

const NAMESPACES: Readonly<Record<string, string>> = {
  gbif: "http://rs.gbif.org/terms/1.0/",
  dwc: "http://rs.tdwg.org/dwc/terms/",
  dcterms: "http://purl.org/dc/terms/",
  dwciri: "http://rs.tdwg.org/dwc/iri/",
  x4: "http://rs.gbif.org/terms/gadm/3.0/",
  x5: "http://iucn.org/terms/",
};

/** A column with the term it holds. */
export interface ExportColumn {
  readonly name: string;
  readonly term: string;
}

const OCCURRENCE = `
  gbif:gbifID dcterms:accessRights dcterms:bibliographicCitation dcterms:language dcterms:license dcterms:modified
  dcterms:publisher dcterms:references dcterms:rightsHolder dcterms:type dwc:institutionID dwc:collectionID
  dwc:datasetID dwc:institutionCode dwc:collectionCode dwc:datasetName dwc:ownerInstitutionCode dwc:basisOfRecord
  dwc:informationWithheld dwc:dataGeneralizations dwc:dynamicProperties dwc:occurrenceID dwc:catalogNumber
  dwc:recordNumber dwc:recordedBy dwc:recordedByID dwc:individualCount dwc:organismQuantity
  dwc:organismQuantityType dwc:sex dwc:lifeStage dwc:reproductiveCondition dwc:caste dwc:behavior dwc:vitality
  dwc:establishmentMeans dwc:degreeOfEstablishment dwc:pathway dwc:georeferenceVerificationStatus
  dwc:occurrenceStatus dwc:preparations dwc:disposition dwc:associatedOccurrences dwc:associatedReferences
  dwc:associatedSequences dwc:associatedTaxa dwc:otherCatalogNumbers dwc:occurrenceRemarks dwc:organismID
  dwc:organismName dwc:organismScope dwc:associatedOrganisms dwc:previousIdentifications dwc:organismRemarks
  dwc:materialEntityID dwc:materialEntityRemarks dwc:verbatimLabel dwc:materialSampleID dwc:eventID
  dwc:parentEventID dwc:eventType dwc:fieldNumber dwc:eventDate dwc:eventTime dwc:startDayOfYear dwc:endDayOfYear
  dwc:year dwc:month dwc:day dwc:verbatimEventDate dwc:habitat dwc:samplingProtocol dwc:sampleSizeValue
  dwc:sampleSizeUnit dwc:samplingEffort dwc:fieldNotes dwc:eventRemarks dwc:locationID dwc:higherGeographyID
  dwc:higherGeography dwc:continent dwc:waterBody dwc:islandGroup dwc:island dwc:countryCode dwc:stateProvince
  dwc:county dwc:municipality dwc:locality dwc:verbatimLocality dwc:verbatimElevation dwc:verticalDatum
  dwc:verbatimDepth dwc:minimumDistanceAboveSurfaceInMeters dwc:maximumDistanceAboveSurfaceInMeters
  dwc:locationAccordingTo dwc:locationRemarks dwc:decimalLatitude dwc:decimalLongitude
  dwc:coordinateUncertaintyInMeters dwc:coordinatePrecision dwc:pointRadiusSpatialFit dwc:verbatimCoordinateSystem
  dwc:verbatimSRS dwc:footprintWKT dwc:footprintSRS dwc:footprintSpatialFit dwc:georeferencedBy
  dwc:georeferencedDate dwc:georeferenceProtocol dwc:georeferenceSources dwc:georeferenceRemarks
  dwc:geologicalContextID dwc:earliestEonOrLowestEonothem dwc:latestEonOrHighestEonothem
  dwc:earliestEraOrLowestErathem dwc:latestEraOrHighestErathem dwc:earliestPeriodOrLowestSystem
  dwc:latestPeriodOrHighestSystem dwc:earliestEpochOrLowestSeries dwc:latestEpochOrHighestSeries
  dwc:earliestAgeOrLowestStage dwc:latestAgeOrHighestStage dwc:lowestBiostratigraphicZone
  dwc:highestBiostratigraphicZone dwc:lithostratigraphicTerms dwc:group dwc:formation dwc:member dwc:bed
  dwc:identificationID dwc:verbatimIdentification dwc:identificationQualifier dwc:typeStatus dwc:identifiedBy
  dwc:identifiedByID dwc:dateIdentified dwc:identificationReferences dwc:identificationVerificationStatus
  dwc:identificationRemarks dwc:taxonID dwc:scientificNameID dwc:acceptedNameUsageID dwc:parentNameUsageID
  dwc:originalNameUsageID dwc:nameAccordingToID dwc:namePublishedInID dwc:taxonConceptID dwc:scientificName
  dwc:acceptedNameUsage dwc:parentNameUsage dwc:originalNameUsage dwc:nameAccordingTo dwc:namePublishedIn
  dwc:namePublishedInYear dwc:higherClassification dwc:kingdom dwc:phylum dwc:class dwc:order dwc:superfamily
  dwc:family dwc:subfamily dwc:tribe dwc:subtribe dwc:genus dwc:genericName dwc:subgenus dwc:infragenericEpithet
  dwc:specificEpithet dwc:infraspecificEpithet dwc:cultivarEpithet dwc:taxonRank dwc:verbatimTaxonRank
  dwc:vernacularName dwc:nomenclaturalCode dwc:taxonomicStatus dwc:nomenclaturalStatus dwc:taxonRemarks
  gbif:datasetKey gbif:publishingCountry gbif:lastInterpreted gbif:elevation gbif:elevationAccuracy gbif:depth
  gbif:depthAccuracy gbif:distanceFromCentroidInMeters gbif:issue gbif:taxonomicIssue gbif:nonTaxonomicIssue
  gbif:mediaType gbif:hasCoordinate gbif:hasGeospatialIssues gbif:taxonKey gbif:acceptedTaxonKey gbif:kingdomKey
  gbif:phylumKey gbif:classKey gbif:orderKey gbif:familyKey gbif:genusKey gbif:subgenusKey gbif:speciesKey
  gbif:species gbif:acceptedScientificName gbif:verbatimScientificName gbif:typifiedName gbif:protocol
  gbif:lastParsed gbif:lastCrawled gbif:isInvasive gbif:repatriated gbif:relativeOrganismQuantity gbif:projectId
  gbif:isSequenced gbif:gbifRegion gbif:publishedByGbifRegion x4:level0Gid x4:level0Name x4:level1Gid
  x4:level1Name x4:level2Gid x4:level2Name x4:level3Gid x4:level3Name x5:iucnRedListCategory`;

const VERBATIM = `
  gbif:gbifID dcterms:accessRights dcterms:bibliographicCitation dcterms:language dcterms:license dcterms:modified
  dcterms:publisher dcterms:references dcterms:rightsHolder dcterms:type dwc:institutionID dwc:collectionID
  dwc:datasetID dwc:institutionCode dwc:collectionCode dwc:datasetName dwc:ownerInstitutionCode dwc:basisOfRecord
  dwc:informationWithheld dwc:dataGeneralizations dwc:dynamicProperties dwc:occurrenceID dwc:catalogNumber
  dwc:recordNumber dwc:recordedBy dwc:recordedByID dwc:individualCount dwc:organismQuantity
  dwc:organismQuantityType dwc:sex dwc:lifeStage dwc:reproductiveCondition dwc:caste dwc:behavior dwc:vitality
  dwc:establishmentMeans dwc:degreeOfEstablishment dwc:pathway dwc:georeferenceVerificationStatus
  dwc:occurrenceStatus dwc:preparations dwc:disposition dwc:associatedMedia dwc:associatedOccurrences
  dwc:associatedReferences dwc:associatedSequences dwc:associatedTaxa dwc:otherCatalogNumbers
  dwc:occurrenceRemarks dwc:organismID dwc:organismName dwc:organismScope dwc:associatedOrganisms
  dwc:previousIdentifications dwc:organismRemarks dwc:materialEntityID dwc:materialEntityRemarks dwc:verbatimLabel
  dwc:materialSampleID dwc:eventID dwc:parentEventID dwc:eventType dwc:fieldNumber dwc:eventDate dwc:eventTime
  dwc:startDayOfYear dwc:endDayOfYear dwc:year dwc:month dwc:day dwc:verbatimEventDate dwc:habitat
  dwc:samplingProtocol dwc:sampleSizeValue dwc:sampleSizeUnit dwc:samplingEffort dwc:fieldNotes dwc:eventRemarks
  dwc:locationID dwc:higherGeographyID dwc:higherGeography dwc:continent dwc:waterBody dwc:islandGroup dwc:island
  dwc:country dwc:countryCode dwc:stateProvince dwc:county dwc:municipality dwc:locality dwc:verbatimLocality
  dwc:minimumElevationInMeters dwc:maximumElevationInMeters dwc:verbatimElevation dwc:verticalDatum
  dwc:minimumDepthInMeters dwc:maximumDepthInMeters dwc:verbatimDepth dwc:minimumDistanceAboveSurfaceInMeters
  dwc:maximumDistanceAboveSurfaceInMeters dwc:locationAccordingTo dwc:locationRemarks dwc:decimalLatitude
  dwc:decimalLongitude dwc:geodeticDatum dwc:coordinateUncertaintyInMeters dwc:coordinatePrecision
  dwc:pointRadiusSpatialFit dwc:verbatimCoordinates dwc:verbatimLatitude dwc:verbatimLongitude
  dwc:verbatimCoordinateSystem dwc:verbatimSRS dwc:footprintWKT dwc:footprintSRS dwc:footprintSpatialFit
  dwc:georeferencedBy dwc:georeferencedDate dwc:georeferenceProtocol dwc:georeferenceSources
  dwc:georeferenceRemarks dwc:geologicalContextID dwc:earliestEonOrLowestEonothem dwc:latestEonOrHighestEonothem
  dwc:earliestEraOrLowestErathem dwc:latestEraOrHighestErathem dwc:earliestPeriodOrLowestSystem
  dwc:latestPeriodOrHighestSystem dwc:earliestEpochOrLowestSeries dwc:latestEpochOrHighestSeries
  dwc:earliestAgeOrLowestStage dwc:latestAgeOrHighestStage dwc:lowestBiostratigraphicZone
  dwc:highestBiostratigraphicZone dwc:lithostratigraphicTerms dwc:group dwc:formation dwc:member dwc:bed
  dwc:identificationID dwc:verbatimIdentification dwc:identificationQualifier dwc:typeStatus dwc:identifiedBy
  dwc:identifiedByID dwc:dateIdentified dwc:identificationReferences dwc:identificationVerificationStatus
  dwc:identificationRemarks dwc:taxonID dwc:scientificNameID dwc:acceptedNameUsageID dwc:parentNameUsageID
  dwc:originalNameUsageID dwc:nameAccordingToID dwc:namePublishedInID dwc:taxonConceptID dwc:scientificName
  dwc:acceptedNameUsage dwc:parentNameUsage dwc:originalNameUsage dwc:nameAccordingTo dwc:namePublishedIn
  dwc:namePublishedInYear dwc:higherClassification dwc:kingdom dwc:phylum dwc:class dwc:order dwc:superfamily
  dwc:family dwc:subfamily dwc:tribe dwc:subtribe dwc:genus dwc:genericName dwc:subgenus dwc:infragenericEpithet
  dwc:specificEpithet dwc:infraspecificEpithet dwc:cultivarEpithet dwc:taxonRank dwc:verbatimTaxonRank
  dwc:scientificNameAuthorship dwc:vernacularName dwc:nomenclaturalCode dwc:taxonomicStatus
  dwc:nomenclaturalStatus dwc:taxonRemarks`;

const MULTIMEDIA = `
  gbif:gbifID dcterms:type dcterms:format dcterms:identifier dcterms:references dcterms:title dcterms:description
  dcterms:source dcterms:audience dcterms:created dcterms:creator dcterms:contributor dcterms:publisher
  dcterms:license dcterms:rightsHolder`;

const SIMPLE =
  "gbifID datasetKey occurrenceID kingdom phylum class order family genus species infraspecificEpithet taxonRank " +
  "scientificName verbatimScientificName verbatimScientificNameAuthorship countryCode locality stateProvince " +
  "occurrenceStatus individualCount publishingOrgKey decimalLatitude decimalLongitude coordinateUncertaintyInMeters " +
  "coordinatePrecision elevation elevationAccuracy depth depthAccuracy eventDate day month year taxonKey speciesKey " +
  "basisOfRecord institutionCode collectionCode catalogNumber recordNumber identifiedBy dateIdentified license " +
  "rightsHolder recordedBy typeStatus establishmentMeans lastInterpreted mediaType issue ";

const SPECIES =
  "taxonKey scientificName acceptedTaxonKey acceptedScientificName numberOfOccurrences taxonRank taxonomicStatus " +
  "kingdom kingdomKey phylum phylumKey class classKey order orderKey family familyKey genus genusKey species " +
  "speciesKey iucnRedListCategory ";

function columnsOf(text: string): ExportColumn[] {
  return text
    .trim()
    .split(/\s+/)
    .map((token) => {
      const [, prefix, name, other] = /^(\w+):([^=]+)(?:=(.*))?$/.exec(token)!;
      return { name: name!, term: NAMESPACES[prefix!]! + (other ?? name!) };
    });
}

/** Columns of occurrence.txt. */
export const OCCURRENCE_COLUMNS: readonly ExportColumn[] = columnsOf(OCCURRENCE);
/** Columns of verbatim.txt. */
export const VERBATIM_COLUMNS: readonly ExportColumn[] = columnsOf(VERBATIM);
/** Columns of multimedia.txt. */
export const MULTIMEDIA_COLUMNS: readonly ExportColumn[] = columnsOf(MULTIMEDIA);
/** Columns of SIMPLE_CSV. */
export const SIMPLE_COLUMNS: readonly string[] = SIMPLE.trim().split(" ");
/** Columns of SPECIES_LIST. */
export const SPECIES_COLUMNS: readonly string[] = SPECIES.trim().split(" ");
