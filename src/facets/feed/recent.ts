/** Of which names did the documents change lately? Newest first, each name once, with the reasons of its last change. */
import { nameId, tickTime } from "../records/identifiers.ts";
import { blocksBackwards, DESCENDANTS, entryAt, supersededBy } from "../records/log.ts";
import { REASONS, type Reason } from "../records/records.ts";
import type { FacetStore } from "../store/store.ts";

/** A name that changed. */
export interface RecentName {
  wfo_id: string;
  modified: string;
  reasons: Reason[];
  descendants: boolean;
}

/** The names that changed last, at most `limit`. */
export function recentNames(store: FacetStore, limit: number): RecentName[] {
  const names: RecentName[] = [];
  for (const block of blocksBackwards(store.databases, "names", store.head().sequence))
    for (let i = block.count - 1; i >= 0; i--) {
      const at = entryAt(block, i);
      if (supersededBy(block, at) !== 0) continue;
      if (names.length === limit) return names;
      const bits = block.bytes[at + 6] as number;
      names.push({
        wfo_id: nameId(block.bytes.readUIntBE(at + 1, 5)),
        modified: tickTime(block.tick),
        reasons: (Object.keys(REASONS) as Reason[]).filter((reason) => bits & REASONS[reason]),
        descendants: ((block.bytes[at] as number) & DESCENDANTS) !== 0,
      });
    }
  return names;
}
