/**
 * What changed, in which order?
 *
 * Every committed change has a sequence number; commit order is sequence order is the order in which readers see it.
 * The log keeps changes in blocks of one kind and one *tick*. A tick is a second that the store hands out itself: a new
 * one for every commit, later than the wall clock, at most 1,000 changes of a kind, which is a page. Hence a client that
 * knows nothing but "modified after second S" loses nothing, as long as pages end at whole ticks: a second never grows
 * after it was read.
 *
 * A names entry that concerns descendants stays until a newer one does, too: a reader that has seen neither must hear of
 * both. In walks over names it counts as superseded all the same (`supersededBy` without the flag).
 *
 * An entry whose thing changed again is marked as superseded in place, so that a page is read without a look-up per
 * entry. A block with no live entry left is deleted; a block of names stays for a day, because walks that began before its
 * entries were superseded list them still (walk.ts). So a writer has to ask no reader what may go.
 *
 *   LogBlock
 *   0        5         7        9
 *   | tick(5)| count(2)| live(2)| entry × count
 *   entry:  flags(1)  then by kind
 *     facets values sources   id(4)
 *     scores                  name(5) value(4) source(4) metadata(8): so that a page of documents needs no name records
 *     snippets                snippet(4) name(5)
 *     names                   name(5) reasons(1) supersededBy(6)
 */
import type { Database } from "lmdb";
import { type ChangeKind, KIND_NUMBER, KINDS, kindKey } from "./layout.ts";

/** Most changes of one kind in one tick: they fill a page of the `since` calls. Every further one costs a second. */
export const TICK_CAPACITY = 1000;
/** Most changes in one block: whoever supersedes one of them rewrites the block. Divides TICK_CAPACITY. */
const BLOCK_CAPACITY = 250;
/** Seconds for which a block of names without a live entry stays: longer than a walk may take. */
export const SPENT_SECONDS = 24 * 3600 + 600;

/** Entry flags. */
export const DELETED = 1;
export const SUPERSEDED = 2;
/** Names only: a changed score is heritable, so the descendants of the name are concerned as well. */
export const DESCENDANTS = 4;
/** Sources only: a list of snippets, so that its id is `wfo-ss-…` even after it was deleted. */
export const OF_SNIPPETS = 8;

const BLOCK_HEADER = 9;
/** Bytes of an entry by number of the kind. */
export const ENTRY_BYTES: readonly number[] = [5, 5, 5, 22, 10, 13];
const SUPERSEDED_BY_AT = 7;

/** A block of the log as read; `bytes` as drawn above. */
export interface LogBlock {
  kind: number;
  /** Sequence of the first entry; entry `i` has `sequence + i`. */
  sequence: number;
  tick: number;
  count: number;
  live: number;
  bytes: Buffer;
}

/** Databases the log lives in. */
export interface LogDatabases {
  log: Database<Buffer, Buffer>;
  ticks: Database<Buffer, Buffer>;
  spent: Database<Buffer, Buffer>;
}

/** Options of a read: the transaction it belongs to, if any. */
export type ReadOptions = { transaction?: ReturnType<Database["useReadTransaction"]> };

function decodeBlock(key: Buffer, bytes: Buffer): LogBlock {
  return {
    kind: key[0] as number,
    sequence: key.readUIntBE(1, 6),
    tick: bytes.readUIntBE(0, 5),
    count: bytes.readUInt16BE(5),
    live: bytes.readUInt16BE(7),
    bytes,
  };
}

/** Blocks of a kind in ascending sequence, beginning with the one that holds or follows `fromSequence`. */
export function* blocksFrom(
  { log }: LogDatabases,
  kind: ChangeKind,
  fromSequence: number,
  read: ReadOptions = {},
): Generator<LogBlock> {
  const number = KIND_NUMBER[kind];
  const from = kindKey(number, fromSequence, 6);
  let start = from;
  for (const key of log.getKeys({ ...read, start: from, end: kindKey(number, 0, 6), reverse: true, limit: 1 }))
    start = key as Buffer;
  for (const { key, value } of log.getRange({ ...read, start, end: kindKey(number + 1, 0, 6) })) {
    const block = decodeBlock(key as Buffer, value);
    if (block.sequence + block.count > fromSequence) yield block;
  }
}

/** Blocks of a kind whose tick is later than `tick`, ascending. */
export function* blocksAfterTick(
  databases: LogDatabases,
  kind: ChangeKind,
  tick: number,
  read: ReadOptions = {},
): Generator<LogBlock> {
  const number = KIND_NUMBER[kind];
  const after = Math.min(Math.max(0, Math.floor(tick)) + 1, 2 ** 40 - 1);
  const range = { ...read, start: kindKey(number, after, 5), end: kindKey(number + 1, 0, 5), limit: 1 };
  for (const { value } of databases.ticks.getRange(range)) {
    yield* blocksFrom(databases, kind, value.readUIntBE(0, 6), read);
    return;
  }
}

/** Blocks of a kind in descending sequence, from the one that holds or precedes `fromSequence`. */
export function* blocksBackwards(
  { log }: LogDatabases,
  kind: ChangeKind,
  fromSequence: number,
  read: ReadOptions = {},
): Generator<LogBlock> {
  const number = KIND_NUMBER[kind];
  const range = { ...read, start: kindKey(number, fromSequence, 6), end: kindKey(number, 0, 6), reverse: true };
  for (const { key, value } of log.getRange(range)) yield decodeBlock(key as Buffer, value);
}

