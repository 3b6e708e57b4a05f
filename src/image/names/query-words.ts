/**
 * Which words has a query, as bytes and by hash?
 *
 * At most three: the third one holds all that follows the second space, as in an image (format.ts).
 */
import { finishHash, HASH_MULTIPLIER, hashBytes } from "../layout/hash.ts";
import { encodeText, MAX_BYTES_PER_UNIT } from "../layout/text.ts";

/** Words of a query. */
export const MOST_WORDS = 3;

const SPACE = 0x20;
const HYPHEN = 0x2d;
/** What a small ASCII letter has more than its capital. */
const SMALL_LETTER = 0x20;

/** Words of one query or several, each with places for {@link MOST_WORDS}. */
export class QueryWords {
  bytes: Uint8Array;
  /** Where words begin and end in `bytes`, by place. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Hashes of the words, see layout/hash.ts. */
  readonly hashes: Uint32Array;

  /** @param queries how many queries there is room for */
  constructor(queries: number, bytes: number) {
    this.bytes = new Uint8Array(bytes);
    this.starts = new Int32Array(MOST_WORDS * queries);
    this.ends = new Int32Array(MOST_WORDS * queries);
    this.hashes = new Uint32Array(MOST_WORDS * queries);
  }

  /**
   * Takes the words of the first `end` signs of a text, in one pass; how many, or -1 when a sign is not ASCII. The text
   * is folded, or it is words of ASCII letters that folding would change only so far: its first letter may be a capital,
   * and there may be hyphens in it, which are dropped.
   * @param at where its bytes shall begin; there must be room for `end` of them
   * @param place of the first word
   */
  takeAscii(text: string, end: number, at: number, place: number): number {
    const { bytes, starts, ends, hashes } = this;
    const lastPlace = place + MOST_WORDS - 1;
    let word = place;
    let start = at;
    let to = at;
    let hash = 0;
    for (let i = 0; i < end; i++) {
      let code = text.charCodeAt(i);
      if (code === SPACE && word < lastPlace) {
        starts[word] = start;
        hashes[word] = finishHash(hash);
        ends[word++] = to;
        bytes[to++] = SPACE;
        start = to;
        hash = 0;
        continue;
      }
      if (code >= 0x80) return -1;
      if (code === HYPHEN) continue;
      if (i === 0) code |= SMALL_LETTER;
      bytes[to++] = code;
      hash = (Math.imul(hash, HASH_MULTIPLIER) + code) | 0;
    }
    if (start < to) {
      starts[word] = start;
      hashes[word] = finishHash(hash);
      ends[word++] = to;
    }
    return word - place;
  }

  /** Takes any folded string; how many words it has. Bytes begin at 0, words at the first place. */
  take(folded: string): number {
    const room = folded.length * MAX_BYTES_PER_UNIT;
    if (room > this.bytes.length) this.bytes = new Uint8Array(2 * room);
    const count = this.takeAscii(folded, folded.length, 0, 0);
    return count < 0 ? this.#takeBytes(folded) : count;
  }

  #takeBytes(folded: string): number {
    const { bytes, starts, ends, hashes } = this;
    const end = encodeText(folded, bytes);
    let count = 0;
    let start = 0;
    for (let i = 0; count < MOST_WORDS - 1 && i < end; i++) {
      if (bytes[i] !== SPACE) continue;
      starts[count] = start;
      ends[count++] = i;
      start = i + 1;
    }
    if (start < end) {
      starts[count] = start;
      ends[count++] = end;
    }
    for (let i = 0; i < count; i++) hashes[i] = hashBytes(bytes, starts[i]!, ends[i]!);
    return count;
  }
}
