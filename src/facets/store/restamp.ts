/**
 * How does everything in a store get a new second?
 *
 * Changes keep their order and their sequences; their ticks become consecutive seconds, as few as pages of the `since`
 * calls allow. Every place that holds a tick follows: the log, its index, scores, snippets and vocabulary.
 */
import type { Databases } from "../records/databases.ts";
import { type ChangeKind, decodeNameRecord, encodeNameRecord, KINDS, kindKey, SCORE_BYTES } from "../records/layout.ts";
import { blocksFrom, TICK_CAPACITY } from "../records/log.ts";

/** Gives every change a tick from `firstTick` on. Only inside a write. Returns the last tick used. */
export function restamp(databases: Databases, firstTick: number): number {
  const { log, ticks, names, snippets, vocabulary } = databases;
  for (const key of [...(ticks.getKeys({}) as Iterable<Buffer>)]) ticks.remove(key);
  const times = {} as Record<ChangeKind, Times>;
  let lastTick = firstTick;
  for (const kind of KINDS) {
    const given = new Times();
    times[kind] = given;
    let tick = firstTick - 1;
    let rows = TICK_CAPACITY;
    for (const block of blocksFrom(databases, kind, 0)) {
      if (rows + block.live > TICK_CAPACITY) {
        tick++;
        rows = 0;
        const sequence = Buffer.alloc(6);
        sequence.writeUIntBE(block.sequence, 0, 6);
        ticks.put(kindKey(block.kind, tick, 5), sequence);
      }
      rows += block.live;
      const bytes = Buffer.from(block.bytes);
      bytes.writeUIntBE(tick, 0, 5);
      log.put(kindKey(block.kind, block.sequence, 6), bytes);
      given.add(block.sequence, tick);
    }
    lastTick = Math.max(lastTick, tick);
  }
  for (const { key, value } of names.getRange({})) {
    const record = decodeNameRecord(Buffer.from(value));
    if (record.scores.length === 0) continue;
    for (let at = 0; at < record.scores.length; at += SCORE_BYTES)
      record.scores.writeUIntBE(times.scores.at(record.scores.readUIntBE(at + 16, 6)), at + 22, 5);
    names.put(key as Buffer, encodeNameRecord(record));
  }
  for (const { key, value } of snippets.getRange({}))
    snippets.put(key as Buffer, { ...value, tick: times.snippets.at(value.sequence) });
  for (const { key, value } of vocabulary.getRange({})) {
    const kind = KINDS[(key as Buffer)[0] as number] as ChangeKind;
    vocabulary.put(key as Buffer, { ...value, tick: times[kind].at(value.sequence) });
  }
  return lastTick;
}

/** The new tick of each sequence of one kind. */
class Times {
  readonly #sequences: number[] = [];
  readonly #ticks: number[] = [];

  add(sequence: number, tick: number): void {
    this.#sequences.push(sequence);
    this.#ticks.push(tick);
  }

  /** Tick of the block that holds a sequence. */
  at(sequence: number): number {
    let low = 0;
    let high = this.#sequences.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#sequences[middle] as number) <= sequence) low = middle;
      else high = middle - 1;
    }
    return this.#ticks[low] as number;
  }
}
