/**
 * Is this list one whose names come twice?
 *
 * Real lists repeat each name many times, but a list of a checklist's names does not, and remembering its answers costs a
 * tenth of the work for nothing. So what was asked is watched by hashes alone: while hardly anything comes again, only
 * what is asked for the second time is worth looking for and worth remembering.
 */

/** Look-ups after which it is decided anew. */
const WINDOW = 4096;
/** Of so many look-ups one must find something, or else it is a list without repetitions… */
const RARE = 32;
/** …until of so many one is for something that was asked lately. */
const FREQUENT = 16;
/** Marks for each answer that is kept: what was asked this long ago is still told apart from what is new. */
const MARKS_PER_ANSWER = 4;

/** Watches the look-ups of one cache. */
export class Repetition {
  /** By the low bits of a hash: the high bits of the one that was asked last. */
  readonly #marks: Uint16Array;
  #isRepetitive = true;
  #asked = 0;
  /** Look-ups of this window that show a repetition: answers found, or marks met. */
  #again = 0;

  /** @param capacity answers that are kept */
  constructor(capacity: number) {
    this.#marks = new Uint16Array(1 << (32 - Math.clz32(MARKS_PER_ANSWER * capacity - 1)));
  }

  /** True when the answer may be known, and is worth remembering if not. To be asked once for each look-up. */
  isWorthwhile(hash: number): boolean {
    if (++this.#asked > WINDOW) this.#decide();
    if (this.#isRepetitive) return true;
    const place = hash & (this.#marks.length - 1);
    // Never 0, which is an empty place.
    const mark = (hash >>> 16) | 1;
    if (this.#marks[place] === mark) {
      this.#again++;
      return true;
    }
    this.#marks[place] = mark;
    return false;
  }

  /** To be told when an answer was known. */
  found(): void {
    if (this.#isRepetitive) this.#again++;
  }

  #decide(): void {
    this.#isRepetitive = this.#again * (this.#isRepetitive ? RARE : FREQUENT) >= WINDOW;
    this.#asked = 1;
    this.#again = 0;
  }
}
