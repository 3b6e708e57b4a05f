/**
 * Which old deletes may be forgotten?
 *
 * Deletes are told for 180 days. Then they may go, and a cursor from before the newest forgotten one is too old: its
 * reader has to begin with a snapshot. Blocks of names that no pinned walk needs go at the same time.
 */
import { type ChangeKind, KINDS, kindKey, numberKey } from "./layout.ts";
import { blocksFrom, DELETED, ENTRY_BYTES, entryAt, SUPERSEDED, type Superseded, supersede } from "./log.ts";
import type { FacetStore } from "./store.ts";

const DAY_MS = 24 * 3600 * 1000;
/** Days for which deletes are told at least. */
export const RETENTION_DAYS = 180;

/** What went. */
export interface Compaction {
  forgottenDeletes: number;
  droppedBlocks: number;
  /** Cursors from before this sequence are too old. */
  oldest: string;
}

/** Forgets deletes that were made more than `days` ago, in one commit. */
export async function compactStore(store: FacetStore, days: number = RETENTION_DAYS): Promise<Compaction> {
  const before = Math.floor((store.now() - days * DAY_MS) / 1000);
  const { databases } = store;
  let forgottenDeletes = 0;
  let droppedBlocks = 0;
  await store.write((writer) => {
    const pinned = [...databases.pins.getRange({})].length > 0;
    for (const kind of KINDS) {
      const old: Superseded[] = [];
      const spent: Buffer[] = [];
      for (const block of blocksFrom(databases, kind, 0)) {
        if (block.tick >= before) break;
        if (block.live === 0 && !pinned)
          spent.push(kindKey(block.kind, block.sequence, 6), kindKey(block.kind, block.tick, 5));
        for (let i = 0; i < block.count; i++) {
          const at = entryAt(block, i);
          const flags = block.bytes[at] as number;
          if (!(flags & DELETED) || flags & SUPERSEDED) continue;
          const sequence = block.sequence + i;
          old.push({ sequence, by: sequence });
          databases.tombstones.remove(
            Buffer.concat([Buffer.of(block.kind), thingKey(kind, block.bytes.subarray(at, at + size(block.kind)))]),
          );
        }
      }
      for (let i = 0; i < spent.length; i += 2) {
        databases.log.remove(spent[i] as Buffer);
        databases.ticks.remove(spent[i + 1] as Buffer);
        droppedBlocks++;
      }
      supersede(databases, kind, old, !pinned);
      forgottenDeletes += old.length;
      writer.forgetBefore(old.at(-1)?.sequence ?? 0);
    }
  });
  return { forgottenDeletes, droppedBlocks, oldest: String(store.head().oldest) };
}

function size(kind: number): number {
  return ENTRY_BYTES[kind] as number;
}

/** Key under which a delete is remembered: name, value and source of a score, the id of others. */
function thingKey(kind: ChangeKind, entry: Buffer): Buffer {
  return kind === "scores" ? Buffer.from(entry.subarray(1, 14)) : numberKey(entry.readUInt32BE(1), 4);
}
