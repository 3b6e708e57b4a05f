/**
 * Can one of several equally good usages be chosen, and if not, what do they have in common?
 *
 * Usages that differ in kingdom, phylum or class are never chosen by a single point (GBIF's `similarButSpanRank`).
 * Usages of one accepted taxon are no homonyms. What is left is answered by the lowest taxon common to all.
 */

import { NO_TAXON } from "../../image/layout/format.ts";
import type { Candidate } from "./candidate.ts";
import { LINNEAN_RANKS, type Taxa } from "./taxa.ts";

/**
 * True when a match `within` so many points of the first differs from it at a rank from kingdom down to `lowest` (an
 * index into {@link LINNEAN_RANKS}); an absent taxon differs from a present one.
 */
export function spansRank(
  count: number,
  scoreOf: (match: number) => number,
  taxonOf: (match: number, rank: number) => unknown,
  within: number,
  lowest: number,
): boolean {
  for (let match = 1; match < count; match++) {
    if (scoreOf(match) < scoreOf(0) - within) continue;
    for (let rank = 0; rank <= lowest; rank++) if (taxonOf(match, rank) !== taxonOf(0, rank)) return true;
  }
  return false;
}

/** What {@link decide} found. */
export interface Decision {
  /** The usage to answer with; `undefined` when the best ones are equal. */
  candidate: Candidate | undefined;
  /** The equally good ones, when several. */
  tied: readonly Candidate[];
  /** The lowest Linnean taxon common to the tied ones, or {@link NO_TAXON}. */
  common: number;
  /** Score of the best, with the bonus for being far ahead of the next. */
  score: number;
  /** The bonus, 0-5. */
  bonus: number;
  /** True when all tied usages belong to one accepted taxon. */
  sameTaxon: boolean;
}

/** Points by which a usage of another class must be beaten. */
const CLOSE = 1;
const CLASS = LINNEAN_RANKS.indexOf("class");
const NONE_TIED: readonly Candidate[] = [];

/**
 * Sorts candidates, best first, and chooses one, or finds that several are equally good.
 *
 * @param candidates at least one, with scores
 */
export function decide(candidates: Candidate[], taxa: Taxa): Decision {
  const { image } = taxa;
  if (candidates.length === 1) {
    const only = candidates[0]!;
    return { candidate: only, tied: NONE_TIED, common: NO_TAXON, score: only.score + 5, bonus: 5, sameTaxon: false };
  }
  candidates.sort((a, b) => b.score - a.score || compareKeys(image.id(a.usage), image.id(b.usage)));
  const best = candidates[0]!;
  const bonus = Math.min(5, Math.trunc((best.score - candidates[1]!.score) / 2));
  const lead = best.spelling === "exact" ? bonus : leadOfSpelling(candidates, taxa);
  const decision: Decision = {
    candidate: best,
    tied: NONE_TIED,
    common: NO_TAXON,
    score: best.score + lead,
    bonus: lead,
    sameTaxon: false,
  };
  const equal = candidates[1]!.score === best.score;
  const spans =
    !equal &&
    spansRank(
      candidates.length,
      (i) => candidates[i]!.score,
      (i, rank) => taxonBeside(taxa, candidates[i]!, best, rank),
      CLOSE,
      CLASS,
    );
  const rivals = best.spelling === "near" ? rivalSpellings(candidates, taxa) : NONE_TIED;
  if (!equal && !spans && rivals.length === 0) return decision;
  const within = equal ? 0 : CLOSE;
  const tied = rivals.length > 0 ? rivals : candidates.filter((candidate) => candidate.score >= best.score - within);
  const accepted = taxa.accepted(best.usage);
  if (tied.every((candidate) => taxa.accepted(candidate.usage) === accepted)) {
    // The accepted usage itself, if it is among them, else the one with the smallest key: GBIF's rule.
    decision.candidate = tied.find((candidate) => candidate.usage === accepted) ?? best;
    decision.sameTaxon = true;
    return decision;
  }
  if (tied.every((candidate) => sameLinneanNames(taxa, candidate, best))) {
    decision.sameTaxon = true;
    return decision;
  }
  decision.common = lowestCommonTaxon(tied, taxa);
  // A genus and its subgenus of the same name: the one that contains the other is meant.
  const container = tied.find(({ usage }) => usage === decision.common);
  decision.candidate = container;
  decision.sameTaxon = container !== undefined;
  if (container === undefined) decision.tied = tied;
  return decision;
}

