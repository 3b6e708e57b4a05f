/**
 * Which name does a row of a checklist bear?
 *
 * Clean names (`Abies alba`, `Abies alba var. alpina` with the authorship in its own column) are told apart from the
 * rest by their letters alone and not parsed: they are nine of ten, and a parse costs more than all else of a row.
 */
import type { NameUsage } from "../taxonomy/name-usage.ts";

/** The name of a usage, in the forms that the image keeps. */
export interface UsageName {
  /** Look-up key. */
  folded: string;
  /** Look-up key of the second folding (ö → o), when it differs. */
  foldedShort: string | undefined;
  /** Without authorship, rank markers and hybrid signs: `"Abies alba alpina"`. */
  canonicalName: string;
  /** As shown, with authorship. */
  scientificName: string;
  authorship: string | undefined;
}

/** The name of a row. */
export function readUsageName(usage: NameUsage): UsageName {
  const { scientificName, authorship } = usage;
  const folded = scientificName.trim().toLowerCase().replace(/\s+/g, " ");
  const canonicalName = scientificName.trim();
  return {
    folded,
    foldedShort: undefined,
    canonicalName,
    scientificName: authorship === undefined ? canonicalName : `${canonicalName} ${authorship}`,
    authorship,
  };
}
