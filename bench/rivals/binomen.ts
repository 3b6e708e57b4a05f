/**
 * binomen itself, behind the rivals' interface: the index alone (nearest names by edit distance, as the others give), and
 * the full decision (parse, nearest names, authorship, rank, status, confidence), which none of the others makes.
 */

import { buildImage } from "../../src/image/build.ts";
import { ImageReader, NameHits } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { ownProcessorSeconds } from "../measure.ts";
import { CANDIDATES, type Rival } from "./rival.ts";

/** `index`: names within one edit, else within two. `decision`: what a request would be answered. */
export function binomenRival(what: "index" | "decision"): Rival {
  let image: ImageReader;
  let matcher: Matcher;
  /** Index into the names loaded, by usage ordinal. */
  let indexes: Int32Array;
  const hits = new NameHits();

  const nearest = (text: string): number[] => {
    const folded = foldName(text);
    image.nearestNames(folded, 1, hits);
    if (hits.length === 0) image.nearestNames(folded, 2, hits);
    return Array.from({ length: hits.length }, (_, at) => at)
      .sort((a, b) => hits.distances[a]! - hits.distances[b]!)
      .slice(0, CANDIDATES)
      .map((at) => indexes[image.firstUsage(hits.names[at]!)]!);
  };
  const decided = (text: string): number[] => {
    const outcome = matcher.match({ scientificName: text[0]!.toUpperCase() + text.slice(1) });
    if (outcome.usage < 0 || outcome.matchType === "HIGHERRANK" || outcome.matchType === "NONE") return [];
    return [outcome.usage, ...outcome.others.map(({ usage }) => usage)]
      .slice(0, CANDIDATES)
      .map((usage) => indexes[usage]!);
  };
  const exactly = (text: string): number[] => {
    const name = image.exactName(foldName(text));
    return name === -1 ? [] : [indexes[image.firstUsage(name)]!];
  };

  return {
    engine: "binomen",
    settings: what === "index" ? "nearest names, index alone" : "full decision",
    place: "in process",
    async load(names) {
      image = new ImageReader(buildImage(usagesOf(names), { checklistKey: "bench" }));
      matcher = new Matcher(image);

      indexes = Int32Array.from({ length: image.usageCount }, (_, usage) => Number(image.id(usage)));
    },
    exact: (text) => ({ candidates: what === "index" ? exactly(text) : decided(text) }),
    fuzzy: (text) => ({ candidates: what === "index" ? nearest(text) : decided(text) }),
    processorSeconds: ownProcessorSeconds,
    serverMiB: () => 0,
    close: async () => {},
  };
}

function* usagesOf(names: readonly string[]): Iterable<NameUsage> {
  for (const [index, name] of names.entries())
    yield {
      id: String(index),
      scientificName: name[0]!.toUpperCase() + name.slice(1),
      status: "ACCEPTED",
      line: index + 1,
    };
}