/** The bonus of a spelling: how far other names of other taxa are behind. Homonyms of the same name do not count. */
function leadOfSpelling(candidates: readonly Candidate[], taxa: Taxa): number {
  const best = candidates[0]!;
  const accepted = taxa.accepted(best.usage);
  const next = candidates.find(({ name, usage }) => name !== best.name && taxa.accepted(usage) !== accepted);
  return next === undefined ? 5 : Math.max(0, Math.min(5, Math.trunc((best.score - next.score) / 2)));
}

/**
 * Usages of names spelled as nearly as the best one, which belong to other taxa: status does not tell which of two
 * spellings was meant (bench/quality, set b: two in three are right). Empty when there are none.
 */
function rivalSpellings(candidates: readonly Candidate[], taxa: Taxa): readonly Candidate[] {
  const best = candidates[0]!;
  const accepted = taxa.accepted(best.usage);
  const fit = (candidate: Candidate) =>
    candidate.nameScore + candidate.authorshipScore + candidate.classificationScore + candidate.rankScore;
  const rivals = candidates.filter((candidate) => candidate.spelling !== "exact" && fit(candidate) >= fit(best));
  // A misspelt genus with homonyms is doubtful twice over.
  const uninomial = taxa.image.wordCountOf(best.name) === 1;
  const isRival = ({ name, usage }: Candidate) =>
    (uninomial || name !== best.name) && taxa.accepted(usage) !== accepted;
  return rivals.some(isRival) ? rivals : NONE_TIED;
}

/** The lowest of the seven Linnean ranks at which all usages have the same taxon: that taxon, or {@link NO_TAXON}. */
export function lowestCommonTaxon(candidates: readonly Candidate[], taxa: Taxa): number {
  const first = taxa.linnean(candidates[0]!.usage);
  for (let slot = LINNEAN_RANKS.length - 1; slot >= 0; slot--) {
    const taxon = first[slot]!;
    if (taxon === NO_TAXON) continue;
    if (candidates.every((candidate) => taxa.linnean(candidate.usage)[slot] === taxon)) return taxon;
  }
  return NO_TAXON;
}

/** As {@link lowestCommonTaxon}, of usages. */
export function lowestCommonOf(usages: readonly number[], taxa: Taxa): number {
  const rows = usages.map((usage) => Int32Array.from(taxa.linnean(usage)));
  for (let slot = LINNEAN_RANKS.length - 1; slot >= 0; slot--) {
    const taxon = rows[0]![slot]!;
    if (taxon !== NO_TAXON && rows.every((row) => row[slot] === taxon)) return taxon;
  }
  return NO_TAXON;
}

/** The Linnean taxon of a candidate, that of `best` when it has the same name; or {@link NO_TAXON}. */
function taxonBeside(taxa: Taxa, candidate: Candidate, best: Candidate, slot: number): number {
  const taxon = taxa.linnean(candidate.usage)[slot]!;
  const other = taxa.linnean(best.usage)[slot]!;
  if (taxon === other || taxon === NO_TAXON || other === NO_TAXON) return taxon;
  return taxa.image.canonicalName(taxon) === taxa.image.canonicalName(other) ? other : taxon;
}

function sameLinneanNames(taxa: Taxa, a: Candidate, b: Candidate): boolean {
  for (let slot = 0; slot < LINNEAN_RANKS.length; slot++) {
    if (taxonBeside(taxa, a, b, slot) !== taxa.linnean(b.usage)[slot]) return false;
  }
  return true;
}

/** Shorter keys first, then by letters: numbers in their order. */
function compareKeys(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
