/**
 * Which old deletes may be forgotten?
 *
 * Deletes are told for 180 days. Then they may go, and a cursor from before the newest forgotten one is too old: its
 * reader has to begin with a snapshot. Blocks of names that no pinned walk needs go at the same time.
 */
import { type ChangeKind, KINDS, kindKey, numberKey } from "../records/layout.ts";
import {
  blocksFrom,
  DELETED,
  entryAt,
  type LogBlock,
  SUPERSEDED,
  type Superseded,
  supersede,
  supersededBy,
} from "../records/log.ts";
import type { FacetStore } from "./store.ts";
import { oldestPin } from "./walk.ts";

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
    const pin = oldestPin(store);
    for (const kind of KINDS) {
      const old: Superseded[] = [];
      for (const block of blocksFrom(databases, kind, 0)) {
        if (block.tick >= before) break;
        for (let i = 0; i < block.count; i++) {
          const at = entryAt(block, i);
          const flags = block.bytes[at] as number;
          if (!(flags & DELETED) || flags & SUPERSEDED) continue;
          old.push({ sequence: block.sequence + i, by: block.sequence + i });
          databases.tombstones.remove(Buffer.concat([Buffer.of(block.kind), thingKey(kind, block.bytes.subarray(at))]));
        }
      }
      supersede(databases, kind, old, pin === Number.POSITIVE_INFINITY);
      forgottenDeletes += old.length;
      writer.forgetBefore(old.at(-1)?.sequence ?? 0);
    }
    const spent = [...blocksFrom(databases, "names", 0)].filter((block) => block.live === 0 && isUnseen(block, pin));
    for (const { kind, sequence, tick } of spent) {
      databases.log.remove(kindKey(kind, sequence, 6));
      databases.ticks.remove(kindKey(kind, tick, 5));
    }
    droppedBlocks = spent.length;
  });
  return { forgottenDeletes, droppedBlocks, oldest: String(store.head().oldest) };
}

/** Whether no walk pinned to `pin` or later lists an entry of the block. */
function isUnseen(block: LogBlock, pin: number): boolean {
  for (let i = 0; i < block.count; i++) if (supersededBy(block, entryAt(block, i)) > pin) return false;
  return true;
}

/** Key under which a delete is remembered: name, value and source of a score, the id of others. */
function thingKey(kind: ChangeKind, entry: Buffer): Buffer {
  return kind === "scores" ? Buffer.from(entry.subarray(1, 14)) : numberKey(entry.readUInt32BE(1), 4);
}
