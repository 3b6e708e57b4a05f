/**
 * What was made lately?
 *
 * Two generations: when the young one is full it becomes the old one, and what is asked for again moves back to the
 * young. That keeps about the most recent values without the list that an exact LRU maintains on every look-up.
 */
export class Recent<K, V> {
  /** Most values that are kept. */
  readonly capacity: number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The value, or `undefined` when it is not (any longer) known. */
  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  /** Remembers a value. */
  set(key: K, value: V): void {
    if (this.capacity === 0) return;
    if (this.#young.size >= this.capacity / 2) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
