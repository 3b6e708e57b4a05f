/** Which predicates are ad-hoc maps asked for by number? The latest ones, as many as memory allows. */
import { createHash } from "node:crypto";
import type { Predicate } from "../../../occurrences/predicate/predicate.ts";

const MOST_PREDICATES = 1_000;
/** Characters of their JSON, all together: in memory a predicate takes some ten times as much. */
const MOST_LENGTH = 1 << 24;

/** Predicates by number; whoever is asked for last is forgotten last. */
export class KeptPredicates {
  readonly #kept = new Map<number, { predicate: Predicate; length: number }>();
  #length = 0;

  /** The number of a predicate from now on. @param written its JSON */
  keep(written: string, predicate: Predicate): number {
    const number = createHash("sha256").update(written).digest().readInt32BE(0);
    this.#forget(number);
    this.#kept.set(number, { predicate, length: written.length });
    this.#length += written.length;
    // The newest stays, however long it is.
    for (const oldest of this.#kept.keys()) {
      if (oldest === number || (this.#length <= MOST_LENGTH && this.#kept.size <= MOST_PREDICATES)) break;
      this.#forget(oldest);
    }
    return number;
  }

  /** `undefined` for a number that was not given, or is forgotten. */
  get(number: number): Predicate | undefined {
    const found = this.#kept.get(number);
    if (found === undefined) return undefined;
    this.#kept.delete(number);
    this.#kept.set(number, found);
    return found.predicate;
  }

  get count(): number {
    return this.#kept.size;
  }

  #forget(number: number): void {
    const { length } = this.#kept.get(number) ?? { length: 0 };
    this.#length -= length;
    this.#kept.delete(number);
  }
}
