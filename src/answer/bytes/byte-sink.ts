/**
 * Where do the bytes of an answer go?
 *
 * A buffer that grows and is used again for the next answers. Text is written letter by letter: names are short, and a
 * call into the platform's encoder costs more than the loop, most of all for strings that were just put together.
 */
import { COPY_PADDING, copyPiece, type Piece } from "../../image/layout/literals.ts";
import { encodeText, MAX_BYTES_PER_UNIT } from "../../image/layout/text.ts";

/** Longer texts go to the platform's encoder. */
const LONGEST_BY_HAND = 100;

const ZERO = 0x30;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const encoder = new TextEncoder();

/** Writes text of which nothing must be escaped in JSON; its end, −1 when something must. */
function encodePlain(text: string, bytes: Uint8Array, start: number): number {
  let end = start;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      if (code < 0x20 || code === QUOTE || code === BACKSLASH) return -1;
      bytes[end++] = code;
    } else if (code < 0x800) {
      bytes[end++] = 0xc0 | (code >> 6);
      bytes[end++] = 0x80 | (code & 0x3f);
    } else {
      if (code >= 0xd800 && code < 0xe000) return -1;
      bytes[end++] = 0xe0 | (code >> 12);
      bytes[end++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[end++] = 0x80 | (code & 0x3f);
    }
  }
  return end;
}

export class ByteSink {
  /** Another array once there is no room in this one. */
  bytes: Uint8Array;
  /** The same bytes, for pieces that are copied into reserved room. */
  view: DataView;
  /** Bytes written so far. */
  length = 0;

  /** @param bytes to write into, or how many there shall be */
  constructor(bytes: Uint8Array | number = 1 << 16) {
    this.bytes = typeof bytes === "number" ? new Uint8Array(bytes) : bytes;
    this.view = viewOf(this.bytes);
  }

  /** Makes room for `more` bytes after `length`, and for what `copyBytes` writes behind them. */
  reserve(more: number): void {
    const needed = this.length + more + COPY_PADDING;
    if (needed > this.bytes.length) this.#grow(needed);
  }

  /** Appends text as UTF-8; a lone surrogate becomes U+FFFD. */
  write(text: string): void {
    this.reserve(text.length * MAX_BYTES_PER_UNIT);
    if (text.length <= LONGEST_BY_HAND) this.length = encodeText(text, this.bytes, this.length);
    else this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written;
  }

  /** Appends text as a JSON string, exactly as `JSON.stringify` writes it. */
  writeQuoted(text: string): void {
    this.reserve(text.length * MAX_BYTES_PER_UNIT + 2);
    const end = encodePlain(text, this.bytes, this.length + 1);
    if (end < 0) {
      this.write(JSON.stringify(text));
      return;
    }
    this.bytes[this.length] = QUOTE;
    this.bytes[end] = QUOTE;
    this.length = end + 1;
  }

  /** Appends a ready piece. */
  put(piece: Piece): void {
    this.reserve(piece.length);
    this.length = copyPiece(piece, this.view, this.length);
  }

  /** Appends a number as `String` writes it. */
  writeNumber(value: number): void {
    if ((value | 0) !== value || value < 0 || value >= 1000) {
      this.write(String(value));
      return;
    }
    this.reserve(3);
    const { view } = this;
    if (value >= 100) view.setUint8(this.length++, ZERO + Math.floor(value / 100));
    if (value >= 10) view.setUint8(this.length++, ZERO + (Math.floor(value / 10) % 10));
    view.setUint8(this.length++, ZERO + (value % 10));
  }

  /** Appends one ASCII character. */
  writeByte(byte: number): void {
    this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  /** Appends bytes. */
  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** A copy of what was written, in memory of its own so that it can be transferred. */
  copy(start = 0): Uint8Array<ArrayBuffer> {
    const copy = new Uint8Array(this.length - start);
    copy.set(this.bytes.subarray(start, this.length));
    return copy;
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.view = viewOf(larger);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
