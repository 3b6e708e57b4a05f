/**
 * Were the answers right?
 *
 * Recall@1 and @10: the name that the query was made from is the first candidate, or among the first ten. A spoilt name may
 * be nearer to another name than to its own; `nearestAt1` allows for that: the first candidate is a name at most as far from
 * the query as the intended one. Shares of 0-1; `null` where the measure has no meaning.
 */
import { editDistance } from "../edit-distance.ts";
import type { Query } from "../queries.ts";

/** Shares of the queries that were answered (not of those prepared). */
export interface Judgement {
  readonly recallAt1: number | null;
  readonly recallAt10: number | null;
  readonly nearestAt1: number | null;
  /** Absent names for which something was offered all the same. Engines without a cut-off offer nearly always. */
  readonly answeredAbsent: number | null;
}

/** Compares candidates (indexes into `names`) with the queries they answer; `texts` is what was asked. */
export function judge(
  queries: readonly Query[],
  texts: readonly string[],
  answers: readonly (readonly number[])[],
  names: readonly string[],
): Judgement {
  let first = 0;
  let among = 0;
  let near = 0;
  let absent = 0;
  let answeredAbsent = 0;
  answers.forEach((candidates, index) => {
    const wanted = queries[index]!.name;
    const best = candidates[0];
    if (wanted === -1) {
      absent++;
      if (best !== undefined) answeredAbsent++;
      return;
    }
    if (best === wanted) first++;
    if (candidates.slice(0, 10).includes(wanted)) among++;
    if (best === undefined) return;
    const text = texts[index]!;
    if (best === wanted || editDistance(text, names[best]!) <= editDistance(text, names[wanted]!)) near++;
  });
  const present = answers.length - absent;
  const share = (part: number, whole: number) => (whole === 0 ? null : Number((part / whole).toFixed(4)));
  return {
    recallAt1: share(first, present),
    recallAt10: share(among, present),
    nearestAt1: share(near, present),
    answeredAbsent: share(answeredAbsent, absent),
  };
}
