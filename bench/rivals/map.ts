/** A JavaScript Map: what one would write in five lines. Exact names only; shows what exact look-up alone costs. */
import { ownProcessorSeconds } from "../measure.ts";
import type { Rival } from "./rival.ts";

export function mapRival(): Rival {
  const ordinals = new Map<string, number>();
  return {
    engine: "JavaScript Map",
    settings: "name → number",
    place: "in process",
    async load(names) {
      names.forEach((name, index) => void ordinals.set(name, index));
    },
    exact(text) {
      const found = ordinals.get(text);
      return { candidates: found === undefined ? [] : [found] };
    },
    fuzzy: null,
    processorSeconds: ownProcessorSeconds,
    serverMiB: () => 0,
    close: async () => {},
  };
}
