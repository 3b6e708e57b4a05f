/**
 * Which number has a string?
 *
 * The growing tables of the build: strings are kept once, as bytes in one arena, and numbered from 1. A `Map` of
 * strings does the same at four times the memory and half the speed for millions of words.
 */
import { hashBytes, slotOf } from "../layout/hash.ts";
import { encodeText, MAX_BYTES_PER_UNIT } from "../layout/text.ts";

/**
 * Gives the memory of arrays back at once; they are empty afterwards. A build frees hundreds of megabytes between its
 * phases, and the collector, which sees only the small objects that hold them, would come too late.
 */
export function release(...arrays: { buffer: ArrayBufferLike }[]): void {
  for (const { buffer } of arrays) if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
}

/** A column of unsigned 32-bit numbers that grows. */
export class NumberColumn {
  values: Uint32Array = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Uint32Array(Math.ceil(this.length * 1.5));
      grown.set(this.values);
      release(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  /** Makes room for so many numbers at once. */
  reserve(count: number): void {
    if (count <= this.values.length) return;
    const grown = new Uint32Array(count);
    grown.set(this.used());
    release(this.values);
    this.values = grown;
  }

  /** Frees the numbers. */
  close(): void {
    release(this.values);
    this.values = new Uint32Array(0);
    this.length = 0;
  }

  /** The numbers, without the spare room; shares the memory. */
  used(): Uint32Array {
    return this.values.subarray(0, this.length);
  }
}

/** A column of bytes that grows. */
export class ByteColumn {
  values: Uint8Array = new Uint8Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Uint8Array(Math.ceil(this.length * 1.5));
      grown.set(this.values);
      release(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  /** The bytes, without the spare room; shares the memory. */
  used(): Uint8Array {
    return this.values.subarray(0, this.length);
  }
}

/** Strings, each kept once; ordinal 0 is the empty string. */
export class StringTable {
  /** `bytes[starts[i], starts[i + 1])` is string i. */
  bytes: Uint8Array = new Uint8Array(1 << 16);
  readonly starts = new NumberColumn();
  /** Ordinal and hash of each string, side by side: one cache line. */
  private slots = new Uint32Array(1 << 13);
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
    const { slots } = this;
    let slot = 2 * slotOf(hash, slots.length >>> 1);
    for (;;) {
      const ordinal = slots[slot]!;
      if (ordinal === 0) break;
      if (slots[slot + 1] === hash && this.equals(ordinal, source, start, end)) return ordinal;
      slot += 2;
      if (slot === slots.length) slot = 0;
    }
    const ordinal = this.size;
    const at = this.byteLength;
    const length = end - start;
    if (at + length > this.bytes.length) {
      const grown = new Uint8Array(Math.ceil((at + length) * 1.5));
      grown.set(this.bytes);
      release(this.bytes);
      this.bytes = grown;
    }
    for (let i = 0; i < length; i++) this.bytes[at + i] = source[start + i]!;
    this.starts.push(at + length);
    slots[slot] = ordinal;
    slots[slot + 1] = hash;
    if (ordinal > slots.length * 0.3) this.growSlots();
    return ordinal;
  }

  /** Frees what only `intern` needs. */
  close(): void {
    release(this.slots);
    this.slots = new Uint32Array(2);
  }

  /** The bytes of all strings, without the spare room; shares the memory. */
  usedBytes(): Uint8Array {
    return this.bytes.subarray(0, this.byteLength);
  }

  private equals(ordinal: number, source: Uint8Array, start: number, end: number): boolean {
    const at = this.starts.values[ordinal]!;
    if (this.starts.values[ordinal + 1]! - at !== end - start) return false;
    for (let i = start, j = at; i < end; i++, j++) if (source[i] !== this.bytes[j]) return false;
    return true;
  }

  private growSlots(): void {
    const { slots } = this;
    const grown = new Uint32Array(slots.length * 2);
    for (let i = 0; i < slots.length; i += 2) {
      if (slots[i] === 0) continue;
      let slot = 2 * slotOf(slots[i + 1]!, grown.length >>> 1);
      while (grown[slot] !== 0) {
        slot += 2;
        if (slot === grown.length) slot = 0;
      }
      grown[slot] = slots[i]!;
      grown[slot + 1] = slots[i + 1]!;
    }
    release(slots);
    this.slots = grown;
  }
}
