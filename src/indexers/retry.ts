/**
 * When is a failed request tried again, and after how long?
 *
 * Exponential back-off with full jitter: the wait is drawn from zero to a ceiling that doubles, so that many indexers
 * which lost one server do not come back together. `Retry-After` is a floor, never shortened.
 */
import { BinomenError } from "../errors.ts";

/** A failure that may pass: no connection, an overloaded or restarting server. */
export class Transient extends Error {
  /** What the server asked to be waited, in milliseconds. */
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs = 0, options?: ErrorOptions) {
    super(message, options);
    this.name = "Transient";
    this.retryAfterMs = retryAfterMs;
  }
}

export interface RetryPolicy {
  /** Attempts in all; `Infinity` to go on until stopped. */
  readonly attempts: number;
  readonly firstCeilingMs: number;
  readonly lastCeilingMs: number;
  /** Resolves after the time, or at once when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Told before each wait. */
  readonly onRetry?: ((problem: string, waitMs: number, attempt: number) => void) | undefined;
}

/** One second at first, one minute at last. */
export const PATIENT: Omit<RetryPolicy, "attempts"> = {
  firstCeilingMs: 1_000,
  lastCeilingMs: 60_000,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done, { once: true });
    }),
  random: Math.random,
};

/**
 * What `attempt` gives, tried again after each {@link Transient}. Other errors pass through.
 *
 * @throws INDEX_UNREACHABLE when the attempts are used up, or when stopped while waiting.
 */
export async function withRetries<T>(
  url: string,
  policy: RetryPolicy,
  stop: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Transient)) throw error;
      if (tried < policy.attempts && !stop.aborted) {
        const waitMs = waitBefore(tried, error.retryAfterMs, policy);
        policy.onRetry?.(error.message, waitMs, tried);
        await policy.sleep(waitMs, stop);
        if (!stop.aborted) continue;
      }
      throw new BinomenError("INDEX_UNREACHABLE", { url, attempts: tried, problem: error.message }, { cause: error });
    }
  }
}

function waitBefore(tried: number, retryAfterMs: number, policy: RetryPolicy): number {
  // 2^30 stays below any last ceiling that makes sense and above none.
  const ceiling = Math.min(policy.lastCeilingMs, policy.firstCeilingMs * 2 ** Math.min(tried - 1, 30));
  return Math.round(retryAfterMs + policy.random() * ceiling);
}

/** Milliseconds that a `Retry-After` header asks for: seconds or an HTTP date (RFC 9110 §10.2.3); 0 when unreadable. */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? 0 : Math.max(0, moment - now);
}
