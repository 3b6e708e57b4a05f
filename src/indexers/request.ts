/**
 * What did the other server answer?
 *
 * One HTTP request whose failure is sorted: what may pass becomes `Transient`, everything else is an answer with a
 * status for the caller to judge.
 */
import { retryAfterMs, Transient } from "./retry.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Outgoing {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly timeoutMs: number;
  /** Ends the request early; only for requests that change nothing. */
  readonly stop?: AbortSignal | undefined;
}

/** Too many requests, and what servers and proxies say while they are down or starting. */
const MAY_PASS = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The answer to a request. @throws Transient when there is none, or one that may be better next time. */
export async function ask(url: string, outgoing: Outgoing): Promise<Answer> {
  const { method, headers, body, timeoutMs, stop } = outgoing;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = stop ? AbortSignal.any([timeout, stop]) : timeout;
  let status: number;
  let text: string;
  let retryAfter: string | null;
  try {
    // A redirect would carry the credentials to another host.
    const reply = await fetch(url, {
      method,
      headers,
      signal,
      redirect: "error",
      ...(body === undefined ? {} : { body }),
    });
    ({ status } = reply);
    retryAfter = reply.headers.get("retry-after");
    text = await reply.text();
  } catch (error) {
    throw new Transient(problemOf(error), 0, { cause: error });
  }
  if (MAY_PASS.has(status))
    throw new Transient(`status ${status} ${text.slice(0, 200)}`.trim(), retryAfterMs(retryAfter, Date.now()));
  return { status, text };
}

/** `fetch failed` says nothing: its cause does. */
function problemOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error && cause.message ? cause.message : message;
}

/** A URL as it may be shown and kept: without user, password and query. */
export function shownUrl(url: string): string {
  const parts = new URL(url);
  return `${parts.origin}${parts.pathname}`;
}
