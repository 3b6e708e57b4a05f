/** FlexSearch finds candidates, fuzzball puts them in order: the usual pair in Node. Two ways to index. */

import { Encoder, Index } from "flexsearch";
import { ratio } from "fuzzball";
import { ownProcessorSeconds } from "../measure.ts";
import { CANDIDATES, type Rival } from "./rival.ts";
import { dependencyVersion, trigrams } from "./rival-setup.ts";

/** How many candidates fuzzball compares; it costs about 4 µs each. */
const POOL = 100;

/** `forward` indexes every beginning of a word, as FlexSearch advises; `trigram` every three letters. */
export function flexsearchRival(how: "forward" | "trigram"): Rival {
  const index =
    how === "forward"
      ? new Index({ tokenize: "forward" })
      : new Index({ tokenize: "strict", encoder: new Encoder({ normalize: false, finalize: trigramTerms }) });
  let names: readonly string[] = [];
  const rank = (text: string) =>
    (index.search(text, { limit: POOL, suggest: true }) as number[])
      .map((ordinal) => ({ ordinal, score: ratio(text, names[ordinal]!, { full_process: false }) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, CANDIDATES)
      .map(({ ordinal }) => ordinal);
  return {
    engine: `FlexSearch ${dependencyVersion("flexsearch")} + fuzzball ${dependencyVersion("fuzzball")}`,
    settings: `tokenize ${how}, suggest, best of ${POOL} by fuzzball.ratio`,
    place: "in process",
    async load(list) {
      names = list;
      list.forEach((name, ordinal) => void index.add(ordinal, name));
    },
    exact: (text) => ({
      candidates: (index.search(text, { limit: POOL }) as number[]).filter((ordinal) => names[ordinal] === text),
    }),
    fuzzy: (text) => ({ candidates: rank(text) }),
    processorSeconds: ownProcessorSeconds,
    serverMiB: () => 0,
    close: async () => {},
  };
}

function trigramTerms(terms: string[]): string[] {
  return [...new Set(terms.flatMap(trigrams))];
}
