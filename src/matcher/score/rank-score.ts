/**
 * How well does a rank fit the rank that was asked for?
 *
 * The scale is GBIF's (matching-ws, `rankSimilarity`): +6 for the same rank down to −35 for a family when a genus was
 * meant; positions are those of {@link RANKS}.
 */
import { isInfraspecific, isUncomparable, RANKS, type Rank, rankOrdinal } from "../../taxonomy/rank.ts";

const SUPERGENUS = rankOrdinal("SUPERGENUS");
const GENUS = rankOrdinal("GENUS");
const AGGREGATE = rankOrdinal("SPECIES_AGGREGATE");
const SPECIES = rankOrdinal("SPECIES");
const INFRASPECIFIC_NAME = rankOrdinal("INFRASPECIFIC_NAME");
const INFRASUBSPECIFIC_NAME = rankOrdinal("INFRASUBSPECIFIC_NAME");
const INFRAGENERIC_NAME = rankOrdinal("INFRAGENERIC_NAME");
const OTHER = rankOrdinal("OTHER");
const CULTIVAR_LIKE = new Set<Rank>(["CULTIVAR", "CULTIVAR_GROUP", "CONVARIETY", "GREX", "STRAIN"]);

/** Score −35…6 of a candidate's rank; `undefined` on either side is "not said". */
export function rankScore(query: Rank | undefined, candidate: Rank | undefined): number {
  if (query === undefined || candidate === undefined) return unsaid(candidate);
  let score = CULTIVAR_LIKE.has(candidate) ? -7 : 0;
  if (isUncomparable(candidate)) score -= 3;
  return clamp(score + compare(rankOrdinal(query), rankOrdinal(candidate), score));
}

function unsaid(candidate: Rank | undefined): number {
  if (candidate === undefined) return -1;
  return (CULTIVAR_LIKE.has(candidate) ? -7 : 0) - (isUncomparable(candidate) ? 3 : 0);
}

/** @param soFar taken back when either side is OTHER or UNRANKED, because then nothing can be said at all. */
function compare(query: number, candidate: number, soFar: number): number {
  if (query === candidate) return 10;
  if (query === INFRASPECIFIC_NAME || candidate === INFRASPECIFIC_NAME) {
    if (isInfraspecific(rankAt(query)) && isInfraspecific(rankAt(candidate))) return 5;
  }
  if (query === INFRASUBSPECIFIC_NAME || candidate === INFRASUBSPECIFIC_NAME) {
    if (Math.min(query, candidate) >= INFRASUBSPECIFIC_NAME && Math.max(query, candidate) < OTHER) return 5;
  }
  if (query === INFRAGENERIC_NAME || candidate === INFRAGENERIC_NAME) {
    const other = query === INFRAGENERIC_NAME ? candidate : query;
    if (other > GENUS && other < INFRAGENERIC_NAME) return 5;
    if (other === GENUS) return 4;
  }
  if (query >= OTHER || candidate >= OTHER) return -soFar;
  const low = Math.max(query, candidate);
  const high = Math.min(query, candidate);
  if (high === AGGREGATE && low === SPECIES) return 2;
  if (low > SPECIES && (high === SPECIES || high === AGGREGATE)) return -30;
  if (high < AGGREGATE && low >= SPECIES) return -30;
  if (high < SUPERGENUS && low >= SUPERGENUS) return -35;
  if (high < SUPERGENUS) return -Math.abs(Math.ceil((candidate - query) / 2));
  return high - low;
}

function clamp(score: number): number {
  return Math.max(-35, Math.min(6, score));
}

function rankAt(ordinal: number): Rank {
  return RANKS[ordinal]!;
}
