/** MiniSearch: full text with fuzzy words. Every word may have two edits; all words must be found. */

import MiniSearch from "minisearch";
import { ownProcessorSeconds } from "../measure.ts";
import { CANDIDATES, type Rival } from "./rival.ts";
import { dependencyVersion } from "./rival-setup.ts";

export function minisearchRival(): Rival {
  const index = new MiniSearch<{ id: number; name: string }>({ fields: ["name"] });
  let names: readonly string[] = [];
  return {
    engine: `MiniSearch ${dependencyVersion("minisearch")}`,
    settings: "fuzzy 2, maxFuzzy 2, all words",
    place: "in process",
    async load(list) {
      names = list;
      index.addAll(list.map((name, id) => ({ id, name })));
    },
    exact: (text) => ({
      candidates: index
        .search(text, { combineWith: "AND" })
        .map(({ id }) => id as number)
        .filter((ordinal) => names[ordinal] === text),
    }),
    fuzzy: (text) => ({
      candidates: index
        .search(text, { fuzzy: 2, maxFuzzy: 2, combineWith: "AND" })
        .slice(0, CANDIDATES)
        .map(({ id }) => id as number),
    }),
    processorSeconds: ownProcessorSeconds,
    serverMiB: () => 0,
    close: async () => {},
  };
}