/** Offset of entry `i` in the bytes of its block. */
export function entryAt(block: LogBlock, i: number): number {
  return BLOCK_HEADER + i * (ENTRY_BYTES[block.kind] as number);
}

/** Sequence that superseded a names entry; 0 while it is live. */
export function supersededBy(block: LogBlock, at: number): number {
  return block.bytes.readUIntBE(at + SUPERSEDED_BY_AT, 6);
}

/** An entry at `sequence` that a newer one replaces. */
export interface Superseded {
  sequence: number;
  by: number;
  /** Only for walks: readers of the feed still have to see it. */
  soft?: boolean;
}

/** Marks entries of a kind (ascending) as superseded by the commit of `tick`. Only inside a write. */
export function supersede(
  databases: LogDatabases,
  kind: ChangeKind,
  entries: readonly Superseded[],
  tick: number,
): void {
  let block: LogBlock | undefined;
  const store = (): void => {
    if (block === undefined) return;
    if (block.live === 0 && kind !== "names") {
      dropBlock(databases, block);
      return;
    }
    if (block.live === 0) noteSpent(databases, tick, block.sequence);
    block.bytes.writeUInt16BE(block.live, 7);
    databases.log.put(kindKey(block.kind, block.sequence, 6), block.bytes);
  };
  for (const { sequence, by, soft = false } of entries) {
    if (block === undefined || sequence >= block.sequence + block.count) {
      store();
      block = undefined;
      for (const found of blocksBackwards(databases, kind, sequence)) {
        if (sequence < found.sequence + found.count) block = { ...found, bytes: Buffer.from(found.bytes) };
        break;
      }
      if (block === undefined) continue;
    }
    const at = entryAt(block, sequence - block.sequence);
    if ((block.bytes[at] as number) & SUPERSEDED) continue;
    if (kind === "names" && supersededBy(block, at) === 0) block.bytes.writeUIntBE(by, at + SUPERSEDED_BY_AT, 6);
    if (soft) continue;
    block.bytes[at] = (block.bytes[at] as number) | SUPERSEDED;
    block.live--;
  }
  store();
}

const EMPTY = Buffer.alloc(0);

function spentKey(tick: number, sequence: number): Buffer {
  const key = Buffer.allocUnsafe(11);
  key.writeUIntBE(tick, 0, 5);
  key.writeUIntBE(sequence, 5, 6);
  return key;
}

/** Notes that a block of names has no live entry since a tick. */
export function noteSpent({ spent }: LogDatabases, tick: number, sequence: number): void {
  spent.put(spentKey(tick, sequence), EMPTY);
}

/** Deletes blocks of names that are without a live entry since before `tick`, at most `limit`. Returns how many. */
export function dropSpent(databases: LogDatabases, tick: number, limit: number): number {
  let dropped = 0;
  const keys = [
    ...(databases.spent.getKeys({ start: spentKey(0, 0), end: spentKey(tick, 0), limit }) as Iterable<Buffer>),
  ];
  for (const key of keys) {
    databases.spent.remove(key);
    const sequence = key.readUIntBE(5, 6);
    for (const block of blocksFrom(databases, "names", sequence)) {
      if (block.sequence === sequence) {
        dropBlock(databases, block);
        dropped++;
      }
      break;
    }
  }
  return dropped;
}

/** Deletes a block, and its tick with the last block that has it. */
function dropBlock(databases: LogDatabases, { kind, sequence, tick }: LogBlock): void {
  databases.log.remove(kindKey(kind, sequence, 6));
  const name = KINDS[kind] as ChangeKind;
  for (const beside of [blocksBackwards(databases, name, sequence), blocksFrom(databases, name, sequence)])
    for (const block of beside) {
      if (block.tick === tick) return;
      break;
    }
  databases.ticks.remove(kindKey(kind, tick, 5));
}

/** Writes entries of one kind in blocks; `entries` holds whole entries back to back. Returns the last tick used. */
export function append(
  { log, ticks }: LogDatabases,
  kind: ChangeKind,
  firstSequence: number,
  firstTick: number,
  entries: Buffer,
): number {
  const number = KIND_NUMBER[kind];
  const size = ENTRY_BYTES[number] as number;
  const total = entries.length / size;
  let tick = firstTick;
  for (let first = 0; first < total; first += BLOCK_CAPACITY) {
    tick = firstTick + Math.floor(first / TICK_CAPACITY);
    const count = Math.min(BLOCK_CAPACITY, total - first);
    const bytes = Buffer.allocUnsafe(BLOCK_HEADER + count * size);
    bytes.writeUIntBE(tick, 0, 5);
    bytes.writeUInt16BE(count, 5);
    bytes.writeUInt16BE(count, 7);
    bytes.set(entries.subarray(first * size, (first + count) * size), BLOCK_HEADER);
    log.put(kindKey(number, firstSequence + first, 6), bytes);
    if (first % TICK_CAPACITY > 0) continue;
    const sequence = Buffer.allocUnsafe(6);
    sequence.writeUIntBE(firstSequence + first, 0, 6);
    ticks.put(kindKey(number, tick, 5), sequence);
  }
  return tick;
}

/** All kinds, for callers that accept a list of them. */
export function isChangeKind(text: string): text is ChangeKind {
  return (KINDS as readonly string[]).includes(text);
}
