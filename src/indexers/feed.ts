/**
 * What has changed since the last time?
 *
 * Pages of a binomen server's change feed (`GET /facets/changes`). A change names a document by id with the sequence
 * of its commit; sequences only grow, so of two states of one document the one with the larger sequence is newer.
 */
import { BinomenError } from "../errors.ts";
import { ask, shownUrl } from "./request.ts";

/** A change as the feed tells it; `doc` is absent for deletes. */
export interface Change {
  /** Decimal digits: larger than a double is exact for. */
  readonly seq: string;
  readonly kind: string;
  readonly id: string;
  readonly op: string;
  readonly doc?: Readonly<Record<string, unknown>> | undefined;
  /** Of names touched: whether the documents of their descendants change as well. */
  readonly descendants?: boolean | undefined;
}

export interface FeedPage {
  readonly epoch: string;
  readonly results: readonly Change[];
  /** Where the next page starts. */
  readonly cursor: string;
  /** Whether more is there already. */
  readonly more: boolean;
  /** The newest sequence of the store. */
  readonly high: string;
}

export interface FeedQuestion {
  /** `undefined`: from the beginning. */
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly kinds: readonly string[];
  /** Seconds to wait for a change when there is none; 0 answers at once. */
  readonly waitSeconds: number;
  readonly stop: AbortSignal;
}

/** A source of changes; tests and other stores bring their own. */
export interface Feed {
  readonly name: string;
  page(question: FeedQuestion): Promise<FeedPage>;
}

/** Time for the server to answer, beyond what it was asked to wait. */
const PATIENCE_MS = 60_000;

/** The feed of a binomen server. */
export class HttpFeed implements Feed {
  readonly name: string;
  readonly #server: string;
  readonly #token: string;

  /** @param server base URL; @param token a key with the scope changes:read. */
  constructor(server: string, token: string) {
    this.name = shownUrl(server);
    this.#server = server.endsWith("/") ? server : `${server}/`;
    this.#token = token;
  }

  /** @throws Transient · FEED_CURSOR_GONE when the cursor is too old or of another epoch · FEED_UNREADABLE */
  async page({ cursor, limit, kinds, waitSeconds, stop }: FeedQuestion): Promise<FeedPage> {
    const url = new URL("facets/changes", this.#server);
    if (cursor !== undefined) url.searchParams.set("cursor", cursor);
    url.searchParams.set("limit", String(limit));
    if (kinds.length > 0) url.searchParams.set("kinds", kinds.join(","));
    url.searchParams.set("include_docs", "true");
    if (waitSeconds > 0) url.searchParams.set("wait", String(waitSeconds));
    const { status, text } = await ask(url.href, {
      method: "GET",
      headers: { authorization: `Bearer ${this.#token}`, accept: "application/json" },
      timeoutMs: waitSeconds * 1000 + PATIENCE_MS,
      stop,
    });
    const answer = readJson(text);
    if (status === 409 || status === 410)
      throw new BinomenError("FEED_CURSOR_GONE", { url: this.name, problem: messageIn(answer) });
    if (status !== 200)
      throw new BinomenError("FEED_UNREADABLE", { url: this.name, problem: `status ${status} ${messageIn(answer)}` });
    if (!isFeedPage(answer))
      throw new BinomenError("FEED_UNREADABLE", { url: this.name, problem: "no page of changes" });
    return answer;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageIn(answer: unknown): string {
  const message = (answer as { message?: unknown } | undefined)?.message;
  return typeof message === "string" ? message : "";
}

/** Checked whole: a document taken from a half-understood page would be written to the index for good. */
function isFeedPage(answer: unknown): answer is FeedPage {
  const page = answer as Partial<FeedPage> | undefined;
  return (
    typeof page?.epoch === "string" &&
    typeof page.cursor === "string" &&
    typeof page.more === "boolean" &&
    typeof page.high === "string" &&
    Array.isArray(page.results) &&
    page.results.every(isChange)
  );
}

function isChange(value: unknown): value is Change {
  const change = value as Partial<Change> | null;
  return (
    typeof change?.seq === "string" &&
    /^\d{1,19}$/.test(change.seq) &&
    typeof change.id === "string" &&
    change.id !== "" &&
    typeof change.kind === "string" &&
    typeof change.op === "string" &&
    (change.doc === undefined || (typeof change.doc === "object" && change.doc !== null && !Array.isArray(change.doc)))
  );
}
