/**
 * What does the loop need of a search index?
 *
 * Writing is idempotent: an action written twice leaves the same document. An action that the index takes for good or
 * refuses for good is settled; what may pass is tried again inside `write`.
 */

/** One document to write or to remove. */
export interface IndexAction {
  readonly id: string;
  /** Sequence of the change, decimal digits: the document's version. */
  readonly seq: string;
  /** `null`: remove. */
  readonly doc: Readonly<Record<string, unknown>> | null;
}

/** An action that the index will never take. */
export interface Rejection {
  readonly action: IndexAction;
  readonly problem: string;
}

export interface WriteOutcome {
  readonly written: number;
  readonly removed: number;
  /** The index holds a newer state already. */
  readonly alreadyNewer: number;
  readonly rejected: readonly Rejection[];
}

export interface IndexTarget {
  /** Its URL without credentials. */
  readonly name: string;
  /** Makes the index ready to take documents. */
  prepare(stop: AbortSignal): Promise<void>;
  /** Settles every action before it returns. @throws INDEX_UNREACHABLE, INDEX_REFUSED; then nothing is known. */
  write(actions: readonly IndexAction[], stop: AbortSignal): Promise<WriteOutcome>;
  /** Lets searches see what was written. */
  publish(stop: AbortSignal): Promise<void>;
  /** Removes every document that this indexer wrote. */
  clear(stop: AbortSignal): Promise<void>;
}

/** Sums of outcomes. */
export function addOutcomes(a: WriteOutcome, b: WriteOutcome): WriteOutcome {
  return {
    written: a.written + b.written,
    removed: a.removed + b.removed,
    alreadyNewer: a.alreadyNewer + b.alreadyNewer,
    rejected: [...a.rejected, ...b.rejected],
  };
}

/** Nothing written. */
export const NOTHING: WriteOutcome = { written: 0, removed: 0, alreadyNewer: 0, rejected: [] };

/** Bytes of a request. Elasticsearch advises 5-15 MB, Solr's default limit of a form is 2 GB. */
const REQUEST_BYTES = 5_000_000;

/** Splits written lines into requests of at most about 5 MB, each with its actions. A single larger one stands alone. */
export function inRequests<T>(items: readonly T[], bytesOf: (item: T) => number): T[][] {
  const requests: T[][] = [];
  let current: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    if (current.length > 0 && bytes + size > REQUEST_BYTES) {
      requests.push(current);
      current = [];
      bytes = 0;
    }
    current.push(item);
    bytes += size;
  }
  if (current.length > 0) requests.push(current);
  return requests;
}
