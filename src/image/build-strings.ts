/**
 * Which number has a string?
 *
 * The growing tables of the build: strings are kept once, as bytes in one arena, and numbered from 1. A `Map` of
 * strings does the same at four times the memory and half the speed for millions of words.
 */
import { hashBytes, slotOf } from "./format-hash.ts";
import { encodeText, MAX_BYTES_PER_UNIT } from "./format-text.ts";

/** A column of unsigned 32-bit numbers that grows. */
export class NumberColumn {
  values: Uint32Array = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Uint32Array(Math.ceil(this.length * 1.5));
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  /** The numbers, without the spare room; shares the memory. */
  used(): Uint32Array {
    return this.values.subarray(0, this.length);
  }
}

/** Strings, each kept once; ordinal 0 is the empty string. */
export class StringTable {
  /** `bytes[starts[i], starts[i + 1])` is string i. */
  bytes: Uint8Array = new Uint8Array(1 << 16);
  readonly starts = new NumberColumn();
  private slots = new Uint32Array(1 << 12);
  private fingerprints = new Uint32Array(1 << 12);
  private scratch = new Uint8Array(1 << 12);

  constructor() {
    this.starts.push(0);
    this.starts.push(0);
  }

  /** Ordinals given out, the empty string's included. */
  get size(): number {
    return this.starts.length - 1;
  }

  /** Bytes of all strings. */
  get byteLength(): number {
    return this.starts.values[this.starts.length - 1]!;
  }

  /** The ordinal of `text`. */
  intern(text: string): number {
    if (text.length * MAX_BYTES_PER_UNIT > this.scratch.length) {
      this.scratch = new Uint8Array(text.length * MAX_BYTES_PER_UNIT * 2);
    }
    return this.internBytes(this.scratch, 0, encodeText(text, this.scratch));
  }

  /** The ordinal of `source[start, end)`. */
  internBytes(source: Uint8Array, start: number, end: number): number {
    if (start === end) return 0;
    const hash = hashBytes(source, start, end);
    let slot = slotOf(hash, this.slots.length);
    for (;;) {
      const ordinal = this.slots[slot]!;
      if (ordinal === 0) break;
      if (this.fingerprints[slot] === hash && this.equals(ordinal, source, start, end)) return ordinal;
      if (++slot === this.slots.length) slot = 0;
    }
    const ordinal = this.size;
    const at = this.byteLength;
    const length = end - start;
    if (at + length > this.bytes.length) {
      const grown = new Uint8Array(Math.ceil((at + length) * 1.5));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    for (let i = 0; i < length; i++) this.bytes[at + i] = source[start + i]!;
    this.starts.push(at + length);
    this.slots[slot] = ordinal;
    this.fingerprints[slot] = hash;
    if (ordinal > this.slots.length * 0.6) this.growSlots();
    return ordinal;
  }

  private equals(ordinal: number, source: Uint8Array, start: number, end: number): boolean {
    const at = this.starts.values[ordinal]!;
    if (this.starts.values[ordinal + 1]! - at !== end - start) return false;
    for (let i = start, j = at; i < end; i++, j++) if (source[i] !== this.bytes[j]) return false;
    return true;
  }

  private growSlots(): void {
    const { slots, fingerprints } = this;
    const capacity = slots.length * 2;
    this.slots = new Uint32Array(capacity);
    this.fingerprints = new Uint32Array(capacity);
    for (let i = 0; i < slots.length; i++) {
      if (slots[i] === 0) continue;
      let slot = slotOf(fingerprints[i]!, capacity);
      while (this.slots[slot] !== 0) if (++slot === capacity) slot = 0;
      this.slots[slot] = slots[i]!;
      this.fingerprints[slot] = fingerprints[i]!;
    }
  }
}
