/** Which answers were given lately? Counts how often that is asked and how often it helps. */
import { Recent } from "./recent.ts";

export class AnswerCache<T> {
  /** Look-ups so far, and how many of them found an answer. */
  asked = 0;
  known = 0;
  readonly #recent: Recent<string, T>;

  /** @param capacity most answers that are kept, 0 for none */
  constructor(capacity: number) {
    this.#recent = new Recent(capacity);
  }

  /** Most answers that are kept. */
  get capacity(): number {
    return this.#recent.capacity;
  }

  /** The answer, or `undefined` when it is not (any longer) known. */
  get(key: string): T | undefined {
    if (this.capacity === 0) return undefined;
    this.asked++;
    const value = this.#recent.get(key);
    if (value !== undefined) this.known++;
    return value;
  }

  /** Remembers an answer. */
  set(key: string, value: T): void {
    if (key.length <= LONGEST_KEY) this.#recent.set(key, value);
  }
}

/** Longest query that is remembered. Names have 30 characters; long ones would let a client fill the memory. */
const LONGEST_KEY = 400;
