/**
 * Which names were modified, newest first, page by `offset`?
 *
 * A client walks with offset 0, 1000, 2000 … while names change. The walk is pinned to the newest sequence of the
 * moment it asked for offset 0: entries up to there never change, and an entry counts if no newer one up to the pin
 * superseded it. So a name stands at one offset of the walk, and no unmodified name is missed or told twice. Pins are
 * kept per consumer for a day (readers.ts), as long as the blocks that they need (log.ts); without one the walk is pinned to
 * now. A walk writes nothing into the store.
 */
import { nameId, tickTime } from "../records/identifiers.ts";
import { blocksBackwards, entryAt, type LogBlock, supersededBy } from "../records/log.ts";
import { Readers } from "./readers.ts";
import type { FacetStore } from "./store.ts";

/** Names of one page. */
const WALK_PAGE = 1000;
const PIN_LIFE_MS = 24 * 3600 * 1000;

/** A page of modified names. `asOf` is the sequence it is pinned to. */
export interface WalkPage {
  names: { wfo_id: string; modified: string }[];
  asOf: number;
}

/** Walks of one store; remembers where the last page of each pin ended, so that the next one starts there. */
export class NameWalks {
  readonly #store: FacetStore;
  readonly #readers: Readers;
  readonly #ends = new Map<number, { offset: number; fromSequence: number }>();

  constructor(store: FacetStore, readers: Readers = new Readers()) {
    this.#store = store;
    this.#readers = readers;
  }

  /** The page at `offset` for a consumer; `asOf` pins to that sequence instead of the consumer's own pin. */
  page(consumer: string, offset: number, asOf?: number, size = WALK_PAGE): WalkPage {
    const pinned = asOf ?? (offset > 0 ? this.#pinned(consumer) : undefined);
    const sequence = Math.min(pinned ?? this.#pin(consumer), this.#store.head().sequence);
    return { names: this.#read(sequence, offset, size), asOf: sequence };
  }

  #pinned(consumer: string): number | undefined {
    const pin = this.#readers.pin(consumer);
    if (pin === undefined || pin.epoch !== this.#store.head().epoch) return undefined;
    return Math.abs(this.#store.now() - pin.madeMs) < PIN_LIFE_MS ? pin.sequence : undefined;
  }

  #pin(consumer: string): number {
    const { sequence, epoch } = this.#store.head();
    this.#readers.setPin(consumer, { sequence, epoch, madeMs: this.#store.now() });
    return sequence;
  }

  #read(pin: number, offset: number, size: number): WalkPage["names"] {
    const known = this.#ends.get(pin);
    const resumed = known !== undefined && known.offset <= offset;
    let position = resumed ? known.offset : 0;
    const names: WalkPage["names"] = [];
    const from = resumed ? known.fromSequence : pin;
    let lastSequence = 0;
    pages: for (const block of blocksBackwards(this.#store.databases, "names", from)) {
      for (let i = Math.min(block.count - 1, from - block.sequence); i >= 0; i--) {
        const at = entryAt(block, i);
        const by = supersededBy(block, at);
        if (by !== 0 && by <= pin) continue;
        if (position++ < offset) continue;
        if (names.length === size) {
          lastSequence = block.sequence + i;
          break pages;
        }
        names.push(toName(block, at));
      }
    }
    if (this.#ends.size > 1000) this.#ends.clear();
    if (lastSequence > 0) this.#ends.set(pin, { offset: offset + size, fromSequence: lastSequence });
    return names;
  }
}

function toName(block: LogBlock, at: number): { wfo_id: string; modified: string } {
  return { wfo_id: nameId(block.bytes.readUIntBE(at + 1, 5)), modified: tickTime(block.tick) };
}
