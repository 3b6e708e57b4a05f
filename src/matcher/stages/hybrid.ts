/** What do the parents of a hybrid formula have in common? */
import type { MatchOutcome } from "../outcome.ts";
import { partialTarget } from "../query/target.ts";
import type { Search } from "../search.ts";
import { sameNameOfPart } from "./exact.ts";

/**
 * The genus of a formula whose parents belong to one genus ("Acacia baileyana × decurrens" → Acacia), HIGHERRANK; the
 * formula itself has been looked up before.
 */
export function hybridParents(search: Search): MatchOutcome | undefined {
  const { target } = search;
  if (target.strict || target.parents.length === 0) return undefined;
  const genera = new Set(target.parents.map((parent) => parent.split(" ")[0]!));
  if (genera.size > 1) return undefined;
  const [genus] = genera;
  const outcome = sameNameOfPart(search, partialTarget(target, genus!, undefined));
  outcome?.reasons.push("HYBRID_FORMULA");
  return outcome;
}
