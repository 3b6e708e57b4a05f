/**
 * Which answers were given lately?
 *
 * Two generations: when the young one is full it becomes the old one, and what is asked for again moves back to the
 * young. That keeps about the most recent answers without the list that an exact LRU maintains on every look-up.
 */
export class AnswerCache<T> {
  /** Most answers that are kept. */
  readonly capacity: number;
  /** Look-ups so far, and how many of them found an answer. */
  asked = 0;
  known = 0;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The answer, or `undefined` when it is not (any longer) known. */
  get(key: string): T | undefined {
    if (this.capacity === 0) return undefined;
    this.asked++;
    let value = this.#young.get(key);
    if (value === undefined) {
      value = this.#old.get(key);
      if (value === undefined) return undefined;
      this.#keep(key, value);
    }
    this.known++;
    return value;
  }

  /** Remembers an answer. */
  set(key: string, value: T): void {
    if (this.capacity > 0 && key.length <= LONGEST_KEY) this.#keep(key, value);
  }

  #keep(key: string, value: T): void {
    if (this.#young.size >= this.capacity / 2) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}

/** Longest query that is remembered. Names have 30 characters; long ones would let a client fill the memory. */
const LONGEST_KEY = 400;
