/**
 * How well does a candidate's classification fit the higher taxa that the query names?
 *
 * GBIF's weights: a family says most, a kingdom least, unless it is animal against plant. Names are compared in their
 * usual form (`higher-taxon.ts`), so Metazoa is Animalia and Gramineae is Poaceae.
 */
import { kingdomsDisagree, kingdomsMeant, parseKingdom } from "../../taxonomy/kingdom.ts";

/** The ranks that are scored, highest first. */
export const SCORED_RANKS = ["kingdom", "phylum", "class", "order", "family", "genus"] as const;

/** One of the scored ranks. */
export type ScoredRank = (typeof SCORED_RANKS)[number];

const WEIGHTS: Readonly<Record<ScoredRank, readonly [equal: number, different: number, missing: number]>> = {
  kingdom: [5, -10, -1],
  phylum: [10, -10, -1],
  class: [15, -10, 0],
  order: [15, -10, 0],
  family: [25, -15, 0],
  genus: [2, 1, 0],
};

/** Score of a candidate when the query names no higher taxon: kingdom and phylum are missing. */
export const NO_HINTS_SCORE = -2;

/** Viruses bear names of their hosts: they are meant least often. */
export const VIRUS_PENALTY = -10;

/** Score of the rank in that position of {@link SCORED_RANKS}, both sides in their usual form. */
export function scoreOfRank(slot: number, query: string | undefined, candidate: string | undefined): number {
  return rankFit(SCORED_RANKS[slot]!, query, candidate);
}

function rankFit(rank: ScoredRank, query: string | undefined, candidate: string | undefined): number {
  const [equal, different, missing] = WEIGHTS[rank];
  if (query === undefined || candidate === undefined) return missing;
  if (query === candidate) return equal;
  return rank === "kingdom" ? kingdomConflict(query, candidate) : different;
}

function kingdomConflict(query: string, candidate: string): number {
  // Overlapping words (Protista, Chromista) contradict nothing, unknown words (a typo) contradict a little.
  if (kingdomsMeant(query).length > 0 && kingdomsMeant(candidate).length > 0 && !kingdomsDisagree(query, candidate)) {
    return -1;
  }
  const asked = parseKingdom(query);
  const found = parseKingdom(candidate);
  const macroscopic = asked === "Animalia" || asked === "Plantae";
  if (macroscopic && (found === "Animalia" || found === "Plantae")) return -51;
  if (macroscopic && (found === "Bacteria" || found === "Archaea" || found === "Viruses")) return -31;
  return -10;
}

/** True for the kingdom of viruses, however it is called. */
export function isVirus(kingdom: string | undefined): boolean {
  return kingdom !== undefined && parseKingdom(kingdom) === "Viruses";
}

const MICROBIAL = new Set(["Archaea", "Bacteria", "Fungi", "Chromista", "Protozoa"]);

/** Score of the kingdom alone, for strict matching: 10 equal, 8 both microbial, −10 different, 0 when one is unknown. */
export function strictKingdomScore(query: string | undefined, candidate: string | undefined): number {
  if (query === undefined || candidate === undefined) return 0;
  const asked = parseKingdom(query);
  const found = parseKingdom(candidate);
  if (isUnplaced(query) || isUnplaced(candidate)) return 7;
  if (asked === undefined || found === undefined) return 0;
  if (asked === found) return 10;
  return MICROBIAL.has(asked) && MICROBIAL.has(found) ? 8 : -10;
}

function isUnplaced(kingdom: string): boolean {
  return kingdom.toLowerCase() === "incertae sedis";
}
