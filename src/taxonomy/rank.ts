/**
 * What does a rank word mean, and which of two ranks is higher?
 *
 * The names and their order are GBIF's `Rank` enumeration (API v2), root first, because rank distance
 * (spec of GBIF matching, "R. Rank") is a difference of positions in this list.
 */

/** GBIF's ranks in their order, highest first; OTHER and UNRANKED last. */
export const RANKS = [
  "SUPERDOMAIN",
  "DOMAIN",
  "SUBDOMAIN",
  "INFRADOMAIN",
  "EMPIRE",
  "REALM",
  "SUBREALM",
  "SUPERKINGDOM",
  "KINGDOM",
  "SUBKINGDOM",
  "INFRAKINGDOM",
  "SUPERPHYLUM",
  "PHYLUM",
  "SUBPHYLUM",
  "INFRAPHYLUM",
  "PARVPHYLUM",
  "MICROPHYLUM",
  "NANOPHYLUM",
  "CLAUDIUS",
  "GIGACLASS",
  "MEGACLASS",
  "SUPERCLASS",
  "CLASS",
  "SUBCLASS",
  "INFRACLASS",
  "SUBTERCLASS",
  "PARVCLASS",
  "SUPERDIVISION",
  "DIVISION_ZOOLOGY",
  "SUBDIVISION",
  "INFRADIVISION",
  "SUPERLEGION",
  "LEGION",
  "SUBLEGION",
  "INFRALEGION",
  "MEGACOHORT",
  "SUPERCOHORT",
  "COHORT",
  "SUBCOHORT",
  "INFRACOHORT",
  "GIGAORDER",
  "MAGNORDER",
  "GRANDORDER",
  "MIRORDER",
  "SUPERORDER",
  "ORDER",
  "NANORDER",
  "HYPOORDER",
  "MINORDER",
  "SUBORDER",
  "INFRAORDER",
  "PARVORDER",
  "SUPERSECTION_ZOOLOGY",
  "SECTION_ZOOLOGY",
  "SUBSECTION_ZOOLOGY",
  "SUPERSERIES_ZOOLOGY",
  "SERIES_ZOOLOGY",
  "SUBSERIES_ZOOLOGY",
  "FALANX",
  "GIGAFAMILY",
  "MEGAFAMILY",
  "GRANDFAMILY",
  "SUPERFAMILY",
  "EPIFAMILY",
  "FAMILY",
  "SUBFAMILY",
  "INFRAFAMILY",
  "SUPERTRIBE",
  "TRIBE",
  "SUBTRIBE",
  "INFRATRIBE",
  "SUPRAGENERIC_NAME",
  "SUPERGENUS",
  "GENUS",
  "SUBGENUS",
  "INFRAGENUS",
  "DIVISION_BOTANY",
  "SUPERSECTION_BOTANY",
  "SECTION_BOTANY",
  "SUBSECTION_BOTANY",
  "SUPERSERIES_BOTANY",
  "SERIES_BOTANY",
  "SUBSERIES_BOTANY",
  "INFRAGENERIC_NAME",
  "SPECIES_AGGREGATE",
  "SPECIES",
  "INFRASPECIFIC_NAME",
  "GREX",
  "KLEPTON",
  "SUBSPECIES",
  "CULTIVAR_GROUP",
  "CONVARIETY",
  "INFRASUBSPECIFIC_NAME",
  "PROLES",
  "NATIO",
  "ABERRATION",
  "MORPH",
  "SUPERVARIETY",
  "VARIETY",
  "SUBVARIETY",
  "SUPERFORM",
  "FORM",
  "SUBFORM",
  "PATHOVAR",
  "BIOVAR",
  "CHEMOVAR",
  "MORPHOVAR",
  "PHAGOVAR",
  "SEROVAR",
  "CHEMOFORM",
  "FORMA_SPECIALIS",
  "LUSUS",
  "CULTIVAR",
  "MUTATIO",
  "STRAIN",
  "OTHER",
  "UNRANKED",
] as const;

/** One of GBIF's rank names, in capitals: `"SPECIES"`. */
export type Rank = (typeof RANKS)[number];

/** Ranks above the species that tables and queries name as columns, from the top (Darwin Core's, and GBIF's). */
export const CLASSIFICATION_RANKS = [
  "kingdom",
  "phylum",
  "class",
  "order",
  "superfamily",
  "family",
  "subfamily",
  "tribe",
  "subtribe",
  "genus",
  "subgenus",
] as const;

const ORDINALS: ReadonlyMap<string, number> = new Map(RANKS.map((rank, ordinal) => [rank, ordinal]));

/** Position of a rank in {@link RANKS}; smaller is higher. */
export function rankOrdinal(rank: Rank): number {
  return ORDINALS.get(rank)!;
}

/** True for ranks above genus that can be compared: `FAMILY` yes, `GENUS` no, `UNRANKED` no. */
export function isSuprageneric(rank: Rank): boolean {
  return rankOrdinal(rank) < rankOrdinal("SUPERGENUS");
}

/** True for genera and the ranks above them; false when no rank is known. */
export function isAboveSpecies(rank: Rank | undefined): boolean {
  return rank !== undefined && (rank === "GENUS" || isSuprageneric(rank));
}

/** True for ranks strictly between genus and species aggregate: `SUBGENUS`, `SECTION_BOTANY`. */
export function isInfrageneric(rank: Rank): boolean {
  const ordinal = rankOrdinal(rank);
  return ordinal > rankOrdinal("GENUS") && ordinal < rankOrdinal("SPECIES_AGGREGATE");
}

/** True for ranks below species, excluding OTHER and UNRANKED. */
export function isInfraspecific(rank: Rank): boolean {
  const ordinal = rankOrdinal(rank);
  return ordinal > rankOrdinal("SPECIES") && ordinal < rankOrdinal("OTHER");
}

/** True for ranks that say nothing about a position: `OTHER`, `UNRANKED` and the `…_NAME` ranks. */
export function isUncomparable(rank: Rank): boolean {
  return rank === "OTHER" || rank === "UNRANKED" || rank.endsWith("_NAME");
}
