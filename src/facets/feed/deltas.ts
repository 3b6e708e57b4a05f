/**
 * Which scores and snippets were modified after this second?
 *
 * The `since` calls. A page holds whole ticks and at most `size` rows, so that "later than the last `modified_dt`" is an
 * exact place to go on from: nothing is lost and nothing told twice (log.ts says what a tick is). A page may be shorter
 * than `size` although more follows; only an empty page, or `more`, says that it is the end.
 */

import { BinomenError } from "../../errors.ts";
import { scoreTag, snippetTag, tickTime } from "../records/identifiers.ts";
import type { ChangeKind } from "../records/layout.ts";
import {
  blocksAfterTick,
  blocksBackwards,
  blocksFrom,
  DELETED,
  entryAt,
  type LogBlock,
  type ReadOptions,
  SUPERSEDED,
} from "../records/log.ts";
import type { FacetStore } from "../store/store.ts";
import { makeCursor, readCursor } from "./cursor.ts";
import { type StoreDocument, scoreDocument, snippetDocument } from "./documents.ts";

/** Rows of one page. */
const DELTA_PAGE = 1000;

/** How far a `since` may lie ahead of the clock and of the newest change: clocks differ, but not by more. */
const FUTURE_SECONDS = 24 * 3600;

/** Options of {@link deltaPage}. */
export interface DeltaOptions {
  /** Tells deletes as inert documents marked `deleted_b`. */
  tombstones?: boolean | undefined;
  /** At least 1,000: a tick is never divided. */
  size?: number | undefined;
}

/** A page: its documents in the order of their change. */
export interface DeltaPage {
  docs: StoreDocument[];
  /** Ticks of `docs`, one each. */
  ticks: number[];
  /** Ids of deletes on this page, whether or not they stand among `docs`. */
  deleted: string[];
  more: boolean;
  /** The tick to continue after. */
  lastTick: number;
  /** Cursor of the change feed from here on. */
  cursor: string;
}

/** Scores or snippets whose tick is later than `since` (seconds). */
export function deltaPage(
  store: FacetStore,
  kind: "scores" | "snippets",
  since: number,
  { tombstones = false, size = DELTA_PAGE }: DeltaOptions = {},
): DeltaPage {
  const transaction = store.databases.state.useReadTransaction();
  try {
    const read = { transaction };
    const head = store.head(read);
    const page: DeltaPage = { docs: [], ticks: [], deleted: [], more: false, lastTick: since, cursor: "" };
    let lastSequence = head.sequence;
    for (const tick of wholeTicks(store, kind, since, tombstones, read)) {
      // Deletes that are not told take no room: a client that goes on until an empty page must not meet one early.
      if (page.docs.length + tick.docs.length > size) {
        page.more = true;
        break;
      }
      for (const doc of tick.docs) {
        page.docs.push(doc);
        page.ticks.push(tick.tick);
      }
      page.deleted.push(...tick.deleted);
      page.lastTick = tick.tick;
      lastSequence = tick.lastSequence;
    }
    page.cursor = makeCursor(head, [kind], page.more ? lastSequence : head.sequence);
    return page;
  } finally {
    transaction.done();
  }
}

interface TickPage {
  tick: number;
  docs: StoreDocument[];
  deleted: string[];
  lastSequence: number;
}

/** What each tick after `since` tells, for those that tell anything. */
function* wholeTicks(
  store: FacetStore,
  kind: "scores" | "snippets",
  since: number,
  tombstones: boolean,
  read: ReadOptions,
): Generator<TickPage> {
  let open: TickPage | undefined;
  for (const block of blocksAfterTick(store.databases, kind, since, read)) {
    if (open !== undefined && open.tick !== block.tick) {
      yield open;
      open = undefined;
    }
    const { docs, deleted } = documentsOf(store, kind, block, tombstones, read);
    // A tick is left behind with its last block, whether or not that one tells anything.
    if (open !== undefined) open.lastSequence = block.sequence + block.count - 1;
    if (docs.length === 0 && deleted.length === 0) continue;
    open ??= { tick: block.tick, docs: [], deleted: [], lastSequence: 0 };
    open.docs.push(...docs);
    open.deleted.push(...deleted);
    open.lastSequence = block.sequence + block.count - 1;
  }
  if (open !== undefined) yield open;
}

