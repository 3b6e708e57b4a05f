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
/** Marks for each answer that is kept, so that few are overwritten while they count. */
const MARKS_PER_ANSWER = 2;
/** Bits of a mark for when it was set; the others are of the hash. */
const AGE_BITS = 6;
const AGES = 1 << AGE_BITS;
/** Answers are kept for about two ages: what was marked longer ago counts as new. */
const AGES_KEPT = 2;

/** Watches the look-ups of one cache. */
export class Repetition {
  /** By the low bits of a hash: high bits of the one that was asked last, and its age. */
  readonly #marks: Uint16Array;
  /** Look-ups in an age. */
  readonly #ageLength: number;
  #isRepetitive = true;
  #asked = 0;
  /** Look-ups of this window that show a repetition: answers found, or marks met. */
  #again = 0;
  #age = 0;
  #askedInAge = 0;

  /** @param capacity answers that are kept */
  constructor(capacity: number) {
    this.#marks = new Uint16Array(1 << (32 - Math.clz32(MARKS_PER_ANSWER * capacity - 1)));
    this.#ageLength = Math.ceil(capacity / AGES_KEPT);
  }

  /** True when the answer may be known, and is worth remembering if not. To be asked once for each look-up. */
  isWorthwhile(hash: number): boolean {
    if (++this.#asked > WINDOW) this.#decide();
    return this.#isRepetitive || this.#isMarked(hash);
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

  /** True when the hash was marked lately; it is marked in any case. */
  #isMarked(hash: number): boolean {
    if (++this.#askedInAge > this.#ageLength) {
      this.#askedInAge = 1;
      this.#age = (this.#age + 1) & (AGES - 1);
    }
    const place = hash & (this.#marks.length - 1);
    const mark = ((hash >>> 16) & ~(AGES - 1)) | this.#age;
    const before = this.#marks[place]!;
    this.#marks[place] = mark;
    if (before >>> AGE_BITS !== mark >>> AGE_BITS) return false;
    if (((this.#age - before) & (AGES - 1)) > AGES_KEPT) return false;
    this.#again++;
    return true;
  }
}
