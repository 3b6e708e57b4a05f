/** How many requests are begun together? As many as fit in a turn of the event loop: of what takes long, fewer at a time. */

/** How long a turn of the event loop answers, and how long it reads on what clients sent without waiting. */
export const TURN_MILLISECONDS = 2;

/** Weight of the newest requests in their mean cost. */
const NEWEST_SHARE = 0.3;

/** Learns what requests of a kind cost. */
export class Pace {
  readonly #most: number;
  /** Milliseconds for one, of late. */
  #cost = 0;

  /** @param most however little they cost */
  constructor(most: number) {
    this.#most = most;
  }

  /** So many in a turn; one at least. */
  get count(): number {
    return Math.max(1, Math.min(this.#most, Math.floor(TURN_MILLISECONDS / this.#cost)));
  }

  /** So many took so long. */
  learn(count: number, milliseconds: number): void {
    this.#cost += NEWEST_SHARE * (milliseconds / count - this.#cost);
  }
}
