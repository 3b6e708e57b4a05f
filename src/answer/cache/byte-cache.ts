/**
 * Which answers were given lately, as bytes?
 *
 * A ring of bytes and a table of places in it. Where no name comes twice, a map of strings and buffers cost a seventh of
 * the work, most of it for collecting what it dropped; this one allocates nothing.
 *
 *   ring   | key  answer | key  answer | …  the oldest are overwritten
 *   table  by hash of the key, two places for each: hash, position in the ring, lengths
 *
 * This is also why there is no `Prefer: distinct` that answers each name of a stream once: a known answer costs a stream
 * of NDJSON 5.3 µs of the 22 that a new one costs, and most of that is sending its 1.5 kB, which a client that wants
 * every row answered needs anyway.
 *
 * An answer that is asked for again when half of the ring was written since is written anew, so that what is wanted stays.
 * While hardly any name comes twice, answers are remembered from the second time on (`cache/admission.ts`).
 */
import { Repetition } from "./admission.ts";

/** Longest key that is remembered. Names have 30 characters; long ones would let a client fill the memory. */
const LONGEST_KEY = 400;
/** Bytes of one code unit of a key at most. */
const UNIT_BYTES = 3;
/** An answer that would take a larger share of the ring is not remembered. */
const LARGEST_SHARE = 1 / 4;

const NO_BYTES = Buffer.alloc(0);

/** Remembers answers by query. */
export class ByteCache {
  /** Answers that are kept, about; 0 for none. */
  readonly capacity: number;
  /** Look-ups so far, and how many of them found an answer. */
  asked = 0;
  known = 0;
  /** The answer that was found stands in {@link bytes} from here… */
  start = 0;
  /** …to here. */
  end = 0;
  readonly #ringBytes: number;
  readonly #mask: number;
  // Made when the first answer comes: most forms of answers are never asked for.
  #ring: Buffer = NO_BYTES;
  #hashes = new Int32Array();
  /** Bytes written before the key, counted over all rounds of the ring; -1 for a free place. */
  #positions = new Float64Array();
  #keyLengths = new Uint16Array();
  #lengths = new Uint32Array();
  #written = 0;
  readonly #key = new Uint8Array(LONGEST_KEY * UNIT_BYTES);
  /** 0 when the answer to the key is not to be remembered. */
  #keyLength = 0;
  #hash = 0;
  readonly #repetition: Repetition;

  /**
   * @param capacity answers to keep
   * @param answerBytes what a usual answer and its key take
   */
  constructor(capacity: number, answerBytes: number) {
    this.capacity = capacity;
    this.#ringBytes = capacity * answerBytes;
    this.#mask = (1 << (32 - Math.clz32(2 * capacity - 1))) - 1;
    this.#repetition = new Repetition(capacity);
  }

  /** Holds the answer that {@link find} found, until the next {@link put}. */
  get bytes(): Buffer {
    return this.#ring;
  }

  /** True when the answer is known: it stands at `[start, end)` of {@link bytes}. */
  find(key: string): boolean {
    if (this.capacity === 0) return false;
    this.asked++;
    this.#keyLength = 0;
    if (key.length === 0 || key.length > LONGEST_KEY) return false;
    this.#hash = hashOf(key);
    if (!this.#repetition.isWorthwhile(this.#hash)) return false;
    this.#setKey(key);
    if (this.#ring === NO_BYTES) return false;
    const first = this.#hash & this.#mask;
    if (!this.#isAt(first) && !this.#isAt(first ^ 1)) return false;
    this.known++;
    this.#repetition.found();
    return true;
  }

  /** Remembers `source[start, end)` as the answer to the key that {@link find} was last asked for. */
  put(source: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const size = this.#keyLength + length;
    if (this.#keyLength === 0 || size > this.#ringBytes * LARGEST_SHARE) return;
    if (this.#ring === NO_BYTES) this.#allocate();
    const ring = this.#ring;
    const rest = this.#ringBytes - (this.#written % this.#ringBytes);
    if (rest < size) this.#written += rest;
    const at = this.#written % this.#ringBytes;
    ring.set(this.#key.subarray(0, this.#keyLength), at);
    ring.set(source.subarray(start, end), at + this.#keyLength);
    const first = this.#hash & this.#mask;
    const place = this.#positions[first]! <= this.#positions[first ^ 1]! ? first : first ^ 1;
    this.#hashes[place] = this.#hash;
    this.#positions[place] = this.#written;
    this.#keyLengths[place] = this.#keyLength;
    this.#lengths[place] = length;
    this.#written += size;
  }

  #allocate(): void {
    const places = this.#mask + 1;
    this.#ring = Buffer.allocUnsafeSlow(this.#ringBytes);
    this.#hashes = new Int32Array(places);
    this.#positions = new Float64Array(places).fill(-1);
    this.#keyLengths = new Uint16Array(places);
    this.#lengths = new Uint32Array(places);
  }

  /** True when the key's answer is at this place of the table. */
  #isAt(place: number): boolean {
    const position = this.#positions[place]!;
    const keyLength = this.#keyLengths[place]!;
    if (position < 0 || this.#hashes[place] !== this.#hash || keyLength !== this.#keyLength) return false;
    if (this.#written - position > this.#ringBytes) return false;
    const ring = this.#ring;
    const at = position % this.#ringBytes;
    for (let i = 0; i < keyLength; i++) if (ring[at + i] !== this.#key[i]) return false;
    this.start = at + keyLength;
    this.end = this.start + this.#lengths[place]!;
    if (this.#written - position > this.#ringBytes / 2) this.#renew(place);
    return true;
  }

  /** Writes an answer once more before it is overwritten. */
  #renew(place: number): void {
    const answer = Uint8Array.prototype.slice.call(this.bytes, this.start, this.end);
    this.#positions[place] = -1;
    this.put(answer, 0, answer.length);
    this.end = this.#written % this.#ringBytes || this.#ringBytes;
    this.start = this.end - answer.length;
  }

  /** Letters below 128 as one byte, other code units as three: no two keys are the same bytes. */
  #setKey(key: string): void {
    const bytes = this.#key;
    let end = 0;
    for (let i = 0; i < key.length; i++) {
      const code = key.charCodeAt(i);
      if (code < 0x80) bytes[end++] = code;
      else {
        bytes[end++] = 0x80 | (code >> 12);
        bytes[end++] = (code >> 6) & 0x3f;
        bytes[end++] = code & 0x3f;
      }
    }
    this.#keyLength = end;
  }
}

function hashOf(key: string): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
