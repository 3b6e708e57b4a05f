/**
 * Texts that are kept as bytes and known by a number, each of them once.
 *
 * What is said of taxa are a hundred thousand short texts in each worker. As strings in maps they are what V8 marks again
 * and again; here they are a few arrays, and equal texts have equal numbers, so that nobody need compare them.
 */

const FIRST_TEXTS = 1 << 10;
const FIRST_BYTES = 1 << 14;
/** UTF-8 of a UTF-16 unit. */
const MOST_BYTES_OF_UNIT = 3;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Number of what is not there. */
export const NO_TEXT = 0;

/** Texts by their numbers, from 1. */
export class TextPool {
  /** All texts, UTF-8, one behind the other. */
  bytes = new Uint8Array(FIRST_BYTES);
  /** Where a text begins; it ends where the next one begins. */
  starts = new Int32Array(FIRST_TEXTS);
  /** Numbers so far, that of no text included. */
  count = 1;
  /** Open addressing: number of a text, 0 for a free slot. */
  #slots = new Int32Array(2 * FIRST_TEXTS);
  #round = 0;
  /** For {@link numbered}: in which round a text was met last, and the number that it got. */
  #metIn = new Int32Array(FIRST_TEXTS);
  #numbers = new Int32Array(FIRST_TEXTS);

  /** Bytes of all texts. */
  get byteLength(): number {
    return this.starts[this.count]!;
  }

  /** Number of a text. */
  of(text: string | undefined): number {
    if (text === undefined) return NO_TEXT;
    const end = this.#appended(text);
    const slot = this.#slotOf(this.bytes, this.byteLength, end);
    const known = this.#slots[slot]!;
    return known === 0 ? this.#add(slot, end) : known;
  }

  /** Number of a text. @param bytes UTF-8; the text is what lies from `start` to `end` */
  ofBytes(bytes: Uint8Array, start: number, end: number): number {
    const slot = this.#slotOf(bytes, start, end);
    const known = this.#slots[slot]!;
    if (known !== 0) return known;
    const own = this.byteLength;
    const ownEnd = own + end - start;
    if (ownEnd > this.bytes.length) this.bytes = grown(this.bytes, ownEnd);
    const into = this.bytes;
    for (let at = own, from = start; at < ownEnd; ) into[at++] = bytes[from++]!;
    return this.#add(slot, ownEnd);
  }

  /** Number of a text that is known; {@link NO_TEXT} for any other. */
  findText(text: string): number {
    const end = this.#appended(text);
    return this.#slots[this.#slotOf(this.bytes, this.byteLength, end)]!;
  }

  /** As {@link findText}. @param bytes UTF-8 */
  find(bytes: Uint8Array): number {
    return this.#slots[this.#slotOf(bytes, 0, bytes.length)]!;
  }

  /** The bytes of a text. */
  bytesOf(number: number): Uint8Array {
    return this.bytes.subarray(this.starts[number]!, this.starts[number + 1]!);
  }

  /** What a number says. */
  text(number: number): string | undefined {
    return number === NO_TEXT ? undefined : this.decoded(this.starts[number]!, this.starts[number + 1]!);
  }

  /** The text between two places of {@link bytes}. */
  decoded(start: number, end: number): string {
    return decoder.decode(this.bytes.subarray(start, end));
  }

  /**
   * Numbers from 0 for the texts that stand in a column, in the order in which they are met first.
   *
   * @param texts the column; each number is replaced by the new one
   * @param met gets the texts by their new numbers
   * @returns how many different ones there are
   */
  numbered(texts: Int32Array, met: Int32Array): number {
    const round = ++this.#round;
    const metIn = this.#metIn;
    const numbers = this.#numbers;
    let count = 0;
    for (let i = 0; i < texts.length; i++) {
      const text = texts[i]!;
      if (metIn[text] !== round) {
        metIn[text] = round;
        numbers[text] = count;
        met[count++] = text;
      }
      texts[i] = numbers[text]!;
    }
    return count;
  }

  /** Forgets all texts. */
  clear(): void {
    this.bytes = new Uint8Array(FIRST_BYTES);
    this.starts = new Int32Array(FIRST_TEXTS);
    this.count = 1;
    this.#slots = new Int32Array(2 * FIRST_TEXTS);
    this.#metIn = new Int32Array(FIRST_TEXTS);
    this.#numbers = new Int32Array(FIRST_TEXTS);
    this.#round = 0;
  }

  /** Writes a text behind all others, where the next one is written, too; its end. */
  #appended(text: string): number {
    const start = this.byteLength;
    const most = start + text.length * MOST_BYTES_OF_UNIT;
    if (most > this.bytes.length) this.bytes = grown(this.bytes, most);
    const { bytes } = this;
    // By hand: a call of the platform costs more than a short text.
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) return start + encoder.encodeInto(text, bytes.subarray(start)).written;
      bytes[start + i] = unit;
    }
    return start + text.length;
  }

  #add(slot: number, end: number): number {
    const number = this.count++;
    if (number + 1 >= this.starts.length) {
      const length = 2 * this.starts.length;
      this.starts = grownInts(this.starts, length);
      this.#metIn = grownInts(this.#metIn, length);
      this.#numbers = grownInts(this.#numbers, length);
    }
    this.starts[this.count] = end;
    this.#slots[slot] = number;
    if (2 * this.count > this.#slots.length) this.#growSlots();
    return number;
  }

  /** The slot of a text, or the free one for it. */
  #slotOf(bytes: Uint8Array, start: number, end: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(bytes, start, end) & mask;
    while (slots[slot] !== 0 && !this.#isSame(slots[slot]!, bytes, start, end)) slot = (slot + 1) & mask;
    return slot;
  }

  #isSame(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { bytes: own, starts } = this;
    const other = starts[number]!;
    if (starts[number + 1]! - other !== end - start) return false;
    for (let i = 0; i < end - start; i++) if (own[other + i] !== bytes[start + i]) return false;
    return true;
  }

  #growSlots(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let number = 1; number < this.count; number++)
      this.#slots[this.#slotOf(this.bytes, this.starts[number]!, this.starts[number + 1]!)] = number;
  }
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

function grown(bytes: Uint8Array<ArrayBuffer>, least: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(least, 2 * bytes.length));
  larger.set(bytes);
  return larger;
}

/** The same numbers, and zeros behind them. */
export function grownInts(numbers: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(numbers);
  return larger;
}
