/** Orama: full text with tolerance, two edits a word; all words must be found (threshold 0). */

import { create, insertMultiple, search } from "@orama/orama";
import { ownProcessorSeconds } from "../measure.ts";
import { CANDIDATES, type Rival } from "./rival.ts";
import { dependencyVersion } from "./rival-setup.ts";

export function oramaRival(): Rival {
  const database = create({ schema: { name: "string" } as const });
  let names: readonly string[] = [];
  const ask = async (term: string, tolerance: number) =>
    (await search(database, { term, properties: ["name"], tolerance, threshold: 0, limit: CANDIDATES })).hits.map(
      ({ id }) => Number(id),
    );
  return {
    engine: `Orama ${dependencyVersion("@orama/orama")}`,
    settings: "tolerance 2, threshold 0",
    place: "in process",
    async load(list) {
      names = list;
      await insertMultiple(
        database,
        list.map((name, ordinal) => ({ id: String(ordinal), name })),
        5000,
      );
    },
    exact: async (text) => ({ candidates: (await ask(text, 0)).filter((ordinal) => names[ordinal] === text) }),
    fuzzy: async (text) => ({ candidates: await ask(text, 2) }),
    processorSeconds: ownProcessorSeconds,
    serverMiB: () => 0,
    close: async () => {},
  };
}
