/**
 * Which old deletes may be forgotten?
 *
 * Deletes are told for 180 days. Then they may go, and a cursor from before the newest forgotten one is too old: its
 * reader has to begin with a snapshot. At the same time go blocks of names that no walk can need, rows that nothing points
 * to, and the ids of snippets whose delete is forgotten.
 */
import type { Databases } from "../records/databases.ts";
import { type ChangeKind, decodeNameRecord, KIND_NUMBER, KINDS, numberKey, SCORE_BYTES } from "../records/layout.ts";
import {
  blocksFrom,
  DELETED,
  dropSpent,
  entryAt,
  SPENT_SECONDS,
  SUPERSEDED,
  type Superseded,
  supersede,
} from "../records/log.ts";
import { OWNED } from "./commit/commit.ts";
import type { FacetStore } from "./store.ts";

const DAY_SECONDS = 24 * 3600;
/** Days for which deletes are told at least. */
export const RETENTION_DAYS = 180;

/** What went. */
export interface Compaction {
  forgottenDeletes: number;
  droppedBlocks: number;
  /** Rows of sources that nothing pointed to any more. */
  droppedRows: number;
  /** Cursors from before this sequence are too old. */
  oldest: string;
}

/** Forgets deletes that were made more than `days` ago, in one commit. */
export async function compactStore(store: FacetStore, days: number = RETENTION_DAYS): Promise<Compaction> {
  const nowSeconds = Math.floor(store.now() / 1000);
  const before = nowSeconds - days * DAY_SECONDS;
  const { databases } = store;
  let forgottenDeletes = 0;
  let droppedBlocks = 0;
  let droppedRows = 0;
  await store.write((writer) => {
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
      supersede(databases, kind, old, writer.tick);
      forgottenDeletes += old.length;
      writer.forgetBefore(old.at(-1)?.sequence ?? 0);
    }
    droppedBlocks = dropSpent(databases, nowSeconds - SPENT_SECONDS, Number.MAX_SAFE_INTEGER);
    forgetFormerSnippets(databases);
    droppedRows = dropLooseRows(databases, store.head().nextId.metadata);
  });
  return { forgottenDeletes, droppedBlocks, droppedRows, oldest: String(store.head().oldest) };
}

/** A snippet that comes back after its delete was forgotten is a new one. */
function forgetFormerSnippets({ formerSnippets, tombstones }: Databases): void {
  const kind = Buffer.of(KIND_NUMBER.snippets);
  for (const { key, value } of [...formerSnippets.getRange({})])
    if (!tombstones.doesExist(Buffer.concat([kind, value]))) formerSnippets.remove(key as Buffer);
}

/** Deletes rows that no score and no snippet points to. Only stores from before format 2 have any. */
function dropLooseRows(databases: Databases, end: number): number {
  const owned = Buffer.of(OWNED);
  if (databases.metadata.getKeysCount({ end: owned, limit: 1 }) === 0) return 0;
  const used = new Uint8Array((end >> 3) + 1);
  const use = (key: Uint8Array): void => {
    const row = Buffer.from(key).readUIntBE(2, 6);
    if (key[0] !== OWNED) used[row >> 3] = (used[row >> 3] as number) | (1 << (row & 7));
  };
  for (const { value } of databases.names.getRange({})) {
    const { scores } = decodeNameRecord(value);
    for (let at = 0; at < scores.length; at += SCORE_BYTES) use(scores.subarray(at + 8, at + 16));
  }
  for (const { value } of databases.snippets.getRange({})) use(value.metadata);
  let dropped = 0;
  for (const key of [...(databases.metadata.getKeys({ end: owned }) as Iterable<Buffer>)]) {
    const row = key.readUIntBE(2, 6);
    if ((used[row >> 3] as number) & (1 << (row & 7))) continue;
    databases.metadata.remove(key);
    dropped++;
  }
  return dropped;
}

/** Key under which a delete is remembered: name, value and source of a score, the id of others. */
function thingKey(kind: ChangeKind, entry: Buffer): Buffer {
  return kind === "scores" ? Buffer.from(entry.subarray(1, 14)) : numberKey(entry.readUInt32BE(1), 4);
}
