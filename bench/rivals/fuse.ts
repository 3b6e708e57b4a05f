/** Fuse.js compares the text with every name (Bitap), as its documentation shows for short lists. */

import Fuse from "fuse.js";
import { ownProcessorSeconds } from "../measure.ts";
import { CANDIDATES, type Rival } from "./rival.ts";
import { dependencyVersion } from "./rival-setup.ts";

export function fuseRival(): Rival {
  let names: readonly string[] = [];
  let index: Fuse<string> | undefined;
  const search = (text: string) => index!.search(text, { limit: CANDIDATES }).map(({ refIndex }) => refIndex);
  return {
    engine: `Fuse.js ${dependencyVersion("fuse.js")}`,
    settings: "threshold 0.3",
    place: "in process",
    async load(list) {
      names = list;
      index = new Fuse([...list], { threshold: 0.3 });
    },
    exact: (text) => ({ candidates: search(text).filter((ordinal) => names[ordinal] === text) }),
    fuzzy: (text) => ({ candidates: search(text) }),
    processorSeconds: ownProcessorSeconds,
    serverMiB: () => 0,
    close: async () => {},
  };
}
