/**
 * Which names are spelled almost like this one?
 */

import { encodeText } from "./format-text.ts";
import { alignmentDistance } from "./read-distance.ts";
import type { NameHits } from "./read-hits.ts";
import type { NameLists } from "./read-lists.ts";

/** Longest query in bytes that is searched for with edits. */
export const LONGEST_QUERY = 255;

/** Looks names up within a distance. */
export class NearestNames {
  private readonly lists: NameLists;
  private readonly text = new Uint8Array(4096);

  constructor(lists: NameLists) {
    this.lists = lists;
  }

  /** Fills `out` with all names within `maxDistance` of `folded`. */
  find(folded: string, maxDistance: number, out: NameHits): void {
    out.clear();
    const { lists, text } = this;
    const exact = lists.exact(folded);
    if (exact >= 0) out.add(exact, 0);
    if (maxDistance === 0 || lists.queryEnd > LONGEST_QUERY) return;
    for (let name = 0; name < lists.nameCount; name++) {
      const end = encodeText(lists.text(name), text);
      const distance = alignmentDistance(lists.query, 0, lists.queryEnd, text, 0, end, maxDistance);
      if (distance <= maxDistance) out.add(name, distance);
    }
  }
}
