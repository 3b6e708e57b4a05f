/** Who asks from an address? Remembered, since it is asked for every request. */
import { callerAt } from "../../access/caller.ts";

/** Addresses that are remembered. */
const MOST_ADDRESSES = 10_000;

export class Callers {
  readonly #known = new Map<string, string>();

  at(address: string): string {
    let caller = this.#known.get(address);
    if (caller === undefined) {
      if (this.#known.size >= MOST_ADDRESSES) this.#known.clear();
      caller = callerAt(address);
      this.#known.set(address, caller);
    }
    return caller;
  }
}
