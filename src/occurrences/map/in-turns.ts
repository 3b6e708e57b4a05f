/** Work on the many pixels of a tile, while others have their turn of the event loop. */
import { setImmediate } from "node:timers/promises";

/** So many are worked on at a time: some milliseconds. */
const TOGETHER = 4_096;

/** Does something with each, in their order. @param together so many at a time */
export async function eachInTurns<T>(all: readonly T[], work: (one: T) => void, together = TOGETHER): Promise<void> {
  for (let from = 0; from < all.length; from += together) {
    if (from > 0) await setImmediate();
    const to = Math.min(all.length, from + together);
    for (let i = from; i < to; i++) work(all[i]!);
  }
}
