/**
 * Where do the bytes of an answer go?
 *
 * A buffer that grows and is used again for the next batch, so that a batch of answers costs one allocation: the copy
 * that leaves the thread.
 */
export class ByteSink {
  bytes: Buffer;
  /** Bytes written so far. */
  length = 0;

  constructor(capacity = 1 << 16) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  /** Makes room for `more` bytes after `length`. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** Appends text as UTF-8. */
  write(text: string): void {
    this.reserve(text.length * 3);
    this.length += this.bytes.write(text, this.length);
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
}
