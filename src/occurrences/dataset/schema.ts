/**
 * Which columns do the Parquet files of a dataset have?
 *
 * Interpreted files always have all of {@link INTERPRETED_COLUMNS}, in this order, whether they are filled or not, so
 * that any number of files reads as one table. Names are those of GBIF's downloads and of its API. Verbatim files have
 * `gbifID`, `coreId`, the columns of the source under their Darwin Core names, and `extensions`.
 */
import { QUERY_RANKS } from "../../taxonomy/match.ts";

/**
 * The type of a column: `list` is a list of texts, `json` a text that holds JSON, `long` a whole number below 2^53,
 * `timestamp` milliseconds of UTC. Every column may be null.
 */
export type ColumnType = "text" | "list" | "integer" | "long" | "decimal" | "boolean" | "timestamp" | "json";

/** The type of a column in SQL, as DuckDB writes it. */
export const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  text: "VARCHAR",
  list: "VARCHAR[]",
  integer: "INTEGER",
  long: "BIGINT",
  decimal: "DOUBLE",
  boolean: "BOOLEAN",
  timestamp: "TIMESTAMP",
  json: "VARCHAR",
};

/** A column of an interpreted file. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

const of =
  (type: ColumnType) =>
  (...names: string[]): Column[] =>
    names.map((name) => ({ name, type }));
const text = of("text");
const list = of("list");
const integer = of("integer");
const decimal = of("decimal");
const boolean = of("boolean");
const timestamp = of("timestamp");
const json = of("json");

/** Ranks that have a column with the name and one with the key, from the top. */
export const COLUMN_RANKS = QUERY_RANKS;

/** The ten chronostratigraphic terms, coarse to fine, earliest before latest. */
export const GEOLOGICAL_TERMS = [
  "earliestEonOrLowestEonothem",
  "latestEonOrHighestEonothem",
  "earliestEraOrLowestErathem",
  "latestEraOrHighestErathem",
  "earliestPeriodOrLowestSystem",
  "latestPeriodOrHighestSystem",
  "earliestEpochOrLowestSeries",
  "latestEpochOrHighestSeries",
  "earliestAgeOrLowestStage",
  "latestAgeOrHighestStage",
] as const;

/** Columns of an interpreted file. */
export const INTERPRETED_COLUMNS: readonly Column[] = [
  // identity: gbifID is the key that a record keeps between attempts
  ...of("long")("gbifID"),
  ...text("datasetKey", "publishingOrgKey", "publishingCountry", "occurrenceID", "eventID", "parentEventID"),
  ...text("institutionCode", "collectionCode", "catalogNumber", "recordNumber", "fieldNumber", "organismID"),
  // what, by whom
  ...text("basisOfRecord", "occurrenceStatus", "license", "rightsHolder"),
  ...integer("individualCount"),
  ...decimal("organismQuantity"),
  ...text("organismQuantityType"),
  ...decimal("sampleSizeValue"),
  ...text("sampleSizeUnit"),
  ...decimal("relativeOrganismQuantity"),
  ...text("references", "sex", "lifeStage", "establishmentMeans", "degreeOfEstablishment", "pathway"),
  ...list("typeStatus"),
  ...text("typifiedName"),
  ...list("recordedBy", "identifiedBy", "recordedByID", "identifiedByID", "preparations", "samplingProtocol"),
  ...list(
    "datasetID",
    "datasetName",
    "otherCatalogNumbers",
    "associatedSequences",
    "projectId",
    "previousIdentifications",
  ),
  ...boolean("isSequenced"),
  ...list("mediaType"),
  ...json("media"),
  // when: eventDate is a date, or from/to, as precise as it was given; Gte and Lte are its first and last instant
  ...text("eventDate"),
  ...timestamp("eventDateGte", "eventDateLte"),
  ...integer("year", "month", "day", "startDayOfYear", "endDayOfYear"),
  ...text("dateIdentified", "modified"),
  ...timestamp("lastInterpreted"),
  // where
  ...text("countryCode", "country", "continent", "stateProvince", "waterBody", "locality"),
  ...text("island", "islandGroup"),
  ...list("higherGeography", "georeferencedBy"),
  ...decimal("decimalLatitude", "decimalLongitude", "coordinateUncertaintyInMeters", "coordinatePrecision"),
  ...decimal("elevation", "elevationAccuracy", "depth", "depthAccuracy"),
  ...decimal("minimumElevationInMeters", "maximumElevationInMeters", "minimumDepthInMeters", "maximumDepthInMeters"),
  ...decimal("minimumDistanceAboveSurfaceInMeters", "maximumDistanceAboveSurfaceInMeters"),
  ...boolean("hasCoordinate", "hasGeospatialIssues", "repatriated"),
  ...text("footprintWKT"),
  // which taxon, in the default checklist; classifications has all checklists, as GBIF's API writes them
  ...text("taxonKey", "acceptedTaxonKey", "scientificName", "scientificNameAuthorship", "acceptedScientificName"),
  ...COLUMN_RANKS.flatMap((rank) => text(rank, `${rank}Key`)),
  ...text("genericName", "specificEpithet", "infraspecificEpithet", "taxonRank", "taxonomicStatus"),
  ...text("iucnRedListCategory", "verbatimScientificName", "verbatimScientificNameAuthorship"),
  ...list("taxonKeys"),
  ...text("matchType"),
  ...integer("confidence"),
  ...json("classifications"),
  // geological context; ages in million years
  ...text(...GEOLOGICAL_TERMS),
  ...text("lowestBiostratigraphicZone", "highestBiostratigraphicZone", "group", "formation", "member", "bed"),
  ...decimal("startAge", "endAge"),
  // GBIF's issues, sorted
  ...list("issue"),
];
