/** What do the names in one string have in common: the parents of a hybrid formula, the names of a cell that holds two? */

import { NO_TAXON } from "../../image/layout/format.ts";
import { type MatchOutcome, noOutcome } from "../outcome.ts";
import { partialTarget } from "../query/target.ts";
import type { Candidate } from "../score/candidate.ts";
import { confidenceOf } from "../score/confidence.ts";
import { lowestCommonOf } from "../score/homonym.ts";
import type { Search } from "../search.ts";
import { sameName, sameNameOfPart } from "./exact.ts";

/**
 * The lowest taxon common to all names, HIGHERRANK: their species, their genus ("Acacia baileyana × decurrens" → Acacia),
 * or what their classifications share. The string itself has been looked up before.
 */
export function commonTaxon(search: Search): MatchOutcome | undefined {
  const { target } = search;
  if (target.strict || target.parents.length === 0) return undefined;
  const shared = sharedWords(target.parents);
  const outcome =
    shared === "" ? lowestCommon(search) : sameNameOfPart(search, partialTarget(target, shared, rankOf(shared)));
  // Nothing in common: the names stand among the candidates.
  if (outcome === undefined && target.several) search.refuse("SEVERAL_NAMES");
  outcome?.reasons.push(target.several ? "SEVERAL_NAMES" : "HYBRID_FORMULA");
  return outcome;
}

function rankOf(name: string): "SPECIES" | undefined {
  return name.includes(" ") ? "SPECIES" : undefined;
}

/** The words that all names begin with, two at most: `["Aus bus cus", "Aus bus dus"]` → `"Aus bus"`. */
function sharedWords(names: readonly string[]): string {
  const words = names.map((name) => name.split(" "));
  const shared: string[] = [];
  for (let at = 0; at < 2; at++) {
    const word = words[0]![at];
    if (word === undefined || words.some((other) => other[at] !== word)) break;
    shared.push(word);
  }
  return shared.join(" ");
}

/** The lowest Linnean taxon that the usages of all names share; names of which only the genus is known count as that. */
function lowestCommon(search: Search): MatchOutcome | undefined {
  const whole = search.target;
  const usages: number[] = [];
  const considered: Candidate[] = [];
  let score = Number.POSITIVE_INFINITY;
  for (const parent of whole.parents) {
    const part = partialTarget(whole, parent, parent.includes(" ") ? "SPECIES" : undefined);
    search.considered = [];
    search.target = part;
    const outcome =
      sameName(search, true) ?? sameNameOfPart(search, partialTarget(whole, parent.split(" ")[0]!, undefined));
    search.target = whole;
    if (outcome === undefined) return undefined;
    usages.push(outcome.usage);
    score = Math.min(score, outcome.confidence);
    if (outcome.chosen !== undefined) considered.push(outcome.chosen);
  }
  search.considered = considered;
  search.ambiguous = false;
  const linnean = lowestCommonOf(usages, search.taxa);
  const common = linnean === NO_TAXON ? sharedAncestor(usages, search) : linnean;
  if (common === NO_TAXON) return undefined;
  const outcome = noOutcome(Math.min(score, confidenceOf(COMMON_SCORE)));
  outcome.usage = common;
  outcome.matchType = "HIGHERRANK";
  outcome.reasons = ["LOWEST_COMMON_TAXON"];
  outcome.mode = "higher";
  return outcome;
}

/** A checklist whose parents form a circle must not hang the service. */
const MAX_DEPTH = 100;

/** The lowest taxon of any rank above all usages: plants and animals have no kingdom in common; {@link NO_TAXON} for none. */
function sharedAncestor(usages: readonly number[], { image, taxa }: Search): number {
  const [first, ...others] = usages.map((usage) => {
    const above: number[] = [];
    let taxon = taxa.accepted(usage);
    for (; taxon >= 0 && above.length < MAX_DEPTH; taxon = image.parent(taxon)) above.push(taxon);
    return above;
  });
  return first?.find((taxon) => others.every((above) => above.includes(taxon))) ?? NO_TAXON;
}

/** As a genus that is answered instead of a name. */
const COMMON_SCORE = 95;
