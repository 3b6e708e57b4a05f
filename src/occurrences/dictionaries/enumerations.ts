/** Enumerations of GBIF's that both the interpretation and the search know. */

/** What GBIF calls the kinds of record. MATERIAL_ENTITY is of Darwin Core since 2023; GBIF does not know it yet. */
export const BASES_OF_RECORD: readonly string[] = [
  "PRESERVED_SPECIMEN",
  "FOSSIL_SPECIMEN",
  "LIVING_SPECIMEN",
  "OBSERVATION",
  "HUMAN_OBSERVATION",
  "MACHINE_OBSERVATION",
  "MATERIAL_SAMPLE",
  "MATERIAL_CITATION",
  "MATERIAL_ENTITY",
  "LITERATURE",
  "OCCURRENCE",
  "UNKNOWN",
];

/** The continents. */
export const CONTINENTS: readonly string[] = [
  "AFRICA",
  "ANTARCTICA",
  "ASIA",
  "EUROPE",
  "NORTH_AMERICA",
  "OCEANIA",
  "SOUTH_AMERICA",
];

/** Was it there? */
export const OCCURRENCE_STATUSES: readonly string[] = ["PRESENT", "ABSENT"];

/** The licences that GBIF knows. */
export const LICENSES: readonly string[] = ["CC0_1_0", "CC_BY_4_0", "CC_BY_NC_4_0"];
