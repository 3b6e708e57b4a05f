import { ownText } from "./own-text.ts";

/**
 * What a function answered lately: values of records repeat, row after row. Forgets all when it is full, so that nothing
 * but the speed depends on it.
 */
export class Remembered<K extends string | number, V> {
  readonly #known = new Map<K, V>();
  readonly #find: (key: K) => V;
  readonly #capacity: number;

  constructor(find: (key: K) => V, capacity = 5_000) {
    this.#find = find;
    this.#capacity = capacity;
  }

  /** The answer for a key. */
  of(key: K): V {
    const known = this.#known.get(key);
    if (known !== undefined || this.#known.has(key)) return known as V;
    const found = this.#find(key);
    if (this.#known.size >= this.#capacity) this.#known.clear();
    this.#known.set((typeof key === "string" ? ownText(key) : key) as K, found);
    return found;
  }
}
