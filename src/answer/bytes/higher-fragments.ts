/**
 * Which bytes stand in an answer for a higher taxon and all above it?
 *
 * Thousands of answers share them, and they are most of a classification: they are made once for each taxon above genera
 * and then copied. Genera and what is below them are not kept: a checklist of 8 M names has 600,000 genera, so that the
 * genus of the next name is hardly ever one of those kept, but 30,000 taxa above them.
 */
import { COPY_PADDING, copyBytes } from "../../image/layout/literals.ts";
import type { UsageOrdinal } from "../../image/read.ts";
import { ByteSink } from "./byte-sink.ts";

/** Taxa that are kept, about 0.4 kB each in JSON. When there are more, all are forgotten. */
const MOST_KEPT = 60_000;
const FIRST_SLOTS = 1 << 8;
/** Numbers of a slot: the taxon plus one, where its bytes are, how many, their mark. */
const SLOT = 4;

const CACHE_LINE = 64;
const CHUNK_BYTES = 1 << 18;
/** Longer ones are made anew each time. */
const LONGEST_KEPT = CHUNK_BYTES / 16;

/** Writes the bytes of a taxon and all above it into the empty sink; gives a number to be kept with them. */
export type FragmentMaker = (taxon: UsageOrdinal, sink: ByteSink) => number;

/** Keeps the fragments of one image in one form of answers. */
export class HigherFragments {
  /** How many bytes the fragment found last has. */
  length = 0;
  /** The number that its maker gave. */
  mark = 0;
  /** Of no use but to keep reads that are made ahead from being left out. */
  protected fetched = 0;
  readonly #make: FragmentMaker;
  readonly #sink = new ByteSink(1 << 10);
  readonly #chunks: DataView[] = [];
  /** Bytes used of the chunks, with what is left over at the end of each. */
  #used = 0;
  #slots = new Int32Array(FIRST_SLOTS * SLOT);
  #count = 0;
  #view: DataView = this.#sink.view;
  #start = 0;

  constructor(make: FragmentMaker) {
    this.#make = make;
  }

  /** Looks a taxon up, or makes its fragment. */
  find(taxon: UsageOrdinal): void {
    const slot = this.#slotOf(taxon);
    const slots = this.#slots;
    if (slots[slot] === 0) {
      this.#add(taxon);
      return;
    }
    const start = slots[slot + 1]!;
    this.#view = this.#chunks[Math.floor(start / CHUNK_BYTES)]!;
    this.#start = start % CHUNK_BYTES;
    this.length = slots[slot + 2]!;
    this.mark = slots[slot + 3]!;
    // Copied last of all: until then they are fetched from main memory.
    let fetched = 0;
    for (let at = 0; at < this.length; at += CACHE_LINE) fetched += this.#view.getUint8(this.#start + at);
    this.fetched = fetched;
  }

  /** Copies `[from, to)` of the fragment found last to `at`, where there must be room; the end. */
  copy(from: number, to: number, into: DataView, at: number): number {
    return copyBytes(this.#view, this.#start + from, to - from, into, at);
  }

  /** The slot of a taxon, or the free one for it. */
  #slotOf(taxon: UsageOrdinal): number {
    const slots = this.#slots;
    const last = slots.length - SLOT;
    let slot = ((Math.imul(taxon, 0x9e3779b1) >>> 8) * SLOT) & last;
    while (slots[slot] !== 0 && slots[slot] !== taxon + 1) slot = (slot + SLOT) & last;
    return slot;
  }

  #add(taxon: UsageOrdinal): void {
    const sink = this.#sink;
    sink.length = 0;
    this.mark = this.#make(taxon, sink);
    this.length = sink.length;
    this.#view = sink.view;
    this.#start = 0;
    if (sink.length <= LONGEST_KEPT) this.#keep(taxon);
  }

  /** Keeps what stands in the sink. */
  #keep(taxon: UsageOrdinal): void {
    if (this.#count === MOST_KEPT) {
      this.#slots = new Int32Array(FIRST_SLOTS * SLOT);
      this.#count = 0;
      this.#used = 0;
    }
    const size = this.length + COPY_PADDING;
    const left = CHUNK_BYTES - (this.#used % CHUNK_BYTES);
    if (left < size) this.#used += left;
    const chunk = Math.floor(this.#used / CHUNK_BYTES);
    if (chunk === this.#chunks.length) this.#chunks.push(new DataView(new ArrayBuffer(CHUNK_BYTES)));
    copyBytes(this.#view, 0, this.length, this.#chunks[chunk]!, this.#used % CHUNK_BYTES);
    if (++this.#count * 2 * SLOT > this.#slots.length) this.#growSlots();
    this.#slots.set([taxon + 1, this.#used, this.length, this.mark], this.#slotOf(taxon));
    this.#used += size;
  }

  #growSlots(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += SLOT) {
      if (old[slot] !== 0) this.#slots.set(old.subarray(slot, slot + SLOT), this.#slotOf(old[slot]! - 1));
    }
  }
}
