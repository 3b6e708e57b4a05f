/**
 * Is more asked than can be answered, or is it a burst that comes to an end?
 *
 * A burst is worked off, so what belongs to it may wait. When there has been a queue all the time for a while, everybody would
 * wait as long as is allowed, and little should be allowed (Nichols & Jacobson 2012, "Controlling Queue Delay", has the same
 * two times).
 */

/** A flood is over when nobody had to be refused for so long: those who were refused come again. */
const OVER_MILLISECONDS = 1_000;

/** Watches a queue. Times are those of `performance.now()`, in milliseconds. */
export class Flood {
  readonly #burstMilliseconds: number;
  /** Since when there has always been a queue; `undefined` while there is none. */
  #standingSince: number | undefined;
  #until = Number.NEGATIVE_INFINITY;

  /** @param burstMilliseconds a queue that has stood longer is no burst */
  constructor(burstMilliseconds: number) {
    this.#burstMilliseconds = burstMilliseconds;
  }

  /** There is a queue. */
  stands(now: number): void {
    this.#standingSince ??= now;
  }

  /** There is no queue any more. */
  ends(): void {
    this.#standingSince = undefined;
  }

  /** Is it more than a burst? */
  isOn(now: number): boolean {
    return (
      now < this.#until || (this.#standingSince !== undefined && now - this.#standingSince > this.#burstMilliseconds)
    );
  }

  /** Somebody was refused because of it. */
  hasRefused(now: number): void {
    this.#until = now + OVER_MILLISECONDS;
  }
}