function documentsOf(
  store: FacetStore,
  kind: "scores" | "snippets",
  block: LogBlock,
  tombstones: boolean,
  read: ReadOptions,
): { docs: StoreDocument[]; deleted: string[] } {
  const docs: StoreDocument[] = [];
  const deleted: string[] = [];
  const { bytes } = block;
  const modified = tickTime(block.tick);
  for (let i = 0; i < block.count; i++) {
    const at = entryAt(block, i);
    const flags = bytes[at] as number;
    if (flags & SUPERSEDED) continue;
    if (flags & DELETED) {
      const id =
        kind === "scores"
          ? scoreTag(bytes.readUIntBE(at + 1, 5), bytes.readUInt32BE(at + 10), bytes.readUInt32BE(at + 6))
          : snippetTag(bytes.readUInt32BE(at + 1));
      const kind_s = kind === "scores" ? "wfo-facet-value-score" : "wfo-snippet";
      deleted.push(id);
      if (tombstones) docs.push({ id, kind_s, deleted_b: true, modified_dt: modified, json_t: "{}" });
      continue;
    }
    // Rows without metadata never appear in these calls: there is nothing that json_t could say.
    if (kind === "scores") {
      const name = bytes.readUIntBE(at + 1, 5);
      const value = bytes.readUInt32BE(at + 6);
      const source = bytes.readUInt32BE(at + 10);
      const metadata = store.metadata(bytes.subarray(at + 14, at + 22), read);
      if (metadata !== null) docs.push(scoreDocument(name, value, source, block.tick, metadata));
    } else {
      const id = bytes.readUInt32BE(at + 1);
      const snippet = store.snippet(id, read);
      const metadata = snippet === undefined ? null : store.metadata(snippet.metadata, read);
      if (snippet && metadata !== null) docs.push(snippetDocument(id, snippet, metadata));
    }
  }
  return { docs, deleted };
}

/**
 * The tick after which a `since` continues: whole seconds with or without a fraction, or a cursor of the same kind. An
 * empty text is the beginning.
 * @throws BinomenError REQUEST_INVALID for anything else · as `readCursor`, for a cursor that cannot be used any more
 */
export function sincePlace(store: FacetStore, kind: ChangeKind, since: string): number {
  if (since === "") return 0;
  const seconds = /^([0-9]{1,12})(?:\.[0-9]*)?$/.exec(since);
  if (seconds !== null) return toldSecond(store, Number(seconds[1]));
  if (!/^[\w-]{30}$/.test(since)) {
    const problem = `whole seconds since 1970 are expected, such as 1774880981, found ${JSON.stringify(since.slice(0, 100))}`;
    throw new BinomenError("REQUEST_INVALID", { field: "since", problem });
  }
  const sequence = readCursor(store.head(), [kind], since);
  // A cursor inside a tick, as the feed makes them: the tick is told again, whole.
  for (const block of blocksBackwards(store.databases, kind, sequence))
    return block.sequence + block.count - 1 > sequence || isDivided(store, kind, block) ? block.tick - 1 : block.tick;
  return 0;
}

/** @throws BinomenError REQUEST_INVALID for a second that no client can have been told: it would read empty pages */
function toldSecond(store: FacetStore, second: number): number {
  const last = Math.max(store.head().tick, Math.floor(store.now() / 1000)) + FUTURE_SECONDS;
  if (second <= last) return second;
  const problem =
    `${second} is more than a day later than anything that this store has told (${tickTime(store.head().tick)}). ` +
    "It is counted in seconds since 1970; if the store was restored, begin again with since=0";
  throw new BinomenError("REQUEST_INVALID", { field: "since", problem });
}

/** Whether the tick of a block goes on in the next one. */
function isDivided(store: FacetStore, kind: ChangeKind, { sequence, count, tick }: LogBlock): boolean {
  for (const next of blocksFrom(store.databases, kind, sequence + count)) return next.tick === tick;
  return false;
}

/** The sequence up to which everything of a kind was told to whoever asks for what is later than `tick`. */
export function sequenceBefore(store: FacetStore, kind: ChangeKind, tick: number): number {
  for (const { sequence } of blocksAfterTick(store.databases, kind, tick)) return sequence - 1;
  return store.head().sequence;
}
