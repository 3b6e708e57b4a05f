/**
 * What can be said when the name itself is not found?
 *
 * The species of an infraspecific name, the genus of a species, and last the higher taxa that the query gives, lowest
 * first (GBIF's order). Answers are HIGHERRANK.
 */
import { NO_TAXON } from "../../image/layout/format.ts";
import type { ImageReader, NameOrdinal, UsageOrdinal } from "../../image/read.ts";
import { compareAuthorship } from "../../names/authors/authorship.ts";
import { foldName } from "../../names/keys/fold.ts";
import { looksLikeEpithet } from "../../names/words/names.ts";
import { parseKingdom } from "../../taxonomy/kingdom.ts";
import type { QUERY_RANKS } from "../../taxonomy/match.ts";
import type { Rank } from "../../taxonomy/rank.ts";
import type { MatchOutcome } from "../outcome.ts";
import { present } from "../query/name-assembly.ts";
import { partialTarget } from "../query/target.ts";
import { usualHigherTaxon } from "../score/higher-taxon.ts";
import { firstWord } from "../score/hints.ts";
import type { Search } from "../search.ts";
import { sameName, sameNameOfPart, spelledNearly } from "./exact.ts";

/** The species of a name with an infraspecific epithet. */
export function speciesOfName(search: Search): MatchOutcome | undefined {
  const { target } = search;
  if (target.strict || target.infraspecificEpithet === undefined) return undefined;
  const part = partialTarget(target, `${target.genus} ${target.specificEpithet}`, "SPECIES");
  const whole = search.target;
  search.target = part;
  const author = authorOfUsage(search.image, part.folded, target.infraspecificEpithet);
  part.authorship = author;
  const outcome = sameName(search, author === undefined) ?? spelledNearly(search, true);
  search.target = whole;
  if (author !== undefined && outcome !== undefined) {
    outcome.reasons.push("READ_OTHERWISE");
    return outcome;
  }
  return asWhole(search, outcome, target.infraspecificEpithet) ?? withReason(outcome, "SPECIES_OF_NAME");
}

/**
 * "Lindsaea gomphophylla baker": the last word is the author of a usage of the name before it, which is meant as a whole
 * then.
 */
function asWhole(search: Search, outcome: MatchOutcome | undefined, word: string): MatchOutcome | undefined {
  if (outcome?.chosen === undefined || word.includes(" ")) return undefined;
  const { image } = search;
  const author = word.charAt(0).toUpperCase() + word.slice(1);
  const usage = usageBy(image, outcome.chosen.name, outcome.usage, author);
  if (usage < 0) return undefined;
  if (usage !== outcome.usage) {
    outcome.usage = usage;
    outcome.chosen = { ...outcome.chosen, usage };
  }
  outcome.matchType = outcome.chosen.spelling === "exact" ? "EXACT" : "VARIANT";
  outcome.reasons.push(
    outcome.chosen.spelling === "exact" ? "SAME_NAME" : "NEAR_SPELLING",
    "AUTHORSHIP_AGREES",
    "READ_OTHERWISE",
  );
  return outcome;
}

/** The word as an author, when a usage of the name is by that person: "Lindsaea gomphophylla baker". */
function authorOfUsage(image: ImageReader, folded: string, word: string): string | undefined {
  const name = image.exactName(folded);
  if (name === NO_TAXON || word.includes(" ")) return undefined;
  const author = word.charAt(0).toUpperCase() + word.slice(1);
  return usageBy(image, name, image.firstUsage(name), author) < 0 ? undefined : author;
}

/** The usage of a name by this author, the preferred one first; −1 when there is none. */
function usageBy(image: ImageReader, name: NameOrdinal, preferred: UsageOrdinal, author: string): UsageOrdinal {
  const beginning = author.slice(0, 3).toLowerCase();
  const isBy = (usage: UsageOrdinal) => {
    const authorship = image.authorship(usage);
    // Comparing authors takes longer than all else here.
    if (authorship?.toLowerCase().includes(beginning) !== true) return false;
    // "microlepidum" is nobody's name because it begins as Microperca.
    if (!authorship.includes(author) && looksLikeEpithet(author.toLowerCase())) return false;
    return compareAuthorship(author, authorship).verdict === "EQUAL";
  };
  if (isBy(preferred)) return preferred;
  for (let usage = image.firstUsage(name); usage < image.endUsage(name); usage++) if (isBy(usage)) return usage;
  return NO_TAXON;
}

/** The genus of a name of several words, or of one between genus and species. */
export function genusOfName(search: Search): MatchOutcome | undefined {
  const { target } = search;
  const genus = target.genus ?? target.hintGenus;
  if (target.strict || genus === undefined) return undefined;
  const outcome = sameNameOfPart(search, partialTarget(target, genus, undefined));
  const word = target.infraspecificEpithet === undefined ? target.specificEpithet : undefined;
  if (word !== undefined && !target.determinedPartOnly) {
    const whole = asWhole(search, outcome, word);
    if (whole !== undefined) return whole;
  }
  return withReason(outcome, "GENUS_OF_NAME");
}

const FALLBACK_ORDER = [
  "species",
  "genus",
  "subfamily",
  "subtribe",
  "tribe",
  "family",
  "superfamily",
  "order",
  "class",
  "phylum",
  "kingdom",
] as const satisfies readonly (typeof QUERY_RANKS)[number][];

/** The lowest higher taxon that the query gives and the checklist has. */
export function higherTaxonOfQuery(search: Search): MatchOutcome | undefined {
  if (search.target.strict) return undefined;
  for (const rank of FALLBACK_ORDER) {
    const written = present(search.query[rank]);
    if (written === undefined) continue;
    for (const name of namesGiven(written, rank)) {
      const part = partialTarget(search.target, name, rank.toUpperCase() as Rank);
      const outcome = withReason(sameNameOfPart(search, part), "HIGHER_TAXON_OF_QUERY");
      if (outcome !== undefined) return outcome;
    }
  }
  return undefined;
}

/** What kingdoms are called in checklists, beside their name in the Catalogue of Life. */
const KINGDOM_NAMES: Readonly<Record<string, readonly string[]>> = {
  Animalia: ["Animalia", "Metazoa"],
  Plantae: ["Plantae", "Viridiplantae", "Archaeplastida"],
  Bacteria: ["Bacteria", "Eubacteria"],
  Archaea: ["Archaea", "Archaebacteria"],
};

/** What a field of the query may name, as written first, then without what follows its first word: an author, a remark. */
function namesGiven(written: string, rank: string): readonly string[] {
  const names = otherNames(written, rank);
  const first = rank === "species" ? written : firstWord(written);
  return first === written || first === "" ? names : [...names, ...otherNames(first, rank)];
}

function otherNames(written: string, rank: string): readonly string[] {
  const usual = usualHigherTaxon(written, rank);
  if (usual === undefined) return [];
  if (rank === "kingdom") {
    const kingdom = parseKingdom(written);
    if (kingdom !== undefined) return KINGDOM_NAMES[kingdom] ?? [kingdom];
  }
  return foldName(usual) === foldName(written) ? [usual] : [usual, written];
}

function withReason(
  outcome: MatchOutcome | undefined,
  reason: "SPECIES_OF_NAME" | "GENUS_OF_NAME" | "HIGHER_TAXON_OF_QUERY",
): MatchOutcome | undefined {
  outcome?.reasons.push(reason);
  return outcome;
}
