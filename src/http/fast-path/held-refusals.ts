/**
 * When is a request that is refused told so?
 *
 * A little later. A client with a thousand connections that asks again as soon as it is refused has them all read and refused
 * over and over, and those who are answered wait for that: reading a request costs as much as answering it. While a refusal
 * is held back its connection asks nothing. Whoever heeds `Retry-After` loses nothing by it.
 */

/** Refusals are sent together, since each timer costs. */
const TOGETHER_MILLISECONDS = 10;

/** Refusals that are held back. */
export class HeldRefusals<T> {
  readonly #milliseconds: number;
  readonly #refuse: (one: T) => void;
  #held: { readonly one: T; readonly at: number }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param milliseconds how long each is held back @param refuse sends one */
  constructor(milliseconds: number, refuse: (one: T) => void) {
    this.#milliseconds = milliseconds;
    this.#refuse = refuse;
  }

  /** Refuses something that was found to be too late at `now`. */
  add(one: T, now: number): void {
    if (this.#isClosed || this.#milliseconds === 0) {
      this.#refuse(one);
      return;
    }
    this.#held.push({ one, at: now + this.#milliseconds });
    this.#timer ??= setTimeout(() => this.#send(), this.#milliseconds);
  }

  /** Sends all that are held back; from now on none is. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const { one } of this.#held.splice(0)) this.#refuse(one);
  }

  #send(): void {
    const until = performance.now() + TOGETHER_MILLISECONDS / 2;
    let sent = 0;
    while (sent < this.#held.length && this.#held[sent]!.at <= until) this.#refuse(this.#held[sent++]!.one);
    this.#held.splice(0, sent);
    const next = this.#held[0];
    this.#timer = next && setTimeout(() => this.#send(), Math.max(TOGETHER_MILLISECONDS, next.at - performance.now()));
  }
}
