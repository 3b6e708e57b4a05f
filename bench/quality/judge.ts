/** Is an answer right, wrong, only a higher taxon, or none? */

import type { ImageReader, UsageOrdinal } from "../../src/image/read.ts";
import type { ToldOutcome } from "../../src/matcher/outcome.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import type { MatchQuery } from "../../src/taxonomy/match.ts";

/** A question with its right answer. */
export interface QualityCase {
  query: MatchQuery;
  /** Key of the right usage or of its accepted usage; `undefined` when only its name is known. */
  rightKey?: string | undefined;
  /** Canonical name of the right accepted usage, or of the genus for names that are only determined so far. */
  rightName?: string | undefined;
  /** Key of the parent of a usage that was left out of the checklist. */
  parentKey?: string | undefined;
  /** Edits between what is asked and the name that was meant; −1 when that is not known. */
  editDistance: number;
  uninomial: boolean;
  kind: string;
}

/** The verdicts. */
export type Verdict = "right" | "wrong" | "higher" | "none";

/** Judges an answer. A case without any right answer (an absent name) is wrong as soon as a species is answered. */
export function judge(testCase: QualityCase, outcome: ToldOutcome, image: ImageReader): Verdict {
  const { usage } = outcome;
  if (usage < 0) return "none";
  const accepted = acceptedOf(usage, image);
  const { rightKey, rightName } = testCase;
  if (rightKey !== undefined) {
    const right = image.usageWithId(rightKey);
    if (right >= 0 && acceptedOf(right, image) === accepted) return "right";
  }
  if (rightName !== undefined) {
    const name = foldName(rightName);
    if (foldName(image.canonicalName(accepted)) === name || foldName(image.canonicalName(usage)) === name)
      return "right";
  }
  return outcome.matchType === "HIGHERRANK" ? "higher" : "wrong";
}

/** True when a higher taxon that was answered holds what was meant; `undefined` when that is not known. */
export function isAncestor(
  { rightKey, parentKey }: QualityCase,
  { usage }: ToldOutcome,
  image: ImageReader,
): boolean | undefined {
  const key = rightKey ?? parentKey;
  const right = key === undefined ? -1 : image.usageWithId(key);
  if (right < 0 || usage < 0) return undefined;
  const answered = acceptedOf(usage, image);
  let taxon: UsageOrdinal = acceptedOf(right, image);
  for (let depth = 0; depth < 100 && taxon >= 0; depth++, taxon = image.parent(taxon))
    if (taxon === answered) return true;
  return false;
}

function acceptedOf(usage: UsageOrdinal, image: ImageReader): UsageOrdinal {
  const accepted = image.accepted(usage);
  return accepted < 0 ? usage : accepted;
}
