/**
 * Which higher taxon does a hint name?
 *
 * Kingdoms are written in many ways (Metazoa, animals, "Plantae "), and nine families of plants have two valid names
 * (ICN Art. 18.5). A checklist's own synonyms are resolved by the matcher.
 */

import { parseKingdom } from "../../taxonomy/kingdom.ts";

/** Hints that say nothing. They still count as a mismatch against a known taxon, as in GBIF's rules. */
const SAYS_NOTHING = new Set(
  (
    "INCERTAE SEDIS|INCERTAE|NOT ASSIGNED|UNASSIGNED|UNKNOWN|UNKNOWN UNKNOWN|NOT KNOWN|NOT SPECIFIED|UNSPECIFIED|" +
    "UNCERTAIN|UNPLACED|UNCLASSIFIED|UNIDENTIFIED|UNDETERMINED|INDET|INDETERMINATE|NULL|NONE|NIL|N A|NA|NAN|ND|" +
    "MISSING|EMPTY|BLANK|UNDEFINED|NOT APPLICABLE|NOT AVAILABLE|NO DATA|TBD|UNDET|UNNAMED|OTHER|VARIOUS|X|XX|XXX"
  ).split("|"),
);

/** Families with two names (ICN Art. 18.5): the older name → the one formed from a genus. */
const ALTERNATIVE_FAMILIES: Readonly<Record<string, string>> = {
  COMPOSITAE: "Asteraceae",
  CRUCIFERAE: "Brassicaceae",
  GRAMINEAE: "Poaceae",
  GUTTIFERAE: "Clusiaceae",
  LABIATAE: "Lamiaceae",
  LEGUMINOSAE: "Fabaceae",
  PALMAE: "Arecaceae",
  PAPILIONACEAE: "Fabaceae",
  UMBELLIFERAE: "Apiaceae",
};

/** Letters only, in capitals, one space between words: `"12Animals???"` → `"ANIMALS"`; `undefined` when nothing is left. */
export function normaliseHigherTaxon(name: string | undefined | null): string | undefined {
  if (name === undefined || name === null) return undefined;
  if (/^[A-Z]?[a-z]+$/.test(name)) return name.toUpperCase();
  const letters = name
    .replace(/[^A-Za-zÀ-ɏ]+/g, " ")
    .trim()
    .toUpperCase();
  return /[A-Z]/.test(letters) ? letters : undefined;
}

/** True for "Incertae sedis", "unknown" and the like. */
export function saysNothing(name: string | undefined): boolean {
  const normalised = normaliseHigherTaxon(name);
  return normalised !== undefined && SAYS_NOTHING.has(normalised);
}

/** The usual name of a higher taxon; `undefined` when the hint says nothing, the hint itself when it is unknown. */
export function usualHigherTaxon(name: string, rank: string): string | undefined {
  const normalised = normaliseHigherTaxon(name);
  if (normalised === undefined || SAYS_NOTHING.has(normalised)) return undefined;
  if (rank === "kingdom") return parseKingdom(name) ?? titleCase(name);
  if (rank === "family") return ALTERNATIVE_FAMILIES[normalised] ?? titleCase(name);
  return titleCase(name);
}

function titleCase(name: string): string {
  const trimmed = name.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1).toLowerCase();
}
