/**
 * A record as it was understood: the columns of an interpreted file, and what only the report needs.
 *
 * All fields are there from the start, so that all records have one shape.
 */
import type { OccurrenceIssue } from "./issues.ts";

/** One interpreted record; what could not be understood or was not given is `undefined`. */
export class InterpretedRecord {
  gbifID: number | undefined = undefined;
  datasetKey: string | undefined = undefined;
  publishingOrgKey: string | undefined = undefined;
  publishingCountry: string | undefined = undefined;
  occurrenceID: string | undefined = undefined;
  eventID: string | undefined = undefined;
  parentEventID: string | undefined = undefined;
  institutionCode: string | undefined = undefined;
  collectionCode: string | undefined = undefined;
  catalogNumber: string | undefined = undefined;
  recordNumber: string | undefined = undefined;
  fieldNumber: string | undefined = undefined;
  organismID: string | undefined = undefined;
  basisOfRecord: string | undefined = undefined;
  occurrenceStatus: string | undefined = undefined;
  license: string | undefined = undefined;
  rightsHolder: string | undefined = undefined;
  individualCount: number | undefined = undefined;
  organismQuantity: number | undefined = undefined;
  organismQuantityType: string | undefined = undefined;
  sampleSizeValue: number | undefined = undefined;
  sampleSizeUnit: string | undefined = undefined;
  relativeOrganismQuantity: number | undefined = undefined;
  references: string | undefined = undefined;
  sex: string | undefined = undefined;
  lifeStage: string | undefined = undefined;
  establishmentMeans: string | undefined = undefined;
  degreeOfEstablishment: string | undefined = undefined;
  pathway: string | undefined = undefined;
  typeStatus: readonly string[] | undefined = undefined;
  typifiedName: string | undefined = undefined;
  recordedBy: readonly string[] | undefined = undefined;
  identifiedBy: readonly string[] | undefined = undefined;
  recordedByID: readonly string[] | undefined = undefined;
  identifiedByID: readonly string[] | undefined = undefined;
  preparations: readonly string[] | undefined = undefined;
  samplingProtocol: readonly string[] | undefined = undefined;
  datasetID: readonly string[] | undefined = undefined;
  datasetName: readonly string[] | undefined = undefined;
  otherCatalogNumbers: readonly string[] | undefined = undefined;
  associatedSequences: readonly string[] | undefined = undefined;
  projectId: readonly string[] | undefined = undefined;
  previousIdentifications: readonly string[] | undefined = undefined;
  isSequenced: boolean | undefined = undefined;
  mediaType: readonly string[] | undefined = undefined;
  media: string | undefined = undefined;
  eventDate: string | undefined = undefined;
  eventDateGte: number | undefined = undefined;
  eventDateLte: number | undefined = undefined;
  year: number | undefined = undefined;
  month: number | undefined = undefined;
  day: number | undefined = undefined;
  startDayOfYear: number | undefined = undefined;
  endDayOfYear: number | undefined = undefined;
  dateIdentified: string | undefined = undefined;
  modified: string | undefined = undefined;
  lastInterpreted: number | undefined = undefined;
  countryCode: string | undefined = undefined;
  country: string | undefined = undefined;
  continent: string | undefined = undefined;
  stateProvince: string | undefined = undefined;
  waterBody: string | undefined = undefined;
  locality: string | undefined = undefined;
  island: string | undefined = undefined;
  islandGroup: string | undefined = undefined;
  higherGeography: readonly string[] | undefined = undefined;
  georeferencedBy: readonly string[] | undefined = undefined;
  decimalLatitude: number | undefined = undefined;
  decimalLongitude: number | undefined = undefined;
  coordinateUncertaintyInMeters: number | undefined = undefined;
  coordinatePrecision: number | undefined = undefined;
  elevation: number | undefined = undefined;
  elevationAccuracy: number | undefined = undefined;
  depth: number | undefined = undefined;
  depthAccuracy: number | undefined = undefined;
  minimumElevationInMeters: number | undefined = undefined;
  maximumElevationInMeters: number | undefined = undefined;
  minimumDepthInMeters: number | undefined = undefined;
  maximumDepthInMeters: number | undefined = undefined;
  minimumDistanceAboveSurfaceInMeters: number | undefined = undefined;
  maximumDistanceAboveSurfaceInMeters: number | undefined = undefined;
  hasCoordinate: boolean | undefined = undefined;
  hasGeospatialIssues: boolean | undefined = undefined;
  repatriated: boolean | undefined = undefined;
  footprintWKT: string | undefined = undefined;
  taxonKey: string | undefined = undefined;
  acceptedTaxonKey: string | undefined = undefined;
  scientificName: string | undefined = undefined;
  scientificNameAuthorship: string | undefined = undefined;
  acceptedScientificName: string | undefined = undefined;
  kingdom: string | undefined = undefined;
  kingdomKey: string | undefined = undefined;
  phylum: string | undefined = undefined;
  phylumKey: string | undefined = undefined;
  class: string | undefined = undefined;
  classKey: string | undefined = undefined;
  order: string | undefined = undefined;
  orderKey: string | undefined = undefined;
  superfamily: string | undefined = undefined;
  superfamilyKey: string | undefined = undefined;
  family: string | undefined = undefined;
  familyKey: string | undefined = undefined;
  subfamily: string | undefined = undefined;
  subfamilyKey: string | undefined = undefined;
  tribe: string | undefined = undefined;
  tribeKey: string | undefined = undefined;
  subtribe: string | undefined = undefined;
  subtribeKey: string | undefined = undefined;
  genus: string | undefined = undefined;
  genusKey: string | undefined = undefined;
  subgenus: string | undefined = undefined;
  subgenusKey: string | undefined = undefined;
  species: string | undefined = undefined;
  speciesKey: string | undefined = undefined;
  genericName: string | undefined = undefined;
  specificEpithet: string | undefined = undefined;
  infraspecificEpithet: string | undefined = undefined;
  taxonRank: string | undefined = undefined;
  taxonomicStatus: string | undefined = undefined;
  iucnRedListCategory: string | undefined = undefined;
  verbatimScientificName: string | undefined = undefined;
  verbatimScientificNameAuthorship: string | undefined = undefined;
  taxonKeys: readonly string[] | undefined = undefined;
  matchType: string | undefined = undefined;
  confidence: number | undefined = undefined;
  classifications: string | undefined = undefined;
  earliestEonOrLowestEonothem: string | undefined = undefined;
  latestEonOrHighestEonothem: string | undefined = undefined;
  earliestEraOrLowestErathem: string | undefined = undefined;
  latestEraOrHighestErathem: string | undefined = undefined;
  earliestPeriodOrLowestSystem: string | undefined = undefined;
  latestPeriodOrHighestSystem: string | undefined = undefined;
  earliestEpochOrLowestSeries: string | undefined = undefined;
  latestEpochOrHighestSeries: string | undefined = undefined;
  earliestAgeOrLowestStage: string | undefined = undefined;
  latestAgeOrHighestStage: string | undefined = undefined;
  lowestBiostratigraphicZone: string | undefined = undefined;
  highestBiostratigraphicZone: string | undefined = undefined;
  group: string | undefined = undefined;
  formation: string | undefined = undefined;
  member: string | undefined = undefined;
  bed: string | undefined = undefined;
  startAge: number | undefined = undefined;
  endAge: number | undefined = undefined;
  /** GBIF's issues, distinct; sorted when the record is finished. */
  issue: OccurrenceIssue[] = [];

  /** Flags an issue once. */
  flag(issue: OccurrenceIssue): void {
    if (!this.issue.includes(issue)) this.issue.push(issue);
  }

  /** Takes an issue back. */
  unflag(issue: OccurrenceIssue): void {
    const at = this.issue.indexOf(issue);
    if (at >= 0) this.issue.splice(at, 1);
  }
}

/** A field that stages set; issues are flagged instead, and gbifID is given to the record. */
export type InterpretedField = Exclude<keyof InterpretedRecord, "flag" | "unflag" | "issue" | "gbifID">;
