/**
 * Which genus is abbreviated?
 *
 * "P. concolor" without a genus in the query is expanded when only one taxon fits initial, epithet and hints. An
 * abbreviation is never taken for a misspelling.
 */
import { foldName } from "../../names/keys/fold.ts";
import type { MatchOutcome } from "../outcome.ts";
import { copyOf } from "../score/candidate.ts";
import type { Search } from "../search.ts";

const ABBREVIATION = /^\p{Lu}\p{Ll}{0,4}\.$/u;

/** True for a genus of one to five letters and a full stop. */
export function isAbbreviated(genus: string | undefined): genus is string {
  return genus?.endsWith(".") === true && ABBREVIATION.test(genus);
}

/** The usages of the one name that the abbreviation stands for. */
export function abbreviatedGenus(search: Search): MatchOutcome | undefined {
  const { target, image, list, hints } = search;
  if (target.strict || !isAbbreviated(target.genus) || target.specificEpithet === undefined) return undefined;
  const initial = foldName(target.genus);
  const rest = target.folded.slice(target.folded.indexOf(" ") + 1);
  list.clear();
  for (const genus of image.generaWithEpithet(foldName(target.specificEpithet))) {
    if (!genus.startsWith(initial)) continue;
    const name = image.exactName(`${genus} ${rest}`);
    if (name >= 0) search.addUsages(name, "variant", 0, 0.5);
  }
  if (list.items.length === 0) return undefined;
  search.score("fuzzy");
  list.keepIf(({ usage }) => !hints.kingdomConflicts(usage));
  if (list.items.some(({ authorship }) => authorship === "EQUAL")) {
    list.keepIf(({ authorship }) => authorship === "EQUAL");
  }
  const taxa = new Set(list.items.map(({ usage }) => search.taxa.accepted(usage)));
  if (taxa.size !== 1) {
    if (taxa.size > 1) {
      search.refuse("AMBIGUOUS");
      search.ambiguous = true;
      search.considered = list.items.map(copyOf);
    }
    return undefined;
  }
  const outcome = search.settle("fuzzy", target.determinedPartOnly);
  outcome?.reasons.push("ABBREVIATED_GENUS");
  return outcome;
}
