/**
 * How is a search index kept equal to the store?
 *
 * Page by page: read changes → write them → the index acknowledges → move the checkpoint. A crash between the last two
 * repeats a page, which changes nothing; no crash skips one. Pages are written one after the other, in order.
 */
import { BinomenError } from "../errors.ts";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import type { Change, Feed, FeedPage } from "./feed.ts";
import { type RetryPolicy, withRetries } from "./retry.ts";
import { type IndexAction, type IndexTarget, NOTHING, type Rejection, type WriteOutcome } from "./target.ts";
import type { Taxa } from "./taxa.ts";

export interface FollowOptions {
  readonly feed: Feed;
  readonly target: IndexTarget;
  readonly checkpointPath: string;
  /** Where names stand; without it names touched are passed over. */
  readonly taxa?: Pick<Taxa, "actionsFor"> | undefined;
  /** Kinds of changes to follow; none: all. */
  readonly kinds: readonly string[];
  readonly pageSize: number;
  /** Stop when everything known is written, instead of waiting for more. */
  readonly once: boolean;
  /** Forget the checkpoint, empty the index, begin anew. */
  readonly rebuild: boolean;
  readonly retry: RetryPolicy;
  /** Aborted: finish the page at hand, then return. */
  readonly stop: AbortSignal;
  readonly onPage?: ((progress: Progress) => void) | undefined;
  /**
   * Takes documents that the index refuses for good; it must have kept them when it returns. Without it the first
   * refusal ends the run with the checkpoint before the page.
   */
  readonly onRejected?: ((rejected: readonly Rejection[]) => Promise<void>) | undefined;
}

export interface Progress extends Omit<WriteOutcome, "rejected"> {
  readonly pages: number;
  /** Documents that the index refused for good. */
  readonly refused: number;
  /** Changes without a document for the index, such as names touched. */
  readonly skipped: number;
  /** Sequences between the last change written and the newest one; 0 when up to date. */
  readonly behind: bigint;
}

/** Longest wait that a server is asked for, in seconds. */
const LONG_POLL_SECONDS = 25;

/**
 * Follows the feed until drained (`once`) or stopped, and tells what was done.
 *
 * @throws INDEX_REFUSED, INDEX_UNREACHABLE, FEED_CURSOR_GONE, FEED_UNREADABLE, CHECKPOINT_FOREIGN
 */
export async function followFeed(options: FollowOptions): Promise<Progress> {
  const { feed, target, checkpointPath, kinds, stop } = options;
  const pair = { feed: feed.name, index: target.name, kinds };
  const kept = options.rebuild ? undefined : await readCheckpoint(checkpointPath, pair);
  if (options.rebuild) await target.clear(stop);
  else await target.prepare(stop);

  let cursor = kept?.cursor;
  let progress: Progress = { written: 0, removed: 0, alreadyNewer: 0, refused: 0, pages: 0, skipped: 0, behind: 0n };
  let waitSeconds = 0;
  while (!stop.aborted) {
    const page = await nextPage(options, cursor, waitSeconds);
    if (page === undefined) break;
    const documents = actionsOf(page.results);
    const taxa = await taxaOf(options, page.results);
    if (taxa === undefined) break;
    const actions = [...documents, ...taxa];
    const outcome = actions.length > 0 ? await unlessStopped(stop, () => target.write(actions, stop)) : NOTHING;
    // Not acknowledged: the next run starts with this page again.
    if (outcome === undefined) break;
    await settleRejected(outcome.rejected, options);
    if (page.cursor !== cursor) await writeCheckpoint(checkpointPath, checkpointAt(pair, page));
    cursor = page.cursor;
    progress = {
      written: progress.written + outcome.written,
      removed: progress.removed + outcome.removed,
      alreadyNewer: progress.alreadyNewer + outcome.alreadyNewer,
      refused: progress.refused + outcome.rejected.length,
      pages: progress.pages + 1,
      skipped: progress.skipped + (options.taxa ? 0 : page.results.length - documents.length),
      behind: page.more ? distance(page) : 0n,
    };
    options.onPage?.(progress);
    if (page.more) continue;
    if (actions.length > 0 || waitSeconds === 0) await target.publish(stop);
    if (options.once) break;
    waitSeconds = LONG_POLL_SECONDS;
  }
  return progress;
}

/** The page after the cursor, or `undefined` when stopped while waiting for it. */
function nextPage(options: FollowOptions, cursor: string | undefined, waitSeconds: number) {
  const { feed, kinds, pageSize: limit, retry, stop } = options;
  const question = { cursor, limit, kinds, waitSeconds, stop };
  return unlessStopped(stop, () => withRetries(feed.name, retry, stop, () => feed.page(question)));
}

/** Documents of the taxa that the names touched concern, or `undefined` when stopped before they were computed. */
function taxaOf({ taxa, feed, retry, stop }: FollowOptions, results: readonly Change[]) {
  if (!taxa) return [];
  return unlessStopped(stop, () => withRetries(feed.name, retry, stop, () => taxa.actionsFor(results, stop)));
}

/** What the work gives, or `undefined` when it failed because we were stopped. */
async function unlessStopped<T>(stop: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (stop.aborted) return undefined;
    throw error;
  }
}

/**
 * Documents to write and remove, one per id, the newest. Changes without a document that are no deletes (names touched)
 * are left out: what they concern is for `taxa` to say.
 */
function actionsOf(results: readonly Change[]): IndexAction[] {
  const byId = new Map<string, IndexAction>();
  for (const { id, seq, op, doc } of results) {
    if (op === "delete") byId.set(id, { id, seq, doc: null });
    else if (doc !== undefined) byId.set(id, { id, seq, doc });
  }
  return [...byId.values()];
}

async function settleRejected(rejected: readonly Rejection[], { target, onRejected }: FollowOptions): Promise<void> {
  const first = rejected[0];
  if (!first) return;
  if (onRejected) return onRejected(rejected);
  throw new BinomenError("INDEX_REFUSED", {
    url: target.name,
    problem: `${rejected.length} documents, first ${first.action.id}: ${first.problem}`,
  });
}

function checkpointAt(pair: Pick<Checkpoint, "feed" | "index" | "kinds">, { cursor, epoch }: FeedPage): Checkpoint {
  return { ...pair, cursor, epoch };
}

function distance({ high, results }: FeedPage): bigint {
  const last = results.at(-1);
  return last ? BigInt(high) - BigInt(last.seq) : 0n;
}
