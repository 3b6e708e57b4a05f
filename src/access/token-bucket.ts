/**
 * How much may one caller ask for in a while?
 *
 * A token bucket per caller, in units of cost: a page of the change feed is one unit, a POST of 1,000 taxon graphs is
 * 1,000. A request is let in while the balance is above zero and then pays its full cost, which may leave a debt: so no
 * request is too large to ever pass, and a large one is paid for by the wait after it.
 *
 * @fastify/rate-limit was looked at: it counts every request as one.
 */

export interface RateLimits {
  /** Units that a rested caller may spend at once. */
  readonly burst: number;
  /** Units that come back in one second. */
  readonly perSecond: number;
}

/** The state of a caller after a charge. */
export interface Charge {
  readonly admitted: boolean;
  readonly limit: number;
  /** Whole units left; 0 when in debt. */
  readonly remaining: number;
  /** Seconds until the bucket is full again. */
  readonly resetSeconds: number;
  /** Seconds until a next request is let in; 0 when it is let in now. */
  readonly retryAfterSeconds: number;
}

interface Bucket {
  balance: number;
  at: number;
}

/** Buckets kept at most. Beyond it the longest unused one goes: it is the fullest, so it forgets least. */
const MOST_BUCKETS = 10_000;

export class TokenBuckets {
  readonly #limits: RateLimits;
  readonly #now: () => number;
  // A Map keeps insertion order: a used bucket is put at the end, so the first is the longest unused.
  readonly #buckets = new Map<string, Bucket>();

  /** @param now a monotonic clock in milliseconds: the wall clock may be set back. */
  constructor(limits: RateLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Charges `cost` units if the caller's balance is above zero, and tells where the caller stands. */
  charge(caller: string, cost: number): Charge {
    const bucket = this.#refilled(caller);
    const admitted = bucket.balance > 0;
    if (admitted) bucket.balance -= cost;
    return this.#state(bucket, admitted);
  }

  /** Charges what a request turned out to cost after it was let in; may leave a debt. */
  chargeMore(caller: string, cost: number): Charge {
    const bucket = this.#refilled(caller);
    bucket.balance -= cost;
    return this.#state(bucket, true);
  }

  #refilled(caller: string): Bucket {
    const { burst, perSecond } = this.#limits;
    const now = this.#now();
    const bucket = this.#buckets.get(caller) ?? { balance: burst, at: now };
    bucket.balance = Math.min(burst, bucket.balance + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.#buckets.delete(caller);
    this.#buckets.set(caller, bucket);
    if (this.#buckets.size > MOST_BUCKETS) this.#buckets.delete(this.#buckets.keys().next().value as string);
    return bucket;
  }

  #state({ balance }: Bucket, admitted: boolean): Charge {
    const { burst, perSecond } = this.#limits;
    return {
      admitted,
      limit: burst,
      remaining: Math.max(0, Math.floor(balance)),
      resetSeconds: Math.ceil((burst - balance) / perSecond),
      // Rounded up, and at least one second: who comes back then is let in.
      retryAfterSeconds: balance > 0 ? 0 : Math.max(1, Math.ceil(-balance / perSecond)),
    };
  }
}
